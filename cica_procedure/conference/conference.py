"""The façade: everything else in this package, and every program that embeds it, is a client of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from cica_procedure.conference.acting import Acting
from cica_procedure.conference.hearing import checked_id, table
from cica_procedure.conference.opening import rules_of
from cica_procedure.errors import Conflict
from cica_procedure.record import Header, Record
from cica_procedure.record.instants import with_offset
from cica_procedure.rulebook import Rulebook, load
from cica_procedure.terms import MEETING, Case, Stance


class Conference(Acting):
    """
    An organisation at work on its record.

    Make one with `Conference.create` or `Conference.open`, and close it or use it in a ``with`` statement.

    Every instant is an argument and carries an offset: no clock is read here, and nobody is let past the procedure.
    """

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
        to_read: bool = False,
    ) -> Conference:
        """
        Open a record that exists.

        Args:
            path: the file.

            rulebook: the folder of its rulebook, when it is not one that is shipped.

            clock: as in `create`.

            keep_refusals: as in `create`.

            to_read: whether nothing will be written, which is possible also where nothing can be.

        Raises:
            NotARecord: when the file is something else, or is kept under another rulebook.

            Inaccessible: when it cannot be read.
        """
        record = Record.open(path, to_read=to_read)
        try:
            rules = rules_of(record, rulebook)
        except BaseException:
            record.close()
            raise
        return cls(record, rules, clock, keep_refusals=keep_refusals and not to_read)

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

        def opened() -> tuple[Case, str]:
            known = self._docket.find(checked_id(case))
            if known is not None:
                raise Conflict(case, 0, known.n)
            edition = self._hearing.edition_at(at)
            first = self.rulebook.procedure(procedure, edition).opening[0]
            return Case(case, procedure, edition), first.act

        return self._perform(opened, by=by, at=at, details=details, reason=reason)

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
        # The caller's case only says how far it has read; what is judged is what the record has.
        name, known = (case.id, case) if isinstance(case, Case) else (case, None)
        return self._perform(
            lambda: (self._docket.case(name), act),
            by=by,
            at=at,
            details=details,
            known=known,
            reason=reason,
            meeting=meeting,
            revision=revision,
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
        convened = self.submit(MEETING, meeting, by="chair", at=at, details={"body": body, **table(details)})
        return self.act(convened, "open", by="chair", at=at, details={"absent": absent})
