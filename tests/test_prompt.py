"""Acts at the prompt: one line each, on a record that CICA_DB or --db names."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from command import cica

from cica_procedure import Conference, verify
from cica_procedure.cli.main import cica as program

PLAIN = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "CICA_DB"}}


class Desk:
    """The desk of a clerk: a record that CICA_DB names, and a terminal."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.file = folder, folder / "day.sqlite"
        self.env = {**os.environ, "CICA_DB": str(self.file), "COLUMNS": "100", "NO_COLOR": "1"}

    def __call__(self, *words: object, code: int = 0) -> str:
        """Type a command, and return what it prints."""
        done = self.run(*words)
        assert done.exit_code == code, done.output
        return done.stdout if code == 0 or done.stdout else done.stderr

    def run(self, *words: object) -> Result:
        """Type a command; it runs in this process, which has the rules at hand."""
        done = CliRunner().invoke(program, [*map(str, words)], env=self.env)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done

    def data(self, *words: object, code: int = 0) -> Any:
        """Type a command, and return its data."""
        return json.loads(self(*words, "--json", code=code))

    def entries(self) -> int:
        """Return how many entries the record has."""
        return verify(self.file).entries


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a desk with a paper before the SOC."""
    desk = Desk(tmp_path)
    desk("init", desk.file, "--since", "2026-06-01T09:00")
    desk("submit", "draft-document", "paper", "--by", "India", "--title", "Paper", "kind=concept-paper", *on(2))
    desk("meet", "SOC", "soc", *on(3))
    desk("act", "paper", "take-up", "--by", "the Chair", *on(3))
    return desk


def on(day: int, hour: int = 10) -> tuple[str, str]:
    """Return the option for an instant of June 2026, by the zone of the organisation."""
    return "--at", f"2026-06-{day:02}T{hour}:00"


def test_the_answer_says_what_follows(desk: Desk) -> None:
    """Who did what with which result, where the case stands, by which clock, and what is possible next."""
    said = desk("act", "paper", "adopt", "--by", "Chair", *on(3, 11))
    assert said.splitlines()[0].rstrip() == "2026-06-03 11:00+05:00  the Chair  adopt  paper  before-soc → adopted"
    assert "silent: all 28 members" in said
    assert "paper is adopted, revision 1, with 3 entries; by the clock of Asia/Almaty; head" in said
    assert "possible next: " in said


def test_a_refusal_says_what_would_cure_it(desk: Desk) -> None:
    """Each requirement with its cure, exit code 1, and nothing is recorded; as data too."""
    before = desk.entries()
    desk("position", "paper", "India", "objection", "--reason", "paragraph 4", *on(3))
    said = " ".join(desk("act", "paper", "adopt", "--by", "chair", *on(3), code=1).split())
    assert "consensus: India objects to revision 1 (paragraph 4); cure: India withdraws it" in said
    data = desk.data("act", "paper", "adopt", "--by", "chair", *on(3), code=1)
    assert (data["format"], data["recorded"], data["refused"]) == ("cica-act/1", False, True)
    assert [each["requirement"] for each in data["findings"]] == ["consensus"]
    assert desk.entries() == before + 1


def test_a_dry_run_records_nothing(desk: Desk) -> None:
    """It says the same as the act would, and the record stays as it is."""
    before = desk.entries()
    tried = desk.data("act", "paper", "adopt", "--by", "chair", "--dry-run", *on(3, 11))
    assert desk.entries() == before
    assert "nothing is recorded" in desk("act", "paper", "adopt", "--by", "chair", "--dry-run", *on(3, 11))
    done = desk.data("act", "paper", "adopt", "--by", "chair", *on(3, 11))
    assert (tried["recorded"], done["recorded"]) == (False, True)
    assert tried["case"] == done["case"]
    assert tried["entries"][0]["roll"] == done["entries"][0]["roll"]


def test_two_clerks_at_once(desk: Desk) -> None:
    """The second is told what has happened since; what it meant is not done."""
    desk("position", "paper", "India", "support", "--expect-n", "2", *on(3))
    said = desk("act", "paper", "adopt", "--by", "chair", "--expect-n", "2", *on(3), code=4)
    assert "case paper has 3 entries, not 2, since then: position by IND" in said
    said = desk("submit", "report", "paper", "--by", "chair", "title=x", *on(3), code=4)
    assert "case paper is already on the record" in said


@pytest.mark.parametrize("name", ["chair", "Chair", "the Chair", "THE  CHAIR", "The chair"])
def test_names_as_people_write_them(desk: Desk, name: str) -> None:
    """An office is known by its id or its name, with the article or without, in any case and with any spaces."""
    desk("act", "paper", "adopt", "--by", name, *on(3))
    with Conference.open(desk.file, to_read=True) as record:
        assert record.history("paper")[-1].actor == "chair"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("act", "paper", "adopt", "--by", "Chari"), 2, "did you mean 'chair'?"),
        (("act", "paper", "adotp", "--by", "chair"), 2, "did you mean 'adopt'?"),
        (("act", "papre", "adopt", "--by", "chair"), 2, "did you mean 'paper'?"),
        (("act", "paper", "amend", "--by", "India", "sumary=x"), 2, "did you mean 'summary'?"),
        (("act", "paper", "amend", "--by", "India", "summary"), 2, "'summary' is not of the form NAME=VALUE"),
        (("act", "paper", "amend", "--by", "India", "summary=x", "summary=y"), 2, "'summary' is given twice"),
        (("act", "paper", "amend", "--by", "India", "summary=\x1b[2J"), 2, "summary: "),
        (("position", "paper", "India", "abstention"), 2, "unknown position 'abstention'; known: "),
        (("position", "paper", "Inda", "support"), 2, "did you mean 'India'?"),
        (("submit", "draft-documnet", "x", "--by", "India"), 2, "did you mean 'draft-document'?"),
        (("submit", "draft-document", "x", "--by", "India", "--title", "T", "kind=novel"), 2, "unknown kind of document"),
        (("meet", "SOK", "x"), 2, "did you mean 'SOC'?"),
        (("meet", "SWG", "x", "--absent", "Japan"), 1, "presence: Japan has no seat"),
        (("act", "paper", "adopt", "--by", "chair", "--at", "2099-01-01T00:00"), 1, "ahead: "),
        (("act", "paper", "adopt", "--by", "chair", "--at", "soon"), 2, "'soon' is no instant"),
        (("act", "paper", "adopt", "--by", "chair", "--db", "no.sqlite"), 5, "there is no such file"),
        (("act", "paper", "adopt"), 2, "Missing option '--by'"),
        (("adopt", "paper"), 2, "unknown command 'adopt'"),
    ],
)  # fmt: skip
def test_mistakes(desk: Desk, words: tuple[str, ...], code: int, said: str) -> None:
    """Each is told in words, with what was meant; nothing is recorded."""
    before = desk.entries()
    done = desk.run(
        *words,
        *(on(3) if words[0] in {"act", "position", "submit", "meet"} and "--at" not in words else ()),
    )
    told = " ".join((done.stdout + done.stderr).split())
    assert (done.exit_code, said in told) == (code, True), told
    assert all(char.isprintable() or char == "\n" for char in done.stdout + done.stderr)
    assert desk.entries() == before


def test_a_case_that_must_not_be_meant(desk: Desk) -> None:
    """Neither a state for an office, nor an objection for an abstention, is ever proposed."""
    for words in (("act", "paper", "adopt", "--by", "Chai"), ("position", "paper", "India", "abstention")):
        told = desk(*words, code=2)
        assert "China" not in told
        assert "mean 'objection'" not in told


def test_minutes_are_added_whole_or_not(desk: Desk) -> None:
    """A file of acts goes on from the record; if one expectation is not met, nothing of it is recorded."""
    minutes = desk.folder / "minutes.toml"
    acts = """title = "Minutes"
