"""
The head, the docket and what is waited for, the history of a case: read with as little as can be, by who only looks.

What is said here of a case is what folding its entries says; it is read from their text, without the vocabulary.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from cica_procedure.errors import Fault, InvalidAct, NotARecord, unknown
from cica_procedure.record.content import MEETING, extracted
from cica_procedure.record.instants import LAST, as_it_was, with_offset
from cica_procedure.record.lines import CaseLine, DueLine, EntryLine, PeriodLine, legible
from cica_procedure.record.looking import looking_at

if TYPE_CHECKING:
    from pathlib import Path

LAST_ENTRY = "SELECT seq, lower(hex(digest)) FROM entries ORDER BY seq DESC LIMIT 1"

AsOf = int | datetime | None
"""The number of an entry, an instant, or now."""


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
_EVERY = f"{_CASE} FROM entries WHERE seq <= :until AND {_NO_MEETING} ORDER BY seq"
# Of a case, its first entry, which gives it its place, its last one, and those that give it a title: all that matters,
# unless an instant leaves some out.
_TELLING = (
    "(n = 1 OR instr(content, '\"title\"') OR NOT EXISTS (SELECT 1 FROM entries AS next "
    "WHERE next.case_id = entries.case_id AND next.n = entries.n + 1 AND next.seq <= :until))"
)
_DOCKET = f"{_CASE} FROM entries WHERE seq <= :until AND {_NO_MEETING} AND {_TELLING} ORDER BY seq"
DUE = (
    f"{_CASE}, {extracted('procedure')}, {extracted('closed')}, {_texts('details', 'due', 'due-at')} FROM entries "
    f"WHERE seq <= :until AND ({_TELLING} OR instr(content, '\"due')) ORDER BY seq"
)
"""Everything that tells what is due, up to the number of an entry."""
_PERIODS = f"""
    SELECT case_id, {_texts("silence", "act", "body", "expires")},
           (SELECT group_concat(value, ', ') FROM json_each({extracted("silence")}, '$.holds')),
           {_texts("silence", "outcome")}
    FROM entries AS touching
    WHERE world = 1 AND {extracted("silence")} <> '{{}}'
    ORDER BY (SELECT seq FROM entries AS first WHERE first.case_id = touching.case_id AND first.n = 1), n
"""  # noqa: S608 - constants, all of them


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
        InvalidAct: when what it is asked as of is neither an instant nor the number of an entry.

        Inaccessible: when there is no such file, or it cannot be read.

        NotARecord: when it is something else, or has an entry that cannot be read.
    """
    found: dict[str, CaseLine] = {}
    until, instant = _limits(as_of)
    with looking_at(path) as connection, legible(path):
        for row in connection.execute(_DOCKET if instant is None else _EVERY, {"until": until}):
            now = CaseLine.of(*row)
            if instant is None or now.at <= instant:
                found[now.case] = now.following(found.get(now.case))
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
    with looking_at(path) as connection, legible(path):
        # What cannot be printed is the name of no case, and may be more than SQLite can be asked.
        for row in connection.execute(_HISTORY, [until, case]) if case.isprintable() else ():
            now = CaseLine.of(*row[:5])
            if instant is None or now.at <= instant:
                standing = now.following(standing)
                history.append(EntryLine.of(now, *row[5:]))
        if standing is None:
            known = [name for (name,) in connection.execute("SELECT case_id FROM entries WHERE n = 1 ORDER BY seq")]
            problem = unknown("case", case, known) if case not in known else f"{case!r} had not been opened by then"
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


def read_overdue(path: Path | str, at: datetime) -> list[DueLine]:
    """
    Give the cases that are open although they were due, in the order they were opened.

    Raises:
        InvalidAct: when the instant is none.

        Inaccessible, NotARecord: as for `read_docket`.
    """
    with looking_at(path) as connection, legible(path):
        return overdue(connection.execute(DUE, {"until": LAST}), at)


def overdue(rows: Iterable[tuple[Any, ...]], at: datetime) -> list[DueLine]:
    """
    Find the cases that are open although they were due, in the order they were opened.

    Args:
        rows: what `DUE` gives.

        at: the instant as of which it is asked.

    Raises:
        InvalidAct: when that is none.
    """
    at = with_offset("at", at)
    found: dict[str, _Due] = {}
    for *words, procedure, closed, day, meeting in rows:
        case = CaseLine.of(*words)
        now, before = _Due(case, procedure, closed, day or "", meeting or ""), found.get(case.case)
        found[case.case] = now.following(before)
    over = {name for name, due in found.items() if due.closed and due.procedure == MEETING}
    return [
        DueLine(due.case, due.day or due.meeting)
        for due in found.values()
        if not due.closed and (due.meeting in over or _past(due.day, due.case, at))
    ]


class _Due(NamedTuple):
    """All that tells whether a case is overdue, as of one of its entries."""

    case: CaseLine
    procedure: str
    closed: int
    day: str
    meeting: str

    def following(self, known: _Due | None) -> _Due:
        """Give it as it stands after an earlier one: what is not given anew stays."""
        if known is None:
            return self._replace(case=self.case.following(None))
        case, day, meeting = self.case.following(known.case), self.day or known.day, self.meeting or known.meeting
        return self._replace(case=case, day=day, meeting=meeting)


def _past(day: str, case: CaseLine, at: datetime) -> bool:
    """Whether the day a case is due is over, by the clock of its own last act; what is no day never is."""
    try:
        return at.astimezone(case.at.tzinfo).date() > date.fromisoformat(day)
    except ValueError:
        return False


def _limits(as_of: AsOf) -> tuple[int, datetime | None]:
    """Give the last number to read, and the instant beyond which nothing counts."""
    until = as_it_was(as_of) if as_of is not None else LAST
    return (LAST, until) if isinstance(until, datetime) else (until, None)


def _genesis(connection: sqlite3.Connection) -> str:
    """Give what stands before the first entry, which only a record without any is asked for."""
    from cica_procedure.record.chain import genesis  # noqa: PLC0415 - takes longer to import than to read a head

    header = dict(connection.execute("SELECT name, value FROM header"))
    return genesis(header.get("rulebook", ""), header.get("since", ""))
