"""
Decide an act in a state: return the entries to write and the state after them, or the findings against the act.

The functions are pure: they write nothing and read no clock; the caller passes the time.

1. Silence periods that the act depends on, and that have ended by its instant, are settled first.
2. No act takes effect after it is recorded, and the instants of recording never decrease.
3. In a case, no act takes effect before an earlier one; the same is true of a meeting and all acts done in it.
4. A sole role is held by at most one party at every instant.
5. A change of the register that is recorded late is refused when it would have changed what is on the record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from cica_procedure.core.asked import act_of, settled
from cica_procedure.core.clause_types import finding
from cica_procedure.core.cures import same_act
from cica_procedure.core.judge import Ruling, judge
from cica_procedure.core.new_entry import draw_up, draw_up_end
from cica_procedure.core.state import State
from cica_procedure.errors import Conflict, Fault, InvalidAct, NotInRules, shown, unknown
from cica_procedure.rulebook.particulars import read_details, read_id, read_number, read_text
from cica_procedure.terms import Act, Case, Change, Entry, Finding, Silence, Value
from cica_procedure.terms.struct import Struct, replace
from cica_procedure.time import require_offset

SLACK = timedelta(minutes=1)
"""How far a clock may be behind the last entry; within this limit, the instant of the last entry is used instead."""

Later: TypeAlias = Callable[[datetime], Iterable[tuple[State, Entry]]]
"""Returns the entries that take effect after an instant, each with the state before it, in the order of the record."""


class Ask(Struct, frozen=True):
    """
    An act as a caller asks for it, before its values have been checked.

    Attributes:
        case: the id of the case.

        by: the actor: an office, or a party by name or id.

        act: a word of the procedure of the case; left out for the act that opens a case.

        at: when it takes effect; ``None`` for the instant at which it is recorded.

        details: the particulars, by name.

        reason, meeting, revision: as for `cica_procedure.Conference.act`.

        procedure: the kind of case, for the act that opens one; empty otherwise.
    """

    case: object
    by: object
    act: object = ""
    at: datetime | None = None
    details: object = None
    reason: object = ""
    meeting: object = ""
    revision: object = None
    procedure: object = ""


class Outcome(Struct, frozen=True):
    """
    The outcome of an act.

    Attributes:
        state: the state after the entries; if the act is refused, the state in which it was asked.

        case: the case after the act; if the act is refused, the case as it was when the act was judged.

        act: the act, a word of the procedure.

        entries: those of the silence periods settled first, then that of the act; empty when the act is refused.

        findings: every requirement that is not met; empty when the act is allowed.
    """

    state: State
    case: Case
    act: str
    entries: tuple[Entry, ...] = ()
    findings: tuple[Finding, ...] = ()


class Option(Struct, frozen=True):
    """
    An act of a procedure, as it is possible or not at the present stage of a case.

    Attributes:
        act: the name of the act.

        by: the offices and roles that may do it.

        fields: the particulars it takes, with their types.

        unmet: every requirement that is not met; empty when the act is open.
    """

    act: str
    by: tuple[str, ...]
    fields: Mapping[str, str]
    unmet: tuple[Finding, ...]

    @property
    def open(self) -> bool:
        """Whether the act may be performed now."""
        return not self.unmet


def nothing_later(_: datetime) -> tuple[tuple[State, Entry], ...]:
    """Return no entries: for a state whose entries are not available, when no act is recorded late."""
    return ()


def decide(state: State, ask: Ask, now: datetime, later: Later = nothing_later) -> Outcome:
    """
    Return the outcome of an act.

    Args:
        state: the state in which the act is judged.

        ask: the act that is asked for.

        now: the time by the clock, at which the act is recorded.

        later: returns the entries that take effect after an instant; called only for a late change of the register.

    Raises:
        InvalidAct: when a name, an instant or a particular is not understood.

        Conflict: when the act opens a case that exists already.

        NotInRules: when the record names something that its rules do not know.
    """
    judged = _Judged.of(state, ask, now)
    if judged.ruling.unmet:
        return Outcome(state, judged.case, judged.act.name, (), judged.ruling.unmet)
    return judged.outcome(state, later)


def why_not(state: State, ask: Ask, later: Later = nothing_later) -> tuple[Finding, ...]:
    """
    Return every requirement of an act that is not met, without performing it; empty when the act is open.

    Particulars that are left out are assumed to be correct, and the instant may be in the future.

    Raises:
        InvalidAct, Conflict, NotInRules: as for `decide`.
    """
    at = _instant(state, ask, state.recorded or state.since)
    judged = _Judged.of(state, ask, _not_behind(state, at), complete=False)
    if judged.ruling.unmet or not judged.complete:
        return judged.ruling.unmet
    return judged.outcome(state, later).findings


def options(state: State, name: str, at: datetime, by: str | None = None) -> tuple[Option, ...]:
    """
    Return every act of the procedure of a case, with what is not met; without `by`, no actor is checked.

    Raises:
        InvalidAct, NotInRules: as for `decide`, and when there is no such case.
    """
    state, _ = settle(state, at, _not_behind(state, at), name)
    case = state.case(name)
    procedure = state.rulebook.procedure_of(case)
    actor, party = _actor(state, by, at) if by is not None else ("", "")
    # A reason is given together with the act, so its absence now does not make the act impossible.
    ignored = {"reason"} if by is not None else {"reason", "actor"}

    def option(name: str) -> Option:
        here = procedure.steps_from(case.stage, name) or procedure.steps_of(name)
        act = Act(name, actor, party, at)
        unmet = judge(state, case, act, timing=_behind(state, case, at)).unmet
        may = tuple(dict.fromkeys(role for step in here for role in step.by))
        return Option(name, may, here[0].fields, tuple(each for each in unmet if each.requirement not in ignored))

    return tuple(map(option, procedure.acts))


def settle(state: State, at: datetime, now: datetime, case: str | None = None) -> tuple[State, tuple[Entry, ...]]:
    """
    Draw up the entries of the silence periods that have ended by an instant, with effect from their end.

    Args:
        state: the state in which the periods run.

        at: the instant.

        now: the time by the clock, at which the entries are recorded.

        case: if given, settle only the periods that an act on this case depends on: its own, and those whose decision
            would change the register.

    Returns:
        The state after the entries, and the entries, in the order in which the periods ended.

    Raises:
        InvalidAct: when `now` has no offset.

        NotInRules: when the record names something that its rules do not know.
    """
    if not state.silences:
        return state, ()
    entries: list[Entry] = []
    for name in state.ended(at, case):
        entries.append(_lapse(state, state.case(name), state.silences[name], _recorded(state, now)))
        state = state.after(entries[-1])
    return state, tuple(entries)


def read_table(details: object) -> Mapping[str, object]:
    """
    Return particulars by name; an empty table for ``None``.

    Raises:
        InvalidAct: when the value is not a table.
    """
    if details is None:
        return {}
    if not isinstance(details, (dict, Mapping)):  # `dict` is the usual case, and faster to check than `Mapping`.
        raise InvalidAct([Fault("details", f"expected a table, found {shown(details)}", "give them by name")])
    return details


class _Judged(Struct, frozen=True):
    """An act that has been read and judged, after the silence periods it depends on were settled."""

    state: State
    settled: tuple[Entry, ...]
    case: Case
    act: Act
    ruling: Ruling
    recorded: datetime
    complete: bool

    @classmethod
    def of(cls, state: State, ask: Ask, now: datetime, *, complete: bool = True) -> _Judged:
        recorded = _recorded(state, now)
        at = _instant(state, ask, recorded)
        given = read_table(ask.details)
        name = ask.case if isinstance(ask.case, str) else None
        before, entries = settle(state, at, now, name)
        case, act = _target(before, ask, at)
        procedure = before.rulebook.procedure_of(case)
        steps = procedure.steps_of(act)
        if not steps:
            raise InvalidAct([Fault("act", unknown(f"act of {procedure.id}", act, procedure.acts))])
        details = read_details(before.rulebook, steps[0].fields, given, complete=complete)
        read = _read(before, str(act), ask, at, details)
        timing = _behind(before, case, at)
        if at > recorded:
            timing.append(("ahead", {"at": at, "recorded": recorded}))
        if state.recorded is not None and recorded < state.recorded and steps[0].effect("set-clock") is None:
            timing.append(("clock", {"now": recorded, "last": state.recorded, "acts": _setting(state)}))
        ruling = judge(before, case, read, timing=timing)
        if not complete:
            complete = all(kind.endswith("?") or name in read.details for name, kind in steps[0].fields.items())
        return cls(before, entries, case, read, ruling, recorded, complete)

    def outcome(self, asked: State, later: Later) -> Outcome:
        """Draw up the entry of an act that the rules allow, and check its changes of the register."""
        state, entry = self.state, draw_up(self.ruling, self.recorded)
        after = state.after(entry)
        if entry.changes and (unmet := (*_sole(self.ruling, after, entry), *_late(self.ruling, state, entry, later))):
            return Outcome(asked, self.case, self.act.name, (), unmet)
        return Outcome(after, after.case(entry.case), self.act.name, (*self.settled, entry))


def _recorded(state: State, now: datetime) -> datetime:
    """Return when an entry is recorded: now, or at the last entry when the clock is less than `SLACK` behind it."""
    now = require_offset("clock", now)
    last = state.recorded
    return last if last is not None and now < last and last - now < SLACK else now


def _not_behind(state: State, at: datetime) -> datetime:
    """Return the first instant at which an act that takes effect at a given one could be recorded."""
    return at if state.recorded is None else max(at, state.recorded)


def _instant(state: State, ask: Ask, recorded: datetime) -> datetime:
    """Return when an act takes effect; if it names no instant, that is when it is recorded, in the zone of the seat."""
    return require_offset("at", recorded.astimezone(state.rulebook.zone) if ask.at is None else ask.at)


def _behind(state: State, case: Case, at: datetime) -> list[tuple[str, Mapping[str, Any]]]:
    """Return the ``time`` requirement with its facts if an instant is too early for a case; otherwise an empty list."""
    bound, done = state.not_before(case)
    if at >= bound:
        return []
    act, where = (done.act, done.case) if done is not None else (case.last_act, case.id)
    return [("time", {"at": at, "not_before": bound, "act": act, "case": where, "meeting": done is not None})]


def _target(state: State, ask: Ask, at: datetime) -> tuple[Case, object]:
    """Return the case an act is on, and the name of the act; if the act opens a case, the case has no entries yet."""
    if not ask.procedure:
        return state.case(ask.case), ask.act
    try:
        name = read_id(ask.case)
    except ValueError as error:
        raise InvalidAct([Fault("case", f"{shown(ask.case)} {error}")]) from error
    known = state.find(name)
    if known is not None:
        raise Conflict(name, 0, known.n)
    edition = state.edition_at(at)
    procedure = state.rulebook.procedure(ask.procedure, edition)
    return Case(name, procedure.id, edition), procedure.opening[0].act


def _read(state: State, act: str, ask: Ask, at: datetime, details: dict[str, Value]) -> Act:
    """Read the values that a caller gave besides the particulars, and return the act."""
    actor, party = _actor(state, ask.by, at)
    try:
        reason = read_text(ask.reason) if ask.reason else ""
        meeting = read_id(ask.meeting) if ask.meeting else ""
        revision = read_number(ask.revision) if ask.revision is not None else None
    except ValueError as error:
        raise InvalidAct([Fault("reason, meeting or revision", str(error))]) from error
    return Act(act, actor, party, at, meeting, revision, reason, details)


def _actor(state: State, by: object, at: datetime) -> tuple[str, str]:
    """Return the office or party that acts, and the party on whose behalf it acts."""
    office = state.rulebook.offices.get(by) if isinstance(by, str) else None
    if office is None:
        party = state.rulebook.party(by).id
        return party, party
    holders = state.register.holders(office.held_by, at) if office.held_by else ()
    return office.id, next(iter(holders), "")


def _lapse(state: State, case: Case, silence: Silence, recorded: datetime) -> Entry:
    """
    Draw up the entry of a silence period at its end: the decision, or the end without a decision.

    There is no decision when it needs more than consensus and another requirement is not met.
    """
    try:
        _, party = _actor(state, silence.proposer, silence.expires)
    except InvalidAct as error:
        raise NotInRules("proposer", silence.proposer) from error
    ruling = judge(state, case, Act(silence.act, silence.proposer, party, silence.expires), by_silence=True)
    if not ruling.unmet:
        return draw_up(ruling, recorded)
    return draw_up_end(case, silence, party, "; ".join(each.fact for each in ruling.unmet), recorded)


def _sole(ruling: Ruling, after: State, entry: Entry) -> Iterator[Finding]:
    """Yield a finding for each sole role that two parties would hold at the same time."""
    for role, scope in dict.fromkeys((change.role, change.scope) for change in entry.changes):
        known = after.rulebook.roles.get(role)
        both = after.register.shared(role, scope) if known is not None and known.sole else None
        if known is not None and both is not None:
            one, other, since = both
            parties = ruling.situation.parties((one, other))
            yield finding(ruling.situation, "sole", role=known.name, parties=parties, since=since)


def _late(ruling: Ruling, state: State, entry: Entry, later: Later) -> Iterator[Finding]:
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


def _redrawn(state: State, entry: Entry) -> Entry | tuple[Finding, ...]:
    """Draw up an entry of the record again in the state before it, or return the findings against it."""
    known = state.find(entry.case)
    case = known if known is not None else Case(entry.case, entry.procedure, state.edition_at(entry.at))
    silence = case.silence
    if silence is not None and settled(entry, case):
        return _lapse(state, case, silence, entry.recorded)
    _, party = _actor(state, entry.actor, entry.at)
    ruling = judge(state, case, act_of(entry, case, party, state.rulebook))
    return ruling.unmet or draw_up(ruling, entry.recorded)


def _setting(state: State) -> tuple[str, ...]:
    """Return the acts of the rulebook that set the clock of a record back."""
    return tuple(dict.fromkeys(s.act for p in state.rulebook for s in p.steps if s.effect("set-clock") is not None))
