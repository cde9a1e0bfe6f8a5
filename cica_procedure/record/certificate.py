"""
A certificate: a decision in one file that can be verified without the database.

It holds the entry of the decision with its roll, and the chain from there to a signed head. Of each later entry it
holds only a digest, so that it discloses nothing about other cases.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TypeVar

from cica_procedure.errors import DamagedRecord, Fault, InvalidAct
from cica_procedure.record.chain import Head, genesis, inner, link
from cica_procedure.record.row import hashed, plain_of, row_of, row_of_plain
from cica_procedure.record.signatures import Signature, faults
from cica_procedure.record.sqlite_record import Record
from cica_procedure.text import id_form

T = TypeVar("T")

FORMAT = "cica-certificate/2"
"""The name of the format of the file."""

KEYS = {"format", "record", "seq", "before", "entry", "after", "head", "signatures"}
"""The keys of a certificate; no other key is allowed."""


def certify(record: Record, signatures: list[Signature], case: str) -> dict[str, Any]:
    """
    Return the certificate of the last decision on a case, up to the first signed head that covers it.

    Raises:
        InvalidAct: when nothing has been decided on the case, or no signed head covers the decision.

        Inaccessible, NotARecord: when the record cannot be read.
    """
    decided = [(seq, entry) for seq, entry in record.numbered(id_form(case)) if entry.decision]
    if not decided:
        raise InvalidAct([Fault("case", f"nothing has been decided on {case!r}")])
    seq, entry = decided[-1]
    covering = sorted({s.head for s in signatures if s.head.seq >= seq and s.head == record.head_at(s.head.seq)})
    if not covering:
        raise InvalidAct([Fault("case", "no head since the decision is signed", "sign one with cica sign")])
    head = covering[0]
    before, chain = record.chain(seq, head.seq)
    return {
        "format": FORMAT,
        "record": record.header.plain(),
        "seq": seq,
        "before": before,
        "entry": plain_of(row_of(entry)),
        "after": chain,
        "head": str(head),
        "signatures": [
            {"signer": s.signer, "key": s.key, "signature": s.signature} for s in signatures if s.head == head
        ],
    }


def read_certificate(name: str, text: str) -> dict[str, Any]:
    """
    Read a certificate from its text.

    A repeated key is refused, since a person might read one of its values and the program might check the other.

    Raises:
        DamagedRecord: when the text is not a certificate.
    """

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise ValueError("a key is there twice")
        return found

    try:
        certificate = json.loads(text, object_pairs_hook=once)
    except (ValueError, RecursionError) as error:
        raise DamagedRecord(name, f"is no certificate ({error})") from error
    if not isinstance(certificate, dict):
        raise DamagedRecord(name, "is no certificate")
    return certificate


def check_certificate(name: str, certificate: Mapping[str, Any], trusted: Mapping[str, str]) -> list[Signature]:
    """
    Check a certificate without the record it comes from.

    Args:
        name: the name of the file it came from, for messages.

        certificate: the certificate, as `read_certificate` returns it.

        trusted: the public keys that are known, by signer.

    Returns:
        The signatures; all are valid, but the identity is proved only for signers in `trusted`.

    Raises:
        DamagedRecord: when the entry, the chain or a signature was altered, or a trusted signer has not signed.
    """
    try:
        seq, after = _exactly(int, certificate["seq"]), _exactly(list, certificate["after"])
        digest = link(bytes.fromhex(certificate["before"]), inner(hashed(seq, row_of_plain(certificate["entry"]))))
        for within in after:
            digest = link(digest, bytes.fromhex(within))
        head = Head.parse(certificate["head"])
        start = genesis(certificate["record"])
        given = [
            Signature(head, str(s["signer"]), str(s["key"]), str(s["signature"])) for s in certificate["signatures"]
        ]
        signed = (key for each in certificate["signatures"] for key in each.keys() - {"signer", "key", "signature"})
        more = (*(certificate.keys() - KEYS), *signed)
        known = certificate["format"] == FORMAT and not more and str(head) == certificate["head"]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise DamagedRecord(name, f"is no certificate ({error})") from error
    if not known or "decision" not in certificate["entry"]:
        raise DamagedRecord(name, f"is not of the format {FORMAT}, holds more than that, or no decision")
    if Head(seq + len(after), digest.hex()) != head:
        raise DamagedRecord(name, "its entry or its chain does not lead to the head that was signed: it was altered")
    for fault in faults(given, start, trusted):
        raise DamagedRecord(name, fault)
    return given


def _exactly(kind: type[T], value: object) -> T:
    if type(value) is not kind:
        raise ValueError(f"expected {kind.__name__}, found {value!r}")
    return value
