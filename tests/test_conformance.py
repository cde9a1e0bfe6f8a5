"""History against the rulebook: what conforms, what deviates, and what is refused to be read."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from cica_procedure.conformance import (
    ConformanceResult,
    History,
    WordMeanings,
    judge_history,
    read_chronology,
    read_meanings,
)
from cica_procedure.conformance.falsified import falsified
from cica_procedure.errors import InvalidChronology

SHIPPED = Path(__file__).parent.parent / "cica_procedure" / "chronologies"


@pytest.fixture(scope="module")
def meaning() -> WordMeanings:
    """Return what the words of the shipped chronology mean."""
    return read_meanings(SHIPPED / "cica.toml")


@pytest.fixture(scope="module")
def verdicts(meaning: WordMeanings) -> dict[str, ConformanceResult]:
    """Judge the shipped chronology."""
    return {h.id: judge_history(h, meaning) for h in read_chronology(SHIPPED / "cica.yaml", meaning)}


def test_the_shipped_chronology(verdicts: dict[str, ConformanceResult]) -> None:
    """Of 73 cases 72 conform; the one that deviates is known, with its source."""
    assert len(verdicts) == 73
    deviating = {case: verdict for case, verdict in verdicts.items() if verdict.result == "deviates"}
    assert set(deviating) == {"drugs-action-plan-2016"}
    assert deviating["drugs-action-plan-2016"].known
    assert [flaw.repair for flaw in deviating["drugs-action-plan-2016"].flaws] == ["it would be explained of the SOC"]
    assert not [case for case, verdict in verdicts.items() if verdict.result == "gave up"]


@pytest.mark.parametrize(
    ("case", "acts"),
    [
        ("kuwait-accession", ["sign-declaration", "recommend-to-summit", "admit"]),
        ("saudi-observer", ["recommend", "grant"]),  # the later edition: two bodies
        ("turkmenistan-observer", ["grant"]),  # the earlier one: the SOC alone
        ("updated-catalogue-2021", ["task", "recommend", "adopt"]),
        ("chairmanship-azerbaijan", ["recommend", "designate", "hand-over"]),
        ("ict-coordination", ["adopt", "renew"]),
        ("cbm-plan-2021", ["agree", "adopt"]),
    ],
)
def test_what_explains_a_case(verdicts: dict[str, ConformanceResult], case: str, acts: list[str]) -> None:
    """Each reported step is explained by the act that the sources speak of."""
    moves = verdicts[case].alignment.moves
    explained = [m.step.act for m in moves if m.kind == "explained" and m.step is not None]
    assert [act for act in explained if act in acts] == acts


@pytest.mark.slow
def test_falsified_histories_are_caught(verdicts: dict[str, ConformanceResult], meaning: WordMeanings) -> None:
    """At least nine in ten of the falsehoods that break a rule are seen, of every kind of falsehood."""
    caught = Counter((mutant.how, mutant.caught) for mutant in falsified(verdicts.values(), meaning))
    for how in {how for how, _ in caught}:
        assert caught[how, True] / (caught[how, True] + caught[how, False]) >= 0.9, how
    assert sum(caught.values()) > 300


def chronology(tmp_path: Path, *steps: str, kind: str = "budget", subject: str = "") -> Path:
    """Write a chronology with one case."""
    path = tmp_path / "c.yaml"
    lines = "".join(f"  - {{{step}}}\n" for step in steps)
    about = f"  subject: {subject}\n" if subject else ""
    path.write_text(f"cases:\n- id: x\n  kind: {kind}\n{about}  title: T\n  steps:\n{lines}", encoding="utf-8")
    return path


def judged(path: Path, meaning: WordMeanings) -> ConformanceResult:
    """Judge the only case of a chronology."""
    (history,) = read_chronology(path, meaning)
    return judge_history(history, meaning)


APPROVED = "date: '2022-12-14', body: SOC, verb: approved, item: Budget"


@pytest.mark.parametrize(
    ("steps", "repair"),
    [
        (["date: '2022-12-14', body: MC, verb: approved"], "it would be explained of the SOC"),
        (["date: '2022-12-14', body: SECRETARIAT, verb: approved"], "it would be explained of the SOC"),
        ([APPROVED, "date: '2022-12-15', body: SWG, verb: agreed, item: Budget"], "it would be explained at another"),
        (["date: '2022-12-14', body: SOC, verb: blocked, item: Budget", APPROVED], "it would be explained at another"),
        ([APPROVED, "date: '2022-12-16', body: SOC, verb: ratified"], "leave it out"),
    ],
)
def test_what_breaks_a_rule_deviates(tmp_path: Path, meaning: WordMeanings, steps: list[str], repair: str) -> None:
    """A body that does not decide it, an act after its end, an objection of the day: each with the nearest repair."""
    verdict = judged(chronology(tmp_path, *steps), meaning)
    assert verdict.result == "deviates"
    assert verdict.flaws[0].repair.startswith(repair)
    assert verdict.flaws[0].rule or "ratified" in steps[-1] or "blocked" in steps[0]


@pytest.mark.parametrize(
    "steps",
    [
        ["date: '2022', date_precision: year, body: SOC, verb: approved"],
        [APPROVED, "date: '2022-12', date_precision: month, body: SWG, verb: agreed"],  # some day before
        [APPROVED, "date: '2022-12-20', date_precision: not_later_than, body: SWG, verb: agreed"],
        ["date: '2022-12-10', body: SOC, verb: blocked, item: Budget", APPROVED],  # met in four days
        [APPROVED, "date: '2023-12', date_precision: planned, body: SUMMIT, verb: adopted"],  # not yet a fact
    ],
)
def test_what_a_date_can_be(tmp_path: Path, meaning: WordMeanings, steps: list[str]) -> None:
    """A partial date is any day of its time, and a plan is no fact."""
    assert judged(chronology(tmp_path, *steps), meaning).result != "deviates"


@pytest.mark.parametrize(
    ("kind", "subject", "steps"),
    [
        ("membership_accession", "Belarus", ["date: '2010-06-08', body: MC, verb: admitted"]),  # not in Asia
        ("membership_accession", "Kazakhstan", ["date: '2022-06-08', body: SUMMIT, verb: admitted"]),  # a member
        ("observer_application", "Kazakhstan", ["date: '2024-06-08', body: MC, verb: granted"]),
        ("observer_application", "Kuwait", ["date: '2024-06-08', body: SOC, verb: granted"]),  # the SOC, after 2021
        ("chairmanship", "Turkmenistan", ["date: '2014-06-23', body: MC, verb: extended"]),  # not the Chair
        ("chairmanship", "China", ["date: '2014-05-21', body: SWG, verb: handed_over"]),
        ("draft_document", "declaration", ["date: '2021-06-23', body: SOC, verb: granted"]),
        ("treaty", "treaty", ["date: '2010-06-08', body: SUMMIT, verb: adopted", "date: '2011-06-08', body: SWG, verb: ratified"]),
        ("draft_document", "procedure", ["date: '2021-06-23', body: SOC, verb: adopted, outcome: one", "date: '2021-06-24', body: SOC, verb: adopted, outcome: two"]),
        ("draft_document", "procedure", ["date: '2021-06-23', body: SOC, verb: blocked, outcome: India objects", "date: '2021-06-23', body: SOC, verb: adopted, outcome: adopted"]),
        ("observer_application", "Lebanon", ["date: '2024-06-08', body: MC, verb: granted", "date: '2024-06-08', body: SWG, verb: granted"]),
        ("observer_application", "Lebanon", ["date: '2020-06-08', body: SECRETARIAT, verb: announced", "date: '2024-06-08', body: SOC, verb: granted"]),
    ],
)  # fmt: skip
def test_what_the_register_and_the_edition_know(
    tmp_path: Path, meaning: WordMeanings, kind: str, subject: str, steps: list[str]
) -> None:
    """Who is not eligible, whose act it is not, and what the edition of the day does not know: each deviates."""
    assert judged(chronology(tmp_path, *steps, kind=kind, subject=subject), meaning).result == "deviates"


@pytest.mark.parametrize(
    ("kind", "subject", "steps"),
    [
        ("observer_application", "Turkmenistan", ["date: '2021', date_precision: year, body: SOC, verb: granted"]),
        ("observer_application", "Lebanon", ["date: '2019-06-08', body: SOC, verb: blocked", "date: '2020-06-08', body: SOC, verb: granted"]),
        ("institution", "advisory body", ["date: '2021-06-23', body: SUMMIT, verb: established"]),
    ],
)  # fmt: skip
def test_what_may_well_have_been(
    tmp_path: Path, meaning: WordMeanings, kind: str, subject: str, steps: list[str]
) -> None:
    """A year in which the rules changed, an objection that was withdrawn in a year, a body that decides some of them."""
    assert judged(chronology(tmp_path, *steps, kind=kind, subject=subject), meaning).result != "deviates"


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        (["date: '2022-12-14', body: SOC, verb: approoved"], "steps[0].verb: unknown verb 'approoved'; did you mean 'approved'?"),
        (["date: '2022-02-30', body: SOC, verb: approved"], "steps[0].date: '2022-02-30' is no date"),
        (["date: 'soon', body: SOC, verb: approved"], "write it as 2023, 2023-05 or 2023-05-16"),
        (["date: '2022-12-14', verb: approved"], "steps[0].body: is missing"),
        (["date: '2022-12-14', body: SOX, verb: approved"], "unknown body 'SOX'"),
        (["date: '2022-12-14', body: SOC, verb: approved, date_precision: hour"], "unknown precision 'hour'"),
        ([APPROVED] * 61, "has 61 steps"),
        ([], "steps: there is none"),
    ],
)  # fmt: skip
def test_a_chronology_that_cannot_be_read(tmp_path: Path, meaning: WordMeanings, steps: list[str], said: str) -> None:
    """Each fault is named with its place."""
    with pytest.raises(InvalidChronology) as caught:
        judged(chronology(tmp_path, *steps), meaning)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("c.yaml", "cases: &a\n- *a\n", "line 2: refers to another place"),
        ("c.yaml", "cases: [", "is not YAML"),
        ("c.yaml", "a: b", "has no list of cases"),
        ("c.yaml", "- {id: x, kind: budget, steps: [{}]}\n- {id: x, kind: budget, steps: [{}]}", "stands for another case"),
        ("c.yaml", "- {id: x, kind: buget, steps: [{}]}", "unknown kind 'buget'"),
        ("c.yaml", "[" * 5000, "is n"),
        ("c.csv", "", "has no case"),
        ("c.jsonl", "{", "line 1: is not JSON"),
        ("c.jsonl", "[1]", "is no table"),
        ("c.jsonl", "[" * 200_000, "is not JSON"),
        ("c.jsonl", '{"case": "x", "kind": ["budget"], "date": 20210623}', "is missing"),
        ("c.csv", "case,kind\na,b,c,d\n", "line 2: has more fields than the first line"),
        ("c.csv", f"case,kind\na,{'x' * 200_000}\n", "is not CSV"),
        ("c.yaml", "- " * 200_000 + "a", "is nested too deeply"),
        ("c.yaml", "- {id: x, kind: budget, steps: [{date: '0001-01-05', body: SOC, verb: approved}]}", "reaches so far"),
        ("c.txt", "x", "give a .yaml, .csv or .jsonl file"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_chronology(tmp_path: Path, meaning: WordMeanings, name: str, text: str, said: str) -> None:
    """A cyclic, a broken, a bottomless and an empty file are refused by name."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidChronology) as caught:
        read_chronology(path, meaning)
    assert said in str(caught.value)


