"""
The checks of a rulebook beyond the types of its values.

A stage that cannot be reached or cannot be left, an unknown name, two steps that compete, a step without a citation, a
decision without quorum and consensus: each is a fault with file and key.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from cica_procedure.consensus import RULES
from cica_procedure.core.always_required import IMPLICIT
from cica_procedure.core.requirements import REQUIREMENTS
from cica_procedure.errors import Fault, unknown
from cica_procedure.loading.decision_checks import MARK, clock_faults, decision_faults, position_faults, size_faults
from cica_procedure.loading.step_checks import LINKS, step_faults
from cica_procedure.rulebook.model import SCOPES, Rulebook
from cica_procedure.rulebook.procedure import Procedure, Stage, Step
from cica_procedure.terms import EDITION, NEW, Tenure
from cica_procedure.terms.party import PREVIOUS
from cica_procedure.text import name_form


def check_rulebook(rulebook: Rulebook) -> Iterator[tuple[str, str]]:
    """Check everything in a rulebook except the procedures; yield each fault with its key."""
    yield from _rule_faults(rulebook)
    yield from position_faults(rulebook)
    yield from decision_faults(rulebook)
    yield from _citation_faults(rulebook)
    yield from _form_faults(rulebook)
    yield from _name_faults(rulebook)
    yield from _tenure_faults(rulebook)


def _rule_faults(rulebook: Rulebook) -> Iterator[tuple[str, str]]:
    if rulebook.consensus not in rulebook.decisions:
        yield "consensus", unknown("rule of decision", rulebook.consensus, rulebook.decisions)
    known = (*IMPLICIT, *REQUIREMENTS)
    for name in rulebook.rules.keys() - set(known):
        yield f"rules.{name}", unknown("requirement", name, known)
    for earlier, later in zip(rulebook.editions, rulebook.editions[1:], strict=False):
        if later.since <= earlier.since:
            yield f"editions.{later.id}", f"does not come into force after {earlier.id}"
    for edition in rulebook.editions:
        if edition.until is not None and edition.until <= edition.since:
            yield f"editions.{edition.id}.until", "is not after since"
    if rulebook.editions and rulebook.editions[0].until is not None:
        yield f"editions.{rulebook.editions[0].id}.until", "is the first, and nothing would apply after it"
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
        if (office.needs or office.acting) and not office.held_by:
            yield f"offices.{office.id}.held-by", "is missing: nobody speaks for the office, so nobody can act for it"
        known = (*rulebook.roles, PREVIOUS)
        for name in office.acting:
            if name not in known or name == office.held_by:
                yield f"offices.{office.id}.acting", unknown("role", name, [k for k in known if k != office.held_by])
        for name in office.needs:
            if name not in rulebook.roles:
                yield f"offices.{office.id}.needs", unknown("role", name, rulebook.roles)
    yield from _homonyms(rulebook)


def _form_faults(rulebook: Rulebook) -> Iterator[tuple[str, str]]:
    for body in rulebook.bodies.values():
        for name in body.members:
            if name not in rulebook.roles:
                yield f"bodies.{body.id}.members", unknown("role", name, rulebook.roles)
    bearers = [(f"bodies.{body.id}", body.names) for body in rulebook.bodies.values()]
    bearers += [(f"offices.{office.id}", office.names) for office in rulebook.offices.values()]
    for place, names in bearers:
        if not names:
            yield f"{place}.names", "there is none"
    for role in rulebook.roles.values():
        if role.scope and role.scope not in SCOPES:
            yield f"roles.{role.id}.scope", unknown("type of a scope", role.scope, SCOPES)


def _homonyms(rulebook: Rulebook) -> Iterator[tuple[str, str]]:
    seen = dict.fromkeys(rulebook.offices, "the office")
    for party in rulebook.parties.values():
        for name in {name_form(n) for n in (party.id, *party.names)}:
            if name in seen:
                yield f"parties.{party.id}", f"{name!r} is a name of {seen[name]} too"
            seen[name] = party.id


def _tenure_faults(rulebook: Rulebook) -> Iterator[tuple[str, str]]:
    tenures = [(i, tenure) for i, tenure in enumerate(rulebook.register.tenures) if tenure.role != EDITION]
    for i, tenure in tenures:
        yield from ((f"tenures[{i}].{key}", problem) for key, problem in _one_tenure(rulebook, tenure))
    for (i, one), (j, other) in combinations(tenures, 2):
        role = rulebook.roles.get(one.role)
        rivals = (one.role, one.scope) == (other.role, other.scope) and role is not None
        if rivals and (one.party == other.party or (role is not None and role.sole)):
            first, second = sorted((one, other), key=lambda t: t.since)
            if first.until is None or first.until > second.since:
                yield f"tenures[{j}]", f"overlaps tenures[{i}]: {one.role} {one.scope}".rstrip()


def _one_tenure(rulebook: Rulebook, tenure: Tenure) -> Iterator[tuple[str, str]]:
    if tenure.party not in rulebook.parties:
        yield "party", unknown("state or organisation", tenure.party, rulebook.parties)
    role = rulebook.roles.get(tenure.role)
    if role is None:
        yield "role", unknown("role", tenure.role, rulebook.roles)
    elif bool(role.scope) != bool(tenure.scope):
        yield "scope", f"the role {role.id} {'needs' if role.scope else 'takes no'} scope"
    elif tenure.scope and (known := rulebook.scopes_of(role)) is not None and tenure.scope not in known:
        yield "scope", unknown(role.scope, tenure.scope, known)
    if tenure.until is not None and tenure.until <= tenure.since:
        yield "until", "is not after since"


def check_together(rulebook: Rulebook, procedures: Collection[Procedure]) -> Iterator[tuple[str, str]]:
    """
    Check what only the rules and the procedures together show: empty bodies, numbers nobody reaches, unused rules.

    Args:
        rulebook: the rules, without procedures.

        procedures: the procedures.
    """
    steps = [step for procedure in procedures for step in procedure.steps]
    seated = {tenure.role for tenure in rulebook.register.tenures}
    given = {clause.value for step in steps for clause in step.effects if clause.name in {"begin", "succeed"}}
    given |= {role for step in steps for kind in step.fields.values() if kind == "role" for role in rulebook.roles}
    for body in rulebook.bodies.values():
        if not (seated | given) & set(body.members):
            problem = f"nobody can sit in it: no tenure and no step gives the role {' or '.join(body.members)}"
            yield f"bodies.{body.id}.members", problem
    if not given & {role for body in rulebook.bodies.values() for role in body.members}:
        yield from size_faults(rulebook)
    used = {clause.value for step in steps for clause in step.requires if clause.name in {"consensus", "complete"}}
    used |= {clock.runs_while for procedure in procedures for clock in procedure.clocks.values()}
    for rule in rulebook.decisions.keys() - {rulebook.consensus, *RULES, *used}:
        yield f"decisions.{rule}", "no step decides by it: name it in a step with { consensus = ... }, or leave it out"


def check_links(procedures: Mapping[str, Procedure]) -> Iterator[tuple[str, str]]:
    """Yield a fault, with its place, for each stage of a link that no procedure has; the procedures by file."""
    stages = {stage for procedure in procedures.values() for stage in procedure.stages}
    for file, procedure in procedures.items():
        for name, link in procedure.links.items():
            for stage in link.at:
                if stage not in stages:
                    yield f"{file}: links.{name}.at", unknown("stage", stage, stages)


def check_procedure(
    file: str, rulebook: Rulebook, procedure: Procedure, placed: Sequence[tuple[str, Step]]
) -> list[Fault]:
    """
    Check one procedure against the rules it will be part of, and return its faults.

    Args:
        file: the name of its file.

        rulebook: the rules, without procedures.

        procedure: the procedure.

        placed: its steps, including those of its parts, each with its place in a file.
    """
    stages, steps = procedure.stages, procedure.steps
    problems: list[tuple[str, str]] = []
    if procedure.edition not in (order := [e.id for e in rulebook.editions]):
        problems.append(("edition", unknown("edition", procedure.edition, order)))
    if not MARK.search(procedure.cites):
        problems.append(("cites", "cites nothing with a mark: end it with [C], [I] or [A]"))
    if NEW in stages:
        problems.append((f"stages.{NEW}", "is the stage before the first act; choose another id"))
    problems += [
        (f"stages.{stage.id}.body", unknown("body", stage.body, rulebook.bodies))
        for stage in stages.values()
        if stage.body and stage.body not in rulebook.bodies
    ]
    problems += _earned_faults(procedure)
    problems += _graph_faults(stages, steps)
    problems += clock_faults(rulebook, procedure)
    problems += _link_faults(procedure)
    if procedure.meets:
        problems += _meeting_faults(stages, steps)
    faults = [Fault(f"{file}: {place}", problem) for place, problem in problems]
    faults += [Fault(place, problem) for place, problem in _competition(stages, placed)]
    for place, step in placed:
        faults += [Fault(f"{place}.{key}", problem) for key, problem in step_faults(rulebook, procedure, step)]
    return faults


def _link_faults(procedure: Procedure) -> Iterator[tuple[str, str]]:
    """Yield the faults of where the cases have to be that particulars name."""
    links = procedure.particulars(*LINKS)
    for name, link in procedure.links.items():
        if not MARK.search(link.cites):
            yield f"links.{name}.cites", "cites nothing with a mark: end it with [C], [I] or [A]"
        if name not in links:
            yield f"links.{name}", unknown("particular that names a case", name, links)


def _earned_faults(procedure: Procedure) -> Iterator[tuple[str, str]]:
    """Yield the faults of stages from which a case falls back when its text is amended."""
    for stage in procedure.stages.values():
        key = f"stages.{stage.id}.amended"
        if stage.amended and stage.amended not in procedure.stages:
            yield key, unknown("stage", stage.amended, procedure.stages)
        elif stage.amended and (procedure.stages[stage.amended].final or stage.amended == stage.id):
            yield key, f"a case cannot fall back to {stage.amended!r}: name an earlier stage"
        elif stage.amended and procedure.stages[stage.amended].decided:
            yield (
                key,
                f"{stage.amended!r} is earned by a decision that the new text has not had: name another stage",
            )
        elif stage.amended and not any(step.revises for step in procedure.steps_at(stage.id)):
            yield key, "no act amends the text here: leave it out"


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


def _competition(stages: Mapping[str, Stage], placed: Sequence[tuple[str, Step]]) -> Iterator[tuple[str, str]]:
    for (first, one), (place, other) in combinations(placed, 2):
        if one.act != other.act:
            continue
        if one.fields != other.fields:
            yield f"{place}.fields", f"differ from those of the same act in {_from(place, first)}"
        for stage in set(one.sources) & set(other.sources):
            here = stages[stage].body if stage in stages else ""
            bodies = (one.body or here) != (other.body or here)
            deciders = one.requirement("decided-by"), other.requirement("decided-by")
            if not (bodies or (all(deciders) and deciders[0] != deciders[1]) or _apart(one, other)):
                cure = "let them differ in the acting body, in decided-by or in what is stated, or in their names"
                yield place, f"competes with {_from(place, first)} at stage {stage!r}: {cure}"


def _from(here: str, there: str) -> str:
    """Return the name of a place as seen from another place: without the file, when both are in the same file."""
    file, _, key = there.partition(": ")
    return key if here.startswith(f"{file}: ") else there


def _apart(one: Step, other: Step) -> bool:
    """Return whether one step requires a fact to be stated and the other requires it to be unstated."""
    named = [{(clause.name, clause.value) for clause in step.requires} for step in (one, other)]
    opposite = {"stated": "unstated", "unstated": "stated"}
    return any((opposite[name], value) in named[1] for name, value in named[0] if name in opposite)


def _meeting_faults(stages: Mapping[str, Stage], steps: Iterable[Step]) -> Iterator[tuple[str, str]]:
    if not any(stage.in_session for stage in stages.values()):
        yield "stages", "no stage of a meeting is in-session, so no body could ever decide"
    if any(step.fields.get("body") != "body" for step in steps if step.opens):
        yield "steps", "the act that convenes a meeting takes the field body = 'body'"
