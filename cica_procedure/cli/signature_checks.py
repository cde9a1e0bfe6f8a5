"""The checks of cosigned heads and of certificates by ``cica verify``."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

import click

from cica_procedure.cli.table import say
from cica_procedure.conference.conference import Conference
from cica_procedure.errors import DamagedRecord
from cica_procedure.loading.loader import load, shipped
from cica_procedure.reading import read_given
from cica_procedure.record import certificate as certificates
from cica_procedure.record.heads import Cosignature, KnownKey, check_heads, enrolled, goes_on, read_note, true_lines
from cica_procedure.record.keys import read_public
from cica_procedure.record.notes import key_name, rulebook_of
from cica_procedure.record.sqlite_record import Record
from cica_procedure.terms.wording import instant

MAX_CERTIFICATE = 1_000_000
"""The largest certificate, in bytes."""


def check_signatures(file: str, given: Mapping[str, str], wanted: int, entries: int) -> bool:
    """
    Check the cosigned heads of a record whose entries have been checked, and say what they prove.

    Args:
        file: the record.

        given: the public keys that are known, by signer as it was given; the keys enrolled in the record count too.

        wanted: how many have to have cosigned a head.

        entries: how many entries the record has.

    Returns:
        Whether everything is proved that was asked for.
    """
    with Conference.open(file, to_read=True) as cica:
        trusted = {cica.rulebook.id_of(who): key for who, key in given.items()}
        header, register = cica.header, cica.state.register
    # A key that is given stands for its owner; what is enrolled in the record is only what the record says.
    known = [KnownKey(who, key) for who, key in trusted.items()]
    found = check_heads(file, header, [*known, *(key for key in enrolled(register) if key.actor not in trusted)])
    for each in found.counted:
        as_it_says = "" if each.actor in trusted else ", by a key that is enrolled in the record"
        say(f"{each.actor} cosigned entry {each.head.size} on {instant(each.at)}{as_it_says}")
    if found.last < entries:
        say(f"entries after the last head that is cosigned: {entries - found.last}")
    if found.aside:
        say(f"lines set aside, since they are not true, or by keys that are not known: {found.aside}")
    for each in found.untimely:
        problem = f"the entries around {each.head.size} do not say that they were recorded before and after"
        say(f"cica: not proved: {each.actor} cosigned on {instant(each.at)}, and {problem}", err=True)
    return _proved(found.counted, trusted, wanted) and not found.untimely


def check_note(file: str, note: Path) -> None:
    """Check that a record goes on from a head that somebody has cosigned, and say so."""
    record = Record.open(file, to_read=True)
    record.close()
    goes_on(file, record.header, read_note(note))
    say(f"it goes on from the head in {note}")


def check_certificate(file: str, given: Mapping[str, str], wanted: int, *, receipt: bool) -> bool:
    """
    Check a certificate or a receipt without its record, print what it says, and who has cosigned it.

    Args:
        file: the certificate.

        given: the public keys that are known, by signer as it was given.

        wanted: how many of them have to have cosigned it.

        receipt: whether it may be of an entry that is no decision.

    Returns:
        Whether everything is proved that was asked for.

    Raises:
        DamagedRecord: when it was altered, or is of no decision.
    """
    try:
        text = read_given(Path(file), MAX_CERTIFICATE).decode()
    except ValueError as error:
        raise DamagedRecord(file, f"is no certificate ({error})") from error
    if not text.strip():
        raise DamagedRecord(file, "is empty")
    certified = certificates.check_certificate(file, text)
    if not (certified.entry.decision or receipt):
        raise DamagedRecord(file, "certifies no decision; check a receipt with --receipt")
    origin = certified.head.origin
    trusted = _by_id(given, rulebook_of(origin))
    found = true_lines({certified.head: certified.lines}, [KnownKey(who, key) for who, key in trusted.items()])
    say(certified.words)
    say(f"{file} is whole")
    for each in found:
        say(f"  cosigned by {each.actor} on {instant(each.at)}")
    if unknown := sorted({line.name for line in certified.lines} - {key_name(origin, each.actor) for each in found}):
        say(f"  set aside, since no key is known that made them: the lines of {', '.join(unknown)}")
    return _proved(found, trusted, wanted)


def _proved(found: Iterable[Cosignature], trusted: Collection[str], wanted: int) -> bool:
    """Return whether those have cosigned that were asked for, and say what is missing."""
    cosigners = {each.actor for each in found}
    problems = [] if cosigners else ["nobody has cosigned it whose key is known: give one with --key"]
    problems += [f"{who} has not cosigned it" for who in sorted({*trusted} - cosigners)]
    if len(cosigners) < wanted:
        problems.append(f"of those whose keys are known {len(cosigners)} have cosigned it, {wanted} are asked for")
    for problem in problems:
        say(f"cica: not proved: {problem}", err=True)
    return not problems


def _by_id(trusted: Mapping[str, str], rulebook: str) -> Mapping[str, str]:
    """Return the keys by the ids of their owners, if the rulebook of the record is shipped."""
    if not trusted or rulebook not in shipped():
        return trusted
    rules = load(rulebook)
    return {rules.id_of(who): key for who, key in trusted.items()}


def read_keys(keys: tuple[str, ...]) -> dict[str, str]:
    """Read the public keys that are given as ``WHO=FILE``."""
    trusted = {}
    for words in keys:
        who, _, path = words.partition("=")
        if not path:
            raise click.BadParameter(f"{words!r} is not of the form WHO=FILE", param_hint="--key")
        trusted[who] = read_public(Path(path))
    return trusted
