"""What one member says of one revision in one body."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from cica_procedure.terms.struct import Struct


class Stance(StrEnum):
    """
    The positions a member can take; having said nothing yet is a position too.

    Attributes:
        blocks: whether it stops a decision: an objection does, a reservation does not.
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
    A position as stated.

    Attributes:
        member: the id of the member.

        stance: what it says.

        reason: why; compulsory for an objection.

        at: when it was stated.

        revision: the revision of the text it speaks of.
    """

    member: str
    stance: Stance
    reason: str
    at: datetime
    revision: int
