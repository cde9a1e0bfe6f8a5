"""
The head, the docket and the history of a case, read with as little as can be: for whoever only looks.

What is said here of a case is what folding its entries says; it is read from the columns, without the vocabulary.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from cica_procedure.errors import Fault, InvalidAct, NotARecord, unknown
from cica_procedure.record.columns import MEETING, aware, period
from cica_procedure.record.looking import looking_at

if TYPE_CHECKING:
    from pathlib import Path

LAST_ENTRY = "SELECT seq, lower(hex(digest)) FROM entries ORDER BY seq DESC LIMIT 1"

AsOf = int | datetime | None
"""The number of an entry, an instant, or now."""

LAST = 2**63 - 1
"""A number no entry ever has."""

_LINES = (
    "SELECT case_id, act, actor, at, recorded, to_stage, revision, decision, position, silence, "
    "json_extract(nullif(details, ''), '$.title') FROM entries WHERE seq <= ? AND "
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
    return f"{seq}:{digest}"


def read_docket(path: Path | str, as_of: AsOf = None) -> list[CaseLine]:
    """
    Give every case but the meetings, in the order they were opened.

    Raises:
        Inaccessible: when there is no such file, or it cannot be read.

        NotARecord: when it is something else, or has an entry that cannot be read.
    """
    found: dict[str, CaseLine] = {}
    with looking_at(path) as connection:
        for standing, _ in _read(connection, path, "procedure <> ? ORDER BY seq", (MEETING,), as_of):
            found[standing.case] = _after(found.get(standing.case), standing)
    return list(found.values())


def read_history(path: Path | str, case: str, as_of: AsOf = None) -> tuple[CaseLine, list[EntryLine]]:
    """
    Give where a case stands, and the acts that brought it there, in order.

    Raises:
        InvalidAct: when the record has no such case, or had none then.

        Inaccessible, NotARecord: as for `read_docket`.
    """
    standing, history = None, []
    with looking_at(path) as connection:
        for now, line in _read(connection, path, "case_id = ? ORDER BY n", (case,), as_of):
            standing = _after(standing, now)
            history.append(line)
        if standing is None:
            known = [name for (name,) in connection.execute("SELECT case_id FROM entries WHERE n = 1 ORDER BY seq")]
            problem = unknown("case", case, known) if case not in known else f"{case!r} had not been opened by then"
            raise InvalidAct([Fault("case", problem)])
    return standing, history


def _read(
    connection: sqlite3.Connection, path: Path | str, which: str, values: tuple[str, ...], as_of: AsOf
) -> Iterator[tuple[CaseLine, EntryLine]]:
    if isinstance(as_of, datetime) and as_of.utcoffset() is None:
        raise InvalidAct([Fault("as_of", f"{as_of.isoformat()} has no offset")])
    until, instant = (LAST, as_of) if isinstance(as_of, datetime) else (as_of, None)
    rows = connection.execute(_LINES + which, (LAST if until is None else min(until, LAST), *values))
    try:
        for case, act, actor, at, recorded, stage, revision, decision, position, silence, title in rows:
            effect, written = aware(at), aware(recorded)
            under = _read_period(silence) if silence else {}
            _texts(case, act, actor, stage, decision, position)
            if instant is None or effect <= instant:
                yield (
                    CaseLine(case, stage, revision, effect, title if isinstance(title, str) else ""),
                    EntryLine(act, actor, effect, written, stage, decision or position, under),
                )
    except (ValueError, TypeError, KeyError) as error:
        raise NotARecord(path, f"has an entry that cannot be read ({error}); cica verify names it") from error


def _texts(*words: object) -> None:
    if not all(isinstance(word, str) for word in words):
        raise TypeError("what should be text is none")


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
