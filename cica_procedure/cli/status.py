"""The command ``cica status``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial

import click

from cica_procedure.cli.instant_options import in_zone, moment, seat_at_option
from cica_procedure.cli.on_record import OnRecord
from cica_procedure.cli.table import bold, json_option, say, say_json, show
from cica_procedure.conference.conference import Conference
from cica_procedure.errors import counted
from cica_procedure.reports.answers import SilenceData
from cica_procedure.reports.status import status_data
from cica_procedure.rulebook.model import Rulebook


@click.command(
    cls=OnRecord,
    epilog="""\b
Examples:
  cica status cica.sqlite
  cica status --at 2024-03-20T10:00+05:00
""",
)
@click.argument("file", type=click.Path())
@seat_at_option
@json_option
def command(file: str, at: datetime | None, *, as_json: bool) -> None:
    """Show the day at a glance: sessions, silence, what is due and overdue, and the objections that stand."""
    with Conference.open(file, to_read=True) as cica:
        rules = cica.rulebook
        at = in_zone(at, rules.zone)
        data = status_data(cica, at)
    if as_json:
        say_json(data)
        return
    names = partial(_names, rules, at)
    say(f"{moment(datetime.fromisoformat(data.at))} ({data.zone})\nhead {data.head}")
    _table(
        "in session",
        ("meeting", "body", "present", "item"),
        [(each.meeting, each.body, str(each.present), each.item) for each in data.in_session],
    )
    _table(
        "under silence",
        ("case", "decides", "until", "has not spoken"),
        [
            (each.case, each.decides, _stands(each, names, rules), f"{len(each.not_spoken)}: {names(each.not_spoken)}")
            for each in data.silences
        ],
    )
    for title, due in (("due within a week, or by a meeting", data.due), ("overdue", data.overdue)):
        rows = [(each.case, each.act or each.stage, each.due, each.by, each.title) for each in due]
        _table(title, ("case", "stage or act", "due", "by", "title"), rows)
    _table(
        "objections that stand",
        ("case", "member", "body", "rev.", "reason"),
        [(each.case, names([each.member]), each.body, str(each.revision), each.reason) for each in data.objections],
    )
    say(f"{counted(len(data.open), 'case is', 'cases are')} open: cica docket")


def _table(title: str, headings: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """Print a table with a title, unless it is empty."""
    if rows:
        click.echo()
        click.echo(bold(title))
        show(headings, rows, folds=headings)


def _names(rules: Rulebook, at: datetime | None, who: Iterable[str]) -> str:
    return ", ".join(rules.name_of(each, at) for each in who)


def _stands(silence: SilenceData, names: Callable[[Iterable[str]], str], rules: Rulebook) -> str:
    until = moment(datetime.fromisoformat(silence.until).astimezone(rules.zone))
    if silence.holds:
        return f"held by {names(silence.holds)}"
    return f"{until}, ended and not written down: cica silence --settle" if silence.ended else until
