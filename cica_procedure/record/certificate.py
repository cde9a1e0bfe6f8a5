"""
A certificate: one entry in one file that can be verified without the record, a few kilobytes of it.

In front stands what the entry says, in words; they are derived anew when it is checked. Behind stand the entry itself,
the way from it to the root of the tree, and the head that was cosigned, in the form of C2SP (c2sp.org/tlog-proof). It
discloses nothing about other entries.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Any, NamedTuple

from cica_procedure.errors import DamagedRecord, Fault, InvalidAct, NotARecord
from cica_procedure.record import tree
from cica_procedure.record.chain import DIGITS, inner, link
from cica_procedure.record.files import looking_at
from cica_procedure.record.heads import Checkpoint, witnessed
from cica_procedure.record.notes import Line, rulebook_of, with_lines
from cica_procedure.record.row import entry_of, hashed, plain_of, row_of, row_of_plain
from cica_procedure.record.sqlite_record import Record
from cica_procedure.terms import DOCUMENT, Entry
from cica_procedure.terms.wording import instant
from cica_procedure.terms.wording_of_record import HANDS
from cica_procedure.text import id_form

FORMAT = "c2sp.org/tlog-proof@v1"
"""The line with which the proof begins."""


class Certified(NamedTuple):
    """
    What a certificate that holds says.

    Attributes:
        entry: the entry.

        words: what it says, in words.

        head: the head that covers it.

        lines: the lines of those who have cosigned the head; whether they are true, only their keys tell.
    """

    entry: Entry
    words: str
    head: Checkpoint
    lines: tuple[Line, ...]


def certify(record: Record, case: str, n: int = 0) -> str:
    """
    Return the certificate of the last decision on a case, or of one entry, under the first head that covers it.

    Args:
        record: the record, which has been verified.

        case: the id of the case.

        n: the number of the entry in the case; 0 for the last decision.

    Raises:
        InvalidAct: when there is no such entry, nothing has been decided, or no head that covers it is cosigned.

        Inaccessible, NotARecord: when the record cannot be read.
    """
    seq, entry = _chosen(record.numbered(id_form(case)), case, n)
    heads = witnessed(record.path, record.header)
    covering = [head for head in heads if head.size >= seq and heads[head]]
    if not covering:
        raise InvalidAct([Fault("case", "no head since then is cosigned", "cosign one with cica sign")])
    head = min(covering)
    before = record.head_at(seq - 1).digest
    extra = {"before": before, "entry": plain_of(row_of(entry))}
    with looking_at(record.path) as connection:
        rows = connection.execute("SELECT digest FROM entries WHERE seq <= ? ORDER BY seq", [head.size])
        path = tree.proof((digest for (digest,) in rows), seq - 1)
    lines = [
        _words(entry, seq, head),
        FORMAT,
        f"extra {_coded(json.dumps(extra, ensure_ascii=False, sort_keys=True).encode())}",
        f"index {seq - 1}",
        *map(_coded, path),
        "",
        with_lines(head.text, heads[head]),
    ]
    return "\n".join(lines)


def _chosen(numbered: list[tuple[int, Entry]], case: str, n: int) -> tuple[int, Entry]:
    """Return one entry of a case with its number in the record: the last decision, or the one that is asked for."""
    found = [(seq, entry) for seq, entry in numbered if (entry.n == n if n else entry.decision)]
    if not found and n:
        raise InvalidAct([Fault("entry", f"{case!r} has no entry {n}, only {len(numbered)}")])
    if not found:
        raise InvalidAct([Fault("case", f"nothing has been decided on {case!r}", "give an entry for its receipt")])
    return found[-1]


def check_certificate(name: str, text: str) -> Certified:
    """
    Check a certificate without the record it comes from; who has cosigned the head is for the caller to check.

    Args:
        name: the name of the file it came from, for messages.

        text: the text of the file.

    Raises:
        DamagedRecord: when it is no certificate, or anything in it was altered.
    """
    try:
        words, found, rest = text.partition(f"\n{FORMAT}\n")
        proof, blank, note = rest.partition("\n\n")
        head, lines = Checkpoint.parse(note)
        first, second, *path = proof.split("\n")
        extra = _extra(first)
        index = int(second.removeprefix("index "))
        rulebook_of(head.origin)
        before = bytes.fromhex(extra["before"])
        row = row_of_plain(extra["entry"])
        entry = entry_of(row)
        whole = found and blank and second == f"index {index}" and len(extra["before"]) == DIGITS
        digest = link(before, inner(hashed(index + 1, row)))
        root = tree.root_of(digest, index, head.size, [*map(_decoded, path)])
    except (KeyError, TypeError, ValueError, AttributeError, InvalidAct, NotARecord, RecursionError) as error:
        raise DamagedRecord(name, f"is no certificate ({error})") from error
    if not whole or with_lines(head.text, lines) != note:
        raise DamagedRecord(name, "is not written as a certificate is: it was altered")
    if root != head.root:
        raise DamagedRecord(name, "its entry does not lead to the head that was cosigned: it was altered")
    if words != _words(entry, index + 1, head):
        raise DamagedRecord(name, "says in words something else than its entry: it was altered")
    return Certified(entry, words, head, lines)


def _extra(line: str) -> Mapping[str, Any]:
    """Return what the first line of a proof holds: each key once."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise ValueError("a key is there twice")
        return found

    extra = json.loads(b64decode(line.removeprefix("extra "), validate=True), object_pairs_hook=once)
    if not isinstance(extra, dict) or extra.keys() != {"before", "entry"}:
        raise ValueError("it holds more or less than an entry")
    if f"extra {_coded(json.dumps(extra, ensure_ascii=False, sort_keys=True).encode())}" != line:
        raise ValueError("it is written in another way")
    return extra


