"""The command ``cica who-said``."""

from __future__ import annotations

from datetime import datetime

import click

from cica_procedure.cli.instant_options import in_zone, moment, seat_at_option
from cica_procedure.cli.on_record import OnRecord
from cica_procedure.cli.table import json_option, say, say_json, show
from cica_procedure.conference.conference import Conference
from cica_procedure.reports.status import said_data


@click.command(
    cls=OnRecord,
    epilog="""\b
Examples:
  cica who-said cica.sqlite catalogue
  cica who-said catalogue --at 2021-06-23T12:00+06:00
""",
)
@click.argument("file", type=click.Path())
@click.argument("name", metavar="CASE")
@seat_at_option
@json_option
def command(file: str, name: str, at: datetime | None, *, as_json: bool) -> None:
    """Show who has said what on a case, on which revision, and who has said nothing."""
    with Conference.open(file, to_read=True) as cica:
        at = in_zone(at, cica.rulebook.zone)
        case, name_of = cica.case(name, as_of=at), cica.rulebook.name_of
        data = said_data(cica, case, at)
    if as_json:
        say_json(data)
        return
    rows = [
        (
            name_of(each.member, at),
            each.position,
            each.body,
            f"{each.revision}{'' if each.current else ', not the current one'}",
            moment(datetime.fromisoformat(each.at)),
            each.hand,
            each.reason,
        )
        for each in data.positions
    ]
    if rows:
        show(("member", "said", "body", "revision", "on", "hand", "reason"), rows, folds=("revision", "on"))
    else:
        say(f"nobody has said anything on {case.id}")
    if data.body:
        silent = ", ".join(sorted(name_of(member, at) for member in data.silent))
        say(f"nothing in the {data.body} ({len(data.silent)}): {silent or 'nobody'}")
