"""Requirements and effects of lists of parties that volunteer for a role, such as one in an area."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import cast

from cica_procedure.core.clause_types import Consequence, Effect, Requirement, finding
from cica_procedure.core.cures import same_act, who, with_effect
from cica_procedure.core.situation import Situation
from cica_procedure.terms import Change, Cure, Finding, Value


def _vacancy(situation: Situation, _: str) -> Finding | None:
    """Require that no other party holds, or is proposed for, a role that only one party can hold in the scope."""
    role, scope = situation.rulebook.roles.get(situation.of_type("role")), situation.scope
    if role is None or not scope or not role.sole:
        return None
    offered = [offer["party"] for offer in offers(situation) if (offer["scope"], offer["role"]) == (scope, role.id)]
    held = situation.register.takers(role.id, situation.act.at, scope)
    others = tuple(party for party in (*held, *offered) if party != situation.act.party)
    if not others:
        return None
    leaving = tuple(Cure(cure.act, others[:1]) for cure in with_effect(situation, "step-down", "retract"))
    names = {"scope": _scope_name(situation, scope), "role": role.name, "holder": situation.party(others[0])}
    return finding(situation, "vacancy", *leaving, **names)


def _offers(situation: Situation, _: str) -> Finding | None:
    """Require that the list has at least one offer."""
    if offers(situation):
        return None
    volunteering = with_effect(situation, "volunteer")
    return finding(situation, "offers", *volunteering, who=who(situation, volunteering))


def _new_offer(situation: Situation, _: str) -> Finding | None:
    """Require that the same offer is not made twice."""
    return finding(situation, "new-offer", same_act(situation)) if _offer(situation) in offers(situation) else None


def _offered(situation: Situation, _: str) -> Finding | None:
    """Require that the actor has offered to serve in the scope."""
    mine = (situation.act.party, situation.scope)
    if any((offer["party"], offer["scope"]) == mine for offer in offers(situation)):
        return None
    return finding(situation, "offered", actor=situation.rulebook.name_of(situation.act.actor, situation.act.at))


def _renewal(situation: Situation, _: str) -> Finding | None:
    """Require that a party that serves has asked for a new term."""
    sought = situation.case.facts.get("renewal")
    return None if sought else finding(situation, "renewal", *with_effect(situation, "seek-renewal"))


def _term(situation: Situation, _: str) -> Finding | None:
    """Require that no term ends before it begins."""
    given = situation.known("until")
    terms = [given] if given else [offer["until"] for offer in offers(situation) if "until" in offer]
    over = [term for term in terms if situation.rulebook.begin(date.fromisoformat(term)) <= situation.act.at]
    return finding(situation, "term", same_act(situation), until=over[0], at=situation.act.at) if over else None


def _unfilled(situation: Situation, _: str) -> Finding | None:
    """Require that no other decision has meanwhile given a sole role on the list to another party."""
    taken = []
    for offer in offers(situation):
        role, scope = situation.rulebook.roles[offer["role"]], offer["scope"]
        others = situation.register.takers(role.id, situation.act.at, scope) if role.sole else ()
        about = _scope_name(situation, scope)
        taken += [(situation.party(other), role.name, about) for other in others if other != offer["party"]]
    return finding(situation, "unfilled", taken=tuple(taken)) if taken else None


def _serving(situation: Situation, _: str) -> Finding | None:
    """Require that the named party, the one the case is about, or else the actor, holds the role in the scope."""
    role, scope = situation.rulebook.roles.get(situation.of_type("role")), situation.scope
    party = str(situation.act.details.get("party", "")) or situation.subject
    if role is None or not scope or not party:
        return None
    if situation.register.holds(role.id, party, situation.act.at, scope):
        return None
    names = {"party": situation.party(party), "scope": _scope_name(situation, scope), "role": role.name}
    return finding(situation, "serving", **names)


def offers(situation: Situation) -> list[Mapping[str, str]]:
    """Return the offers on a list; each has a ``party``, a ``role``, a ``scope`` and, if a term is set, ``until``."""
    known = situation.case.facts.get("offers")
    items = known if isinstance(known, list) else []
    return [{key: str(value) for key, value in item.items()} for item in items if isinstance(item, dict)]


def _volunteer(situation: Situation, _: str) -> Consequence:
    """Add the actor's offer to the list; this is a new revision, since the text of the list changes."""
    offer = _offer(situation)
    mine = (offer["party"], offer["scope"])
    others: list[Value] = [dict(o) for o in offers(situation) if (o["party"], o["scope"]) != mine]
    return Consequence(details={"offers": [*others, offer]}, new_revision=True, consumed=_given(situation))


