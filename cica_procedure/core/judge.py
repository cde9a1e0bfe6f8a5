"""Judge an act: the step it takes, or every requirement that stands in its way. Nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from cica_procedure.core import always_required
from cica_procedure.core.clause_types import finding
from cica_procedure.core.cures import by_steps, same_act
from cica_procedure.core.machine import machine_of
from cica_procedure.core.requirements import REQUIREMENTS
from cica_procedure.core.situation import Situation
from cica_procedure.core.state import State
from cica_procedure.errors import NotInRules
from cica_procedure.rulebook.procedure import Clause, Procedure, Step
from cica_procedure.terms import Act, Case, Finding, Meeting
from cica_procedure.terms.struct import Struct, replace


class Ruling(Struct, frozen=True):
    """
    The answer to an act.

    Attributes:
        unmet: every requirement that stands in its way; nothing when it may be performed.

        situation: what the step that is taken was judged in; of a refused act, the first step that was tried.

        stage: where the act leads; empty when it is refused.
    """

    unmet: tuple[Finding, ...]
    situation: Situation
    stage: str = ""


Timing: TypeAlias = Sequence[tuple[str, Mapping[str, Any]]]
"""What is wrong with the instant of an act, whichever step it takes: the names of requirements, with their facts."""


def judge(state: State, case: Case, act: Act, *, timing: Timing = (), by_silence: bool = False) -> Ruling:
    """
    Judge an act on a case.

    Args:
        state: where everything stands.

        case: where the matter stands.

        act: what is asked, its particulars already read.

        timing: what is wrong with its instant.

        by_silence: whether it is what a silence period has come to, so that nobody has to meet.

    Raises:
        NotInRules: when the procedure has no such act, or the case is not one of the rules'.
    """
    procedure = state.rulebook.procedure_of(case)
    here = procedure.steps_from(case.stage, act.name)
    steps = here or procedure.steps_of(act.name)
    if not steps:
        raise NotInRules(f"act of {procedure.id}", act.name)
    meeting, rivals = (None, ()) if by_silence else _meeting_of(procedure, case, steps, act, state.meetings_at(act.at))
    tried: list[tuple[Situation, tuple[Finding, ...]]] = []

    def consider(step: Step) -> bool:
        situation = Situation(state.rulebook, procedure, step, case, act, state.register, meeting, rivals, by_silence)
        unmet = tuple(_examine(situation))
        if timing:
            wrong = (finding(situation, name, same_act(situation), **facts) for name, facts in timing)
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
    """Find the meeting the act is done in: the one it names, or the only one of the right body in session."""
    if act.meeting:
        return next((meeting for meeting in meetings if meeting.id == act.meeting), None), ()
    bodies = {procedure.body_of(step, case.stage) for step in steps}
    rivals = tuple([meeting for meeting in meetings if meeting.in_session and meeting.body in bodies])
    return (rivals[0], ()) if len(rivals) == 1 else (None, rivals)


def _examine(situation: Situation) -> list[Finding]:
    """Ask what every act requires, and every requirement of the step."""
    unmet = [*always_required.examine(situation)]
    clauses = situation.step.requires
    if situation.act.meeting and situation.step.requirement("meeting") is None:
        # A meeting that is named must sit, whether or not the step needs one.
        clauses = (Clause("meeting"), *clauses)
    for clause in clauses:
        found = REQUIREMENTS[clause.name].check(situation, clause.value)
        if found is not None:
            unmet.append(found)
    if situation.step.effect("open-silence") is not None:
        unmet += _decided_later(situation)
    return unmet


def _decided_later(situation: Situation) -> Sequence[Finding]:
    """What the decision by silence would lack today: it is said when the period is opened, not when it ends."""
    act = str(situation.act.details.get("decides", ""))
    there = [step for step in situation.procedure.steps_from(situation.case.stage, act) if step.silence]
    tried = [_examine(replace(situation, step=step, by_silence=True)) for step in there]
    return min(tried, key=len, default=())


def _pertinent(tried: Sequence[tuple[Finding, ...]]) -> tuple[Finding, ...]:
    """Of the steps that were tried, keep the findings of those the case was meant for; each finding once."""
    kept = list(tried)
    for selector in (name for name, requirement in REQUIREMENTS.items() if requirement.selects):
        chosen = [unmet for unmet in kept if all(each.requirement != selector for each in unmet)]
        kept = chosen or kept
    found: list[Finding] = []
    for each in (each for unmet in kept for each in unmet):
        if each not in found:
            found.append(each)
    return tuple(found)


def _stage(situation: Situation, steps: Iterable[Step]) -> Finding:
    """The procedure does not know the act where the case stands."""
    stages = tuple(dict.fromkeys(stage for step in steps for stage in step.sources))
    procedure, stage = situation.procedure, situation.case.stage
    possible = by_steps(situation, (step for step in procedure.steps_at(stage) if not step.annotates))
    facts = {"act": situation.act.name, "stage": stage, "stages": stages, "possible": tuple(c.act for c in possible)}
    return Finding("stage", procedure.cites, facts, possible)
