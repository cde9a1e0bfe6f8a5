"""The answer to one act: what it did, where the case stands, and what is possible next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cica_procedure.cli.entry_report import print_entry, print_finding, result
from cica_procedure.cli.instant_options import moment
from cica_procedure.cli.terminal import console, plain
from cica_procedure.conference.conference import Conference
from cica_procedure.core.decide import Option
from cica_procedure.errors import Refused, counted
from cica_procedure.terms import Case, Entry
from cica_procedure.terms.wording import listed


def print_answer(
    cica: Conference, case: Case, entries: Sequence[Entry], possible: Iterable[Option], *, dry_run: bool
) -> None:
    """Print the entries that an act made or would make, where the case stands then, and what is possible next."""
    rulebook = cica.rulebook
    with console() as terminal:  # All lines are written at once.
        if dry_run:
            terminal.print(plain("nothing is recorded; this is what would be:", "dim"))
        for entry in entries:
            who = rulebook.name_of(entry.actor, entry.at)
            line = plain(f"{moment(entry.at)}  {who}  {entry.act}  {entry.case}  ")
            terminal.print(line.append_text(result(entry)))
            print_entry(terminal, rulebook, entry, rolls=False)
        stands = f"{case.id} is {case.stage}, revision {case.revision}, with {counted(case.n, 'entry', 'entries')}"
        clock = f"by the clock of {rulebook.zone.key}"
        terminal.print(plain(f"{stands}; {clock}{'' if dry_run else f'; head {cica.head()}'}"))
        terminal.print(plain(f"possible next: {_acts(possible) or 'nothing'}"))


def print_refusal(refused: Refused) -> None:
    """Print why an act is refused, and what would cure it."""
    with console() as terminal:
        terminal.print(
            plain(f"{moment(refused.at)}  {refused.act}  {refused.case.id}  ").append_text(plain("refused", "bold red"))
        )
        for finding in refused.findings:
            print_finding(terminal, finding)


def _acts(possible: Iterable[Option]) -> str:
    return ", ".join(f"{option.act} ({listed(option.by, 'or')})" for option in possible)
