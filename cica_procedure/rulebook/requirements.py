"""
What a step may require: small named functions in one closed registry.

Each looks at a situation and returns a finding, or ``None`` when it is met.
None of them decides, writes or words anything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from attrs import frozen

from cica_procedure.consensus import assess
from cica_procedure.rulebook.situation import Situation
from cica_procedure.terms import MEETING, Cure, Finding, Stance

Check = Callable[[Situation, str], Finding | None]


@frozen
class Requirement:
    """
    One entry of the registry.

    Attributes:
        check: the function.

        parameter: what its parameter names (``body``, ``role``); empty when it takes none.

        needs: the particulars it reads, of the act or of the case.

        selects: whether it tells apart steps that share an act and a stage.
    """

    check: Check
    parameter: str = ""
    needs: tuple[str, ...] = ()
    selects: bool = False


def _finding(
    situation: Situation,
    name: str,
    *cures: Cure,
    **facts: Any,  # noqa: ANN401 - facts are of every type, read back by their names
) -> Finding:
    """Make a finding that rests on the organisation's rule for the requirement, or else on the step's own."""
    rule = situation.rulebook.rules.get(name)
    return Finding(name, rule.cites if rule else situation.step.cites, facts, cures)


def _again(situation: Situation) -> Cure:
    """The same act by the same actor, done better."""
    return Cure(situation.act.name, (situation.act.actor,))


def _meeting(situation: Situation, _: str) -> Finding | None:
    """The body that acts is in session at the instant."""
    sitting, body = situation.sitting, situation.body
    if sitting is not None and sitting.in_session and sitting.body == body:
        return None
    if situation.rivals:
        rivals = tuple(rival.id for rival in situation.rivals)
        return _finding(situation, "meeting", _again(situation), rivals=rivals)
    return _finding(
        situation,
        "meeting",
        Cure("convene", ("chair",)),
        body=body,
        at=situation.act.at,
        meeting=sitting.id if sitting else situation.act.meeting,
        meets=sitting.body if sitting else "",
    )


def _quorum(situation: Situation, _: str) -> Finding | None:
    """Enough members are present; without a meeting, it is the meeting that is missing."""
    if situation.procedure.id != MEETING and situation.sitting is None:
        return None
    members, present, quorum = situation.members, situation.present, situation.rulebook.quorum
    if quorum.reached(members, present):
        return None
    return _finding(
        situation,
        "quorum",
        Cure("arrive", ("member",)),
        present=len(set(members) & set(present)),
        members=len(members),
        needed=quorum.needed(len(members)),
    )


def _consensus(situation: Situation, _: str) -> Finding | None:
    """No member stands against the revision on the table, and every word the rule waits for has been given."""
    standing = assess(situation.rulebook.consensus, situation.members, situation.positions)
    if standing.consensus:
        return None
    amending = next((step for step in situation.procedure.steps_at(situation.case.stage) if step.revises), None)
    return _finding(
        situation,
        "consensus",
        *(Cure("position", (position.member,)) for position in standing.objecting),
        *(Cure("position", (member,)) for member in standing.awaited),
        *((Cure(amending.act, amending.by),) if amending is not None and standing.objecting else ()),
        objections=tuple((situation.party(p.member), p.reason) for p in standing.objecting),
        awaited=tuple(situation.party(member) for member in standing.awaited),
        revision=situation.case.revision,
        amendable=amending is not None,
    )


def _decided_by(situation: Situation, body: str) -> Finding | None:
    """The body is the one that finally decides this kind of document."""
    kind = situation.rulebook.kinds[situation.known("kind")]
    if kind.decided_by == body:
        return None
    facts = {"kind": kind.name, "decider": kind.decided_by}
    return Finding("decided-by", kind.cites, facts, (Cure("adopt", (kind.decided_by,)),))


def _holds(situation: Situation, role: str) -> Finding | None:
    """The party the case is about holds a role."""
    return _standing(situation, "holds", role, wanted=True)


def _lacks(situation: Situation, role: str) -> Finding | None:
    """The party the case is about does not hold a role."""
    return _standing(situation, "lacks", role, wanted=False)


def _standing(situation: Situation, name: str, role: str, *, wanted: bool) -> Finding | None:
    party = situation.subject
    if not party or situation.register.holds(role, party, situation.act.at) is wanted:
        return None
    known = {"party": situation.party(party), "role": situation.rulebook.roles[role].name}
    return _finding(situation, name, at=situation.act.at, **known)


def _reason(situation: Situation, _: str) -> Finding | None:
    """The actor says why."""
    if situation.act.reason.strip():
        return None
    return _finding(situation, "reason", _again(situation), act=situation.act.name)


def _reasoned_objection(situation: Situation, _: str) -> Finding | None:
    """An objection says why; other positions need not."""
    if situation.act.details.get("position") != Stance.OBJECTION or situation.act.reason.strip():
        return None
    member = situation.rulebook.name_of(situation.act.actor)
    return _finding(situation, "reasoned-objection", _again(situation), member=member)


def current_revision(situation: Situation) -> Finding | None:
    """The actor, when it says which revision it has before it, has the one on the table."""
    given, current = situation.act.revision, situation.case.revision
    if given is None or given == current:
        return None
    return _finding(situation, "current-revision", _again(situation), given=given, current=current)


def _presence(situation: Situation, _: str) -> Finding | None:
    """Those said to be present or absent are members; guests and observers have no part in a meeting's decisions."""
    away = situation.act.details.get("absent")
    named = (*situation.present, *(map(str, away) if isinstance(away, list) else ()))
    strangers = tuple(situation.party(party) for party in named if party not in situation.members)
    if not strangers:
        return None
    return _finding(situation, "presence", _again(situation), strangers=strangers, at=situation.act.at)


