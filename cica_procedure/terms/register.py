"""The register: which parties are member, observer, chair or coordinator at an instant."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import datetime
from functools import reduce
from operator import itemgetter

from attrs import evolve, field, frozen

from cica_procedure.terms.entry import Change
from cica_procedure.time import require_offset

TAKEN = "taken"
"""The role under which the register keeps what only one case of a procedure can decide on; its holder is a case."""

EDITION = "edition"
"""The role of an edition of the rules while it is in force: enacted editions are kept in the register too."""


KEY = "key"
"""The role of whoever holds a key to sign with; it is about the public key."""


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

        cites: the source of this knowledge.

        known: the instant from which the tenure was known beforehand; ``None`` when it is known only as it begins.
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
        """Return whether the party has the role at an instant."""
        return self.since <= at and (self.until is None or at < self.until)


@frozen
class Register:
    """
    The tenures of all parties, at any instant; a change returns a new register.

    Changes are ordered by the instant they take effect, even when they were recorded late; changes with the same
    instant keep the order in which they were recorded.
    Between two instants at which some tenure begins or ends, `holders` always has the same answer, so it is cached.

    Attributes:
        tenures: every tenure, after all changes.
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
        """
        Return the ids of the parties that have a role at an instant, sorted.

        Raises:
            InvalidAct: when the instant has no offset.
        """
        if at.tzinfo is None:
            require_offset("at", at)
        key = (role, scope, bisect_right(self._turns, at.timestamp()))
        found = self._holders.get(key)
        if found is None:
            parties = (t.party for t in self.tenures if t.role == role and t.scope == scope and t.covers(at))
            found = self._holders[key] = tuple(sorted(set(parties)))
        return found

    def holds(self, role: str, party: str, at: datetime, scope: str = "") -> bool:
        """Return whether a party has a role at an instant."""
        return party in self.holders(role, at, scope)

    def about(self, role: str, party: str, at: datetime) -> tuple[str, ...]:
        """Return what a role of a party is about at an instant: the keys that it holds, say."""
        return tuple(t.scope for t in self.tenures if t.role == role and t.party == party and t.covers(at))

    def takers(self, role: str, at: datetime, scope: str = "") -> tuple[str, ...]:
        """Return the ids of the parties that have a role at an instant or enter it later, for an act recorded late."""
        found = (t for t in self.tenures if (t.role, t.scope) == (role, scope) and (t.until is None or t.until > at))
        return tuple(sorted({t.party for t in found}))

    def previous(self, role: str, at: datetime) -> tuple[str, ...]:
        """Return the ids of the parties that have had a role, the one whose tenure ended last first."""
        over = [t for t in self.tenures if t.role == role and t.until is not None and t.until <= at]
        return tuple(t.party for t in sorted(over, key=lambda t: t.until or at, reverse=True))

    def first(self, role: str, party: str) -> datetime | None:
        """Return when a party first enters a role, in the past or in the future; ``None`` when it never does."""
        return min((t.since for t in self.tenures if t.role == role and t.party == party), default=None)

    def shared(self, role: str, scope: str = "") -> tuple[str, str, datetime] | None:
        """Return two parties that have a role at the same time, and since when; ``None`` when there are no such two."""
        tenures = sorted((t for t in self.tenures if (t.role, t.scope) == (role, scope)), key=lambda t: t.since)
        for i, one in enumerate(tenures):
            for other in tenures[i + 1 :]:
                both = one.until is None or other.since < one.until
                if both and one.party != other.party and other.until != other.since:
                    return one.party, other.party, other.since
        return None

    def as_known(self, at: datetime) -> Register:
        """
        Return the register as it was known at an instant: without later beginnings and without later unplanned ends.

        A record takes this as its baseline; later changes come from the record itself.
        """
        return Register(
            tuple(
                evolve(t, until=None) if t.until is not None and t.until > at and not t.planned else t
                for t in self.tenures
                if (t.known or t.since) <= at
            ),
        )

    def after(self, changes: Iterable[Change], at: datetime) -> Register:
        """Return the register after changes; each takes effect at the instant it names, or else at the given one."""
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
    """Return tenures after one more change, which takes effect later than all changes before it."""
    since, change = taking_effect
    key = (change.role, change.party, change.scope)
    ended = tuple(
        evolve(t, until=since) if (t.role, t.party, t.scope) == key and t.covers(since) else t for t in tenures
    )
    if not change.begins:
        return ended
    planned = change.until is not None
    return (*ended, Tenure(change.role, change.party, since, change.scope, change.until, planned=planned))
