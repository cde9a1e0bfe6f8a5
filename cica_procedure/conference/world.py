"""What every case depends on beside itself: who is who, which body sits, what silence runs. A view of the record."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from datetime import datetime

from cica_procedure.record import Head, Record
from cica_procedure.rulebook import Rulebook, Sitting, on_record
from cica_procedure.terms import MEETING, SILENCE, Case, Entry, Register, Silence


class World:
    """The register, the meetings and the silence periods, folded from the record and kept up with it."""

    def __init__(self, rulebook: Rulebook, since: datetime) -> None:
        self._rulebook = rulebook
        self._seen = 0
        self._meetings: dict[str, Case] = {}
        # Each turn of each meeting, by the instant it took effect; meetings that are over stand apart.
        self._turns: dict[str, list[tuple[datetime, Sitting]]] = {}
        self._over: dict[str, list[tuple[datetime, Sitting]]] = {}
        self._last_over = since
        self._silences: dict[str, Silence] = {}
        self.register: Register = rulebook.register.as_known(since)

    def fork(self) -> World:
        """Give another world that begins as this one is, and goes its own way."""
        other = copy(self)
        vars(other).update(
            _meetings=dict(self._meetings),
            _turns={meeting: [*turns] for meeting, turns in self._turns.items()},
            _over={meeting: [*turns] for meeting, turns in self._over.items()},
            _silences=dict(self._silences),
        )
        return other

    def follow(self, record: Record, head: Head) -> None:
        """Take in what the record holds since the last time, up to a head."""
        for seq, entry in record.changes_of_the_world(self._seen, head.seq):
            self.note(seq, entry)

    def note(self, seq: int, entry: Entry) -> None:
        """Take in one entry of the record, by its number."""
        self.take(entry)
        self._seen = seq

    def take(self, entry: Entry) -> None:
        """Take in what an entry changes."""
        if entry.changes:
            self.register = self.register.after(entry.changes, entry.at)
        if entry.procedure == MEETING:
            self._meet(entry)
        plain = entry.details.get(SILENCE)
        if isinstance(plain, dict):
            self._silences.pop(entry.case, None)
            if (silence := Silence.parse(plain)) is not None:
                self._silences[entry.case] = silence

    @property
    def silences(self) -> Mapping[str, Silence]:
        """The silence periods that run or are held, by case."""
        return self._silences

    def ended(self, at: datetime) -> tuple[str, ...]:
        """Give the cases whose silence period has ended by an instant and is not on the record yet, as they ended."""
        if not self._silences:
            return ()
        due = [(silence.expires, case) for case, silence in self._silences.items() if silence.due(at)]
        return tuple(case for _, case in sorted(due))

    def sittings(self, at: datetime) -> tuple[Sitting, ...]:
        """Give every meeting as of an instant, whenever its acts were recorded, save some that were over by then."""
        turns = [*self._turns.values()]
        if at <= self._last_over:
            turns += self._over.values()
        found = []
        for turn in turns:
            for since, sitting in reversed(turn):
                if since <= at:
                    found.append(sitting)
                    break
        return tuple(found)

    def _meet(self, entry: Entry) -> None:
        known = self._meetings.get(entry.case) or Case(entry.case, entry.procedure, entry.edition)
        meeting = self._meetings[entry.case] = known.after(entry)
        stage = on_record("stage", meeting.stage, self._rulebook.procedure_of(meeting).stages)
        sitting = Sitting.of(meeting, in_session=stage.in_session)
        self._turns.setdefault(meeting.id, []).append((entry.at, sitting))
        if meeting.closed:
            self._over[meeting.id] = self._turns.pop(meeting.id)
            self._last_over = max(self._last_over, entry.at)
            del self._meetings[meeting.id]
