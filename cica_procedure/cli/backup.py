"""The command ``cica backup``."""

from __future__ import annotations

from pathlib import Path

import click

from cica_procedure.cli.on_record import OnRecord
from cica_procedure.cli.table import say
from cica_procedure.conference.backup import back_up


@click.command(
    cls=OnRecord,
    epilog="""\b
Examples:
  cica backup cica.sqlite copies/cica-2021-06-23.sqlite
""",
)
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("target", type=click.Path(path_type=Path))
def command(file: Path, target: Path) -> None:
    """Copy a record that may be in use, and verify the copy."""
    verdict = back_up(file, target)
    say(f"{target}: {verdict.entries} entries, verified; head {verdict.head}")
