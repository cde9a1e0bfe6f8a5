"""The command ``cica verify``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cica_procedure.errors import DamagedRecord
from cica_procedure.record import Head, verify


@click.command(
    epilog="""\b
Examples:
  cica verify cica.sqlite
  cica verify cica.sqlite --expect-head 45:9f86d081884c7d65...
""",
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--expect-head", metavar="HEAD", help="A head that was kept, as cica head prints it.")
def command(file: Path, expect_head: str | None) -> None:
    """Check every entry of a record."""
    try:
        head = Head.parse(expect_head) if expect_head is not None else None
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--expect-head") from error
    if sys.stderr.isatty():
        with click.progressbar(length=_length(file), label="verifying", file=sys.stderr) as bar:
            verdict = verify(file, expect_head=head, progress=bar.update)
    else:
        verdict = verify(file, expect_head=head)
    if not verdict.sound:
        raise DamagedRecord(file, verdict.problem, verdict.seq)
    click.echo(f"{verdict.entries} entries are as they were written; head {verdict.head}")


def _length(file: Path) -> int:
    """Guess how many entries there are, for the progress bar: by the size of the file, at four to a kilobyte."""
    return max(1, file.stat().st_size // 700) if file.is_file() else 1
