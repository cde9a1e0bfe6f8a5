"""The actors of a procedure: parties (states and organisations), bodies and offices."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal

from attrs import field, frozen

PREVIOUS = "previous"
"""The word for the parties that have held an office, the last one first."""

DEFAULT_SEATS = ("member",)
"""The roles whose holders sit in a body that names none."""


@frozen
class Party:
    """
    A state, an organisation or a person.

    Attributes:
        id: a short and stable word; for states, the ISO 3166 alpha-3 code.

        name: the name as people write it today.

        type: what it is; the roles of the register say what it may do.

        aliases: other names it is known by.

        formerly: the names it bore before, each with the day from which it bore another.

        languages: its name in other languages, by their ISO 639 codes, such as ``ru``.

        traits: other properties that a rule may ask for, one word each, such as where its territory lies.
    """

    id: str
    name: str
    type: Literal["state", "organization", "person"] = "state"
    aliases: tuple[str, ...] = ()
    formerly: Mapping[str, date] = field(factory=dict, hash=False)
    languages: Mapping[str, str] = field(factory=dict, hash=False)
    traits: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every name it is known by, the present one first."""
        return (self.name, *self.aliases, *self.formerly, *self.languages.values())

    def name_on(self, day: date, language: str = "") -> str:
        """Return its name on a day; or in another language, where that is known."""
        if language in self.languages:
            return self.languages[language]
        later = [(until, name) for name, until in self.formerly.items() if day < until]
        return min(later)[1] if later else self.name

    def __str__(self) -> str:
        return self.name


@frozen
class Body:
    """
    A body that meets and decides.

    Attributes:
        id: a word such as ``SOC``; it stays the same when the name changes.

        names: pairs of an instant and the name of the body from that instant on, oldest first.

        cites: the source that lays down its task.

        members: the roles whose holders sit in it.
    """

    id: str
    names: tuple[tuple[datetime, str], ...] = field(repr=False)
    cites: str = field(default="", repr=False)
    members: tuple[str, ...] = DEFAULT_SEATS

    def name_at(self, at: datetime) -> str:
        """Return the name of the body at an instant."""
        return next((name for since, name in reversed(self.names) if since <= at), self.names[0][1])

    def __str__(self) -> str:
        return self.id


@frozen
class Office:
    """
    An office that acts in its own name, such as the Chair.

    Attributes:
        id: the word used for ``by``; it stays the same when the name changes.

        names: pairs of an instant and the name of the office from that instant on, oldest first.

        held_by: the role of the register whose holder speaks for the office; empty when no state holds the office.

        needs: the roles that whoever speaks for the office must have as well, such as a member that is not suspended.

        acting: who speaks for the office while nobody holds it, in this order: the holder of a role, or `PREVIOUS`.
    """

    id: str
    names: tuple[tuple[datetime, str], ...] = field(repr=False)
    held_by: str = ""
    needs: tuple[str, ...] = ()
    acting: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The latest name of the office."""
        return self.names[-1][1]

    def name_at(self, at: datetime) -> str:
        """Return the name of the office at an instant."""
        return next((name for since, name in reversed(self.names) if since <= at), self.names[0][1])

    def __str__(self) -> str:
        return self.name
