"""The rules of decision: thresholds, positions, who has a say, and the roll."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cica_procedure import DecisionRule, Threshold, assess, call_roll
from cica_procedure.consensus import RULES, WORDS, Kind, Say

MEMBERS = [f"M{i:02}" for i in range(28)]
KINDS: tuple[Kind, ...] = ("affirms", "accepts", "neutral", "blocks", "leaves")

tables = st.dictionaries(st.sampled_from([*MEMBERS, "OBSERVER"]), st.sampled_from(KINDS))
memberships = st.lists(st.sampled_from(MEMBERS), unique=True)


def rule(
    affirm: tuple[str, ...] = (), accept: tuple[str, ...] = (), allows: str = "0", among: str = ""
) -> DecisionRule:
    """Return a rule of decision by the words of its thresholds."""
    of = Say(among="speaking") if among else Say()
    return DecisionRule(
        "r", of=of, affirm=tuple(map(Threshold, affirm)), accept=tuple(map(Threshold, accept)), allows=Threshold(allows)
    )


OWN = {
    "final comment period of Rust": rule(affirm=("all-2", ">1/2")),
    "ballot of the IESG": rule(affirm=("1",), accept=("2/3",)),
    "one may be left standing": rule(allows="1"),
    "adopted unless all are against": rule(allows="all-1"),
    "majority of the votes cast": rule(affirm=("3", ">1/2"), allows="all", among="speaking"),
}


@pytest.mark.parametrize(
    ("words", "members", "needed"),
    [
        ("2/3", 27, 18),
        ("2/3", 28, 19),
        ("2/3", 26, 18),
        ("2/3", 1, 1),
        ("2/3", 0, 0),
        ("0", 28, 0),
        ("0/1", 28, 0),
        ("5", 7, 5),
        ("5", 3, 5),
        (">1/2", 27, 14),
        (">1/2", 28, 15),
        (">1/2", 1, 1),
        (">2/3", 27, 19),
        ("all", 28, 28),
        ("all-2", 5, 3),
        ("all-2", 1, 0),
    ],
)
def test_how_many_are_enough(words: str, members: int, needed: int) -> None:
    """At least a share is never fewer members than the share; more than half of 28 is 15."""
    assert Threshold(words).needed(members) == needed


@given(st.integers(0, 300), st.integers(1, 60), st.integers(0, 60))
def test_a_share_is_rounded_up(members: int, whole: int, part: int) -> None:
    """At least a share is the smallest whole number that is not below it; more than it is the next one above it."""
    if part <= whole:
        assert Threshold(f"{part}/{whole}").needed(members) == ceil(Fraction(members * part, whole))
    if part < whole:
        more = Threshold(f">{part}/{whole}").needed(members)
        assert (more - 1) * whole <= members * part < more * whole


@pytest.mark.parametrize(
    "words", ["", "-1", "3/2", ">1/1", "1/0", "most", "all+1", "2 / 3", "1.5", "0x3", "all-", "½", "٣"]
)
def test_what_is_no_threshold(words: str) -> None:
    """It is refused with its words, and so is more than all of them."""
    with pytest.raises(ValueError, match=r"no threshold|more than all"):
        Threshold(words)


@given(st.sampled_from(sorted(RULES)), memberships, tables)
def test_one_objection_stops(name: str, members: list[str], said: dict[str, Kind]) -> None:
    """Under the rules that every rulebook has, nothing is decided while one that has a say objects."""
    standing = assess(RULES[name], members, said)

    assert set(standing.against) == {member for member in members if said.get(member) == "blocks"}
    assert not (standing.against and standing.met)


@given(memberships, tables)
def test_no_objection_asks_nothing_else(members: list[str], said: dict[str, Kind]) -> None:
    """CICA's rule waits for nobody: without an objection of a member there is consensus, unless all have left."""
    standing = assess(RULES["no-objection"], members, said)

    staying = [member for member in members if said.get(member) != "leaves"]
    assert standing.met is (bool(staying) and not any(said.get(member) == "blocks" for member in members))


@given(memberships, tables)
def test_affirmation_asks_everybody(members: list[str], said: dict[str, Kind]) -> None:
    """Under affirmation every member has said yes, but for those that have left."""
    staying = [member for member in members if said.get(member) != "leaves"]
    standing = assess(RULES["affirmation"], members, said)

    assert standing.met is (bool(staying) and all(said.get(member) == "affirms" for member in staying))
    assert set(standing.awaited) == {member for member in staying if said.get(member) not in {"affirms", "blocks"}}


