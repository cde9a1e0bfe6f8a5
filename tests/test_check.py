"""What `cica check` proves of a rulebook, what it finds in one that is broken, and what it does not take for a fault."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from attrs import evolve
from circle import POLICY, edited
from hypothesis import given, settings
from hypothesis import strategies as st
from spoilt import changed, copied

from cica_procedure import load
from cica_procedure.consensus import DecisionRule, Say, Threshold, assess
from cica_procedure.core import situation
from cica_procedure.core.clause_types import Requirement
from cica_procedure.core.requirements import REQUIREMENTS
from cica_procedure.exploration import Exploration, explore
from cica_procedure.exploration.moods import Mood, corners, enough

SHARES = st.sampled_from(["0", "1", "3", "1/2", ">1/2", "2/3", "all", "all-1", "all-2"]).map(Threshold)
THRESHOLDS = st.lists(SHARES, max_size=2).map(tuple)


@settings(max_examples=200, deadline=None)
@given(st.builds(DecisionRule, st.just("r"), affirm=THRESHOLDS, accept=THRESHOLDS, allows=SHARES, of=st.builds(
    Say, among=st.sampled_from(["", "speaking"]))), st.integers(0, 6))  # fmt: skip
def test_a_mood_is_enough_when_the_rule_says_so(rule: DecisionRule, say: int) -> None:
    """Of all moods of up to six members, one is enough when the rule is met; the first corner is one, if any is."""
    names = [f"m{i}" for i in range(say)]
    possible = False
    for affirm, accept, block in itertools.product(range(say + 1), repeat=3):
        if affirm + accept + block <= say:
            words = ["affirms"] * affirm + ["accepts"] * accept + ["blocks"] * block
            said: dict[str, Any] = dict(zip(names, words, strict=False))
            mood = Mood(affirm, accept, block)
            assert enough(rule, say, mood) is assess(rule, names, said).met
            possible = possible or enough(rule, say, mood)
    found = [enough(rule, say, mood) for _, mood in corners(rule, say)]
    assert bool(found) is possible
    assert found[:1] in ([], [True])


def slack(**change: Any) -> Callable[..., Any]:
    """Return the rules of decision with one number of each made smaller or larger."""

    def assess_less(rule: DecisionRule, *given: Any) -> Any:
        return assess(evolve(rule, **change), *given)

    return assess_less


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"allows": Threshold("1")}, "over a standing objection"),
        ({"affirm": ()}, "with one affirmation less"),
        ({"accept": ()}, "with one acceptance less"),
        ({"affirm": (Threshold("2"),)}, "not decided with just enough"),
    ],
)
def test_each_corner_of_a_rule_is_tried(monkeypatch: pytest.MonkeyPatch, change: dict[str, Any], words: str) -> None:
    """The ballot of the IESG with one of its numbers taken away in the engine: the exploration finds which."""
    monkeypatch.setattr(situation, "assess", slack(**change))
    rules = load("ietf")
    found = explore(rules, rules.procedure("document", "2014")).violations
    assert [each.invariant for each in found if words in each.invariant], found
    assert all(each.feature.startswith("Feature:") for each in found)


def test_a_clock_that_is_not_heeded_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A last call that is cut short, and a policy that is renewed too late."""
    heedless = evolve(REQUIREMENTS["after"], check=lambda *_: None)
    monkeypatch.setitem(cast("dict[str, Requirement]", REQUIREMENTS), "after", heedless)
    rules = load("ietf")
    found = {each.invariant for procedure in rules for each in explore(rules, procedure).violations}
    assert "call-consensus at wg-last-call: done before the end of wg-last-call" in found


def test_a_decision_that_is_taken_twice_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the law taken out of the engine, the same is decided twice on one revision."""
    monkeypatch.setattr("cica_procedure.core.always_required._undecided", lambda _: iter(()))
    rules = load("cica")
    found = [each.invariant for procedure in rules for each in explore(rules, procedure).violations]
    assert any("decided twice on one revision" in words for words in found), found


LIMBO = """
[stages.limbo]

[stages.nowhere]

