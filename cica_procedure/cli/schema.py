"""The command ``cica schema``."""

from __future__ import annotations

import json

import click

from cica_procedure.reports.json_schema import FILES, schema


@click.command(
    epilog="""\b
Examples:
  cica schema procedure > procedure.schema.json
  cica schema rulebook
""",
)
@click.argument("file", type=click.Choice(sorted(FILES)))
def command(file: str) -> None:
    """Print the JSON Schema of a rulebook file, for editors."""
    click.echo(json.dumps(schema(file), indent=2, ensure_ascii=False))
