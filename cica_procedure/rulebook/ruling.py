"""Judge an act: the step it takes, or every requirement that stands in its way. Nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from attrs import frozen

from cica_procedure.errors import Fault, InvalidAct, unknown
from cica_procedure.rulebook.model import Procedure, Rulebook, Step
from cica_procedure.rulebook.requirements import REQUIREMENTS
from cica_procedure.rulebook.situation import Sitting, Situation
from cica_procedure.terms import Act, Case, Cure, Finding, Register


@frozen
class Ruling:
    """
    The answer to an act.

    Attributes:
        findings: every requirement that was looked at for the step in question, met or not.

        situation: what the step was judged in; ``None`` when the act is refused.

        stage: where the act leads; empty when it is refused.
    """

    findings: tuple[Finding, ...]
    situation: Situation | None = None
    stage: str = ""

    @property
    def unmet(self) -> tuple[Finding, ...]:
        """The requirements that are not met; empty when the act may be performed."""
        return tuple(finding for finding in self.findings if not finding.met)


@frozen
class _Bench:
    """What is the same for every step that is tried."""

    rulebook: Rulebook
    procedure: Procedure
    case: Case
    act: Act
    register: Register
    sitting: Sitting | None
    rivals: tuple[Sitting, ...]

    def situation(self, step: Step) -> Situation:
        return Situation(
            self.rulebook,
            self.procedure,
            step,
            self.case,
            self.act,
            self.register,
            self.sitting,
            self.rivals,
        )


def judge(
    rulebook: Rulebook,
    case: Case,
    act: Act,
    *,
    register: Register,
    sittings: Iterable[Sitting],
    not_before: datetime,
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

    Raises:
        InvalidAct: when the procedure has no such act.
    """
    procedure = rulebook.procedure(case.procedure, case.edition)
    steps = procedure.steps_of(act.name)
    if not steps:
        raise InvalidAct([Fault("act", unknown(f"act of {procedure.id}", act.name, procedure.acts))])
    here = [step for step in steps if case.stage in step.sources]
    sitting, rivals = _seat(procedure, case, here or steps, act, sittings)
    bench = _Bench(rulebook, procedure, case, act, register, sitting, rivals)
    common = (_stage(bench, steps), _time(bench, not_before))
    tried: list[tuple[Finding, ...]] = []

    def consider(step: Step) -> bool:
        findings = (*common, *_examine(bench.situation(step)))
        tried.append(findings)
        return all(finding.met for finding in findings)

    taken = procedure.machine.take(case.stage, act.name, consider)
    if taken is not None:
        step, stage = taken
        return Ruling(tried[-1], bench.situation(step), stage)
    if not here:
        for step in steps:
            consider(step)
    return Ruling(_pertinent(tried))


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
    rivals = tuple(sitting for sitting in sittings if sitting.in_session and sitting.body in bodies)
    return (rivals[0], ()) if len(rivals) == 1 else (None, rivals)


def _examine(situation: Situation) -> Iterable[Finding]:
    """Ask the actor's entitlement and every requirement of the step."""
    yield _actor(situation)
    for clause in situation.step.requires:
        finding = REQUIREMENTS[clause.name].check(situation, clause.value)
        if finding is not None:
            yield finding


def _pertinent(tried: Sequence[tuple[Finding, ...]]) -> tuple[Finding, ...]:
    """Of the steps that were tried, keep the findings of those the case was meant for; each finding once."""
    kept = list(tried)
    for selector in (name for name, requirement in REQUIREMENTS.items() if requirement.selects):
        chosen = [findings for findings in kept if all(f.met for f in findings if f.requirement == selector)]
        kept = chosen or kept
    found: list[Finding] = []
    for finding in (finding for findings in kept for finding in findings):
        if finding not in found:
            found.append(finding)
    return tuple(found)


def _stage(bench: _Bench, steps: Iterable[Step]) -> Finding:
    """Whether the procedure knows the act where the case stands."""
    stages = tuple(dict.fromkeys(stage for step in steps for stage in step.sources))
    case, procedure = bench.case, bench.procedure
    open_here = {step.act: step.by for step in procedure.steps_at(case.stage) if step.act != bench.act.name}
    return Finding(
        "stage",
        case.stage in stages,
        procedure.cites,
        {"act": bench.act.name, "stage": case.stage, "stages": stages, "possible": tuple(open_here)},
        tuple(Cure(act, by) for act, by in open_here.items()),
    )


def _time(bench: _Bench, not_before: datetime) -> Finding:
    """Whether time runs forward in the case."""
    return Finding(
        "time",
        not_before <= bench.act.at,
        "A record runs forward",
        {"at": bench.act.at, "not_before": not_before},
        (Cure(bench.act.name, (bench.act.actor,)),),
    )


def _actor(situation: Situation) -> Finding:
    """Whether the step is the actor's to take."""
    rulebook, act, by = situation.rulebook, situation.act, situation.step.by
    register = situation.register
    area = situation.known("area")
    roles = tuple(
        role.id
        for role in rulebook.roles.values()
        if register.holds(role.id, act.party, act.at, area if role.scope else "")
    )
    proposer = situation.case.proposer
    mine = {act.actor} if act.actor in rulebook.offices else {*roles}
    mine |= {"proposer"} if act.actor == proposer else set()
    mine |= {"subject"} if act.actor == situation.subject else set()
    coming = rulebook.register.first("member", act.party) if "member" in by else None
    return Finding(
        "actor",
        not mine.isdisjoint(by),
        situation.step.cites,
        {
            "act": act.name,
            "by": by,
            "actor": rulebook.name_of(act.actor),
            "roles": () if act.actor in rulebook.offices else tuple(rulebook.roles[role].name for role in roles),
            "proposer": rulebook.name_of(proposer),
            "subject": rulebook.name_of(situation.subject),
            "at": act.at,
            "coming": coming if coming is not None and coming > act.at else None,
        },
        (Cure(act.name, by),),
    )
