"""
What makes a rulebook unfit, beyond its shape.

A stage that cannot be reached or cannot be left, a name that is not known, two steps that compete,
a step that cites nothing, a decision without quorum and consensus: each is a fault with file and key.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import combinations

from cica_procedure.consensus import RULES
from cica_procedure.errors import Fault, unknown
from cica_procedure.rulebook.effects import EFFECTS
from cica_procedure.rulebook.fields import RESERVED, TYPES
from cica_procedure.rulebook.model import Clause, Rulebook, Stage, Step
from cica_procedure.rulebook.requirements import IMPLICIT, REQUIREMENTS
from cica_procedure.terms import MEETING, NEW

MARK = re.compile(r"\[[CIA]\]")
"""Every citation says whether it is sourced [C], inferred [I] or assumed [A]."""

DECIDING = ("meeting", "quorum", "consensus")
"""What a step that decides must require: nothing is decided without consensus."""


def check_rulebook(rulebook: Rulebook) -> Iterator[tuple[str, str]]:
    """Check everything but the procedures; each fault with its key."""
    yield from _rule_faults(rulebook)
    yield from _citation_faults(rulebook)
    yield from _form_faults(rulebook)
    yield from _name_faults(rulebook)
    yield from _tenure_faults(rulebook)


def _rule_faults(rulebook: Rulebook) -> Iterator[tuple[str, str]]:
    if rulebook.consensus not in RULES:
        yield "consensus", unknown("rule of consensus", rulebook.consensus, RULES)
    known = (*IMPLICIT, *REQUIREMENTS)
    for name in rulebook.rules.keys() - set(known):
        yield f"rules.{name}", unknown("requirement", name, known)
    for earlier, later in zip(rulebook.editions, rulebook.editions[1:], strict=False):
        if later.since <= earlier.since:
            yield f"editions.{later.id}", f"does not come into force after {earlier.id}"
    if not rulebook.editions:
        yield "editions", "there is none"


def _citation_faults(rulebook: Rulebook) -> Iterator[tuple[str, str]]:
    cited: list[tuple[str, str]] = [(f"editions.{edition.id}", edition.cites) for edition in rulebook.editions]
    cited += [(f"bodies.{body.id}", body.cites) for body in rulebook.bodies.values()]
    cited += [(f"kinds.{kind.id}", kind.cites) for kind in rulebook.kinds.values()]
    cited += [(f"rules.{name}", rule.cites) for name, rule in rulebook.rules.items()]
    cited += [(f"tenures[{i}]", tenure.cites) for i, tenure in enumerate(rulebook.register.tenures)]
    for place, cites in cited:
        if not MARK.search(cites):
            yield f"{place}.cites", "cites nothing with a mark: end it with [C], [I] or [A]"


def _name_faults(rulebook: Rulebook) -> Iterator[tuple[str, str]]:
    for kind in rulebook.kinds.values():
        if kind.decided_by not in rulebook.bodies:
            yield f"kinds.{kind.id}.decided-by", unknown("body", kind.decided_by, rulebook.bodies)
    for office in rulebook.offices.values():
        if office.held_by and office.held_by not in rulebook.roles:
            yield f"offices.{office.id}.held-by", unknown("role", office.held_by, rulebook.roles)
    yield from _homonyms(rulebook)


def _form_faults(rulebook: Rulebook) -> Iterator[tuple[str, str]]:
    for body in rulebook.bodies.values():
        if not body.names:
            yield f"bodies.{body.id}.names", "there is none"
    for role in rulebook.roles.values():
        if role.scope not in {"", "area"}:
            yield f"roles.{role.id}.scope", f"{role.scope!r} is nothing a role can be about; known: area"


def _homonyms(rulebook: Rulebook) -> Iterator[tuple[str, str]]:
    seen = dict.fromkeys(rulebook.offices, "the office")
    for party in rulebook.parties.values():
        for name in {n.casefold() for n in (party.id, party.name, *party.aliases)}:
            if name in seen:
                yield f"parties.{party.id}", f"{name!r} is a name of {seen[name]} too"
            seen[name] = party.id


def _tenure_faults(rulebook: Rulebook) -> Iterator[tuple[str, str]]:
    tenures = rulebook.register.tenures
    for i, tenure in enumerate(tenures):
        place = f"tenures[{i}]"
        if tenure.party not in rulebook.parties:
            yield f"{place}.party", unknown("state or organisation", tenure.party, rulebook.parties)
        role = rulebook.roles.get(tenure.role)
        if role is None:
            yield f"{place}.role", unknown("role", tenure.role, rulebook.roles)
        elif bool(role.scope) != bool(tenure.scope):
            yield f"{place}.scope", f"the role {role.id} {'needs' if role.scope else 'takes no'} scope"
        elif tenure.scope and tenure.scope not in rulebook.areas:
            yield f"{place}.scope", unknown("priority area", tenure.scope, rulebook.areas)
        if tenure.until is not None and tenure.until <= tenure.since:
            yield f"{place}.until", "is not after since"
    for (i, one), (j, other) in combinations(enumerate(tenures), 2):
        role = rulebook.roles.get(one.role)
        rivals = (one.role, one.scope) == (other.role, other.scope) and role is not None
        if rivals and (one.party == other.party or (role is not None and role.sole)):
            first, second = sorted((one, other), key=lambda t: t.since)
            if first.until is None or first.until > second.since:
                yield f"tenures[{j}]", f"overlaps tenures[{i}]: {one.role} {one.scope}".rstrip()


def check_procedure(
    file: str,
    rulebook: Rulebook,
    name: str,
    edition: str,
    stages: Mapping[str, Stage],
    steps: tuple[Step, ...],
    cites: str,
) -> list[Fault]:
    """Check one procedure against the rules it will be part of."""
    problems: list[tuple[str, str]] = []
    if edition not in (order := [e.id for e in rulebook.editions]):
        problems.append(("edition", unknown("edition", edition, order)))
    if not MARK.search(cites):
        problems.append(("cites", "cites nothing with a mark: end it with [C], [I] or [A]"))
    if NEW in stages:
        problems.append((f"stages.{NEW}", "is the stage before the first act; choose another id"))
    problems += [
        (f"stages.{stage.id}.body", unknown("body", stage.body, rulebook.bodies))
        for stage in stages.values()
        if stage.body and stage.body not in rulebook.bodies
    ]
    for i, step in enumerate(steps):
        place = f"steps[{i}] ({step.act})"
        problems += [(f"{place}.{key}", problem) for key, problem in _step_faults(rulebook, name, stages, step, steps)]
    problems += _graph_faults(stages, steps)
    problems += _competition(stages, steps)
    if name == MEETING:
        problems += _meeting_faults(stages, steps)
    return [Fault(f"{file}: {place}", problem) for place, problem in problems]


def _step_faults(
    rulebook: Rulebook,
    procedure: str,
    stages: Mapping[str, Stage],
    step: Step,
    steps: Iterable[Step],
) -> Iterator[tuple[str, str]]:
    if not MARK.search(step.cites):
        yield "cites", "cites nothing with a mark: end it with [C], [I] or [A]"
    yield from _move_faults(rulebook, stages, step)
    yield from _clause_faults(rulebook, step, steps)
    for name, kind in step.fields.items():
        if kind.removesuffix("?") not in TYPES:
            yield f"fields.{name}", unknown("type", kind, TYPES)
        if name in RESERVED:
            yield f"fields.{name}", "every act has this beside its particulars; choose another name"
    required = {clause.name for clause in step.requires}
    if not step.decision:
        yield from _undecided(stages, step)
    for name in DECIDING if step.decision else ():
        if name not in required:
            yield "requires", f"a step that decides requires {name!r}"
    if step.decision and any(not (step.body or stages[s].body) for s in step.sources if s in stages):
        yield "decision", "is taken by no body: give the step or each of its stages a body"
    if "quorum" in required and "meeting" not in required and procedure != MEETING:
        yield "requires", "'quorum' counts those present at a meeting, so 'meeting' is required with it"


def _undecided(stages: Mapping[str, Stage], step: Step) -> Iterator[tuple[str, str]]:
    """A step that decides nothing neither reaches a stage that stands for a decision nor has the effect of one."""
    if step.to in stages and stages[step.to].decided:
        yield "decision", f"is missing: {step.to!r} is reached by a decision only"
    for clause in step.effects:
        if clause.name in EFFECTS and EFFECTS[clause.name].decides:
            yield "decision", f"is missing: the effect {clause.name!r} follows from a decision only"


def _move_faults(rulebook: Rulebook, stages: Mapping[str, Stage], step: Step) -> Iterator[tuple[str, str]]:
    actors = (*rulebook.offices, *rulebook.roles, "proposer", "subject")
    yield from (("by", unknown("actor", actor, actors)) for actor in step.by if actor not in actors)
    for stage in step.sources:
        if stage != NEW and stage not in stages:
            yield "from", unknown("stage", stage, stages)
        elif stage != NEW and stages[stage].final and not step.corrects:
            yield "from", f"{stage!r} is an end: nothing leads away from it"
    if step.to and step.to not in stages:
        yield "to", unknown("stage", step.to, stages)
    if step.opens and (len(step.sources) > 1 or not step.to):
        yield "from", "an act that opens a case comes from 'new' alone and leads to a stage"
    if step.body and step.body not in rulebook.bodies:
        yield "body", unknown("body", step.body, rulebook.bodies)


def _clause_faults(rulebook: Rulebook, step: Step, steps: Iterable[Step]) -> Iterator[tuple[str, str]]:
    parameters: Mapping[str, Collection[str]] = {"body": rulebook.bodies, "role": rulebook.roles}
    opening = next((other.fields for other in steps if other.opens), {})

    def check(clause: Clause, parameter: str, needs: tuple[str, ...]) -> Iterator[str]:
        if bool(parameter) != bool(clause.value):
            yield f"{clause.name!r} {f'needs a {parameter}' if parameter else 'takes no parameter'}"
        elif parameter and clause.value not in parameters[parameter]:
            yield unknown(parameter, clause.value, parameters[parameter])
        for name in needs:
            if name not in step.fields and name not in opening:
                yield f"{clause.name!r} needs the particular {name!r}: add it to the fields"

    for clause in step.requires:
        if clause.name not in REQUIREMENTS:
            yield "requires", unknown("requirement", clause.name, REQUIREMENTS)
        else:
            requirement = REQUIREMENTS[clause.name]
            yield from (("requires", p) for p in check(clause, requirement.parameter, requirement.needs))
    for clause in step.effects:
        if clause.name not in EFFECTS:
            yield "effects", unknown("effect", clause.name, EFFECTS)
        else:
            effect = EFFECTS[clause.name]
            yield from (("effects", p) for p in check(clause, effect.parameter, effect.needs))


def _graph_faults(stages: Mapping[str, Stage], steps: tuple[Step, ...]) -> Iterator[tuple[str, str]]:
    moves = {(source, step.to or source) for step in steps for source in step.sources}
    reached = _closure({NEW}, moves)
    ends = {stage.id for stage in stages.values() if stage.final}
    leading = _closure(ends, {(target, source) for source, target in moves})
    if not any(step.opens for step in steps):
        yield "steps", "no act opens a case: one step comes from 'new'"
    if len(acts := {step.act for step in steps if step.opens}) > 1:
        yield "steps", f"one act opens a case, not several: {', '.join(sorted(acts))}"
    if not ends:
        yield "stages", "no stage is final: every case must be able to end"
    for stage in stages:
        if stage not in reached:
            yield f"stages.{stage}", "cannot be reached from the opening of a case"
        if ends and stage not in leading:
            yield f"stages.{stage}", "is a trap: no end can be reached from it"


def _closure(start: set[str], moves: Collection[tuple[str, str]]) -> set[str]:
    reached, frontier = set(start), set(start)
    while frontier:
        frontier = {target for source, target in moves if source in frontier} - reached
        reached |= frontier
    return reached


def _competition(stages: Mapping[str, Stage], steps: tuple[Step, ...]) -> Iterator[tuple[str, str]]:
    for (i, one), (j, other) in combinations(enumerate(steps), 2):
        if one.act != other.act:
            continue
        if one.fields != other.fields:
            yield f"steps[{j}] ({other.act}).fields", f"differ from those of the same act in steps[{i}]"
        for stage in set(one.sources) & set(other.sources):
            here = stages[stage].body if stage in stages else ""
            bodies = (one.body or here) != (other.body or here)
            deciders = one.requirement("decided-by") != other.requirement("decided-by")
            if not (bodies or (deciders and one.requirement("decided-by") and other.requirement("decided-by"))):
                cure = "let them differ in the acting body or in decided-by, or name the acts differently"
                yield f"steps[{j}] ({other.act})", f"competes with steps[{i}] at stage {stage!r}: {cure}"


def _meeting_faults(stages: Mapping[str, Stage], steps: Iterable[Step]) -> Iterator[tuple[str, str]]:
    if not any(stage.in_session for stage in stages.values()):
        yield "stages", "no stage of a meeting is in-session, so no body could ever decide"
    if any(step.fields.get("body") != "body" for step in steps if step.opens):
        yield "steps", "the act that convenes a meeting takes the field body = 'body'"
