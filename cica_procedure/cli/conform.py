"""The command ``cica conform``."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.padding import Padding
from rich.table import Table

from cica_procedure.cli.table import escaped, say
from cica_procedure.cli.terminal import console, plain
from cica_procedure.conformance import ConformanceResult, WordMeanings, judge_history, read_chronology, read_meanings
from cica_procedure.conformance.falsified import falsified
from cica_procedure.conformance.result import ASSUMING, CONFORMS, DEVIATES, UNDECIDED
from cica_procedure.errors import Inaccessible, unknown

SHIPPED = Path(__file__).parent.parent / "chronologies"
STYLES = {CONFORMS: "green", ASSUMING: "green", DEVIATES: "bold red", UNDECIDED: "yellow"}


@click.command(
    epilog="""\b
Examples:
  cica conform
  cica conform cica --case kuwait-accession
  cica conform ours.csv --meaning ours.toml --json
  cica conform cica --mutants
""",
)
@click.argument("file", default="cica")
@click.option(
    "--meaning", type=click.Path(path_type=Path), help="The meaning of the words; that of CICA when left out."
)
@click.option("--case", "only", help="Only this case.")
@click.option("--json", "as_json", is_flag=True, help="Print data instead of text.")
@click.option("--mutants", "falsify", is_flag=True, help="Falsify the cases that conform, and count what is caught.")
@click.pass_context
def command(
    ctx: click.Context, file: str, meaning: Path | None, only: str | None, *, as_json: bool, falsify: bool
) -> None:
    """
    Compare a chronology with the rulebook.

    FILE is a chronology that is shipped, by name, or a .yaml, .csv or .jsonl file.
    """
    words = read_meanings(find_meaning(meaning))
    histories = read_chronology(find_chronology(file), words)
    if only is not None and only not in {history.id for history in histories}:
        raise click.BadParameter(unknown("case", only, [history.id for history in histories]), param_hint="--case")
    chosen = [history for history in histories if only in {None, history.id}]
    with click.progressbar(chosen, label="comparing", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        verdicts = [judge_history(history, words) for history in bar]
    if falsify:
        _print_mutants(verdicts, words)
    elif as_json:
        click.echo(escaped(json.dumps([_data(verdict) for verdict in verdicts], indent=2, ensure_ascii=False)))
    else:
        _print(console(), verdicts)
    if any(verdict.result in {DEVIATES, UNDECIDED} for verdict in verdicts):
        ctx.exit(1)


def find_chronology(name: str) -> Path:
    """Return the chronology that is shipped under a name, or else the file of that name."""
    shipped = SHIPPED / f"{name}.yaml"
    if shipped.is_file() or Path(name).exists() or Path(name).suffix:
        return shipped if shipped.is_file() else Path(name)
    known = [path.stem for path in SHIPPED.glob("*.yaml")]
    raise Inaccessible(name, f"is no file, and no chronology that is shipped: {unknown('chronology', name, known)}")


def find_meaning(given: Path | None) -> Path:
    """Return the file that says what the words of a chronology mean: the one that was given, or CICA's."""
    return given or SHIPPED / "cica.toml"


def _print(terminal: Console, verdicts: list[ConformanceResult]) -> None:
    for verdict in verdicts:
        terminal.print(plain(f"{verdict.history.id}: ").append(verdict.result, STYLES[verdict.result]))
        for words in verdict.assumed:
            _line(terminal, f"assumed: {words}", "dim")
        for flaw in verdict.flaws:
            _line(terminal, f"not explained: {flaw.observed}", "red")
            _line(terminal, f"rule: {flaw.rule or 'the procedure has no such act'}", "", 4)
            _line(terminal, f"repair: {flaw.repair}", "", 4)
        if verdict.known:
            _line(terminal, f"known: {verdict.known}", "")
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    results = (CONFORMS, ASSUMING, DEVIATES, UNDECIDED)
    for heading in ("kind", *results):
        table.add_column(heading, justify="left" if heading == "kind" else "right")
    counts = Counter((verdict.history.kind, verdict.result) for verdict in verdicts)
    for kind in sorted({verdict.history.kind for verdict in verdicts}):
        table.add_row(plain(kind), *(str(counts[kind, result] or "") for result in results))
    total = Counter(verdict.result for verdict in verdicts)
    table.add_row(plain("all", "bold"), *(plain(str(total[result] or ""), "bold") for result in results))
    terminal.print()
    terminal.print(table)


def _line(terminal: Console, words: str, style: str, indent: int = 2) -> None:
    terminal.print(Padding(plain(words, style), (0, 0, 0, indent), expand=False))


def _print_mutants(verdicts: list[ConformanceResult], meaning: WordMeanings) -> None:
    counts: Counter[tuple[str, bool]] = Counter()
    missed = []
    with click.progressbar(
        falsified(verdicts, meaning),
        show_pos=True,
        label="falsifying",
        file=sys.stderr,
        show_eta=False,
        hidden=not sys.stderr.isatty(),
    ) as bar:
        for mutant in bar:
            counts[mutant.how, mutant.caught] += 1
            missed += [] if mutant.caught else [mutant]
    for mutant in missed:
        say(f"not caught: {mutant.history.id}, {mutant.how}: {mutant.where}")
    for how in sorted({how for how, _ in counts}):
        click.echo(f"{how}: {counts[how, True]} of {counts[how, True] + counts[how, False]} caught")
    caught = sum(number for (_, found), number in counts.items() if found)
    total = sum(counts.values())
    click.echo(
        f"{caught} of {total} falsified histories caught, {caught / total:.1%}" if total else "nothing to falsify"
    )


def _data(verdict: ConformanceResult) -> dict[str, Any]:
    return {
        "case": verdict.history.id,
        "kind": verdict.history.kind,
        "result": verdict.result,
        "procedure": verdict.alignment.procedure.id,
        "edition": verdict.alignment.procedure.edition,
        "moves": [
            {
                "kind": move.kind,
                "observed": str(move.observed) if move.observed is not None else None,
                "act": move.step.act if move.step is not None else None,
                "stage": move.stage,
                "remark": move.remark,
            }
            for move in verdict.alignment.moves
        ],
        "assumed": list(verdict.assumed),
        "deviations": [{"step": str(f.observed), "rule": f.rule, "repair": f.repair} for f in verdict.flaws],
        "known": verdict.known,
    }
