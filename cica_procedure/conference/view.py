"""Questions about an organisation, as of now or of an earlier instant; this module writes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from types import TracebackType
from typing import Self

from cica_procedure.conference.clock import Clock, machine_clock, read_clock
from cica_procedure.conference.record_rules import RulesKept, rules_by_time, rules_kept
from cica_procedure.core.decide import Ask, Option, options, why_not
from cica_procedure.core.objections import Objection, objections
from cica_procedure.core.settling import settle
from cica_procedure.core.situation import asked
from cica_procedure.core.state import State
from cica_procedure.errors import Fault, InvalidAct
from cica_procedure.record.chain import Head
from cica_procedure.record.header import Header
from cica_procedure.record.journal import Journal, JournalArchive
from cica_procedure.rulebook.model import Rulebook
from cica_procedure.terms import Case, Entry, Finding, Register, Silence
from cica_procedure.time import entry_number, entry_or_instant, require_offset


class View:
    """
    The state of a journal under a rulebook, and questions about it.

    Attributes:
        clock: tells the time when the caller gives no instant.

    Raises:
        Inaccessible, NotARecord: by every method that reads the journal, when the journal is a record that cannot be
            read.

        NotInRules: by every method that computes a state, when the record names something its rules do not know.
    """

    def __init__(
        self, journal: Journal, rulebook: Rulebook, clock: Clock | None = None, state: State | None = None
    ) -> None:
        self._first, self._library = rulebook, partial(rules_kept, journal)
        self.clock = clock if clock is not None else machine_clock()
        self._journal = journal
        self._state = state if state is not None else State.begin(rulebook, journal.header.since, self._library)
        # The last entry that was taken in; ``None`` before the first question.
        self._head: Head | None = Head(state.seq, "") if state is not None else None
        # The number of the last entry in the archive of the state.
        self._anchor = 0

    def close(self) -> None:
        """Close the file."""
        self._journal.close()

    def __enter__(self) -> Self:
        """Use the conference until the end of the block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file, even when the block has raised an exception."""
        self.close()

    @property
    def header(self) -> Header:
        """What the record says of itself: its id, the rulebook, the first rules, and when it begins."""
        return self._journal.header

    @property
    def rulebook(self) -> Rulebook:
        """The rules in force after the last entry that was taken in."""
        if self._head is None:
            self._follow()
        return self._state.rulebook

    def rules(self) -> tuple[RulesKept, ...]:
        """Return the rules that the record has been kept under, in order; the last ones are in force."""
        return rules_by_time(self._journal)

    def text(self, digest: str) -> bytes:
        """
        Return a text that the record keeps, by its SHA-256 in hexadecimal.

        Raises:
            NotARecord: when it is not there, or another text has its name.
        """
        return self._journal.text(digest)

    @property
    def state(self) -> State:
        """The state after the last entry that is now in the journal."""
        self._follow()
        return self._state

    def as_of(self, *, at: datetime | None = None, known: int | datetime | None = None) -> State:
        """
        Return the state as of an earlier instant, as it was known by an earlier entry or instant.

        Args:
            at: if given, acts that take effect later are ignored; the outcomes of silence periods that have ended by
                then are included, even if they are not recorded.

            known: if given, entries recorded later are ignored: later than an entry, by its number, or later than an
                instant.

        Raises:
            InvalidAct: when `at` is not an instant with an offset, or `known` neither that nor the number of an entry.
        """
        head = self._follow()
        known = head.seq if known is None else entry_or_instant("known", known, head.seq)
        until = known if isinstance(known, int) else self._journal.known_by(known, head.seq)
        at = None if at is None else require_offset("at", at)
        shared = (entry for entry in self._journal.shared(0, until) if at is None or entry.at <= at)
        begun = State.begin(self._first, self.since, self._library)
        state = begun.anchored(JournalArchive(self._journal, until, at), until, None, shared)
        return state if at is None else settle(state, at, at)[0]

    def case(self, case: str, *, as_of: int | datetime | None = None) -> Case:
        """
        Return a case as it is now, or as it was.

        Args:
            case: the id of the case.

            as_of: the number of an entry, to include what was recorded up to it, or an instant, to include what had
                taken effect by then.

        Raises:
            InvalidAct: when there is no such case, or there was no such case then.
        """
        state = self._as_of(as_of)
        try:
            return state.case(case)
        except InvalidAct:
            if as_of is None:
                raise
            self.state.case(case)
            raise InvalidAct([Fault("case", f"{case!r} had not been opened by then")]) from None

    def docket(self, *, as_of: int | datetime | None = None) -> tuple[Case, ...]:
        """
        Return every case except the meetings, in the order in which they were opened; ``as_of`` as for `case`.

        Raises:
            InvalidAct: when `as_of` is neither the number of an entry nor an instant with an offset.
        """
        return self._as_of(as_of).docket()

    def history(self, case: str, *, after: int = 0, as_of: int | datetime | None = None) -> tuple[Entry, ...]:
        """
        Return the entries of a case, in order.

        Args:
            case: the id of the case.

            after: a number in the case; only entries with a higher number are returned.

            as_of: as for `case`.

        Raises:
            InvalidAct: when there is no such case, `after` is not a number of an entry, or `as_of` is not understood.
        """
        case = self.case(case).id
        after = entry_number("after", after)
        known = None if as_of is None else entry_or_instant("as_of", as_of, self._follow().seq)
        if isinstance(known, int):
            return tuple(self._journal.entries_of(case, after, known))
        return tuple(e for e in self._journal.entries_of(case, after) if known is None or e.at <= known)

    @property
    def since(self) -> datetime:
        """The instant at which the record begins."""
        return self._journal.header.since

    def entries(self, after: int = 0) -> Iterator[Entry]:
        """Yield the entries of the record after an entry, by its number; by default, all entries."""
        return self._journal.entries(after)

    def cases(self) -> tuple[str, ...]:
        """Return the id of every case, including meetings, in the order in which they were opened."""
        return self._journal.cases()

    def head(self) -> Head:
        """Return the number and digest of the last entry; keep it, so that removing entries later is noticed."""
        return self._journal.head()

    def refusals(self) -> list[str]:
        """Return the refused acts that were kept, as JSON, in order."""
        return self._journal.refusals()

    def overdue(self, at: datetime, *, known: int | datetime | None = None) -> tuple[Case, ...]:
        """
        Return the cases that are still open although their due day or meeting is over, in the order of opening.

        Args:
            at: the instant of the state that is examined.

            known: as for `as_of`.

        Raises:
            InvalidAct: as for `as_of`.
        """
        return self.as_of(at=at, known=known).overdue(at)

    def objections(self, case: str | None = None, *, at: datetime) -> tuple[Objection, ...]:
        """
        Return the objections and concerns stated up to an instant, in order, and what became of each by then.

        Args:
            case: the id of the case; if left out, the objections of every case, case by case.

            at: the instant; what has followed from a silence period or a clock by then is on the record only once it
                is settled.

        Raises:
            InvalidAct: when there is no such case, or the instant has no offset.
        """
        require_offset("at", at)
        names = self.cases() if case is None else (self.case(case).id,)

        def has_a_say(stated: Entry) -> bool:
            known = self.case(stated.case, as_of=at)
            return stated.party in asked(self.rulebook, known, self.members(at, stated.body))

        return tuple(each for name in names for each in objections(self.history(name, as_of=at), has_a_say))

    @property
    def register(self) -> Register:
        """The register, at any instant: the baseline of the rulebook and every change on the record."""
        return self.state.register

    def members(self, at: datetime, body: str = "") -> tuple[str, ...]:
        """
        Return the ids of those that sit in a body at an instant, sorted; without a body, in any body.

        Raises:
            InvalidAct: when the instant has no offset.
        """
        register = self.register
        return self.rulebook.seats(body, register, at) if body else self.rulebook.seated(register, at)

    def register_as_of(self, as_of: int | datetime) -> Register:
        """
        Return the register as of an entry or an instant; ``as_of`` as for `case`.

        Raises:
            InvalidAct: when `as_of` is neither the number of an entry nor an instant with an offset.
        """
        return self._as_of(as_of).register

    @property
    def silences(self) -> Mapping[str, Silence]:
        """The silence periods whose outcome is not on the record, by case: they run, are held, or have ended."""
        return self.state.silences

    def edition_at(self, at: datetime) -> str:
        """
        Return the edition of the rules that is in force at an instant, according to the record.

        Raises:
            InvalidAct: when the instant has no offset.
        """
        return self.state.edition_at(require_offset("at", at))

    def fields(self, case: Case | str, act: str = "", *, procedure: str = "") -> Mapping[str, str]:
        """
        Return the particulars of an act with their types; none when the case or the act is unknown.

        Args:
            case: the case, or its id.

            act: the name of the act.

            procedure: the kind of case, for the act that opens one; then `act` is left out.

        Raises:
            InvalidAct: when there is no such procedure.
        """
        state = self.state
        if procedure:
            return self.rulebook.procedure(procedure, state.edition_at(self._now())).opening[0].fields
        known = state.find(id_of(case))
        steps = () if known is None else state.rulebook.procedure_of(known).steps_of(act)
        return steps[0].fields if steps else {}

    def options(self, case: Case | str, *, at: datetime, by: str | None = None) -> tuple[Option, ...]:
        """
        Return every act of the procedure of a case, open or not; without `by`, no actor is checked.

        Raises:
            InvalidAct: when the case or the actor is unknown, or the instant has no offset.
        """
        return options(self.state, id_of(case), require_offset("at", at), by)

    def open_acts(self, case: Case | str, *, at: datetime, by: str | None = None) -> tuple[str, ...]:
        """
        Return the acts that may be performed on a case at an instant, by any actor or by a given one.

        Raises:
            InvalidAct: as for `options`.
        """
        return tuple(option.act for option in self.options(case, at=at, by=by) if option.open)

    def why_not(  # noqa: PLR0913 - each is a particular of one act
        self,
        case: Case | str,
        act: str,
        *,
        by: str,
        at: datetime | None = None,
        details: Mapping[str, object] | None = None,
        reason: str = "",
        meeting: str = "",
        revision: int | None = None,
    ) -> tuple[Finding, ...]:
        """
        Return every requirement of an act that is not met, without performing it; empty when the act is open.

        The arguments are those of `Conference.act`. Particulars that are left out are assumed to be correct, and the
        instant may be in the future.

        Raises:
            InvalidAct: when a name, an instant or a particular is not understood.
        """
        at = require_offset("clock", self._now()) if at is None else at
        return why_not(self.state, Ask(id_of(case), by, act, at, details, reason, meeting, revision), self._later)

    def _follow(self) -> Head:
        """Take in the entries written since the last call, by any program, and return the head."""
        head = self._journal.head()
        if head != self._head:
            state, after = State.begin(self._first, self.since, self._library), 0
            if self._head is not None and self._journal.head_at(self._head.seq) == self._head:
                # Otherwise the file was replaced by an older copy, which does not have the entry that was taken in.
                state, after = self._state, self._head.seq
            # Of what was there when the record was opened, only the last entry, so that opening costs the same always.
            self._journal.check_links(after or max(0, head.seq - 1), head.seq)
            last = next(self._journal.entries(head.seq - 1, head.seq), None)
            recorded = last.recorded if last is not None else None
            shared = self._journal.shared(after, head.seq)
            self._state = state.anchored(JournalArchive(self._journal, head.seq), head.seq, recorded, shared)
            self._head, self._anchor = head, head.seq
        return head

    def _later(self, at: datetime) -> Iterator[tuple[State, Entry]]:
        """Yield the entries that take effect after an instant, each with the state before it."""
        state = State.begin(self._first, self.since, self._library)
        for entry in self._journal.entries(0, self._state.seq):
            if entry.at > at:
                yield state, entry
            state = state.after(entry)

    def _as_of(self, as_of: int | datetime | None) -> State:
        if as_of is None:
            return self.state
        then = entry_or_instant("as_of", as_of, self._follow().seq)
        return self.as_of(at=then) if isinstance(then, datetime) else self.as_of(known=then)

    def _now(self) -> datetime:
        return read_clock(self.clock)


def id_of(case: Case | str) -> str:
    """Return the id of a case; an id is returned unchanged."""
    return case.id if isinstance(case, Case) else case
