"""The command ``cica examples``, and the scenarios that come with the program."""

from __future__ import annotations

import tomllib
from pathlib import Path

import click

from cica_procedure.cli.table import show
from cica_procedure.errors import Inaccessible, unknown

_PACKAGE = Path(__file__).parent.parent


def folder() -> Path:
    """Return the folder of the examples: in the package when it is installed, beside it in the repository."""
    inside = _PACKAGE / "scenarios"
    return inside if inside.is_dir() else _PACKAGE.parent / "scenarios"


def found(name: str) -> Path:
    """
    Return the file of an example.

    Raises:
        Inaccessible: when there is none of that name.
    """
    known = {path.stem: path for path in folder().glob("*.toml")}
    if name.removesuffix(".toml") not in known:
        raise Inaccessible(name, f"is no file, and there is no such example: {unknown('example', name, known)}")
    return known[name.removesuffix(".toml")]


@click.command(
    epilog="""\b
Examples:
  cica examples
  cica run kuwait-2022
  cica examples one-objection > mine.toml
""",
)
@click.argument("name", required=False)
def command(name: str | None) -> None:
    """List the scenarios that come with the program, or print one to start from."""
    if name is not None:
        click.echo(found(name).read_text(encoding="utf-8"), nl=False)
        return
    rows = []
    for path in sorted(folder().glob("*.toml")):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        rows.append((path.stem, table["title"], next(iter(table.get("sources", [])), "invented")))
    show(("name", "what it shows", "source"), rows, folds=("what it shows",))
