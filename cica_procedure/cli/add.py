"""The command ``cica add``."""

from __future__ import annotations

from pathlib import Path

import click

from cica_procedure.cli.on_record import record_option
from cica_procedure.cli.run_report import print_report, print_total
from cica_procedure.cli.table import json_option, say, say_json
from cica_procedure.cli.terminal import console
from cica_procedure.conference.conference import Conference
from cica_procedure.reports.run_json import report_data
from cica_procedure.scenario import play, read_scenario


@click.command(
    epilog="""\b
Examples:
  cica add minutes-of-23-june.toml
""",
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@json_option
@record_option
@click.pass_context
def command(ctx: click.Context, file: Path, files: tuple[Path, ...], *, as_json: bool) -> None:
    """Add the acts of scenario files, such as the minutes of a meeting, to a record."""
    reports = []
    with Conference.open(file) as cica:
        for path in files:
            report = play(read_scenario(path, cica.state), cica, if_met=True)
            reports.append(report)
            if not report.met:
                break
    if as_json:
        say_json(report_data(reports))
    else:
        with console() as terminal:
            for report in reports:
                print_report(terminal, report)
            print_total(terminal, reports)
    if not reports[-1].met:
        say(f"cica: nothing of {reports[-1].scenario.path} was recorded, since not all went as expected", err=True)
        ctx.exit(1)
