"""A silence period: what is proposed stands when it ends, unless a member has spoken."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from attrs import Factory, evolve, field, frozen

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

        counted_from: the instant from which to the end is its length: when it began, put off by all stopped time.

        working: whether its length was given in working days, so that stopped time is counted in them too.
    """

    act: str
    body: str
    proposer: str
    opened: datetime
    expires: datetime
    holds: tuple[str, ...] = ()
    held: datetime | None = None
    counted_from: datetime = field(default=Factory(lambda self: self.opened, takes_self=True))
    working: bool = False

    @property
    def length(self) -> timedelta:
        """How long it is; stopped time is no part of it."""
        return self.expires - self.counted_from

    def due(self, at: datetime) -> bool:
        """Whether it has ended by an instant."""
        return self.held is None and self.expires <= at

    def extended(self, until: datetime, *, working: bool) -> Silence:
        """Return it with a later end, given in working days or not."""
        return evolve(self, expires=until, working=self.working or working)

    def held_by(self, member: str, at: datetime) -> Silence:
        """Return it as it stands once a member waits for instructions: it does not run on."""
        return evolve(self, holds=(*self.holds, member), held=self.held or at)

    def released_by(self, member: str, until: datetime) -> Silence:
        """
        Return it as it stands once a member has its instructions; with the last of them it runs on.

        Args:
            member: the member that held it.

            until: when it ends, should it run on: its end, put off by the time for which it stood still.
        """
        holds = tuple(other for other in self.holds if other != member)
        if holds:
            return evolve(self, holds=holds)
        counted_from = self.counted_from + (until - self.expires)
        return evolve(self, holds=(), held=None, expires=until, counted_from=counted_from)

    def plain(self, outcome: str = "") -> dict[str, Value]:
        """
        Return it as a fact of the case.

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
            "counted-from": self.counted_from.isoformat() if self.counted_from != self.opened else "",
            "working": self.working,
        }
        return {name: value for name, value in plain.items() if value}

    @classmethod
    def parse(cls, plain: Mapping[str, Any]) -> Silence | None:
        """Read it back from the fact; ``None`` when it is over."""
        if "outcome" in plain:
            return None
        held, opened = plain.get("held"), datetime.fromisoformat(plain["opened"])
        return cls(
            act=plain["act"],
            body=plain["body"],
            proposer=plain["by"],
            opened=opened,
            expires=datetime.fromisoformat(plain["expires"]),
            holds=tuple(plain.get("holds", ())),
            held=datetime.fromisoformat(held) if held else None,
            counted_from=datetime.fromisoformat(plain["counted-from"]) if "counted-from" in plain else opened,
            working=plain.get("working", False),
        )
