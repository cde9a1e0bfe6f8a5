"""The command ``cica diagram``."""

from __future__ import annotations

import click

from cica_procedure.cli.table import say
from cica_procedure.errors import InvalidAct
from cica_procedure.loading.loader import load, shipped
from cica_procedure.reports.mermaid import mermaid


def _complete(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    rulebook = ctx.params.get("rulebook") or "cica"
    return [name for name in load(rulebook).procedures if name.startswith(incomplete)] if rulebook in shipped() else []


@click.command(
    epilog="""\b
Examples:
  cica diagram draft-document
  cica diagram observer-application --edition 2004 > observer.mmd
""",
)
@click.argument("procedure", shell_complete=_complete)
@click.option("--edition", help="The edition of the rules; the latest one when left out.")
@click.option("--rulebook", default="cica", show_default=True, help="One that is shipped, or a folder of TOML files.")
def command(procedure: str, edition: str | None, rulebook: str) -> None:
    """Draw a procedure as a Mermaid diagram."""
    rules = load(rulebook)
    try:
        found = rules.procedure(procedure, edition or rules.editions[-1].id)
    except InvalidAct as error:
        raise click.BadParameter("; ".join(fault.problem for fault in error.faults)) from error
    say(mermaid(found))
