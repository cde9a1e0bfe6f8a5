"""
What an act comes to, in a state: the entries to be written and the state after them, or the findings against it.

Values in, values out: nothing is written, no clock is read; the caller says what time it is.

1. Silence periods that the act depends on, and that have ended by its instant, are settled first.
2. Nothing takes effect after it is recorded, and what is recorded never runs backwards.
3. A case runs forward in effect, and so does a meeting with all that is done in it.
4. A sole role is held by one party at every instant.
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
"""How far a clock may lag behind the last entry and still be taken to be at it."""

Later: TypeAlias = Callable[[datetime], Iterable[tuple[State, Entry]]]
"""Gives the entries that take effect after an instant, each with the state before it, in the order of the record."""


class Ask(Struct, frozen=True):
    """
    What a caller asks for, not yet read.

    Attributes:
        case: the id of the case.

        by: who acts: an office, or a party by name or id.

        act: a word of its procedure; left out for the act that opens a case.

        at: when it takes effect; ``None`` for when it is recorded.

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
    What an act comes to.

    Attributes:
        state: the state after the entries; the one that was asked, when the act is refused.

        case: the case as it stands after the act; of a refused act, as it stood when it was judged.

        act: the act, a word of the procedure.

        entries: the silence periods that had to be settled first, then the act; none when it is refused.

        findings: everything that stands in its way.
    """

    state: State
    case: Case
    act: str
    entries: tuple[Entry, ...] = ()
    findings: tuple[Finding, ...] = ()


class Option(Struct, frozen=True):
    """
    An act of a procedure, seen from where a case stands.

    Attributes:
        act: its name.

        by: the offices and roles that may do it.

        fields: the particulars it takes, with their types.

        unmet: what stands in its way; nothing when it is open.
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
    """Return no entries: for a state whose entries are not at hand, and in which nothing is recorded late."""
    return ()


def decide(state: State, ask: Ask, now: datetime, later: Later = nothing_later) -> Outcome:
    """
    Say what an act comes to.

    Args:
        state: where everything stands.

        ask: what is asked for.

        now: what the clock says: when the act is written down.

        later: gives what takes effect after an instant; asked only when a change of the register is recorded late.

    Raises:
        InvalidAct: when a name, an instant or a particular is not understood.

        Conflict: when a case is opened that is there already.

        NotInRules: when the record names what its rules do not know.
    """
    judged = _Judged.of(state, ask, now)
    if judged.ruling.unmet:
        return Outcome(state, judged.case, judged.act.name, (), judged.ruling.unmet)
    return judged.outcome(state, later)


def why_not(state: State, ask: Ask, later: Later = nothing_later) -> tuple[Finding, ...]:
    """
    Return everything that stands in the way of an act, without trying it; nothing when it is open.

    Particulars that are left out are taken to be in order, and a day to come may be asked about.

    Raises:
        InvalidAct, Conflict, NotInRules: as for `decide`.
    """
    at = _instant(state, ask, state.recorded or state.since)
    judged = _Judged.of(state, ask, _not_behind(state, at), complete=False)
    if judged.ruling.unmet or not judged.complete:
        return judged.ruling.unmet
    return judged.outcome(state, later).findings


