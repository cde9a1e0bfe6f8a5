"""
Fast read-only queries of a record: the head, the docket, the history of a case, silence periods.

What is said here of a case is what folding its entries says. It is read from their text, without the rules and without
the vocabulary, since loading those takes longer than reading a record; it is what is written, and nothing is judged.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from cica_procedure.errors import Fault, InvalidAct, NotARecord, unknown
from cica_procedure.record.columns import MEETING, extracted, period
from cica_procedure.record.read_only import looking_at
from cica_procedure.time import LAST, entry_number, read_instant

if TYPE_CHECKING:
    from pathlib import Path

LAST_ENTRY = "SELECT seq, lower(hex(digest)) FROM entries ORDER BY seq DESC LIMIT 1"


def _texts(name: str, *parts: str) -> str:
    """Give the SQL that takes parts out of something with parts, as far as they are texts."""
    places = [f"{extracted(name)}, '$.\"{part}\"'" for part in parts]
    return ", ".join(f"iif(json_type({place}) = 'text', json_extract({place}), NULL)" for place in places)


_CASE = (
    f"SELECT case_id, {extracted('at')}, {extracted('to_stage')}, {extracted('revision')}, {_texts('details', 'title')}"
)
_ACT = ", ".join(map(extracted, ("act", "actor", "recorded", "decision", "position")))
_HISTORY = (
    f"{_CASE}, {_ACT}, nullif({extracted('silence')}, '{{}}') FROM entries WHERE seq <= ? AND case_id = ? ORDER BY n"
)
_NO_MEETING = f"{extracted('procedure')} <> '{MEETING}'"
# Of a case, its first entry, which gives it its place, its last one, and those that give it a title: all that matters.
_TELLING = (
    "(n = 1 OR instr(content, '\"title\"') OR NOT EXISTS (SELECT 1 FROM entries AS next "
    "WHERE next.case_id = entries.case_id AND next.n = entries.n + 1 AND next.seq <= :until))"
)
_DOCKET = f"{_CASE} FROM entries WHERE seq <= :until AND {_NO_MEETING} AND {_TELLING} ORDER BY seq"
_PERIODS = f"""
    SELECT case_id, {_texts("silence", "act", "body", "expires")},
           (SELECT group_concat(value, ', ') FROM json_each({extracted("silence")}, '$.holds')),
           {_texts("silence", "outcome")}
    FROM entries AS touching
    WHERE world = 1 AND {extracted("silence")} <> '{{}}'
    ORDER BY (SELECT seq FROM entries AS first WHERE first.case_id = touching.case_id AND first.n = 1), n
"""  # noqa: S608 - constants, all of them


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

    @classmethod
    def of(cls, case: str, at: str, stage: str, revision: int, title: str | None) -> CaseLine:
        """Read what one entry says of its case; the title is empty when it does not say it."""
        _check_texts(case, stage)
        return cls(case, stage, revision, read_instant(at), title or "")

    def following(self, known: CaseLine | None) -> CaseLine:
        """Give it as it stands after an earlier one: a title not given anew stays, and without any it is the id."""
        return self._replace(title=self.title or (known.title if known is not None else self.case))


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

    @classmethod
    def of(
        cls, case: CaseLine, act: str, actor: str, recorded: str, decision: str, position: str, silence: str | None
    ) -> EntryLine:
        """Read an entry that left its case as a line says."""
        _check_texts(act, actor, decision, position)
        under = _period(silence) if silence else {}
        return cls(act, actor, case.at, read_instant(recorded), case.stage, decision or position, under)


class PeriodLine(NamedTuple):
    """
    The last silence period of a case, in one line.

    Attributes:
        case: the id of the case.

        act: what is decided by it.

        body: the body that decides.

        expires: when it ends, or has ended.

        holds: the members that hold it, set apart by commas; empty while it runs.

        outcome: how it ended; empty as long as that is not on the record.
    """

    case: str
    act: str
    body: str
    expires: datetime
    holds: str
    outcome: str

    @classmethod
    def of(cls, case: str, act: str, body: str, expires: str, holds: str | None, outcome: str | None) -> PeriodLine:
        """Read it from what an entry says of it; what is not there is empty."""
        _check_texts(case, act, body, holds or "", outcome or "")
        return cls(case, act, body, read_instant(expires), holds or "", outcome or "")

    def due(self, at: datetime) -> bool:
        """Whether it has ended by an instant, and that is not on the record."""
        return not self.holds and not self.outcome and self.expires <= at


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


def read_docket(path: Path | str, known: int = LAST) -> list[CaseLine]:
    """
    Give every case but the meetings, in the order they were opened.

    Args:
        path: the file.

        known: the number of an entry; only what was written by then.

    Raises:
        InvalidAct: when that is no number.

        Inaccessible: when there is no such file, or it cannot be read.

        NotARecord: when it is something else, or has an entry that cannot be read.
    """
    found: dict[str, CaseLine] = {}
    with looking_at(path) as connection, legible(path):
        for row in connection.execute(_DOCKET, {"until": entry_number("known", known)}):
            now = CaseLine.of(*row)
            found[now.case] = now.following(found.get(now.case))
    return list(found.values())


def read_history(path: Path | str, case: str, known: int = LAST) -> tuple[CaseLine, list[EntryLine]]:
    """
    Give where a case stands, and the acts that brought it there, in order.

    Args:
        path: the file.

        case: its id.

        known: the number of an entry; only what was written by then.

    Raises:
        InvalidAct: when the record has no such case, or had none then.

        Inaccessible, NotARecord: as for `read_docket`.
    """
    standing, history = None, []
    with looking_at(path) as connection, legible(path):
        # What cannot be printed is the name of no case, and may be more than SQLite can be asked.
        for row in connection.execute(_HISTORY, [entry_number("known", known), case]) if case.isprintable() else ():
            now = CaseLine.of(*row[:5])
            standing = now.following(standing)
            history.append(EntryLine.of(now, *row[5:]))
        if standing is None:
            cases = [name for (name,) in connection.execute("SELECT case_id FROM entries WHERE n = 1 ORDER BY seq")]
            problem = unknown("case", case, cases) if case not in cases else f"{case!r} had not been opened by then"
            raise InvalidAct([Fault("case", problem)])
    return standing, history


def read_periods(path: Path | str) -> list[PeriodLine]:
    """
    Give the last silence period of every case that had one, in the order the cases were opened.

    Raises:
        Inaccessible, NotARecord: as for `read_docket`.
    """
    with looking_at(path) as connection, legible(path):
        return list({row[0]: PeriodLine.of(*row) for row in connection.execute(_PERIODS)}.values())


def _genesis(connection: sqlite3.Connection) -> str:
    """Give what stands before the first entry, which only a record without any is asked for."""
    from cica_procedure.record.chain import genesis  # noqa: PLC0415 - takes longer to import than to read a head

    header = dict(connection.execute("SELECT name, value FROM header"))
    return genesis(header.get("rulebook", ""), header.get("since", ""))


@contextmanager
def legible(path: Path | str) -> Iterator[None]:
    """
    Say of what cannot be read as an entry that it is damage.

    Raises:
        NotARecord: in the place of what reading it has raised.
    """
    try:
        yield
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NotARecord(path, f"has an entry that cannot be read ({error}); cica verify names it") from error


def _check_texts(*words: object) -> None:
    if not all(isinstance(word, str) for word in words):
        raise TypeError("is not text")


def _period(silence: str) -> Mapping[str, Any]:
    from json import loads  # noqa: PLC0415 - few cases have ever been under silence, and it takes a while to import

    return period(dict(loads(silence)))
