"""The scenarios that are shipped: they go as expected, and would not if they expected something else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from cica_procedure import InvalidScenario, Rulebook, Scenario, play, read_scenario
from cica_procedure.scenario import Report

FOLDER = Path(__file__).parent.parent / "scenarios"
FILES = sorted(FOLDER.glob("*.toml"))
EXPECTED = re.compile(r"^(?:expect = \{.*\}|(?:stage|holds|role|title|revision) = .*)$", re.MULTILINE)


def outcomes(text: str) -> Iterator[tuple[int, int]]:
    """Find every single expectation in a file, of an act or of the end, by its place."""
    end = text.find("[[expect]]")
    for line in EXPECTED.finditer(text):
        if line.group().startswith("expect"):
            for pair in re.finditer(
                r'(stage|decision) = ("[^"]*")|(revision) = (\d+)|(refused) = (\[.*?\]|"[^"]*")', line.group()
            ):
                yield line.start() + pair.start(), line.start() + pair.end()
        # That somebody does not hold a role is falsified by saying that it does.
        elif (
            line.start() > end > -1
            and line.group().startswith(("stage", "role", "holds"))
            and not text[line.end() :].startswith("\nholds")
        ):
            yield line.span()


def others(rulebook: Rulebook) -> dict[str, list[str]]:
    """Return other values an expectation could have; which of them are understood depends on the case."""
    steps = [step for procedure in rulebook for step in procedure.steps]
    return {
        "revision": ["99"],
        "holds": ["true"],
        "refused": ['"offers"', '"vacancy"'],
        "decision": sorted({f'"{step.decision}"' for step in steps if step.decision}),
        "stage": sorted({f'"{stage}"' for procedure in rulebook for stage in procedure.stages}),
        "role": [f'"{role}"' for role in rulebook.roles],
    }


def falsify(path: Path, start: int, end: int) -> Report:
    """Turn one expectation into another that is understood and untrue, and play that."""
    text = path.read_text(encoding="utf-8")
    key, _, value = text[start:end].partition(" = ")
    report = None
    for other in others(read_scenario(path).rulebook)[key]:
        if other.strip('"') not in re.findall(r"[\w -]+", value):
            path.write_text(f"{text[:start]}{key} = {other}{text[end:]}", encoding="utf-8")
            try:
                report = play(read_scenario(path))
            except InvalidScenario:
                continue
            # Somebody may well hold another role too; any other value than a role is untrue.
            if key != "role" or not report.met:
                return report
    assert report is not None, f"nothing else can be expected than {value}"
    return report


CASES = [(path, place) for path in FILES for place in outcomes(path.read_text(encoding="utf-8"))]


def texts(report: Report) -> list[str]:
    """Return every expectation that was not met."""
    return [*report.missed, *(words for played in report.played for words in played.missed)]


def test_the_five_are_there() -> None:
    """The scenarios the project promises."""
    promised = {"soc-2021-06-23", "ministers-2021-10-12", "one-objection", "observer-2023", "refusals"}

    assert promised <= {path.stem for path in FILES}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_goes_as_expected(path: Path) -> None:
    """Every act and the end are as the file expects."""
    report = play(read_scenario(path))

    assert texts(report) == []
    assert report.met


@pytest.mark.parametrize(("path", "place"), CASES, ids=[f"{path.stem}-{place[0]}" for path, place in CASES])
def test_an_expectation_that_is_untrue_is_missed(path: Path, place: tuple[int, int], tmp_path: Path) -> None:
    """Each single expectation of each file is looked at: falsified, it is the one that is missed."""
    for other in FILES:
        (tmp_path / other.name).write_text(other.read_text(encoding="utf-8"), encoding="utf-8")
    report = falsify(tmp_path / path.name, *place)

    assert not report.met
    assert len(texts(report)) == 1


def entry_of(report: Report, case: str, act: str) -> tuple[str, str, int]:
    """Return decision, body and roll length of an act that was performed."""
    (entry,) = [p.entry for p in report.played if p.entry and (p.entry.case, p.entry.act) == (case, act)]
    return entry.decision, entry.body, len(entry.roll)


@pytest.fixture(scope="module")
def june() -> Report:
    """Return the meeting of 23 June 2021 as it goes."""
    return play(read_scenario(FOLDER / "soc-2021-06-23.toml"))


@pytest.mark.parametrize(
    ("case", "act", "decision"),
    [
        ("turkmenistan", "grant", "granted"),
        ("eminent-persons", "recommend", "approved and recommended"),
        ("coordinators", "adopt", "adopted"),
        ("guidelines", "adopt", "adopted"),
        ("catalogue", "task", "tasked"),
        ("think-tank-forum", "task", "tasked"),
        ("observer-rules", "task", "tasked"),
    ],
)
def test_what_the_committee_decided(june: Report, case: str, act: str, decision: str) -> None:
    """The press release of 23 June 2021 names these decisions; the roll has the 27 members of that day."""
    assert (decision, "SOC", 27) == entry_of(june, case, act)


def test_four_areas_in_one_decision(june: Report) -> None:
    """China and Jordan, China, Bangladesh, China: five co-coordinators in four areas, by one entry."""
    (entry,) = [p.entry for p in june.played if p.entry and p.entry.changes and p.entry.case == "coordinators"]

    assert {
        ("CHN", "epidemiological-safety"),
        ("JOR", "epidemiological-safety"),
        ("CHN", "transport-corridors"),
        ("BGD", "natural-disasters"),
        ("CHN", "human"),
    } == {(change.party, change.scope) for change in entry.changes}
    assert {"co-coordinator"} == {change.role for change in entry.changes}


def test_the_thematic_discussion_is_on_the_record(june: Report) -> None:
    """The meeting discussed the role of Asia, and decided nothing by it."""
    (entry,) = [p.entry for p in june.played if p.entry and p.entry.act == "discuss"]

    assert "Growing role of Asia" in str(entry.details["topic"])
    assert entry.decision == ""


def test_a_dozen_refusals() -> None:
    """The refusals are of at least twelve kinds, and none of them left an entry."""
    report = play(read_scenario(FOLDER / "refusals.toml"))
    refused = [p for p in report.played if p.entry is None]

    assert len(refused) >= 12
    assert len({finding.requirement for p in refused for finding in p.findings}) >= 12


def test_saudi_arabia_needs_two_bodies() -> None:
    """Under the later edition the SOC recommends and the MC grants, each with the 28 members of 2023."""
    report = play(read_scenario(FOLDER / "observer-2023.toml"))

    assert entry_of(report, "saudi-arabia", "recommend") == ("approved and recommended", "SOC", 28)
    assert entry_of(report, "saudi-arabia", "grant") == ("granted", "MC", 28)


def test_every_scenario_names_its_sources() -> None:
    """A case that is told has a source, or says that it is invented."""
    for path in FILES:
        scenario: Scenario = read_scenario(path)
        assert scenario.sources, path
        assert scenario.about, path
