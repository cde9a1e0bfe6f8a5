"""The command ``cica overdue``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from cica_procedure.cli.asof import at_option
from cica_procedure.cli.table import show
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
    with Reading(Record.open(file, to_read=True)) as record:
        late = record.overdue(at)
    rows = [(case.id, case.stage, case.text("due") or case.text("due-at"), case.title) for case in late]
    show(("case", "stage", "was due", "title"), rows, folds=("case",))
