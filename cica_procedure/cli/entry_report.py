"""What an entry changed and what a refusal says, in lines below an act."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from cica_procedure.cli.terminal import plain
from cica_procedure.consensus.roll import SILENT
from cica_procedure.rulebook.model import Rulebook
from cica_procedure.terms import EDITION, KEY, REPORTED, TAKEN, Change, Entry, Finding
from cica_procedure.terms.wording import listed

INDENT = 9
"""The indent of the lines below an act, which is the width of its time."""

STYLES = {"objection": "red", "reservation": "yellow", "support": "green", SILENT: "green"}


def result(entry: Entry) -> Text:
    """Return the outcome of an act: the position, or the stage before and after."""
    if entry.position is not None:
        return plain(entry.position, STYLES.get(entry.position, ""))
    if entry.from_stage == entry.to_stage:
        return plain(f"{entry.to_stage}, revision {entry.revision}" if entry.revision > 1 else entry.to_stage)
    return plain(f"{entry.from_stage} → {entry.to_stage}" if entry.from_stage else entry.to_stage)


def print_particulars(console: Console, rulebook: Rulebook, details: Mapping[str, object]) -> None:
    """Print the particulars of an act, but not its position, which is its outcome."""
    shown = {name: value for name, value in details.items() if name != "position"}
    if shown:
        aside(console, plain("; ".join(f"{name}: {_value(rulebook, value)}" for name, value in shown.items())))


def print_entry(console: Console, rulebook: Rulebook, entry: Entry, *, rolls: bool) -> None:
    """Print the reason of an entry, what was decided with which roll, and what changed in the register."""
    if entry.reason:
        aside(console, plain(entry.reason))
    if entry.decision:
        _print_decision(console, rulebook, entry, rolls=rolls)
    if REPORTED in entry.details:
        aside(console, plain(f"decided elsewhere, by {entry.details[REPORTED]}", "green"))
    for change in entry.changes:
        aside(console, plain(_change(rulebook, change, entry.at), "cyan"))


def print_finding(console: Console, finding: Finding) -> None:
    """Print a requirement that is not met, with its cure and its rule."""
    words = f"{finding.fact}; cure: {finding.cure}" if finding.cure else finding.fact
    aside(
        console,
        plain(f"{finding.either}{finding.requirement}: ", "bold red").append_text(plain(words, "not bold default")),
    )
    if finding.rule:
        aside(console, plain(f"rule: {finding.rule}", "dim"))


def aside(console: Console, words: Text) -> None:
    """Print a line below an act."""
    console.print(Padding(words, (0, 0, 0, INDENT), expand=False))


def _print_decision(console: Console, rulebook: Rulebook, entry: Entry, *, rolls: bool) -> None:
    body = rulebook.bodies[entry.body].name_at(entry.at)
    by = f", not by consensus (rule {entry.rule})" if entry.despite else ""
    aside(console, plain(f"{body}: {entry.decision}, revision {entry.revision}{by}", "bold green"))
    by_stance: dict[str, list[str]] = {}
    for member, stance in entry.roll.items():
        by_stance.setdefault(stance, []).append(rulebook.name_of(member, entry.at))
    for stance, members in sorted(by_stance.items()):
        line = plain(f"{stance} ({len(members)}): ", STYLES.get(stance, ""))
        if stance == SILENT and not rolls:  # Those who differ are named.
            line = plain(f"{stance}: {'all ' * (len(by_stance) == 1)}{len(members)} members", STYLES.get(stance, ""))
            aside(console, line)
        else:
            aside(console, line.append_text(plain(", ".join(sorted(members)), "dim")))


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
    party = rulebook.name_of(change.party, at)
    if change.role == KEY:
        return f"{party} {'has' if change.begins else 'no longer has'} the key {change.scope}"
    about = f" for {rulebook.name_of_scope(change.scope)}" if change.scope else ""
    until = f" until {change.until.date()}" if change.until else ""
    role = rulebook.roles[change.role].name
    return f"{party} is {'now' if change.begins else 'no longer'} {role}{about}{until}"
