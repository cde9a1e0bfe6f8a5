"""
Texts, which a record keeps under their SHA-256: the files of its rules, and documents. A text proves itself.

The table is an archive as SQLite has it: ``sqlite3 FILE -A --list`` shows it, and ``--extract`` unpacks it.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable
from hashlib import sha256
from secrets import token_hex

from cica_procedure.record.chain import DIGITS
from cica_procedure.record.guard import guards

MODE = 0o100644
"""The mode that a text has when it is unpacked: a regular file that its owner may write."""

MAX_TEXT = 64 * 1024 * 1024
"""The largest text, in bytes."""

SEALED = b"sealed "
"""What the first line of a text begins with that is not for everybody; the rest of that line is random."""

SEALED_REASON = "sealed:"
"""What a reason is that lies in the record as a sealed text: this, and the SHA-256."""


def sealed(content: bytes) -> bytes:
    """Return a text with a line of 128 random bits in front, so that nobody finds from its SHA-256 what it may say."""
    return SEALED + token_hex(16).encode() + b"\n" + content


def keep(connection: sqlite3.Connection, texts: Iterable[bytes]) -> None:
    """Write texts into a record, unless it has them already."""
    for content in texts:
        name, packed = sha256(content).hexdigest(), zlib.compress(content)
        data = packed if len(packed) < len(content) else content
        connection.execute(
            "INSERT INTO sqlar (name, mode, mtime, sz, data) SELECT ?, ?, 0, ?, ? "
            "WHERE NOT EXISTS (SELECT 1 FROM sqlar WHERE name = ?)",
            [name, MODE, len(content), data, name],
        )


def text(connection: sqlite3.Connection, name: str) -> bytes:
    """
    Return a text by its SHA-256.

    Raises:
        ValueError: when the record does not have it, or has something else under its name.
    """
    row = connection.execute("SELECT sz, data FROM sqlar WHERE name = ?", [name]).fetchone()
    if row is None:
        raise ValueError(f"lacks the text {name}")
    return unpacked(name, *row)


def drop_sealed(connection: sqlite3.Connection) -> int:
    """Remove every sealed text from a copy of a record, also from the free pages, and return how many there were."""
    guard = "sqlar_keep_delete"
    rows = connection.execute("SELECT name, sz, data FROM sqlar")
    names = [name for name, size, data in rows if unpacked(name, size, data).startswith(SEALED)]
    connection.execute(f"DROP TRIGGER {guard}")
    connection.executemany("DELETE FROM sqlar WHERE name = ?", [[name] for name in names])
    connection.execute(guards()[guard])
    connection.commit()
    connection.execute("VACUUM")
    return len(names)


def unpacked(name: str, size: object, data: object) -> bytes:
    """
    Return the text of a row of the table.

    Raises:
        ValueError: when it is not what its name says.
    """
    try:
        if isinstance(size, int) and isinstance(data, bytes) and 0 <= size <= MAX_TEXT:
            if len(data) == size:
                content, rest = data, b""
            else:
                packed = zlib.decompressobj()
                content, rest = packed.decompress(data, size + 1), packed.unused_data
            if len(content) == size and not rest and sha256(content).hexdigest() == name:
                return bytes(content)
    except zlib.error:
        pass  # It is not what its name says either.
    raise ValueError(f"has under the name {name} another text")


def listed(manifest: bytes) -> dict[str, str]:
    """
    Return the names of the texts that a manifest lists, by path.

    Args:
        manifest: a line for each file, as ``sha256sum`` prints it: the SHA-256, two spaces, the path.

    Raises:
        ValueError: when it is no manifest.
    """
    lines = [line.partition("  ") for line in manifest.decode().splitlines()]
    if not all(len(name) == DIGITS and between and path for name, between, path in lines):
        raise ValueError("a line is not a SHA-256, two spaces and a path")
    return {path: name for name, _, path in lines}
