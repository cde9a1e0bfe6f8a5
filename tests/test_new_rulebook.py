"""The rulebook that ``cica new`` writes loads, is sound and plays as it stands."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from cica_procedure import load, play, read_scenario
from cica_procedure.cli.main import cica
from cica_procedure.exploration import explore


def run(*words: str) -> tuple[int, str]:
    """Run a command and return its exit code and everything it printed."""
    done = CliRunner().invoke(cica, words)
    return done.exit_code, done.output


def test_it_loads_checks_and_plays(tmp_path: Path) -> None:
    """A newcomer has something that works, before anything is changed."""
    folder = tmp_path / "club"
    code, words = run("new", "rulebook", str(folder))
    assert code == 0, words
    rules = load(folder / "rules")
    assert all(explore(rules, procedure).sound and not explore(rules, procedure).stops for procedure in rules)
    report = play(read_scenario(folder / "first-meeting.toml"))
    assert report.met
    for command in (("check", str(folder / "rules")), ("run", str(folder / "first-meeting.toml"))):
        assert " ".join(command) in words.replace("cica ", "")


def test_nothing_that_is_there_is_touched(tmp_path: Path) -> None:
    """Neither a folder nor a file, nor what a broken link points to."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for name in ("folder", "file", "link"):
        code, words = run("new", "rulebook", str(tmp_path / name))
        assert code == 5
        assert "exists already" in words
    assert [*(tmp_path / "folder").iterdir()] == []
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"
    assert not (tmp_path / "nowhere").exists()


def test_a_name_that_cannot_be(tmp_path: Path) -> None:
    """It is an error with a cure, and nothing is left behind."""
    code, words = run("new", "rulebook", str(tmp_path / ("x" * 300)))
    assert code == 5
    assert "check the name" in words
    assert [*tmp_path.iterdir()] == []
