"""
The clocks of a case: since an act, until an instant.

No timer runs. The act that starts a clock states its end as a fact of the case, and the acts that wait for the end
compare their instant with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from cica_procedure.core.clause_types import Requirement, finding
from cica_procedure.core.cures import by_steps, same_act
from cica_procedure.core.situation import Situation
from cica_procedure.rulebook.procedure import Clock
from cica_procedure.terms import Cure, Finding, Value


def clock_fact(name: str) -> str:
    """Return the name of the fact under which a case keeps the end of a clock."""
    return f"clock-{name}"


def started(situation: Situation) -> dict[str, Value]:
    """Return the ends of the clocks that an act starts, as facts of the case."""
    clocks = situation.procedure.clocks
    found = {name: _end_of(situation, c) for name, c in clocks.items() if situation.act.name in c.since}
    return {clock_fact(name): end.isoformat() for name, end in found.items() if end is not None}


def _end_of(situation: Situation, clock: Clock) -> datetime | None:
    """Return the end of a clock that starts now; ``None`` when the case does not know it."""
    if clock.lasts is not None:
        return situation.act.at + clock.lasts
    words = situation.known(clock.until)
    if not words:
        return None
    if len(words) == len("2026-01-19"):
        return situation.rulebook.begin(date.fromisoformat(words) + timedelta(days=1))  # Once the day is over.
    return datetime.fromisoformat(words)


def _after(situation: Situation, name: str) -> Finding | None:
    """Require that a clock has started and run out."""
    end = _known_end(situation, name)
    if end is not None and situation.act.at >= end:
        return None
    cures = () if end is not None else _starting(situation, name)
    return finding(
        situation, "after", *(cures or (same_act(situation),)), clock=name, end=end, acts=tuple(c.act for c in cures)
    )


def _before(situation: Situation, name: str) -> Finding | None:
    """Require that a clock has started and still runs."""
    end = _known_end(situation, name)
    if end is not None and situation.act.at < end:
        return None
    cures = _starting(situation, name)
    return finding(situation, "before", *cures, clock=name, end=end, acts=tuple(c.act for c in cures))


def _known_end(situation: Situation, name: str) -> datetime | None:
    words = situation.case.text(clock_fact(name))
    return datetime.fromisoformat(words) if words else None


def _starting(situation: Situation, name: str) -> tuple[Cure, ...]:
    clock = situation.procedure.clocks[name]
    return by_steps(situation, (step for step in situation.procedure.steps if step.act in clock.since))


REQUIREMENTS: Mapping[str, Requirement] = {
    "after": Requirement(_after, parameter="clock"),
    "before": Requirement(_before, parameter="clock"),
}
