"""Everything a requirement or an effect may look at, gathered before any of them is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cica_procedure.rulebook.model import Rulebook, on_record
from cica_procedure.rulebook.procedure import Procedure, Step
from cica_procedure.terms import MEETING, Act, Case, Meeting, Party, Position, Register
from cica_procedure.terms.struct import Struct


class Situation(Struct, frozen=True):
    """
    An act about to be judged by one step.

    Attributes:
        rulebook: the rules.

        procedure: the kind of case, in the edition of the case.

        step: the step that is tried.

        case: where the matter stands.

        act: what is asked.

        register: who is who, in the record.

        meeting: the meeting the act is done in; ``None`` when there is none.

        rivals: several meetings in session that the act could be meant for, when it names none.

        by_silence: whether nobody meets, and it is a silence period that has come to its end.
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
        """The body that acts; empty for none. A meeting is its own body's."""
        if self.case.procedure == MEETING:
            return self.case.text("body") or str(self.act.details.get("body", ""))
        return self.procedure.body_of(self.step, self.case.stage)

    @property
    def members(self) -> tuple[str, ...]:
        """The members at the instant of the act."""
        return self.register.members(self.act.at)

    def has_role(self, role: str) -> bool:
        """Whether the acting party holds a role at the instant; one that has a scope, in the area the act is about."""
        scope = self.known("area") if self.rulebook.roles[role].scope else ""
        return self.register.holds(role, self.act.party, self.act.at, scope)

    @property
    def present(self) -> tuple[str, ...]:
        """Who is there: as the act itself says, for the opening of a meeting; otherwise as the meeting knows."""
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
        """What was said of the revision on the table, in the body that acts."""
        return self.case.positions.get(self.body, {})

    @property
    def subject(self) -> str:
        """The party the case is about; the acting party when the act opens the case and names none."""
        return str(self.act.details.get("subject", "")) or self.case.text("subject") or self.act.party

    def known(self, name: str) -> str:
        """Give a particular of the act, or failing that of the case, as text."""
        given = self.act.details.get(name)
        return given if isinstance(given, str) else self.case.text(name)

    def parties(self, parties: Iterable[str]) -> tuple[Party, ...]:
        """Give the parties of several ids, for the facts of a finding."""
        return tuple(self.party(party) for party in parties)

    def party(self, party: str) -> Party:
        """Give the party of an id, for the facts of a finding."""
        return on_record("party", party, self.rulebook.parties)
