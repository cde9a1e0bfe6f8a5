"""The command ``cica silence``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
from rich.table import Table

from cica_procedure.cli.asof import at_option
from cica_procedure.cli.terminal import console, moment, plain
from cica_procedure.conference import Conference
from cica_procedure.terms import Silence


@click.command(
    epilog="""\b
Examples:
  cica silence cica.sqlite
  cica silence cica.sqlite --at 2024-03-20T10:00+05:00
  cica silence cica.sqlite --settle
""",
)
@click.argument("file", type=click.Path(path_type=Path))
@at_option
@click.option("--settle", is_flag=True, help="Write down what the periods that have ended have come to.")
@click.option("--rulebook", type=click.Path(path_type=Path), help="The folder of the rulebook, when it is not shipped.")
def command(file: Path, at: datetime, rulebook: Path | None, *, settle: bool) -> None:
    """Show the silence periods of a record and what they have come to."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading in ("case", "decides", "body", "until", "stands"):
        table.add_column(heading, overflow="fold", no_wrap=heading in {"decides", "body", "until"})
    with Conference.open(file, rulebook=rulebook) as cica:
        if settle:
            for case in cica.settle(at):
                words = f"{case.id}: {case.stage}, with effect from {moment(case.at) if case.at else ''}"
                click.echo(words)
            return
        for name, silence in sorted(cica.silences.items(), key=lambda item: item[1].expires):
            row = (name, silence.act, silence.body, moment(silence.expires), _standing(silence, at))
            table.add_row(*map(plain, row))
    console().print(table)


def _standing(silence: Silence, at: datetime) -> str:
    if silence.held is not None:
        return f"held by {', '.join(silence.holds)}"
    return "has ended, not settled yet" if silence.due(at) else "runs"
