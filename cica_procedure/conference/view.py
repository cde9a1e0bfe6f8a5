"""What can be asked of an organisation, now and as of then; nothing is written here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from types import TracebackType
from typing import Self

from cica_procedure.conference.clock import Clock, machine_clock, read_clock
from cica_procedure.core.decide import Ask, Option, options, settle, why_not
from cica_procedure.core.state import State
from cica_procedure.errors import Fault, InvalidAct
from cica_procedure.record.chain import Head
from cica_procedure.record.journal import Archive, Journal
from cica_procedure.rulebook.model import Rulebook
from cica_procedure.terms import Case, Entry, Finding, Register, Silence
from cica_procedure.time import entry_number, entry_or_instant, require_offset


class View:
    """
    A journal as its entries make it, under a rulebook.

    Attributes:
        rulebook: the rules.

        clock: says what time it is where nobody else does.
    """

    def __init__(
        self, journal: Journal, rulebook: Rulebook, clock: Clock | None = None, state: State | None = None
    ) -> None:
        self.rulebook = rulebook
        self.clock = clock if clock is not None else machine_clock()
        self._journal = journal
        self._state = state if state is not None else State.begin(rulebook, journal.header.since)
        # What was taken in last; ``None`` until something is asked.
        self._head: Head | None = Head(state.seq, "") if state is not None else None
        # The number of the entry that the archive of the state stands at.
        self._anchor = 0

    def close(self) -> None:
        """Let go of the file."""
        self._journal.close()

    def __enter__(self) -> Self:
        """Use the conference until the end of the block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of the file, whatever happened."""
        self.close()

    @property
    def state(self) -> State:
        """Where everything stands, as the journal has it now."""
        self._follow()
        return self._state

    def as_of(self, *, at: datetime | None = None, known: int | datetime | None = None) -> State:
        """
        Return where everything stood.

        Args:
            at: what took effect later is left out of account, and what silence periods had come to by then is taken
                into account, written down or not; nothing is left out without it.

            known: what was recorded later is left out of account: later than an entry, by its number, or than an
                instant; nothing is left out without it.

        Raises:
            InvalidAct: when one of them is no instant or number.
        """
        head = self._follow()
        until = head.seq if known is None else min(head.seq, self._known_by(entry_or_instant("known", known), head.seq))
        at = None if at is None else require_offset("at", at)
        shared = (entry for entry in self._journal.shared(0, until) if at is None or entry.at <= at)
        begun = State.begin(self.rulebook, self.since)
        state = begun.anchored(Archive(self._journal, until, at), until, None, shared)
        return state if at is None else settle(state, at, at)[0]

    def case(self, case: str, *, as_of: int | datetime | None = None) -> Case:
        """
        Return a case as it stands.

        Args:
            case: its id.

            as_of: the number of an entry, for what was recorded by then, or an instant, for what had taken effect.

        Raises:
            InvalidAct: when there is no such case, or was none then.
        """
        state = self._as_of(as_of)
        if as_of is not None and state.find(case) is None and self.state.find(case) is not None:
            raise InvalidAct([Fault("case", f"{case!r} had not been opened by then")])
        return state.case(case)

    def docket(self, *, as_of: int | datetime | None = None) -> tuple[Case, ...]:
        """Return every case but the meetings, in the order they were opened; ``as_of`` as for `case`."""
        return self._as_of(as_of).docket()

    def history(self, case: str, *, after: int = 0, as_of: int | datetime | None = None) -> tuple[Entry, ...]:
        """
        Return the acts on a case that are recorded, in order.

        Args:
            case: its id.

            after: a place in the case; only what lies beyond it.

            as_of: as for `case`.

        Raises:
            InvalidAct: when there is no such case.
        """
        self.case(case)
        after = entry_number("after", after)
        known = None if as_of is None else entry_or_instant("as_of", as_of)
        if isinstance(known, int):
            return tuple(self._journal.entries_of(case, after, known))
        return tuple(e for e in self._journal.entries_of(case, after) if known is None or e.at <= known)

    @property
    def since(self) -> datetime:
        """The instant the record begins with."""
        return self._journal.header.since

    def entries(self, after: int = 0) -> Iterator[Entry]:
        """Go through the acts on the record beyond an entry, by its number; all of them, when left out."""
        return self._journal.entries(after)

    def cases(self) -> tuple[str, ...]:
        """Return the id of every case, meetings among them, in the order they were opened."""
        return self._journal.cases()

    def head(self) -> Head:
        """Return the number and the digest of the last entry: what to keep, so that no tail is cut off unnoticed."""
        return self._journal.head()

    def refusals(self) -> list[str]:
        """Return the refused acts that were kept, as JSON, in order."""
        return self._journal.refusals()

    def overdue(self, at: datetime, *, known: int | datetime | None = None) -> tuple[Case, ...]:
        """
        Return the cases that are open although what they were due by is over, in the order they were opened.

        Args:
            at: the instant as of which it is asked.

            known: as for `as_of`.

        Raises:
            InvalidAct: when one of them is no instant or number.
        """
        return self.as_of(at=at, known=known).overdue(at)

    @property
    def register(self) -> Register:
        """Who is who, at any instant: the baseline of the rulebook and every change the record holds."""
        return self.state.register

    def register_as_of(self, as_of: int | datetime) -> Register:
        """Return the register as of an entry or an instant, as for `case`."""
        return self._as_of(as_of).register

    @property
    def silences(self) -> Mapping[str, Silence]:
        """The silence periods whose outcome is not on the record, by case: they run, are held, or have ended."""
        return self.state.silences

    def edition_at(self, at: datetime) -> str:
        """Return the edition of the rules that is in force at an instant, by the record."""
        return self.state.edition_at(require_offset("at", at))

    def options(self, case: Case | str, *, at: datetime, by: str | None = None) -> tuple[Option, ...]:
        """Go through every act of the procedure, open or not; without an actor, who acts is left out of account."""
        return options(self.state, id_of(case), require_offset("at", at), by)

    def open_acts(self, case: Case | str, *, at: datetime, by: str | None = None) -> tuple[str, ...]:
        """Return the acts that may be performed on a case now; by anyone, or by one actor."""
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
        Return everything that stands in the way of an act, without trying it; nothing when it is open.

        The arguments are those of `act`; particulars that are left out are taken to be in order. A day to come may be
        asked about.
        """
        at = self._now() if at is None else at
        return why_not(self.state, Ask(id_of(case), by, act, at, details, reason, meeting, revision), self._later)

    def _follow(self) -> Head:
        """Take in what has been written since the last time, by whomever, and return the head."""
        head = self._journal.head()
        if head != self._head:
            state, after = State.begin(self.rulebook, self.since), 0
            if self._head is not None and self._journal.head_at(self._head.seq) == self._head:
                # Otherwise the file was set back to an older copy: what was taken in is no longer there.
                state, after = self._state, self._head.seq
            last = next(self._journal.entries(head.seq - 1, head.seq), None)
            recorded = last.recorded if last is not None else None
            shared = self._journal.shared(after, head.seq)
            self._state = state.anchored(Archive(self._journal, head.seq), head.seq, recorded, shared)
            self._head, self._anchor = head, head.seq
        return head

    def _later(self, at: datetime) -> Iterator[tuple[State, Entry]]:
        """Go through the entries that take effect after an instant, each with the state before it."""
        state = State.begin(self.rulebook, self.since)
        for entry in self._journal.entries(0, self._state.seq):
            if entry.at > at:
                yield state, entry
            state = state.after(entry)

    def _as_of(self, as_of: int | datetime | None) -> State:
        if as_of is None:
            return self.state
        then = entry_or_instant("as_of", as_of)
        return self.as_of(at=then) if isinstance(then, datetime) else self.as_of(known=then)

    def _known_by(self, known: int | datetime, last: int) -> int:
        """Return the number of the last entry that was recorded by an instant; a number stands for itself."""
        if isinstance(known, int):
            return known
        low, high = 0, last
        while low < high:
            middle = (low + high + 1) // 2
            entry = next(self._journal.entries(middle - 1, middle))
            low, high = (middle, high) if entry.recorded <= known else (low, middle - 1)
        return low

    def _now(self) -> datetime:
        return read_clock(self.clock)


def id_of(case: Case | str) -> str:
    """Return the id of a case, whether it is given or known by it alone."""
    return case.id if isinstance(case, Case) else case