@given(st.sampled_from([*RULES.values(), *OWN.values()]), memberships, tables)
def test_strangers_do_not_count(by: DecisionRule, members: list[str], said: dict[str, Kind]) -> None:
    """What a party says that has no say changes nothing, and neither does its concern."""
    own = {member: kind for member, kind in said.items() if member in members}

    assert assess(by, members, own) == assess(by, members, said, {"OBSERVER"})


def test_a_body_of_nobody_decides_nothing() -> None:
    """Not even a rule that asks for nothing."""
    for by in (*RULES.values(), *OWN.values()):
        assert not assess(by, [], {}).met
        assert by.stopped_by(0) == 0


def enough(by: DecisionRule, said: Mapping[str, Kind]) -> bool:
    """Say whether a rule is met, counted in another way: by the numbers of each kind alone."""
    count = {kind: list(said.values()).count(kind) for kind in KINDS}
    n = len(said) - count["leaves"]
    if by.of.among == "speaking":
        n = count["affirms"] + count["blocks"]
    return (
        n > 0
        and count["blocks"] <= by.allows.needed(n)
        and all(count["affirms"] >= each.needed(n) for each in by.affirm)
        and all(count["affirms"] + count["accepts"] >= each.needed(n) for each in by.accept)
    )


@pytest.mark.parametrize("by", OWN.values(), ids=OWN)
@pytest.mark.parametrize("members", [1, 2, 3, 4, 5])
def test_every_assignment_of_a_small_body(by: DecisionRule, members: int) -> None:
    """Only counts matter, a block less never hurts, and an affirmation in the place of a neutral word never does."""
    for kinds in product(KINDS, repeat=members):
        said = dict(zip(MEMBERS, kinds, strict=False))
        met = assess(by, MEMBERS[:members], said).met
        assert met is enough(by, said)
        assert met is assess(by, MEMBERS[:members], dict(zip(MEMBERS, reversed(kinds), strict=False))).met
        if met:
            for member, kind in said.items():
                if kind == "blocks" and not by.of.among:
                    assert assess(by, MEMBERS[:members], {**said, member: "neutral"}).met
                if kind in {"neutral", "accepts"}:
                    assert assess(by, MEMBERS[:members], {**said, member: "affirms"}).met


@given(st.sampled_from([*RULES.values(), *OWN.values()]), st.integers(1, 28))
def test_how_many_stop_it(by: DecisionRule, n: int) -> None:
    """So many blocks, while all others affirm, stop a decision, and one fewer do not; 0 says that so few never decide."""
    members, stopped = MEMBERS[:n], by.stopped_by(n)

    def met(blocks: int) -> bool:
        said: dict[str, Kind] = {m: "blocks" if i < blocks else "affirms" for i, m in enumerate(members)}
        return assess(by, members, said).met

    assert 0 <= stopped <= n + 1
    assert [met(blocks) for blocks in range(n + 1)] == [blocks < stopped for blocks in range(n + 1)]


def test_a_concern_blocks_like_a_position() -> None:
    """Whoever has ticked and has a concern left blocks all the same; the concern of one without a say does not."""
    ticked: dict[str, Kind] = dict.fromkeys("ABCDE", "affirms")
    fcp = OWN["final comment period of Rust"]
    assert assess(fcp, "ABCDE", ticked).met
    assert assess(fcp, "ABCDE", ticked, {"D"}).against == ("D",)
    assert assess(fcp, "ABCDE", ticked, {"F"}).met


def test_what_is_wanting_is_counted() -> None:
    """Two of five have ticked: all but two are three, so one more has to."""
    standing = assess(OWN["final comment period of Rust"], "ABCDE", {"A": "affirms", "C": "affirms"})

    assert (standing.affirmations, standing.awaited, standing.against) == (1, ("B", "D", "E"), ())


@given(memberships, memberships, st.dictionaries(st.sampled_from([*MEMBERS, "OBSERVER"]), st.sampled_from([*WORDS])))
def test_the_roll_names_everyone_with_a_say(members: list[str], present: list[str], said: dict[str, str]) -> None:
    """The roll has one line for each of them and for nobody else, and leaves no word out."""
    roll = call_roll(members, present, said)

    assert sorted(members) == list(roll)
    for member, line in roll.items():
        assert line == said.get(member, "silent" if member in present else "absent")


def test_only_an_objection_blocks() -> None:
    """Of the positions of a rulebook that names none; a reservation is on the roll and stops nothing."""
    assert [word.id for word in WORDS.values() if word.does == "blocks"] == ["objection"]
