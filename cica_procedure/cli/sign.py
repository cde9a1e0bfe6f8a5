"""The command ``cica sign``."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import click

from cica_procedure.cli.on_record import OnRecord
from cica_procedure.cli.passphrase import asked
from cica_procedure.cli.table import say
from cica_procedure.conference.conference import Conference
from cica_procedure.conference.lawfulness import verify
from cica_procedure.record.files import regular
from cica_procedure.record.heads import cosign, read_note
from cica_procedure.record.keys import Key, is_encrypted, read_key
from cica_procedure.record.notes import ORIGIN, act_note, signed


@click.command(
    cls=OnRecord,
    epilog="""\b
Examples:
  cica sign cica.sqlite --key india.key --as IND --memory last.note
  cica sign cica.sqlite --key chair.key --as chair
  cica sign objection.note --key india.key > signed.note
""",
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--key", required=True, type=click.Path(path_type=Path), help="The private key.")
@click.option("--as", "who", default="", help="Who cosigns a record: a state or organisation, chair or secretariat.")
@click.option(
    "--memory",
    type=click.Path(path_type=Path),
    metavar="NOTE",
    help="The last head you have cosigned: the record has to go on from it. It is replaced.",
)
def command(file: Path, key: Path, who: str, memory: Path | None) -> None:
    """
    Sign a draft, or cosign the head of a record, once every entry has been checked and found lawful.

    The signed draft is printed; a head that is cosigned is kept in the record.
    """
    regular(file)
    with file.open("rb") as opened:
        is_note = opened.read(len(ORIGIN)) == ORIGIN.encode()
    if is_note:
        if who or memory is not None:
            raise click.UsageError("--as and --memory are for records: a draft says who acts")
        note = read_note(file)
        private = _read(key)
        click.echo(signed(note, act_note(note).name, private.public, private.sign).encode(), nl=False)
        return
    if not who:
        raise click.UsageError("say who cosigns the record, with --as")
    verify(file, workers=os.cpu_count() or 1).upheld(file)
    with Conference.open(file, to_read=True) as cica:
        signer = cica.rulebook.id_of(who)
    head = cosign(file, _read(key), signer, datetime.now(UTC), memory)
    say(f"{signer} has cosigned {head.origin} with {head.size} entries")


def _read(key: Path) -> Key:
    return read_key(key, asked() if is_encrypted(key) else "")
