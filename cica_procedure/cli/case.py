"""The command ``cica case``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import click

from cica_procedure.cli import case_lines
from cica_procedure.cli.case_story import told
from cica_procedure.cli.instant_options import as_of_option, known_option, moment, rulebook_option, then
from cica_procedure.cli.on_record import OnRecord
from cica_procedure.cli.table import bold, json_option, printable, say_json, show
from cica_procedure.record.queries import read_decided


@click.command(
    cls=OnRecord,
    epilog="""\b
Examples:
  cica case cica.sqlite catalogue
  cica case cica.sqlite catalogue --as-of 2021-06-23T12:00+06:00
""",
)
@click.argument("file", type=click.Path())
@click.argument("name", metavar="CASE")
@as_of_option
@known_option
@rulebook_option
@json_option
def command(
    file: str,
    name: str,
    as_of: int | datetime | None,
    known: int | datetime | None,
    rulebook: str | None,
    *,
    as_json: bool,
) -> None:
    """Show the stage of one case, and the acts that led to it."""
    at, known = then(as_of, known)
    if as_json:
        _print_json(file, name, at, known, rulebook)
        return
    case, history = case_lines.history(file, name, at, known, rulebook)
    click.echo(bold(printable(f"{case.title}: {case.stage}, revision {case.revision}")))
    silence: Mapping[str, str] = next((line.silence for line in reversed(history) if line.silence), {})
    if silence and "outcome" not in silence:
        waits = f"held by {', '.join(silence['holds'])}" if "holds" in silence else f"until {_moment(silence)}"
        if "holds" not in silence and datetime.fromisoformat(silence["expires"]) <= (at or datetime.now(UTC)):
            waits += "; it has ended, which is not written down yet"
        click.echo(printable(f"under silence to {silence['act']} in the {silence['body']}, {waits}"))
    late = any(line.recorded != line.at for line in history)
    rows = []
    for n, line in enumerate(history, 1):
        written = line.recorded.astimezone(line.at.tzinfo)  # As it was at the seat.
        recorded = (moment(written) if written != line.at else "",) if late else ()
        rows.append((str(n), moment(line.at), line.act, line.actor, line.stage, *recorded, told(line, n, history)))
    show(("n", "at", "act", "by", "stage", *(("recorded",) if late else ()), "what was said, decided or changed"), rows)
    if decided := read_decided(file, case.case):
        click.echo()
        lines = [(name, what, str(revision), ", ".join(absent)) for name, what, revision, absent in decided]
        show(("decided in it", "what", "revision", "absent"), lines)


def _print_json(file: str, name: str, at: datetime | None, known: int | datetime | None, rulebook: str | None) -> None:
    from cica_procedure.reports.status import history_data  # noqa: PLC0415 - loads the rules

    case, entries = case_lines.entries(file, name, at, known, rulebook)
    say_json(history_data(case, entries))


def _moment(silence: Mapping[str, str]) -> str:
    return moment(datetime.fromisoformat(silence["expires"]))
