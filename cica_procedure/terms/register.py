"""Who is member, observer, chair or coordinator at an instant."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import datetime

from attrs import evolve, field, frozen

from cica_procedure.terms.entry import Change

EDITION = "edition"
"""The role an edition of the rules is in while it is in force: what is enacted stands in the register too."""


@frozen
class Tenure:
    """
    One party in one role for a time.

    Attributes:
        role: member, observer, chair, coordinator and so on.

        party: the id of the party.

        scope: what the role is about, such as a priority area; empty when it is about the whole organisation.

        since: the instant it begins.

        until: the instant it ends, not included; ``None`` while no end is known.

        planned: whether the end was set beforehand, as with a term, rather than known from hindsight.

        cites: where it is known from.

        known: the instant from which it was known beforehand; ``None`` when it is known as it begins.
    """

    role: str
    party: str
    since: datetime
    scope: str = ""
    until: datetime | None = None
    planned: bool = False
    cites: str = field(default="", repr=False)
    known: datetime | None = field(default=None, repr=False, eq=False)

    def covers(self, at: datetime) -> bool:
        """Whether the party is in the role at an instant."""
        return self.since <= at and (self.until is None or at < self.until)


@frozen
class Register:
    """
    The tenures known, each answering for an instant; a change gives a new register.

    Between two instants at which some tenure begins or ends the answers are the same, so they are kept.
    """

    tenures: tuple[Tenure, ...] = field(repr=False)
    _turns: list[float] = field(init=False, repr=False, eq=False)
    _holders: dict[tuple[str, str, int], tuple[str, ...]] = field(init=False, repr=False, eq=False, factory=dict)

    @_turns.default
    def _when_something_turns(self) -> list[float]:
        return sorted({turn.timestamp() for t in self.tenures for turn in (t.since, t.until) if turn is not None})

    def holders(self, role: str, at: datetime, scope: str = "") -> tuple[str, ...]:
        """Give the ids of the parties in a role at an instant, sorted."""
        key = (role, scope, bisect_right(self._turns, at.timestamp()))
        found = self._holders.get(key)
        if found is None:
            parties = (t.party for t in self.tenures if t.role == role and t.scope == scope and t.covers(at))
            found = self._holders[key] = tuple(sorted(set(parties)))
        return found

    def holds(self, role: str, party: str, at: datetime, scope: str = "") -> bool:
        """Whether a party is in a role at an instant."""
        return party in self.holders(role, at, scope)

    def takers(self, role: str, at: datetime, scope: str = "") -> tuple[str, ...]:
        """Give those who hold a role at an instant or enter it later, for an act that is recorded late."""
        found = (t for t in self.tenures if (t.role, t.scope) == (role, scope) and (t.until is None or t.until > at))
        return tuple(sorted({t.party for t in found}))

    def members(self, at: datetime) -> tuple[str, ...]:
        """Give the ids of the members at an instant: those with a say."""
        return self.holders("member", at)

    def first(self, role: str, party: str) -> datetime | None:
        """When the party first enters the role, whether past or to come; ``None`` when it never does."""
        return min((t.since for t in self.tenures if t.role == role and t.party == party), default=None)

    def as_known(self, at: datetime) -> Register:
        """
        Give the register as one could know it at an instant: no later beginning, no later end.

        A record takes this as its baseline; what happens afterwards is for the record to say.
        """
        return Register(
            tuple(
                evolve(t, until=None) if t.until is not None and t.until > at and not t.planned else t
                for t in self.tenures
                if (t.known or t.since) <= at
            ),
        )

    def after(self, changes: Iterable[Change], at: datetime) -> Register:
        """Give the register once a decision has taken effect."""
        tenures = list(self.tenures)
        for change in changes:
            key, since = (change.role, change.party, change.scope), change.since or at
            tenures = [
                evolve(t, until=since) if (t.role, t.party, t.scope) == key and t.covers(since) else t for t in tenures
            ]
            if change.begins:
                planned = change.until is not None
                tenures.append(Tenure(change.role, change.party, since, change.scope, change.until, planned=planned))
        return Register(tuple(tenures))
