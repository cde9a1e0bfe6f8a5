"""The command ``cica run``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from cica_procedure.cli.run_report import print_report
from cica_procedure.cli.table import escaped
from cica_procedure.cli.terminal import console
from cica_procedure.conference.clock import ToldClock
from cica_procedure.conference.conference import Conference
from cica_procedure.errors import ProcedureError
from cica_procedure.reports.run_json import report_data
from cica_procedure.scenario import Report, Scenario, play, played_paths, read_scenario


@click.command(
    epilog="""\b
Examples:
  cica run scenarios/soc-2021-06-23.toml
  cica run scenarios/*.toml --json
  cica run scenarios/ministers-2021-10-12.toml --db cica.sqlite
  sqlite-utils rows cica.sqlite transitions
""",
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option("--db", type=click.Path(path_type=Path), help="Keep the record in this new file; all FILEs share it.")
@click.option("--json", "as_json", is_flag=True, help="Print data, as in docs/reference/json.md.")
@click.pass_context
def command(ctx: click.Context, files: tuple[Path, ...], db: Path | None, *, as_json: bool) -> None:
    """Play scenario files, and check what they expect."""
    scenarios = [read_scenario(path) for path in files]
    reports = _play_on(db, scenarios) if db is not None else [play(scenario) for scenario in scenarios]
    if as_json:
        # Names keep their letters where the output can hold them.
        holds_all = (sys.stdout.encoding or "").lower().startswith("utf")
        click.echo(escaped(json.dumps(report_data(reports), ensure_ascii=not holds_all, indent=2)))
    else:
        with console() as terminal:  # All lines are written at once.
            for report in reports:
                print_report(terminal, report)
    ctx.exit(0 if all(report.met for report in reports) else 1)


def _play_on(db: Path, scenarios: list[Scenario]) -> list[Report]:
    """Play every scenario on one record; each must be of the same organisation."""
    first = min(scenarios, key=lambda scenario: scenario.since)
    for scenario in scenarios:
        if scenario.rulebook is not first.rulebook:
            raise click.UsageError(f"{scenario.path} is played under another rulebook than {first.path}")
    reports: list[Report] = []
    with Conference.create(db, since=first.since, rulebook=first.rulebook, clock=ToldClock(first.since)) as conference:
        try:
            for scenario in scenarios:
                if scenario.path.resolve() not in played_paths(reports):
                    reports.append(play(scenario, conference, reports))
        except ProcedureError as error:
            # The file was made for this run: it goes, rather than stay half filled.
            for file in (db, db.with_name(f"{db.name}-wal"), db.with_name(f"{db.name}-shm")):
                file.unlink(missing_ok=True)
            error.add_note(f"while {scenario.path} was played; {db} was not kept")
            raise
    return reports
