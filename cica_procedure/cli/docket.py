"""The command ``cica docket``."""

from __future__ import annotations

from datetime import datetime

import click

from cica_procedure.cli.asof import as_of_option
from cica_procedure.cli.table import show
from cica_procedure.record.views import read_docket


@click.command(
    epilog="""\b
Examples:
  cica docket cica.sqlite
  cica docket cica.sqlite --as-of 2021-06-23T12:00+06:00
  cica docket cica.sqlite --as-of 17
""",
)
@click.argument("file", type=click.Path())
@as_of_option
def command(file: str, as_of: int | datetime | None) -> None:
    """Show every case and where it stands."""
    rows = [(c.case, c.stage, str(c.revision), str(c.at.date()), c.title) for c in read_docket(file, as_of)]
    show(("case", "stage", "rev.", "last act", "title"), rows, folds=("case",))
