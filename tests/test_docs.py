"""What the README and the pages in docs show is so; pytest runs the Python examples on them as doctests."""

from __future__ import annotations

import ast
import doctest
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click
import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

import cica_procedure
from cica_procedure import Conference, ProcedureError, load, play, read_scenario
from cica_procedure.cli.main import COMMANDS, cica
from cica_procedure.cli.on_record import OnRecord
from cica_procedure.conformance.chronology import PRECISIONS
from cica_procedure.consensus import RULES
from cica_procedure.core.always_required import IMPLICIT
from cica_procedure.core.effects import EFFECTS
from cica_procedure.core.requirements import REQUIREMENTS
from cica_procedure.exploration import explore
from cica_procedure.loading.step_checks import MEANING
from cica_procedure.reports.answers import ANSWERS
from cica_procedure.reports.json_schema import schema
from cica_procedure.rulebook.particulars import TYPES

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
REFERENCE = DOCS / "reference"
PAGES = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]
FOLDERS = ("scenarios", "features", "cica_procedure")
"""What a reader has in a checkout and an example may name."""


class Block(NamedTuple):
    """A code block of a page: its language, its text, and the file or the command its marker names, if any."""

    language: str
    text: str
    marker: str


def blocks(page: Path) -> Iterator[Block]:
    """Go through the code blocks of a page."""
    text = page.read_text(encoding="utf-8")
    for marker, language, code in re.findall(
        r"(?:^<!-- ([^\n]*) -->\n)?^```(\w*)\n(.*?)^```$", text, re.DOTALL | re.MULTILINE
    ):
        yield Block(language, code, marker)


def name_of(page: Path) -> str:
    """Return the name of a page, as seen from the project."""
    return str(page.relative_to(ROOT))


def rows(page: Path) -> list[list[str]]:
    """Return the rows of every table of a page, heads included, cell by cell."""
    lines = page.read_text(encoding="utf-8").splitlines()
    return [[cell.strip() for cell in line.strip("|").split(" |")] for line in lines if line.startswith("| ")]


def quoted(page: Path) -> set[str]:
    """Return every word that stands between backquotes in the tables of a page."""
    return {word for row in rows(page) for cell in row for word in re.findall(r"`([^`]+)`", cell)}


# The examples.


def runnable(block: Block) -> bool:
    """Return whether a block is a command line that needs nothing but this program."""
    return block.language in {"sh", "console"} and not re.search(r"pip install|\.venv/", block.text)


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command line with this program on the path, in a plain terminal of 80 columns."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    env = {**os.environ, "PATH": path, "COLUMNS": "80", "NO_COLOR": "1"}
    env = {name: value for name, value in env.items() if not name.startswith("PYTEST_")}
    return subprocess.run(
        ["/bin/bash", "-euo", "pipefail", "-c", command],
        cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip


def check_output(block: Block, folder: Path) -> None:
    """Run each command of a console block, and compare what it prints with what the page shows."""
    for command, shown in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block.text, re.MULTILINE):
        lines = run(command, folder).stdout.rstrip().splitlines()
        printed = "".join(f"{line.rstrip()}\n" for line in lines)

        assert doctest.OutputChecker().check_output(shown, printed, doctest.ELLIPSIS), f"$ {command}\n{printed}"


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_command_line_does_what_the_page_says(page: Path, tmp_path: Path) -> None:
    """The files and the commands of a page, in their order, in a folder of their own."""
    found = [block for block in blocks(page) if runnable(block) or block.marker.startswith("file: ")]
    for name in FOLDERS:
        if any(f"{name}/" in block.text for block in found if runnable(block)):
            (tmp_path / name).symlink_to(ROOT / name)
    exported = ""
    for block in found:
        if block.marker.startswith("file: "):
            file = tmp_path / block.marker.removeprefix("file: ")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(block.text, encoding="utf-8")
        elif block.language == "console":
            check_output(block, tmp_path)
        else:
            done = run(f"{exported}{block.text}", tmp_path)
            exported += "".join(re.findall(r"^export .*\n", block.text, re.MULTILINE))

            assert done.returncode == 0, f"{block.text}\n{done.stdout}"


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_block_is_of_its_language(page: Path, tmp_path: Path) -> None:
    """TOML can be read, a whole scenario plays, steps meet their schema, Python compiles, and the rest is run."""
    for block in blocks(page):
        match block.language:
            case "toml":
                table = tomllib.loads(block.text)
                if "title" in table and "acts" in table and table.get("rulebook", "cica") in {"cica", "osce"}:
                    (tmp_path / "scenario.toml").write_text(block.text, encoding="utf-8")

                    assert play(read_scenario(tmp_path / "scenario.toml")).met
                elif "steps" in table and "id" not in table:
                    Draft202012Validator(schema("part")).validate(table)
            case "python" if ">>>" not in block.text:
                ast.parse(block.text)
            case "bash":
                assert subprocess.run(["/bin/bash", "-n", "-c", block.text], check=False).returncode == 0
            case language:
                assert language in {"python", "sh", "console", "gherkin", "csv"}, language


