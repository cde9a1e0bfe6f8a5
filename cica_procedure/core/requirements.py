"""
The requirements that a step may have: small named functions in one closed registry.

Each function reads a situation and returns a finding, or ``None`` when the requirement is met.
The functions take no decisions, write nothing and word nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from cica_procedure.core import clocks, hands, meetings, silence, volunteers
from cica_procedure.core.clause_types import Requirement, finding
from cica_procedure.core.cures import actors, by_steps, in_meetings, same_act, who
from cica_procedure.core.situation import Situation
from cica_procedure.rulebook.model import on_record
from cica_procedure.terms import EDITION, INTRODUCES, REMARKS, TAKEN, Cure, Finding


def _meeting(situation: Situation, _: str) -> Finding | None:
    """Require that the body that acts is in session at the instant."""
    meeting, body = situation.meeting, situation.body
    if situation.by_silence or (meeting is not None and meeting.in_session and meeting.body == body):
        return None
    if situation.rivals:
        rivals = tuple(rival.id for rival in situation.rivals)
        return finding(situation, "meeting", same_act(situation), rivals=rivals)
    convening = in_meetings(situation)
    return finding(
        situation,
        "meeting",
        *convening,
        who=who(situation, convening),
        body=body,
        at=situation.act.at,
        meeting=meeting.id if meeting else situation.act.meeting,
        meets=meeting.body if meeting else "",
    )


def _quorum(situation: Situation, _: str) -> Finding | None:
    """Require that enough members are present; without a meeting, only the requirement ``meeting`` reports."""
    if situation.by_silence or (not situation.is_meeting and situation.meeting is None):
        return None
    members = situation.members
    quorum = (situation.rule.quorum if situation.step.decision else None) or situation.rulebook.quorum
    present, needed = len(set(members) & set(situation.present)), quorum.needed(len(members))
    if present >= needed:
        return None
    arriving = in_meetings(situation, "arrive")
    return finding(situation, "quorum", *arriving, present=present, members=len(members), needed=needed)


def _consensus(situation: Situation, _: str) -> Finding | None:
    """Require what the rule of decision asks for: by default, that no member objects to the current revision."""
    if situation.rule.of.among == "present" and situation.in_no_meeting:
        return None  # Nobody is present yet, and only the requirement ``meeting`` reports.
    standing = situation.standing(situation.rule)
    if standing.met:
        return None
    words, positions = situation.rulebook.positions, situation.positions
    amending = next((step for step in situation.procedure.steps_at(situation.case.stage) if step.revises), None)
    speaking = situation.procedure.doing("position")
    act = speaking.act if speaking is not None else ""
    over = standing.against if len(standing.against) > standing.allowed else ()
    blocking = [p for p in positions.values() if p.member in over and words[p.word].does == "blocks"]
    objections = [(p.member, p.word, p.reason) for p in blocking]
    objections += [
        (str(c["by"]), f"the concern {c['name']}", str(c["reason"])) for c in situation.open_concerns if c["by"] in over
    ]
    amending = amending if any(not words[p.word].keeps for p in blocking) else None
    wanted = {"affirms"} if standing.affirmations else {"affirms", "accepts"}
    return finding(
        situation,
        "consensus",
        *(Cure(act, (member,)) for member in (*over, *standing.awaited)),
        *((Cure(amending.act, actors(situation, amending.by)),) if amending is not None and over else ()),
        objections=tuple((situation.party(member), word, reason) for member, word, reason in sorted(objections)),
        allowed=standing.allowed,
        awaited=tuple(situation.party(member) for member in standing.awaited),
        more=max(standing.affirmations, standing.acceptances),
        words=tuple(w.id for w in words.values() if w.does in wanted),
        members=standing.members,
        revision=situation.case.revision,
        amendable=amending is not None and bool(over),
    )


def _decided_by(situation: Situation, body: str) -> Finding | None:
    """Require that the body is the one that takes the final decision on this kind of document."""
    kind = on_record("kind of document", situation.of_type("kind"), situation.rulebook.kinds)
    if kind.decided_by == body:
        return None
    procedure = situation.procedure
    there = (s for s in procedure.steps_of(situation.act.name) if procedure.body_of(s, "") == kind.decided_by)
    facts = {"kind": kind.name, "decider": kind.decided_by}
    return Finding("decided-by", kind.cites, facts, by_steps(situation, there))


def _holds(situation: Situation, role: str) -> Finding | None:
    """Require that the party the case is about holds a role."""
    return _standing(situation, "holds", role, wanted=True)


def _lacks(situation: Situation, role: str) -> Finding | None:
    """Require that the party the case is about does not hold a role."""
    return _standing(situation, "lacks", role, wanted=False)


def _standing(situation: Situation, name: str, role: str, *, wanted: bool) -> Finding | None:
    party = situation.subject
    if not party or situation.register.holds(role, party, situation.act.at) is wanted:
        return None
    known = {"party": situation.party(party), "role": situation.rulebook.roles[role].name}
    return finding(situation, name, at=situation.act.at, **known)


def _reason(situation: Situation, _: str) -> Finding | None:
    """Require that the actor gives a reason."""
    if situation.act.reason:
        return None
    return finding(situation, "reason", same_act(situation), act=situation.act.name)


def _reasoned_objection(situation: Situation, _: str) -> Finding | None:
    """Require a reason for each position whose word needs one, such as an objection."""
    word = situation.rulebook.positions.get(str(situation.act.details.get("position", "")))
    if word is None or not word.reason or situation.act.reason:
        return None
    member = situation.rulebook.name_of(situation.act.actor, situation.act.at)
    return finding(situation, "reasoned-objection", same_act(situation), member=member)


def _objecting(situation: Situation, _: str) -> Finding | None:
    """Require that the member whose objection is spoken of has one: a position that blocks, or a concern."""
    party = str(situation.act.details.get("objector", ""))
    stated = situation.on_the_text.get(party)
    blocks = stated is not None and situation.blocks(stated.word)
    if not party or blocks or any((each["by"], each["body"]) == (party, situation.body) for each in situation.concerns):
        return None
    return finding(situation, "objecting", same_act(situation), party=situation.party(party))


def _corrigible(situation: Situation, _: str) -> Finding | None:
    """
    Require that the particular is a wording that no body decides on, and that the entry stated it last.

    Remarks may be made on any entry of the case: on who was present, or whose word it was, which nobody can restate.
    """
    entry, detail = situation.act.details.get("entry"), situation.act.details.get("detail")
    steps = situation.procedure.steps
    wordings = {name for step in steps for name, kind in step.fields.items() if kind.removesuffix("?") == "text"}
    decided = {name for step in steps if step.revises or step.decision for name in step.fields}
    known = sorted((wordings - decided) & situation.case.facts.keys())
    remark = detail == REMARKS and isinstance(entry, int) and 0 < entry <= situation.case.n
    if entry is None or remark or (detail in known and situation.case.stated.get(str(detail)) == entry):
        return None
    here = situation.procedure.steps_at(situation.case.stage)
    changing = tuple(dict.fromkeys(step.act for step in here if step.revises and detail in step.fields))
    facts = {"entry": entry, "entries": situation.case.n, "known": tuple(known), "changing": changing}
    return finding(situation, "corrigible", same_act(situation), **facts)


def _new_text(situation: Situation, _: str) -> Finding | None:
    """Require that a new revision differs from the current one."""
    facts = situation.case.facts
    if any(facts.get(name) != value for name, value in situation.act.details.items()) or not situation.act.details:
        return None
    return finding(situation, "new-text", same_act(situation))


def _stated(situation: Situation, name: str) -> Finding | None:
    """Require that the case knows a fact, or that the act states it."""
    if situation.case.facts.get(name) or situation.act.details.get(name):
        return None
    stating = by_steps(situation, (step for step in situation.procedure.steps if name in step.fields))
    return finding(situation, "stated", *stating, detail=name, acts=tuple(cure.act for cure in stating))


def reached(situation: Situation, name: str, requirement: str = "reached") -> Finding | None:
    """Require that the case that a particular names is far enough: where the link says, or where it is decided."""
    link, linked = situation.procedure.links.get(name), situation.find(situation.known(name))
    if linked is not None:
        procedure = situation.rulebook.procedure_of(linked)
        decided = tuple(stage.id for stage in procedure.stages.values() if stage.decided)
        stages = link.at if link is not None else decided
        if linked.stage in stages:
            return None
        return finding(situation, requirement, case=linked.id, stage=linked.stage, stages=stages)
    return finding(situation, requirement, case=situation.known(name), stage="", stages=(), detail=name)


def _unstated(situation: Situation, name: str) -> Finding | None:
    """Require that the case does not know a fact yet."""
    return finding(situation, "unstated", detail=name) if situation.case.facts.get(name) else None


def _unlisted(situation: Situation, name: str) -> Finding | None:
    """Require that the actor is not on a list of the case yet."""
    if situation.act.party not in situation.case.texts(name):
        return None
    return finding(situation, "unlisted", party=situation.party(situation.act.party), list=name)


def _new_party(situation: Situation, _: str) -> Finding | None:
    """Require that nobody is known by the id or the name of a party that is introduced."""
    given = situation.act.details
    word = str(given.get(INTRODUCES, "x"))
    if not re.fullmatch(r"[A-Za-z0-9-]{1,40}", word):
        return finding(situation, "new-party", same_act(situation), wrong="no-id", who=word)
    for name in (given.get(INTRODUCES), given.get("name")):
        if isinstance(name, str) and situation.rulebook.knows(name):
            party = situation.rulebook.name_of(situation.rulebook.id_of(name), situation.act.at)
            return finding(situation, "new-party", same_act(situation), wrong="known", who=name, party=party)
    return None


def _complete(situation: Situation, name: str) -> Finding | None:
    """
    Require that every member is on a list of the case.

    A rule of decision with the name of the list says otherwise: who has to be on it, and how many are enough.
    """
    rule, listed = situation.rulebook.decisions.get(name), situation.case.texts(name)
    asked = situation.members if rule is None else situation.say_of(rule.of)
    missing = tuple(member for member in asked if member not in listed)
    enough = len(asked) if rule is None else max((each.needed(len(asked)) for each in rule.affirm), default=0)
    more = enough - (len(asked) - len(missing))
    if more <= 0:
        return None
    return finding(situation, "complete", missing=situation.parties(missing), more=more, list=name)


def _untaken(situation: Situation, name: str) -> Finding | None:
    """Require that no other case of the procedure has been decided on the same thing, such as a term."""
    by = situation.register.holders(TAKEN, situation.act.at, situation.taken(name))
    others = tuple(case for case in by if case != situation.case.id)
    if not others:
        return None
    return finding(situation, "untaken", fact=name, value=situation.known(name), cases=others)


def _trait(situation: Situation, trait: str) -> Finding | None:
    """Require that the party the case is about has a trait."""
    party = situation.rulebook.parties.get(situation.subject)
    if party is None or trait in party.traits:
        return None
    return finding(situation, "trait", party=party, trait=trait)


def _not_in_force(situation: Situation, _: str) -> Finding | None:
    """Require that the edition a draft brings into force is not in force yet, and that its day is not in the past."""
    edition, day = situation.known("edition"), situation.act.details.get("in-force")
    if edition in situation.register.takers(EDITION, situation.act.at):
        return finding(situation, "not-in-force", same_act(situation), edition=edition, day="")
    if day and situation.rulebook.begin(date.fromisoformat(str(day))) < situation.act.at:
        return finding(situation, "not-in-force", same_act(situation), edition=edition, day=str(day))
    return None


def _later_edition(situation: Situation, _: str) -> Finding | None:
    """Require that a later edition is in force, and that it has the same procedure and stage of the case."""
    rulebook, case = situation.rulebook, situation.case
    order = [edition.id for edition in rulebook.editions]
    current = rulebook.edition_at(situation.act.at, situation.register)
    if order.index(current) <= order.index(case.edition):
        return finding(situation, "later-edition", edition=current, stage="")
    stage = on_record("stage", case.stage, situation.procedure.stages)
    if rulebook.procedure(case.procedure, current).stages.get(case.stage) != stage:
        return finding(situation, "later-edition", edition=current, stage=case.stage)
    return None


REQUIREMENTS: Mapping[str, Requirement] = {
    "complete": Requirement(_complete, parameter="list"),
    "consensus": Requirement(_consensus, parameter="rule?"),
    "corrigible": Requirement(_corrigible, needs=("entry", "detail")),
    "decided-by": Requirement(_decided_by, parameter="body", takes=("kind",), selects=True),
    "holds": Requirement(_holds, parameter="role", needs=("subject",)),
    "lacks": Requirement(_lacks, parameter="role", needs=("subject",)),
    "later-edition": Requirement(_later_edition),
    "meeting": Requirement(_meeting, selects=True),
    "new-party": Requirement(_new_party, needs=(INTRODUCES, "name")),
    "new-text": Requirement(_new_text),
    "not-in-force": Requirement(_not_in_force, needs=("edition",)),
    "objecting": Requirement(_objecting, needs=("objector",)),
    "quorum": Requirement(_quorum),
    "reached": Requirement(reached, parameter="link"),
    "reason": Requirement(_reason),
    "reasoned-objection": Requirement(_reasoned_objection, needs=("position",)),
    "stated": Requirement(_stated, parameter="fact", selects=True),
    "trait": Requirement(_trait, parameter="trait", needs=("subject",)),
    "untaken": Requirement(_untaken, parameter="fact"),
    "unlisted": Requirement(_unlisted, parameter="list"),
    "unstated": Requirement(_unstated, parameter="fact", selects=True),
    **volunteers.REQUIREMENTS,
    **clocks.REQUIREMENTS,
    **hands.REQUIREMENTS,
    **meetings.REQUIREMENTS,
    **silence.REQUIREMENTS,
}
"""The closed registry of requirements; every step of every rulebook chooses from it."""
