"""A procedure compiled to the transitions package, and what is relied upon there."""

from __future__ import annotations

import pytest

from cica_procedure import load
from cica_procedure.core.machine import StepMachine, machine_of
from cica_procedure.rulebook.procedure import Procedure, Stage, Step

STAGES = (Stage("open", body="SOC"), Stage("done", final=True))
OPEN = Step("table", ("new",), ("chair",), "A rule [A]", to="open")
FIRST = Step("decide", ("open",), ("chair",), "A rule [A]", to="done", body="SOC")
SECOND = Step("decide", ("open",), ("chair",), "A rule [A]", to="open", body="MC")
STAY = Step("note", ("open",), ("chair",), "A rule [A]")


@pytest.fixture
def machine() -> StepMachine:
    """Return a machine of four steps."""
    stages = {stage.id: stage for stage in STAGES}
    return StepMachine(Procedure("sample", "Sample", "1", stages, (OPEN, FIRST, SECOND, STAY)))


def test_the_step_that_is_allowed_is_taken(machine: StepMachine) -> None:
    """Steps of one act are put to the question in order, until one is allowed."""
    asked: list[Step] = []

    def consider(step: Step) -> bool:
        asked.append(step)
        return step is SECOND

    assert machine.take("open", "decide", consider) == "open"
    assert asked == [FIRST, SECOND]


def test_nothing_is_taken_when_nothing_is_allowed(machine: StepMachine) -> None:
    """A refusal leads nowhere."""
    assert machine.take("open", "decide", lambda _: False) is None


def test_an_act_without_a_step_at_the_stage(machine: StepMachine) -> None:
    """Neither a stage the act does not know, nor an act the machine does not know, moves anything."""
    assert machine.take("done", "decide", lambda _: True) is None
    assert machine.take("open", "to_done", lambda _: True) is None
    assert machine.take("open", "unheard-of", lambda _: True) is None


def test_a_step_without_a_target_stays(machine: StepMachine) -> None:
    """The case stays where it is."""
    assert machine.take("open", "note", lambda _: True) == "open"


def test_a_fault_in_a_rule_passes_through(machine: StepMachine) -> None:
    """What a rule raises is an error and never a "no"."""

    def faulty(_: Step) -> bool:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        machine.take("open", "decide", faulty)


def test_no_way_past_the_rules() -> None:
    """No machine of the shipped rulebook has an event beside the acts of the procedure, ``to_X`` least of all."""
    for procedure in load("cica"):
        assert set(procedure.acts) == set(machine_of(procedure)._machine.events)


def test_machines_are_shared() -> None:
    """A rulebook is loaded once: its machines serve every conference."""
    assert load("cica") is load("cica")
