"""The command ``cica feature``."""

from __future__ import annotations

from pathlib import Path

import click

from cica_procedure.cli.instant_options import rulebook_option
from cica_procedure.cli.on_record import OnRecord
from cica_procedure.cli.table import say
from cica_procedure.conference.conference import Conference
from cica_procedure.record.verification import verify
from cica_procedure.reports.feature import feature


@click.command(
    cls=OnRecord,
    epilog="""\b
Examples:
  cica feature cica.sqlite turkmenistan > turkmenistan.feature
""",
)
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("name", metavar="CASE")
@rulebook_option
def command(file: Path, name: str, rulebook: str | None) -> None:
    """
    Write a case of a record as a Gherkin feature that passes.

    Every entry is checked before.
    """
    verify(file).upheld(file)
    with Conference.open(file, rulebook=rulebook, to_read=True) as cica:
        named = str(Path(rulebook).resolve()) if rulebook is not None and Path(rulebook).is_dir() else ""
        say(feature(cica.entries(), cica.case(name), cica.since, cica.rulebook, named=named))
