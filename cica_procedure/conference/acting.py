"""
How an act becomes an entry.

An act is judged before the record is held. Its entry claims the number after the last entry that was taken in, and the
database gives a number once: if anybody has written since, on whatever case, the claim fails, and the act is judged
again, this time holding the record. A "no" claims nothing, so it is always given while holding it. What is read
meanwhile can only be newer than that last entry, and then the claim fails too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from cica_procedure.conference.asking import Asking
from cica_procedure.errors import Conflict, Fault, Inaccessible, InvalidAct, ProcedureError, Refused
from cica_procedure.record import Head, Record
from cica_procedure.record.instants import with_offset
from cica_procedure.rulebook import Rulebook, draw_up
from cica_procedure.terms import Case, Entry


class Acting(Asking):
    """A record that is written under its rulebook: one act, or several as one."""

    def __init__(
        self,
        record: Record,
        rulebook: Rulebook,
        clock: Callable[[], datetime] | None = None,
        *,
        keep_refusals: bool = False,
    ) -> None:
        super().__init__(record, rulebook)
        self._clock = clock
        self._keep_refusals = keep_refusals
        self._evidence: list[tuple[Refused, str, datetime]] = []
        self._in_batch = False

    @contextmanager
    def batch(self) -> Iterator[None]:
        """
        Perform several acts as one: they all last, or none does; a refusal that you catch inside costs only that act.

        Raises:
            InvalidAct: when another batch is under way.
        """
        if self._in_batch:
            raise InvalidAct([Fault("batch", "another batch is under way", "end it first: they last or go one by one")])
        try:
            with self._holding():
                self._in_batch = True
                yield
        except BaseException as error:
            self._in_batch = False
            self._write_evidence(error)
            raise
        self._in_batch = False
        self._write_evidence()

    def close(self) -> None:
        """
        Let go of the file.

        Raises:
            InvalidAct: while a batch is under way.
        """
        if self._in_batch:
            raise InvalidAct([Fault("batch", "is under way", "end it before you close the record")])
        super().close()

    def settle(self, at: datetime) -> tuple[Case, ...]:
        """
        Write down what every silence period that has ended by an instant has come to, with effect from its end.

        Nobody has to call this, since whatever is done later settles first; and calling it twice changes nothing.

        Returns:
            The cases that were settled, as they stand now, in the order in which their periods ended.
        """
        at = with_offset("at", at)
        with self._holding(), self._record.attempt():
            return tuple(self._lapse(name) for name in self._hearing.ended(at))

    def _perform(  # noqa: PLR0913 - each is a particular of one act
        self,
        find: Callable[[], tuple[Case, str]],
        *,
        by: str,
        at: datetime,
        details: Mapping[str, object] | None,
        known: Case | None = None,
        reason: str = "",
        meeting: str = "",
        revision: int | None = None,
    ) -> Case:
        """Judge an act and write it down; silence periods that have ended are written down first."""

        def performed(known: Case | None) -> Case:
            head = self._head
            case, act = find()
            self._hold_against(known, case)
            asked = self._hearing.read(case, act, by, at, details, reason=reason, meeting=meeting, revision=revision)
            ruling = self._hearing.judge(case, asked)
            if ruling.unmet:
                raise Refused(case, act, ruling.unmet)
            return self._write(case, draw_up(ruling, self._recorded(at)), head)

        at = with_offset("at", at)
        self._check_batch()
        try:
            if self._head is not None and not self._hearing.ended(at):
                try:
                    return performed(known)
                except (Refused, InvalidAct, Conflict):
                    # A "no" that was given without holding the record, or a claim that came too late.
                    if self._in_batch:
                        raise
            with self._holding():
                ended = self._hearing.ended(at)
                if not ended:
                    return performed(known)
                with self._record.attempt():
                    # What the caller knows is held against the record before anything is settled in it.
                    self._hold_against(known, find()[0])
                    for name in ended:
                        self._lapse(name)
                    return performed(None)
        except Refused as refused:
            if self._keep_refusals:
                self._evidence.append((refused, self._hearing.actor(by, at)[0], at))
                self._write_evidence(refused)
            raise

    def _hold_against(self, known: Case | None, case: Case) -> None:
        """
        Compare what the caller knows of a case with what the record has.

        Raises:
            Conflict: when the case has moved on.
        """
        if known is not None and case is not known and case != known:
            raise Conflict(case.id, known.n, case.n, self._record.entries_of(case.id, known.n))

    def _check_batch(self) -> None:
        if self._in_batch and not self._record.held:
            raise Inaccessible(self._record.path, "the disk has undone the batch; end it and begin it again")

    @contextmanager
    def _holding(self) -> Iterator[None]:
        """Hold the record, with everything taken in that others have written."""
        self._check_batch()
        before = self._head
        try:
            with self._record.transaction():
                self._follow()
                before = self._head
                yield
        except BaseException:
            if self._head is not before:
                # Something was written, and did not last.
                self._forget()
            raise

    def _lapse(self, name: str) -> Case:
        head, case, silence = self._head, self._docket.case(name), self._hearing.silences[name]
        return self._write(case, self._hearing.lapse(case, silence, self._recorded(silence.expires)), head)

    def _recorded(self, at: datetime) -> datetime:
        """Give the instant at which an entry is written down: now by the clock, or else when it takes effect."""
        return with_offset("recorded", self._clock()) if self._clock is not None else at

    def _write(self, case: Case, entry: Entry, after: Head | None) -> Case:
        """Write an entry as the very next one after the last that was taken in when the act was judged."""
        if after is None:
            raise RuntimeError("what the record holds is taken in before anything is added to it")
        standing = case.after(entry)
        try:
            head = self._record.append(entry, after)
            self._docket.note(standing)
            self._hearing.note(head.seq, entry)
            self._head = head
        except Conflict:
            raise
        except BaseException:
            # Whether it is on the record is for the record to say.
            self._forget()
            raise
        return standing

    def _write_evidence(self, beside: BaseException | None = None) -> None:
        """Keep the refusals, once no batch can take them with it; what keeps that from being done stands beside."""
        try:
            while self._evidence and not self._in_batch:
                self._record.refuse(*self._evidence[0])
                del self._evidence[0]
        except ProcedureError as error:
            if beside is None:
                raise
            beside.add_note(f"not kept as evidence yet: {error}")
