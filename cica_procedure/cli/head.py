"""The command ``cica head``."""

from __future__ import annotations

from pathlib import Path

import click

from cica_procedure.cli.on_record import OnRecord
from cica_procedure.cli.table import say
from cica_procedure.record.queries import read_head


@click.command(
    cls=OnRecord,
    epilog="""\b
Examples:
  cica head cica.sqlite
  cica head cica.sqlite --note > head.note
  cica verify cica.sqlite --expect-head "$(cat head.txt)"
""",
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--note", is_flag=True, help="Print the last head that is cosigned as a note, or else the present one.")
def command(file: Path, *, note: bool) -> None:
    """Print the head of a record, to keep or to publish."""
    if not note:
        say(read_head(file))
        return
    from cica_procedure.record.heads import last_note  # noqa: PLC0415 - an extra

    click.echo(last_note(file).encode(), nl=False)
