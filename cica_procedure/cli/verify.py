"""The command ``cica verify``."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from cica_procedure.errors import DamagedRecord, Inaccessible
from cica_procedure.record.chain import Head
from cica_procedure.record.verification import Verdict, verify

if TYPE_CHECKING:
    from cica_procedure.record.signatures import Signature


@click.command(
    epilog="""\b
Examples:
  cica verify cica.sqlite
  cica verify cica.sqlite --expect-head 45:9f86d081884c7d65...
  cica verify cica.sqlite --signatures --key IND=india.key.pub
  cica verify --certificate turkmenistan.json --key IND=india.key.pub
""",
)
@click.argument("file", type=click.Path())
@click.option("--expect-head", metavar="HEAD", help="A head that was kept, as cica head prints it.")
@click.option("--signatures", is_flag=True, help="Check the signatures on the record too.")
@click.option("--certificate", is_flag=True, help="FILE is the certificate of a decision, not a record.")
@click.option("--key", "keys", multiple=True, metavar="WHO=FILE", help="The public key somebody is known by.")
def command(file: str, expect_head: str | None, keys: tuple[str, ...], *, signatures: bool, certificate: bool) -> None:
    """Check every entry of a record."""
    if certificate and expect_head is not None:
        raise click.UsageError("--expect-head is for records, not for certificates")
    trusted = _read_keys(keys) if keys else {}
    if certificate:
        _check_certificate(file, trusted)
        return
    verdict = _verify(file, expect_head)
    click.echo(f"{verdict.entries} entries are as they were written; head {verdict.head}")
    if signatures or keys:
        _check_signatures(file, trusted)


def _verify(file: str, expect_head: str | None) -> Verdict:
    try:
        head = Head.parse(expect_head) if expect_head is not None else None
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--expect-head") from error
    if sys.stderr.isatty():
        with click.progressbar(length=_length(file), label="verifying", file=sys.stderr) as bar:
            verdict = verify(file, expect_head=head, progress=bar.update, workers=os.cpu_count() or 1)
            bar.update(bar.length or 0)  # How many there would be was a guess.
    else:
        verdict = verify(file, expect_head=head, workers=os.cpu_count() or 1)
    if not verdict.sound:
        raise DamagedRecord(file, verdict.problem, verdict.seq)
    return verdict


def _check_signatures(file: str, trusted: Mapping[str, str]) -> None:
    from cica_procedure.record import Record  # noqa: PLC0415 - only who checks signatures needs it
    from cica_procedure.record.signatures import check_signatures  # noqa: PLC0415 - an extra

    record = Record.open(file, to_read=True)
    genesis, trusted = record.genesis, _by_id(trusted, record.header.rulebook)
    record.close()
    for signature in check_signatures(file, genesis, trusted):
        click.echo(f"{_who(signature, trusted)} has signed {signature.head}")


def _check_certificate(file: str, trusted: Mapping[str, str]) -> None:
    from cica_procedure.record.certificate import check_certificate, read_certificate  # noqa: PLC0415 - an extra

    try:
        with open(file, encoding="utf-8") as opened:
            text = opened.read()
    except OSError as error:
        raise Inaccessible(file, str(error.strerror)) from error
    except ValueError as error:
        raise DamagedRecord(file, f"is no certificate ({error})") from error
    certificate = read_certificate(file, text)
    said = certificate.get("record")
    trusted = _by_id(trusted, str(said.get("rulebook")) if isinstance(said, dict) else "")
    given = check_certificate(file, certificate, trusted)
    click.echo(f"{file} is whole; signed by {', '.join(_who(signature, trusted) for signature in given)}")


def _by_id(trusted: Mapping[str, str], rulebook: str) -> Mapping[str, str]:
    """Name those whose keys are given as the record does, when its rulebook is at hand."""
    from cica_procedure.rulebook import load, shipped  # noqa: PLC0415 - only who gives keys needs it

    if not trusted or rulebook not in shipped():
        return trusted
    rules = load(rulebook)
    return {rules.id_of(who): key for who, key in trusted.items()}


def _who(signature: Signature, trusted: Mapping[str, str]) -> str:
    """Name a signer, and say when nothing tells that the key is its own."""
    if signature.signer in trusted:
        return signature.signer
    return f"{signature.signer} (by the key {signature.key}, not known here: give it with --key)"


def _read_keys(keys: tuple[str, ...]) -> dict[str, str]:
    from pathlib import Path  # noqa: PLC0415 - takes longer to import than a short record to check

    from cica_procedure.record.signatures import read_public  # noqa: PLC0415 - an extra

    trusted = {}
    for words in keys:
        who, _, path = words.partition("=")
        if not path:
            raise click.BadParameter(f"{words!r} is not of the form WHO=FILE", param_hint="--key")
        trusted[who] = read_public(Path(path))
    return trusted


def _length(file: str) -> int:
    """Guess how many entries there are, for the progress bar, by the size of the file."""
    return max(1, os.stat(file).st_size // 300) if os.path.isfile(file) else 1
