"""The command ``cica docket``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
from rich.table import Table

from cica_procedure.cli.asof import as_of_option
from cica_procedure.cli.terminal import console, plain
from cica_procedure.conference import Reading
from cica_procedure.record import Record


@click.command(
    epilog="""\b
Examples:
  cica docket cica.sqlite
  cica docket cica.sqlite --as-of 2021-06-23T12:00+06:00
  cica docket cica.sqlite --as-of 17
""",
)
@click.argument("file", type=click.Path(path_type=Path))
@as_of_option
def command(file: Path, as_of: int | datetime | None) -> None:
    """Show every case and where it stands."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading in ("case", "stage", "rev.", "last act", "title"):
        table.add_column(heading, overflow="fold", no_wrap=heading in {"stage", "rev.", "last act"})
    with Reading(Record.open(file)) as record:
        for case in record.docket(as_of=as_of):
            last = str(case.at.date()) if case.at is not None else ""
            table.add_row(*map(plain, (case.id, case.stage, str(case.revision), last, case.title)))
    console().print(table)