def _vacancy(situation: Situation, _: str) -> Finding | None:
    """No other party holds, or is already put forward for, a role that only one can hold in the area."""
    role = situation.rulebook.roles.get(situation.known("role"))
    area = situation.rulebook.areas.get(situation.known("area"))
    if role is None or area is None or not role.sole:
        return None
    offered = [offer["party"] for offer in offers(situation) if (offer["area"], offer["role"]) == (area.id, role.id)]
    held = situation.register.takers(role.id, situation.act.at, area.id)
    others = tuple(party for party in (*held, *offered) if party != situation.act.party)
    if not others:
        return None
    names = {"area": area.name, "role": role.name, "holder": situation.party(others[0])}
    return _finding(situation, "vacancy", Cure("step-down", others), **names)


def _offers(situation: Situation, _: str) -> Finding | None:
    """The list proposes somebody for something."""
    return None if offers(situation) else _finding(situation, "offers", Cure("volunteer", ("member",)))


def _corrigible(situation: Situation, _: str) -> Finding | None:
    """The particular is a wording that no body decides on, and the entry is the one it stands in."""
    entry, detail = situation.act.details.get("entry"), situation.act.details.get("detail")
    steps = situation.procedure.steps
    wordings = {name for step in steps for name, kind in step.fields.items() if kind.removesuffix("?") == "text"}
    decided = {name for step in steps if step.revises or step.decision for name in step.fields}
    known = sorted((wordings - decided) & situation.case.facts.keys())
    if entry is None or (detail in known and situation.case.stated.get(str(detail)) == entry):
        return None
    return _finding(
        situation, "corrigible", _again(situation), entry=entry, entries=situation.case.n, known=tuple(known)
    )


def _new_text(situation: Situation, _: str) -> Finding | None:
    """A new revision differs from what is on the table."""
    facts = situation.case.facts
    if any(facts.get(name) != value for name, value in situation.act.details.items()) or not situation.act.details:
        return None
    return _finding(situation, "new-text", _again(situation))


