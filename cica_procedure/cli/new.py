"""The command ``cica new``."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from cica_procedure.cli.table import say
from cica_procedure.errors import Inaccessible

TEMPLATES = Path(__file__).parent.parent / "templates"
"""The folder of what can be made; each is copied as it is."""


@click.command(
    epilog="""\b
Examples:
  cica new rulebook club
  cica check club/rules
  cica run club/first-meeting.toml
""",
)
@click.argument("what", type=click.Choice(["rulebook"]))
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def command(what: str, folder: Path) -> None:
    """
    Write a small complete rulebook into a new folder, with a scenario.

    It is that of a club of five; change it into the rules of your organisation.
    """
    try:
        folder.mkdir(parents=True)
    except FileExistsError as error:
        raise Inaccessible(folder, f"exists already; name a new folder for the {what}") from error
    except (OSError, ValueError) as error:
        raise Inaccessible(folder, f"{error}; check the name and the permissions") from error
    try:
        shutil.copytree(TEMPLATES / "club", folder, dirs_exist_ok=True)
    except (OSError, shutil.Error) as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise Inaccessible(folder, f"{error}; nothing was written") from error
    say(f"{folder / 'rules'} is a rulebook: cica check {folder / 'rules'}")
    say(f"{folder / 'first-meeting.toml'} is a scenario: cica run {folder / 'first-meeting.toml'}")
