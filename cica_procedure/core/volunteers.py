"""Requirements and effects of lists of parties that volunteer for a role in an area."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import cast

from cica_procedure.core.clause_types import Consequence, Effect, Requirement, finding
from cica_procedure.core.cures import same_act, who, with_effect
from cica_procedure.core.situation import Situation
from cica_procedure.terms import Change, Cure, Finding, Value


def _vacancy(situation: Situation, _: str) -> Finding | None:
    """Require that no other party holds, or is proposed for, a role that only one party can hold in the area."""
    role = situation.rulebook.roles.get(situation.known("role"))
    area = situation.rulebook.areas.get(situation.known("area"))
    if role is None or area is None or not role.sole:
        return None
    offered = [offer["party"] for offer in offers(situation) if (offer["area"], offer["role"]) == (area.id, role.id)]
    held = situation.register.takers(role.id, situation.act.at, area.id)
    others = tuple(party for party in (*held, *offered) if party != situation.act.party)
    if not others:
        return None
    leaving = tuple(Cure(cure.act, others[:1]) for cure in with_effect(situation, "step-down", "retract"))
    names = {"area": area.name, "role": role.name, "holder": situation.party(others[0])}
    return finding(situation, "vacancy", *leaving, **names)


def _offers(situation: Situation, _: str) -> Finding | None:
    """Require that the list has at least one offer."""
    if offers(situation):
        return None
    volunteering = with_effect(situation, "volunteer")
    return finding(situation, "offers", *volunteering, who=who(situation, volunteering))


def _new_offer(situation: Situation, _: str) -> Finding | None:
    """Require that the same offer is not made twice."""
    offer = {"party": situation.act.party, **situation.act.details}
    return finding(situation, "new-offer", same_act(situation)) if offer in offers(situation) else None


def _offered(situation: Situation, _: str) -> Finding | None:
    """Require that the actor has offered to serve in the area."""
    mine = (situation.act.party, situation.known("area"))
    if any((offer["party"], offer["area"]) == mine for offer in offers(situation)):
        return None
    return finding(situation, "offered", actor=situation.rulebook.name_of(situation.act.actor))


def _renewal(situation: Situation, _: str) -> Finding | None:
    """Require that a party that serves has asked for a new term."""
    sought = situation.case.facts.get("renewal")
    return None if sought else finding(situation, "renewal", *with_effect(situation, "seek-renewal"))


def _term(situation: Situation, _: str) -> Finding | None:
    """Require that no term ends before it begins."""
    given = situation.act.details.get("until")
    terms = [str(given)] if given else [offer["until"] for offer in offers(situation) if "until" in offer]
    over = [term for term in terms if situation.rulebook.begin(date.fromisoformat(term)) <= situation.act.at]
    return finding(situation, "term", same_act(situation), until=over[0], at=situation.act.at) if over else None


def _unfilled(situation: Situation, _: str) -> Finding | None:
    """Require that no other decision has meanwhile given a sole role on the list to another party."""
    taken = []
    for offer in offers(situation):
        role, area = situation.rulebook.roles[offer["role"]], situation.rulebook.areas[offer["area"]]
        holders = situation.register.takers(role.id, situation.act.at, area.id) if role.sole else ()
        taken += [(situation.party(holder), role.name, area.name) for holder in holders if holder != offer["party"]]
    return finding(situation, "unfilled", taken=tuple(taken)) if taken else None


def _serving(situation: Situation, _: str) -> Finding | None:
    """Require that the named party, or else the actor, holds the role in the area."""
    role = situation.rulebook.roles.get(situation.known("role"))
    area = situation.rulebook.areas.get(situation.known("area"))
    party = str(situation.act.details.get("party", "")) or situation.act.party
    if role is None or area is None or not party:
        return None
    if situation.register.holds(role.id, party, situation.act.at, area.id):
        return None
    names = {"party": situation.party(party), "area": area.name, "role": role.name}
    return finding(situation, "serving", **names)


def offers(situation: Situation) -> list[Mapping[str, str]]:
    """Return the offers on a list; each has a ``party``, a ``role``, an ``area`` and, if a term is set, ``until``."""
    known = situation.case.facts.get("offers")
    items = known if isinstance(known, list) else []
    return [{key: str(value) for key, value in item.items()} for item in items if isinstance(item, dict)]


def _volunteer(situation: Situation, _: str) -> Consequence:
    """Add the actor's offer to the list; this is a new revision, since the text of the list changes."""
    details = situation.act.details
    offer: dict[str, Value] = {"party": situation.act.party, "role": details["role"], "area": details["area"]}
    if "until" in details:
        offer["until"] = details["until"]
    mine = (offer["party"], offer["area"])
    others: list[Value] = [dict(o) for o in offers(situation) if (o["party"], o["area"]) != mine]
    return Consequence(
        details={"offers": [*others, offer]},
        new_revision=True,
        consumed=("role", "area", "until"),
    )


