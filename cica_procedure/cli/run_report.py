"""The report of a played scenario: its acts, the roll of each decision, and the docket."""

from __future__ import annotations

from datetime import date, datetime

from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from cica_procedure.cli.terminal import plain
from cica_procedure.rulebook.model import Rulebook
from cica_procedure.scenario import PlayedAct, Report
from cica_procedure.terms import EDITION, REPORTED, TAKEN, Change, Entry, Finding
from cica_procedure.terms.wording import listed

INDENT = 9
"""The indent of the lines below an act, which is the width of its time."""

ROOM = 18
"""The width that is kept for the outcome of an act."""

STYLES = {"objection": "red", "reservation": "yellow", "support": "green", "no objection": "green"}


def print_report(console: Console, report: Report) -> None:
    """Print a report, after the report of the scenario that it continues."""
    if report.earlier is not None:
        print_report(console, report.earlier)
    scenario = report.scenario
    console.print(Rule(plain(scenario.title, "bold"), align="left"))
    if scenario.about.strip():
        console.print(plain(" ".join(scenario.about.split())))
    for source in scenario.sources:
        console.print(plain(f"Source: {source}", "dim"))
    _print_acts(console, report)
    _print_docket(console, report)
    _print_verdict(console, report)


def _print_acts(console: Console, report: Report) -> None:
    rulebook = report.scenario.rulebook
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
        row.add_column(ratio=1, overflow="fold")
        row.add_row(
            plain(f"  {at:%H:%M}"), plain(actor), plain(played.planned.act), plain(played.planned.case), _result(played)
        )
        console.print(row)
        _print_particulars(console, rulebook, played)


def _print_particulars(console: Console, rulebook: Rulebook, played: PlayedAct) -> None:
    if played.planned.note:
        _aside(console, plain(played.planned.note, "italic dim"))
    shown = {name: value for name, value in played.planned.details.items() if name != "position"}
    if shown:
        _aside(console, plain("; ".join(f"{name}: {_value(rulebook, value)}" for name, value in shown.items())))
    if played.entry is not None:
        if played.entry.reason:
            _aside(console, plain(played.entry.reason))
        if played.entry.decision:
            _print_decision(console, rulebook, played.entry)
        if REPORTED in played.entry.details:
            _aside(console, plain(f"decided elsewhere, by {played.entry.details[REPORTED]}", "green"))
        for change in played.entry.changes:
            _aside(console, plain(_change(rulebook, change, played.entry.at), "cyan"))
    for finding in played.findings:
        _print_finding(console, finding)
    for missed in played.missed:
        _aside(console, plain(f"NOT AS EXPECTED ({played.planned.place}): {missed}", "bold red"))


def _print_decision(console: Console, rulebook: Rulebook, entry: Entry) -> None:
    body = rulebook.bodies[entry.body].name_at(entry.at)
    by = f", not by consensus (rule {entry.rule})" if entry.despite else ""
    _aside(console, plain(f"{body}: {entry.decision}, revision {entry.revision}{by}", "bold green"))
    by_stance: dict[str, list[str]] = {}
    for member, stance in entry.roll.items():
        by_stance.setdefault(stance, []).append(rulebook.name_of(member, entry.at))
    for stance, members in sorted(by_stance.items()):
        line = plain(f"{stance} ({len(members)}): ", STYLES.get(stance, ""))
        _aside(console, line.append_text(plain(", ".join(sorted(members)), "dim")))


def _print_finding(console: Console, finding: Finding) -> None:
    words = f"{finding.fact}; cure: {finding.cure}" if finding.cure else finding.fact
    _aside(console, plain(f"{finding.requirement}: ", "bold red").append_text(plain(words, "not bold default")))
    if finding.rule:
        _aside(console, plain(f"rule: {finding.rule}", "dim"))


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
    count = f"{performed} act{'s' if performed != 1 else ''} performed, {refused} refused, "
    verdict = plain("all as expected", "green") if not missed else plain(f"{missed} not as expected", "bold red")
    console.print(plain(count).append(verdict))
    console.print()


def _result(played: PlayedAct) -> Text:
    if played.entry is None:
        return plain("refused", "red" if played.missed else "yellow")
    entry = played.entry
    if entry.position is not None:
        return plain(entry.position, STYLES.get(entry.position, ""))
    if entry.from_stage == entry.to_stage:
        return plain(f"{entry.to_stage}, revision {entry.revision}" if entry.revision > 1 else entry.to_stage)
    return plain(f"{entry.from_stage} → {entry.to_stage}" if entry.from_stage else entry.to_stage)


def _actor(rulebook: Rulebook, played: PlayedAct) -> str:
    by = played.planned.by
    return rulebook.name_of(rulebook.id_of(by), played.planned.at)


def _fit(room: int, *wanted: int) -> list[int]:
    """Return the widths of columns that fit on a line; the widest is narrowed first."""
    widths = list(wanted)
    while sum(widths) + 2 * len(widths) > room and max(widths) > 1:
        widths[widths.index(max(widths))] -= 1
    return widths


def _value(rulebook: Rulebook, value: object) -> str:
    if isinstance(value, list):
        return listed(_value(rulebook, item) for item in value)
    return rulebook.areas[value].name if isinstance(value, str) and value in rulebook.areas else str(value)


def _change(rulebook: Rulebook, change: Change, at: datetime) -> str:
    if change.role == EDITION:
        since = f" from {change.since.date()}" if change.since else ""
        return f"edition {change.party} of the rules is in force{since}"
    if change.role == TAKEN:
        return f"{change.scope}: {'taken' if change.begins else 'free again'}"
    about = f" for {rulebook.name_of_scope(change.scope)}" if change.scope else ""
    until = f" until {change.until.date()}" if change.until else ""
    role = rulebook.roles[change.role].name
    return f"{rulebook.name_of(change.party, at)} is {'now' if change.begins else 'no longer'} {role}{about}{until}"


def _aside(console: Console, words: Text) -> None:
    console.print(Padding(words, (0, 0, 0, INDENT), expand=False))
