"""A position: the stance of one member on one revision of a text in one body."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from cica_procedure.terms.struct import Struct


class Stance(StrEnum):
    """
    The stances a member can take; ``nothing yet`` is one of them.

    Attributes:
        blocks: whether the stance stops a decision: an objection does, a reservation does not.
    """

    blocks: bool

    SUPPORT = "support"
    NO_OBJECTION = "no objection"
    RESERVATION = "reservation"
    OBJECTION = "objection"
    NOTHING_YET = "nothing yet"

    def __init__(self, word: str) -> None:
        self.blocks = word == "objection"


class Position(Struct, frozen=True):
    """
    A position that a member stated.

    Attributes:
        member: the id of the member.

        stance: the stance it took.

        reason: the member's reason; compulsory for an objection.

        at: when the position was stated.

        revision: the number of the revision of the text the position is about.
    """

    member: str
    stance: Stance
    reason: str
    at: datetime
    revision: int
