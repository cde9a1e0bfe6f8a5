"""The quorum: how many members must be present."""

from __future__ import annotations

from collections.abc import Collection

from attrs import field, frozen, validators


@frozen
class Quorum:
    """
    A share of the members, rounded up to whole states.

    Attributes:
        numerator: the numerator of the share: 2 for "two thirds"; 0 when the rules ask for no quorum.

        denominator: the denominator of the share: 3 for "two thirds".

    Raises:
        ValueError: when the share is negative, is more than the whole, or has a denominator below 1.
    """

    numerator: int = field(validator=validators.ge(0))
    denominator: int = field(validator=validators.ge(1))

    def __attrs_post_init__(self) -> None:
        if self.numerator > self.denominator:
            raise ValueError(f"{self.numerator} of {self.denominator} is more than all of the members")

    def needed(self, members: int) -> int:
        """Return the smallest number of states that is at least the share; for two thirds, 18 of 27 and 19 of 28."""
        return -(-members * self.numerator // self.denominator)

    def reached(self, members: Collection[str], present: Collection[str]) -> bool:
        """Return whether enough members are present; parties that are not members do not count."""
        return len(set(members) & set(present)) >= self.needed(len(members))
