"""
Whether every case can come to an end, if whoever may act again and again does so at last.

Then a case goes on for ever only in a part of the states that nothing leaves. So it is enough to ask from which states
an end can be reached: by every step, by the steps that one member cannot hold up, and by those that need no office that
is vacant.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple, TypeAlias

from cica_procedure.exploration.trials import TriedAct
from cica_procedure.rulebook.model import Rulebook
from cica_procedure.rulebook.procedure import Procedure, Step


class Key(NamedTuple):
    """
    A state of a case, as far as the rules can tell two of them apart.

    Attributes:
        stage: the stage.

        known: the known facts that rules ask for.

        kind: the kind of document; empty when there is none.

        edition: the edition of the procedure.

        subject: the party the case is about.
    """

    stage: str
    known: frozenset[str]
    kind: str
    edition: str
    subject: str


Moves: TypeAlias = Mapping[Key, list[tuple[TriedAct, Key]]]
"""From each state, the acts that were possible and the states they led to."""


def leading(moves: Moves, to: Iterable[Key], usable: Callable[[Key, Step], bool] = lambda _, __: True) -> set[Key]:
    """Return the states from which one of some states can be reached by the moves that are usable."""
    back: dict[Key, list[Key]] = {}
    for key, after in moves.items():
        for tried, reached in after:
            if usable(key, tried.step):
                back.setdefault(reached, []).append(key)
    found, waiting = set(to), deque(to)
    while waiting:
        for key in back.get(waiting.popleft(), ()):
            if key not in found:
                found.add(key)
                waiting.append(key)
    return found


def lasso(moves: Moves, trapped: Iterable[Key]) -> tuple[Key, tuple[TriedAct, ...]]:
    """
    Return a state that a case never gets away from, and the acts that lead back to it; no acts when none is possible.

    Args:
        moves: the moves of the procedure.

        trapped: the states from which no end can be reached, at least one.
    """
    reach = {key: _ways(moves, key) for key in trapped}
    # Nothing leaves the part of the state from which the fewest others can be reached.
    key = min(reach, key=lambda each: (len(reach[each]), each.stage))
    return key, reach[key].get(key, ())


def _ways(moves: Moves, start: Key) -> dict[Key, tuple[TriedAct, ...]]:
    """Return the shortest way, of at least one act, from a state to each that can be reached."""
    ways: dict[Key, tuple[TriedAct, ...]] = {}
    waiting: deque[tuple[Key, tuple[TriedAct, ...]]] = deque([(start, ())])
    while waiting:
        key, way = waiting.popleft()
        for tried, after in moves.get(key, ()):
            if after not in ways:
                ways[after] = (*way, tried)
                waiting.append((after, ways[after]))
    return ways


def held_up(rulebook: Rulebook, procedure: Procedure, members: int) -> Callable[[Key, Step], bool]:
    """Return the test of a step that can be taken although one member blocks, holds and stays away for ever."""

    def usable(key: Key, step: Step) -> bool:
        listed = step.requirement("complete")
        if listed is not None:
            rule = rulebook.decisions.get(listed)
            fewer = rule is not None and all(each.needed(members) < members for each in rule.affirm)
            if rule is None or not (fewer or rule.of.among == "present"):
                return False
        ends = (clock for name, clock in procedure.clocks.items() if step.requirement("after") == name)
        stopped = (rulebook.decisions[clock.runs_while] for clock in ends if clock.runs_while)
        if any(rule.stopped_by(members) == 1 for rule in stopped):
            return False
        if step.requirement("consensus") is None:
            return True
        tests = procedure.doing("set-aside", key.stage)
        if tests is not None and tests.requirement("consensus") is None:
            return True  # The objection can be set aside.
        return rulebook.rule_of(step).stopped_by(members) != 1

    return usable


def without_office(rulebook: Rulebook, procedure: Procedure, office: str) -> Callable[[Key, Step], bool]:
    """Return the test of a step that can be taken while nobody speaks for an office."""
    convening = rulebook.convening(procedure.edition)[0] if rulebook.meeting else ""
    by_themselves = {clock.then for clock in procedure.clocks.values()}

    def usable(_: Key, step: Step) -> bool:
        if step.requirement("meeting") is not None and convening == office:
            return False
        return step.act in by_themselves or set(step.by) != {office}

    return usable
