"""A silence period: what is proposed stands when it ends, unless a member has spoken."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from attrs import evolve, frozen

from cica_procedure.terms.act import Value

SILENCE = "silence"
"""The name of the fact under which a case keeps its silence period."""


@frozen
class Silence:
    """
    A silence period that runs, or stands still while a member holds it.

    It is no timer: what it has come to is asked as of an instant.

    Attributes:
        act: what is decided by it, a word of the procedure.

        body: the body that decides.

        proposer: the office or party that proposed it.

        opened: when it began.

        expires: when it ends, if nobody speaks.

        holds: the members that wait for instructions, in the order in which they said so.

        held: since when it stands still; ``None`` while it runs.
    """

    act: str
    body: str
    proposer: str
    opened: datetime
    expires: datetime
    holds: tuple[str, ...] = ()
    held: datetime | None = None

    def due(self, at: datetime) -> bool:
        """Whether it has ended by an instant."""
        return self.held is None and self.expires <= at

    def extended(self, until: datetime) -> Silence:
        """Give it with a later end."""
        return evolve(self, expires=until)

    def held_by(self, member: str, at: datetime) -> Silence:
        """Give it as it stands once a member waits for instructions: it does not run on."""
        return evolve(self, holds=(*self.holds, member), held=self.held or at)

    def released_by(self, member: str, at: datetime) -> Silence:
        """Give it as it stands once a member has its instructions; with the last of them it runs on."""
        holds = tuple(other for other in self.holds if other != member)
        if holds or self.held is None:
            return evolve(self, holds=holds)
        return evolve(self, holds=(), held=None, expires=self.expires + (at - self.held))

    def plain(self, outcome: str = "") -> dict[str, Value]:
        """
        Give it as a fact of the case.

        Args:
            outcome: how it ended: ``lapsed`` into the decision, ``broken`` by a member, ``ended`` by the Chair;
                empty while it has not.
        """
        plain: dict[str, Value] = {
            "act": self.act,
            "body": self.body,
            "by": self.proposer,
            "opened": self.opened.isoformat(),
            "expires": self.expires.isoformat(),
            "holds": [*self.holds],
            "held": self.held.isoformat() if self.held is not None else "",
            "outcome": outcome,
        }
        return {name: value for name, value in plain.items() if value}

    @classmethod
    def parse(cls, plain: Mapping[str, Any]) -> Silence | None:
        """Read it back from the fact; ``None`` when it is over."""
        if "outcome" in plain:
            return None
        held = plain.get("held")
        return cls(
            act=plain["act"],
            body=plain["body"],
            proposer=plain["by"],
            opened=datetime.fromisoformat(plain["opened"]),
            expires=datetime.fromisoformat(plain["expires"]),
            holds=tuple(plain.get("holds", ())),
            held=datetime.fromisoformat(held) if held else None,
        )
