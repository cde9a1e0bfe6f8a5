"""The command ``cica objections``."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import click

from cica_procedure.cli.instant_options import in_zone, rulebook_option, seat_at_option
from cica_procedure.cli.on_record import OnRecord
from cica_procedure.cli.table import json_option, say_json, show
from cica_procedure.conference.conference import Conference
from cica_procedure.core.objections import Fate, Objection
from cica_procedure.reports.answers import ObjectionsAnswer
from cica_procedure.reports.status import objection_data
from cica_procedure.rulebook.model import Rulebook


@click.command(
    cls=OnRecord,
    epilog="""\b
Examples:
  cica objections cica.sqlite
  cica objections cica.sqlite declaration
  cica objections cica.sqlite --fate standing
""",
)
@click.argument("file", type=click.Path())
@click.argument("name", metavar="[CASE]", required=False)
@click.option("--fate", type=click.Choice([str(fate) for fate in Fate]), help="Show only those that this became of.")
@seat_at_option
@rulebook_option
@json_option
def command(
    file: str, name: str | None, fate: str | None, at: datetime | None, rulebook: str | None, *, as_json: bool
) -> None:
    """
    Show every objection and what became of it, then how many there are of each kind.

    An objection was withdrawn by its holder, met by a revision, maintained on it, set aside, passed over by a decision,
    without a say because its holder has none, or left when the case ended without a decision on it; or it stands.
    """
    with Conference.open(file, rulebook=rulebook, to_read=True) as cica:
        at = in_zone(at, cica.rulebook.zone)
        found = [each for each in cica.objections(name, at=at) if fate in {None, each.fate}]
        rows = [_row(each, cica.rulebook) for each in found]
    if as_json:
        say_json(ObjectionsAnswer([*map(objection_data, found)]))
        return
    show(("case", "member", "body", "stated", "what", "became of it", "reason"), rows, folds=("case", "became of it"))
    if fate is None and found:
        count = Counter(each.fate for each in found)
        click.echo()
        click.echo(", ".join(f"{count[each]} {each}" for each in Fate if each in count))


def _row(objection: Objection, rulebook: Rulebook) -> tuple[str, ...]:
    entry = objection.entry
    stated = f"revision {entry.revision}, {rulebook.day(entry.at)}"
    what = f"{entry.position} {objection.concern}".rstrip()
    return (
        entry.case,
        rulebook.name_of(entry.party, entry.at),
        entry.body,
        stated,
        what,
        _fate(objection, rulebook),
        entry.reason,
    )


def _fate(objection: Objection, rulebook: Rulebook) -> str:
    by = objection.by
    if by is None:
        return objection.fate
    more = {
        Fate.MET: f" by revision {by.revision}",
        Fate.MAINTAINED: f" on revision {by.revision}",
        Fate.SET_ASIDE: f" by {rulebook.name_of(by.actor, by.at)} ({by.cites})",
        Fate.PASSED_OVER: f": {by.decision} by the rule {by.rule}",
        Fate.WITHOUT_A_SAY: f": {by.decision} by the rule {by.rule}",
        Fate.LEFT: f": {by.to_stage}",
    }
    return f"{objection.fate}{more.get(objection.fate, '')}, {rulebook.day(by.at)}"
