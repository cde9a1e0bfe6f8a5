"""The command ``cica certify``."""

from __future__ import annotations

import os
from pathlib import Path

import click

from cica_procedure.cli.on_record import OnRecord
from cica_procedure.conference.lawfulness import verify
from cica_procedure.record.certificate import certify
from cica_procedure.record.sqlite_record import Record


@click.command(
    cls=OnRecord,
    epilog="""\b
Examples:
  cica certify cica.sqlite turkmenistan > turkmenistan.txt
  cica verify --certificate turkmenistan.txt --key IND=india.key.pub
  cica certify cica.sqlite paper --entry 5 > receipt.txt
""",
)
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("name", metavar="CASE")
@click.option("--entry", type=int, default=0, metavar="N", help="The receipt of this entry of the case instead.")
def command(file: Path, name: str, entry: int) -> None:
    """Print the certificate of the last decision on a case, or the receipt of an entry."""
    verify(file, workers=os.cpu_count() or 1).upheld(file)
    record = Record.open(file, to_read=True)
    try:
        # As UTF-8, whatever the terminal takes: what is certified is what it says, to the letter.
        click.echo(certify(record, name, entry).encode(), nl=False)
    finally:
        record.close()
