"""Judge an act: the step it takes, or every requirement that stands in its way. Nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from cica_procedure.errors import NotInRules
from cica_procedure.rulebook import implicit
from cica_procedure.rulebook.model import Rulebook
from cica_procedure.rulebook.procedure import Clause, Procedure, Step
from cica_procedure.rulebook.requirements import REQUIREMENTS
from cica_procedure.rulebook.situation import Sitting, Situation
from cica_procedure.terms import Act, Case, Cure, Finding, Register
from cica_procedure.terms.struct import Struct, replace


class Ruling(Struct, frozen=True):
    """
    The answer to an act.

    Attributes:
        unmet: every requirement that stands in its way; nothing when it may be performed.

        situation: what the step was judged in; ``None`` when the act is refused.

        stage: where the act leads; empty when it is refused.
    """

    unmet: tuple[Finding, ...]
    situation: Situation | None = None
    stage: str = ""


def judge(
    rulebook: Rulebook,
    case: Case,
    act: Act,
    *,
    register: Register,
    sittings: Iterable[Sitting],
    not_before: datetime,
    by_silence: bool = False,
) -> Ruling:
    """
    Judge an act on a case.

    Args:
        rulebook: the rules.

        case: where the matter stands.

        act: what is asked, its particulars already read.

        register: who is who, in the record.

        sittings: the meetings, as of the instant of the act.

        not_before: the instant before which nothing may take effect in this case.

        by_silence: whether it is what a silence period has come to, so that nobody has to meet.

    Raises:
        NotInRules: when the procedure has no such act, or the case is not one of the rules'.
    """
    procedure = rulebook.procedure_of(case)
    here = procedure.steps_from(case.stage, act.name)
    steps = here or procedure.steps_of(act.name)
    if not steps:
        raise NotInRules(f"act of {procedure.id}", act.name)
    sitting, rivals = _seat(procedure, case, steps, act, sittings)
    late = () if not_before <= act.at else (_time(case, act, not_before),)
    tried: list[tuple[Situation, tuple[Finding, ...]]] = []

    def consider(step: Step) -> bool:
        situation = Situation(rulebook, procedure, step, case, act, register, sitting, rivals, by_silence)
        unmet = (*late, *_examine(situation))
        tried.append((situation, unmet))
        return not unmet

    taken = procedure.machine.take(case.stage, act.name, consider)
    if taken is not None:
        return Ruling((), tried[-1][0], taken)
    if not here:
        late = (_stage(procedure, case, act, steps), *late)
        for step in steps:
            consider(step)
    return Ruling(_pertinent([unmet for _, unmet in tried]))


def _seat(
    procedure: Procedure,
    case: Case,
    steps: Iterable[Step],
    act: Act,
    sittings: Iterable[Sitting],
) -> tuple[Sitting | None, tuple[Sitting, ...]]:
    """Find the meeting the act is done in: the one it names, or the only one of the right body in session."""
    if act.meeting:
        return next((sitting for sitting in sittings if sitting.id == act.meeting), None), ()
    bodies = {procedure.body_of(step, case.stage) for step in steps}
    rivals = tuple([sitting for sitting in sittings if sitting.in_session and sitting.body in bodies])
    return (rivals[0], ()) if len(rivals) == 1 else (None, rivals)


def _examine(situation: Situation) -> list[Finding]:
    """Ask what every act requires, and every requirement of the step."""
    unmet = [*implicit.examine(situation)]
    clauses = situation.step.requires
    if situation.act.meeting and situation.step.requirement("meeting") is None:
        # A meeting that is named must sit, whether or not the step needs one.
        clauses = (Clause("meeting"), *clauses)
    for clause in clauses:
        finding = REQUIREMENTS[clause.name].check(situation, clause.value)
        if finding is not None:
            unmet.append(finding)
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
        chosen = [unmet for unmet in kept if all(finding.requirement != selector for finding in unmet)]
        kept = chosen or kept
    found: list[Finding] = []
    for finding in (finding for unmet in kept for finding in unmet):
        if finding not in found:
            found.append(finding)
    return tuple(found)


def _stage(procedure: Procedure, case: Case, act: Act, steps: Iterable[Step]) -> Finding:
    """The procedure does not know the act where the case stands."""
    stages = tuple(dict.fromkeys(stage for step in steps for stage in step.sources))
    possible = {step.act: step.by for step in procedure.steps_at(case.stage) if not step.annotates}
    facts = {"act": act.name, "stage": case.stage, "stages": stages, "possible": tuple(possible)}
    return Finding("stage", procedure.cites, facts, tuple(Cure(name, by) for name, by in possible.items()))


def _time(case: Case, act: Act, not_before: datetime) -> Finding:
    """The act lies before the case's last one, or before the record."""
    facts = {"at": act.at, "not_before": not_before, "moved": case.at == not_before}
    return Finding("time", "A case runs forward in time [A]", facts, (Cure(act.name, (act.actor,)),))
