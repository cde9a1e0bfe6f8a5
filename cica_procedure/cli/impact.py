"""The command ``cica impact``."""

from __future__ import annotations

from pathlib import Path

import click
from rich.padding import Padding

from cica_procedure.cli.terminal import console, plain
from cica_procedure.loading.loader import load, shipped
from cica_procedure.record.journal import JournalArchive
from cica_procedure.record.sqlite_record import Record
from cica_procedure.reports.impact import Impact, impact_on_cases, impact_on_stages, settings
from cica_procedure.rulebook.model import Rulebook


@click.command(
    epilog="""\b
Examples:
  cica impact 2004 2021
  cica impact 2004 2021 --record cica.sqlite
  cica impact cica ./our-rules
""",
)
@click.argument("old")
@click.argument("new")
@click.option("--record", type=click.Path(path_type=Path), help="Go through the open cases of this record.")
@click.option("--rulebook", default="cica", show_default=True, help="The rulebook whose editions OLD and NEW are.")
def command(old: str, new: str, record: Path | None, rulebook: str) -> None:
    """
    Show what other rules would change for open cases.

    OLD and NEW are editions of the rulebook, or rulebooks: by name, or by folder.
    """
    was, would = _rules(rulebook, old), _rules(rulebook, new)
    if record is None:
        found = impact_on_stages(was, would)
    else:
        journal = Record.open(record, to_read=True)
        found = impact_on_cases(JournalArchive(journal, journal.head().seq).cases().values(), was, would)
        journal.close()
    terminal = console()
    everywhere = settings(was[0], would[0])
    for what, before, after in everywhere:
        terminal.print(plain(f"{what}: {after} (was {before})", "bold"))
    for impact in found:
        where = f"{impact.case}: " if impact.case else ""
        terminal.print(plain(f"{where}{impact.procedure} at {impact.stage}", "bold"))
        for line in _lines(impact):
            terminal.print(Padding(plain(line), (0, 0, 0, 2), expand=False))
    if not found and not everywhere:
        terminal.print(plain("nothing would differ" if record is None else "no open case is under the old rules"))


def _lines(impact: Impact) -> list[str]:
    if impact.stuck:
        return ["no way out: the new rules do not know the procedure, or not such a stage"]
    lines = []
    for act, was, would in impact.differences:
        if not would:
            lines.append(f"- {act}: no longer possible (was {was})")
        elif not was:
            lines.append(f"+ {act}: {would}")
        else:
            lines.append(f"~ {act}: {would} (was {was})")
    return lines or ["as before"]


def _rules(rulebook: str, name: str) -> tuple[Rulebook, str]:
    """Find an edition of the rulebook, or another rulebook in its latest edition."""
    rules = load(rulebook)
    editions = [edition.id for edition in rules.editions]
    if name in editions:
        return rules, name
    if name not in shipped() and not Path(name).is_dir():
        known = f"editions of {rules.id}: {', '.join(editions)}; rulebooks: {', '.join(shipped())}, or a folder"
        raise click.BadParameter(f"{name!r} is neither an edition nor a rulebook; {known}")
    other = load(name)
    return other, other.editions[-1].id
