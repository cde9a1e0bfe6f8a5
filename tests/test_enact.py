"""Each case of the chronology, acted out: a scenario that plays, on a record that verifies."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from cica_procedure import Conference, play, read_scenario, verify
from cica_procedure.conformance import judge_history, read_chronology, read_meanings
from cica_procedure.conformance.as_scenario import scenario_of
from cica_procedure.conformance.enact import enact

SHIPPED = Path(__file__).parent.parent / "cica_procedure" / "chronologies"
MEANING = read_meanings(SHIPPED / "cica.toml")
HISTORIES = read_chronology(SHIPPED / "cica.yaml", MEANING)


@pytest.mark.parametrize("history", HISTORIES, ids=lambda history: history.id)
def test_a_case_of_the_chronology_plays(history, tmp_path):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201 - by parameter
    """The path that explains it is performed by the engine, which knows nothing of the alignment, and verifies."""
    verdict = judge_history(history, MEANING)
    enacted = enact(verdict, MEANING)
    assert enacted.missing == []
    path = tmp_path / "s.toml"
    with enacted.cica:
        path.write_text(scenario_of(verdict, enacted), encoding="utf-8")
    scenario = read_scenario(path)
    with Conference.create(tmp_path / "r.sqlite", since=scenario.since, rulebook=scenario.rulebook) as cica:
        assert play(scenario, cica).met
    assert verify(tmp_path / "r.sqlite").sound
    explained = [m for m in verdict.alignment.moves if m.kind == "explained" and m.step is not None]
    if enacted.refused is None:
        acted = Counter(enacted.notes.values())
        assert not Counter(f"Reported: {move.observed}" for move in explained) - acted


def test_what_is_ineligible_is_played_as_refused() -> None:
    """Belarus cannot become a member, and the scenario says by which requirement."""
    command = [sys.executable, "-m", "cica_procedure", "export-scenario", "belarus-membership"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert 'refused = ["trait"]' in done.stdout


def test_the_command_marks_what_is_assumed(tmp_path: Path) -> None:
    """What is reported, and what is not, stands beside each act."""
    command = [sys.executable, "-m", "cica_procedure"]
    done = subprocess.run([*command, "export-scenario", "kuwait-accession"], capture_output=True, text=True, check=True)
    assert "Assumed: not reported." in done.stdout
    assert "Reported: 2022-10-13 SUMMIT admitted" in done.stdout
    path = tmp_path / "kuwait.toml"
    path.write_text(done.stdout, encoding="utf-8")
    assert subprocess.run([*command, "run", str(path)], capture_output=True, check=False).returncode == 0
    assert subprocess.run([*command, "export-scenario", "nowhere"], capture_output=True, check=False).returncode == 2