[[steps]]
act = "shelve"
from = "consenting"
to = "limbo"
by = "chair"
cites = "Invented [A]"

[[steps]]
act = "sink"
from = "limbo"
to = "nowhere"
by = "chair"
cites = "Invented [A]"

[[steps]]
act = "rise"
from = "nowhere"
to = "limbo"
by = "chair"
cites = "Invented [A]"

[[steps]]
act = "free"
from = "nowhere"
to = "dropped"
by = "guest"
cites = "Invented [A]"

[[steps]]
act = "drop\""""


def policy(folder: Path | str) -> Exploration:
    """Return the exploration of a policy of the circle."""
    rules = load(folder)
    return explore(rules, rules.procedures["policy"][0])


def test_a_case_that_goes_round_for_ever_is_shown(tmp_path: Path) -> None:
    """Two stages that lead to one another and nowhere else: the acts that lead there, and those that go round."""
    folder = edited(tmp_path, ('[[steps]]\nact = "drop"', LIMBO))
    changed(Path(folder), "rulebook.toml", "[roles.deputy]", '[roles.guest]\nname = "guest"\n\n[roles.deputy]')
    found = policy(folder)
    assert found.traps == ("limbo", "nowhere")
    (violation,) = found.violations
    assert violation.invariant in {
        "limbo: acts that lead to no end: sink, rise",
        "nowhere: acts that lead to no end: rise, sink",
    }
    assert 'performs "sink"' in violation.feature
    assert 'performs "rise"' in violation.feature


def test_who_can_hold_a_case_up_is_said() -> None:
    """One member can keep a suspension in force for ever; a circle can set an objection aside, and is not held up."""
    osce = load("osce")
    assert explore(osce, osce.procedures["suspension"][0]).held_open == ("suspended",)
    assert policy("circle").held_open == ()


def test_an_office_that_nobody_fills_is_said(tmp_path: Path) -> None:
    """Without a deputy, the circle waits for a facilitator; in CICA the preceding Chair acts."""
    alone = edited(tmp_path, ('acting = "deputy"\n', ""), file="rulebook.toml")
    changed(tmp_path / "circle", POLICY, 'dropped"\nby = ["proposer", "chair"]', 'dropped"\nby = "chair"')
    assert policy(alone).vacant["chair"]
    assert not policy("circle").vacant
    cica = load("cica")
    assert not any(explore(cica, procedure).vacant for procedure in cica.procedures["report"])


def test_many_members_are_as_few(tmp_path: Path) -> None:
    """The findings for a house of a hundred and ninety-three are those for one of seven."""
    folder = copied("circle", tmp_path)
    text = (folder / "rulebook.toml").read_text(encoding="utf-8")
    more = "".join(f'X{i} = {{ name = "Person {i}", type = "person" }}\n' for i in range(186))
    seats = "".join(
        f'\n[[tenures]]\nrole = "resident"\nparty = "X{i}"\nsince = 2020-01-01\ncites = "Invented [A]"\n'
        for i in range(186)
    )
    (folder / "rulebook.toml").write_text(text.replace("[parties]\n", "[parties]\n" + more) + seats, encoding="utf-8")
    few, many = policy("circle"), policy(folder)
    assert (many.sound, many.states, many.routes) == (few.sound, few.states, few.routes)


def silences(tmp_path: Path, *changes: tuple[str, str, str]) -> list[Exploration]:
    """Return the explorations of the OSCE with places changed."""
    folder = copied("osce", tmp_path)
    for file, old, new in changes:
        changed(folder, file, old, new)
    rules = load(folder)
    return [explore(rules, procedure) for procedure in rules]


def test_a_silence_that_only_a_position_breaks_is_no_breach(tmp_path: Path) -> None:
    """Without an act that breaks it, a position that blocks does."""
    folder = copied("osce", tmp_path)
    path = folder / "parts" / "silence.toml"
    head, *steps = path.read_text(encoding="utf-8").split("[[steps]]\n")
    kept = [step for step in steps if "break-silence" not in step and "end-silence" not in step]
    path.write_text("[[steps]]\n".join([head, *kept]), encoding="utf-8")
    rules = load(folder)
    assert all(explore(rules, procedure).sound for procedure in rules)


