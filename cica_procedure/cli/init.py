"""The command ``cica init``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from cica_procedure.cli.instant_options import SeatTime, in_zone, moment
from cica_procedure.cli.on_record import VARIABLE
from cica_procedure.cli.table import say
from cica_procedure.conference.conference import Conference
from cica_procedure.loading.loader import load


@click.command(
    epilog=f"""\b
Examples:
  cica init cica.sqlite
  export {VARIABLE}=cica.sqlite
  cica init osce.sqlite --rulebook osce --since 2024-01-01T00:00
""",
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--rulebook", default="cica", show_default=True, help="One that is shipped, or a folder.")
@click.option("--since", type=SeatTime(), metavar="INSTANT", show_default="now", help="When the record begins.")
def command(file: Path, rulebook: str, since: datetime | None) -> None:
    """Begin a record."""
    zone = load(rulebook).zone
    begins = in_zone(since, zone)
    with Conference.create(file, since=begins, rulebook=rulebook) as cica:
        members = len(cica.members(begins))
        rules = cica.rulebook
    say(f"{file}: a record under the rulebook {rules.id}, since {moment(begins)} ({zone.key})")
    say(f"  {members} members; name it once: export {VARIABLE}={file}")
