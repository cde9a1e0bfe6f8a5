"""The command ``cica silence``."""

from __future__ import annotations

from datetime import datetime

import click

from cica_procedure.cli.instant_options import at_option, moment, rulebook_option
from cica_procedure.cli.on_record import OnRecord
from cica_procedure.cli.table import json_option, say, say_json, show
from cica_procedure.record.queries import PeriodLine, read_periods


@click.command(
    cls=OnRecord,
    epilog="""\b
Examples:
  cica silence cica.sqlite
  cica silence cica.sqlite --at 2024-03-20T10:00+05:00
  cica silence cica.sqlite --settle
""",
)
@click.argument("file", type=click.Path())
@at_option
@click.option("--settle", is_flag=True, help="Record the outcome of each period that has ended by then.")
@rulebook_option
@json_option
def command(file: str, at: datetime, rulebook: str | None, *, settle: bool, as_json: bool) -> None:
    """Show the silence periods of a record, and their outcomes."""
    if rulebook is not None and not settle:
        raise click.UsageError("--rulebook is used only with --settle; without it, no rules are needed")
    if settle:
        _settle(file, rulebook, at)
        return
    if as_json:
        from cica_procedure.reports.answers import PeriodData, SilenceAnswer  # noqa: PLC0415 - few ask for data

        periods = read_periods(file)
        holds = [[who for who in p.holds.split(", ") if who] for p in periods]
        say_json(
            SilenceAnswer(
                [
                    PeriodData(p.case, p.act, p.body, p.expires.isoformat(), held, p.outcome)
                    for p, held in zip(periods, holds, strict=True)
                ]
            )
        )
        return
    rows = [(p.case, p.act, p.body, moment(p.expires), _stands(p, at)) for p in read_periods(file)]
    show(("case", "decides", "body", "until", "stands"), rows, folds=("case",))


def _stands(period: PeriodLine, at: datetime) -> str:
    if period.outcome:
        return period.outcome
    if period.holds:
        return f"held by {period.holds}"
    return "has ended, not written down" if period.due(at) else "runs"


def _settle(file: str, rulebook: str | None, at: datetime) -> None:
    from cica_procedure.conference.conference import Conference  # noqa: PLC0415 - loads the rules

    with Conference.open(file, rulebook=rulebook) as cica:
        settled = cica.settle(at)
    for case in settled:
        say(f"{case.id}: {case.stage}, with effect from {moment(case.at) if case.at else ''}")
    if not settled:
        say("nothing to settle")
