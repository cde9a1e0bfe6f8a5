"""Particulars made up for an act, by their types: for those who act something out rather than do it."""

from __future__ import annotations

from datetime import datetime

from cica_procedure.rulebook import Rulebook


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
    Make up a particular.

    Args:
        rulebook: what the names in it refer to.

        name: of the particular.

        kind: its type, without the mark for an optional one.

        at: the instant of the act.

        text: what a text shall say.

        subject: the party it is about.

        body: the body it is about; the first of the rulebook when left out.

        document: the kind of document; the first of the rulebook when left out.

    Returns:
        A value of the type; ``None`` for a type of which there is none in the rulebook.
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
        "edition": rulebook.editions[-1].id,
        "flag": True,
        "instant": at.isoformat(),
        "kind": document or next(iter(rulebook.kinds), None),
        "number": at.year,
        "party": subject,
        "position": "support",
        "role": next(iter(roles), None),
        "text": text,
    }
    return made.get(kind)
