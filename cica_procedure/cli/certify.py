"""The command ``cica certify``."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from cica_procedure.cli.table import escaped
from cica_procedure.conference.lawfulness import verify
from cica_procedure.record.certificate import certify
from cica_procedure.record.signatures import kept
from cica_procedure.record.sqlite_record import Record


@click.command(
    epilog="""\b
Examples:
  cica certify cica.sqlite turkmenistan > turkmenistan.json
  cica verify --certificate turkmenistan.json --key IND=india.key.pub
""",
)
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("name", metavar="CASE")
def command(file: Path, name: str) -> None:
    """Print the certificate of the last decision on a case."""
    verify(file, workers=os.cpu_count() or 1).upheld(file)
    record = Record.open(file, to_read=True)
    try:
        certificate = certify(record, kept(file), name)
    finally:
        record.close()
    # As UTF-8, whatever the terminal takes: what is signed is what it says, to the letter.
    click.echo(escaped(json.dumps(certificate, ensure_ascii=False, indent=2)).encode())
