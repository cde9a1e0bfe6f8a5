"""The command ``cica mcp``."""

from __future__ import annotations

from pathlib import Path

import click

from cica_procedure.cli.on_record import OnRecord
from cica_procedure.conference.conference import Conference


@click.command(
    cls=OnRecord,
    epilog="""\b
Examples:
  cica mcp cica.sqlite
""",
)
@click.argument("file", type=click.Path(path_type=Path))
def command(file: Path) -> None:
    """Serve a record to assistants over standard input and output, read only (Model Context Protocol)."""
    from cica_procedure.cli.assistant import server  # noqa: PLC0415 - an extra

    Conference.open(file, to_read=True).close()  # What cannot be opened is told before anybody asks.
    server(file).run("stdio")
