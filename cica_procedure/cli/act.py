"""The command ``cica act``."""

from __future__ import annotations

from datetime import datetime

import click

from cica_procedure.cli.acting import Acting, acting
from cica_procedure.conference.conference import Conference
from cica_procedure.terms import Case


@click.command(
    epilog="""\b
Examples:
  cica act paper take-up --by chair
  cica act paper amend --by India summary="without paragraph 4"
  cica act paper adopt --by chair --dry-run
""",
)
@click.argument("case")
@click.argument("act")
@click.argument("words", nargs=-1, metavar="[NAME=VALUE]...")
@click.option("--by", required=True, help="Who acts: an office, a state or an organisation.")
@click.option("--meeting", default="", metavar="CASE", help="The meeting it is done in, where there are several.")
@click.option("--revision", type=int, metavar="N", help="The revision the actor speaks of; the current one otherwise.")
@acting
def command(
    how: Acting, case: str, act: str, words: tuple[str, ...], by: str, meeting: str, revision: int | None
) -> None:
    """Do an act on a case."""

    def do(cica: Conference, known: Case | str, at: datetime | None) -> None:
        details = how.details(words, cica.fields(case, act))
        cica.act(
            known, act, by=by, at=at, details=details, reason=how.reason, meeting=meeting, revision=revision,
            letter=how.letter,
        )  # fmt: skip

    how.perform(case, do)