def _retract(situation: Situation, _: str) -> Consequence:
    """Remove the actor's offer for a scope from the list; this is also a new revision."""
    mine = (situation.act.party, situation.scope)
    kept: list[Value] = [dict(o) for o in offers(situation) if (o["party"], o["scope"]) != mine]
    return Consequence(details={"offers": kept}, new_revision=True, consumed=_given(situation))


def _offer(situation: Situation) -> dict[str, Value]:
    """Return what the actor offers: to serve in a role, in a scope and, if the act says so, until a day."""
    offer: dict[str, Value] = {
        "party": situation.act.party,
        "role": situation.of_type("role"),
        "scope": situation.scope,
    }
    until = situation.act.details.get("until")
    return {**offer, "until": until} if until else offer


def _given(situation: Situation) -> tuple[str, ...]:
    """Return the names of the particulars that an offer is made of."""
    return (*situation.names_of("role"), *situation.names_of(*situation.rulebook.scopes), "until", "party")


def _scope_name(situation: Situation, scope: str) -> str:
    return situation.rulebook.name_of_scope(scope)


def _appoint(situation: Situation, _: str) -> Consequence:
    """Enter every offer on the list in the register."""
    return Consequence(
        changes=tuple(
            Change(offer["role"], offer["party"], offer["scope"], until=_day(situation, offer.get("until")))
            for offer in offers(situation)
        ),
    )


def _dismiss(situation: Situation, _: str) -> Consequence:
    """End the tenure of every party on the list that still serves."""
    at, register = situation.act.at, situation.register
    return Consequence(
        changes=tuple(
            Change(offer["role"], offer["party"], offer["scope"], begins=False)
            for offer in offers(situation)
            if register.holds(offer["role"], offer["party"], at, offer["scope"])
        ),
    )


def _seek_renewal(situation: Situation, _: str) -> Consequence:
    """Propose a new term for the actor to the body; this is a new revision, since the text of the list changes."""
    return Consequence(details={"renewal": _offer(situation)}, new_revision=True, consumed=_given(situation))


def _renew(situation: Situation, _: str) -> Consequence:
    """Begin the new term that was asked for."""
    sought = cast("Mapping[str, str]", situation.case.facts["renewal"])
    change = Change(sought["role"], sought["party"], sought["scope"], until=_day(situation, sought["until"]))
    return Consequence(details={"renewal": None}, changes=(change,), new_revision=True)


def _step_down(situation: Situation, _: str) -> Consequence:
    """End the tenure of the named party, or else of the one the case is about, or else of the actor."""
    party = str(situation.act.details.get("party", situation.subject))
    ended = Change(situation.of_type("role"), party, situation.scope, begins=False)
    return Consequence(changes=(ended,), consumed=_given(situation))


def _day(situation: Situation, day: Value | None) -> datetime | None:
    return situation.rulebook.begin(date.fromisoformat(str(day))) if day else None


REQUIREMENTS: Mapping[str, Requirement] = {
    "new-offer": Requirement(_new_offer, takes=("role", "scope")),
    "offered": Requirement(_offered, takes=("scope",)),
    "offers": Requirement(_offers),
    "renewal": Requirement(_renewal),
    "serving": Requirement(_serving, takes=("role", "scope")),
    "term": Requirement(_term),
    "unfilled": Requirement(_unfilled),
    "vacancy": Requirement(_vacancy, takes=("role", "scope")),
}

EFFECTS: Mapping[str, Effect] = {
    "appoint": Effect(_appoint, decides=True, enrols=True),
    "dismiss": Effect(_dismiss, decides=True, enrols=True),
    "renew": Effect(_renew, decides=True, revises=True, enrols=True),
    "retract": Effect(_retract, takes=("scope",), revises=True),
    "seek-renewal": Effect(_seek_renewal, needs=("until",), takes=("role", "scope"), revises=True),
    "step-down": Effect(_step_down, takes=("role", "scope"), enrols=True),
    "volunteer": Effect(_volunteer, takes=("role", "scope"), revises=True),
}