def options(state: State, name: str, at: datetime, by: str | None = None) -> tuple[Option, ...]:
    """Go through every act of the procedure of a case; without an actor, who acts is left out of account."""
    state, _ = settle(state, at, _not_behind(state, at), name)
    case = state.case(name)
    procedure = state.rulebook.procedure_of(case)
    actor, party = _actor(state, by, at) if by is not None else ("", "")
    # A reason is given with the act; that there is none yet does not close it.
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
    Draw up what silence periods that have ended by an instant have come to, with effect from their end.

    Args:
        state: where everything stands.

        at: the instant.

        now: what the clock says: when it is written down.

        case: only what an act on this case depends on: its own period, and those that would change the register.

    Returns:
        The state after them, and the entries, in the order in which the periods ended.
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
    Return particulars by name; none for ``None``.

    Raises:
        InvalidAct: when they are no table.
    """
    if details is None:
        return {}
    if not isinstance(details, (dict, Mapping)):  # The first is what it is nearly always, and quicker to tell.
        raise InvalidAct([Fault("details", f"expected a table, found {shown(details)}", "give them by name")])
    return details


class _Judged(Struct, frozen=True):
    """An act that has been read and judged, once what it depends on was settled."""

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
        """Draw up the entry of an act that the rules allow, and see what it does to the register."""
        state, entry = self.state, draw_up(self.ruling, self.recorded)
        after = state.after(entry)
        if entry.changes and (unmet := (*_sole(self.ruling, after, entry), *_late(self.ruling, state, entry, later))):
            return Outcome(asked, self.case, self.act.name, (), unmet)
        return Outcome(after, after.case(entry.case), self.act.name, (*self.settled, entry))


def _recorded(state: State, now: datetime) -> datetime:
    """Return when an entry is written down: now, or at the last entry when the clock lags behind it a little."""
    now = require_offset("clock", now)
    last = state.recorded
    return last if last is not None and now < last and last - now < SLACK else now


def _not_behind(state: State, at: datetime) -> datetime:
    """Return an instant at which something that takes effect at another could be written down."""
    return at if state.recorded is None else max(at, state.recorded)


def _instant(state: State, ask: Ask, recorded: datetime) -> datetime:
    """Return when an act takes effect; when it does not say, as it is recorded, by the clock of the seat."""
    return require_offset("at", recorded.astimezone(state.rulebook.zone) if ask.at is None else ask.at)


def _behind(state: State, case: Case, at: datetime) -> list[tuple[str, Mapping[str, Any]]]:
    """Say what binds a case when an instant lies behind it: its last act, what was done in it, or the first of all."""
    bound, done = state.not_before(case)
    if at >= bound:
        return []
    act, where = (done.act, done.case) if done is not None else (case.last_act, case.id)
    return [("time", {"at": at, "not_before": bound, "act": act, "case": where, "meeting": done is not None})]


def _target(state: State, ask: Ask, at: datetime) -> tuple[Case, object]:
    """Return the case an act is on, and the act; a case that is opened is one without entries."""
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
    """Read what a caller gave beside the particulars."""
    actor, party = _actor(state, ask.by, at)
    try:
        reason = read_text(ask.reason) if ask.reason else ""
        meeting = read_id(ask.meeting) if ask.meeting else ""
        revision = read_number(ask.revision) if ask.revision is not None else None
    except ValueError as error:
        raise InvalidAct([Fault("reason, meeting or revision", str(error))]) from error
    return Act(act, actor, party, at, meeting, revision, reason, details)


def _actor(state: State, by: object, at: datetime) -> tuple[str, str]:
    """Return the office or party that acts, and the party on whose behalf."""
    office = state.rulebook.offices.get(by) if isinstance(by, str) else None
    if office is None:
        party = state.rulebook.party(by).id
        return party, party
    holders = state.register.holders(office.held_by, at) if office.held_by else ()
    return office.id, next(iter(holders), "")


def _lapse(state: State, case: Case, silence: Silence, recorded: datetime) -> Entry:
    """
    Draw up what the silence period of a case has come to at its end: the decision, or its end without one.

    It comes to nothing when the decision needs more than consensus, and that is not there.
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
    """A role that one party holds at a time would be held by two."""
    for role, scope in dict.fromkeys((change.role, change.scope) for change in entry.changes):
        known = after.rulebook.roles.get(role)
        both = after.register.shared(role, scope) if known is not None and known.sole else None
        if known is not None and both is not None:
            one, other, since = both
            parties = ruling.situation.parties((one, other))
            yield finding(ruling.situation, "sole", role=known.name, parties=parties, since=since)


def _late(ruling: Ruling, state: State, entry: Entry, later: Later) -> Iterator[Finding]:
    """Something on the record would have come out otherwise, had the change of the register been known."""
    effective = min(change.since or entry.at for change in entry.changes)
    if state.recorded is None or effective >= state.recorded:
        return  # Whatever is on the record took effect before.
    differing = [other for before, other in later(effective) if _otherwise(before, other, entry.changes, entry.at)]
    if differing:
        named = tuple((other.act, other.case, other.at) for other in differing)
        last = max(other.at for other in differing)
        yield finding(ruling.situation, "late", same_act(ruling.situation), at=effective, entries=named, last=last)


def _otherwise(before: State, entry: Entry, changes: Iterable[Change], at: datetime) -> bool:
    """Whether an entry would have come out otherwise in the state before it, had changes been known there."""
    altered = replace(before, register=before.register.after(changes, at))
    return _redrawn(before, entry) != _redrawn(altered, entry)


def _redrawn(state: State, entry: Entry) -> Entry | tuple[Finding, ...]:
    """Draw up an entry of the record anew in the state before it; or return what would have stood in its way."""
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
