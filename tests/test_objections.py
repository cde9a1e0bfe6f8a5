"""What became of each objection, by the entries and by the view, in every scenario and in cases made for it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from circle import edited, house
from click.testing import CliRunner
from office import Office, T
from spoilt import changed

from cica_procedure import Conference, Fate, InvalidAct, play, read_scenario
from cica_procedure.cli.main import cica
from cica_procedure.core.objections import objections

SCENARIOS = sorted((Path(__file__).parent.parent / "scenarios").glob("*.toml"))


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_the_view_says_what_the_entries_say(path: Path, tmp_path: Path) -> None:
    """SQL alone, without the rules, comes to the same fate of every objection."""
    scenario, file = read_scenario(path), tmp_path / "r.sqlite"
    with Conference.create(file, since=scenario.since, rulebook=scenario.rulebook) as cica:
        play(scenario, cica)
        found = {
            (case, each.entry.n, str(each.fate)) for case in cica.cases() for each in objections(cica.history(case))
        }
    record = sqlite3.connect(file)
    query = "SELECT case_id, n, fate FROM objections JOIN entries USING (seq, case_id)"
    assert set(record.execute(query)) == found
    record.close()


DAY, LATER = "2023-03-02T20:00+01:00", "2023-03-03T20:00+01:00"


def object_(office: Office, at: str, by: str = "Dee", word: str = "objection") -> None:
    """State a position on the policy of the house."""
    office.act(at, "guests", "position", by=by, position=word, reason="no guests")


def fates(office: Office, at: str = LATER) -> list[str]:
    """Return what became of the objections to the policy by an instant."""
    return [str(each.fate) for each in office.cica.objections("guests", at=T(at))]


def test_it_stands_until_its_holder_takes_it_back() -> None:
    """Before it was stated there is none; as of an instant between, it stands."""
    office = house()
    object_(office, DAY)
    object_(office, LATER, word="nothing yet")
    assert fates(office, "2023-03-02T19:30+01:00") == []
    assert fates(office, DAY) == ["standing"]
    assert fates(office) == ["withdrawn"]


@pytest.mark.parametrize("word", ["consent", "stand aside"])
def test_another_word_takes_it_back(word: str) -> None:
    """Whoever objected and stands aside now objects no more."""
    office = house()
    object_(office, DAY)
    object_(office, DAY, word=word)
    assert fates(office) == ["withdrawn"]


def test_it_is_met_by_a_revision_or_maintained_on_it() -> None:
    """What is stated again on the new text was not met by it; on the text after that, it is another objection."""
    office = house()
    object_(office, DAY)
    office.act(DAY, "guests", "integrate", by="Ada", summary="fewer guests")
    assert fates(office) == ["met"]
    object_(office, DAY)
    assert fates(office) == ["maintained", "standing"]
    office.act(DAY, "guests", "integrate", by="Ada", summary="no guests")
    office.act(DAY, "guests", "integrate", by="Ada", summary="some guests")
    object_(office, DAY)
    assert fates(office) == ["maintained", "met", "standing"]


def test_it_is_left_when_the_case_ends_undecided() -> None:
    """The proposal was dropped, so nobody knows whether the objection was right."""
    office = house()
    object_(office, DAY)
    office.act(DAY, "guests", "drop", by="Ada")
    assert fates(office) == ["left"]


def test_it_is_set_aside_only_when_it_is_found_to_be_no_objection() -> None:
    """The facilitator's finding, and the entry and rule it rests on; a paramount one stands."""
    office = house()
    object_(office, DAY)
    object_(office, DAY, by="Eva")
    office.act(DAY, "guests", "test-objection", objector="Eva", paramount=True, reason="harm")
    office.act(DAY, "guests", "test-objection", objector="Dee", paramount=False, reason="a preference")
    first, second = office.cica.objections("guests", at=T(LATER))
    assert (first.fate, second.fate) == (Fate.SET_ASIDE, Fate.STANDING)
    assert first.by is not None
    assert (first.by.actor, first.by.reason) == ("chair", "a preference")


def test_a_decision_that_may_pass_over_it_does(tmp_path: Path) -> None:
    """One of seven may be passed over where the rule says so; it is no decision by consensus, and says so."""
    folder = edited(tmp_path)
    rule = "[decisions.consent]\nallows = 1\ndespite = true\n"
    changed(Path(folder), "rulebook.toml", "[decisions.consent]\n", rule)
    file = tmp_path / "r.sqlite"
    office = house(folder, file)
    object_(office, DAY)
    office.act(DAY, "guests", "consent", due="2024-03-01")
    assert fates(office) == ["passed over"]
    entry = office.cica.history("guests")[-1]
    assert (entry.rule, entry.despite) == ("consent", True)
    office.cica.close()
    record = sqlite3.connect(file)
    assert record.execute("SELECT rule, by_consensus, objections FROM decisions").fetchall() == [("consent", 0, 1)]
    assert record.execute("SELECT fate, by_seq FROM objections").fetchall()[0][0] == "passed over"
    record.close()


def test_whoever_is_not_there_has_no_say() -> None:
    """Dee objects and goes; consent is that of those that are there."""
    office = house()
    object_(office, DAY)
    office.act(DAY, "m-1", "leave", by="Dee")
    office.act(DAY, "guests", "consent", due="2024-03-01")
    assert fates(office) == ["without a say"]


@pytest.mark.parametrize(("at", "fate"), [("2026-01-21", Fate.STANDING), ("2026-01-25", Fate.WITHOUT_A_SAY)])
def test_a_holder_that_is_asked_no_more_has_no_say(at: str, fate: Fate) -> None:
    """Dov left the team on 20 January; from 22 January the team of that day is asked, and no entry says so of him."""
    scenario = read_scenario(SCENARIOS[0].parent / "rust-concerns.toml")
    with Conference.in_memory(since=scenario.since, rulebook=scenario.rulebook) as cica:
        play(scenario, cica)
        found = cica.objections("generators", at=T(f"{at}T10:00+00:00"))
        assert [each.fate for each in found if each.concern == "soundness"] == [fate]
        with pytest.raises(InvalidAct, match="unknown case"):
            cica.objections("generator", at=T(f"{at}T10:00+00:00"))


def test_the_command_shows_them_and_counts_them(tmp_path: Path) -> None:
    """One line for each, and how many there are of each kind; a kind alone is not counted."""
    file = tmp_path / "r.sqlite"
    office = house(record=file)
    object_(office, DAY)
    office.act(DAY, "guests", "integrate", by="Ada", summary="fewer guests")
    object_(office, DAY, by="Eva")
    office.cica.close()
    done = CliRunner().invoke(cica, ["objections", str(file), "guests"], env={"COLUMNS": "200"})
    assert done.exit_code == 0
    assert "met by revision 2, 2023-03-02" in done.output
    assert done.output.splitlines()[-1] == "1 standing, 1 met"
    done = CliRunner().invoke(cica, ["objections", str(file), "--fate", "standing"], env={"COLUMNS": "300"})
    assert [line.split()[1] for line in done.output.splitlines()] == ["member", "Eva"]
    assert CliRunner().invoke(cica, ["objections", str(file), "guest"]).exit_code == 2
