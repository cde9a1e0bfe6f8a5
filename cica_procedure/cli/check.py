"""The command ``cica check``."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.padding import Padding

from cica_procedure.cli.table import say
from cica_procedure.cli.terminal import console, plain
from cica_procedure.exploration import Exploration, explore
from cica_procedure.exploration.coverage import unexercised
from cica_procedure.loading.loader import load
from cica_procedure.terms import Office
from cica_procedure.terms.wording import listed


@click.command(
    epilog="""\b
Examples:
  cica check
  cica check osce
  cica check ./rules --scenarios scenarios --features features
""",
)
@click.argument("rulebook", default="cica")
@click.option("--scenarios", type=click.Path(path_type=Path, exists=True), help="List the acts not exercised here.")
@click.option("--features", type=click.Path(path_type=Path, exists=True), help="List the acts not exercised here.")
@click.pass_context
def command(ctx: click.Context, rulebook: str, scenarios: Path | None, features: Path | None) -> None:
    """Explore every procedure of a rulebook."""
    rules = load(rulebook)
    terminal = console()
    explored = []
    for procedure in rules:
        explored.append(explore(rules, procedure))
        _print(terminal, explored[-1])
    if scenarios is not None or features is not None:
        left = unexercised(rules, scenarios, features)
        for name, acts in left.items():
            terminal.print(plain(f"not exercised in {name}: {', '.join(acts)}"))
        if not left:
            terminal.print(plain("every act is exercised", "green"))
    for office in rules.offices.values():
        _print_vacancy(terminal, office, explored)
    unsound = [each for each in explored if not each.sound]
    words = f"{len(explored)} procedures, {sum(each.states for each in explored)} states: "
    verdict = f"{len(unsound)} with faults" if unsound else "every invariant holds, every step can be taken"
    terminal.print(plain(words).append(verdict, "bold red" if unsound else "green"))
    if unsound:
        ctx.exit(1)


def _print(terminal: Console, found: Exploration) -> None:
    procedure = found.procedure
    terminal.print(plain(f"{procedure.id}, edition {procedure.edition}: {found.states} states", "bold"))
    for route in found.routes:
        stops = f"{route.decisions} decision{'s' if route.decisions != 1 else ''}"
        _line(terminal, f"to {route.end} ({stops}): {', '.join(route.acts)}", "")
    for stage in found.unreached:
        _line(terminal, f"nobody can bring a case to {stage}", "bold red")
    for act, stage in found.undone:
        _line(terminal, f"nobody can ever {act} at {stage}: its requirements cannot be met together", "bold red")
    for stage in found.traps:
        _line(terminal, f"from {stage} no end can be reached", "bold red")
    for act, stopped, members in found.stops:
        words = f"is not decided by consensus: only {stopped} of {members} members stop it"
        _line(terminal, f"{act} {words if stopped else f'can never be decided by {members} members'}", "yellow")
    if found.held_open:
        _line(terminal, f"one member can keep it open at {listed(found.held_open)}", "")
    aside = procedure.doing("set-aside")
    if aside is not None:
        _line(terminal, f"{aside.act} by {' or '.join(aside.by)} can set an objection aside: {aside.cites}", "yellow")
    for violation in found.violations:
        _line(terminal, violation.invariant, "bold red")
        say(violation.feature)
    if not found.complete:
        _line(terminal, "gave up: too many states", "yellow")


def _print_vacancy(terminal: Console, office: Office, explored: list[Exploration]) -> None:
    """Say what waits while an office is vacant, for which nobody acts, and whether it can be filled meanwhile."""
    waits = [f"{each.procedure.id} ({listed(each.vacant[office.id])})" for each in explored if office.id in each.vacant]
    fills = listed([each.procedure.id for each in explored if office.id in each.fills])
    if waits:
        until = f"until {fills} fills it" if fills else "and no case can fill it: name in acting who speaks for it then"
        terminal.print(plain(f"while nobody holds the office {office.id}, cases wait {until}", "yellow"))
        _line(terminal, "; ".join(dict.fromkeys(waits)), "dim")


def _line(terminal: Console, words: str, style: str) -> None:
    terminal.print(Padding(plain(words, style), (0, 0, 0, 2), expand=False))
