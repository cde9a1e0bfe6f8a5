"""The impact of other rules: for each case, or each stage, the differences between the possible acts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import frozen

from cica_procedure.errors import InvalidAct
from cica_procedure.rulebook.model import Rulebook
from cica_procedure.rulebook.procedure import Procedure, Step
from cica_procedure.terms import Case
from cica_procedure.time import duration_words


@frozen
class Impact:
    """
    The differences for one case, or for any case at a stage.

    Attributes:
        procedure: the kind of case.

        stage: the stage of the case.

        case: the id of the case; empty for any case at the stage.

        differences: triples of an act, its description under the old rules and its description under the new rules;
            an empty description means "not possible".

        stuck: whether the new rules do not know the stage or the procedure, so that the case could not go on.
    """

    procedure: str
    stage: str
    case: str
    differences: tuple[tuple[str, str, str], ...]
    stuck: bool


def impact_on_cases(cases: Iterable[Case], old: tuple[Rulebook, str], new: tuple[Rulebook, str]) -> tuple[Impact, ...]:
    """
    Return the impact on each open case that is under the old rules.

    Args:
        cases: the cases of a record.

        old: a rulebook, and its edition that the cases are under.

        new: a rulebook, and its edition that the cases would be under.

    Raises:
        NotInRules: when the old rulebook does not know the procedure of a case.
    """
    found = []
    for case in cases:
        if not case.closed and case.edition == old[1] and case.procedure != old[0].meeting:
            procedure = old[0].procedure_of(case)
            found.append(_compare(procedure, _counterpart(procedure, new), case.stage, case.id))
    return tuple(found)


def impact_on_stages(old: tuple[Rulebook, str], new: tuple[Rulebook, str]) -> tuple[Impact, ...]:
    """Return the impact on each stage of each procedure, except ends and stages without a difference."""
    found = []
    for name in old[0].procedures:
        try:
            procedure = old[0].procedure(name, old[1])
        except InvalidAct:
            continue  # The old edition did not have the procedure yet.
        other = _counterpart(procedure, new)
        if other is None:
            found.append(Impact(name, "any stage", "", (), stuck=True))
            continue
        stages = [stage.id for stage in procedure.stages.values() if not stage.final]
        found += [_compare(procedure, other, stage, "") for stage in stages]
    return tuple(impact for impact in found if impact.differences or impact.stuck)


def _counterpart(procedure: Procedure, new: tuple[Rulebook, str]) -> Procedure | None:
    try:
        return new[0].procedure(procedure.id, new[1])
    except InvalidAct:
        return None


def _compare(old: Procedure, new: Procedure | None, stage: str, case: str) -> Impact:
    if new is None or stage not in new.stages:
        return Impact(old.id, stage, case, (), stuck=True)
    was, would = _acts(old, stage), _acts(new, stage)
    acts = dict.fromkeys([*was, *would])
    differing = ((act, was.get(act, ""), would.get(act, "")) for act in acts)
    return Impact(old.id, stage, case, tuple(d for d in differing if d[1] != d[2]), stuck=False)


def _acts(procedure: Procedure, stage: str) -> dict[str, str]:
    acts: dict[str, list[str]] = {}
    for step in procedure.steps_at(stage):
        acts.setdefault(step.act, []).append("; ".join(_words(procedure, step, stage)))
    return {act: " or ".join(steps) for act, steps in acts.items()}


def _words(procedure: Procedure, step: Step, stage: str) -> Iterator[str]:
    yield f"by {' or '.join(step.by)}"
    if step.to and step.to != stage:
        yield f"to {step.to}"
    if step.decision:
        yield f"decides {step.decision!r}" + (", also by silence" if step.silence else "")
    if step.fields:
        yield "takes " + ", ".join(f"{name} ({kind})" for name, kind in step.fields.items())
    if step.effects:
        yield "effects " + ", ".join(f"{clause.name} {clause.value}".rstrip() for clause in step.effects)
    if procedure.silence is not None and step.silence:
        terms = procedure.silence
        length, shortest, longest = map(duration_words, (terms.length, terms.shortest, terms.longest))
        yield f"silence of {length}, between {shortest} and {longest}"
    if step.requires:
        yield "requires " + ", ".join(f"{clause.name} {clause.value}".rstrip() for clause in step.requires)


def settings(old: Rulebook, new: Rulebook) -> tuple[tuple[str, str, str], ...]:
    """Return the differences for all cases: triples of a setting, its old value and its new value, in words."""
    pairs = [
        ("consensus", old.consensus, new.consensus),
        ("quorum", _share(old), _share(new)),
        ("members", _members(old), _members(new)),
        *((name, "a procedure", "none") for name in sorted(old.procedures.keys() - new.procedures.keys())),
        *((name, "none", "a procedure") for name in sorted(new.procedures.keys() - old.procedures.keys())),
    ]
    return tuple(pair for pair in pairs if pair[1] != pair[2])


def _share(rulebook: Rulebook) -> str:
    return str(rulebook.quorum)


def _members(rulebook: Rulebook) -> str:
    latest = max((tenure.since for tenure in rulebook.register.tenures), default=None)
    return str(len(rulebook.seated(rulebook.register, latest))) if latest is not None else "none"
