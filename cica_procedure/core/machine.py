"""
A procedure compiled to a state machine of the `transitions` package; no other module imports that package.

One machine serves every case of a procedure: it holds no case, and a temporary cursor passes the stage in and out.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import cast

from attrs import define
from transitions import EventData, Machine

from cica_procedure.rulebook.procedure import Procedure, Step
from cica_procedure.terms import NEW


@define(eq=False)
class _Cursor:
    """The model that the machine moves: a stage, and the function that decides whether a step is taken."""

    state: str
    consider: Callable[[Step], bool]


class StepMachine:
    """
    The machine of a procedure.

    ``auto_transitions`` is off: its ``to_X()`` events would bypass every requirement.
    Each step has exactly one guard, which checks all its requirements: a list of guards would stop at the first that
    fails.
    """

    def __init__(self, procedure: Procedure) -> None:
        self._machine = Machine(
            model=None,
            states=[NEW, *procedure.stages],
            initial=NEW,
            auto_transitions=False,
            send_event=True,
            name=procedure.id,
        )
        for step in procedure.steps:
            self._machine.add_transition(step.act, list(step.sources), step.to or None, conditions=[_guard(step)])

    def take(self, stage: str, act: str, consider: Callable[[Step], bool]) -> str | None:
        """
        Try an act at a stage.

        `consider` is called with each step of that act at that stage, in the order of the rulebook, until one is taken.

        Returns:
            The stage that the taken step leads to; ``None`` when the act has no step at the stage or no step is taken.
            An exception of `consider` is passed on: a fault in a rule is never treated as a refusal.
        """
        event = self._machine.events.get(act)
        if event is None or stage not in event.transitions:
            return None
        cursor = _Cursor(stage, consider)
        return cursor.state if event.trigger(cursor) else None


@cache
def machine_of(procedure: Procedure) -> StepMachine:
    """Return the machine of a procedure; it is compiled at the first call and cached."""
    return StepMachine(procedure)


def _guard(step: Step) -> Callable[[EventData], bool]:
    def guard(event: EventData) -> bool:
        return cast("_Cursor", event.model).consider(step)

    return guard
