"""The command ``cica case``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
from rich.table import Table

from cica_procedure.cli.asof import as_of_option
from cica_procedure.cli.terminal import console, moment, plain
from cica_procedure.conference import Reading
from cica_procedure.record import Record
from cica_procedure.terms import SILENCE, Entry


@click.command(
    epilog="""\b
Examples:
  cica case cica.sqlite catalogue
  cica case cica.sqlite catalogue --as-of 2021-06-23T12:00+06:00
""",
)
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("name", metavar="CASE")
@as_of_option
def command(file: Path, name: str, as_of: int | datetime | None) -> None:
    """Show where one case stands, and how it came there."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading in ("at", "act", "by", "stage", "said or decided", "recorded"):
        table.add_column(heading, overflow="fold", no_wrap=heading in {"at", "act", "by", "stage"})
    with Reading(Record.open(file)) as record:
        case = record.case(name, as_of=as_of)
        for entry in record.history(name, as_of=as_of):
            late = moment(entry.recorded) if entry.recorded != entry.at else ""
            what = entry.decision or str(entry.position or "") or _silence(entry)
            row = (moment(entry.at), entry.act, entry.actor, entry.to_stage, what, late)
            table.add_row(*map(plain, row))
    terminal = console()
    terminal.print(plain(f"{case.title}: {case.stage}, revision {case.revision}", "bold"))
    if (silence := case.silence) is not None:
        standing = f"held by {', '.join(silence.holds)}" if silence.holds else f"until {moment(silence.expires)}"
        terminal.print(plain(f"under silence to {silence.act} in the {silence.body}, {standing}"))
    terminal.print(table)


def _silence(entry: Entry) -> str:
    """Say what an act does to a silence period."""
    known = entry.details.get(SILENCE)
    if not isinstance(known, dict):
        return ""
    if "outcome" in known:
        return f"silence {known['outcome']}"
    return f"until {datetime.fromisoformat(str(known['expires'])).date()}"
