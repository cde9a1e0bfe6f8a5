"""Any case of a record, written as a feature, passes when it is run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cica_procedure import Conference, play, read_scenario
from cica_procedure.reports.feature import feature

SCENARIOS = sorted((Path(__file__).parent.parent / "scenarios").glob("*.toml"))


@pytest.mark.slow
def test_every_case_of_every_scenario_comes_round(tmp_path: Path) -> None:
    """Played, recorded, written down as features, and run: every case ends where it did, decision by decision."""
    features = [text for path in SCENARIOS for text in features_of(path, tmp_path / f"{path.stem}.sqlite")]
    for i, text in enumerate(features):
        (tmp_path / f"case-{i}.feature").write_text(text, encoding="utf-8")
    (tmp_path / "conftest.py").write_text('pytest_plugins = ["cica_procedure.gherkin"]\n', encoding="utf-8")
    (tmp_path / "test_it.py").write_text("from pytest_bdd import scenarios\nscenarios('.')\n", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    assert f"{len(features)} passed" in done.stdout


def features_of(path: Path, record: Path) -> list[str]:
    """Play a scenario into a record, and return a feature for each of its cases that is no meeting."""
    scenario = read_scenario(path)
    with Conference.create(record, since=scenario.since, rulebook=scenario.rulebook) as cica:
        play(scenario, cica)
        cases = [cica.case(name) for name in cica.cases()]
        return [
            feature(cica.entries(), case, cica.since, cica.rulebook)
            for case in cases
            if case.procedure != cica.rulebook.meeting
        ]
