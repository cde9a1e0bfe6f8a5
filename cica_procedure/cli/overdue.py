"""The command ``cica overdue``."""

from __future__ import annotations

from datetime import datetime

import click

from cica_procedure.cli.instant_options import in_zone, known_option, rulebook_option, seat_at_option
from cica_procedure.cli.on_record import OnRecord
from cica_procedure.cli.table import json_option, say_json, show
from cica_procedure.conference.conference import Conference
from cica_procedure.core.due import Due
from cica_procedure.reports.answers import OverdueAnswer
from cica_procedure.reports.status import due_data, is_overdue


@click.command(
    cls=OnRecord,
    epilog="""\b
Examples:
  cica overdue cica.sqlite
  cica overdue cica.sqlite --at 2021-10-13T00:00+06:00
""",
)
@click.argument("file", type=click.Path())
@seat_at_option
@known_option
@rulebook_option
@json_option
def command(
    file: str, at: datetime | None, known: int | datetime | None, rulebook: str | None, *, as_json: bool
) -> None:
    """
    Show every case and every act that is overdue, and whose duty it is.

    What is due at a meeting that is not on the record, or was cancelled, is shown too: nobody can say when it is over.
    So is a case that another one says is foreseen, until it is opened.
    """
    with Conference.open(file, rulebook=rulebook, to_read=True) as cica:
        at = in_zone(at, cica.rulebook.zone)
        due = [each for each in cica.as_of(at=at, known=known).due(at) if is_overdue(each)]
        told = [due_data(cica, each, at) for each in due]
    if as_json:
        say_json(OverdueAnswer(told))
        return
    rows = [
        (said.case, said.act or said.stage, said.due + _remark(each), said.by, said.title)
        for each, said in zip(due, told, strict=True)
    ]
    show(("case", "stage or act", "was due", "by", "title"), rows, folds=("case", "was due"))


def _remark(due: Due) -> str:
    if not due.known:
        return ", not on the record"
    return ", cancelled" if due.cancelled else ""
