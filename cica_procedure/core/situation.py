"""A situation: all data that a requirement or an effect may read, gathered before they are called."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from attrs import evolve

from cica_procedure.consensus import DecisionRule, Say, Standing, assess
from cica_procedure.errors import NotInRules
from cica_procedure.rulebook.model import Rulebook, on_record
from cica_procedure.rulebook.procedure import Procedure, Step
from cica_procedure.terms import (
    CONCERNS,
    NOTHING_YET,
    Act,
    Case,
    Meeting,
    Party,
    Position,
    Register,
    Value,
    place,
)
from cica_procedure.terms.struct import Struct
from cica_procedure.text import name_form

EVERYBODY = Say()


def electorate(act: str) -> str:
    """Return the name of the fact that has the members as they were when an act was done."""
    return f"electorate-of-{act}"


def asked(rulebook: Rulebook, case: Case, members: Iterable[str]) -> set[str]:
    """Return the ids of those that have a say in some decision on a case: the members, and those asked earlier."""
    acts = {rule.of.as_of for rule in rulebook.decisions.values()} - {""}
    return {*members, *(party for act in acts for party in case.texts(electorate(act)))}


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

        find: returns another case of the record by its id; ``None`` when there is none.

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
    find: Callable[[str], Case | None] = lambda _: None

    @property
    def is_meeting(self) -> bool:
        """Whether the case is a meeting."""
        return self.case.procedure == self.rulebook.meeting

    @property
    def body(self) -> str:
        """The body that acts; empty when no body acts. In the case of a meeting, the body that meets acts."""
        if self.is_meeting:
            return self.case.text("body") or str(self.act.details.get("body", ""))
        return self.procedure.body_of(self.step, self.case.stage)

    @property
    def members(self) -> tuple[str, ...]:
        """The ids of those that sit in the body that acts, at the instant of the act."""
        return self.rulebook.seats(self.body, self.register, self.act.at)

    @property
    def rule(self) -> DecisionRule:
        """The rule of decision of the step."""
        return self.rulebook.rule_of(self.step)

    @property
    def say(self) -> tuple[str, ...]:
        """The ids of those that have a say in a decision by the rule of the step."""
        return self.say_of(self.rule.of)

    def say_of(self, of: Say) -> tuple[str, ...]:
        """Return the ids of those that have a say, in the body that acts."""
        say = self.members
        if of == EVERYBODY:
            return say
        if of.as_of:
            say = self.case.texts(electorate(of.as_of))
        if of.who:
            named = self.named(of.who)
            say = tuple(party for party in named if party in say) if of.as_of else tuple(sorted(named))
        without, present = self.named(of.without), self.present
        return tuple(p for p in say if p not in without and (of.among != "present" or p in present))

    def standing(self, rule: DecisionRule) -> Standing:
        """
        Return how far the body that acts is from a decision under a rule.

        Raises:
            NotInRules: when the rules do not know a position on the record.
        """
        words = self.rulebook.positions
        try:
            said = {member: words[position.word].does for member, position in self.positions.items()}
        except KeyError as error:
            raise NotInRules("position", str(error.args[0])) from error
        say = self.say if rule is self.rule else self.say_of(rule.of)
        return assess(rule, say, said, {str(each["by"]) for each in self.open_concerns})

    @property
    def open_concerns(self) -> list[dict[str, Value]]:
        """The open concerns in the body that acts; none on a question of its own, since they are about the text."""
        return [each for each in self.concerns if each["body"] == self.body] if not self.step.asks else []

    @property
    def asked(self) -> set[str]:
        """The ids of those that have a say in some decision of the body: it seats them, or they were asked earlier."""
        return asked(self.rulebook, self.case, self.members)

    def named(self, words: Iterable[str]) -> set[str]:
        """Return the ids of the parties that words stand for: roles, ``subject``, ``proposer``, or particulars."""
        found: set[str] = set()
        for word in words:
            if word in self.rulebook.roles:
                found.update(self.register.holders(word, self.act.at))
            else:
                found.add(self.party_named(word))
        return found - {""}

    def party_named(self, word: str) -> str:
        """Return the id of the party that a word stands for: ``subject``, ``proposer``, or a particular; or empty."""
        return {"subject": self.subject, "proposer": self.case.proposer}.get(word) or self.known(word)

    def blocks(self, word: str) -> bool:
        """Return whether a position blocks a decision; the word that takes a position back does not."""
        return self.does(word) == "blocks"

    def does(self, word: str) -> str:
        """Return what a position does to a decision; empty for the word that takes it back."""
        return "" if word == NOTHING_YET else on_record("position", word, self.rulebook.positions).does

    @property
    def concerns(self) -> list[dict[str, Value]]:
        """The open concerns of the case, in all bodies, each as the fact of the case has it."""
        known = self.case.facts.get(CONCERNS)
        return [each for each in known if isinstance(each, dict)] if isinstance(known, list) else []

    def has_role(self, role: str) -> bool:
        """Return whether the acting party holds a role at the instant; a role with a scope, in that of the act."""
        return self.register.holds(role, self.act.party, self.act.at, self.scope_of(role))

    def scope_of(self, role: str) -> str:
        """Return what a role is about here: the particular of the type of its scope; empty when it has no scope."""
        kind = self.rulebook.roles[role].scope
        return (self.of_type(kind) or (self.body if kind == "body" else "")) if kind else ""

    @property
    def scope(self) -> str:
        """What a role is about, whichever it is: the particular of a type that is the scope of a role."""
        return next(filter(None, map(self.of_type, self.rulebook.scopes)), "")

    def of_type(self, kind: str) -> str:
        """Return the particular of a type, of the act or of the case, as text; empty when none is known."""
        return next(filter(None, map(self.known, self.names_of(kind))), "")

    def names_of(self, *kinds: str) -> tuple[str, ...]:
        """Return the names of the particulars of some types, those of the step before those of the opening act."""
        fields = {**self.procedure.opening[0].fields, **self.step.fields}
        return tuple(name for name, kind in fields.items() if kind.removesuffix("?") in kinds)

    @property
    def present(self) -> tuple[str, ...]:
        """The members present: as the act names them, when it opens a meeting; otherwise as the meeting knows them."""
        if self.by_silence or (self.meeting is None and (self.step.writing or self.step.carried)):
            return self.members
        if not self.is_meeting:
            return self.meeting.present if self.meeting is not None else ()
        given = self.act.details.get("present")
        known = self.case.texts("present") if "present" in self.case.facts else self.members
        named = given if isinstance(given, list) else known
        absent = self.act.details.get("absent")
        missing = absent if isinstance(absent, list) else []
        return tuple(str(party) for party in named if party not in missing)

    @property
    def in_no_meeting(self) -> bool:
        """Whether the step requires a meeting and the act is done in none."""
        return self.meeting is None and not self.by_silence and self.step.requirement("meeting") is not None

    @property
    def positions(self) -> Mapping[str, Position]:
        """The positions on what the step decides, in the body that acts, by member."""
        asks = self.step.asks
        return self.case.positions.get(place(self.body, asks), {}) if asks else self.on_the_text

    @property
    def on_the_text(self) -> Mapping[str, Position]:
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

    def taken(self, name: str) -> str:
        """Return what a case takes when it is decided on, as the register names it: a particular of its procedure."""
        return f"{self.procedure.id}, {name} {name_form(self.known(name))}"

    def parties(self, parties: Iterable[str]) -> tuple[Party, ...]:
        """
        Return the parties with the given ids, for the facts of a finding.

        Raises:
            NotInRules: when the rules do not know a party.
        """
        return tuple(self.party(party) for party in parties)

    def party(self, party: str) -> Party:
        """
        Return the party with an id, for the facts of a finding, by its name of that day.

        Raises:
            NotInRules: when the rules do not know the party.
        """
        found = on_record("party", party, self.rulebook.parties)
        return evolve(found, name=self.rulebook.name_of(party, self.act.at)) if found.formerly else found
