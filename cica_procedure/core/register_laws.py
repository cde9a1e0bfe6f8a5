"""
The laws of time for changes of the register.

1. A sole role is held by at most one party at every instant.
2. A change that is recorded late is refused when an entry on the record would have been different with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import TypeAlias

from cica_procedure.core.clause_types import finding
from cica_procedure.core.cures import same_act
from cica_procedure.core.judge import Ruling, judge
from cica_procedure.core.new_entry import draw_up
from cica_procedure.core.past_acts import act_of, settled
from cica_procedure.core.settling import actor_in, redrawn
from cica_procedure.core.state import State
from cica_procedure.terms import FOR, Case, Change, Entry, Finding
from cica_procedure.terms.struct import replace

Later: TypeAlias = Callable[[datetime], Iterable[tuple[State, Entry]]]
"""Returns the entries that take effect after an instant, each with the state before it."""


def sole(ruling: Ruling, after: State, entry: Entry) -> Iterator[Finding]:
    """Yield a finding for each sole role that two parties would hold at the same time."""
    for role, scope in dict.fromkeys((change.role, change.scope) for change in entry.changes):
        known = after.rulebook.roles.get(role)
        both = after.register.shared(role, scope) if known is not None and known.sole else None
        if known is not None and both is not None:
            one, other, since = both
            parties = ruling.situation.parties((one, other))
            yield finding(ruling.situation, "sole", role=known.name, parties=parties, since=since)


def late(ruling: Ruling, state: State, entry: Entry, later: Later) -> Iterator[Finding]:
    """Yield a finding when entries on the record would differ if the change of the register had been known in time."""
    effective = min(change.since or entry.at for change in entry.changes)
    if state.recorded is None or effective >= state.recorded:
        return  # Every act on the record took effect before the change.
    differing = [other for before, other in later(effective) if _otherwise(before, other, entry.changes, entry.at)]
    if differing:
        named = tuple((other.act, other.case, other.at) for other in differing)
        last = max(other.at for other in differing)
        yield finding(ruling.situation, "late", same_act(ruling.situation), at=effective, entries=named, last=last)


def _otherwise(before: State, entry: Entry, changes: Iterable[Change], at: datetime) -> bool:
    """Return whether an entry would differ if changes of the register had been known in the state before it."""
    altered = replace(before, register=before.register.after(changes, at))
    return _redrawn(before, entry) != _redrawn(altered, entry)


def _redrawn(state: State, entry: Entry) -> Entry | tuple[Finding, ...] | None:
    """Draw up an entry of the record again in the state before it, or return the findings against it."""
    known = state.find(entry.case)
    case = known if known is not None else Case(entry.case, entry.procedure, state.edition_at(entry.at))
    if settled(entry, case):
        return redrawn(state, case, entry)
    party = entry.party if FOR in entry.details else actor_in(state, entry.actor, entry.at)[1]
    ruling = judge(state, case, act_of(entry, case, party, state.rulebook))
    return ruling.unmet or draw_up(ruling, entry.recorded)
