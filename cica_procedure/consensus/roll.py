"""The roll of a decision: one line for every member."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from cica_procedure.terms import Position

SILENT = "silent"
"""On the roll, a member that was present and said nothing."""

ABSENT = "absent"
"""On the roll, a member that was not present and had said nothing."""


def call_roll(
    members: Collection[str],
    present: Collection[str],
    positions: Mapping[str, Position],
) -> dict[str, str]:
    """Give for every member, by id, the stance that stands, or that it was silent or absent."""
    return {
        member: str(positions[member].stance) if member in positions else SILENT if member in present else ABSENT
        for member in sorted(members)
    }
