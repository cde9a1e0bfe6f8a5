"""The command ``cica procedures``."""

from __future__ import annotations

import click

from cica_procedure.cli.table import show
from cica_procedure.loading.loader import load


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
    rows = [(p.id, p.edition, str(len(p.stages)), ", ".join(p.acts)) for p in load(rulebook)]
    show(("procedure", "edition", "stages", "acts"), rows)
