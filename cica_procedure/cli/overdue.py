"""The command ``cica overdue``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
from rich.table import Table

from cica_procedure.cli.asof import at_option
from cica_procedure.cli.terminal import console, plain
from cica_procedure.conference import Reading
from cica_procedure.record import Record


@click.command(
    epilog="""\b
Examples:
  cica overdue cica.sqlite
  cica overdue cica.sqlite --at 2021-10-13T00:00+06:00
""",
)
@click.argument("file", type=click.Path(path_type=Path))
@at_option
def command(file: Path, at: datetime) -> None:
    """Show what is open although it was due."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading in ("case", "stage", "was due", "title"):
        table.add_column(heading, overflow="fold", no_wrap=heading == "stage")
    with Reading(Record.open(file)) as record:
        for case in record.overdue(at):
            table.add_row(*map(plain, (case.id, case.stage, case.text("due") or case.text("due-at"), case.title)))
    console().print(table)
