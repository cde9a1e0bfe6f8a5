"""Judge an act: find the step it takes, or every requirement that is not met; this module writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from attrs import evolve

from cica_procedure.core import always_required
from cica_procedure.core.clause_types import finding
from cica_procedure.core.cures import by_steps, same_act
from cica_procedure.core.machine import machine_of
from cica_procedure.core.requirements import REQUIREMENTS
from cica_procedure.core.silence import resumed
from cica_procedure.core.situation import Situation
from cica_procedure.core.state import State
from cica_procedure.errors import NotInRules
from cica_procedure.rulebook.procedure import Clause, Procedure, Step
from cica_procedure.terms import SILENCE, Act, Case, Finding, Meeting
from cica_procedure.terms.struct import Struct, replace


class Ruling(Struct, frozen=True):
    """
    The judgement of an act.

    Attributes:
        unmet: every requirement that is not met; empty when the act may be performed.

        situation: the situation of the step that is taken; if the act is refused, that of the first step tried.

        stage: the stage the act leads to; empty when the act is refused.
    """

    unmet: tuple[Finding, ...]
    situation: Situation
    stage: str = ""


General: TypeAlias = Sequence[tuple[str, Mapping[str, Any]]]
"""The requirements on an act, whatever its step, that are not met, with their facts: on its instant and its links."""


def judge(state: State, case: Case, act: Act, *, general: General = (), by_silence: bool = False) -> Ruling:
    """
    Judge an act on a case.

    Args:
        state: the state in which the act is judged.

        case: the case as it is before the act.

        act: the act, with particulars that have been read.

        general: the requirements on it that are not met whatever its step.

        by_silence: whether the act is the decision by a silence period, so that no meeting is needed.

    Raises:
        NotInRules: when the rules do not know the act, the procedure of the case, or another name on the record.
    """
    if SILENCE in case.facts:
        case = resumed(case, state.rulebook, state.register, act.at)
    procedure = state.rulebook.procedure_of(case)
    here = procedure.steps_from(case.stage, act.name)
    steps = here or procedure.steps_of(act.name)
    if not steps:
        raise NotInRules(f"act of {procedure.id}", act.name)
    meeting, rivals = (None, ()) if by_silence else _meeting_of(procedure, case, steps, act, state.meetings_at(act.at))
    tried: list[tuple[Situation, tuple[Finding, ...]]] = []

    def consider(step: Step) -> bool:
        situation = Situation(
            state.rulebook, procedure, step, case, act, state.register, meeting, rivals, by_silence, state.find
        )
        unmet = tuple(_examine(situation))
        if general:
            wrong = (finding(situation, name, same_act(situation), **facts) for name, facts in general)
            unmet = (*wrong, *unmet)
        tried.append((situation, unmet))
        return not unmet

    taken = machine_of(procedure).take(case.stage, act.name, consider)
    if taken is not None:
        return Ruling((), tried[-1][0], taken)
    if here:
        return Ruling(_pertinent([unmet for _, unmet in tried]), tried[0][0])
    for step in steps:
        consider(step)
    misplaced = _stage(tried[0][0], steps)
    return Ruling(_pertinent([(misplaced, *unmet) for _, unmet in tried]), tried[0][0])


def _meeting_of(
    procedure: Procedure,
    case: Case,
    steps: Iterable[Step],
    act: Act,
    meetings: Iterable[Meeting],
) -> tuple[Meeting | None, tuple[Meeting, ...]]:
    """Return the meeting of the act: the one it names, or the only one of its body in session; several are rivals."""
    if act.meeting:
        return next((meeting for meeting in meetings if meeting.id == act.meeting), None), ()
    bodies = {procedure.body_of(step, case.stage) for step in steps}
    rivals = tuple([meeting for meeting in meetings if meeting.in_session and meeting.body in bodies])
    return (rivals[0], ()) if len(rivals) == 1 else (None, rivals)


def _examine(situation: Situation) -> list[Finding]:
    """Check the requirements of every act and those of the step; return the findings."""
    unmet = [*always_required.examine(situation)]
    clauses = situation.step.requires
    if situation.act.meeting and situation.step.requirement("meeting") is None:
        # A meeting that the act names must be in session, even if the step needs no meeting.
        clauses = (Clause("meeting"), *clauses)
    for clause in clauses:
        found = REQUIREMENTS[clause.name].check(situation, clause.value)
        if found is not None:
            unmet.append(found)
    if situation.step.effect("open-silence") is not None:
        unmet += _decided_later(situation)
    return unmet


def _decided_later(situation: Situation) -> Sequence[Finding]:
    """Return what the decision by silence would lack now, so that it is known when the period is opened."""
    act = str(situation.act.details.get("decides", ""))
    there = [step for step in situation.procedure.steps_from(situation.case.stage, act) if step.silence]
    tried = [_examine(replace(situation, step=step, by_silence=True)) for step in there]
    return min(tried, key=len, default=())


def _pertinent(tried: Sequence[tuple[Finding, ...]]) -> tuple[Finding, ...]:
    """Return what stands in the way on each of the tried steps that apply to the case, and then each way by itself."""
    kept = list(tried)
    for selector in (name for name, requirement in REQUIREMENTS.items() if requirement.selects):
        chosen = [unmet for unmet in kept if all(each.requirement != selector for each in unmet)]
        kept = chosen or kept
    first, *others = kept
    common = [each for i, each in enumerate(first) if each not in first[:i] and all(each in unmet for unmet in others)]
    ways: list[list[Finding]] = []
    for unmet in kept:
        more = [each for each in unmet if each not in common]
        if not more:
            return tuple(common)  # On this way, nothing else is missing.
        if more not in ways:
            ways.append(more)
    return (*common, *(evolve(each, way=way) for way, more in enumerate(ways, 1) for each in more))


def _stage(situation: Situation, steps: Iterable[Step]) -> Finding:
    """Return the finding that the act is not possible at the stage of the case."""
    stages = tuple(dict.fromkeys(stage for step in steps for stage in step.sources))
    procedure, stage = situation.procedure, situation.case.stage
    possible = by_steps(situation, (step for step in procedure.steps_at(stage) if not step.annotates))
    facts = {"act": situation.act.name, "stage": stage, "stages": stages, "possible": tuple(c.act for c in possible)}
    return Finding("stage", procedure.cites, facts, possible)
