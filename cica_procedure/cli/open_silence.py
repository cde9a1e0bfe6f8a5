"""The command ``cica open-silence``."""

from __future__ import annotations

from datetime import datetime

import click

from cica_procedure.cli.acting import Acting, acting
from cica_procedure.conference.conference import Conference
from cica_procedure.errors import Fault, InvalidAct
from cica_procedure.terms import Case


@click.command(
    epilog="""\b
Examples:
  cica open-silence paper --decides adopt --lasts P14D
  cica open-silence paper --decides adopt --expires 2026-07-01T18:00+05:00
""",
)
@click.argument("case")
@click.option("--decides", required=True, metavar="ACT", help="The act that is decided if nobody objects.")
@click.option("--lasts", default="", metavar="DURATION", help="How long, such as P5D or PT72H.")
@click.option("--working-days", type=int, metavar="N", help="How many working days.")
@click.option("--expires", default="", metavar="INSTANT", help="When it ends.")
@click.option("--by", default="", help="Who opens it; the first office that may, when left out.")
@acting
def command(how: Acting, case: str, decides: str, lasts: str, working_days: int | None, expires: str, by: str) -> None:
    """Open a silence period: the act is decided at its end, unless somebody objects."""

    def do(cica: Conference, known: Case | str, at: datetime | None) -> None:
        opening = cica.rulebook.procedure_of(cica.case(case)).doing("open-silence")
        if opening is None:
            raise InvalidAct([Fault("case", "nothing is decided by silence in its procedure")])
        who = by or next((word for word in opening.by if word in cica.rulebook.offices), "")
        given = {"decides": decides, "lasts": lasts, "working-days": working_days, "expires": expires}
        details = how.details((), opening.fields, **given)
        cica.act(known, opening.act, by=who, at=at, details=details, reason=how.reason, letter=how.letter)

    how.perform(case, do)