def _new_offer(situation: Situation, _: str) -> Finding | None:
    """The same offer is not made twice."""
    offer = {"party": situation.act.party, **situation.act.details}
    return _finding(situation, "new-offer", _again(situation)) if offer in offers(situation) else None


def _offered(situation: Situation, _: str) -> Finding | None:
    """The actor has offered to serve in the area."""
    mine = (situation.act.party, situation.known("area"))
    if any((offer["party"], offer["area"]) == mine for offer in offers(situation)):
        return None
    return _finding(situation, "offered", actor=situation.rulebook.name_of(situation.act.actor))


def _renewal(situation: Situation, _: str) -> Finding | None:
    """Somebody who serves has asked for a new term."""
    sought = situation.case.facts.get("renewal")
    return None if sought else _finding(situation, "renewal", Cure("seek-renewal", ("member",)))


def _term(situation: Situation, _: str) -> Finding | None:
    """A term that is set is not over before it begins."""
    given = situation.act.details.get("until")
    terms = [str(given)] if given else [offer["until"] for offer in offers(situation) if "until" in offer]
    over = [term for term in terms if situation.rulebook.begin(date.fromisoformat(term)) <= situation.act.at]
    return _finding(situation, "term", _again(situation), until=over[0], at=situation.act.at) if over else None


def _unfilled(situation: Situation, _: str) -> Finding | None:
    """No area on the list has meanwhile been given a sole holder by another decision."""
    taken = []
    for offer in offers(situation):
        role, area = situation.rulebook.roles[offer["role"]], situation.rulebook.areas[offer["area"]]
        holders = situation.register.takers(role.id, situation.act.at, area.id) if role.sole else ()
        taken += [(situation.party(holder), role.name, area.name) for holder in holders if holder != offer["party"]]
    return _finding(situation, "unfilled", taken=tuple(taken)) if taken else None


def _serving(situation: Situation, _: str) -> Finding | None:
    """The party named (or else the actor) holds the role in the area."""
    role = situation.rulebook.roles.get(situation.known("role"))
    area = situation.rulebook.areas.get(situation.known("area"))
    party = str(situation.act.details.get("party", "")) or situation.act.party
    if role is None or area is None or not party:
        return None
    if situation.register.holds(role.id, party, situation.act.at, area.id):
        return None
    names = {"party": situation.party(party), "area": area.name, "role": role.name}
    return _finding(situation, "serving", **names)


def offers(situation: Situation) -> list[Mapping[str, str]]:
    """Give what members have offered on a list: party, role, area and, when a term is set, until."""
    known = situation.case.facts.get("offers")
    items = known if isinstance(known, list) else []
    return [{key: str(value) for key, value in item.items()} for item in items if isinstance(item, dict)]


REQUIREMENTS: Mapping[str, Requirement] = {
    "consensus": Requirement(_consensus),
    "corrigible": Requirement(_corrigible, needs=("entry", "detail")),
    "decided-by": Requirement(_decided_by, parameter="body", needs=("kind",), selects=True),
    "holds": Requirement(_holds, parameter="role", needs=("subject",)),
    "lacks": Requirement(_lacks, parameter="role", needs=("subject",)),
    "meeting": Requirement(_meeting, selects=True),
    "new-offer": Requirement(_new_offer, needs=("role", "area")),
    "new-text": Requirement(_new_text),
    "offered": Requirement(_offered, needs=("area",)),
    "offers": Requirement(_offers),
    "presence": Requirement(_presence),
    "quorum": Requirement(_quorum),
    "reason": Requirement(_reason),
    "reasoned-objection": Requirement(_reasoned_objection, needs=("position",)),
    "renewal": Requirement(_renewal),
    "serving": Requirement(_serving, needs=("role", "area")),
    "term": Requirement(_term),
    "unfilled": Requirement(_unfilled),
    "vacancy": Requirement(_vacancy, needs=("role", "area")),
}
"""The closed registry of requirements; every step of every rulebook chooses from it."""

IMPLICIT = ("stage", "actor", "time", "current-revision")
"""What every act requires without a step having to say so."""
