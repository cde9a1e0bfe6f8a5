"""The command ``cica procedures``."""

from __future__ import annotations

import click
from rich.table import Table

from cica_procedure.cli.terminal import console, plain
from cica_procedure.rulebook import load


@click.command(
    epilog="""\b
Examples:
  cica procedures
  cica procedures --rulebook path/to/my-rulebook/
""",
)
@click.option("--rulebook", default="cica", show_default=True, help="One that is shipped, or a folder of TOML files.")
def command(rulebook: str) -> None:
    """List the procedures of a rulebook."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading in ("procedure", "edition", "stages", "acts"):
        table.add_column(heading, overflow="fold")
    for procedure in load(rulebook):
        row = (procedure.id, procedure.edition, str(len(procedure.stages)), ", ".join(procedure.acts))
        table.add_row(*map(plain, row))
    console().print(table)
