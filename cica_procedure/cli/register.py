"""The command ``cica register``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from cica_procedure.cli.instant_options import as_of_option, known_option, rulebook_option, then
from cica_procedure.cli.on_record import OnRecord
from cica_procedure.cli.table import json_option, say_json, show
from cica_procedure.conference.conference import Conference
from cica_procedure.errors import Fault, InvalidAct, unknown
from cica_procedure.reports.answers import RegisterAnswer
from cica_procedure.reports.status import tenure_data
from cica_procedure.terms import KEY


@click.command(
    cls=OnRecord,
    epilog="""\b
Examples:
  cica register cica.sqlite
  cica register cica.sqlite --role observer --as-of 2021-06-23T12:00+06:00
""",
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--role", help="Only this role, such as observer.")
@rulebook_option
@as_of_option
@known_option
@json_option
def command(
    file: Path,
    role: str | None,
    rulebook: str | None,
    as_of: int | datetime | None,
    known: int | datetime | None,
    *,
    as_json: bool,
) -> None:
    """Show every member, observer, chair and coordinator."""
    rows, data = [], []
    at, known = then(as_of, known)
    with Conference.open(file, rulebook=rulebook, to_read=True) as conference:
        if role is not None and role not in {*conference.rulebook.roles, KEY}:
            raise InvalidAct([Fault("role", unknown("role", role, conference.rulebook.roles))])
        register = conference.as_of(at=at, known=known).register
        for tenure in sorted(register.tenures, key=lambda t: (t.role, t.scope, t.since, t.party)):
            standing = tenure.covers(at) if at is not None else tenure.until is None or tenure.planned
            if role in {None, tenure.role} and standing:
                until = str(tenure.until.date()) if tenure.until else ""
                name = conference.rulebook.name_of(tenure.party, at)
                data.append(tenure_data(tenure))
                rows.append((tenure.role, tenure.scope, name, str(tenure.since.date()), until))
    if as_json:
        say_json(RegisterAnswer(data))
        return
    show(("role", "about", "party", "since", "until"), rows, folds=("about", "party"))