def test_a_paper_that_is_amended_is_adopted(tmp_path: Path) -> None:
    """The tutorial's second version of its scenario ends as it says."""
    first, cure = [
        block.text for block in blocks(DOCS / "tutorial" / "write-a-scenario.md") if block.language == "toml"
    ]
    acts, _, outcomes = first.partition("[[expect]]")
    path = tmp_path / "paper.toml"
    path.write_text(
        f"{acts}{cure}\n[[expect]]{outcomes}".replace('case = "paper"\nstage = "before-soc"', 'case = "paper"\nstage = "adopted"'),
        encoding="utf-8",
    )  # fmt: skip
    report = play(read_scenario(path))

    assert report.met
    assert report.docket[0].stage == "adopted"


def test_the_least_rulebook_is_sound(tmp_path: Path) -> None:
    """What the page on rulebooks shows can be loaded, and every law holds in it."""
    page = DOCS / "how-to" / "write-a-rulebook.md"
    (tmp_path / "club" / "procedures").mkdir(parents=True)
    for block in blocks(page):
        if block.marker.startswith("file: club/"):
            (tmp_path / block.marker.removeprefix("file: ")).write_text(block.text, encoding="utf-8")
    rulebook = load(tmp_path / "club")

    assert rulebook.id == "club"
    assert [procedure.id for procedure in rulebook if not explore(rulebook, procedure).sound] == []


# The links.


