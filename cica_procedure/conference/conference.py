"""The façade of the package: one class, through which all acts are performed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from secrets import token_hex

from cica_procedure.conference.clock import Clock
from cica_procedure.conference.papers import Papers
from cica_procedure.conference.performer import TRIES
from cica_procedure.conference.record_rules import check_same, rules_kept
from cica_procedure.conference.view import id_of
from cica_procedure.core.decide import Ask, read_table
from cica_procedure.core.settling import settle
from cica_procedure.errors import Conflict, Fault, InvalidAct
from cica_procedure.loading.loader import load, load_text, read_rules, text_of
from cica_procedure.record.header import Header
from cica_procedure.record.journal import Memory
from cica_procedure.record.sqlite_record import Record
from cica_procedure.rulebook.model import Rulebook
from cica_procedure.rulebook.particulars import read_parties
from cica_procedure.terms import Case
from cica_procedure.time import require_offset


class Conference(Papers):
    """
    An organisation at work: a state, a journal to append to, and a clock.

    Make one with `Conference.create`, `Conference.open` or `Conference.in_memory`; close it, or use it in a ``with``
    statement. An act takes effect at the instant it names, or else when it is recorded. For other errors, see `View`.
    """

    @classmethod
    def create(
        cls,
        path: Path | str,
        *,
        since: datetime,
        rulebook: str | Path | Rulebook = "cica",
        clock: Clock | None = None,
        keep_refusals: bool = False,
    ) -> Conference:
        """
        Create a record in a new file.

        Args:
            path: the file; ``:memory:`` for a record that is not kept.

            since: the instant at which the record begins; the members at that instant come from the rulebook.

            rulebook: the name of a rulebook that is shipped, a folder, or a loaded rulebook.

            clock: tells when an entry is recorded; if left out, the clock of the machine.

            keep_refusals: whether refused acts are kept as evidence, apart from the acts.

        Raises:
            NotARecord: when the file exists.

            InvalidRulebook: when the rulebook has faults.

            InvalidAct: when the instant has no offset.

            Inaccessible: when a file cannot be created or read.
        """
        rules = load_text(text := text_of(rulebook) if isinstance(rulebook, Rulebook) else read_rules(rulebook))
        header = Header(rules.id, require_offset("since", since), text.digest, token_hex(16))
        record = Record.create(path, header, [text.manifest, *text.files.values()])
        return cls(record, rules, clock, keep_refusals=keep_refusals)

    @classmethod
    def open(
        cls,
        path: Path | str,
        *,
        rulebook: str | Path | None = None,
        clock: Clock | None = None,
        keep_refusals: bool = False,
        to_read: bool = False,
    ) -> Conference:
        """
        Open a record that exists.

        Args:
            path: the file.

            rulebook: a rulebook, by name or folder, that has to be the one that the record is kept under; if left out,
                nothing is compared, since the record has its rules in it.

            clock, keep_refusals: as in `create`.

            to_read: whether the record is opened only for reading, which works even where nothing can be written.

        Raises:
            NotARecord: when the file is not a record, has lost its rules, or is kept under other rules.

            InvalidRulebook, Inaccessible: when the rulebook has faults, or a file cannot be read.
        """
        record = Record.open(path, to_read=to_read)
        try:
            rules = rules_kept(record, record.header.rules)
            opened = cls(record, rules, clock, keep_refusals=keep_refusals and not to_read)
            if rulebook is not None:
                check_same(record, rulebook, opened.state.rulebook)
        except BaseException:
            record.close()
            raise
        return opened

    @classmethod
    def in_memory(
        cls, *, since: datetime, rulebook: str | Path | Rulebook = "cica", clock: Clock | None = None
    ) -> Conference:
        """Create a conference in memory, for entries that need not last; arguments and errors as in `create`."""
        rules = rulebook if isinstance(rulebook, Rulebook) else load(rulebook)
        return cls(Memory(Header(rules.id, require_offset("since", since))), rules, clock)

    def fork(self, *, clock: Clock | None = None) -> Conference:
        """
        Return another conference that begins with the state of this one, and continues by itself in memory.

        It begins with the last entry that this conference has read or written; to include later ones, read `state`
        first. Its acts are not visible elsewhere. Keep the record open while the fork is used. When no clock is given,
        it uses the clock of this conference.

        Raises:
            InvalidAct: while a batch is in progress, since its acts may be rolled back.
        """
        self._check_no_batch("before you fork")
        head = self._head if self._head is not None else self._follow()
        journal = Memory(self._journal.header, self._journal, head.seq)
        return Conference(journal, self._first, clock or self.clock, self._state)

    def close(self) -> None:
        """Close the file; raise `InvalidAct` while a batch is in progress."""
        self._check_no_batch("before you close the record")
        super().close()

    def submit(
        self,
        procedure: str,
        case: str,
        *,
        by: str,
        at: datetime | None = None,
        details: Mapping[str, object] | None = None,
        reason: str = "",
        letter: str = "",
    ) -> Case:
        """
        Open a case.

        Args:
            procedure: the kind of case, such as ``draft-document``.

            case: the id of the new case.

            by, at, details, reason, letter: as in `act`.

        Raises:
            Refused: when the rules do not allow it.

            InvalidAct: when a name or a particular is not understood.

            Conflict: when there is already a case with that id.
        """
        return self._perform(Ask(case, by, "", at, details, reason, procedure=procedure, letter=letter))

    def act(  # noqa: PLR0913 - each is a particular of one act
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
        letter: str = "",
    ) -> Case:
        """
        Perform an act on a case, completely or not at all, and return the case after the act.

        Args:
            case: the case as you know it: if the case on the record has more entries, `Conflict` is raised.
                If only its id is given, the act is on the case as it is on the record.

            act: a word of the procedure.

            by: the actor: an office such as ``chair``, or a state or organisation by name or id.

            at: when it takes effect, no later than it is recorded; if left out, when it is recorded.

            details: the particulars of the act, by name.

            reason: the actor's words.

            meeting: the meeting it is done in; not needed when only one of the right body is in session.

            revision: the revision the actor speaks of; if not given, the current one.

            letter: the SHA-256 of the letter it is known from, when it is; see `keep_text`.

        Raises:
            Refused: with every requirement that is not met.

            InvalidAct: when a name or a particular is not understood.

            Conflict: when the case has changed since it was read.
        """
        ask = Ask(id_of(case), by, act, at, details, reason, meeting, revision, letter=letter)
        return self._perform(ask, case)

    def position(
        self,
        case: Case | str,
        member: str,
        position: str,
        *,
        at: datetime | None = None,
        reason: str = "",
        revision: int | None = None,
        letter: str = "",
    ) -> Case:
        """
        State the position of a member on the current revision, in the body the case is before.

        Args:
            member: the member, by name or id.

            position: a word of the rulebook, such as ``support`` or ``objection``; ``nothing yet`` takes it back.

            case, at, reason, revision, letter: as in `act`; an objection needs a reason.

        Raises:
            Refused, InvalidAct, Conflict: as in `act`.
        """
        given = {"position": position}
        ask = Ask(id_of(case), member, "", at, given, reason, "", revision, effect="position", letter=letter)
        return self._perform(ask, case)

    def meet(
        self,
        body: str,
        meeting: str,
        *,
        at: datetime | None = None,
        absent: tuple[str, ...] = (),
        details: Mapping[str, object] | None = None,
    ) -> Case:
        """
        Convene a meeting of a body and open it: two acts at the same instant.

        Args:
            body: the id of the body, such as ``SOC``.

            meeting: the id of the new meeting.

            absent: the members that are absent; all other members are present.

            at, details: as in `act`: format, place, title and so on.

        Raises:
            Refused, InvalidAct, Conflict: as in `submit`; without a quorum, it stays convened.
        """
        away = read_parties(self.rulebook, "absent", absent)  # A wrong name is found before anything is written.
        office, opening = self.rulebook.convening(self.edition_at(at or self._now()))
        convened = self.submit(
            self.rulebook.meeting, meeting, by=office, at=at, details={"body": body, **read_table(details)}
        )
        return self.act(convened, opening, by=office, at=at, details={"absent": away})

    def settle(self, at: datetime | None = None) -> tuple[Case, ...]:
        """
        Record the outcome of every silence period that has ended by an instant, with effect from its end.

        A call is never necessary, since an act that depends on an outcome settles it first.

        Args:
            at: the instant, no later than now; if left out, now.

        Returns:
            The cases that were settled, after their entries, in the order in which their periods ended.

        Raises:
            InvalidAct: when the instant is in the future, or has no offset.
        """
        self._check_batch()
        now = require_offset("clock", self._now())
        at = now if at is None else require_offset("at", at)
        if at > now:
            cure = "what has not ended yet cannot be written down"
            raise InvalidAct([Fault("at", f"{at.isoformat()} is still to come: it is {now.isoformat()}", cure)])
        for _ in range(TRIES):
            head = self._follow()
            after, entries = settle(self._state, at, now)
            if not entries:
                return ()
            with suppress(Conflict):
                self._write(entries, after, head)
                return tuple(after.case(entry.case) for entry in entries)
        with self.batch():
            return self.settle(at)

    def retry(self, case: str, attempt: Callable[[Case], Case], *, tries: int = 10) -> Case:
        """
        Act on a case as it is now, and try again when another program has written to it meanwhile.

        Args:
            case: the id of the case.

            attempt: a function that performs the act on the case it is given; it is called at most ``tries`` times.

        Raises:
            Conflict: when another program was faster every time; other errors of `attempt` are passed on.
        """
        for _ in range(tries - 1):
            with suppress(Conflict):
                return attempt(self.case(case))
        return attempt(self.case(case))
