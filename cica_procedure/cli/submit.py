"""The command ``cica submit``."""

from __future__ import annotations

from datetime import datetime

import click

from cica_procedure.cli.acting import Acting, acting
from cica_procedure.conference.conference import Conference
from cica_procedure.terms import Case


@click.command(
    epilog="""\b
Examples:
  cica submit draft-document paper --by India --title "Concept paper" kind=concept-paper
  cica submit observer-application turkmenistan --by Turkmenistan candidate=Turkmenistan
""",
)
@click.argument("procedure")
@click.argument("case")
@click.argument("words", nargs=-1, metavar="[NAME=VALUE]...")
@click.option("--by", required=True, help="Who opens it: an office, a state or an organisation.")
@click.option("--title", default="", help="The title, where the procedure asks for one.")
@acting
def command(how: Acting, procedure: str, case: str, words: tuple[str, ...], by: str, title: str) -> None:
    """Open a case."""

    def do(cica: Conference, _: Case | str, at: datetime | None) -> None:
        details = how.details(words, cica.fields(case, procedure=procedure), **({"title": title} if title else {}))
        cica.submit(procedure, case, by=by, at=at, details=details, reason=how.reason, letter=how.letter)

    how.perform(case, do)
