"""The rules of consensus: whether a body may decide, given the positions of its members."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TypeAlias

from attrs import frozen

from cica_procedure.terms import Position, Stance


@frozen
class Standing:
    """
    The objections and missing positions that keep a body from its decision.

    Attributes:
        objecting: the positions that block, in the order of the members' ids.

        awaited: the members that must speak under the rule and have not done so.
    """

    objecting: tuple[Position, ...] = ()
    awaited: tuple[str, ...] = ()

    @property
    def consensus(self) -> bool:
        """Whether there is consensus: nothing blocks the decision, and no member is awaited."""
        return not self.objecting and not self.awaited


def _nobody(_members: Collection[str], _positions: Mapping[str, Position]) -> tuple[str, ...]:
    return ()


def _everybody(members: Collection[str], positions: Mapping[str, Position]) -> tuple[str, ...]:
    affirmed = {member for member, position in positions.items() if position.stance is Stance.SUPPORT}
    return tuple(sorted(set(members) - affirmed))


Awaited: TypeAlias = Callable[[Collection[str], Mapping[str, Position]], tuple[str, ...]]


@frozen
class ConsensusRule:
    """
    One rule of consensus.

    Attributes:
        awaits: the function that returns the members that must still express support.

        without: whether the state the matter is about has no say.
    """

    awaits: Awaited = _nobody
    without: bool = False

    @property
    def silent(self) -> bool:
        """Whether silence counts as consent under this rule."""
        return self.awaits is _nobody


RULES: Mapping[str, ConsensusRule] = {
    "no-objection": ConsensusRule(),
    "affirmation": ConsensusRule(_everybody),
    "minus-one": ConsensusRule(without=True),
}
"""The rules of consensus by name; under all of them, an objection by a member that has a say blocks."""


def assess(rule: str, members: Collection[str], positions: Mapping[str, Position], concerned: str = "") -> Standing:
    """
    Return the objections and missing positions that keep a body from a decision.

    Args:
        rule: a name in `RULES`; CICA's is ``no-objection``.

        members: the ids of the members at the instant of the decision.

        positions: the positions on the current revision in the deciding body, by member.

        concerned: the id of the state the matter is about; it has no say under ``minus-one``.
    """
    if RULES[rule].without:
        members = [member for member in members if member != concerned]
    counted = {member: positions[member] for member in sorted(members) if member in positions}
    objecting = tuple(position for position in counted.values() if position.stance.blocks)
    blocked = {position.member for position in objecting}
    awaited = tuple(member for member in RULES[rule].awaits(members, counted) if member not in blocked)
    return Standing(objecting, awaited)
