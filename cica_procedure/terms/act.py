"""An act as an actor asks for it, before the rules have judged it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TypeAlias

from cica_procedure.terms.struct import Struct, field

Value: TypeAlias = str | int | bool | list["Value"] | dict[str, "Value"] | None
"""The type of a particular of an act: any JSON value, except a number with a fraction."""


OWN = "own"
"""The hand of an act that its actor has signed, by a key it held when the act was recorded."""

LETTER = "letter"
"""The hand of an act that is known from a letter, whose SHA-256 is on the record."""

TOLD = ""
"""The hand of an act of which the record has no more than the word of whoever wrote it down."""

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

        letter: the SHA-256 of the letter it is known from, in hexadecimal; empty when there is none.

        hand: by whose hand it is known: `OWN`, `LETTER` or `TOLD`.

        said, proof: what the actor has signed, and the signatures; empty when it has signed nothing.
    """

    name: str
    actor: str
    party: str
    at: datetime
    meeting: str = ""
    revision: int | None = None
    reason: str = ""
    details: Mapping[str, Value] = field(default_factory=dict)
    letter: str = ""
    hand: str = TOLD
    said: str = ""
    proof: str = ""
