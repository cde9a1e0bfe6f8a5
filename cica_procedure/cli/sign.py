"""The command ``cica sign``."""

from __future__ import annotations

from collections import deque
from pathlib import Path

import click

from cica_procedure.errors import DamagedRecord
from cica_procedure.record import Record, verify
from cica_procedure.record.signatures import sign
from cica_procedure.rulebook import load


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
@click.option("--rulebook", help="The folder of the rulebook, when it is not one that is shipped.")
def command(file: Path, key: Path, who: str, rulebook: str | None) -> None:
    """Sign the head of a record, once every entry has been checked."""
    verdict = verify(file)
    if not verdict.sound:
        raise DamagedRecord(file, verdict.problem, verdict.seq)
    record = Record.open(file)
    try:
        # Who signs vouches for what can be read, and in one way only.
        deque(record.entries(), maxlen=0)
        rules = load(rulebook or record.header.rulebook)
        signer = rules.id_of(who)
        signature = sign(key, record.genesis, verdict.head, signer)
        record.keep(signature)
    finally:
        record.close()
    click.echo(f"{signer} has signed {verdict.head}")
