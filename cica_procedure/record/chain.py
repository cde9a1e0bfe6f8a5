"""The chain of digests: each entry is sealed to the entry before it, and the head seals all of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from cica_procedure.errors import NotARecord

if TYPE_CHECKING:
    from pathlib import Path

DIGITS = 64
"""The length of a digest in hexadecimal."""


HEADER = {"id", "rulebook", "rules", "since"}
"""The names of the values in the header of a record."""


class Head(NamedTuple):
    """
    The number and digest of the last entry of a record; with a head that was kept, removed entries are noticed.

    Attributes:
        seq: the number of the entry; 0 for a record without entries.

        digest: the digest of the entry, in hexadecimal.
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
            ValueError: when the text is not a head.
        """
        seq, _, digest = words.partition(":")
        # Importing string.hexdigits takes longer than reading a short record.
        if not (seq.isascii() and seq.isdigit()) or len(digest) != DIGITS or set(digest) - {*"0123456789abcdefABCDEF"}:
            raise ValueError(f"{words!r} is no head; it looks like 17:9f86d0..., as cica head prints it")
        return cls(int(seq), digest.lower())


def inner(text: bytes) -> bytes:
    """Return the digest of the content of an entry; a reader can follow the chain with it, without the content."""
    return sha256(text).digest()


def link(before: bytes, within: bytes) -> bytes:
    """Return the digest of an entry: the hash of the digest before it and of its inner digest."""
    return sha256(before + within).digest()


def genesis(header: Mapping[str, str]) -> str:
    """
    Return the genesis: the digest of the header, in hexadecimal, which is the digest before the first entry.

    It is taken of a line for each value, ``name: value``, sorted by name.

    Raises:
        ValueError: when the values are not those of a header.
    """
    if header.keys() != HEADER or not all(isinstance(value, str) for value in header.values()):
        raise ValueError("says more or less of itself than a record does")
    return sha256("".join(f"{name}: {header[name]}\n" for name in sorted(header)).encode()).hexdigest()


def genesis_in(connection: sqlite3.Connection, path: Path | str) -> str:
    """
    Return the genesis of a record, by its header.

    Raises:
        NotARecord: when the record does not say what it is.
    """
    try:
        return genesis(dict(connection.execute("SELECT name, value FROM header")))
    except ValueError as error:
        raise NotARecord(path, f"{error}; restore it from a backup") from error


def head_at(connection: sqlite3.Connection, seq: int, start: str) -> Head:
    """
    Return an entry as a head; its digest is empty when there is no such entry.

    Args:
        connection: the connection to the record.

        seq: the number of the entry; 0 for the genesis.

        start: the genesis, in hexadecimal.
    """
    row = connection.execute("SELECT lower(hex(digest)) FROM entries WHERE seq = ?", [seq]).fetchone()
    return Head(seq, row[0] if row else start if seq == 0 else "")
