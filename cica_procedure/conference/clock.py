"""Clocks, which tell when an entry is recorded; outside the command line, only this module reads a real clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import TypeAlias

from cica_procedure.errors import Fault, InvalidAct

Clock: TypeAlias = Callable[[], datetime]
"""A function that returns the present instant, with its offset."""


def machine_clock() -> Clock:
    """Return the clock of the machine, which returns the time in UTC."""
    return partial(datetime.now, UTC)


class ToldClock:
    """A clock that shows the instant it was last set to: for scenarios, specifications and explorations."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        """Return the instant the clock is set to."""
        return self.at


def read_clock(clock: Clock) -> datetime:
    """
    Return the time by a clock.

    Raises:
        InvalidAct: when the clock raises an exception.
    """
    try:
        return clock()
    except Exception as error:
        raise InvalidAct([Fault("clock", f"does not tell the time: {error}", "give one that does")]) from error
