"""The command ``cica position``."""

from __future__ import annotations

from datetime import datetime

import click

from cica_procedure.cli.acting import Acting, acting
from cica_procedure.conference.conference import Conference
from cica_procedure.terms import Case


@click.command(
    epilog="""\b
Examples:
  cica position paper Türkiye support
  cica position paper India objection --reason "paragraph 4 goes beyond the Catalogue"
  cica position paper India "nothing yet"
""",
)
@click.argument("case")
@click.argument("member")
@click.argument("position", metavar="STANCE")
@click.option("--revision", type=int, metavar="N", help="The revision it speaks of; the current one otherwise.")
@acting
def command(how: Acting, case: str, member: str, position: str, revision: int | None) -> None:
    """State the position of a member on a case; "nothing yet" takes it back."""

    def do(cica: Conference, known: Case | str, at: datetime | None) -> None:
        cica.position(known, member, position, at=at, reason=how.reason, revision=revision, letter=how.letter)

    how.perform(case, do)
