"""Deliberate mistakes, each with what has to be said of it: the place, what was found, what was meant, and the cure."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path

import pytest
from command import cica

PLAIN = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "CICA_DB"}}

GOOD = """title = "The first meeting"

[[acts]]
at = 2021-06-10T10:00:00+05:00
case = "paper"
procedure = "draft-document"
by = "India"
title = "Concept paper"
kind = "concept-paper"

[[acts]]
at = 2021-06-11T10:00:00+05:00
case = "soc"
procedure = "meeting"
by = "chair"
body = "SOC"

[[acts]]
case = "soc"
act = "open"
by = "chair"
absent = ["Iraq"]

[[acts]]
case = "paper"
act = "take-up"
by = "chair"

[[acts]]
case = "paper"
act = "position"
by = "Turkey"
position = "reservation"

[[acts]]
case = "paper"
act = "adopt"
by = "chair"

[[expect]]
case = "paper"
stage = "adopted"
"""

MISTAKES = [
    # the change of the file; then the line, the act and the case, and what is said
    ('by = "chair"\nbody', 'by = "Chari"\nbody', r":15: act 2 \(soc\): by: unknown state .*'Chari'; did you mean 'chair'\?"),
    ('by = "Turkey"', 'by = "Turky"', r":32: act 5 \(paper\): by: .*did you mean 'Turkey'\?"),
    ('kind = "concept-paper"', 'reson = "x"\nkind = "concept-paper"', r":9: act 1 .*'reson'; did you mean 'reason'\?"),
    ('act = "open"\n', "", r":18: act 3 \(soc\): act: is missing \(one of: .*open"),
    ('kind = "concept-paper"\n', "", r":3: act 1 \(paper\): kind: is missing: give a kind \(one of: .*concept-paper"),
    ('title = "Concept paper"\n', "", r":3: act 1 \(paper\): title: is missing"),
    ('act = "adopt"', 'act = "adobt"', r":37: act 6 \(paper\): act: .*did you mean 'adopt'\?"),
    ('act = "open"', 'act = "fly"', r":20: act 3 .*unknown act of meeting 'fly'; known: add-item, .*open"),
    ('procedure = "meeting"', 'procedure = "zzz"', r":14: act 2 .*unknown procedure 'zzz'; known: accession, .*meeting"),
    ('procedure = "meeting"', 'procedure = "meting"', r":14: act 2 .*did you mean 'meeting'\?"),
    ('body = "SOC"', 'body = "SOX"', r":16: act 2 .*body: unknown body 'SOX'; did you mean 'SOC'\?"),
    ('absent = ["Iraq"]', 'absent = ["Irak"]', r":22: act 3 .*absent: .*'Irak'; did you mean 'Iraq'\?"),
    ('absent = ["Iraq"]', 'absent = ["Iraq"]\npresent = ["India"]', r":22: act 3 .*absent: is given beside present"),
    ('position = "reservation"', 'position = "abstention"', r":33: act 5 .*unknown position 'abstention'; known: "),
    ('position = "reservation"', 'position = "reservaton"', r":33: act 5 .*did you mean 'reservation'\?"),
    ('10:00:00+05:00\ncase = "soc"', '10:00:00\ncase = "soc"', r":12: act 2 .*at: .*has no offset; write it as .*\+05:00"),
    ("2021-06-11T10:00:00+05:00", "2020-06-11T10:00:00+05:00", r":12: act 2 .*is before act 1, .*say when: recorded"),
    ("2021-06-11T10:00:00+05:00", '"tomorrow"', r":12: act 2 .*at: expected an instant such as"),
    ("at = 2021-06-10T10:00:00+05:00\n", "", r":3: act 1 .*at: is missing \(the first act says"),
    ('stage = "adopted"', 'stage = "adoptd"', r":42: expectation 1 \(paper\): stage: .*did you mean 'adopted'\?"),
    ('[[expect]]\ncase = "paper"', '[[expect]]\ncase = "papper"', r":41: expectation 1 .*did you mean 'paper'\?"),
    ('case = "paper"\nact = "adopt"', 'case = "papr"\nact = "adopt"', r":36: act 6 \(papr\): case: .*did you mean 'paper'\?"),
    ('title = "The first meeting"', 'titel = "The first meeting"', r"unknown key 'titel'; did you mean 'title'\?"),
    ('title = "The first meeting"', 'title = "T"\nrulebook = "cicca"', r"did you mean 'cica'\?"),
    ('title = "The first meeting"', 'title = "T"\nrulebook = "osc"', r"did you mean 'osce'\?"),
    ("[[expect]]", "[[expect]", r"is not TOML: .*line 40"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "said"), MISTAKES)
def test_a_mistake_in_a_scenario(tmp_path: Path, old: str, new: str, said: str) -> None:
    """One line for it, with the file, the line, the act and the case; nothing is played."""
    assert old in GOOD
    (tmp_path / "s.toml").write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    done = cica("run", "s.toml", cwd=tmp_path, env=PLAIN)
    assert (done.returncode, done.stdout) == (3, "")
    assert any(re.search(said, line) for line in done.stderr.splitlines()[:2]), done.stderr


def test_a_mistake_is_told_once(tmp_path: Path) -> None:
    """An id that is taken twice is one fault, and not one for each act that follows."""
    (tmp_path / "s.toml").write_text(
        GOOD.replace('case = "soc"\nprocedure', 'case = "paper"\nprocedure'), encoding="utf-8"
    )
    said = cica("run", "s.toml", cwd=tmp_path, env=PLAIN).stderr.splitlines()
    assert said[0].startswith("cica: s.toml:13: act 2 (paper): case: 'paper' has been opened before; choose another id")
    assert not [line for line in said[1:] if "(paper)" in line]


def test_the_file_as_it_is(tmp_path: Path) -> None:
    """Without a mistake it plays; with a mark of the byte order in front too."""
    for content in (GOOD.encode(), b"\xef\xbb\xbf" + GOOD.encode()):
        (tmp_path / "s.toml").write_bytes(content)
        assert cica("run", "s.toml", "--quiet", cwd=tmp_path, env=PLAIN).returncode == 0


def test_a_silence_that_still_runs(tmp_path: Path) -> None:
    """What is expected at its end comes only then: the file has to say how far it goes."""
    text = GOOD.replace(
        'act = "adopt"\nby = "chair"\n', 'act = "open-silence"\nby = "chair"\ndecides = "adopt"\nlasts = "P14D"\n'
    )
    (tmp_path / "s.toml").write_text(text, encoding="utf-8")
    said = cica("run", "s.toml", cwd=tmp_path, env=PLAIN).stdout
    assert re.search(r"found before-soc; a silence period runs until 2021-06-25T10:00:00\+05:00: say until", said)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("rum", "x"), 2, "unknown command 'rum'; did you mean 'run'?"),
        (("play", "kuwait"), 2, "unknown command 'play'"),
        (("run", "kuwait"), 5, "did you mean 'kuwait-2022'?"),
        (("run", "record.sqlite"), 3, "record.sqlite: is a record, not a scenario (show it with cica docket)"),
        (("run", "binary.toml"), 3, "is not UTF-8 text (save the file as UTF-8)"),
        (("conform", "--case", "kuwait"), 2, "unknown case 'kuwait'; did you mean 'kuwait-accession'?"),
        (("conform", "nope"), 5, "unknown chronology 'nope'; known: cica"),
        (("export-scenario", "kuwait"), 2, "did you mean 'kuwait-accession'?"),
        (("register", "record.sqlite", "--role", "observers"), 2, "unknown role 'observers'; did you mean 'observer'?"),
        (("docket", "record.sqlite", "--as-of", "999"), 2, "there is no entry 999 on the record (give a number up to 12)"),
        (("case", "record.sqlite", "sustainable"), 2, "did you mean 'sustainable-development'?"),
        (("docket", "no.sqlite"), 5, "there is no such file; begin one with cica init"),
        (("docket", "s.toml"), 4, "s.toml: "),
        (("verify", "--certificate", "empty"), 4, "empty: is empty"),
        (("diagram", "meting"), 2, "did you mean 'meeting'?"),
        (("check", "cicca"), 5, "did you mean 'cica'?"),
        (("examples", "one-objections"), 5, "did you mean 'one-objection'?"),
        (("completion", "fsh"), 2, "'fsh' is not one of 'bash', 'fish', 'zsh'"),
    ],
)  # fmt: skip
def test_a_mistake_at_the_prompt(tmp_path: Path, words: tuple[str, ...], code: int, said: str) -> None:
    """It is told what was meant; never a traceback, and never an empty answer that looks like one."""
    (tmp_path / "s.toml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "empty").touch()
    (tmp_path / "binary.toml").write_bytes(b"\x00\xff\xfe binary")
    if "record.sqlite" in words:
        cica("run", "one-objection", "--db", "record.sqlite", cwd=tmp_path, env=PLAIN)
    done = cica(*words, cwd=tmp_path, env=PLAIN)
    told = " ".join(done.stderr.split())
    assert (done.returncode, done.stdout, said in told) == (code, "", True), done.stderr


def test_a_year_that_the_calendar_does_not_know(tmp_path: Path) -> None:
    """It is said which file to mend, and what prints the days."""
    text = GOOD.replace(
        'act = "adopt"\nby = "chair"\n', 'act = "open-silence"\nby = "chair"\ndecides = "adopt"\nworking-days = 5\n'
    )
    (tmp_path / "s.toml").write_text(text.partition("[[expect]]")[0], encoding="utf-8")
    said = cica("run", "s.toml", cwd=tmp_path, env=PLAIN).stdout
    assert "does not know the year 2021, only 2023, 2024, 2025, 2026, 2027: add it to [calendar.holidays]" in said
    assert "cica holidays COUNTRY 2021 prints the days" in said


def test_the_holidays_of_a_country() -> None:
    """As a rulebook takes them; a country that nobody knows is told."""
    table = tomllib.loads(cica("holidays", "KZ", 2024, 2027).stdout)
    days = {str(day) for day in table["calendar"]["holidays"]["2024"]}
    assert days >= {"2024-01-01", "2024-03-08", "2024-03-21", "2024-05-09", "2024-12-16"}
    assert "unknown country 'XX'" in cica("holidays", "XX", 2024).stderr
