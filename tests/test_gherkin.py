"""The step vocabulary serves another project."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from cica_procedure import load
from cica_procedure.loading.loader import shipped

ROOT = Path(__file__).parent.parent

FEATURE = """
Feature: Our own rules
  Scenario: A delegation objects at the table
    Given the date is 23 June 2021
    And the SOC meets with all members present
    And the draft "General Guidelines" of the kind "guidelines" is before the SOC
    When India objects because "the mandate is not agreed"
    And the Chair puts the draft to the SOC
    Then it is not adopted
    And what is missing is consensus
"""


def project(folder: Path, feature: str) -> subprocess.CompletedProcess[str]:
    """Make a throw-away project as the documentation says, and run its tests."""
    (folder / "conftest.py").write_text('pytest_plugins = ["cica_procedure.gherkin"]\n', encoding="utf-8")
    (folder / "test_rules.py").write_text("from pytest_bdd import scenarios\n\nscenarios('.')\n", encoding="utf-8")
    (folder / "rules.feature").write_text(feature, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_a_stranger_writes_a_feature(tmp_path: Path) -> None:
    """Three small files, and the specification holds."""
    done = project(tmp_path, FEATURE)

    assert done.returncode == 0, done.stdout
    assert "1 passed" in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Then it is not adopted", "Then it is adopted"),
        ("what is missing is consensus", "what is missing is quorum"),
        ("India objects", "Belarus objects"),
        ('    When India objects because "the mandate is not agreed"\n    And the Chair', "    When the Chair"),
        ("    Then it is not adopted\n    And what is missing is consensus\n", '    Then it stands at "before-soc"\n'),
    ],
)
def test_a_specification_that_is_untrue_fails(tmp_path: Path, old: str, new: str) -> None:
    """Also one that passes over a refusal in silence."""
    assert old in FEATURE
    done = project(tmp_path, FEATURE.replace(old, new))

    assert done.returncode == 1, done.stdout


@pytest.mark.slow
def test_a_refusal_that_nobody_looks_at_fails(tmp_path: Path) -> None:
    """A scenario that ends on a refused act is no specification."""
    done = project(tmp_path, FEATURE.partition("    Then")[0])

    assert done.returncode == 1
    assert "not expected: adopt is refused" in done.stdout


def test_scenario_names_are_unique() -> None:
    """Two scenarios of one name in a feature: the first would vanish without a word."""
    for path in sorted((ROOT / "features").glob("*.feature")):
        names = re.findall(
            r"^\s*(?:Scenario(?: Outline)?|Сценарий): (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE
        )
        assert names
        assert len(names) == len(set(names)), path


def test_every_deciding_step_is_specified() -> None:
    """Each decision the rulebook knows is reached by at least one feature."""
    text = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "features").glob("*.feature"))

    procedures = [procedure for name in shipped() for procedure in load(name)]
    for decision in {step.decision for procedure in procedures for step in procedure.steps if step.decision}:
        ways = (f"it is {decision}", f'it is "{decision}"', f"| {decision} ")  # in a sentence, or in its examples
        assert any(way in text for way in ways), decision
