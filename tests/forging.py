"""Records that somebody has forged who knows how the program writes: every digest is made good."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from cica_procedure import verify
from cica_procedure.record.chain import genesis, inner, link
from cica_procedure.record.guard import guards
from cica_procedure.record.row import hashed, plain_of, row_of_plain

Plain = dict[str, Any]
"""What an entry says, by name, without what is empty."""


def plains(path: Path) -> list[Plain]:
    """Return what the entries of a record say, by name."""
    connection = sqlite3.connect(path)
    rows = connection.execute("SELECT case_id, n, world, content FROM entries ORDER BY seq").fetchall()
    connection.close()
    return [plain_of(row) for row in rows]


def forged(path: Path, entries: list[Plain]) -> Path:
    """Return a copy of a record with other entries, numbered and sealed as if the program had written them."""
    copy = Path(mkdtemp()) / "forged.sqlite"
    source, target = sqlite3.connect(path), sqlite3.connect(copy)
    source.backup(target)
    source.close()
    for name in guards():
        target.execute(f"DROP TRIGGER {name}")
    target.execute("DELETE FROM entries")
    before = bytes.fromhex(genesis(dict(target.execute("SELECT name, value FROM header"))))
    for seq, plain in enumerate(entries, 1):
        row = row_of_plain(plain)
        before = link(before, inner(hashed(seq, row)))
        target.execute("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?)", (seq, *row, before))
    for statement in guards().values():
        target.execute(statement)
    target.commit()
    target.close()
    assert verify(copy, replay=False).sound, "a forger knows the sums"
    return copy