def test_a_million_steps_are_refused_at_once(tmp_path: Path, meaning: WordMeanings) -> None:
    """A file beyond all measure is not read to its end."""
    path = tmp_path / "c.csv"
    path.write_text("case,kind,date,body,verb\n" + "x,budget,2022-12-14,SOC,approved\n" * 1_000_000, encoding="utf-8")
    begun = time.monotonic()
    with pytest.raises(InvalidChronology, match="bytes"):
        read_chronology(path, meaning)
    assert time.monotonic() - begun < 5


def test_rows_are_gathered_into_cases(tmp_path: Path, meaning: WordMeanings) -> None:
    """CSV and JSON lines, one row for each step, say the same as YAML."""
    rows = [
        {"case": "b", "kind": "budget", "title": "B", "date": "2022-12-12", "body": "SWG", "verb": "agreed"},
        {"case": "b", "date": "2022-12", "precision": "month", "body": "SOC", "verb": "approved"},
    ]
    keys = ("case", "kind", "title", "date", "precision", "body", "verb")
    csv, jsonl = tmp_path / "c.csv", tmp_path / "c.jsonl"
    lines = [",".join(keys), *(",".join(row.get(key, "") for key in keys) for row in rows)]
    csv.write_text("\n".join(lines), encoding="utf-8")
    jsonl.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")

    def bare(history: History) -> list[tuple[str, str, str]]:
        return [(step.when, step.body, step.verb) for step in history.steps]

    (one,), (other,) = read_chronology(csv, meaning), read_chronology(jsonl, meaning)
    assert bare(one) == bare(other)
    assert judge_history(one, meaning).result == "conforms with assumptions"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('acts = ["task"', 'acts = ["tusk"', "verbs.tasked.acts: unknown act 'tusk'"),
        ('SWG = "SWG"', 'SWG = "SWQ"', "bodies.SWG: unknown body 'SWQ'"),
        ('procedure = "budget"', 'procedure = "bugdet"', "kinds.budget: unknown procedure 'bugdet'"),
        ('kind = "catalogue"', 'kind = "catalog"', "unknown kind of document 'catalog'"),
        ("renamed = { aside = true }", "renamed = {}", "verbs.renamed: means nothing"),
        ("[verbs]", "[verbz]", "unknown key 'verbz'"),
    ],
)
def test_a_meaning_that_means_nothing(tmp_path: Path, old: str, new: str, said: str) -> None:
    """What the words mean is checked against the rulebook."""
    text = (SHIPPED / "cica.toml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "m.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InvalidChronology) as caught:
        read_meanings(tmp_path / "m.toml")
    assert said in str(caught.value)


def run(*words: str) -> subprocess.CompletedProcess[str]:
    """Run the command."""
    command = [sys.executable, "-m", "cica_procedure", "conform", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_the_command() -> None:
    """It says of each case how it stands, sums up by kind, and exits with 1 when something deviates."""
    done = run()
    assert done.returncode == 1
    assert "kuwait-accession: conforms with assumptions" in done.stdout
    assert "known: Action plans are the SOC's to adopt" in done.stdout.replace("\n", " ")
    assert run("--case", "kuwait-accession").returncode == 0
    assert run("--case", "nowhere").returncode == 2
    assert run("nowhere.yaml").returncode == 5
    data = json.loads(run("--case", "saudi-observer", "--json").stdout)
    assert (data[0]["result"], data[0]["edition"]) == ("conforms with assumptions", "2021")
