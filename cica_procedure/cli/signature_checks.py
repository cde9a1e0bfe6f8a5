"""The checks of signatures by ``cica verify``, on a record and on a certificate."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from cica_procedure.cli.table import say
from cica_procedure.conference.conference import Conference
from cica_procedure.errors import DamagedRecord
from cica_procedure.loading.loader import load, shipped
from cica_procedure.reading import read_given
from cica_procedure.record import certificate as certificates
from cica_procedure.record import signatures
from cica_procedure.record.sqlite_record import Record

MAX_CERTIFICATE = 64_000_000
"""The largest certificate, in bytes: it has a digest for each entry up to the head."""


def check_signatures(file: str, trusted: Mapping[str, str], wanted: int, entries: int) -> bool:
    """
    Check the signatures on a record whose entries have been checked, and say what they prove.

    Args:
        file: the record.

        trusted: the public keys that are known, by signer as it was given.

        wanted: how many of these signers have to have signed.

        entries: how many entries the record has.

    Returns:
        Whether everything is proved that was asked for.
    """
    with Conference.open(file, to_read=True) as cica:
        trusted = {cica.rulebook.id_of(who): key for who, key in trusted.items()}
    record = Record.open(file, to_read=True)
    genesis = record.genesis
    record.close()
    found = signatures.check_signatures(file, genesis, trusted)
    for signature in found.counted:
        say(f"{_who(signature, trusted)} has signed {signature.head}")
    if found.last < entries:
        say(f"{entries - found.last} entries follow the last head that is signed")
    if found.aside:
        say(f"set aside: {found.aside} that are not true, by another key, or on a head that the record does not have")
    problems = [] if found.counted else ["nobody has signed it whose signature can be held against it"]
    problems += [f"{who} has not signed it" for who in found.missing]
    known = {signature.signer for signature in found.counted} & trusted.keys()
    if len(known) < wanted:
        problems.append(f"{len(known)} of those whose keys are known have signed it, {wanted} are asked for")
    for problem in problems:
        say(f"cica: not proved: {problem}", err=True)
    return not problems


def check_certificate(file: str, trusted: Mapping[str, str]) -> None:
    """Check a certificate without its record, and print who signed."""
    try:
        text = read_given(Path(file), MAX_CERTIFICATE).decode()
    except ValueError as error:
        raise DamagedRecord(file, f"is no certificate ({error})") from error
    certificate = certificates.read_certificate(file, text)
    said = certificate.get("record")
    trusted = _by_id(trusted, str(said.get("rulebook")) if isinstance(said, dict) else "")
    given = certificates.check_certificate(file, certificate, trusted)
    say(f"{file} is whole; signed by {', '.join(_who(signature, trusted) for signature in given)}")
    say(_in_words(certificate))


def _in_words(certificate: Mapping[str, Any]) -> str:
    """Return what a certificate that has been checked says: what was decided, when, by whom, by which rule."""
    entry = certificate["entry"]
    by_position: dict[str, list[str]] = {}
    for member, position in entry.get("roll", {}).items():
        by_position.setdefault(position, []).append(member)
    roll = "; ".join(f"{position} ({len(who)}): {', '.join(who)}" for position, who in sorted(by_position.items()))
    rule = f", by the rule {entry['rule']}" if "rule" in entry else ""
    passed = ", not by consensus" if entry.get("despite") else ""
    return "\n".join(
        [
            f"On {entry['at']} the body {entry.get('body', '')} decided on {entry['case_id']}: {entry['decision']}",
            f"revision {entry.get('revision', 1)}{rule}{passed}; {entry.get('cites', '')}",
            roll,
        ]
    )


def _by_id(trusted: Mapping[str, str], rulebook: str) -> Mapping[str, str]:
    """Return the keys by the ids of their owners, if the rulebook of the record is shipped."""
    if not trusted or rulebook not in shipped():
        return trusted
    rules = load(rulebook)
    return {rules.id_of(who): key for who, key in trusted.items()}


def _who(signature: signatures.Signature, trusted: Mapping[str, str]) -> str:
    """Return the name of a signer, with a remark when the key is not one that was given."""
    if signature.signer in trusted:
        return signature.signer
    return f"{signature.signer} (by the key {signature.key}, not known here: give it with --key)"


def read_keys(keys: tuple[str, ...]) -> dict[str, str]:
    """Read the public keys that are given as ``WHO=FILE``."""
    trusted = {}
    for words in keys:
        who, _, path = words.partition("=")
        if not path:
            raise click.BadParameter(f"{words!r} is not of the form WHO=FILE", param_hint="--key")
        trusted[who] = signatures.read_public(Path(path))
    return trusted
