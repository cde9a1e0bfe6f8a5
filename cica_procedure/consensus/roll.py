"""The roll of a decision: one line for every member."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from cica_procedure.terms import Position

SILENT = "silent"
"""The line of a member that was present and said nothing."""

ABSENT = "absent"
"""The line of a member that was not present and had said nothing."""


def call_roll(
    members: Collection[str],
    present: Collection[str],
    positions: Mapping[str, Position],
) -> dict[str, str]:
    """Return for every member, by id, its present stance; without a stance, `SILENT` or `ABSENT`."""
    return {
        member: str(positions[member].stance) if member in positions else SILENT if member in present else ABSENT
        for member in sorted(members)
    }
