"""Whether a file is a record this program can read, with its guards in place."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from cica_procedure.errors import NotARecord

APPLICATION_ID = 0x43494341
"""Marks the file as a record in its header: the letters CICA."""

VERSION = 1
"""The schema this program writes and reads; a file with a higher one was written by a newer program."""

KEYS = {
    "header": "name = NEW.name",
    "entries": "seq = NEW.seq OR (case_id = NEW.case_id AND n = NEW.n)",
}
"""The tables that are guarded, each with every unique key an INSERT OR REPLACE could use."""

GUARDS = frozenset(f"{table}_keep_{event}" for table in KEYS for event in ("update", "delete", "insert"))
"""The names of the triggers that must be there."""


def check(connection: sqlite3.Connection, path: Path | str) -> None:
    """
    Check that a database is a record.

    Raises:
        NotARecord: when it belongs to another program, is of a newer schema, or has lost a guard.
    """
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application != APPLICATION_ID:
        raise NotARecord(path, "is a database of another program; nothing was written to it")
    if version > VERSION:
        raise NotARecord(path, f"has schema {version}, this program knows {VERSION}; install a newer release")
    there = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")}
    if lost := GUARDS - there:
        raise NotARecord(path, f"has lost its guards {', '.join(sorted(lost))}; restore it from a backup")
