"""The command line, as a process of its own."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from cica_procedure.cli.main import COMMANDS, cica

ROOT = Path(__file__).parent.parent
SCENARIOS = ROOT / "scenarios"
BLANK = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "PYTHONUTF8": "1"}


def run(*words: str | Path, cwd: Path = ROOT, **env: str) -> subprocess.CompletedProcess[str]:
    """Run ``cica`` as a person would."""
    command = [sys.executable, "-m", "cica_procedure", *map(str, words)]
    return subprocess.run(command, cwd=cwd, env={**BLANK, **env}, capture_output=True, text=True, check=False)


def test_version() -> None:
    """The version, and nothing else."""
    done = run("--version")

    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"cica, version \d+\.\d+\.\d+\n", done.stdout)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_help_with_examples(name: str) -> None:
    """Help says what a command does and shows how; the list of commands says the same in short."""
    command = cica.get_command(None, name)  # type: ignore[arg-type]  # the context is not looked at
    done = CliRunner().invoke(cica, [name, "--help"])

    assert done.exit_code == 0
    assert f"Examples:\n    cica {name}" in done.output
    assert command is not None
    assert COMMANDS[name] == command.get_short_help_str(200)


@pytest.mark.parametrize("words", [("--help",), ("--version",), ("-h",)])
def test_help_and_version_load_nothing_they_do_not_use(words: tuple[str, ...]) -> None:
    """Neither a library of the engine nor the engine itself is imported for them."""
    code = f"import sys; sys.argv = ['cica', *{words!r}]\nfrom cica_procedure.cli.main import cica\ntry: cica()\nfinally: print('\\nLOADED', *sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], env=BLANK, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.rpartition("LOADED")[2].split())

    assert not loaded & {"attr", "cattrs", "rich", "sqlite3", "sqlite_utils", "transitions", "tomllib", "pytest"} - {
        "attr"
    }
    own = {name for name in loaded if name.startswith("cica_procedure")}
    assert own <= {"cica_procedure", "cica_procedure.cli", "cica_procedure.cli.main", "cica_procedure.errors"}


def test_a_scenario_is_played() -> None:
    """What happened, the roll of each decision and the docket, on standard output alone."""
    done = run("run", SCENARIOS / "soc-2021-06-23.toml", COLUMNS="100")

    assert (done.returncode, done.stderr) == (0, "")
    assert "Senior Officials Committee: granted, revision 1" in done.stdout
    assert "silent: all 27 members" in done.stdout
    rolls = run("run", SCENARIOS / "soc-2021-06-23.toml", "--rolls", COLUMNS="100")
    assert "silent (27): Afghanistan, Azerbaijan" in rolls.stdout
    assert "all as expected" in done.stdout
    assert "\x1b" not in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("width", [80, 160])
def test_nothing_is_wider_than_the_terminal(width: int) -> None:
    """Lines are folded, never cut off."""
    for path in sorted(SCENARIOS.glob("*.toml")):
        done = run("run", path, COLUMNS=str(width))
        assert max(map(len, done.stdout.splitlines())) <= width
        assert "…" not in done.stdout


def test_colour_is_for_terminals_and_can_be_refused() -> None:
    """A terminal gets colour, unless NO_COLOR says otherwise."""
    shown = run("run", SCENARIOS / "one-objection.toml", FORCE_COLOR="1", TERM="xterm-256color")
    plain = run("run", SCENARIOS / "one-objection.toml", FORCE_COLOR="1", TERM="xterm-256color", NO_COLOR="1")

    assert "\x1b[31m" in shown.stdout or "\x1b[1;31m" in shown.stdout
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]m", plain.stdout)


def test_json_is_data() -> None:
    """One document, with what was asked, what was done, what stood in the way and what would cure it."""
    done = run("run", SCENARIOS / "one-objection.toml", "--json")
    document = json.loads(done.stdout)
    (scenario,) = document["scenarios"]
    blocked = next(act for act in scenario["acts"] if not act["performed"])

    assert (document["format"], document["met"]) == ("cica-run/1", True)
    assert {"file", "title", "sources", "met", "acts", "docket", "missed"} == set(scenario)
    assert (blocked["act"], blocked["by"], blocked["stage"]) == ("adopt", "chair", "before-soc")
    (finding,) = blocked["findings"]
    assert {"requirement", "fact", "cure", "rule", "way", "cures"} == set(finding)
    assert finding["cure"] == "India withdraws it, or a new revision is tabled"
    adopted = scenario["acts"][-2]
    assert (adopted["decision"], adopted["revision"], len(adopted["roll"])) == ("adopted", 2, 28)
    assert scenario["docket"][0]["stage"] == "adopted"


def test_several_files_share_a_record(tmp_path: Path) -> None:
    """With --db all are played on one record, and what one continues is not played twice."""
    path = tmp_path / "cica.sqlite"
    files = [SCENARIOS / "soc-2021-06-23.toml", SCENARIOS / "ministers-2021-10-12.toml"]
    done = run("run", *files, "--db", path)
    db = sqlite3.connect(path)
    stages = dict(db.execute("SELECT case_id, stage FROM docket"))
    db.close()

    assert done.returncode == 0
    assert {"adopted"} == {stages[case] for case in ("catalogue", "eminent-persons", "think-tank-forum")}
    assert stages["observer-rules"] == "in-force"


BAD = 'title = "x"\n[[acts]]\nat = 2021-06-10T10:00:00+06:00\ncase = "c"\nprocedure = "meeting"\nby = "Inda"\nbody = "SOC"\n'


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["run"], 2, "Missing argument 'FILE|EXAMPLE...'"),
        (["runn"], 2, "unknown command 'runn'; did you mean 'run'?"),
        (["run", "{tmp}/bad.toml"], 3, "cica: {tmp}/bad.toml:6: act 1 (c): by: unknown state or organisation 'Inda'"),
        (["run", "{tmp}/missing.toml"], 5, "cica: {tmp}/missing.toml: No such file or directory"),
        (["run", "{good}", "--db", "{tmp}/other.sqlite"], 4, "cica: {tmp}/other.sqlite: exists already"),
        (
            ["run", "{good}", "--db", "{tmp}/no/folder.sqlite"],
            5,
            "cica: {tmp}/no/folder.sqlite: No such file or directory",
        ),
        (["diagram", "drafts"], 2, "unknown procedure 'drafts'"),
        (["diagram", "meeting", "--edition", "1999"], 2, "unknown edition '1999'"),
        (["procedures", "--rulebook", "cicca"], 5, "did you mean 'cica'?"),
        (["procedures", "--rulebook", "{tmp}"], 3, "cica: "),
    ],
)
def test_errors_name_the_place_and_have_their_code(words: list[str], code: int, said: str, tmp_path: Path) -> None:
    """One clear sentence on standard error, nothing on standard output, no traceback."""
    (tmp_path / "bad.toml").write_text(BAD, encoding="utf-8")
    (tmp_path / "other.sqlite").write_text("something", encoding="utf-8")
    names = {"tmp": str(tmp_path), "good": str(SCENARIOS / "one-objection.toml")}
    done = run(*(word.format(**names) for word in words))

    assert code == done.returncode
    assert said.format(**names) in done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("path", sorted(SCENARIOS.glob("*.toml")), ids=lambda path: path.stem)
def test_a_falsified_expectation_exits_with_one(path: Path, tmp_path: Path) -> None:
    """Each shipped scenario, with its first expectation turned round, exits with 1 and says which."""
    for other in SCENARIOS.glob("*.toml"):
        (tmp_path / other.name).write_text(other.read_text(encoding="utf-8"), encoding="utf-8")
    copy = tmp_path / path.name
    text, count = re.subn(r"expect = \{.*\}", "expect = { revision = 99 }", copy.read_text(encoding="utf-8"), count=1)
    copy.write_text(text, encoding="utf-8")
    done = run("run", copy)

    assert count == 1
    assert done.returncode == 1
    assert "NOT AS EXPECTED (line " in done.stdout


def test_procedures_are_listed() -> None:
    """Every procedure with its editions."""
    done = run("procedures", COLUMNS="200")

    assert done.returncode == 0
    for name in ("coordinator-assignment", "draft-document", "meeting", "observer-application"):
        assert name in done.stdout
    assert done.stdout.count("observer-application") == 2


def test_a_diagram_is_mermaid() -> None:
    """The edition in force is drawn unless another is asked for."""
    new, old = (
        run("diagram", "observer-application").stdout,
        run("diagram", "observer-application", "--edition", "2004").stdout,
    )

    assert "stateDiagram-v2" in new
    assert "before_mc --> granted : grant (chair) [granted, or by silence]" in new
    assert "before_soc --> granted : grant (chair) [granted, or by silence]" in old


@pytest.mark.parametrize("shell", ["bash", "fish", "zsh"])
def test_completion(shell: str) -> None:
    """Each shell gets a script that asks the program."""
    done = run("completion", shell)

    assert done.returncode == 0
    assert "_CICA_COMPLETE" in done.stdout


def test_completion_knows_the_procedures() -> None:
    """What a shell asks when a person presses the tab key."""
    done = run(_CICA_COMPLETE="bash_complete", COMP_WORDS="cica diagram obs", COMP_CWORD="2")

    assert "observer-application" in done.stdout


@pytest.mark.parametrize("words", [["run", "scenarios/one-objection.toml"], ["procedures"], ["--help"]])
def test_a_full_disk_on_standard_output(words: list[str]) -> None:
    """What cannot be written is said, with the code of the disk."""
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        command = [sys.executable, "-m", "cica_procedure", *words]
        done = subprocess.run(command, cwd=ROOT, env=BLANK, stdout=full, stderr=subprocess.PIPE, text=True, check=False)

    assert done.returncode == 5
    assert "standard output: No space left on device" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-8"])
def test_any_code_page_will_do(encoding: str) -> None:
    """An output that has no arrow gets a question mark; JSON keeps every letter."""
    env = {**BLANK, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    for words in (["run", "scenarios/one-objection.toml"], ["run", "scenarios/one-objection.toml", "--json"]):
        command = [sys.executable, "-m", "cica_procedure", *words]
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, check=False)
        assert done.returncode == 0
        assert b"Traceback" not in done.stderr
    acts = json.loads(done.stdout.decode(encoding))["scenarios"][0]["acts"]

    assert any(act["by"] == "TUR" and act["details"] == {"position": "reservation"} for act in acts)


def test_a_title_cannot_steer_the_terminal(tmp_path: Path) -> None:
    """Escapes and overrides in the words of a scenario come out as spaces; those of an act are refused."""
    text = (SCENARIOS / "one-objection.toml").read_text(encoding="utf-8")
    path = tmp_path / "x.toml"
    path.write_text(text.replace('note = "', 'note = "\\u001b[31m\\u202E'), encoding="utf-8")
    done = run("run", path)

    assert done.returncode == 0
    assert "\x1b" not in done.stdout
    assert "\u202e" not in done.stdout


@pytest.mark.parametrize("width", ["50", "80"])
def test_the_outcome_is_always_seen(tmp_path: Path, width: str) -> None:
    """Long names give way to what came of an act."""
    text = (SCENARIOS / "one-objection.toml").read_text(encoding="utf-8")
    path = tmp_path / "x.toml"
    path.write_text(
        text.replace('"sustainable-development"\n', '"sustainable-development-of-all-of-asia"\n'), encoding="utf-8"
    )
    text = path.read_text(encoding="utf-8").replace('area = "sustainable-development-of-all-of-asia"\n', "")
    path.write_text(text, encoding="utf-8")
    done = run("run", path, COLUMNS=width)

    assert done.returncode == 0
    assert done.stdout.count("refused\n") == 2
    assert "11:30" in done.stdout


def test_the_order_of_files_does_not_matter(tmp_path: Path) -> None:
    """A file that has been played because another continues it is not played again."""
    files = [SCENARIOS / "ministers-2021-10-12.toml", SCENARIOS / "soc-2021-06-23.toml"]

    assert run("run", *files, "--db", tmp_path / "a.sqlite").returncode == 0


def test_a_run_that_fails_keeps_no_file(tmp_path: Path) -> None:
    """The record is whole or it is not there."""
    other = tmp_path / "again.toml"
    other.write_text((SCENARIOS / "one-objection.toml").read_text(encoding="utf-8"), encoding="utf-8")
    done = run("run", SCENARIOS / "one-objection.toml", other, "--db", tmp_path / "a.sqlite")

    assert done.returncode == 4
    assert "again.toml" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["again.toml"]


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the record of the meeting of June 2021, made from the command line."""
    path = tmp_path_factory.mktemp("record") / "june.sqlite"
    assert run("run", SCENARIOS / "soc-2021-06-23.toml", "--db", path).returncode == 0
    return path


