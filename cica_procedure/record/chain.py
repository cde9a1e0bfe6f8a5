"""The chain: how each entry is sealed to the one before it, and the head that vouches for all of them."""

from __future__ import annotations

import sqlite3
from hashlib import sha256
from typing import NamedTuple

DIGITS = 64
"""How long a digest is in hexadecimal."""


class Head(NamedTuple):
    """
    The last entry of a record, in two words: keep it or publish it, and nobody can cut off what came before.

    Attributes:
        seq: the number of the entry; 0 for a record without any.

        digest: its digest, in hexadecimal.
    """

    seq: int
    digest: str

    def __str__(self) -> str:
        return f"{self.seq}:{self.digest}"

    @classmethod
    def parse(cls, words: str) -> Head:
        """
        Read a head as it is printed.

        Raises:
            ValueError: when it is none.
        """
        seq, _, digest = words.partition(":")
        # string.hexdigits takes longer to import than a short record to read.
        if not (seq.isascii() and seq.isdigit()) or len(digest) != DIGITS or set(digest) - {*"0123456789abcdefABCDEF"}:
            raise ValueError(f"{words!r} is no head; it looks like 17:9f86d0..., as cica head prints it")
        return cls(int(seq), digest.lower())


def inner(text: bytes) -> bytes:
    """Give the digest of everything an entry says: all that is shown of it to whoever only follows the chain."""
    return sha256(text).digest()


def link(before: bytes, within: bytes) -> bytes:
    """Give the digest of an entry: of the digest before it, and of the digest of everything it says."""
    return sha256(before + within).digest()


def genesis(rulebook: str, since: str) -> str:
    """Give what stands before the first entry, in the place of a digest: that of the header."""
    return sha256(f"{rulebook}\x1f{since}".encode()).hexdigest()


def head_at(connection: sqlite3.Connection, seq: int, start: str) -> Head:
    """
    Give an entry as a head.

    Args:
        connection: to the record.

        seq: the number of the entry; 0 for what stands before the first.

        start: what stands before the first, in hexadecimal.
    """
    row = connection.execute("SELECT lower(hex(digest)) FROM entries WHERE seq = ?", [seq]).fetchone()
    return Head(seq, row[0] if row else start if seq == 0 else "")
