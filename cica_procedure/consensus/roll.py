"""The roll of a decision: one line for everyone that has a say."""

from __future__ import annotations

from collections.abc import Collection, Mapping

SILENT = "silent"
"""The line of a member that was present and said nothing."""

ABSENT = "absent"
"""The line of a member that was not present and had said nothing."""


def call_roll(say: Collection[str], present: Collection[str], said: Mapping[str, str]) -> dict[str, str]:
    """
    Return the roll: for everyone that has a say, by id, its position, or else `SILENT` or `ABSENT`.

    Args:
        say: the ids of those that have a say.

        present: the ids of those that are present.

        said: the positions as words, by id; what others say is not on the roll.
    """
    return {member: said.get(member, SILENT if member in present else ABSENT) for member in sorted(say)}
