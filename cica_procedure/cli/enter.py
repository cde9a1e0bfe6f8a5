"""The command ``cica enter``."""

from __future__ import annotations

from pathlib import Path

import click

from cica_procedure.cli.on_record import OnRecord
from cica_procedure.cli.table import say
from cica_procedure.conference.conference import Conference
from cica_procedure.record.heads import is_head, read_note, take_in
from cica_procedure.record.sqlite_record import Record
from cica_procedure.terms.wording_of_record import HANDS


@click.command(
    cls=OnRecord,
    epilog="""\b
Examples:
  cica enter cica.sqlite signed.note
  cica enter cica.sqlite head.note
""",
)
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("note", type=click.Path(path_type=Path))
def command(file: Path, note: Path) -> None:
    """
    Take a note into a record: an act that somebody has signed, or the lines under a head.

    An act without a signature is recorded as told.
    """
    text = read_note(note)
    if is_head(text):
        record = Record.open(file)
        try:
            head, lines = take_in(record, text)
        finally:
            record.close()
        say(f"lines under the head of {head.size} entries that are kept: {lines}")
        return
    with Conference.open(file) as cica:
        case = cica.enter(text)
        entry = cica.history(case.id)[-1]
        say(f"{case.id}: {entry.act} by {cica.rulebook.name_of(entry.actor, entry.at)}, {HANDS[entry.hand]}")
        say(f"  the case is {case.stage}, with {case.n} entries; head {cica.head()}")
