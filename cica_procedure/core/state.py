"""
The state of all cases, meetings, silence periods and the register, as one immutable value.

`State.after` returns a new state and keeps the old one unchanged: to fork, keep a state; to take entries back, continue
from an old state. This module writes nothing and reads no clock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import reduce
from typing import Any, Protocol, TypeAlias, cast

from cica_procedure.core.due import Due, due_in, foreseen_in
from cica_procedure.core.effects import EFFECTS
from cica_procedure.core.persistent_map import PersistentMap
from cica_procedure.core.silence import resumed
from cica_procedure.errors import Fault, InvalidAct, NotInRules, unknown
from cica_procedure.rulebook.model import Rulebook, on_record
from cica_procedure.terms import (
    INTRODUCES,
    RULES,
    SILENCE,
    Case,
    Entry,
    Meeting,
    MeetingHistory,
    Party,
    Register,
    Silence,
    clock_fact,
    turns_clock,
)
from cica_procedure.terms.struct import Struct, replace
from cica_procedure.text import id_form


class Archive(Protocol):
    """
    The cases that a state does not hold itself, as they were after one entry of a journal.

    Its answers never change, so that a state with an archive is still an immutable value.
    """

    def case(self, name: str) -> Case | None:
        """Return a case by its id; ``None`` when there was no such case."""

    def cases(self) -> Mapping[str, Case]:
        """Return every case by its id, in the order in which they were opened."""

    def names(self) -> tuple[str, ...]:
        """Return the id of every case, in the order in which they were opened."""

    def last_done_in(self, meeting: str) -> Entry | None:
        """Return the entry done in a meeting that took effect last; ``None`` when nothing was done in it."""


class _Nothing:
    """The archive of a journal without entries."""

    def case(self, name: str) -> Case | None:  # noqa: ARG002 - the signature of an archive
        return None

    def cases(self) -> Mapping[str, Case]:
        return {}

    def names(self) -> tuple[str, ...]:
        return ()

    def last_done_in(self, meeting: str) -> Entry | None:  # noqa: ARG002 - the signature of an archive
        return None


Library: TypeAlias = Callable[[str], Rulebook]
"""Rules by the SHA-256 of their manifest; raises `NotARecord` or `InvalidRulebook` for those that cannot be had."""


def no_library(digest: str) -> Rulebook:
    """Return no rules: for a state whose rules never change."""
    raise NotInRules("rules", digest)


class State(Struct, frozen=True):
    """
    The state after a number of entries.

    Attributes:
        rulebook: the rules; a state with another rulebook shows what other rules would say.

        since: the instant at which the record begins; what the rulebook knew by then is the baseline of the register.

        register: the register, at any instant.

        archive: the cases that are not in `at_hand`, and what was done in meetings.

        seq: the number of the last entry that is included.

        recorded: when that entry was recorded; ``None`` before the first entry.

        at_hand: the cases with entries after the archive, by id, in the order of their first such entry.

        meetings: the meetings that are not over, by id.

        past_meetings: the meetings that are over, by id.

        past_until: the latest instant at which one of the past meetings ended; ``None`` when there are none.

        silences: the silence periods that run or are held, by case.

        clocks: the ends of the clocks that run and have an act that follows by itself, by case, then by name.

        enrolling: the cases with a silence period or a clock whose end would change the register, on which every other
            case depends.

        done: for each meeting, the entry after the archive done in it that took effect last.

        library: returns the rules by the SHA-256 of their manifest, for the entries that change them.
    """

    rulebook: Rulebook
    since: datetime
    register: Register
    archive: Archive
    seq: int = 0
    recorded: datetime | None = None
    at_hand: PersistentMap[str, Case] = PersistentMap()
    meetings: PersistentMap[str, MeetingHistory] = PersistentMap()
    past_meetings: PersistentMap[str, MeetingHistory] = PersistentMap()
    past_until: datetime | None = None
    silences: PersistentMap[str, Silence] = PersistentMap()
    clocks: PersistentMap[str, Mapping[str, datetime]] = PersistentMap()
    enrolling: tuple[str, ...] = ()
    done: PersistentMap[str, Entry] = PersistentMap()
    library: Library = no_library

    @classmethod
    def begin(cls, rulebook: Rulebook, since: datetime, library: Library = no_library) -> State:
        """Return the state before the first entry: the register as it was known at `since`."""
        return cls(rulebook, since, rulebook.register.as_known(since), _Nothing(), library=library)

    def after(self, entry: Entry) -> State:
        """
        Return the state after one more entry.

        Raises:
            NotInRules: when the rules do not know a name in the entry.
        """
        known = self.find(entry.case)
        case = (known if known is not None else Case.before(entry)).after(entry)
        details = entry.details
        shared = entry.changes or entry.meeting == entry.case
        if not shared and details:
            shared = SILENCE in details or RULES in details or INTRODUCES in details or turns_clock(details)
        state = self._sharing(entry) if shared else self
        done = state.done
        if entry.meeting:
            last = done.get(entry.meeting)
            if last is None or last.at < entry.at:
                done = done.set(entry.meeting, entry)
        return State(  # Faster than `replace`, and done for every entry.
            state.rulebook,
            state.since,
            state.register,
            state.archive,
            state.seq + 1,
            entry.recorded,
            state.at_hand.set(case.id, case),
            state.meetings,
            state.past_meetings,
            state.past_until,
            state.silences,
            state.clocks,
            state.enrolling,
            done,
            state.library,
        )

    def anchored(self, archive: Archive, seq: int, recorded: datetime | None, shared: Iterable[Entry]) -> State:
        """
        Return the state as of a later entry; only what cases share is computed, and the cases come from an archive.

        Args:
            archive: the cases as of the later entry.

            seq: the number of the later entry.

            recorded: when the later entry was recorded.

            shared: the entries in between on which other cases may depend, in order.

        Raises:
            NotInRules: when the rules do not know a name in one of the entries.
        """
        state = reduce(State._sharing, shared, self)
        return replace(
            state, archive=archive, seq=seq, recorded=recorded, at_hand=PersistentMap(), done=PersistentMap()
        )

    def let_go(self, archive: Archive) -> State:
        """Return the state without the cases and entries at hand; the archive, as of the last entry, has them too."""
        return replace(self, archive=archive, at_hand=PersistentMap(), done=PersistentMap())

    def find(self, name: str) -> Case | None:
        """Return a case by its id; ``None`` when there is no such case."""
        name = id_form(name)
        found = self.at_hand.get(name)
        return found if found is not None else self.archive.case(name)

    def case(self, name: object) -> Case:
        """
        Return a case by its id.

        Raises:
            InvalidAct: when there is no such case.
        """
        found = self.find(name) if isinstance(name, str) else None
        if found is None:
            raise InvalidAct([Fault("case", unknown("case", name, self.names()))])
        return found

    def names(self) -> tuple[str, ...]:
        """Return the id of every case, including meetings, in the order in which they were opened."""
        return tuple(dict.fromkeys((*self.archive.names(), *self.at_hand)))

    def cases(self) -> Mapping[str, Case]:
        """Return every case by its id, including meetings, in the order in which they were opened."""
        return {**self.archive.cases(), **self.at_hand}

    def docket(self) -> tuple[Case, ...]:
        """Return every case except the meetings, in the order in which they were opened."""
        return tuple(case for case in self.cases().values() if case.procedure != self.rulebook.meeting)

    def due(self, at: datetime) -> tuple[Due, ...]:
        """
        Return what is due in the cases that are open, in the order in which they were opened.

        A case is due by the end of the day in its fact ``due``, by the calendar of the seat, or by the end of the
        meeting in its fact ``due-at``, whichever was stated last; a day, when both were stated at once. A meeting that
        was cancelled has not ended. A case whose item has been delivered since is not due any more. An act that is owed
        is due by the end of its clock. A case that another one says is foreseen is due until it is opened.

        Args:
            at: the instant that days are compared with; it should be the instant of the state.
        """
        return tuple(
            due
            for case in self.cases().values()
            for due in (
                *(() if case.closed else due_in(case, at, self.rulebook, self.meeting)),
                *foreseen_in(case, self.rulebook, self.find),
            )
        )

    def overdue(self, at: datetime) -> tuple[Case, ...]:
        """Return the cases that are still open although their due day or meeting is over; arguments as for `due`."""
        return tuple({due.case.id: due.case for due in self.due(at) if due.over}.values())

    def meeting(self, name: str) -> MeetingHistory | None:
        """Return a meeting by the id of its case; ``None`` when there is no such meeting."""
        return self.meetings.get(name) or self.past_meetings.get(name)

    def meetings_at(self, at: datetime) -> list[Meeting]:
        """Return every meeting as of an instant, except those that were certainly over by then."""
        histories = [*self.meetings.values()]
        if self.past_until is not None and at <= self.past_until:
            histories += self.past_meetings.values()
        return [meeting for history in histories if (meeting := history.as_of(at)) is not None]

    def last_done_in(self, meeting: str) -> Entry | None:
        """Return the entry done in a meeting that took effect last; ``None`` when nothing was done in it."""
        done = [entry for entry in (self.archive.last_done_in(meeting), self.done.get(meeting)) if entry is not None]
        return max(done, key=lambda entry: entry.at, default=None)

    def not_before(self, case: Case) -> tuple[datetime, Entry | None]:
        """
        Return the instant before which no act may take effect in a case, and the entry of another case that causes it.

        In a case, no act takes effect before an earlier one; the same is true of a meeting and all acts done in it.
        The entry is ``None`` when the bound comes from the case itself or from the beginning of the record.
        """
        bound = case.at if case.at is not None else self.since
        done = self.last_done_in(case.id) if case.procedure == self.rulebook.meeting and case.n else None
        return (done.at, done) if done is not None and done.at > bound else (bound, None)

    def ended(self, at: datetime, case: str | None = None) -> Iterator[tuple[datetime, str, str]]:
        """
        Yield what has ended by an instant but is not settled on the record yet: silence periods and clocks.

        Each is a triple of its end, the id of the case, and the name of the clock, which is empty for a silence period.

        Args:
            at: the instant.

            case: if given, only what an act on this case depends on: its own, and what would change the register.
        """
        for name in {*self.silences, *self.clocks} if case is None else {case, *self.enrolling}:
            yield from self.ended_in(name, at)

    def ended_in(self, case: str, at: datetime) -> Iterator[tuple[datetime, str, str]]:
        """Yield what has ended by an instant in one case, as `ended` does."""
        silence = self.silences.get(case)
        if silence is not None and silence.held is not None:
            silence = resumed(self.case(case), self.rulebook, self.register, at).silence
        if silence is not None and silence.due(at):
            yield silence.expires, case, ""
        for name, end in (self.clocks.get(case) or {}).items():
            if end <= at:
                yield end, case, name

    def edition_at(self, at: datetime) -> str:
        """Return the edition of the rules that is in force at an instant."""
        return self.rulebook.edition_at(at, self.register)

    def _sharing(self, entry: Entry) -> State:
        """Return the state with what an entry changes for other cases: the register, a meeting, a period, the rules."""
        register, silences, enrolling = self.register, self.silences, self.enrolling
        meetings, past, past_until = self.meetings, self.past_meetings, self.past_until
        if entry.changes:
            register = register.after(entry.changes, entry.at)
        if entry.meeting == entry.case:
            known = meetings.get(entry.case) or past.get(entry.case)
            before = known if known is not None else MeetingHistory(Case.before(entry))
            case = before.case.after(entry)
            stage = on_record("stage", case.stage, self.rulebook.procedure_of(case).stages)
            history = before.after(case, entry.at, in_session=stage.in_session)
            if case.closed:
                meetings, past = meetings.without(case.id), past.set(case.id, history)
                past_until = entry.at if past_until is None else max(past_until, entry.at)
            else:
                meetings = meetings.set(case.id, history)
        plain = entry.details.get(SILENCE)
        if isinstance(plain, dict):
            silences = silences.without(entry.case)
            enrolling = tuple(name for name in enrolling if name != entry.case)
            if (silence := Silence.parse(plain)) is not None:
                silences = silences.set(entry.case, silence)
                if self._enrols(entry, silence.act):
                    enrolling = (*enrolling, entry.case)
        clocks = self.clocks
        if turns_clock(entry.details):
            ends = self._clocks_after(entry)
            clocks = clocks.set(entry.case, ends) if ends else clocks.without(entry.case)
            procedure = self.rulebook.procedure_of(Case.before(entry))
            enrolling = tuple(name for name in enrolling if name != entry.case or name in silences)
            if any(self._enrols(entry, procedure.clocks[name].then) for name in ends):
                enrolling = (*enrolling, entry.case)
        return replace(
            self,
            rulebook=self._rules_after(entry),
            clocks=clocks,
            register=register,
            meetings=meetings,
            past_meetings=past,
            past_until=past_until,
            silences=silences,
            enrolling=enrolling,
        )

    def _rules_after(self, entry: Entry) -> Rulebook:
        """Return the rules in force after an entry, which know whom the record has introduced."""
        details = entry.details
        if RULES in details:
            return self.library(str(details[RULES])).knowing(self.rulebook.introduced)
        if INTRODUCES not in details:
            return self.rulebook
        name, kind = str(details[INTRODUCES]), cast("Any", details.get("type", "state"))
        return self.rulebook.knowing({name: Party(name, str(details.get("name", name)), kind)})

    def _clocks_after(self, entry: Entry) -> dict[str, datetime]:
        """Return the ends of the clocks of a case that run after an entry and have an act that follows by itself."""
        ends = dict(self.clocks.get(entry.case) or {})
        for name, clock in self.rulebook.procedure_of(Case.before(entry)).clocks.items():
            if clock.then and clock_fact(name) in entry.details:
                ends.pop(name, None)
                words = entry.details[clock_fact(name)]
                if isinstance(words, str) and words:
                    ends[name] = datetime.fromisoformat(words)
        return ends

    def _enrols(self, entry: Entry, act: str) -> bool:
        """Return whether an act that follows by itself would change the register."""
        case = Case.before(entry)
        steps = self.rulebook.procedure_of(case).steps_from(entry.to_stage, act)
        return any(EFFECTS[clause.name].enrols for step in steps for clause in step.effects)
