"""Helpers to simulate a procedure: find an actor for a step, find and close meetings, invent particulars."""

from __future__ import annotations

from datetime import datetime

from cica_procedure.conference.conference import Conference
from cica_procedure.rulebook.model import Rulebook
from cica_procedure.rulebook.procedure import Step
from cica_procedure.terms import Case


def actor_of(cica: Conference, step: Step, case: Case | None, *, subject: str, at: datetime) -> str:
    """
    Return the id of an actor that may take a step: an office, or else the first party that the step allows.

    Args:
        cica: the organisation.

        step: the step.

        case: the case it is taken on; ``None`` for the step that opens a case.

        subject: the party the case is about.

        at: the instant of the act.
    """
    offices = [word for word in step.by if word in cica.rulebook.offices]
    if offices:
        return offices[0]
    for word in step.by:
        # Whatever party the opening act asks for, it is the one that the case is about.
        if word == "subject" or (case is None and step.fields.get(word, "").removesuffix("?") == "party"):
            return subject
        if word == "proposer" and case is not None:
            return case.proposer
        if case is not None and word in case.facts:
            return case.text(word)
        holders = cica.register.holders(word, at)
        if case is not None and case.silence is not None and case.silence.holds:
            holders = case.silence.holds
        listed = case.texts(step.effect("enlist") or "") if case is not None else ()
        if party := next((holder for holder in holders if holder not in listed), ""):
            return party
    return next(iter(cica.rulebook.offices), "")


def in_session(cica: Conference, body: str = "") -> list[Case]:
    """Return the meetings that are in session, of one body or of all bodies, the latest first."""
    stages = ((history.case, cica.rulebook.procedure_of(history.case)) for history in cica.state.meetings.values())
    found = [case for case, procedure in stages if procedure.stages[case.stage].in_session]
    return [case for case in reversed(found) if body in {"", case.text("body")}]


def close_meetings(cica: Conference, at: datetime, *, body: str = "", but: str = "") -> None:
    """
    Close the meetings that are in session.

    Args:
        cica: the organisation.

        at: the instant of the acts.

        body: if given, close only the meetings of this body.

        but: the id of a meeting that stays open; empty to close all.

    Raises:
        Refused: when the rules do not allow a meeting to be closed.
    """
    for meeting in in_session(cica, body):
        ending = cica.rulebook.procedure_of(meeting).ending(meeting.stage)
        if ending is not None and meeting.id != but:
            cica.act(meeting, ending.act, by=actor_of(cica, ending, meeting, subject="", at=at), at=at)


def particular(  # noqa: PLR0913 - each is what some type of particular is about
    rulebook: Rulebook,
    name: str,
    kind: str,
    *,
    at: datetime,
    text: str,
    subject: str,
    body: str = "",
    document: str = "",
) -> object:
    """
    Invent a particular of a type.

    Args:
        rulebook: the rules that the names in the value refer to.

        name: the name of the particular.

        kind: the type, without the ``?`` of an optional particular.

        at: the instant of the act.

        text: the value of a text.

        subject: the party it is about.

        body: the body it is about; if left out, the first of the rulebook.

        document: the kind of document; if left out, the first of the rulebook.

    Returns:
        A value of the type; ``None`` when the rulebook has no value of the type.
    """
    if "|" in kind:
        return kind.split("|", maxsplit=1)[0]
    roles = [role.id for role in rulebook.roles.values() if role.scope and not role.sole]
    made: dict[str, object] = {
        "area": next(iter(rulebook.areas), None),
        "body": body or next(iter(rulebook.bodies)),
        "case": name,
        "cases": [name],
        "day": at.date().isoformat(),
        "dimension": next(iter(rulebook.dimensions), None),
        "document": "0" * 64,
        "edition": rulebook.editions[-1].id,
        "flag": True,
        "foreseen": name,
        "instant": at.isoformat(),
        "kind": document or next(iter(rulebook.kinds), None),
        "number": at.year,
        "party": subject,
        "position": next(iter(rulebook.positions)),
        "role": next(iter(roles), None),
        "text": text,
    }
    return made.get(kind)
