"""Clocks: what tells when an entry is written down. The only place below the command line that reads a real one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import TypeAlias

from cica_procedure.errors import Fault, InvalidAct

Clock: TypeAlias = Callable[[], datetime]
"""Tells the time: an instant with its offset."""


def machine_clock() -> Clock:
    """Return the clock of the machine, which tells the time in UTC."""
    return partial(datetime.now, UTC)


class ToldClock:
    """A clock that stands where it was last told: of scenarios, specifications and explorations."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.at


def read_clock(clock: Clock) -> datetime:
    """
    Ask a clock what time it is.

    Raises:
        InvalidAct: when it does not say.
    """
    try:
        return clock()
    except Exception as error:
        raise InvalidAct([Fault("clock", f"does not tell the time: {error}", "give one that does")]) from error
