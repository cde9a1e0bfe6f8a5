"""Whether a file is a record this program can read, with its guards in place."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from cica_procedure.errors import NotARecord

if TYPE_CHECKING:
    from pathlib import Path

APPLICATION_ID = 0x43494341
"""Marks the file as a record in its header."""

VERSION = 3
"""The schema this program writes and reads; a higher one is that of a newer program, 1 and 2 were never released."""

GUARD = """CREATE TRIGGER {name} BEFORE {event} ON {table}{when}
BEGIN SELECT RAISE(ABORT, 'the record is append-only: nothing is {done}'); END"""

KEYS = {
    "header": "name = NEW.name",
    "entries": "case_id = NEW.case_id AND n = NEW.n) OR NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM entries",
    "refusals": "seq = NEW.seq",
    "signatures": "seq = NEW.seq",
}
"""The tables that are guarded, each with every unique key an INSERT OR REPLACE could use; entries have no gaps."""


def guards() -> dict[str, str]:
    """Give the triggers that must be there, by name, as they are written in the database."""
    found = {}
    for table, keys in KEYS.items():
        when = f"\nWHEN EXISTS (SELECT 1 FROM {table} WHERE {keys})"  # noqa: S608 - both are constants above
        for event, condition, done in (
            ("UPDATE", "", "changed"),
            ("DELETE", "", "removed"),
            ("INSERT", when, "replaced or left out"),
        ):
            name = f"{table}_keep_{event.lower()}"
            found[name] = GUARD.format(name=name, table=table, event=event, when=condition, done=done)
    return found


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
    if version < VERSION:
        raise NotARecord(path, f"has schema {version}, which was never released; make the record anew")
    there = dict(connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"))
    wanted = guards()
    if lost := sorted(name for name, sql in wanted.items() if there.get(name) != sql):
        raise NotARecord(path, f"has lost its guards {', '.join(lost)}; restore it from a backup")
    if strange := sorted(map(str, there.keys() - wanted.keys())):
        raise NotARecord(path, f"has triggers of another hand, {', '.join(strange)}; restore it from a backup")