@pytest.mark.parametrize(("shortest", "length", "longest"), [("PT1H", "PT6H", "PT12H"), ("PT30M", "PT45M", "PT1H")])
def test_a_silence_shorter_than_a_day_can_be_opened(tmp_path: Path, shortest: str, length: str, longest: str) -> None:
    """The Council of the EU counts in hours."""
    lengths = 'length = "P7D"\nshortest = "PT1H"\nlongest = "P60D"'
    hours = f'length = "{length}"\nshortest = "{shortest}"\nlongest = "{longest}"'
    assert all(found.sound for found in silences(tmp_path, ("rulebook.toml", lengths, hours)))


def test_an_affirmation_without_a_decision_can_be_had(tmp_path: Path) -> None:
    """Everybody confirms that the text is the one it was shown, and nothing is decided by that."""
    step = '[[steps]]\nact = "confirm"\nfrom = "consenting"\nby = "chair"\nrequires = { consensus = "all-accept" }\n'
    rule = '[decisions.all-accept]\naccept = "all"\ncites = "Invented [A]"\n\n[bodies.CIRCLE]'
    folder = edited(tmp_path, ('[[steps]]\nact = "drop"', step + 'cites = "Invented [A]"\n\n[[steps]]\nact = "drop"'))
    changed(Path(folder), "rulebook.toml", "[bodies.CIRCLE]", rule)
    assert policy(folder).sound


def test_a_second_way_to_open_a_silence_is_no_breach(tmp_path: Path) -> None:
    """The Secretariat may open it too, by an act of its own."""
    folder = copied("osce", tmp_path)
    path = folder / "parts" / "silence.toml"
    text = path.read_text(encoding="utf-8")
    step = next(step for step in text.split("[[steps]]\n") if 'act = "open-silence"' in step)
    other = step.replace('act = "open-silence"', 'act = "circulate"').replace('by = "chair"', 'by = "secretariat"')
    path.write_text(text.rstrip() + "\n\n[[steps]]\n" + other, encoding="utf-8")
    rules = load(folder)
    found = [explore(rules, procedure) for procedure in rules]
    assert all(each.sound for each in found), [each.violations for each in found]


def test_members_may_be_seated_after_the_edition(tmp_path: Path) -> None:
    """A house whose residents move in years after its rules were made."""
    folder = copied("circle", tmp_path)
    text = (folder / "rulebook.toml").read_text(encoding="utf-8")
    head, tail = text.split("[[tenures]]", 1)
    later = ("[[tenures]]" + tail).replace("since = 2020-01-01", "since = 2025-06-01")
    (folder / "rulebook.toml").write_text(head + later, encoding="utf-8")
    assert policy(folder).sound


def test_a_matter_may_be_of_a_member_or_of_nobody(tmp_path: Path) -> None:
    """An optional subject, of which a later step asks that it is a resident: a stranger is not tried alone."""
    folder = edited(
        tmp_path,
        ('{ title = "text", document', '{ title = "text", subject = "party?", document'),
        ('requires = ["meeting", "quorum"]', 'requires = ["meeting", "quorum", { holds = "resident" }]'),
    )
    changed(Path(folder), "rulebook.toml", "GIL = {", 'HAL = { name = "Hal", type = "person" }\nGIL = {')
    assert policy(folder).sound


def test_packages_and_questions_are_walked(tmp_path: Path) -> None:
    """A part of a package is carried once the package is decided, and an objection set aside by the others."""
    from test_questions import rules  # noqa: PLC0415 - only here

    found = policy(rules(tmp_path))
    assert found.sound, (found.undone, found.violations)
    assert ("overrule", 2, 6) in found.stops


def test_nobody_with_a_say_is_left_without_a_voice(tmp_path: Path) -> None:
    """Positions that only the facilitator can state: a decision at which nobody else can object is a breach."""
    folder = edited(tmp_path, ('from = "@body"\nby = "resident"', 'from = "@body"\nby = "facilitator"'))
    assert any("no member can object" in each.invariant for each in policy(folder).violations)
