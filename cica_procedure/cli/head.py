"""The command ``cica head``."""

from __future__ import annotations

import click

from cica_procedure.cli.table import say
from cica_procedure.record.queries import read_head


@click.command(
    epilog="""\b
Examples:
  cica head cica.sqlite
  cica verify cica.sqlite --expect-head "$(cat head.txt)"
""",
)
@click.argument("file", type=click.Path())
def command(file: str) -> None:
    """Print the head of a record, to keep or to publish."""
    say(read_head(file))