def _words(entry: Entry, seq: int, head: Checkpoint) -> str:
    """Return what an entry says, in words for a person."""
    when, hand = instant(entry.at), HANDS[entry.hand]
    if entry.decision:
        says = [f"The {entry.body} decided on {when}: {entry.decision}"]
    elif entry.position is not None:
        says = [f"Receipt, no decision: {entry.party} stated on {when}: {entry.position}, {hand}"]
    else:
        says = [f"Receipt, no decision: {entry.actor} did on {when}: {entry.act}, {hand}"]
    document = entry.details.get(DOCUMENT)
    text = f", text sha256:{document}" if document else ""
    title = f'"{_line(entry.title)}", ' if entry.title else ""
    says.append(f"  case {entry.case}, {title}revision {entry.revision}{text}")
    if entry.decision:
        says.append(f"  {_roll(entry)}")
        passed = ", not by consensus" if entry.despite else ""
        says.append(f"  by the rule {entry.rule}{passed}; edition {entry.edition}; {_line(entry.cites)}")
    elif entry.reason:
        says.append(f"  {_line(entry.reason)}")
    says.append(f"  entry {seq} of {head.origin}, under its head of {head.size} entries")
    return "\n".join([*says, ""])


def _roll(entry: Entry) -> str:
    by_position: dict[str, list[str]] = {}
    for member, position in sorted(entry.roll.items()):
        hand = f" ({HANDS[entry.hands[member]]})" if member in entry.hands else ""
        by_position.setdefault(position, []).append(f"{member}{hand}")
    return "; ".join(f"{position} ({len(who)}): {', '.join(who)}" for position, who in sorted(by_position.items()))


def _line(text: str) -> str:
    """Return a text on one line."""
    return " ".join(text.split())


def _decoded(text: str) -> bytes:
    """Return what a text stands for, which has one form: the last digit of another might say the same."""
    data = b64decode(text, validate=True)
    if _coded(data) != text:
        raise ValueError("it is written in another way")
    return data


def _coded(data: bytes) -> str:
    return b64encode(data).decode()
