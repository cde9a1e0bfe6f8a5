"""The command ``cica why``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from cica_procedure.cli.given import particulars
from cica_procedure.cli.instant_options import SeatTime, in_zone
from cica_procedure.cli.on_record import record_option
from cica_procedure.cli.table import json_option, say, say_json
from cica_procedure.conference.conference import Conference
from cica_procedure.reports.answers import WhyAnswer
from cica_procedure.reports.run_json import finding_data


@click.command(
    epilog="""\b
Examples:
  cica why paper adopt --by chair
  cica why paper position --by India position=objection
""",
)
@click.argument("case")
@click.argument("act")
@click.argument("words", nargs=-1, metavar="[NAME=VALUE]...")
@click.option("--by", required=True, help="Who would act: an office, a state or an organisation.")
@click.option("--at", type=SeatTime(), metavar="INSTANT", show_default="now", help="When it would take effect.")
@json_option
@record_option
def command(
    file: Path, case: str, act: str, words: tuple[str, ...], by: str, at: datetime | None, *, as_json: bool
) -> None:
    """Show every requirement of an act that is not met, with its rule and its cure."""
    with Conference.open(file, to_read=True) as cica:
        details = particulars(words, cica.fields(case, act))
        when = in_zone(at, cica.rulebook.zone)
        found = cica.why_not(case, act, by=by, at=when, details=details, reason="-")
    if as_json:
        say_json(WhyAnswer(not found, [*map(finding_data, found)]))
        return
    from cica_procedure.cli.entry_report import print_finding  # noqa: PLC0415 - data need no terminal
    from cica_procedure.cli.terminal import console  # noqa: PLC0415 - as above

    with console() as terminal:
        for each in found:
            print_finding(terminal, each)
    if not found:
        say(f"nothing stands in the way of {act}")
