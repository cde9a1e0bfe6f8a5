"""Who can appear in a procedure: states and organisations, bodies, offices."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from attrs import field, frozen


@frozen
class Party:
    """
    A state or an organisation.

    Attributes:
        id: short and stable, for states the ISO 3166 alpha-3 code.

        name: as people write it.

        type: a state or an organization; only states can be members.

        aliases: other names it is known by.

        traits: what else a rule may ask of it, in one word each, such as where its territory lies.
    """

    id: str
    name: str
    type: Literal["state", "organization"] = "state"
    aliases: tuple[str, ...] = ()
    traits: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.name


@frozen
class Body:
    """
    A body that meets and decides.

    Attributes:
        id: stable while the name changes, such as ``SOC``.

        names: (instant from which it bears the name, name), oldest first.

        cites: where its task is laid down.
    """

    id: str
    names: tuple[tuple[datetime, str], ...] = field(repr=False)
    cites: str = field(default="", repr=False)

    def name_at(self, at: datetime) -> str:
        """Say what the body was called at an instant."""
        return next((name for since, name in reversed(self.names) if since <= at), self.names[0][1])

    def __str__(self) -> str:
        return self.id


@frozen
class Office:
    """
    An office that acts in its own name, such as the Chair.

    Attributes:
        id: the word used for ``by``; stable while the name changes.

        names: (instant from which it bears the name, name), oldest first.

        held_by: the register role whose holder speaks for the office; empty for an office no state holds.
    """

    id: str
    names: tuple[tuple[datetime, str], ...] = field(repr=False)
    held_by: str = ""

    @property
    def name(self) -> str:
        """What it is called last."""
        return self.names[-1][1]

    def name_at(self, at: datetime) -> str:
        """Say what the office was called at an instant."""
        return next((name for since, name in reversed(self.names) if since <= at), self.names[0][1])

    def __str__(self) -> str:
        return self.name
