"""The command ``cica run``."""

from __future__ import annotations

from pathlib import Path

import click

from cica_procedure.cli import examples
from cica_procedure.cli.run_report import print_report, print_total
from cica_procedure.cli.table import json_option, say, say_json
from cica_procedure.cli.terminal import console
from cica_procedure.conference.clock import ToldClock
from cica_procedure.conference.conference import Conference
from cica_procedure.errors import ProcedureError
from cica_procedure.reports.run_json import report_data
from cica_procedure.scenario import Report, Scenario, play, played_paths, read_scenario


@click.command(
    epilog="""\b
Examples:
  cica run kuwait-2022
  cica run scenarios/soc-2021-06-23.toml
  cica run scenarios/*.toml --json
  cica run scenarios/ministers-2021-10-12.toml --db cica.sqlite
  sqlite-utils rows cica.sqlite transitions
""",
)
@click.argument("files", nargs=-1, required=True, metavar="FILE|EXAMPLE...", type=click.Path(path_type=Path))
@click.option("--db", type=click.Path(path_type=Path), help="Keep the record in this new file; all FILEs share it.")
@json_option
@click.option("--rolls", is_flag=True, help="Name the silent members on each roll too.")
@click.option("--quiet", is_flag=True, help="Print only what is not as expected, and the total.")
@click.pass_context
def command(
    ctx: click.Context, files: tuple[Path, ...], db: Path | None, *, as_json: bool, rolls: bool, quiet: bool
) -> None:
    """Play scenario files, and check what they expect."""
    scenarios = [read_scenario(_path(path)) for path in files]
    reports = _play_on(db, scenarios) if db is not None else [play(scenario) for scenario in scenarios]
    if as_json:
        say_json(report_data(reports))
    else:
        with console() as terminal:  # All lines are written at once.
            for report in reports:
                if not (quiet and report.met):
                    print_report(terminal, report, rolls=rolls)
            if quiet or len(reports) > 1:
                print_total(terminal, reports)
    if not all(report.met for report in reports):
        if db is not None:
            _remove(db)
            say(f"cica: {db} was not kept, since not all went as expected", err=True)
        ctx.exit(1)


def _path(name: Path) -> Path:
    """Return a file as it is named, or that of an example."""
    if name.exists() or name.is_symlink() or len(name.parts) > 1 or name.suffix:
        return name
    return examples.found(str(name))


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
            _remove(db)
            error.add_note(f"while {scenario.path} was played; {db} was not kept")
            raise
    return reports


def _remove(db: Path) -> None:
    for file in (db, db.with_name(f"{db.name}-wal"), db.with_name(f"{db.name}-shm")):
        file.unlink(missing_ok=True)
