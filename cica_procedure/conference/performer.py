"""How an act comes on the record: it is judged on what was read, and written if nothing was written meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from cica_procedure.conference.clock import Clock
from cica_procedure.conference.refusals import PendingRefusals
from cica_procedure.conference.view import View
from cica_procedure.core.decide import Ask, decide
from cica_procedure.core.state import State
from cica_procedure.errors import Conflict, Fault, Inaccessible, InvalidAct, Refused
from cica_procedure.record.chain import Head
from cica_procedure.record.journal import Journal, JournalArchive
from cica_procedure.record.sqlite_record import Record
from cica_procedure.rulebook.model import Rulebook
from cica_procedure.terms import Case, Entry

TRIES = 3
"""How many times an act is judged without holding the record; after that, the record is held for it."""

MOVED = 4096
"""After how many entries the cases that have moved are dropped from memory; they are read again when needed."""


class Performer(View):
    """The part of a conference that judges acts and records them; the acts themselves are those of `Conference`."""

    def __init__(
        self,
        journal: Journal,
        rulebook: Rulebook,
        clock: Clock | None = None,
        state: State | None = None,
        *,
        keep_refusals: bool = False,
    ) -> None:
        super().__init__(journal, rulebook, clock, state)
        self._refusals = PendingRefusals(journal, keep=keep_refusals)
        self._in_batch = False

    @contextmanager
    def batch(self) -> Iterator[None]:
        """
        Perform several acts as one: all are recorded, or none is; a refusal caught inside drops only its own act.

        Raises:
            InvalidAct: when another batch is in progress.
        """
        self._check_no_batch("before you begin another")
        before = self._state, self._head
        try:
            with self._journal.transaction():
                self._follow()
                before = self._state, self._head
                self._in_batch = True
                yield
        except BaseException as error:
            self._in_batch = False
            # Go back to the state before the batch; if more was recorded, the next read takes it in.
            self._state, self._head = before
            self._refusals.write(error)
            raise
        self._in_batch = False
        self._refusals.write()

    def _perform(self, ask: Ask, known: Case | str = "") -> Case:
        """Judge an act and record it; judge it again when the record has grown since it was judged."""
        self._check_batch()
        for _ in range(TRIES):
            head = self._head if self._head is not None else self._follow()
            try:
                return self._attempt(ask, known, head)
            except (Refused, InvalidAct, Conflict) as error:
                if self._in_batch or self._follow() == head:
                    self._refusals.add(error, hold=self._in_batch)
                    raise
        try:
            with self._journal.transaction():
                return self._attempt(ask, known, self._follow())
        except Refused as error:
            self._refusals.add(error, hold=self._in_batch)
            raise

    def _attempt(self, ask: Ask, known: Case | str, head: Head) -> Case:
        if isinstance(known, Case) and (case := self._state.case(known.id)) is not known and case != known:
            raise Conflict(case.id, known.n, case.n, self._journal.entries_of(case.id, known.n))
        outcome = decide(self._state, ask, self._now(), self._later)
        if outcome.findings:
            raise Refused(outcome.case, outcome.act, outcome.findings)
        self._write(outcome.entries, outcome.state, head)
        return outcome.case

    def _write(self, entries: tuple[Entry, ...], after: State, head: Head) -> None:
        """Append entries after the head they were drawn up on, and continue with the state after them."""
        self._head = self._journal.append(entries, head)
        self._state = after
        if after.seq - self._anchor > MOVED and isinstance(self._journal, Record):
            self._state = after.let_go(JournalArchive(self._journal, after.seq))
            self._anchor = after.seq

    def _check_batch(self) -> None:
        if self._in_batch and not self._journal.held:
            raise Inaccessible(self._journal.path, "the disk has undone the batch; end it and begin it again")

    def _check_no_batch(self, why: str) -> None:
        if self._in_batch:
            raise InvalidAct([Fault("batch", "a batch is in progress", f"end it {why}")])
