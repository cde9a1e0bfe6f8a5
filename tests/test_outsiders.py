"""Rulebooks as somebody writes them who has only the manual: without offices, with actors that a case names."""

from __future__ import annotations

from pathlib import Path

import pytest

from cica_procedure import load
from cica_procedure.exploration import explore
from cica_procedure.scenario import play, read_scenario

FOLDER = Path(__file__).parent / "rulebooks"


@pytest.mark.parametrize("name", ["asf", "wto"])
def test_it_is_sound_and_plays(name: str) -> None:
    """Each step can be taken, each law holds, and a real case goes as it went."""
    rules = load(FOLDER / name)
    for procedure in rules:
        found = explore(rules, procedure)
        assert found.sound, found
    assert play(read_scenario(FOLDER / f"{name}.toml")).met


def test_what_is_no_consensus_is_said() -> None:
    """A release by votes, and a report that only all four together stop; nobody fills the chair of the DSB."""
    asf, wto = load(FOLDER / "asf"), load(FOLDER / "wto")
    assert explore(asf, asf.procedures["release"][0]).stops == (("release", 3, 5),)
    dispute = explore(wto, wto.procedures["dispute"][0])
    assert set(dispute.stops) == {("establish", 4, 4), ("adopt", 4, 4)}
    assert "circulated" in dispute.vacant["chair"]