def _retract(situation: Situation, _: str) -> Consequence:
    """Remove the actor's offer for an area from the list; this is also a new revision."""
    area = situation.act.details["area"]
    kept: list[Value] = [
        dict(offer) for offer in offers(situation) if (offer["party"], offer["area"]) != (situation.act.party, area)
    ]
    return Consequence(details={"offers": kept}, new_revision=True, consumed=("area",))


def _appoint(situation: Situation, _: str) -> Consequence:
    """Enter every offer on the list in the register."""
    return Consequence(
        changes=tuple(
            Change(offer["role"], offer["party"], offer["area"], until=_day(situation, offer.get("until")))
            for offer in offers(situation)
        ),
    )


def _dismiss(situation: Situation, _: str) -> Consequence:
    """End the tenure of every party on the list that still serves."""
    at, register = situation.act.at, situation.register
    return Consequence(
        changes=tuple(
            Change(offer["role"], offer["party"], offer["area"], begins=False)
            for offer in offers(situation)
            if register.holds(offer["role"], offer["party"], at, offer["area"])
        ),
    )


def _seek_renewal(situation: Situation, _: str) -> Consequence:
    """Propose a new term for the actor to the body; this is a new revision, since the text of the list changes."""
    details = situation.act.details
    sought: dict[str, Value] = {"party": situation.act.party, **details}
    return Consequence(details={"renewal": sought}, new_revision=True, consumed=("role", "area", "until"))


def _renew(situation: Situation, _: str) -> Consequence:
    """Begin the new term that was asked for."""
    sought = cast("Mapping[str, str]", situation.case.facts["renewal"])
    change = Change(sought["role"], sought["party"], sought["area"], until=_day(situation, sought["until"]))
    return Consequence(details={"renewal": None}, changes=(change,), new_revision=True)


def _step_down(situation: Situation, _: str) -> Consequence:
    """End the tenure of the named party, or else of the actor."""
    details = situation.act.details
    party = str(details.get("party", situation.act.party))
    return Consequence(
        changes=(Change(str(details["role"]), party, str(details["area"]), begins=False),),
        consumed=("party", "role", "area"),
    )


def _day(situation: Situation, day: Value | None) -> datetime | None:
    return situation.rulebook.begin(date.fromisoformat(str(day))) if day else None


REQUIREMENTS: Mapping[str, Requirement] = {
    "new-offer": Requirement(_new_offer, needs=("role", "area")),
    "offered": Requirement(_offered, needs=("area",)),
    "offers": Requirement(_offers),
    "renewal": Requirement(_renewal),
    "serving": Requirement(_serving, needs=("role", "area")),
    "term": Requirement(_term),
    "unfilled": Requirement(_unfilled),
    "vacancy": Requirement(_vacancy, needs=("role", "area")),
}

EFFECTS: Mapping[str, Effect] = {
    "appoint": Effect(_appoint, decides=True, enrols=True),
    "dismiss": Effect(_dismiss, decides=True, enrols=True),
    "renew": Effect(_renew, decides=True, revises=True, enrols=True),
    "retract": Effect(_retract, needs=("area",), revises=True),
    "seek-renewal": Effect(_seek_renewal, needs=("role", "area", "until"), revises=True),
    "step-down": Effect(_step_down, needs=("role", "area"), enrols=True),
    "volunteer": Effect(_volunteer, needs=("role", "area"), revises=True),
}