def test_the_record_is_verified(record: Path, tmp_path: Path) -> None:
    """A sound record exits with 0 and its head; a head that was kept is asked for; damage exits with 4."""
    head = run("head", record).stdout.strip()
    sound = run("verify", record, "--expect-head", head)
    copy = tmp_path / "copy.sqlite"
    backup = run("backup", record, copy)

    assert (0, f"45 entries are as they were written and lawful; head {head}\n") == (sound.returncode, sound.stdout)
    assert (0, f"{copy}: 45 entries, verified; head {head}\n") == (backup.returncode, backup.stdout)
    db = sqlite3.connect(copy)
    guards = db.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    for name, _ in guards:
        db.execute(f"DROP TRIGGER {name}")
    db.execute("UPDATE entries SET content = replace(content, '\"chair\"', '\"IND\"') WHERE seq = 20")
    for _, sql in guards:
        db.execute(sql)
    db.commit()
    db.close()
    damaged = run("verify", copy)
    assert (damaged.returncode, damaged.stdout) == (4, "")
    assert f"cica: {copy}: entry 20 was altered" in damaged.stderr
    assert run("verify", record, "--expect-head", "nonsense").returncode == 2
    assert run("verify", record, "--expect-head", f"99:{'0' * 64}").returncode == 4
    assert run("verify", ROOT / "README.md").returncode == 4


