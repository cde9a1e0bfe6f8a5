"""Every case and where it stands, now or as of an earlier entry or instant. A view of the record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from cica_procedure.errors import Fault, InvalidAct, unknown
from cica_procedure.record import Record
from cica_procedure.record.instants import as_it_was
from cica_procedure.terms import MEETING, Case, Entry

KEPT = 4096
"""How many folded cases are kept at hand; any other is folded again when it is asked for."""


class Docket:
    """The cases of a record, folded from its entries and kept until somebody else writes."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._cases: dict[str, Case] = {}

    def find(self, name: object, as_of: int | datetime | None = None) -> Case | None:
        """
        Give a case.

        Args:
            name: its id.

            as_of: the number of an entry of the record, or an instant: what came later, or took effect later,
                is left out of account; without it, the case as it stands now.
        """
        if not isinstance(name, str):
            return None
        if as_of is None and name in self._cases:
            return self._cases[name]
        if not name.isprintable():
            return None
        found = _fold(self.history(name, as_of))
        if found is not None and as_of is None:
            self.note(found)
        return found

    def case(self, name: object, as_of: int | datetime | None = None) -> Case:
        """
        Give a case that must be there.

        Raises:
            InvalidAct: when the record has no such case.
        """
        found = self.find(name, as_of)
        if found is None:
            cases = self._record.cases()
            problem = unknown("case", name, cases) if name not in cases else f"{name!r} had not been opened by then"
            raise InvalidAct([Fault("case", problem)])
        return found

    def history(self, name: str, as_of: int | datetime | None = None) -> Iterator[Entry]:
        """Give the acts on a case, in order."""
        until = as_it_was(as_of) if as_of is not None else None
        if isinstance(until, datetime):
            return (entry for entry in self._record.entries_of(name) if entry.at <= until)
        return self._record.entries_of(name, until=until)

    def cases(self, as_of: int | datetime | None = None) -> tuple[Case, ...]:
        """Give every case but the meetings, in the order they were opened."""
        found = (self.find(name, as_of) for name in self._record.cases())
        return tuple(case for case in found if case is not None and case.procedure != MEETING)

    def forget(self) -> None:
        """Let go of what is kept, since somebody else has written, or what was written here did not last."""
        self._cases.clear()

    def note(self, case: Case) -> None:
        """Keep a case as it stands, so that it need not be folded again."""
        if len(self._cases) >= KEPT:
            self._cases.clear()
        self._cases[case.id] = case


def _fold(entries: Iterator[Entry]) -> Case | None:
    case = None
    for entry in entries:
        case = (case or Case(entry.case, entry.procedure, entry.edition)).after(entry)
    return case
