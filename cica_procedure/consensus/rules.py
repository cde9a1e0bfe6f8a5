"""When consensus exists."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TypeAlias

from attrs import frozen

from cica_procedure.terms import Position, Stance


@frozen
class Standing:
    """
    What stands between a body and its decision.

    Attributes:
        objecting: the positions that block, in the order of the members' ids.

        awaited: the members whose word the rule asks for and who have not given it.
    """

    objecting: tuple[Position, ...] = ()
    awaited: tuple[str, ...] = ()

    @property
    def consensus(self) -> bool:
        """Whether nothing stands in the way."""
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
        awaits: whose word it waits for.

        without: whether the state the matter is about has no say in it.
    """

    awaits: Awaited = _nobody
    without: bool = False

    @property
    def silent(self) -> bool:
        """Whether silence is consent under it."""
        return self.awaits is _nobody


RULES: Mapping[str, ConsensusRule] = {
    "no-objection": ConsensusRule(),
    "affirmation": ConsensusRule(_everybody),
    "minus-one": ConsensusRule(without=True),
}
"""That an objection of one who has a say blocks is common to all of them."""


def assess(rule: str, members: Collection[str], positions: Mapping[str, Position], concerned: str = "") -> Standing:
    """
    Say what stands in the way of a decision.

    Args:
        rule: a name in `RULES`; CICA's is ``no-objection``.

        members: the ids of the members at the instant of the decision.

        positions: by member, on the revision on the table in the deciding body.

        concerned: the state the matter is about; it has no say under ``minus-one``.
    """
    if RULES[rule].without:
        members = [member for member in members if member != concerned]
    counted = {member: positions[member] for member in sorted(members) if member in positions}
    objecting = tuple(position for position in counted.values() if position.stance.blocks)
    blocked = {position.member for position in objecting}
    awaited = tuple(member for member in RULES[rule].awaits(members, counted) if member not in blocked)
    return Standing(objecting, awaited)
