"""What a step may do beside moving the case: small named functions in one closed registry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import cast

from attrs import field, frozen

from cica_procedure.rulebook.requirements import offers
from cica_procedure.rulebook.situation import Situation
from cica_procedure.terms import Change, Stance, Value


@frozen
class Consequence:
    """
    What follows from an act.

    Attributes:
        details: what the case knows from now on.

        changes: what changes in the register.

        position: the stance it states, if it states one.

        new_revision: whether the text is a new one.

        corrects: the place in the case of the entry it puts right; 0 for none.

        consumed: particulars that were only needed to act, and are not facts of the case.
    """

    details: Mapping[str, Value] = field(factory=dict)
    changes: tuple[Change, ...] = ()
    position: Stance | None = None
    new_revision: bool = False
    corrects: int = 0
    consumed: tuple[str, ...] = ()


@frozen
class Effect:
    """
    One entry of the registry.

    Attributes:
        follow: the function.

        parameter: what its parameter names; empty when it takes none.

        needs: the particulars it reads, of the act or of the case.

        decides: whether only a step that decides may have it.
    """

    follow: Callable[[Situation, str], Consequence]
    parameter: str = ""
    needs: tuple[str, ...] = ()
    decides: bool = False


def _position(situation: Situation, _: str) -> Consequence:
    """State a position on the revision on the table."""
    return Consequence(position=Stance(str(situation.act.details["position"])), consumed=("position",))


def _revise(_situation: Situation, _: str) -> Consequence:
    """Put a new revision on the table; the positions on the old one are void."""
    return Consequence(new_revision=True)


def _correct(situation: Situation, _: str) -> Consequence:
    """Put a wording right, citing the entry it stands in; both stay on the record."""
    given = situation.act.details
    corrected = {str(given["detail"]): given["value"]}
    return Consequence(corrected, corrects=int(str(given["entry"])), consumed=("entry", "detail", "value"))


def _presence(situation: Situation, _: str) -> Consequence:
    """Note who is there when a meeting opens."""
    return Consequence(details={"present": list(situation.present)}, consumed=("absent",))


def _arrive(situation: Situation, _: str) -> Consequence:
    """Add the actor to those present."""
    present = {*situation.case.texts("present"), situation.act.party}
    return Consequence(details={"present": [*sorted(present)]})


def _leave(situation: Situation, _: str) -> Consequence:
    """Take the actor from those present."""
    present = {*situation.case.texts("present")} - {situation.act.party}
    return Consequence(details={"present": [*sorted(present)]})


def _begin(situation: Situation, role: str) -> Consequence:
    """Enter the party the case is about in the register."""
    return Consequence(changes=(Change(role, situation.subject),))


def _end(situation: Situation, role: str) -> Consequence:
    """Close the tenure of the party the case is about."""
    return Consequence(changes=(Change(role, situation.subject, begins=False),))


def _volunteer(situation: Situation, _: str) -> Consequence:
    """Put the actor forward on the list: a new revision, since the text of the list changes."""
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
    """Take the actor's offer for an area off the list: a new revision too."""
    area = situation.act.details["area"]
    kept: list[Value] = [
        dict(offer) for offer in offers(situation) if (offer["party"], offer["area"]) != (situation.act.party, area)
    ]
    return Consequence(details={"offers": kept}, new_revision=True, consumed=("area",))


def _appoint(situation: Situation, _: str) -> Consequence:
    """Enter everybody on the list in the register."""
    return Consequence(
        changes=tuple(
            Change(offer["role"], offer["party"], offer["area"], until=_day(situation, offer.get("until")))
            for offer in offers(situation)
        ),
    )


def _dismiss(situation: Situation, _: str) -> Consequence:
    """End the tenure of everybody on the list who still serves."""
    at, register = situation.act.at, situation.register
    return Consequence(
        changes=tuple(
            Change(offer["role"], offer["party"], offer["area"], begins=False)
            for offer in offers(situation)
            if register.holds(offer["role"], offer["party"], at, offer["area"])
        ),
    )


def _seek_renewal(situation: Situation, _: str) -> Consequence:
    """Put a new term for the actor before the body: a new revision, since the text of the list changes."""
    details = situation.act.details
    sought: dict[str, Value] = {"party": situation.act.party, **details}
    return Consequence(details={"renewal": sought}, new_revision=True, consumed=("role", "area", "until"))


def _renew(situation: Situation, _: str) -> Consequence:
    """Begin the new term that was sought."""
    sought = cast("Mapping[str, str]", situation.case.facts["renewal"])
    change = Change(sought["role"], sought["party"], sought["area"], until=_day(situation, sought["until"]))
    return Consequence(details={"renewal": None}, changes=(change,), new_revision=True)


def _step_down(situation: Situation, _: str) -> Consequence:
    """End the tenure of the party named, or else of the actor."""
    details = situation.act.details
    party = str(details.get("party", situation.act.party))
    return Consequence(
        changes=(Change(str(details["role"]), party, str(details["area"]), begins=False),),
        consumed=("party", "role", "area"),
    )


def _day(situation: Situation, day: Value | None) -> datetime | None:
    return situation.rulebook.begin(date.fromisoformat(str(day))) if day else None


EFFECTS: Mapping[str, Effect] = {
    "appoint": Effect(_appoint, decides=True),
    "arrive": Effect(_arrive),
    "begin": Effect(_begin, parameter="role", needs=("subject",), decides=True),
    "correct": Effect(_correct, needs=("entry", "detail", "value")),
    "dismiss": Effect(_dismiss, decides=True),
    "end": Effect(_end, parameter="role", needs=("subject",)),
    "leave": Effect(_leave),
    "position": Effect(_position, needs=("position",)),
    "presence": Effect(_presence),
    "renew": Effect(_renew, decides=True),
    "retract": Effect(_retract, needs=("area",)),
    "revise": Effect(_revise),
    "seek-renewal": Effect(_seek_renewal, needs=("role", "area", "until")),
    "step-down": Effect(_step_down, needs=("role", "area")),
    "volunteer": Effect(_volunteer, needs=("role", "area")),
}
"""The closed registry of effects; every step of every rulebook chooses from it."""
