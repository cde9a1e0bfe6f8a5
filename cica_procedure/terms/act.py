"""What an actor asks to do, before anyone has judged it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TypeAlias

from cica_procedure.terms.struct import Struct, field

Value: TypeAlias = str | int | bool | list["Value"] | dict[str, "Value"] | None
"""What a particular of an act may be: whatever JSON can hold, less fractions."""


class Act(Struct, frozen=True):
    """
    An act on one case.

    Attributes:
        name: the act, a word of the procedure.

        actor: the office or the party that acts, as an id.

        party: the party on whose behalf it acts; empty when no state holds the office.

        at: the effective instant, with its offset.

        meeting: the id of the meeting it is done in; empty to let the engine find the one in session.

        revision: the revision the actor has before it; ``None`` means the current one.

        reason: the actor's words.

        details: the particulars the procedure asks for, by name.
    """

    name: str
    actor: str
    party: str
    at: datetime
    meeting: str = ""
    revision: int | None = None
    reason: str = ""
    details: Mapping[str, Value] = field(default_factory=dict)
