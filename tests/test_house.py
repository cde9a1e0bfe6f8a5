"""The house is in order: lint, types, floors, docstrings, sizes, words."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import cica_procedure

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent


@pytest.mark.parametrize(
    "command",
    [
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["mypy"],
        ["lint-imports", "--no-cache"],
        ["interrogate", "-q", "cica_procedure"],
    ],
    ids=lambda command: "-".join(command[:2]),
)
def test_tools_agree(command: list[str]) -> None:
    """Lint, format, strict types, import contracts and docstrings."""
    done = subprocess.run([BIN / command[0], *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


def test_modules_are_small() -> None:
    """No module is over 400 lines, and half of them are under 120."""
    sizes = sorted(
        len(path.read_text(encoding="utf-8").splitlines()) for path in (ROOT / "cica_procedure").rglob("*.py")
    )

    assert sizes[-1] <= 400
    assert sizes[len(sizes) // 2] <= 120


def test_the_front_door_is_complete() -> None:
    """Every exported name can be had, and nothing else is on offer."""
    for name in cica_procedure.__all__:
        assert getattr(cica_procedure, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = cica_procedure.nothing


def test_the_engine_names_no_organisation() -> None:
    """No code beside the rulebooks and the shipped name knows a state, a body or a kind of case of CICA."""
    words = re.compile(r'"(SOC|SWG|MC|SUMMIT|KAZ|IND|concept-paper|observer-application|draft-document)"')
    for path in (ROOT / "cica_procedure").rglob("*.py"):
        if "gherkin" not in path.parts:
            assert not words.search(re.sub(r'""".*?"""', "", path.read_text(encoding="utf-8"), flags=re.DOTALL)), path


def test_no_clock_below_the_command_line() -> None:
    """Time is an argument; the default clock of the façade stands in a module of its own."""
    clock = re.compile(r"\b(datetime\.now|datetime\.utcnow|time\.time|date\.today|datetime\.today)\b")
    for path in (ROOT / "cica_procedure").rglob("*.py"):
        if "cli" not in path.parts and path.name != "clock.py":
            assert not clock.search(path.read_text(encoding="utf-8")), path


def test_every_word_of_the_glossary_is_a_name() -> None:
    """The words of the glossary are names in the code: of a class, a function, a field or a role of the register."""
    table = (ROOT / "docs" / "reference" / "glossary.md").read_text(encoding="utf-8")
    _, *words = [word for row in re.findall(r"^\| ([a-z, ]+) \|", table, re.MULTILINE) for word in row.split(", ")]
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "cica_procedure").rglob("*.py"))
    names = {
        name.casefold()
        for name in re.findall(r"\b(?:class|def) (\w+)|^    (\w+):|^(\w+): TypeAlias", code, re.MULTILINE)
        for name in name
    }
    names |= set(cica_procedure.load("cica").roles)

    assert len(words) >= 20
    assert set(words) <= names
