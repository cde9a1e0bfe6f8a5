"""
The lines of the docket and of one case.

Entries are read without the rules, since loading them takes longer than reading a record. As of an instant, the rules
are needed: the outcome of a silence period that had ended by then counts, recorded or not.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from cica_procedure.record.queries import CaseLine, EntryLine, read_docket, read_history

if TYPE_CHECKING:
    from cica_procedure.terms import Case, Entry

SILENCE = "silence"
"""The particular with the silence period of a case."""


def docket(file: str, at: datetime | None, known: int | datetime | None, rulebook: str | None) -> list[CaseLine]:
    """Return a line for every case except the meetings; arguments as for `cica_procedure.Conference.as_of`."""
    if at is None and not isinstance(known, datetime):
        return read_docket(file) if known is None else read_docket(file, known)
    from cica_procedure.conference.conference import Conference  # noqa: PLC0415 - loads the rules

    with Conference.open(file, rulebook=rulebook, to_read=True) as cica:
        return [_line(case) for case in cica.as_of(at=at, known=known).docket()]


def history(
    file: str, name: str, at: datetime | None, known: int | datetime | None, rulebook: str | None
) -> tuple[CaseLine, list[EntryLine]]:
    """Return the line of a case and of its entries; arguments as for `cica_procedure.Conference.as_of`."""
    if at is None and not isinstance(known, datetime):
        return read_history(file, name) if known is None else read_history(file, name, known)
    case, found = entries(file, name, at, known, rulebook)
    return _line(case), [_entry_line(entry) for entry in found]


def entries(
    file: str, name: str, at: datetime | None, known: int | datetime | None, rulebook: str | None
) -> tuple[Case, list[Entry]]:
    """Return a case and its entries; arguments as for `cica_procedure.Conference.as_of`."""
    from cica_procedure.conference.conference import Conference  # noqa: PLC0415 - loads the rules

    with Conference.open(file, rulebook=rulebook, to_read=True) as cica:
        case = cica.as_of(at=at, known=known).case(name)
        return case, [entry for entry in cica.history(name) if entry.n <= case.n and (at is None or entry.at <= at)]


def _line(case: Case) -> CaseLine:
    return CaseLine(case.id, case.stage, case.revision, cast("datetime", case.at), case.title)


def _entry_line(entry: Entry) -> EntryLine:
    return EntryLine(
        act=entry.act,
        actor=entry.actor,
        at=entry.at,
        recorded=entry.recorded,
        stage=entry.to_stage,
        revision=entry.revision,
        decision=entry.decision,
        position=entry.position or "",
        reason=entry.reason,
        body=entry.body,
        meeting=entry.meeting,
        hand=entry.hand,
        corrects=entry.corrects,
        despite=entry.despite,
        details={name: value for name, value in entry.details.items() if name != SILENCE},
        roll=entry.roll,
        silence=cast("Mapping[str, Any]", entry.details.get(SILENCE, {})),
    )
