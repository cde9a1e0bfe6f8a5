"""An act as an actor asks for it, before the rules have judged it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TypeAlias

from cica_procedure.terms.struct import Struct, field

Value: TypeAlias = str | int | bool | list["Value"] | dict[str, "Value"] | None
"""The type of a particular of an act: any JSON value, except a number with a fraction."""


FOR = "for"
"""The particular of an act by a proxy: the party on whose behalf it acts, and whose act it is."""


class Act(Struct, frozen=True):
    """
    An act on one case.

    Attributes:
        name: the act, a word of the procedure.

        actor: the office or the party that acts, as an id.

        party: the party on whose behalf the actor acts; empty when no state holds the office.

        at: the effective instant, with its offset.

        meeting: the id of the meeting the act is done in; if empty, the engine finds the meeting in session.

        revision: the revision of the text the actor speaks of; ``None`` means the current one.

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
