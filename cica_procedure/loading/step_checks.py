"""The checks of one step: unknown actors, stages and names, and decisions without quorum and consensus."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from cica_procedure.core.clause_types import Effect, Requirement
from cica_procedure.core.effects import EFFECTS
from cica_procedure.core.hands import HANDS
from cica_procedure.core.requirements import REQUIREMENTS
from cica_procedure.errors import unknown
from cica_procedure.loading.decision_checks import MARK, say_faults
from cica_procedure.rulebook.model import SCOPES, Rulebook
from cica_procedure.rulebook.particulars import RESERVED, TYPES
from cica_procedure.rulebook.procedure import Clause, Procedure, Stage, Step
from cica_procedure.terms import (
    CLOCK,
    CONCERNS,
    FOR,
    INTRODUCES,
    KEPT,
    NEW,
    ON,
    REPORTED,
    RULES,
    SET_ASIDE,
    SILENCE,
    clock_fact,
)

KEPT_BY_CASE = (CLOCK, CONCERNS, KEPT, ON, REPORTED, SET_ASIDE, SILENCE)
"""The facts that the engine itself states in a case."""

MEANING = {
    "absent": "parties", "agenda": "cases", "concern": "text", "decides": "text", "discharged": "instant",
    "document": "document", "due": "day", "due-at": "text", "exchange-of-views": "flag",
    "expires": "instant", "for": "party", "in-force": "day", "introduces": "text", "item": "case",
    "item-added": "case", "lasts": "duration", "objector": "party",
    "on-behalf-of": "parties", "position": "position", "present": "parties",
    "remarks": "text", "rules": "text", "subject": "party",
    "title": "text", "until": "day", "working-days": "number",
}  # fmt: skip
"""The particulars that the engine itself reads, with their types."""

LINKS = ("case", "foreseen")
"""The types of particulars that name another case."""


def step_faults(rulebook: Rulebook, procedure: Procedure, step: Step) -> Iterator[tuple[str, str]]:
    """Check one step of a procedure; yield each fault with its key."""
    stages, steps = procedure.stages, procedure.steps
    if not MARK.search(step.cites):
        yield "cites", "cites nothing with a mark: end it with [C], [I] or [A]"
    yield from _actor_faults(rulebook, steps, step)
    yield from _move_faults(rulebook, stages, step)
    yield from _clause_faults(rulebook, procedure, step)
    yield from (("requires", problem) for problem in say_faults(rulebook, step, steps))
    yield from _field_faults(rulebook, step)
    yield from _question_faults(rulebook, procedure, step)
    yield from _decision_faults(rulebook, stages, step) if step.decision else _undecided(stages, step)
    if step.decision and (deaf := [s for s in step.sources if s in stages and not _heard(stages, step, s, steps)]):
        yield (
            "decision",
            f"at {deaf[0]!r} no member can state a position in the deciding body, so none could object",
        )
    required = {clause.name for clause in step.requires}
    for clause in step.effects:
        for name in EFFECTS[clause.name].requires if clause.name in EFFECTS else ():
            if name not in required:
                yield "requires", f"a step with the effect {clause.name!r} requires {name!r}"
    entering = [clause.name for clause in step.effects if clause.name in {"begin", "enact", "succeed"}]
    stated = {name for other in steps if other.opens or other is step for name in other.fields}
    if entering and "until" in stated and "term" not in required:
        yield "requires", f"the effect {entering[0]!r} ends on the day 'until', so the step requires 'term'"
    if "meeting" in required and not procedure.meets and any(not _body_at(stages, step, s) for s in step.sources):
        yield "body", "a meeting is required, and neither the step nor the stage has a body"
    if "quorum" in required and "meeting" not in required and not procedure.meets:
        yield "requires", "'quorum' counts those present at a meeting, so 'meeting' is required with it"


def _heard(stages: Mapping[str, Stage], step: Step, source: str, steps: Iterable[Step]) -> bool:
    """Return whether members can state positions on what is decided at a stage, in the body that decides there."""
    speaking = (s for s in steps if s.effect("position") is not None and source in s.sources and s.on == step.asks)
    return any((s.body or stages[source].body) == (step.body or stages[source].body) for s in speaking)


def _field_faults(rulebook: Rulebook, step: Step) -> Iterator[tuple[str, str]]:
    for name, kind in step.fields.items():
        if "|" not in kind and kind.removesuffix("?") not in TYPES:
            yield f"fields.{name}", unknown("type", kind, TYPES)
        if MEANING.get(name, kind.removesuffix("?")) != kind.removesuffix("?"):
            yield f"fields.{name}", f"has a meaning of its own and is a {MEANING[name]}"
        if name == FOR and not any(role.scope == "party" for role in rulebook.roles.values()):
            yield f"fields.{name}", "nobody can be a proxy: no role has the scope 'party'"
        if name == RULES and step.effect("enter-rules") is None:
            yield f"fields.{name}", "says under which rules a record goes on; choose another name"
        if name == INTRODUCES and step.effect("introduce") is None:
            yield f"fields.{name}", "says which party enters the record; choose another name"
        if name in KEPT_BY_CASE or name.startswith(clock_fact("")):
            yield f"fields.{name}", "is how a case keeps what follows from its acts; choose another name"
        if name in RESERVED:
            yield f"fields.{name}", "every act has this beside its particulars; choose another name"


def _question_faults(rulebook: Rulebook, procedure: Procedure, step: Step) -> Iterator[tuple[str, str]]:
    """Yield the faults of questions of their own, of packages, and of what somebody else decided."""
    if step.on and step.effect("position") is None:
        yield "on", "is the question of a position, and the step states none"
    if step.asks and step.silence:
        yield "asks", "who is silent answers no question: the step says silence = true"
    if step.on and "concern" in step.fields:
        yield "on", "a concern is about the text, not about a question of its own"
    links = procedure.particulars(*LINKS)
    if step.carried and step.carried not in links:
        yield "carried", unknown("particular that names a case", step.carried, links)
    if step.reports and step.decision:
        yield "reports", "what somebody else decided is no decision of a body; leave one of the two out"
    if step.reports and step.requirement("reason") is None:
        yield "reports", "require 'reason', which says where it is reported"
    if step.effect("set-aside") is not None and step.decision:
        rule = rulebook.decisions.get(step.requirement("consensus") or rulebook.consensus)
        if rule is not None and "objector" not in rule.of.without:
            yield "effects", f"{rule.id!r} counts the objector: leave it out with of = {{ without = 'objector' }}"
        if not step.asks:
            yield "asks", "is missing: whether an objection is set aside is a question of its own"


def _body_at(stages: Mapping[str, Stage], step: Step, stage: str) -> str:
    return step.body or (stages[stage].body if stage in stages else "?" if stage != NEW else "")


def _decision_faults(rulebook: Rulebook, stages: Mapping[str, Stage], step: Step) -> Iterator[tuple[str, str]]:
    """Yield the faults of a step that decides without a body, quorum or consensus, or by silence without consent."""
    required = {clause.name for clause in step.requires}
    if "consensus" not in required:
        yield "requires", "a step that decides requires 'consensus'"
    if "meeting" in required and "quorum" not in required:
        yield "requires", "a step that decides in a meeting requires 'quorum'"
    if not ("meeting" in required or step.silence or step.writing or step.carried):
        grounds = "require 'meeting', or say silence = true or writing = true, or carried by which package"
        yield "requires", f"a decision rests on something: {grounds}"
    rule = rulebook.decisions.get(step.requirement("consensus") or rulebook.consensus)
    if step.writing and rule is not None and rule.silent and "after" not in required:
        yield "writing", f"{rule.id!r} asks nobody to speak: name a rule that does, or require that a clock has run out"
    if step.silence and ("reason" in required or any(not kind.endswith("?") for kind in step.fields.values())):
        yield "silence", "who is silent gives no reason and no particulars, so the step can ask for none"
    if step.silence and rule is not None and any(each.words == "all" for each in (*rule.affirm, *rule.accept)):
        yield "silence", f"under {rule.id!r} every member has to speak, so nothing is decided by silence"
    if any(not (step.body or stages[s].body) for s in step.sources if s in stages):
        yield "decision", "is taken by no body: give the step or each of its stages a body"


def _undecided(stages: Mapping[str, Stage], step: Step) -> Iterator[tuple[str, str]]:
    """Yield the faults of a step that decides nothing but reaches a decided stage or has an effect of a decision."""
    grounds = {"silence": "taken by silence", "writing": "taken in writing", "carried": "carried by a package"}
    for key, words in grounds.items():
        if getattr(step, key):
            yield key, f"only a decision can be {words}"
    if step.asks:
        yield "asks", "is the question of a decision, and the step decides nothing"
    if all(source in stages and stages[source].decided for source in step.sources):
        return  # The step carries out an earlier decision.
    if step.to in stages and stages[step.to].decided:
        yield "decision", f"is missing: {step.to!r} is reached by a decision only"
    for clause in step.effects if not step.reports else ():
        if clause.name in EFFECTS and EFFECTS[clause.name].decides:
            yield "decision", f"is missing: the effect {clause.name!r} follows from a decision only"


def _actor_faults(rulebook: Rulebook, steps: Iterable[Step], step: Step) -> Iterator[tuple[str, str]]:
    """Yield the faults of who may take a step: offices, roles, or parties that the act or the opening one names."""
    stated = [other.fields for other in steps if other.opens or other is step]
    named = {name for fields in stated for name, kind in fields.items() if kind.removesuffix("?") == "party"}
    roles = (*rulebook.offices, *rulebook.roles)
    actors = dict.fromkeys((*roles, "proposer", "subject", *sorted(named)))
    for word in step.by:
        if word not in actors:
            yield "by", unknown("actor", word, actors)
        elif word in named and word in roles:
            yield "by", f"{word!r} is a role and a particular; rename one of them"


def _move_faults(rulebook: Rulebook, stages: Mapping[str, Stage], step: Step) -> Iterator[tuple[str, str]]:
    for stage in step.sources:
        if stage != NEW and stage not in stages:
            yield "from", unknown("stage", stage, stages)
        elif stage != NEW and stages[stage].final and not step.annotates:
            yield "from", f"{stage!r} is an end: nothing leads away from it"
    if step.to and step.to not in stages:
        yield "to", unknown("stage", step.to, stages)
    if step.opens and (len(step.sources) > 1 or not step.to):
        yield "from", "an act that opens a case comes from 'new' alone and leads to a stage"
    if step.body and step.body not in rulebook.bodies:
        yield "body", unknown("body", step.body, rulebook.bodies)


def _clause_faults(rulebook: Rulebook, procedure: Procedure, step: Step) -> Iterator[tuple[str, str]]:
    steps = procedure.steps
    facts = {name for other in steps for name in other.fields}
    lists = {clause.value for other in steps for clause in other.effects if clause.name == "enlist"}
    traits = {trait for party in rulebook.parties.values() for trait in party.traits}
    parameters: Mapping[str, Collection[str]] = {
        "body": rulebook.bodies,
        "clock": procedure.clocks,
        "fact": facts,
        "hand": HANDS,
        "flag": {name for name, kind in step.fields.items() if kind.removesuffix("?") == "flag"},
        "link": procedure.particulars(*LINKS),
        "list": lists,
        "role": rulebook.roles,
        "rule": rulebook.decisions,
        "trait": traits,
    }
    opening = next((other.fields for other in steps if other.opens), {})

    def check(clause: Clause, known: Requirement | Effect) -> Iterator[str]:
        yield from _parameter_faults(clause, known.parameter, parameters)
        yield from _unfed(rulebook, clause, known, {**opening, **step.fields})

    for clause in step.requires:
        if clause.name not in REQUIREMENTS:
            yield "requires", unknown("requirement", clause.name, REQUIREMENTS)
        else:
            yield from (("requires", p) for p in check(clause, REQUIREMENTS[clause.name]))
    for clause in step.effects:
        if clause.name not in EFFECTS:
            yield "effects", unknown("effect", clause.name, EFFECTS)
        else:
            effect = EFFECTS[clause.name]
            if effect.parameter == "list" and clause.value in MEANING:
                yield "effects", f"{clause.value!r} has a meaning of its own and is no list"
            yield from (("effects", p) for p in check(clause, effect))


def _unfed(rulebook: Rulebook, clause: Clause, known: Requirement | Effect, fields: Mapping[str, str]) -> Iterator[str]:
    """Yield the faults of a clause that reads particulars which neither the act nor the case has."""
    for name in known.needs:
        if name not in fields:
            yield f"{clause.name!r} needs the particular {name!r}: add it to the fields"
    types = {kind.removesuffix("?") for kind in fields.values()}
    for kind in known.takes:
        wanted = (rulebook.scopes or SCOPES) if kind == "scope" else (kind,)
        if not types & {*wanted}:
            yield f"{clause.name!r} needs a particular of the type {' or '.join(wanted)}: add it to the fields"


def _parameter_faults(clause: Clause, parameter: str, known: Mapping[str, Collection[str]]) -> Iterator[str]:
    kind = parameter.removesuffix("?")
    if not clause.value and parameter.endswith("?"):
        return
    if bool(kind) != bool(clause.value):
        yield f"{clause.name!r} {f'needs a {kind}' if kind else 'takes no parameter'}"
    elif kind and clause.value not in known[kind]:
        yield unknown(kind, clause.value, known[kind])
