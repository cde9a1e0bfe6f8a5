"""
The clocks of a case: since an act, until an instant.

No timer runs. The act that starts a clock states its end as a fact of the case, and what waits for the end compares its
instant with it. A clock may have an act that follows by itself: `cica_procedure.core.settling` draws it up, with effect
from the end. A clock is off once what it was for is done: its fact is empty then. While it stands still, its fact says
since when.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from cica_procedure.core.clause_types import Requirement, finding
from cica_procedure.core.cures import by_steps, same_act
from cica_procedure.core.situation import Situation
from cica_procedure.rulebook.calendar import months_later
from cica_procedure.rulebook.procedure import Clock, Procedure
from cica_procedure.terms import CLOCK, Case, Cure, Entry, Finding, Value, clock_fact
from cica_procedure.terms.struct import replace


def turned(situation: Situation, stage: str) -> dict[str, Value]:
    """Return the clocks that an act starts or turns off, as facts of the case; `stage` is where the act leads."""
    act, procedure, found = situation.act.name, situation.procedure, dict[str, Value]()
    for name, clock in procedure.clocks.items():
        if act in clock.since and (end := _end_of(situation, clock)) is not None:
            found[clock_fact(name)] = end.isoformat()
        elif situation.case.facts.get(clock_fact(name)) and _is_done(procedure, clock, act, stage):
            found[clock_fact(name)] = ""
    return found


def _is_done(procedure: Procedure, clock: Clock, act: str, stage: str) -> bool:
    """Return whether what a clock was for has been done with an act, or cannot be done any more at a stage."""
    passed = bool(clock.then) and not procedure.steps_from(stage, clock.then)
    return act in {clock.owed, clock.then} - {""} or passed


def _end_of(situation: Situation, clock: Clock) -> datetime | None:
    """Return the end of a clock that starts now; ``None`` when the case does not know it."""
    at, rulebook = situation.act.at, situation.rulebook
    if clock.lasts is not None:
        return at + clock.lasts
    if clock.months:
        return months_later(at, clock.months, rulebook.zone)
    if clock.working_days and rulebook.calendar is not None:
        return rulebook.calendar.after(at, clock.working_days, rulebook.zone)
    words = situation.known(clock.until)
    if not words:
        return None
    if len(words) == len("2026-01-19"):
        return rulebook.begin(date.fromisoformat(words) + timedelta(days=1))  # Once the day is over.
    return datetime.fromisoformat(words)


def standing_still(situation: Situation, entry: Entry) -> Entry:
    """Return an entry with the clocks that stand still after it, or run again: those that run only under a rule."""
    procedure, case = situation.procedure, situation.case.after(entry)
    changed: dict[str, Value] = {}
    for name, clock in procedure.clocks.items():
        known: Any = case.facts.get(clock_fact(name))
        if not clock.runs_while or not known:
            continue
        deciding = next(iter(procedure.steps_from(case.stage, clock.then or clock.owed)), situation.step)
        after = replace(situation, case=case, step=deciding)
        runs = after.standing(situation.rulebook.decisions[clock.runs_while]).met
        if isinstance(known, str) and not runs:
            changed[clock_fact(name)] = {"end": known, "since": entry.at.isoformat()}
        elif isinstance(known, dict) and runs:
            stood = entry.at - datetime.fromisoformat(known["since"])
            changed[clock_fact(name)] = (datetime.fromisoformat(known["end"]) + stood).isoformat()
    return replace(entry, details={**entry.details, **changed}) if changed else entry


def running(case: Case, procedure: Procedure) -> Iterator[tuple[str, Clock, datetime]]:
    """Yield the clocks of a case that run or have run out, each with its name and its end."""
    for name, clock in procedure.clocks.items():
        if words := case.text(clock_fact(name)):
            yield name, clock, datetime.fromisoformat(words)


def ended_by(entry: Entry) -> str:
    """Return the clock by which an entry was drawn up; empty when an actor performed it."""
    name = entry.details.get(CLOCK)
    return name if isinstance(name, str) else ""


def _after(situation: Situation, name: str) -> Finding | None:
    """Require that a clock has started and run out."""
    end = _known_end(situation, name)
    if end is not None and situation.act.at >= end:
        return None
    still = isinstance(situation.case.facts.get(clock_fact(name)), dict)
    cures = () if end is not None or still else _starting(situation, name)
    facts = {"clock": name, "end": end, "still": still, "acts": tuple(c.act for c in cures)}
    return finding(situation, "after", *(cures or (same_act(situation),)), **facts)


def _before(situation: Situation, name: str) -> Finding | None:
    """Require that a clock has started and still runs, or stands still."""
    end = _known_end(situation, name)
    if isinstance(situation.case.facts.get(clock_fact(name)), dict) or (end is not None and situation.act.at < end):
        return None
    cures = _starting(situation, name)
    return finding(situation, "before", *cures, clock=name, end=end, acts=tuple(c.act for c in cures))


def _known_end(situation: Situation, name: str) -> datetime | None:
    words = situation.case.text(clock_fact(name))
    return datetime.fromisoformat(words) if words else None


def _starting(situation: Situation, name: str) -> tuple[Cure, ...]:
    starting = {*situation.procedure.clocks[name].since} - {situation.act.name}
    return by_steps(situation, (step for step in situation.procedure.steps if step.act in starting))


REQUIREMENTS: Mapping[str, Requirement] = {
    "after": Requirement(_after, parameter="clock"),
    "before": Requirement(_before, parameter="clock"),
}
