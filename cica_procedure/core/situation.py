"""A situation: all data that a requirement or an effect may read, gathered before they are called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cica_procedure.rulebook.model import Rulebook, on_record
from cica_procedure.rulebook.procedure import Procedure, Step
from cica_procedure.terms import MEETING, Act, Case, Meeting, Party, Position, Register
from cica_procedure.terms.struct import Struct


class Situation(Struct, frozen=True):
    """
    An act together with one step that is tried for it.

    Attributes:
        rulebook: the rules.

        procedure: the procedure of the case, in the edition of the case.

        step: the step that is tried.

        case: the case as it is before the act.

        act: the act that is judged.

        register: the register of the record.

        meeting: the meeting the act is done in; ``None`` when there is no meeting.

        rivals: the meetings in session that the act could be meant for, when it names no meeting and there are several.

        by_silence: whether the act is the decision by a silence period that has ended, without a meeting.
    """

    rulebook: Rulebook
    procedure: Procedure
    step: Step
    case: Case
    act: Act
    register: Register
    meeting: Meeting | None
    rivals: tuple[Meeting, ...] = ()
    by_silence: bool = False

    @property
    def body(self) -> str:
        """The body that acts; empty when no body acts. In the case of a meeting, the body that meets acts."""
        if self.case.procedure == MEETING:
            return self.case.text("body") or str(self.act.details.get("body", ""))
        return self.procedure.body_of(self.step, self.case.stage)

    @property
    def members(self) -> tuple[str, ...]:
        """The members at the instant of the act."""
        return self.register.members(self.act.at)

    def has_role(self, role: str) -> bool:
        """Return whether the acting party holds a role at the instant; a role with a scope, in the area of the act."""
        scope = self.known("area") if self.rulebook.roles[role].scope else ""
        return self.register.holds(role, self.act.party, self.act.at, scope)

    @property
    def present(self) -> tuple[str, ...]:
        """The members present: as the act names them, when it opens a meeting; otherwise as the meeting knows them."""
        if self.by_silence:
            return self.members
        if self.case.procedure != MEETING:
            return self.meeting.present if self.meeting is not None else ()
        given = self.act.details.get("present")
        known = self.case.texts("present") if "present" in self.case.facts else self.members
        named = given if isinstance(given, list) else known
        absent = self.act.details.get("absent")
        missing = absent if isinstance(absent, list) else []
        return tuple(str(party) for party in named if party not in missing)

    @property
    def positions(self) -> Mapping[str, Position]:
        """The positions on the current revision in the body that acts, by member."""
        return self.case.positions.get(self.body, {})

    @property
    def subject(self) -> str:
        """The party the case is about; the acting party when neither the act nor the case names one."""
        return str(self.act.details.get("subject", "")) or self.case.text("subject") or self.act.party

    def known(self, name: str) -> str:
        """Return a particular of the act as text, or else the fact of the case with the same name."""
        given = self.act.details.get(name)
        return given if isinstance(given, str) else self.case.text(name)

    def parties(self, parties: Iterable[str]) -> tuple[Party, ...]:
        """
        Return the parties with the given ids, for the facts of a finding.

        Raises:
            NotInRules: when the rules do not know a party.
        """
        return tuple(self.party(party) for party in parties)

    def party(self, party: str) -> Party:
        """
        Return the party with an id, for the facts of a finding.

        Raises:
            NotInRules: when the rules do not know the party.
        """
        return on_record("party", party, self.rulebook.parties)
