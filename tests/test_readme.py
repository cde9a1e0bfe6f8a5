"""What the README shows is so."""

from __future__ import annotations

import re
from pathlib import Path

from cica_procedure import load, play, read_scenario
from cica_procedure.cli.main import COMMANDS
from cica_procedure.core.always_required import IMPLICIT
from cica_procedure.core.effects import EFFECTS
from cica_procedure.core.requirements import REQUIREMENTS
from cica_procedure.exploration import explore
from cica_procedure.loading.loader import SHIPPED

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    """Give the first code block of a language."""
    found = re.search(rf"```{language}\n(.*?)```", README, re.DOTALL)
    assert found is not None
    return found.group(1)


def test_the_scenario_plays(tmp_path: Path) -> None:
    """The scenario that explains the format goes as it expects."""
    path = tmp_path / "paper.toml"
    path.write_text(block("toml"), encoding="utf-8")
    report = play(read_scenario(path))

    assert report.met
    assert len(report.played) == 7  # six acts, one of them by two states


def test_the_rulebook_loads(tmp_path: Path) -> None:
    """The least a rulebook says, with the procedure of meetings that every rulebook has, is a rulebook."""
    (text,) = [block for block in re.findall(r"```toml\n(.*?)```", README, re.DOTALL) if 'id = "club"' in block]
    meeting = (SHIPPED / "osce" / "procedures" / "meeting.toml").read_text(encoding="utf-8")
    (tmp_path / "rulebook.toml").write_text(text, encoding="utf-8")
    (tmp_path / "procedures").mkdir()
    (tmp_path / "procedures" / "meeting.toml").write_text(
        meeting.replace('"1992"', '"2024"').replace('["chair", "secretariat"]', '"chair"'), encoding="utf-8"
    )

    assert load(tmp_path).id == "club"
    assert explore(load(tmp_path), next(iter(load(tmp_path)))).sound


def test_every_effect_is_listed() -> None:
    """Whoever writes a rulebook finds every effect a step can have."""
    for name in EFFECTS:
        assert f"`{name}`" in README, name


def test_the_feature_is_the_one_that_is_tested() -> None:
    """The Gherkin example holds, step by step, as the throw-away project has it."""
    tests = (Path(__file__).parent / "test_gherkin.py").read_text(encoding="utf-8")
    lines = [line.strip() for line in block("gherkin").splitlines() if line.startswith("    ")]

    assert len(lines) >= 7
    for line in lines[:-1]:
        assert line in tests


def test_every_requirement_is_listed() -> None:
    """A reader finds every name that a refusal can bear."""
    for name in (*IMPLICIT, *REQUIREMENTS):
        assert f"`{name}`" in README, name


def test_every_procedure_and_command_is_named() -> None:
    """Nothing that can be played or called is left out."""
    for name in load("cica").procedures:
        assert f"`{name}`" in README, name
    for name in COMMANDS:
        assert f"`cica {name}" in README, name