[[acts]]
at = 2026-06-03T11:00:00+05:00
case = "paper"
act = "position"
by = "India"
position = "support"
[[acts]]
case = "paper"
act = "adopt"
by = "the Chair"
expect = { stage = "STAGE" }
[[acts]]
case = "soc"
act = "close"
by = "chair"
"""
    before = desk.entries()
    minutes.write_text(acts.replace("STAGE", "tabled"), encoding="utf-8")
    said = desk("add", minutes, code=1)
    assert "NOT AS EXPECTED (line 8): expected stage tabled, found adopted" in said
    assert desk.entries() == before
    minutes.write_text(acts.replace("STAGE", "adopted"), encoding="utf-8")
    assert "3 acts performed, 0 refused, all as expected" in desk("add", minutes)
    assert desk.entries() == before + 3
    acts = acts.replace("STAGE", "adopted")
    minutes.write_text(acts.replace('case = "soc"', 'case = "sco"'), encoding="utf-8")
    assert "minutes.toml:14: act 3 (sco): case: unknown case 'sco'; did you mean 'soc'?" in desk("add", minutes, code=3)
    minutes.write_text(f'rulebook = "osce"\n{acts}', encoding="utf-8")
    assert "is osce, and the record is kept under cica" in desk("add", minutes, code=3)


def test_examples_come_with_the_program(tmp_path: Path) -> None:
    """They are listed, printed, and played by name, wherever one is."""
    listed = cica("examples", cwd=tmp_path, env=PLAIN).stdout
    assert "kuwait-2022 " in listed
    assert len(listed.splitlines()) == 1 + len([*(Path(__file__).parent.parent / "scenarios").glob("*.toml")])
    text = cica("examples", "one-objection", cwd=tmp_path).stdout
    assert text == (Path(__file__).parent.parent / "scenarios" / "one-objection.toml").read_text(encoding="utf-8")
    played = cica("run", "one-objection", "kuwait-2022", "--quiet", cwd=tmp_path)
    assert (played.returncode, played.stdout) == (0, "2 scenarios played, all as expected\n")
    assert "did you mean 'kuwait-2022'?" in cica("run", "kuwait", cwd=tmp_path).stderr


def test_a_run_that_fails_leaves_nothing(tmp_path: Path) -> None:
    """Neither the file nor its log."""
    text = cica("examples", "one-objection").stdout.replace('stage = "adopted"', 'stage = "withdrawn"')
    (tmp_path / "s.toml").write_text(text, encoding="utf-8")
    done = cica("run", "s.toml", "--db", "r.sqlite", cwd=tmp_path)
    assert (done.returncode, "r.sqlite was not kept" in done.stderr) == (1, True)
    assert [path.name for path in tmp_path.iterdir()] == ["s.toml"]


def test_which_record(desk: Desk, tmp_path: Path) -> None:
    """The one that is named on the line, or else by CICA_DB; without either, it is asked for."""
    other = tmp_path / "other.sqlite"
    desk("init", other, "--rulebook", "osce")
    assert "paper" in desk("docket")
    assert "paper" not in desk("docket", other)
    assert "paper" not in desk("docket", "--db", other)
    assert "before-soc" in desk("case", "paper")
    assert desk("objections", "paper") == desk("objections", desk.file, "paper")
    assert "which record? give it as FILE, or set CICA_DB" in cica("docket", env=PLAIN).stderr
    assert (
        "which record? give it with --db, or set CICA_DB"
        in cica("act", "paper", "adopt", "--by", "chair", env=PLAIN).stderr
    )


def test_a_record_that_takes_no_writes(desk: Desk) -> None:
    """An act on it is refused with the reason, and a dry run is not."""
    subprocess.run(["/bin/chmod", "a-w", desk.file, desk.folder], check=True)
    try:
        desk("act", "paper", "adopt", "--by", "chair", "--dry-run", *on(3))
        if os.getuid():  # Whoever is root writes anyway.
            desk("act", "paper", "adopt", "--by", "chair", *on(3), code=5)
    finally:
        subprocess.run(["/bin/chmod", "u+w", desk.file, desk.folder], check=True)