def anchor(heading: str) -> str:
    """Return the anchor that GitHub makes of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.casefold()).replace(" ", "-")


@pytest.mark.parametrize("page", [*PAGES, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"], ids=name_of)
def test_every_link_leads_somewhere(page: Path) -> None:
    """To a file that exists, and to a heading in it."""
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if not target.startswith("https://"):
            name, _, part = target.partition("#")
            file = page.parent / name if name else page

            assert file.exists(), target
            if part:
                headings = re.findall(r"^#+ (.*)$", file.read_text(encoding="utf-8"), re.MULTILINE)

                assert part in map(anchor, headings), target


def test_the_index_names_every_page() -> None:
    """A reader finds every page from the index."""
    index = (DOCS / "README.md").read_text(encoding="utf-8")
    for page in PAGES[1:]:
        assert page == DOCS / "README.md" or f"({page.relative_to(DOCS)})" in index, page


def test_the_front_page_is_one_page() -> None:
    """A stranger reads it in three minutes."""
    assert len(PAGES[0].read_text(encoding="utf-8").splitlines()) <= 150


# The reference is complete.


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_is_documented_with_its_options(name: str) -> None:
    """In a section of its own, with all options and no others, and an example."""
    text = (REFERENCE / "commands.md").read_text(encoding="utf-8")
    section = re.search(rf"^### `cica {name}\b.*?(?=^###? |\Z)", text, re.DOTALL | re.MULTILINE)
    command = cica.get_command(None, name)  # type: ignore[arg-type]  # the context is not looked at
    assert section is not None
    assert command is not None
    known = {option for each in command.params if isinstance(each, click.Option) for option in each.opts}

    shared: set[str] = {"--db"} if isinstance(command, OnRecord) else set()
    if "--expect-n" in known:
        shared = set(re.findall(r"^- `(--[\w-]+)", text.partition("\n## Act\n")[2].partition("###")[0], re.MULTILINE))
        assert shared <= known
    assert set(re.findall(r"^- `(--[\w-]+)", section.group(), re.MULTILINE)) == known - shared
    assert f"\ncica {name} " in section.group()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_command_and_option_that_is_named_exists(page: Path) -> None:
    """In the text, too."""
    for words in re.findall(r"`cica ([^`]*)`|^(?:\$ )?cica (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE):
        call = "".join(words).partition("|")[0] if "bash|" not in "".join(words) else "".join(words)
        name = call.split()[0]
        if name.startswith("-"):
            assert name in {"--help", "--version"}
            continue
        command = cica.get_command(None, name)  # type: ignore[arg-type]  # the context is not looked at
        assert command is not None, call
        known = {option for each in command.params if isinstance(each, click.Option) for option in each.opts}

        assert set(re.findall(r"(?<= )--[\w-]+", call)) <= {*known, "--help"}, call


def test_every_exit_code_is_listed() -> None:
    """The page says what the help says."""
    codes = re.findall(r"^ +(\d)  ", CliRunner().invoke(cica, ["--help"]).output, re.MULTILINE)

    assert [row[0] for row in rows(REFERENCE / "commands.md") if row[0].isdecimal()] == codes


def test_every_requirement_is_listed_with_its_parameter() -> None:
    """A reader finds every name that a refusal can bear, and a writer what it takes."""
    listed = {row[0].strip("`"): row[1:] for row in rows(REFERENCE / "requirements.md") if row[0].startswith("`")}

    assert listed.keys() == {*IMPLICIT, *REQUIREMENTS}
    for name, requirement in REQUIREMENTS.items():
        assert listed[name][0].replace(", optional", "?") == requirement.parameter, name


def test_every_effect_is_listed_with_its_parameter() -> None:
    """Whoever writes a rulebook finds every effect a step can have."""
    listed = {row[0].strip("`"): row[1:] for row in rows(REFERENCE / "effects.md") if row[0].startswith("`")}

    assert {name: row[0] for name, row in listed.items()} == {name: e.parameter for name, e in EFFECTS.items()}


def test_every_procedure_is_listed() -> None:
    """Nothing that can be played is left out."""
    listed = [row[0].strip("`") for row in rows(REFERENCE / "procedures.md") if row[0].startswith("`")]

    assert sorted(listed) == sorted(load("cica").procedures)


def test_every_scenario_is_listed() -> None:
    """Each by the name of its file."""
    listed = [row[0].strip("`") for row in rows(REFERENCE / "scenarios.md") if row[0].startswith("`")]

    assert sorted(listed) == sorted(path.stem for path in (ROOT / "scenarios").glob("*.toml"))


def test_every_key_of_a_rulebook_is_listed() -> None:
    """Those of the rules and of a procedure, the types, the particulars with a meaning, the rules of consensus."""
    text = (REFERENCE / "rulebook-file.md").read_text(encoding="utf-8")
    keys = {key for file in ("rulebook", "procedure") for key in schema(file)["properties"]}

    assert keys <= quoted(REFERENCE / "rulebook-file.md")
    assert set(RULES) <= quoted(REFERENCE / "rulebook-file.md")
    for name in (*TYPES, *MEANING):
        assert f"`{name}`" in text, name


def test_every_precision_of_a_date_is_listed() -> None:
    """Whoever writes a chronology finds what a date can be."""
    text = (REFERENCE / "chronology-file.md").read_text(encoding="utf-8")
    for name in PRECISIONS:
        assert f"`{name}`" in text, name


def test_every_table_and_column_of_a_record_is_listed(tmp_path: Path) -> None:
    """A reader with any SQLite tool finds what a name means."""
    with Conference.create(tmp_path / "cica.sqlite", since=load("cica").editions[0].since):
        pass
    with sqlite3.connect(tmp_path / "cica.sqlite") as record:
        names = record.execute(
            "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT GLOB '_sqlite*'"
            " AND name NOT GLOB 'sqlite_*'"
        ).fetchall()
        columns = record.execute("SELECT name FROM pragma_table_info('transitions')").fetchall()
    record.close()
    listed = quoted(REFERENCE / "record.md")

    assert {name for (name,) in names} <= listed
    assert {name for (name,) in columns} <= listed


def test_every_shape_of_data_is_listed() -> None:
    """With the command that prints it, its schema and its format."""
    listed = {row[1].strip("`"): row[2].strip("`") for row in rows(REFERENCE / "json.md") if row[1].startswith("`")}
    assert listed == {name: answer.__struct_config__.tag for name, answer in ANSWERS.items()}


def test_every_error_is_listed() -> None:
    """Whoever embeds the package finds what a call can raise."""
    exported = [getattr(cica_procedure, name) for name in cica_procedure.__all__]
    errors = {each.__name__ for each in exported if isinstance(each, type) and issubclass(each, ProcedureError)}

    assert {row[0].strip("`") for row in rows(REFERENCE / "errors.md") if row[0].startswith("`")} == errors


# The front page's own command.


def command_of(marker: str) -> str:
    """Return the one line of a command of the front page."""
    (command,) = [block.text.strip() for block in blocks(PAGES[0]) if block.marker == f"command: {marker}"]
    assert "\n" not in command
    return command


def python_alone(folder: Path) -> str:
    """Return a path on which the distribution's own Python is, or a link to this one where that is too old."""
    code = "import sys, ensurepip; sys.exit(sys.version_info < (3, 11))"
    python = shutil.which("/usr/bin/python3")
    if python is not None and not subprocess.run([python, "-c", code], capture_output=True, check=False).returncode:
        return "/usr/bin:/bin"
    folder.mkdir()
    (folder / "python3").symlink_to(Path(sys.base_prefix) / "bin" / "python3")
    return f"{folder}:/usr/bin:/bin"


@pytest.mark.slow
def test_a_newcomer_plays_a_meeting(tmp_path: Path) -> None:
    """The first command of the front page works in a fresh copy, with one Python and nothing else on the path."""
    checkout = tmp_path / "checkout"
    shutil.copytree(ROOT, checkout, ignore=shutil.ignore_patterns(".*", "__pycache__", "*.egg-info"))
    env = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PYTEST", "VIRTUAL_ENV"))
    }
    done = subprocess.run(
        ["/bin/bash", "-euo", "pipefail", "-c", command_of("play")],
        cwd=checkout, env={**env, "PATH": python_alone(tmp_path / "bin")}, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout + done.stderr
    assert "all as expected" in done.stdout
