"""
Texts, which a record keeps under their SHA-256: the files of its rules, and documents. A text proves itself.

The table is an archive as SQLite has it: ``sqlite3 FILE -A --list`` shows it, and ``--extract`` unpacks it.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable
from hashlib import sha256

from cica_procedure.record.chain import DIGITS

MODE = 0o100644
"""The mode that a text has when it is unpacked: a regular file that its owner may write."""

MAX_TEXT = 64 * 1024 * 1024
"""The largest text, in bytes."""


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


def unpacked(name: str, size: object, data: object) -> bytes:
    """
    Return the text of a row of the table.

    Raises:
        ValueError: when it is not what its name says.
    """
    try:
        if isinstance(size, int) and isinstance(data, bytes) and 0 <= size <= MAX_TEXT:
            content = data if len(data) == size else zlib.decompressobj().decompress(data, size + 1)
            if sha256(content).hexdigest() == name:
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
