"""What a step may do beside moving the case: small named functions in one closed registry."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from cica_procedure.core import meetings, offers, silence
from cica_procedure.core.clause_types import Consequence, Effect
from cica_procedure.core.situation import Situation
from cica_procedure.terms import EDITION, SILENCE, Change, Stance, Value


def _position(situation: Situation, _: str) -> Consequence:
    """State a position on the revision on the table; an objection breaks a silence period in the same body."""
    stance = Stance(str(situation.act.details["position"]))
    details: dict[str, Value] = {}
    if stance.blocks and (running := situation.case.silence) is not None and running.body == situation.body:
        details = {SILENCE: silence.over(situation, silence.BROKEN)}
    return Consequence(details, position=stance, consumed=("position",))


def _revise(_situation: Situation, _: str) -> Consequence:
    """Put a new revision on the table; the positions on the old one are void."""
    return Consequence(new_revision=True)


def _correct(situation: Situation, _: str) -> Consequence:
    """Put a wording right, citing the entry it stands in; both stay on the record."""
    given = situation.act.details
    corrected = {str(given["detail"]): given["value"]}
    return Consequence(corrected, corrects=int(str(given["entry"])), consumed=("entry", "detail", "value"))


def _begin(situation: Situation, role: str) -> Consequence:
    """Enter the party the case is about in the register."""
    return Consequence(changes=(Change(role, situation.subject),))


def _end(situation: Situation, role: str) -> Consequence:
    """Close the tenure of the party the case is about."""
    return Consequence(changes=(Change(role, situation.subject, begins=False),))


def _succeed(situation: Situation, role: str) -> Consequence:
    """Let the party the case is about take the place of whoever holds a role."""
    leaving = tuple(Change(role, p, begins=False) for p in situation.register.holders(role, situation.act.at))
    return Consequence(changes=(*leaving, Change(role, situation.subject)))


def _enlist(situation: Situation, name: str) -> Consequence:
    """Add the actor to a list of the case, such as those who have signed."""
    return Consequence({name: [*situation.case.texts(name), situation.act.party]})


def _attach(situation: Situation, _: str) -> Consequence:
    """Attach a statement of the actor to what was decided; it changes nothing in it."""
    known = situation.case.facts.get("statements")
    given = situation.act.details
    statement: dict[str, Value] = {"by": situation.act.actor, "form": given["form"], "text": given["statement"]}
    return Consequence(
        {"statements": [*(known if isinstance(known, list) else []), statement]}, consumed=("form", "statement")
    )


def _discharge(situation: Situation, _: str) -> Consequence:
    """Deliver what was due, if anything was; what is asked for again later is due again."""
    stated, known = situation.case.stated, situation.case.stated.get("discharged", 0)
    if max(stated.get("due", 0), stated.get("due-at", 0)) <= known:
        return Consequence()
    return Consequence({"discharged": situation.act.at.isoformat()})


def _set_clock(_situation: Situation, _: str) -> Consequence:
    """Go on with a clock that is behind the last entry: what was recorded by a clock that ran ahead stays as it is."""
    return Consequence()


def _enact(situation: Situation, _: str) -> Consequence:
    """Bring an edition of the rules into force: now, or on the day that is given."""
    day = situation.act.details.get("in-force")
    since = situation.rulebook.begin(date.fromisoformat(str(day))) if day else None
    return Consequence(changes=(Change(EDITION, situation.known("edition"), since=since),))


def _transfer(situation: Situation, _: str) -> Consequence:
    """Move the case under the edition in force."""
    return Consequence(edition=situation.rulebook.edition_at(situation.act.at, situation.register))


EFFECTS: Mapping[str, Effect] = {
    "attach": Effect(_attach, needs=("form", "statement")),
    "begin": Effect(_begin, parameter="role", needs=("subject",), decides=True, enrols=True),
    "correct": Effect(_correct, needs=("entry", "detail", "value")),
    "enlist": Effect(_enlist, parameter="list"),
    "discharge": Effect(_discharge),
    "enact": Effect(_enact, needs=("edition",), decides=True, enrols=True),
    "end": Effect(_end, parameter="role", needs=("subject",), enrols=True),
    "position": Effect(_position, needs=("position",)),
    "revise": Effect(_revise, revises=True),
    "set-clock": Effect(_set_clock, requires=("reason",)),
    "succeed": Effect(_succeed, parameter="role", needs=("subject",), decides=True, enrols=True),
    "transfer": Effect(_transfer, decides=True),
    **offers.EFFECTS,
    **meetings.EFFECTS,
    **silence.EFFECTS,
}
"""The closed registry of effects; every step of every rulebook chooses from it."""
