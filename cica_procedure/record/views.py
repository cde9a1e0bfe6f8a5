"""
The head, the docket and the history of a case, read with as little as can be: for whoever only looks.

What is said here of a case is what folding its entries says; it is read from their text, without the vocabulary.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from cica_procedure.errors import Fault, InvalidAct, NotARecord, unknown
from cica_procedure.record.content import MEETING, aware, extracted, period
from cica_procedure.record.looking import looking_at

if TYPE_CHECKING:
    from pathlib import Path

LAST_ENTRY = "SELECT seq, lower(hex(digest)) FROM entries ORDER BY seq DESC LIMIT 1"

AsOf = int | datetime | None
"""The number of an entry, an instant, or now."""

LAST = 2**63 - 1
"""A number no entry ever has."""

_TITLE = f"json_extract({extracted('details')}, '$.title')"
_CASE = f"SELECT case_id, {extracted('at')}, {extracted('to_stage')}, {extracted('revision')}, {_TITLE}"
_ACT = ", ".join(map(extracted, ("act", "actor", "recorded", "decision", "position")))
_HISTORY = (
    f"{_CASE}, {_ACT}, nullif({extracted('silence')}, '{{}}') FROM entries WHERE seq <= ? AND case_id = ? ORDER BY n"
)
_EVERY = f"{_CASE} FROM entries WHERE seq <= ?1 AND {extracted('procedure')} <> '{MEETING}'"
# Of a case, the last entry and those that give it a title: all that matters, unless an instant leaves some out.
_TELLING = (
    f"{_EVERY} AND (instr(content, '\"title\"') OR NOT EXISTS (SELECT 1 FROM entries AS next "  # noqa: S608 - constants
    "WHERE next.case_id = entries.case_id AND next.n = entries.n + 1 AND next.seq <= ?1))"
)


class CaseLine(NamedTuple):
    """
    A case, as one line of the docket.

    Attributes:
        case: its id.

        stage: where it is in its procedure.

        revision: the number of the text on the table.

        at: when its last act took effect.

        title: what it is called now; its id when it has no title.
    """

    case: str
    stage: str
    revision: int
    at: datetime
    title: str


class EntryLine(NamedTuple):
    """
    An entry, as one line of the history of its case.

    Attributes:
        act, actor: what was done, and by whom.

        at, recorded: when it took effect, and when it was written down.

        stage: where the case stood then.

        said: the decision or the position, when it states one.

        silence: the silence period as the act left it, by name; nothing when it did not touch it.
    """

    act: str
    actor: str
    at: datetime
    recorded: datetime
    stage: str
    said: str
    silence: Mapping[str, Any]


def read_head(path: Path | str) -> str:
    """
    Give the head of a record, as `Head` writes it.

    Raises:
        Inaccessible: when there is no such file, or it cannot be read.

        NotARecord: when it is something else, or has lost a guard.
    """
    with looking_at(path) as connection:
        seq, digest = connection.execute(LAST_ENTRY).fetchone() or (0, _genesis(connection))
    if not digest:
        raise NotARecord(path, f"has an entry {seq} without a digest; cica verify names it")
    return f"{seq}:{digest}"


def read_docket(path: Path | str, as_of: AsOf = None) -> list[CaseLine]:
    """
    Give every case but the meetings, in the order they were opened.

    Raises:
        Inaccessible: when there is no such file, or it cannot be read.

        NotARecord: when it is something else, or has an entry that cannot be read.
    """
    found: dict[str, CaseLine] = {}
    until, instant = _limits(as_of)
    with looking_at(path) as connection, _legible(path):
        which = _TELLING if instant is None else _EVERY
        for row in connection.execute(f"{which} ORDER BY seq", [until]):
            now = _case_line(*row)
            if instant is None or now.at <= instant:
                found[now.case] = _after(found.get(now.case), now)
    return list(found.values())


def read_history(path: Path | str, case: str, as_of: AsOf = None) -> tuple[CaseLine, list[EntryLine]]:
    """
    Give where a case stands, and the acts that brought it there, in order.

    Raises:
        InvalidAct: when the record has no such case, or had none then.

        Inaccessible, NotARecord: as for `read_docket`.
    """
    standing, history = None, []
    until, instant = _limits(as_of)
    with looking_at(path) as connection, _legible(path):
        # What cannot be printed is the name of no case, and may be more than SQLite can be asked.
        for row in connection.execute(_HISTORY, [until, case]) if case.isprintable() else ():
            now = _case_line(*row[:5])
            if instant is None or now.at <= instant:
                standing = _after(standing, now)
                history.append(_entry_line(now, *row[5:]))
        if standing is None:
            known = [name for (name,) in connection.execute("SELECT case_id FROM entries WHERE n = 1 ORDER BY seq")]
            problem = unknown("case", case, known) if case not in known else f"{case!r} had not been opened by then"
            raise InvalidAct([Fault("case", problem)])
    return standing, history


def _limits(as_of: AsOf) -> tuple[int, datetime | None]:
    """Give the last number to read, and the instant beyond which nothing counts."""
    if isinstance(as_of, datetime):
        if as_of.utcoffset() is None:
            raise InvalidAct([Fault("as_of", f"{as_of.isoformat()} has no offset")])
        return LAST, as_of
    return (LAST if as_of is None else max(0, min(as_of, LAST))), None


@contextmanager
def _legible(path: Path | str) -> Iterator[None]:
    """Say of what cannot be read as an entry that it is damage."""
    try:
        yield
    except (ValueError, TypeError, KeyError) as error:
        raise NotARecord(path, f"has an entry that cannot be read ({error}); cica verify names it") from error


def _case_line(case: str, at: str, stage: str, revision: int, title: object) -> CaseLine:
    _texts(case, stage)
    return CaseLine(case, stage, revision, aware(at), title if isinstance(title, str) else "")


def _entry_line(
    case: CaseLine, act: str, actor: str, recorded: str, decision: str, position: str, silence: str | None
) -> EntryLine:
    _texts(act, actor, decision, position)
    under = _read_period(silence) if silence else {}
    return EntryLine(act, actor, case.at, aware(recorded), case.stage, decision or position, under)


def _texts(*words: object) -> None:
    if not all(isinstance(word, str) for word in words):
        raise TypeError("is not text")


def _read_period(silence: str) -> Mapping[str, Any]:
    from json import loads  # noqa: PLC0415 - few cases have ever been under silence, and it takes a while to import

    return period(dict(loads(silence)))


def _after(known: CaseLine | None, now: CaseLine) -> CaseLine:
    """Give the later standing of a case; a title that is not given anew stays, and without any it is the id."""
    return now._replace(title=now.title or (known.title if known is not None else now.case))


def _genesis(connection: sqlite3.Connection) -> str:
    """Give what stands before the first entry, which only a record without any is asked for."""
    from cica_procedure.record.chain import genesis  # noqa: PLC0415 - takes longer to import than to read a head

    header = dict(connection.execute("SELECT name, value FROM header"))
    return genesis(header.get("rulebook", ""), header.get("since", ""))
