"""A silence period: the proposal is decided when the period ends, unless a member has spoken against it."""

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
    A silence period that runs, or that stands still while a member holds it.

    It is not a timer: its outcome is computed as of an instant that the caller gives.

    Attributes:
        act: the act that it decides, a word of the procedure.

        body: the body that decides.

        proposer: the office or party that proposed it.

        opened: when it began.

        expires: when it ends, if nobody speaks.

        holds: the members that wait for instructions, in the order in which they said so.

        held: the instant since which it stands still; ``None`` while it runs.

        counted_from: its end minus its length: the instant at which it began, put off by all the time it stood still.

        working: whether its length was given in working days, so that stopped time is also counted in working days.
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
        """The length of the period, without the time for which it stood still."""
        return self.expires - self.counted_from

    def due(self, at: datetime) -> bool:
        """Return whether the period has ended by an instant."""
        return self.held is None and self.expires <= at

    def extended(self, until: datetime, *, working: bool) -> Silence:
        """Return the period with a later end; the new length may be given in working days."""
        return evolve(self, expires=until, working=self.working or working)

    def held_by(self, member: str, at: datetime) -> Silence:
        """Return the period after a member has said that it waits for instructions: the period stands still."""
        return evolve(self, holds=(*self.holds, member), held=self.held or at)

    def released_by(self, member: str, until: datetime) -> Silence:
        """
        Return the period after a member has its instructions; when no other member holds it, it runs again.

        Args:
            member: the member that held it.

            until: the new end if it runs again: its old end, put off by the time for which it stood still.
        """
        holds = tuple(other for other in self.holds if other != member)
        if holds:
            return evolve(self, holds=holds)
        counted_from = self.counted_from + (until - self.expires)
        return evolve(self, holds=(), held=None, expires=until, counted_from=counted_from)

    def plain(self, outcome: str = "") -> dict[str, Value]:
        """
        Return the period as a fact of the case.

        Args:
            outcome: how it ended: ``lapsed`` when the decision was taken, ``broken`` by a member, ``ended`` by the
                Chair; empty while it has not ended.
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
        """Read a period from the fact of a case; ``None`` when the period is over."""
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
