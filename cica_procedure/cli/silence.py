"""The command ``cica silence``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

from cica_procedure.cli.asof import at_option, moment
from cica_procedure.cli.table import show
from cica_procedure.conference import Conference
from cica_procedure.terms import SILENCE, Case


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
@click.option("--settle", is_flag=True, help="Write down what the periods that have ended by then have come to.")
@click.option("--rulebook", help="The folder of the rulebook, when it is not one that is shipped.")
def command(file: Path, at: datetime, rulebook: str | None, *, settle: bool) -> None:
    """Show the silence periods of a record and what they have come to."""
    if settle and at > datetime.now(UTC):
        raise click.BadParameter("what has not ended yet cannot be written down", param_hint="--at")
    with Conference.open(file, rulebook=rulebook, to_read=not settle) as cica:
        if settle:
            settled = cica.settle(at)
            for case in settled:
                click.echo(f"{case.id}: {case.stage}, with effect from {moment(case.at) if case.at else ''}")
            if not settled:
                click.echo("nothing to settle")
            return
        rows = [row for case in cica.docket() for row in _rows(case, at)]
    show(("case", "decides", "body", "until", "stands"), rows, folds=("case",))


def _rows(case: Case, at: datetime) -> Iterator[tuple[str, ...]]:
    silence, known = case.silence, case.facts.get(SILENCE)
    if silence is not None:
        stands = f"held by {', '.join(silence.holds)}" if silence.holds else "runs"
        if silence.due(at):
            stands = "has ended, not settled yet"
        yield case.id, silence.act, silence.body, moment(silence.expires), stands
    elif isinstance(known, dict):
        until = moment(datetime.fromisoformat(str(known["expires"])))
        yield case.id, str(known["act"]), str(known["body"]), until, str(known["outcome"])
