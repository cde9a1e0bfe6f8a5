"""The data that commands print: each is of its shape, and says what the record says."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from cica_procedure import Conference, ToldClock
from cica_procedure.cli.main import cica as program
from cica_procedure.reports.answers import ANSWERS, answer_schema
from cica_procedure.scenario import play, read_scenario

At = Callable[..., datetime]
ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def osce(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the record of a scenario with silence, objections and statements."""
    file = tmp_path_factory.mktemp("osce") / "r.sqlite"
    scenario = read_scenario(ROOT / "scenarios" / "osce-silence.toml")
    with Conference.create(file, since=scenario.since, rulebook="osce", clock=ToldClock(scenario.since)) as cica:
        assert play(scenario, cica).met
    return file


def data(*words: object, code: int = 0) -> Any:
    """Return what a command prints."""
    done = CliRunner().invoke(program, [*map(str, words), "--json"])
    assert done.exit_code == code, done.output
    return json.loads(done.output)


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_each_answer_is_of_its_shape(name: str, osce: Path, path: Path, tmp_path: Path) -> None:
    """What a real record gives, on two of them, meets the schema that is printed; no key is unknown, none is missing."""
    schema = json.loads(CliRunner().invoke(program, ["schema", name]).output)
    assert schema == answer_schema(name)
    check = Draft202012Validator(schema)
    case = next(line["case"] for line in data("docket", osce)["cases"])
    act = ("position", case, "Malta", "support", "--db", osce)
    calls: dict[str, list[tuple[object, ...]]] = {
        "act": [(*act, "--dry-run")],
        "case": [("case", osce, case), ("case", path, "paper"), ("case", path, "paper", "--as-of", "3")],
        "next": [("next", osce), ("next", path, "paper"), ("next", path, "paper", "--by", "India")],
        "run": [("run", ROOT / "scenarios" / "one-objection.toml")],
        "who-said": [("who-said", osce, case), ("who-said", path, "paper")],
        "why": [("why", "paper", "adopt", "--by", "chair", "--db", path)],
    }
    for words in calls.get(name, [(name, osce), (name, path)]):
        found = data(*words, code=1 if name == "act" else 0)
        check.validate(found)
        assert next(iter(found)) == "format"
    unknown = {**found, "more": 1}
    assert not check.is_valid(unknown)
    assert not check.is_valid({key: value for key, value in found.items() if key != "format"})


def test_status_at_a_glance(cica: Conference, at: At, tmp_path: Path) -> None:
    """A session, a silence with a hold and who has not spoken, what is due, what is overdue, and an objection."""
    paper = {"title": "Paper", "kind": "concept-paper"}
    for name in ("one", "two"):
        cica.submit("draft-document", name, by="India", at=at(2), details=paper)
    cica.meet("SOC", "soc", at=at(3))
    for name in ("one", "two"):
        cica.act(name, "take-up", by="chair", at=at(3))
    cica.position("one", "China", "objection", at=at(3, 11), reason="paragraph 4")
    cica.act("two", "open-silence", by="chair", at=at(3, 12), details={"decides": "adopt", "lasts": "P14D"})
    cica.position("two", "Iran", "support", at=at(3, 13))
    cica.act("two", "hold-silence", by="Qatar", at=at(4), reason="awaits instructions")
    found = data("status", tmp_path / "cica.sqlite", "--at", at(5).isoformat())
    assert [each["meeting"] for each in found["in_session"]] == ["soc"]
    (silence,) = found["silences"]
    assert (silence["case"], silence["decides"], silence["holds"], silence["ended"]) == ("two", "adopt", ["QAT"], False)
    assert len(silence["not_spoken"]) == 26
    assert "IRN" not in silence["not_spoken"]
    (objection,) = found["objections"]
    assert (objection["member"], objection["reason"], objection["fate"]) == ("CHN", "paragraph 4", "standing")
    said = CliRunner().invoke(program, ["status", str(tmp_path / "cica.sqlite"), "--at", at(5).isoformat()]).output
    for words in ("in session", "under silence", "held by Qatar", "26: Afghanistan", "objections that stand", "China"):
        assert words in said, said
    assert said.splitlines()[0].startswith("2021-06-05 10:00+06:00 (Asia/Almaty)")


def test_what_is_possible_and_what_is_not(path: Path) -> None:
    """Open acts come first; where one of several ways is enough, they are numbered; nobody is told of others' acts."""
    options = {each["act"]: each for each in data("next", path, "paper", "--at", "2021-06-23T13:30+06:00")["acts"]}
    assert options["adopt"]["open"] is False
    assert {each["requirement"] for each in options["adopt"]["findings"]} >= {"stage"}
    mine = data("next", path, "soc", "--by", "India", "--at", "2021-06-23T13:30+06:00")["acts"]
    assert not any(each["open"] for each in mine if each["by"] == ["chair"])


def test_one_of_several_ways(cica: Conference, at: At, tmp_path: Path) -> None:
    """A paper is taken up in the working group or the committee: to convene one is enough, and both are said."""
    paper = {"title": "Paper", "kind": "concept-paper"}
    cica.submit("draft-document", "paper", by="India", at=at(2), details=paper)
    found = data(
        "why", "paper", "take-up", "--by", "chair", "--db", tmp_path / "cica.sqlite", "--at", "2021-06-03T10:00"
    )
    ways = [(each["requirement"], each["way"], each["fact"][:25]) for each in found["findings"]]
    assert ways == [
        ("meeting", 1, "no meeting of the SWG is i"[:25]),
        ("meeting", 2, "no meeting of the SOC is i"[:25]),
    ]
    cica.meet("SWG", "swg", at=at(3))
    found = data(
        "why", "paper", "take-up", "--by", "chair", "--db", tmp_path / "cica.sqlite", "--at", "2021-06-03T10:00"
    )
    assert found["open"] is True


def test_who_said_what(path: Path) -> None:
    """Each with the revision it speaks of; what was said on an older text is shown as such."""
    found = data("who-said", path, "paper", "--at", "2021-06-23T12:30+06:00")
    said = {each["member"]: (each["position"], each["current"]) for each in found["positions"]}
    assert said == {"TUR": ("reservation", True)}
    assert (found["body"], len(found["silent"])) == ("SOC", 26)
