"""Every procedure that is shipped, explored; and rulebooks with a flaw, which are found out."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import cast

import pytest
from spoilt import changed, copied

from cica_procedure import load
from cica_procedure.core import settling
from cica_procedure.core.clause_types import Requirement
from cica_procedure.core.judge import judge
from cica_procedure.core.requirements import REQUIREMENTS
from cica_procedure.exploration import Exploration, explore
from cica_procedure.exploration.coverage import unexercised
from cica_procedure.loading import loader
from cica_procedure.loading.loader import shipped
from cica_procedure.rulebook.procedure import Procedure

EVERY = [(name, procedure) for name in shipped() for procedure in load(name)]
ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(("name", "procedure"), EVERY, ids=lambda v: v if isinstance(v, str) else f"{v.id}-{v.edition}")
def test_every_procedure_is_sound(name: str, procedure: Procedure) -> None:
    """Each stage is reached, each step can be taken, each case can end, and no decision is taken against the laws."""
    found = explore(load(name), procedure)
    assert found.sound, found
    assert {route.end for route in found.routes} == {s.id for s in procedure.stages.values() if s.final}


def test_how_often_one_member_can_stop_it() -> None:
    """Since 2021 an observer needs two decisions, and before one: at each of them one objection is enough."""
    routes = {
        edition: {route.end: route for route in explore(load("cica"), load("cica").procedure(name, edition)).routes}
        for name, edition in (("observer-application", "2004"), ("observer-application", "2021"))
    }
    assert routes["2004"]["renounced"].acts == ("apply", "take-up", "grant", "renounce")
    assert (routes["2004"]["renounced"].decisions, routes["2021"]["renounced"].decisions) == (1, 2)


def explored(folder: Path, file: str, old: str, new: str, procedure: str) -> Exploration:
    """Change one place of a copy of the CICA rulebook and explore a procedure."""
    path = folder / "cica" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    rules = load(folder / "cica")
    return explore(rules, rules.procedures[procedure][0])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the CICA rulebook that may be spoilt."""
    shutil.copytree(loader.SHIPPED / "cica", tmp_path / "cica")
    return tmp_path


def test_requirements_that_cannot_be_met_together(folder: Path) -> None:
    """A step that asks the subject to be and not to be a member loads, and can never be taken."""
    lacks = 'requires = ["meeting", "quorum", "consensus", { lacks = "member" }, { lacks = "observer" }]'
    both = lacks.replace('{ lacks = "observer" }', '{ holds = "member" }')
    found = explored(folder, "procedures/observer-application.toml", lacks, both, "observer-application")
    assert ("grant", "before-soc") in found.undone
    assert "granted" in found.unreached


@pytest.mark.parametrize("law", ["consensus", "quorum", "meeting"])
def test_a_law_that_is_broken_is_shown_by_a_feature(law: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a rule taken out of the engine, the explorer finds a way, and the feature it writes replays it."""
    monkeypatch.setitem(cast("dict[str, Requirement]", REQUIREMENTS), law, REQUIREMENTS["reasoned-objection"])
    found = explore(load("cica"), load("cica").procedure("report", "2021"))
    words = {"consensus": "standing objection", "quorum": "without a quorum", "meeting": "without a meeting"}
    violation = next(found_out for found_out in found.violations if words[law] in found_out.invariant)
    assert "Feature:" in violation.feature
    assert 'performs "note"' in violation.feature


def test_an_unbroken_silence_that_decides_nothing_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the end of a silence period asks for a meeting after all, an unbroken one no longer decides."""
    monkeypatch.setattr(settling, "judge", lambda state, case, act, **_: judge(state, case, act))
    rules = load("osce")
    laws = {each.invariant for each in explore(rules, rules.procedures["decision"][0]).violations}
    assert any("not decided although nobody broke the silence" in law for law in laws)


def osce(tmp_path: Path, *changes: tuple[str, str, str], procedure: str = "decision") -> Exploration:
    """Change places of a copy of the OSCE rulebook and explore one of its procedures."""
    folder = Path(shutil.copytree(loader.SHIPPED / "osce", tmp_path / "osce"))
    for file, old, new in changes:
        for path in folder.glob(file):
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace(old, new), encoding="utf-8")
    rules = load(folder)
    return explore(rules, rules.procedures[procedure][0])


def test_other_rules_of_decision_are_walked_as_well(tmp_path: Path) -> None:
    """With a quorum nobody can fall below, and where every member has to say yes, the same procedure is sound."""
    quorum = ("rulebook.toml", "numerator = 0, denominator = 1", "numerator = 2, denominator = 3")
    rule = ("rulebook.toml", 'consensus = "no-objection"', 'consensus = "affirmation"')
    loud = ("procedures/*.toml", "silence = true\n", "")
    assert osce(tmp_path / "one", quorum).sound
    assert osce(tmp_path / "two", rule, loud, procedure="suspension").sound


def test_a_decision_nobody_can_object_to_is_found(tmp_path: Path) -> None:
    """That the Chair alone states positions loads, and is no consensus."""
    silent = ("parts/common.toml", 'from = "@body"\nby = "member"', 'from = "@body"\nby = "chair"')
    assert any("no member can object" in each.invariant for each in osce(tmp_path, silent).violations)


def test_a_role_nobody_ever_has_is_found(tmp_path: Path) -> None:
    """A step that asks for it can never be taken."""
    role = ("rulebook.toml", "[roles.partner]", '[roles.guest]\nname = "guest"\n\n[roles.partner]')
    step = (
        "procedures/decision.toml",
        'to = "withdrawn"\nby = "proposer"',
        'to = "withdrawn"\nby = ["guest", "secretariat"]',
    )
    found = osce(tmp_path, role, step)
    assert ("withdraw", "proposed") not in found.undone  # the Secretariat can
    alone = (step[0], step[1], 'to = "withdrawn"\nby = "guest"')
    assert ("withdraw", "proposed") in osce(tmp_path / "alone", role, alone).undone


def test_what_is_not_exercised() -> None:
    """Every act of every shipped procedure is played in a scenario or named in a feature."""
    for name in shipped():
        assert unexercised(load(name), ROOT / "scenarios", ROOT / "features") == {}, name
    assert "tasking" in unexercised(load("cica"), None, None)


def test_the_command() -> None:
    """It names the ways to each end, and says that all is well."""
    command = [sys.executable, "-m", "cica_procedure", "check", "osce"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "to adopted (1 decision): propose, put-to-council, adopt" in done.stdout
    assert "every invariant holds" in done.stdout


def test_what_is_no_consensus_is_said(tmp_path: Path) -> None:
    """A rule that lets one of five stand against a decision is named with how many stop it; it is no fault."""
    consented = '\nallows = 1\ndespite = true\ncites = "A new concern'
    folder = changed(copied("rust-fcp", tmp_path), "rulebook.toml", '\ncites = "A new concern', consented)
    found = explore(load(folder), load(folder).procedures["rfc"][0])
    assert ("merge", 2, 5) in found.stops
    assert found.sound
    assert explore(load("rust-fcp"), load("rust-fcp").procedures["rfc"][0]).stops == ()
