"""The command ``cica sign``."""

from __future__ import annotations

import os
from pathlib import Path

import click

from cica_procedure.cli.instant_options import rulebook_option
from cica_procedure.cli.passphrase import asked
from cica_procedure.cli.table import say
from cica_procedure.conference.conference import Conference
from cica_procedure.conference.lawfulness import verify
from cica_procedure.record.signatures import is_encrypted, sign_record


@click.command(
    epilog="""\b
Examples:
  cica sign cica.sqlite --key india.key --as IND
  cica sign cica.sqlite --key chair.key --as chair
""",
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--key", required=True, type=click.Path(path_type=Path), help="The private key.")
@click.option("--as", "who", required=True, help="Who signs: a state or organisation, chair or secretariat.")
@rulebook_option
def command(file: Path, key: Path, who: str, rulebook: str | None) -> None:
    """Sign the head of a record, once every entry has been checked and found lawful."""
    verify(file, workers=os.cpu_count() or 1).upheld(file)
    with Conference.open(file, rulebook=rulebook, to_read=True) as cica:
        signer = cica.rulebook.id_of(who)
    words = asked() if is_encrypted(key) else ""
    say(f"{signer} has signed {sign_record(file, key, signer, words).head}")
