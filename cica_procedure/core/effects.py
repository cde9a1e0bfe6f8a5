"""The effects that a step may have besides moving the case: small named functions in one closed registry."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from cica_procedure.core import hands, meetings, silence, volunteers
from cica_procedure.core.clause_types import Consequence, Effect
from cica_procedure.core.situation import Situation
from cica_procedure.rulebook.model import on_record
from cica_procedure.terms import (
    CONCERN,
    CONCERNS,
    EDITION,
    INTRODUCES,
    KEPT,
    ON,
    RULES,
    SET_ASIDE,
    SILENCE,
    TAKEN,
    Change,
    Value,
)


def _position(situation: Situation, _: str) -> Consequence:
    """
    State a position on the current revision, or a named concern beside it; a word that does not block takes it back.

    A position that blocks breaks a silence period in the same body, if the actor has a say there.
    """
    word, name = str(situation.act.details["position"]), situation.act.details.get(CONCERN)
    blocks = situation.blocks(word)
    if on := situation.step.on:
        return Consequence({ON: on}, position=word, consumed=("position",))
    details: dict[str, Value] = {}
    running = situation.case.silence
    if blocks and running is not None and running.body == situation.body and situation.act.party in situation.asked:
        details[SILENCE] = silence.over(situation, silence.BROKEN)
    if name is None:
        return Consequence(details, position=word, consumed=("position",))
    party, body = situation.act.party, situation.body
    others: list[Value] = [
        each for each in situation.concerns if (each["by"], each["body"], each["name"]) != (party, body, name)
    ]
    raised: list[Value] = [{"by": party, "body": body, "name": name, "reason": situation.act.reason}] if blocks else []
    return Consequence({**details, CONCERNS: [*others, *raised]}, position=word, consumed=("position",))


def _revise(situation: Situation, _: str) -> Consequence:
    """Table a new revision; the positions on the old one become void, except those whose words stand."""
    words, kept = situation.rulebook.positions, dict[str, Value]()
    for body, positions in situation.case.positions.items():
        stated = sorted(positions.values(), key=lambda each: each.member)
        if standing := [each.member for each in stated if on_record("position", each.word, words).keeps]:
            kept[body] = [*standing]
    return Consequence({KEPT: kept} if kept else {}, new_revision=True)


def _set_aside(situation: Situation, flag: str) -> Consequence:
    """
    Set aside what a member has stated so far in the body, by the entry; if the flag is true, it stands.

    The objection and the finding both stay on the record.
    """
    if situation.act.details.get(flag):
        return Consequence()
    party, body = str(situation.act.details["objector"]), situation.body
    others: list[Value] = [each for each in situation.concerns if (each["by"], each["body"]) != (party, body)]
    concerns: dict[str, Value] = {CONCERNS: others} if len(others) < len(situation.concerns) else {}
    return Consequence({SET_ASIDE: party, **concerns})


def _correct(situation: Situation, _: str) -> Consequence:
    """Correct a wording, citing the entry that stated it; both wordings stay on the record."""
    given = situation.act.details
    corrected = {str(given["detail"]): given["value"]}
    return Consequence(corrected, corrects=int(str(given["entry"])), consumed=("entry", "detail", "value"))


def _begin(situation: Situation, role: str) -> Consequence:
    """Enter the party that the case is about in the register."""
    return Consequence(changes=(Change(role, situation.subject, until=_until(situation)),))


def _until(situation: Situation) -> datetime | None:
    """Return the instant at which a tenure ends that begins now, by the particular ``until``; ``None`` for no end."""
    day = situation.known("until")
    return situation.rulebook.begin(date.fromisoformat(day)) if day else None


def _end(situation: Situation, role: str) -> Consequence:
    """End the tenure of the party that the case is about."""
    return Consequence(changes=(Change(role, situation.subject, begins=False),))


def _take(situation: Situation, name: str) -> Consequence:
    """Take what a particular names, such as a term, so that no other case of the procedure can be decided on it."""
    return Consequence(changes=(Change(TAKEN, situation.case.id, scope=situation.taken(name)),))


def _succeed(situation: Situation, role: str) -> Consequence:
    """End the tenure of every holder of a role, and give the role to the party that the case is about."""
    leaving = tuple(Change(role, p, begins=False) for p in situation.register.holders(role, situation.act.at))
    return Consequence(changes=(*leaving, Change(role, situation.subject, until=_until(situation))))


def _enlist(situation: Situation, name: str) -> Consequence:
    """Add the actor to a list of the case, such as the list of signatories."""
    return Consequence({name: [*situation.case.texts(name), situation.act.party]})


def _attach(situation: Situation, _: str) -> Consequence:
    """Attach a statement of the actor to a decision; the decision itself does not change."""
    known = situation.case.facts.get("statements")
    given = situation.act.details
    statement: dict[str, Value] = {"by": situation.act.actor, "form": given["form"], "text": given["statement"]}
    if group := given.get("on-behalf-of"):
        statement["for"] = group
    return Consequence(
        {"statements": [*(known if isinstance(known, list) else []), statement]},
        consumed=("form", "statement", "on-behalf-of"),
    )


def _discharge(situation: Situation, _: str) -> Consequence:
    """Mark a due item of the case as delivered, if there is one; an item that is requested again is due again."""
    stated, known = situation.case.stated, situation.case.stated.get("discharged", 0)
    if max(stated.get("due", 0), stated.get("due-at", 0)) <= known:
        return Consequence()
    return Consequence({"discharged": situation.act.at.isoformat()})


def _enter_rules(_: Situation, __: str) -> Consequence:
    """Let the record go on under the rules that the act names; the particular itself says so."""
    return Consequence()


def _introduce(_: Situation, __: str) -> Consequence:
    """Let the record know a party that the rules do not name; the particulars themselves say which."""
    return Consequence()


def _set_clock(_situation: Situation, _: str) -> Consequence:
    """Continue with a clock that is behind the last entry; entries recorded by a clock that ran ahead do not change."""
    return Consequence()


def _enact(situation: Situation, _: str) -> Consequence:
    """Bring an edition of the rules into force: now, or on the given day."""
    day = situation.act.details.get("in-force")
    since = situation.rulebook.begin(date.fromisoformat(str(day))) if day else None
    edition = situation.known("edition")
    own = next((each.until for each in situation.rulebook.editions if each.id == edition), None)
    until = _until(situation) or own
    return Consequence(changes=(Change(EDITION, edition, since=since, until=until),))


def _transfer(situation: Situation, _: str) -> Consequence:
    """Move the case to the edition of the rules in force."""
    return Consequence(edition=situation.rulebook.edition_at(situation.act.at, situation.register))


EFFECTS: Mapping[str, Effect] = {
    "attach": Effect(_attach, needs=("form", "statement")),
    "begin": Effect(_begin, parameter="role", needs=("subject",), decides=True, enrols=True),
    "correct": Effect(_correct, needs=("entry", "detail", "value")),
    "enlist": Effect(_enlist, parameter="list"),
    "discharge": Effect(_discharge),
    "enter-rules": Effect(_enter_rules, needs=(RULES,)),
    "enact": Effect(_enact, needs=("edition",), decides=True, enrols=True),
    "end": Effect(_end, parameter="role", needs=("subject",), enrols=True),
    "introduce": Effect(_introduce, needs=(INTRODUCES, "name", "type"), requires=("new-party",)),
    "position": Effect(_position, needs=("position",)),
    "revise": Effect(_revise, revises=True),
    "set-aside": Effect(_set_aside, parameter="flag", needs=("objector",), requires=("reason", "objecting")),
    "set-clock": Effect(_set_clock, requires=("reason",)),
    "succeed": Effect(_succeed, parameter="role", needs=("subject",), decides=True, enrols=True),
    "take": Effect(_take, parameter="fact", decides=True, enrols=True, requires=("untaken",)),
    "transfer": Effect(_transfer, decides=True),
    **hands.EFFECTS,
    **volunteers.EFFECTS,
    **meetings.EFFECTS,
    **silence.EFFECTS,
}
"""The closed registry of effects; every step of every rulebook chooses from it."""
