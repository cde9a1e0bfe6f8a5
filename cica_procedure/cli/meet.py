"""The command ``cica meet``."""

from __future__ import annotations

from datetime import datetime

import click

from cica_procedure.cli.acting import Acting, acting
from cica_procedure.conference.conference import Conference
from cica_procedure.terms import Case


@click.command(
    epilog="""\b
Examples:
  cica meet SOC soc-june
  cica meet SOC soc-june --absent Japan --absent "Saudi Arabia"
""",
)
@click.argument("body")
@click.argument("case", metavar="ID")
@click.option("--absent", multiple=True, metavar="MEMBER", help="A member that is not there; may be repeated.")
@acting
def command(how: Acting, body: str, case: str, absent: tuple[str, ...]) -> None:
    """Convene a meeting and open its session."""

    def do(cica: Conference, _: Case | str, at: datetime | None) -> None:
        with cica.batch():  # Without a quorum, or with a wrong name, it is not convened either.
            cica.meet(body, case, at=at, absent=absent)

    how.perform(case, do)
