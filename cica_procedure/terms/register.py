"""Who is member, observer, chair or coordinator at an instant."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import datetime
from functools import reduce
from operator import itemgetter

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
    Who is who, at any instant; a change gives a new register.

    Changes are ordered by when they take effect, however late they were recorded; at one instant, the order in which
    they were recorded is the order. Between two instants at which some tenure begins or ends the answers are the same,
    so they are kept.

    Attributes:
        tenures: every tenure, as all changes together make it.
    """

    tenures: tuple[Tenure, ...] = field(repr=False)
    _baseline: tuple[Tenure, ...] | None = field(default=None, repr=False, eq=False)
    _changes: tuple[tuple[datetime, Change], ...] = field(default=(), repr=False, eq=False)
    _turns: list[float] = field(init=False, repr=False, eq=False)
    _holders: dict[tuple[str, str, int], tuple[str, ...]] = field(init=False, repr=False, eq=False, factory=dict)

    @_turns.default
    def _when_something_turns(self) -> list[float]:
        return sorted({turn.timestamp() for t in self.tenures for turn in (t.since, t.until) if turn is not None})

    def holders(self, role: str, at: datetime, scope: str = "") -> tuple[str, ...]:
        """Return the ids of the parties in a role at an instant, sorted."""
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
        """Return those who hold a role at an instant or enter it later, for an act that is recorded late."""
        found = (t for t in self.tenures if (t.role, t.scope) == (role, scope) and (t.until is None or t.until > at))
        return tuple(sorted({t.party for t in found}))

    def members(self, at: datetime) -> tuple[str, ...]:
        """Return the ids of the members at an instant: those with a say."""
        return self.holders("member", at)

    def first(self, role: str, party: str) -> datetime | None:
        """When the party first enters the role, whether past or to come; ``None`` when it never does."""
        return min((t.since for t in self.tenures if t.role == role and t.party == party), default=None)

    def shared(self, role: str, scope: str = "") -> tuple[str, str, datetime] | None:
        """Return two parties that are in a role at once, and since when; ``None`` when there is always one at most."""
        tenures = sorted((t for t in self.tenures if (t.role, t.scope) == (role, scope)), key=lambda t: t.since)
        for i, one in enumerate(tenures):
            for other in tenures[i + 1 :]:
                both = one.until is None or other.since < one.until
                if both and one.party != other.party and other.until != other.since:
                    return one.party, other.party, other.since
        return None

    def as_known(self, at: datetime) -> Register:
        """
        Return the register as one could know it at an instant: no later beginning, no later end.

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
        """Return the register once changes have taken effect, each at the instant it names, or else at a given one."""
        baseline = self.tenures if self._baseline is None else self._baseline
        tenures, known = self.tenures, self._changes
        for change in changes:
            since = change.since or at
            if known and since < known[-1][0]:
                place = bisect_right(known, since, key=itemgetter(0))
                known = (*known[:place], (since, change), *known[place:])
                tenures = reduce(_changed, known, baseline)
            else:
                known = (*known, (since, change))
                tenures = _changed(tenures, known[-1])
        return Register(tenures, baseline, known)


def _changed(tenures: tuple[Tenure, ...], taking_effect: tuple[datetime, Change]) -> tuple[Tenure, ...]:
    """Return tenures once one more change has taken effect, the latest of all."""
    since, change = taking_effect
    key = (change.role, change.party, change.scope)
    ended = tuple(
        evolve(t, until=since) if (t.role, t.party, t.scope) == key and t.covers(since) else t for t in tenures
    )
    if not change.begins:
        return ended
    planned = change.until is not None
    return (*ended, Tenure(change.role, change.party, since, change.scope, change.until, planned=planned))
