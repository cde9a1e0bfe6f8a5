"""The command ``cica keygen``."""

from __future__ import annotations

from pathlib import Path

import click

from cica_procedure.cli.passphrase import asked, passphrase_option
from cica_procedure.cli.table import say
from cica_procedure.record.keys import make_key


@click.command(
    epilog="""\b
Examples:
  cica keygen india.key
""",
)
@click.argument("file", type=click.Path(path_type=Path))
@passphrase_option
def command(file: Path, *, passphrase: bool) -> None:
    """Make an Ed25519 key to sign acts and heads with."""
    public = make_key(file, asked(confirm=True) if passphrase else "")
    say(public)
    say(f"cica: {file} is the private key, keep it; {file}.pub is the public one, give it away", err=True)
