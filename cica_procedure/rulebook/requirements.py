"""
What a step may require: small named functions in one closed registry.

Each looks at a situation and returns a finding, or ``None`` when another requirement already says what is amiss.
None of them decides, writes or words anything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
    met: bool,
    **facts: Any,  # noqa: ANN401 - facts are of every type, read back by their names
) -> Finding:
    """Make a finding that rests on the organisation's rule for the requirement, or else on the step's own."""
    rule = situation.rulebook.rules.get(name)
    return Finding(name, met, rule.cites if rule else situation.step.cites, facts, cures)


def _meeting(situation: Situation, _: str) -> Finding:
    """The body that acts is in session at the instant."""
    sitting = situation.sitting
    if situation.rivals:
        rivals = tuple(rival.id for rival in situation.rivals)
        return _finding(situation, "meeting", Cure(situation.act.name, ("chair",)), met=False, rivals=rivals)
    return _finding(
        situation,
        "meeting",
        Cure("convene", ("chair",)),
        met=sitting is not None and sitting.in_session and sitting.body == situation.body,
        body=situation.body,
        at=situation.act.at,
        meeting=sitting.id if sitting else situation.act.meeting,
        meets=sitting.body if sitting else "",
        in_session=sitting is not None and sitting.in_session,
    )


def _quorum(situation: Situation, _: str) -> Finding | None:
    """Enough members are present."""
    if situation.procedure.id != MEETING and situation.sitting is None:
        return None
    members, quorum = situation.members, situation.rulebook.quorum
    present = tuple(member for member in members if member in situation.present)
    return _finding(
        situation,
        "quorum",
        Cure("arrive", ("member",)),
        met=quorum.reached(members, present),
        present=len(present),
        members=len(members),
        needed=quorum.needed(len(members)),
        body=situation.body,
    )


def _consensus(situation: Situation, _: str) -> Finding:
    """No member stands against the revision on the table, and every word the rule waits for has been given."""
    standing = assess(situation.rulebook.consensus, situation.members, situation.positions)
    amenders = next((step.by for step in situation.procedure.steps_at(situation.case.stage) if step.act == "amend"), ())
    return _finding(
        situation,
        "consensus",
        *(Cure("position", (position.member,)) for position in standing.objecting),
        *(Cure("position", (member,)) for member in standing.awaited),
        *((Cure("amend", amenders),) if amenders and standing.objecting else ()),
        met=standing.consensus,
        objections=tuple((situation.party(p.member), p.reason) for p in standing.objecting),
        awaited=tuple(situation.party(member) for member in standing.awaited),
        revision=situation.case.revision,
        body=situation.body,
        amendable=bool(amenders),
    )


def _decided_by(situation: Situation, body: str) -> Finding:
    """The body is the one that finally decides this kind of document."""
    kind = situation.rulebook.kinds[situation.known("kind")]
    finding = _finding(
        situation,
        "decided-by",
        Cure("adopt", (kind.decided_by,)),
        met=kind.decided_by == body,
        kind=kind.name,
        decider=kind.decided_by,
        act=situation.act.name,
    )
    return Finding(finding.requirement, finding.met, kind.cites, finding.facts, finding.cures)


def _holds(situation: Situation, role: str) -> Finding | None:
    """The party the case is about holds a role."""
    return _standing(situation, "holds", role, wanted=True)


def _lacks(situation: Situation, role: str) -> Finding | None:
    """The party the case is about does not hold a role."""
    return _standing(situation, "lacks", role, wanted=False)


def _standing(situation: Situation, name: str, role: str, *, wanted: bool) -> Finding | None:
    party = situation.subject
    if not party:
        return None
    held = situation.register.holds(role, party, situation.act.at)
    return _finding(
        situation,
        name,
        met=held is wanted,
        party=situation.party(party),
        role=situation.rulebook.roles[role].name,
        at=situation.act.at,
    )


def _reason(situation: Situation, _: str) -> Finding:
    """The actor says why."""
    return _finding(
        situation,
        "reason",
        Cure(situation.act.name, (situation.act.actor,)),
        met=bool(situation.act.reason.strip()),
        act=situation.act.name,
    )


def _reasoned_objection(situation: Situation, _: str) -> Finding:
    """An objection says why; other positions need not."""
    objects = situation.act.details.get("position") == Stance.OBJECTION
    return _finding(
        situation,
        "reasoned-objection",
        Cure(situation.act.name, (situation.act.actor,)),
        met=not objects or bool(situation.act.reason.strip()),
        member=situation.rulebook.name_of(situation.act.actor),
    )


def _current_revision(situation: Situation, _: str) -> Finding:
    """The actor speaks of the revision that is on the table."""
    given = situation.act.revision
    return _finding(
        situation,
        "current-revision",
        Cure(situation.act.name, (situation.act.actor,)),
        met=given is None or given == situation.case.revision,
        given=given,
        current=situation.case.revision,
    )


def _presence(situation: Situation, _: str) -> Finding | None:
    """Those said to be present are members; guests and observers have no part in a meeting's decisions."""
    strangers = [party for party in situation.present if party not in situation.members]
    return _finding(
        situation,
        "presence",
        met=not strangers,
        strangers=tuple(situation.party(party) for party in strangers),
        at=situation.act.at,
    )


