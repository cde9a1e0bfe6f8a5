"""The report of a played scenario: its acts, the roll of each decision, and the docket."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from cica_procedure.cli.entry_report import INDENT, aside, print_entry, print_finding, print_particulars, result
from cica_procedure.cli.terminal import UNWRAPPED, plain
from cica_procedure.errors import counted
from cica_procedure.rulebook.model import Rulebook
from cica_procedure.scenario import PlayedAct, Report

ROOM = 18
"""The width that is kept for the outcome of an act."""


def print_report(console: Console, report: Report, *, rolls: bool = False) -> None:
    """Print a report, after the report of the scenario that it continues; with `rolls`, name the silent too."""
    if report.earlier is not None:
        print_report(console, report.earlier, rolls=rolls)
    scenario = report.scenario
    title = plain(scenario.title, "bold")
    console.print(title if console.width == UNWRAPPED else Rule(title, align="left"))
    if scenario.about.strip():
        console.print(plain(" ".join(scenario.about.split())))
    for source in scenario.sources:
        console.print(plain(f"Source: {source}", "dim"))
    _print_acts(console, report, rolls=rolls)
    _print_docket(console, report)
    _print_verdict(console, report)


def _print_acts(console: Console, report: Report, *, rolls: bool) -> None:
    rulebook = report.rulebook
    actors = [_actor(rulebook, played) for played in report.played]
    widths = _fit(
        console.width - INDENT - ROOM,
        max(map(len, actors)),
        max(len(played.planned.act) for played in report.played),
        max(len(played.planned.case) for played in report.played),
    )
    day: date | None = None
    for actor, played in zip(actors, report.played, strict=True):
        at = played.planned.at
        if at.date() != day:
            day = at.date()
            console.print()
            console.print(plain(f"{day.day} {day:%B %Y}", "bold"))
        row = Table.grid(padding=(0, 2, 0, 0))
        row.add_column(width=INDENT - 2, no_wrap=True)
        for width in widths:
            row.add_column(width=width, overflow="fold")
        row.add_column(overflow="fold")
        row.add_row(
            plain(f"  {at:%H:%M}"), plain(actor), plain(played.planned.act), plain(played.planned.case), _result(played)
        )
        console.print(row)
        _print_particulars(console, rulebook, played, rolls=rolls)


def _print_particulars(console: Console, rulebook: Rulebook, played: PlayedAct, *, rolls: bool) -> None:
    if played.planned.note:
        aside(console, plain(played.planned.note, "italic dim"))
    print_particulars(console, rulebook, played.planned.details)
    if played.entry is not None:
        print_entry(console, rulebook, played.entry, rolls=rolls)
    for finding in played.findings:
        print_finding(console, finding)
    for missed in played.missed:
        aside(console, plain(f"NOT AS EXPECTED (line {played.planned.line}): {missed}", "bold red"))


def _print_docket(console: Console, report: Report) -> None:
    console.print()
    console.print(plain("Docket", "bold"))
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading in ("case", "stage", "revision", "entries", "title"):
        table.add_column(heading, overflow="fold", justify="right" if heading in {"revision", "entries"} else "left")
    for case in report.docket:
        style = "dim" if case.closed else ""
        row = (case.id, case.stage, str(case.revision), str(case.n), case.title)
        table.add_row(*(plain(cell, style) for cell in row))
    console.print(Padding(table, (0, 0, 0, 2), expand=False))


def _print_verdict(console: Console, report: Report) -> None:
    performed = sum(played.entry is not None for played in report.played)
    refused = len(report.played) - performed
    missed = len(report.missed) + sum(len(played.missed) for played in report.played)
    console.print()
    for words in report.missed:
        console.print(plain(f"NOT AS EXPECTED (at the end): {words}", "bold red"))
    count = f"{counted(performed, 'act', 'acts')} performed, {refused} refused, "
    verdict = plain("all as expected", "green") if not missed else plain(f"{missed} not as expected", "bold red")
    console.print(plain(count).append(verdict))
    console.print()


def print_total(console: Console, reports: Iterable[Report]) -> None:
    """Print how many scenarios were played, and how many of them went as expected."""
    met = [report.met for report in reports]
    words = "all as expected" if all(met) else f"{met.count(False)} not as expected"
    played = counted(len(met), "scenario", "scenarios")
    console.print(plain(f"{played} played, ").append_text(plain(words, "green" if all(met) else "bold red")))


def _result(played: PlayedAct) -> Text:
    return plain("refused", "red" if played.missed else "yellow") if played.entry is None else result(played.entry)


def _actor(rulebook: Rulebook, played: PlayedAct) -> str:
    by = played.planned.by
    return rulebook.name_of(rulebook.id_of(by), played.planned.at)


def _fit(room: int, *wanted: int) -> list[int]:
    """Return the widths of columns that fit on a line; the widest is narrowed first."""
    widths = list(wanted)
    while sum(widths) + 2 * len(widths) > room and max(widths) > 1:
        widths[widths.index(max(widths))] -= 1
    return widths
