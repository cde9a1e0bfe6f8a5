"""A position: what one member says of one revision of a text in one body."""

from __future__ import annotations

from datetime import datetime

from cica_procedure.terms.struct import Struct

CONCERN = "concern"
"""The particular that names a concern; the position then speaks of the concern, beside the member's own position."""

CONCERNS = "concerns"
"""The name of the fact under which a case keeps the open concerns: each with who raised it, where, and its reason."""

SET_ASIDE = "set-aside"
"""The particular that names the party whose position in the body is set aside by the entry."""

ON = "on"
"""The particular that names the question of which a position speaks, or which a decision answers."""

KEPT = "kept"
"""The particular of a new revision that names, by body, the members whose positions stand nevertheless."""

NOTHING_YET = "nothing yet"
"""The word that takes a position back; it is no position, and every rulebook has it."""


def place(body: str, question: str = "") -> str:
    """Return the name under which a case keeps the positions in a body: on the text, or on a question of its own."""
    return f"{body}: {question}" if question else body


class Position(Struct, frozen=True):
    """
    A position that a member stated.

    Attributes:
        member: the id of the member.

        word: one of the positions of the rulebook, such as ``support``.

        reason: the member's reason; empty when it gave none.

        at: when the position was stated.

        revision: the number of the revision of the text that was on the table then.

        hand: by whose hand it is known: ``own``, ``letter``, or empty when it was told.
    """

    member: str
    word: str
    reason: str
    at: datetime
    revision: int
    hand: str = ""