def _vacancy(situation: Situation, _: str) -> Finding | None:
    """No other party holds, or is already put forward for, a role that only one can hold in the area."""
    role = situation.rulebook.roles.get(situation.known("role"))
    area = situation.rulebook.areas.get(situation.known("area"))
    if role is None or area is None:
        return None
    holders = situation.register.holders(role.id, situation.act.at, area.id) if role.sole else ()
    offered = [o["party"] for o in offers(situation) if role.sole and (o["area"], o["role"]) == (area.id, role.id)]
    others = [party for party in (*holders, *offered) if party != situation.act.party]
    return _finding(
        situation,
        "vacancy",
        Cure("step-down", tuple(others)),
        met=not others,
        area=area.name,
        role=role.name,
        holder=situation.party(others[0]) if others else None,
    )


def _offers(situation: Situation, _: str) -> Finding:
    """The list proposes somebody for something."""
    return _finding(situation, "offers", Cure("volunteer", ("member",)), met=bool(offers(situation)))


def _unfilled(situation: Situation, _: str) -> Finding:
    """No area on the list has meanwhile been given a sole holder by another decision."""
    taken = []
    for offer in offers(situation):
        role, area = situation.rulebook.roles[offer["role"]], situation.rulebook.areas[offer["area"]]
        holders = situation.register.holders(role.id, situation.act.at, area.id) if role.sole else ()
        taken += [(area.name, situation.party(holder)) for holder in holders if holder != offer["party"]]
    return _finding(situation, "unfilled", met=not taken, taken=tuple(taken))


def _serving(situation: Situation, _: str) -> Finding | None:
    """The party named (or else the actor) holds the role in the area."""
    role = situation.rulebook.roles.get(situation.known("role"))
    area = situation.rulebook.areas.get(situation.known("area"))
    party = str(situation.act.details.get("party", "")) or situation.act.party
    if role is None or area is None or not party:
        return None
    return _finding(
        situation,
        "serving",
        met=situation.register.holds(role.id, party, situation.act.at, area.id),
        party=situation.party(party),
        area=area.name,
        role=role.name,
    )


def offers(situation: Situation) -> list[Mapping[str, str]]:
    """Give what members have offered on a list: party, role, area and, when a term is set, until."""
    known = situation.case.facts.get("offers")
    items = known if isinstance(known, list) else []
    return [{key: str(value) for key, value in item.items()} for item in items if isinstance(item, dict)]


REQUIREMENTS: Mapping[str, Requirement] = {
    "consensus": Requirement(_consensus),
    "current-revision": Requirement(_current_revision),
    "decided-by": Requirement(_decided_by, parameter="body", needs=("kind",), selects=True),
    "holds": Requirement(_holds, parameter="role"),
    "lacks": Requirement(_lacks, parameter="role"),
    "meeting": Requirement(_meeting, selects=True),
    "offers": Requirement(_offers),
    "presence": Requirement(_presence),
    "quorum": Requirement(_quorum),
    "reason": Requirement(_reason),
    "reasoned-objection": Requirement(_reasoned_objection, needs=("position",)),
    "serving": Requirement(_serving, needs=("role", "area")),
    "unfilled": Requirement(_unfilled),
    "vacancy": Requirement(_vacancy, needs=("role", "area")),
}
"""The closed registry of requirements; every step of every rulebook chooses from it."""

IMPLICIT = ("stage", "actor", "time")
"""What every act requires without a step having to say so."""
