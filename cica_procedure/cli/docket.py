"""The command ``cica docket``."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from cica_procedure.cli import case_lines
from cica_procedure.cli.instant_options import as_of_option, known_option, rulebook_option, then
from cica_procedure.cli.on_record import OnRecord
from cica_procedure.cli.table import json_option, say_json, show
from cica_procedure.record.queries import read_periods


@click.command(
    cls=OnRecord,
    epilog="""\b
Examples:
  cica docket cica.sqlite
  cica docket cica.sqlite --as-of 2021-06-23T12:00+06:00
  cica docket cica.sqlite --known 17
""",
)
@click.argument("file", type=click.Path())
@as_of_option
@known_option
@rulebook_option
@json_option
def command(
    file: str, as_of: int | datetime | None, known: int | datetime | None, rulebook: str | None, *, as_json: bool
) -> None:
    """Show every case and where it stands."""
    at, known = then(as_of, known)
    cases = case_lines.docket(file, at, known, rulebook)
    if as_json:
        from cica_procedure.reports.answers import DocketAnswer, DocketLine  # noqa: PLC0415 - few ask for data

        say_json(DocketAnswer([DocketLine(c.case, c.stage, c.revision, c.at.isoformat(), c.title) for c in cases]))
        return
    now = datetime.now(UTC)
    ended = {p.case for p in read_periods(file) if p.due(now)} if at is None and known is None else set()
    rows = [
        (c.case, c.stage + ", silence has ended" * (c.case in ended), str(c.revision), str(c.at.date()), c.title)
        for c in cases
    ]
    show(("case", "stage", "rev.", "last act", "title"), rows, folds=("case", "stage"))
