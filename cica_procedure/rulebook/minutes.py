"""Draw up the entry of an act that the rules allow."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from cica_procedure.consensus import call_roll
from cica_procedure.rulebook.effects import EFFECTS, Consequence
from cica_procedure.rulebook.ruling import Ruling
from cica_procedure.terms import NEW, Act, Entry, Value


def draw_up(ruling: Ruling, recorded: datetime) -> Entry:
    """
    Give the entry an act becomes.

    Args:
        ruling: one that allows the act.

        recorded: when the entry is written down.
    """
    if ruling.situation is None:
        raise ValueError("a refused act has no entry")
    situation = ruling.situation
    case, act, step, sitting = situation.case, situation.act, situation.step, situation.sitting
    then = [EFFECTS[clause.name].follow(situation, clause.value) for clause in step.effects]
    new_text = step.opens or any(consequence.new_revision for consequence in then)
    return Entry(
        case=case.id,
        n=case.n + 1,
        procedure=case.procedure,
        edition=case.edition,
        act=act.name,
        actor=act.actor,
        party=act.party,
        at=act.at,
        recorded=recorded,
        from_stage="" if case.stage == NEW else case.stage,
        to_stage=ruling.stage,
        closed=situation.procedure.stages[ruling.stage].final,
        body=situation.body,
        meeting=sitting.id if sitting is not None and sitting.body == situation.body else "",
        revision=case.revision + 1 if new_text else case.revision,
        decision=step.decision,
        roll=call_roll(situation.members, situation.present, situation.positions) if step.decision else {},
        position=next((c.position for c in then if c.position is not None), None),
        reason=act.reason,
        details=_details(act, then),
        changes=tuple(change for consequence in then for change in consequence.changes),
        cites=step.cites,
    )


def _details(act: Act, then: Iterable[Consequence]) -> dict[str, Value]:
    """Give what the case knows from now on: the particulars of the act, less those only needed to act."""
    details = dict(act.details)
    for consequence in then:
        for name in consequence.consumed:
            details.pop(name, None)
        details.update(consequence.details)
    return details
