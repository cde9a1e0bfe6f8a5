"""Draw up the entry of an act that the rules allow."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from cica_procedure.consensus import call_roll
from cica_procedure.core.clocks import standing_still, turned
from cica_procedure.core.effects import EFFECTS
from cica_procedure.core.judge import Ruling
from cica_procedure.core.silence import ENDED, LAPSED, over
from cica_procedure.core.situation import Situation, electorate
from cica_procedure.terms import DOCUMENT, NEW, ON, REPORTED, SILENCE, TOLD, Case, Change, Entry, Silence, Value


def draw_up_end(case: Case, silence: Silence, act: str, party: str, reason: str, recorded: datetime) -> Entry:
    """
    Return the entry of a silence period that has ended without the decision, as a requirement of it was not met.

    Args:
        case: the case as it is before the entry.

        silence: the period.

        act: the act under which the end is written down.

        party: the party that speaks for the proposer at the end of the period; empty when there is no such party.

        reason: the requirements that were not met.

        recorded: when the entry is recorded.
    """
    return Entry(
        case=case.id,
        n=case.n + 1,
        procedure=case.procedure,
        edition=case.edition,
        act=act,
        actor=silence.proposer,
        party=party,
        at=silence.expires,
        recorded=recorded,
        from_stage=case.stage,
        to_stage=case.stage,
        closed=case.closed,
        body=silence.body,
        revision=case.revision,
        reason=reason,
        details={SILENCE: silence.plain(ENDED)},
    )


def draw_up(ruling: Ruling, recorded: datetime) -> Entry:
    """
    Return the entry of an act.

    Args:
        ruling: a ruling that allows the act.

        recorded: when the entry is recorded.
    """
    situation = ruling.situation
    case, act, step, meeting = situation.case, situation.act, situation.step, situation.meeting
    details, position, new_text = dict(act.details), None, step.opens
    changes: tuple[Change, ...] = ()
    corrects, edition = 0, ""
    for clause in step.effects:
        consequence = EFFECTS[clause.name].follow(situation, clause.value)
        for name in consequence.consumed:
            details.pop(name, None)
        details.update(consequence.details)
        position = consequence.position or position
        new_text = new_text or consequence.new_revision
        changes += consequence.changes
        corrects = corrects or consequence.corrects
        edition = edition or consequence.edition
    if situation.procedure.clocks:
        details.update(turned(situation, ruling.stage))
    if situation.rulebook.asks(act.name):
        details[electorate(act.name)] = [*situation.members]
    if situation.by_silence and case.silence is not None:
        details[SILENCE] = over(situation, LAPSED)
    if step.asks:
        details[ON] = step.asks
    if step.reports:
        details[REPORTED] = step.reports
    details.update(_document(situation, details, new_text=new_text, spoken=position is not None))
    body = situation.body
    entry = Entry(
        case=case.id,
        n=case.n + 1,
        procedure=case.procedure,
        edition=edition or case.edition,
        act=act.name,
        actor=act.actor,
        party=act.party,
        at=act.at,
        recorded=recorded,
        from_stage="" if case.stage == NEW else case.stage,
        to_stage=ruling.stage,
        closed=situation.procedure.stages[ruling.stage].final,
        body=body,
        meeting=case.id if situation.is_meeting else meeting.id if meeting is not None and meeting.body == body else "",
        revision=case.revision + 1 if new_text else case.revision,
        decision=step.decision,
        roll=_roll(situation) if step.decision else {},
        hands=_hands(situation) if step.decision else {},
        title=str(details.get("title", case.text("title"))) if step.decision else "",
        rule=situation.rule.id if step.decision else "",
        despite=bool(step.decision) and situation.rule.despite,
        position=position,
        does=situation.does(position) if position is not None else "",
        reason=act.reason,
        details=details,
        changes=changes,
        corrects=corrects,
        cites=step.cites,
        hand=act.hand,
        letter=act.letter,
        said=act.said,
        proof=act.proof,
    )
    return standing_still(situation, entry) if situation.procedure.clocks else entry


def _document(
    situation: Situation, details: Mapping[str, Value], *, new_text: bool, spoken: bool
) -> Mapping[str, Value]:
    """Return the document that a position or a decision speaks of; a new text has the one that it names, or none."""
    known = situation.case.text(DOCUMENT)
    if not known or situation.step.on or situation.step.asks:
        return {}
    if new_text:
        return {} if DOCUMENT in details else {DOCUMENT: ""}
    return {DOCUMENT: known} if spoken or situation.step.decision else {}


def _hands(situation: Situation) -> dict[str, str]:
    """Return the hand of each position on the roll, of those that were not told."""
    return {member: position.hand for member, position in situation.positions.items() if position.hand != TOLD}


def _roll(situation: Situation) -> dict[str, str]:
    """Return the roll of those that sit in the body, or had a say when the matter was put to them."""
    said = {member: position.word for member, position in situation.positions.items()}
    members, say = situation.members, situation.say
    return call_roll(members if say == members else {*members, *say}, situation.present, said)
