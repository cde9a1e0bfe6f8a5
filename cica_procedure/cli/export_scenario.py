"""The command ``cica export-scenario``."""

from __future__ import annotations

from pathlib import Path

import click

from cica_procedure.cli.conform import find_chronology, find_meaning
from cica_procedure.cli.table import say
from cica_procedure.conformance import judge_history, read_chronology, read_meanings
from cica_procedure.conformance.as_scenario import scenario_of
from cica_procedure.conformance.enact import enact
from cica_procedure.errors import unknown


@click.command(
    epilog="""\b
Examples:
  cica export-scenario kuwait-accession > kuwait.toml
  cica run kuwait.toml
""",
)
@click.argument("name", metavar="CASE")
@click.option("--chronology", default="cica", show_default=True, help="One that is shipped, or a file.")
@click.option(
    "--meaning", type=click.Path(path_type=Path), help="The meaning of the words; that of CICA when left out."
)
@click.pass_context
def command(ctx: click.Context, name: str, chronology: str, meaning: Path | None) -> None:
    """
    Turn a case of a chronology into a scenario.

    What is reported and what is assumed is marked on each act.
    """
    words = read_meanings(find_meaning(meaning))
    histories = read_chronology(find_chronology(chronology), words)
    history = next((history for history in histories if history.id == name), None)
    if history is None:
        raise click.BadParameter(unknown("case", name, [history.id for history in histories]), param_hint="CASE")
    verdict = judge_history(history, words)
    enacted = enact(verdict, words)
    say(scenario_of(verdict, enacted))
    expected = {words.verbs[step.verb].refuses for step in history.steps} - {""}
    if enacted.refused is not None and not expected & set(enacted.refused.unmet):
        unmet = ", ".join(enacted.refused.unmet)
        say(f"cica: not acted out: the opening is refused, what is missing is {unmet}", err=True)
        ctx.exit(1)
    for missing in enacted.missing:
        say(f"cica: not acted out: {missing}", err=True)
    for flaw in verdict.flaws:
        say(f"cica: not explained, so left out: {flaw.observed}", err=True)
    if enacted.missing:
        ctx.exit(1)
