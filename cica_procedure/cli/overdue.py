"""The command ``cica overdue``."""

from __future__ import annotations

from datetime import datetime

import click

from cica_procedure.cli.asof import at_option
from cica_procedure.cli.table import show
from cica_procedure.record.views import read_overdue


@click.command(
    epilog="""\b
Examples:
  cica overdue cica.sqlite
  cica overdue cica.sqlite --at 2021-10-13T00:00+06:00
""",
)
@click.argument("file", type=click.Path())
@at_option
def command(file: str, at: datetime) -> None:
    """Show what is open although it was due."""
    rows = [(case.case, case.stage, due, case.title) for case, due in read_overdue(file, at)]
    show(("case", "stage", "was due", "title"), rows, folds=("case",))
