"""The command ``cica schema``."""

from __future__ import annotations

import json

import click

from cica_procedure.reports.answers import ANSWERS, answer_schema
from cica_procedure.reports.json_schema import FILES, schema


@click.command(
    epilog="""\b
Examples:
  cica schema procedure > procedure.schema.json
  cica schema rulebook
  cica schema status
""",
)
@click.argument("name", type=click.Choice(sorted({*FILES, *ANSWERS})))
def command(name: str) -> None:
    """Print the JSON Schema of a rulebook file, for editors, or of the data that a command prints."""
    made = schema(name) if name in FILES else answer_schema(name)
    click.echo(json.dumps(made, indent=2, ensure_ascii=False))
