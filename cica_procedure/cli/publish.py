"""The command ``cica publish``."""

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
  cica publish cica.sqlite for-everybody.sqlite
""",
)
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("target", type=click.Path(path_type=Path))
def command(file: Path, target: Path) -> None:
    """Copy a record without its sealed texts, and verify the copy."""
    verdict = back_up(file, target, sealed=False)
    say(f"{target}: {verdict.entries} entries, verified, without sealed texts; head {verdict.head}")
