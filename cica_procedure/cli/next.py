"""The command ``cica next``."""

from __future__ import annotations

from datetime import datetime

import click

from cica_procedure.cli.instant_options import in_zone, seat_at_option
from cica_procedure.cli.on_record import OnRecord
from cica_procedure.cli.table import json_option, say_json, show
from cica_procedure.conference.conference import Conference
from cica_procedure.core.decide import Option
from cica_procedure.reports.answers import NextAnswer
from cica_procedure.reports.status import option_data
from cica_procedure.terms.wording import listed


@click.command(
    cls=OnRecord,
    epilog="""\b
Examples:
  cica next cica.sqlite
  cica next cica.sqlite catalogue
  cica next catalogue --by India
""",
)
@click.argument("file", type=click.Path())
@click.argument("name", metavar="[CASE]", required=False)
@click.option("--by", help="Only what this office, state or organisation may do.")
@seat_at_option
@json_option
def command(file: str, name: str | None, by: str | None, at: datetime | None, *, as_json: bool) -> None:
    """
    Show what is possible now, and of one case also what is not, and why.

    Without a CASE, every open case is shown, with what is possible.
    """
    with Conference.open(file, to_read=True) as cica:
        at = in_zone(at, cica.rulebook.zone)
        cases = [cica.case(name)] if name else [case for case in cica.state.cases().values() if not case.closed]
        found = [(case.id, option) for case in cases for option in cica.options(case, at=at, by=by)]
    shown = [(case, option) for case, option in found if name or option.open]
    if as_json:
        say_json(NextAnswer([option_data(case, option) for case, option in shown]))
        return
    shown.sort(key=lambda each: not each[1].open)
    rows = [(case, option.act, listed(option.by, "or"), _stands(option)) for case, option in shown]
    show(("case", "act", "by", "open, or what is missing"), rows, folds=("case", "act", "by"))


def _stands(option: Option) -> str:
    """Return what an act asks for, when it is open, or what stands in its way."""
    if option.open:
        asks = ", ".join(f"{name}={kind}" for name, kind in option.fields.items())
        return f"open{f': {asks}' if asks else ''}"
    # What is not possible where the case stands is not worth more words.
    misplaced = [each for each in option.unmet if each.requirement == "stage"]
    return "; ".join(f"{each.either}{each.fact}" for each in misplaced or option.unmet)