def test_the_record_is_shown(record: Path) -> None:
    """The docket, a case and the register, now and as of then."""
    docket = run("docket", record, COLUMNS="160").stdout
    before = run("docket", record, "--as-of", "2021-06-23T10:00+06:00", COLUMNS="160").stdout
    case = run("case", record, "turkmenistan", COLUMNS="160").stdout
    observers = run("register", record, "--role", "observer", COLUMNS="160").stdout
    earlier = run("register", record, "--role", "observer", "--as-of", "3", COLUMNS="160").stdout

    assert re.search(r"turkmenistan +granted", docket)
    assert re.search(r"turkmenistan +applied", before)
    assert "Observer status of Turkmenistan: granted" in case
    assert re.search(r"grant +chair +granted +granted", case)
    assert "Turkmenistan" in observers
    assert "Turkmenistan" not in earlier
    assert observers.count("\n") == 15  # nine observer states, five organisations, and the heading


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["case", "{record}", "nothing"], 2, "unknown case 'nothing'"),
        (["docket", "{record}", "--as-of", "yesterday"], 2, "neither the number of an entry nor an instant"),
        (["docket", "{record}", "--as-of", "2021-06-23"], 2, "has no offset"),
        (["head", "{record}.missing"], 5, "there is no such file"),
        (["backup", "{record}", "{record}"], 4, "exists already"),
        (["verify", "{record}.missing"], 5, "there is no such file"),
    ],
)
def test_mistakes_with_a_record(words: list[str], code: int, said: str, record: Path) -> None:
    """Each has its sentence and its code."""
    done = run(*(word.format(record=record) for word in words))

    assert code == done.returncode
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_case_tells_its_story(tmp_path: Path) -> None:
    """Reasons, rolls, amendments, who was absent, and what was decided by silence; a meeting, what it decided."""
    file = tmp_path / "r.sqlite"
    run("run", SCENARIOS / "one-objection.toml", "--db", file)
    told = run("case", file, "sustainable-development").stdout
    assert "objection; Paragraph 4 goes beyond the Catalogue\n" in told
    assert "revision 2; summary: Paragraph 4 taken out\n" in told
    assert "adopted by the SOC; absent (EGY, IRQ), no objection (IND), 25 silent\n" in told
    meeting = run("case", file, "soc-2023-04-19").stdout
    assert "26 present\n" in meeting
    assert re.search(r"^sustainable-development +adopted +2 +EGY, IRQ$", meeting, re.MULTILINE)
    other = tmp_path / "o.sqlite"
    run("run", SCENARIOS / "environment-conference-2024.toml", "--db", other)
    told = run("case", other, "outcome").stdout
    assert "awaiting instructions; silence held by THA\n" in told
    assert "adopted by the SOC, by silence; 28 silent\n" in told
