"""The façade: everything else in this package, and every program that embeds it, is a client of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from datetime import datetime
from pathlib import Path

from cica_procedure.conference.asking import Asking
from cica_procedure.conference.hearing import checked_id, refusal
from cica_procedure.conference.instants import with_offset
from cica_procedure.conference.opening import rules_of
from cica_procedure.errors import Conflict, Fault, InvalidAct, Refused
from cica_procedure.record import Header, Record
from cica_procedure.rulebook import Rulebook, draw_up, load
from cica_procedure.terms import MEETING, Case, Entry, Stance


class Conference(Asking):
    """
    An organisation at work on its record.

    Make one with `Conference.create` or `Conference.open`, and close it or use it in a ``with`` statement.

    Every instant is an argument and carries an offset: no clock is read here, and nobody is let past the procedure.
    """

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
        self._evidence: list[str] = []
        self._in_batch = False

    @classmethod
    def create(
        cls,
        path: Path | str,
        *,
        since: datetime,
        rulebook: str | Path | Rulebook = "cica",
        clock: Callable[[], datetime] | None = None,
        keep_refusals: bool = False,
    ) -> Conference:
        """
        Begin a record in a new file.

        Args:
            path: the file; ``:memory:`` for a record that is not kept.

            since: the instant the record begins with; who was member and so on by then is known from the rulebook.

            rulebook: one that is shipped, a folder, or one that is loaded already.

            clock: tells when an entry is written down; without it an act is taken to be recorded when it takes effect.

            keep_refusals: whether refused acts are kept as evidence, apart from the acts.

        Raises:
            NotARecord: when the file exists.

            InvalidRulebook: when the rulebook is unfit.

            Inaccessible: when a file cannot be made or read.
        """
        rules = rulebook if isinstance(rulebook, Rulebook) else load(rulebook)
        header = Header(rules.id, with_offset("since", since))
        return cls(Record.create(path, header), rules, clock, keep_refusals=keep_refusals)

    @classmethod
    def open(
        cls,
        path: Path | str,
        *,
        rulebook: str | Path | None = None,
        clock: Callable[[], datetime] | None = None,
        keep_refusals: bool = False,
    ) -> Conference:
        """
        Open a record that exists.

        Args:
            path: the file.

            rulebook: the folder of its rulebook, when it is not one that is shipped.

            clock: as in `create`.

            keep_refusals: as in `create`.

        Raises:
            NotARecord: when the file is something else, or is kept under another rulebook.

            Inaccessible: when it cannot be read.
        """
        record = Record.open(path)
        try:
            rules = rules_of(record, rulebook)
        except BaseException:
            record.close()
            raise
        return cls(record, rules, clock, keep_refusals=keep_refusals)

    @contextmanager
    def batch(self) -> Iterator[None]:
        """
        Perform several acts as one: they all last, or none does; a refusal that you catch inside costs only that act.

        Raises:
            InvalidAct: when another batch is under way.
        """
        if self._in_batch:
            raise InvalidAct([Fault("batch", "another batch is under way", "end it first: they last or go one by one")])
        self._in_batch = True
        try:
            with self._record.transaction():
                yield
        except BaseException:
            self._forget()
            raise
        finally:
            self._in_batch = False
            self._write_evidence()

    def again(self, case: str, attempt: Callable[[Case], Case], *, tries: int = 10) -> Case:
        """
        Act on a case as it stands, and decide anew when somebody else was quicker.

        Args:
            case: the id of the case.

            attempt: is given the case and performs the act on it.

            tries: how often, at most.

        Raises:
            Conflict: when others were quicker every time.
        """
        for _ in range(tries - 1):
            try:
                return attempt(self.case(case))
            except Conflict:
                continue
        return attempt(self.case(case))

    def submit(
        self,
        procedure: str,
        case: str,
        *,
        by: str,
        at: datetime,
        details: Mapping[str, object] | None = None,
        reason: str = "",
    ) -> Case:
        """
        Open a case.

        Args:
            procedure: the kind of case, such as ``draft-document``.

            case: the id it shall have.

            by: who opens it: an office such as ``chair``, or a state or organisation by name or id.

            at: when.

            details: the particulars the procedure asks for.

            reason: the actor's words.

        Raises:
            Refused: when the rules do not allow it.

            InvalidAct: when a name or a particular is not understood.

            Conflict: when there is a case of that id.
        """

        def opened() -> Case:
            known = self._docket.find(case)
            if known is not None:
                raise Conflict(case, 0, known.n)
            edition = self._hearing.edition_at(with_offset("at", at))
            self.rulebook.procedure(procedure, edition)
            return Case(checked_id(case), procedure, edition)

        act = self.rulebook.procedure(procedure, self._hearing.edition_at(with_offset("at", at))).opening[0].act
        return self._perform(opened, act, by=by, at=at, details=details, reason=reason)

    def act(  # noqa: PLR0913 - each is a particular of one act
        self,
        case: Case | str,
        act: str,
        *,
        by: str,
        at: datetime,
        details: Mapping[str, object] | None = None,
        reason: str = "",
        meeting: str = "",
        revision: int | None = None,
    ) -> Case:
        """
        Perform an act on a case, whole or not at all.

        Args:
            case: the case as you know it: if the record has moved on, the act is refused as a conflict.
                With its id alone, the act is on the case as the record has it.

            act: a word of the procedure.

            by: who acts: an office such as ``chair``, or a state or organisation by name or id.

            at: when it takes effect.

            details: the particulars the act asks for.

            reason: the actor's words.

            meeting: the meeting it is done in; not needed when only one of the right body is in session.

            revision: the revision the actor speaks of; the current one when not given.

        Returns:
            The case as it stands now.

        Raises:
            Refused: with every requirement that is not met.

            InvalidAct: when a name or a particular is not understood.

            Conflict: when the case has moved on.
        """

        def known() -> Case:
            # The caller's case only says how far it has read; what is judged is what the record has.
            found = self.case(case if isinstance(case, str) else case.id)
            if isinstance(case, Case) and found is not case and found != case:
                raise Conflict(case.id, case.n, found.n, self._record.entries_of(case.id, case.n))
            return found

        return self._perform(
            known, act, by=by, at=at, details=details, reason=reason, meeting=meeting, revision=revision
        )

    def position(
        self,
        case: Case | str,
        member: str,
        position: Stance | str,
        *,
        at: datetime,
        reason: str = "",
        revision: int | None = None,
    ) -> Case:
        """
        State what a member says of the revision on the table, in the body the case is before.

        Args:
            case: as in `act`.

            member: by name or id.

            position: ``support``, ``no objection``, ``reservation``, ``objection`` or ``nothing yet``.

            at: when.

            reason: why; compulsory for an objection.

            revision: the revision the member speaks of; the current one when not given.

        Raises:
            Refused: when the party is not a member at that instant, speaks of an old revision, and so on.
        """
        details = {"position": str(position)}
        return self.act(case, "position", by=member, at=at, details=details, reason=reason, revision=revision)

    def meet(
        self,
        body: str,
        meeting: str,
        *,
        at: datetime,
        absent: tuple[str, ...] = (),
        details: Mapping[str, object] | None = None,
    ) -> Case:
        """
        Convene a meeting of a body and open it, two acts of the Chair at one instant.

        Args:
            body: such as ``SOC``.

            meeting: the id it shall have.

            at: when.

            absent: the members that are not there; everybody else is.

            details: format, place, title and so on.

        Raises:
            Refused: when there is no quorum; the meeting then stays convened.
        """
        convened = self.submit(MEETING, meeting, by="chair", at=at, details={"body": body, **(details or {})})
        return self.act(convened, "open", by="chair", at=at, details={"absent": list(absent)})

    def _perform(  # noqa: PLR0913 - each is a particular of one act
        self,
        find: Callable[[], Case],
        act: str,
        *,
        by: str,
        at: datetime,
        details: Mapping[str, object] | None,
        reason: str = "",
        meeting: str = "",
        revision: int | None = None,
    ) -> Case:
        """Read, judge and append, in one transaction; silence periods that have ended are written down first."""
        settled: tuple[str, ...] = ()
        actor = by
        try:
            with self._record.transaction():
                settled = self._hearing.overdue(with_offset("at", at))
                with self._record.attempt() if settled else nullcontext():
                    # What the caller knows is held against the record before anything is settled in it.
                    case = find()
                    for name in settled:
                        self._lapse(name)
                    case = self.case(case.id) if case.id in settled else case
                    asked = self._hearing.read(
                        case, act, by, at, details, reason=reason, meeting=meeting, revision=revision
                    )
                    actor, ruling = asked.actor, self._hearing.judge(case, asked)
                    if ruling.unmet:
                        raise Refused(case, act, ruling.unmet)  # noqa: TRY301 - what was settled is undone with it
                    return self._write(case, draw_up(ruling, self._recorded(at)))
        except Refused as refused:
            if settled:
                self._forget()
            if self._keep_refusals:
                self._evidence.append(refusal(refused, actor, at))
                self._write_evidence()
            raise
        except BaseException:
            self._forget()
            raise

    def settle(self, at: datetime) -> tuple[Case, ...]:
        """
        Write down what every silence period that has ended by an instant has come to, with effect from its end.

        Nobody has to call this, since whatever is done later settles first; and calling it twice changes nothing.

        Returns:
            The cases that were settled, as they stand now, in the order in which their periods ended.
        """
        try:
            with self._record.transaction():
                overdue = self._hearing.overdue(with_offset("at", at))
                with self._record.attempt():
                    return tuple(self._lapse(name) for name in overdue)
        except BaseException:
            self._forget()
            raise

    def _lapse(self, name: str) -> Case:
        case, silence = self.case(name), self._hearing.silences[name]
        return self._write(case, self._hearing.lapse(case, silence, self._recorded(silence.expires)))

    def _recorded(self, at: datetime) -> datetime:
        """Give the instant at which an entry is written down: now by the clock, or else when it takes effect."""
        return with_offset("recorded", self._clock()) if self._clock is not None else at

    def _write(self, case: Case, entry: Entry) -> Case:
        seq = self._record.append(entry)
        standing = case.after(entry)
        self._docket.note(standing, seq)
        self._hearing.note(seq, entry)
        return standing

    def _forget(self) -> None:
        """Let go of whatever was taken in, since it did not last."""
        self._docket.forget()
        self._hearing.forget()

    def _write_evidence(self) -> None:
        """Keep the refusals, once no batch can take them with it."""
        if not self._in_batch:
            for content in self._evidence:
                self._record.refuse(content)
            self._evidence.clear()
