"""The command ``cica verify``."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cica_procedure.cli.on_record import OnRecord
from cica_procedure.cli.table import say
from cica_procedure.errors import counted
from cica_procedure.record.chain import Head
from cica_procedure.record.queries import Counts, read_counts

if TYPE_CHECKING:
    from cica_procedure.record.verification import Verdict


@click.command(
    cls=OnRecord,
    epilog="""\b
Examples:
  cica verify cica.sqlite
  cica verify cica.sqlite --expect-head 45:9f86d081884c7d65...
  cica verify cica.sqlite --signatures --key IND=india.key.pub
  cica verify cica.sqlite --expect-note last.note
  cica verify --certificate turkmenistan.txt --key IND=india.key.pub
""",
)
@click.argument("file", type=click.Path())
@click.option("--expect-head", metavar="HEAD", help="A head that you have kept, as cica head prints it.")
@click.option("--without-replay", is_flag=True, help="Check the digests only, not whether the rules allow each act.")
@click.option("--expect-note", type=click.Path(path_type=Path), metavar="NOTE", help="A head that you have cosigned.")
@click.option("--signatures", is_flag=True, help="Check who has cosigned its heads too.")
@click.option("--cosigned-by", type=int, default=0, metavar="N", help="Ask that so many have cosigned it.")
@click.option("--certificate", is_flag=True, help="FILE is the certificate of a decision, not a record.")
@click.option("--receipt", is_flag=True, help="FILE is the receipt of an entry, not a record.")
@click.option("--key", "keys", multiple=True, metavar="WHO=FILE", help="The public key of a signer.")
def command(  # noqa: PLR0913 - each is an option
    file: str,
    expect_head: str | None,
    expect_note: Path | None,
    keys: tuple[str, ...],
    cosigned_by: int,
    *,
    without_replay: bool,
    signatures: bool,
    certificate: bool,
    receipt: bool,
) -> None:
    """Check every entry of a record: that it was not altered, and that the rules in the record draw it up."""
    offline = certificate or receipt
    if offline and (expect_head is not None or expect_note is not None):
        raise click.UsageError("a head is expected of records, not of certificates")
    if not (offline or signatures or keys or cosigned_by or expect_note is not None):
        _check_entries(file, expect_head, replay=not without_replay)
        return
    from cica_procedure.cli import signature_checks  # noqa: PLC0415 - an extra, and slow to import

    trusted = signature_checks.read_keys(keys)
    if offline:
        proved = signature_checks.check_certificate(file, trusted, cosigned_by, receipt=receipt)
    else:
        entries = _check_entries(file, expect_head, replay=not without_replay)
        if expect_note is not None:
            signature_checks.check_note(file, expect_note)
        asked = signatures or keys or cosigned_by
        proved = not asked or signature_checks.check_signatures(file, trusted, cosigned_by, entries)
    if not proved:
        sys.exit(1)


def _check_entries(file: str, expect_head: str | None, *, replay: bool) -> int:
    try:
        head = Head.parse(expect_head) if expect_head is not None else None
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--expect-head") from error
    check = _check_of(replay=replay)
    if sys.stderr.isatty():
        times = 2 if replay else 1
        with click.progressbar(length=times * _length(file), label="verifying", file=sys.stderr) as bar:
            verdict = check(file, expect_head=head, progress=bar.update, workers=os.cpu_count() or 1)
            bar.update(bar.length or 0)  # How many there would be was a guess.
    else:
        verdict = check(file, expect_head=head, workers=os.cpu_count() or 1)
    verdict.upheld(file)
    lawful = " and lawful" if replay else ""
    are = "is as it was" if verdict.entries == 1 else "are as they were"
    say(f"{counted(verdict.entries, 'entry', 'entries')} {are} written{lawful}; head {verdict.head}")
    if replay:
        _say_counts(read_counts(file))
    return verdict.entries


def _say_counts(counts: Counts) -> None:
    """Say in whose hand the entries are, unless all of them are told, and which of their texts are not there."""
    if counts.own or counts.letter:
        say(f"  in their actor's own hand: {counts.own}, by letter: {counts.letter}, told: {counts.told}")
    if counts.named:
        say(f"  texts that they name: {counts.named}, of which not in this file: {counts.missing}")


def _check_of(*, replay: bool) -> Callable[..., Verdict]:
    """Return the check that is asked for; the rules are loaded only where they are needed."""
    if replay:
        from cica_procedure.conference import lawfulness  # noqa: PLC0415 - loads the rules

        return lawfulness.verify
    from cica_procedure.record import verification  # noqa: PLC0415 - as above

    return verification.verify


def _length(file: str) -> int:
    """Return an estimate of the number of entries, by the size of the file, for the progress bar."""
    return max(1, os.stat(file).st_size // 300) if os.path.isfile(file) else 1
