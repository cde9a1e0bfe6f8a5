"""How many must be present."""

from __future__ import annotations

from collections.abc import Collection

from attrs import field, frozen, validators


@frozen
class Quorum:
    """
    A share of the members, rounded up to whole states.

    Attributes:
        numerator: of the share; two of "two thirds"; 0 where the rules ask for none.

        denominator: of the share; three of "two thirds".
    """

    numerator: int = field(validator=validators.ge(0))
    denominator: int = field(validator=validators.ge(1))

    def __attrs_post_init__(self) -> None:
        if self.numerator > self.denominator:
            raise ValueError(f"{self.numerator} of {self.denominator} is more than all of the members")

    def needed(self, members: int) -> int:
        """Give the smallest number of states that is at least the share: 18 of 27, 19 of 28 for two thirds."""
        return -(-members * self.numerator // self.denominator)

    def reached(self, members: Collection[str], present: Collection[str]) -> bool:
        """Whether enough members are present; presence of anybody else does not count."""
        return len(set(members) & set(present)) >= self.needed(len(members))
