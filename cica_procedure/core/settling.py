"""Settle silence periods and clocks: draw up the entries of those that have ended, with effect from their end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush
from itertools import chain

from cica_procedure.core.clocks import ended_by
from cica_procedure.core.judge import judge
from cica_procedure.core.new_entry import draw_up, draw_up_end
from cica_procedure.core.silence import resumed
from cica_procedure.core.state import State
from cica_procedure.errors import InvalidAct, NotInRules
from cica_procedure.terms import CLOCK, Act, Case, Entry, Office, Register, Silence
from cica_procedure.terms.party import PREVIOUS
from cica_procedure.time import require_offset

SLACK = timedelta(minutes=1)
"""How far a clock may be behind the last entry; within this limit, the instant of the last entry is used instead."""


def settle(state: State, at: datetime, now: datetime, case: str | None = None) -> tuple[State, tuple[Entry, ...]]:
    """
    Draw up the entries of the silence periods and clocks that have ended by an instant, with effect from their end.

    Args:
        state: the state in which they run.

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
    if not (state.silences or state.clocks):
        return state, ()
    entries: list[Entry] = []
    waiting = [*state.ended(at, case)]
    heapify(waiting)
    while waiting:
        end, name, clock = heappop(waiting)
        entry = _end(state, state.case(name), clock, end, recorded_at(state, now))
        if entry is not None:
            entries.append(entry)
            state = state.after(entry)
            # What has started again, or was waiting for this, may have ended too.
            for ended in state.ended_in(name, at):
                if ended not in waiting:
                    heappush(waiting, ended)
    return state, tuple(entries)


def redrawn(state: State, case: Case, entry: Entry) -> Entry | None:
    """Draw up the entry of a silence period or a clock at its end again; ``None`` when nothing would have followed."""
    return _end(state, case, ended_by(entry), entry.at, entry.recorded)


def _end(state: State, case: Case, clock: str, end: datetime, recorded: datetime) -> Entry | None:
    """Draw up the entry at the end of a clock of a case, or of its silence period when no clock is named."""
    if clock:
        return run_out(state, case, clock, end, recorded)
    case = resumed(case, state.rulebook, state.register, end)
    return lapse(state, case, case.silence, recorded) if case.silence is not None else None


def run_out(state: State, case: Case, name: str, end: datetime, recorded: datetime) -> Entry | None:
    """
    Draw up the entry of the act that follows from the end of a clock, in the name of the first who may take it.

    It takes effect at the end of the clock, or when the case last moved if it was not possible until then. It is
    ``None`` when it is not possible yet: another requirement is not met, or a silence period runs on the case.
    """
    procedure = state.rulebook.procedure_of(case)
    act = procedure.clocks[name].then
    steps = procedure.steps_from(case.stage, act)
    if not steps or case.silence is not None:
        return None
    at = max(end, case.at or end)
    by = next((word for word in steps[0].by if word in state.rulebook.offices), case.proposer)
    try:
        actor, party = actor_in(state, by, at)
    except InvalidAct as error:
        raise NotInRules("proposer", by) from error
    ruling = judge(state, case, Act(act, actor, party, at, details={CLOCK: name}), by_silence=True)
    return None if ruling.unmet else draw_up(ruling, recorded)


def lapse(state: State, case: Case, silence: Silence, recorded: datetime) -> Entry:
    """
    Draw up the entry of a silence period at its end: the decision, or the end without a decision.

    There is no decision when it needs more than consensus and another requirement is not met.
    """
    try:
        _, party = actor_in(state, silence.proposer, silence.expires)
    except InvalidAct as error:
        raise NotInRules("proposer", silence.proposer) from error
    ruling = judge(state, case, Act(silence.act, silence.proposer, party, silence.expires), by_silence=True)
    if not ruling.unmet:
        return draw_up(ruling, recorded)
    ending = ruling.situation.procedure.doing("end-silence", case.stage)
    act = ending.act if ending is not None else "end-silence"
    return draw_up_end(case, silence, act, party, "; ".join(each.fact for each in ruling.unmet), recorded)


def recorded_at(state: State, now: datetime) -> datetime:
    """Return when an entry is recorded: now, or at the last entry when the clock is less than `SLACK` behind it."""
    now = require_offset("clock", now)
    last = state.recorded
    return last if last is not None and now < last and last - now < SLACK else now


def actor_in(state: State, by: object, at: datetime) -> tuple[str, str]:
    """Return the office or party that acts, and the party on whose behalf it acts."""
    actor = state.rulebook.id_of(by)
    office = state.rulebook.offices.get(actor)
    if office is None:
        return actor, actor
    return office.id, next(_speakers(state.register, office, at), "")


def _speakers(register: Register, office: Office, at: datetime) -> Iterator[str]:
    """Yield the parties that may speak for an office at an instant, its holder first."""
    if not office.held_by:
        return
    last = register.previous(office.held_by, at)
    acting = chain.from_iterable(last if word == PREVIOUS else register.holders(word, at) for word in office.acting)
    for party in (*register.holders(office.held_by, at), *acting):
        if all(register.holds(role, party, at) for role in office.needs):
            yield party
