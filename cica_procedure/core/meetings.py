"""Requirements and effects of meetings: the members present, and the agenda."""

from __future__ import annotations

from collections.abc import Mapping

from cica_procedure.core.clause_types import Consequence, Effect, Requirement, finding
from cica_procedure.core.cures import same_act
from cica_procedure.core.situation import Situation
from cica_procedure.terms import Finding


def _members_only(situation: Situation, _: str) -> Finding | None:
    """Require that all parties named as present or absent are members; guests and observers take no decisions."""
    away = situation.act.details.get("absent")
    named = (*situation.present, *(map(str, away) if isinstance(away, list) else ()))
    strangers = tuple(situation.party(party) for party in named if party not in situation.members)
    if not strangers:
        return None
    return finding(situation, "presence", same_act(situation), strangers=strangers, at=situation.act.at)


def _presence(situation: Situation, _: str) -> Consequence:
    """Note the members present when a meeting opens."""
    return Consequence(details={"present": list(situation.present)}, consumed=("absent",))


def _arrive(situation: Situation, _: str) -> Consequence:
    """Add the actor to the members present."""
    present = {*situation.case.texts("present"), situation.act.party}
    return Consequence(details={"present": [*sorted(present)]})


def _leave(situation: Situation, _: str) -> Consequence:
    """Remove the actor from the members present."""
    present = {*situation.case.texts("present")} - {situation.act.party}
    return Consequence(details={"present": [*sorted(present)]})


def _add_item(situation: Situation, _: str) -> Consequence:
    """Add a case at the end of the agenda, even if it has been dealt with or passed over."""
    added, case = str(situation.act.details["item-added"]), situation.case
    agenda = [item for item in case.texts("agenda") if item != added]
    dealt_with = [item for item in case.texts("dealt-with") if item != added]
    return Consequence({"agenda": [*agenda, added], "dealt-with": [*dealt_with]}, consumed=("item-added",))


def _next_item(situation: Situation, _: str) -> Finding | None:
    """Require that the case is the next item of the agenda: all items before it have been called or passed over."""
    facts, item = situation.case, str(situation.act.details.get("item", ""))
    left = [case for case in facts.texts("agenda") if case not in facts.texts("dealt-with")]
    if not item or (left and left[0] == item):
        return None
    return finding(situation, "next-item", same_act(situation), item=item, next=left[0] if left else "")


def _call_item(situation: Situation, _: str) -> Consequence:
    """Call an item of the agenda: the body now decides on it."""
    item, case = str(situation.act.details["item"]), situation.case
    return Consequence(details={"item": item, "dealt-with": [*case.texts("dealt-with"), item]})


def _pass_over(situation: Situation, _: str) -> Consequence:
    """Pass over an item of the agenda: the item that was called before stays called."""
    item, case = str(situation.act.details["item"]), situation.case
    return Consequence(details={"dealt-with": [*case.texts("dealt-with"), item]}, consumed=("item",))


REQUIREMENTS: Mapping[str, Requirement] = {
    "next-item": Requirement(_next_item, needs=("item",)),
    "presence": Requirement(_members_only),
}

EFFECTS: Mapping[str, Effect] = {
    "add-item": Effect(_add_item, needs=("item-added",)),
    "arrive": Effect(_arrive),
    "call-item": Effect(_call_item, needs=("item",)),
    "leave": Effect(_leave),
    "pass-over": Effect(_pass_over, needs=("item",)),
    "presence": Effect(_presence),
}
