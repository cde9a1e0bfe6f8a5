"""What every case depends on beside itself: who is who, and which body sits. A view of the record."""

from __future__ import annotations

from datetime import datetime

from cica_procedure.record import Record
from cica_procedure.rulebook import Rulebook, Sitting
from cica_procedure.terms import MEETING, Case, Entry, Register


class World:
    """The register and the meetings, folded from the record and kept up with it."""

    def __init__(self, rulebook: Rulebook, since: datetime) -> None:
        self._rulebook = rulebook
        self._seen = 0
        self._meetings: dict[str, list[Case]] = {}
        self.register: Register = rulebook.register.as_known(since)

    def follow(self, record: Record) -> None:
        """Take in what the record holds since the last time."""
        last = record.head().seq
        if last == self._seen:
            return
        for seq, entry in record.changes_of_the_world(self._seen):
            self.note(seq, entry)
        self._seen = last

    def note(self, seq: int, entry: Entry) -> None:
        """Take in one entry, the one after the last."""
        self._seen = seq
        if entry.changes:
            self.register = self.register.after(entry.changes, entry.at)
        if entry.procedure == MEETING:
            self._meet(entry)

    def sittings(self, at: datetime) -> tuple[Sitting, ...]:
        """Give every meeting as of an instant, whenever its acts were recorded."""
        found = []
        for states in self._meetings.values():
            state = next((case for case in reversed(states) if case.at is not None and case.at <= at), None)
            if state is not None:
                stage = self._rulebook.procedure(MEETING, state.edition).stages[state.stage]
                found.append(Sitting(state.id, state.text("body"), stage.in_session, state.texts("present")))
        return tuple(found)

    def _meet(self, entry: Entry) -> None:
        states = self._meetings.setdefault(entry.case, [])
        before = states[-1] if states else Case(entry.case, entry.procedure, entry.edition)
        states.append(before.after(entry))
