"""The rules of decision."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cica_procedure import Position, Quorum, Stance, assess, call_roll

NOW = datetime(2021, 6, 23, tzinfo=UTC)
MEMBERS = [f"M{i:02}" for i in range(28)]

stances = st.sampled_from([stance for stance in Stance if stance is not Stance.NOTHING_YET])
tables = st.dictionaries(st.sampled_from([*MEMBERS, "OBSERVER"]), stances).map(
    lambda said: {member: Position(member, stance, "because", NOW, 1) for member, stance in said.items()},
)
memberships = st.lists(st.sampled_from(MEMBERS), unique=True)


@pytest.mark.parametrize(
    ("members", "needed"),
    [(27, 18), (28, 19), (26, 18), (15, 10), (1, 1), (0, 0)],
)
def test_two_thirds(members: int, needed: int) -> None:
    """Two thirds of the members, in whole states and never less: 18 of 27, 19 of 28."""
    assert needed == Quorum(2, 3).needed(members)


@given(memberships, st.lists(st.sampled_from([*MEMBERS, "OBSERVER"])))
def test_quorum_counts_members_only(members: list[str], present: list[str]) -> None:
    """Two thirds of the members are reached by members, however many others sit there."""
    reached = Quorum(2, 3).reached(members, present)

    assert reached is (3 * len(set(members) & set(present)) >= 2 * len(members))


@given(st.sampled_from(["no-objection", "affirmation"]), memberships, tables)
def test_one_objection_stops(rule: str, members: list[str], positions: dict[str, Position]) -> None:
    """Under every rule there is no consensus while one member objects."""
    standing = assess(rule, members, positions)

    objecting = {m for m in members if m in positions and positions[m].stance is Stance.OBJECTION}
    assert objecting == {position.member for position in standing.objecting}
    assert not (objecting and standing.consensus)


@given(memberships, tables)
def test_no_objection_asks_nothing_else(members: list[str], positions: dict[str, Position]) -> None:
    """CICA's rule waits for nobody: without an objection of a member there is consensus."""
    standing = assess("no-objection", members, positions)

    assert standing.consensus is not any(m in positions and positions[m].stance.blocks for m in members)


@given(memberships, tables)
def test_affirmation_asks_everybody(members: list[str], positions: dict[str, Position]) -> None:
    """Under affirmation every member has said yes."""
    standing = assess("affirmation", members, positions)

    affirmed = all(m in positions and positions[m].stance is Stance.SUPPORT for m in members)
    assert standing.consensus is affirmed


@given(memberships, tables)
def test_strangers_do_not_count(members: list[str], positions: dict[str, Position]) -> None:
    """What a party says that is no member changes nothing."""
    own = {m: p for m, p in positions.items() if m in members}

    assert assess("no-objection", members, own) == assess("no-objection", members, positions)


@given(memberships, memberships, tables)
def test_the_roll_names_every_member(members: list[str], present: list[str], positions: dict[str, Position]) -> None:
    """The roll has one line for each member and for nobody else, and leaves no word out."""
    roll = call_roll(members, present, positions)

    assert sorted(members) == list(roll)
    for member, line in roll.items():
        if member in positions:
            assert line == positions[member].stance
        else:
            assert line == ("silent" if member in present else "absent")


def test_only_an_objection_blocks() -> None:
    """A reservation is a position like any other, save the one that blocks."""
    assert [stance for stance in Stance if stance.blocks] == [Stance.OBJECTION]
