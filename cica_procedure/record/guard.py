"""The check that a file is a record this program can read, and the triggers that guard its tables."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from cica_procedure.errors import NotARecord

if TYPE_CHECKING:
    from pathlib import Path

APPLICATION_ID = 0x43494341
"""The SQLite application id that marks a file as a record."""

VERSION = 6
"""The schema version this program reads and writes; newer programs have a higher one; 1 to 5 were never released."""

GUARD = """CREATE TRIGGER {name} BEFORE {event} ON {table}{when}
BEGIN SELECT RAISE(ABORT, 'the record is append-only: nothing is {done}'); END"""

KEYS = {
    "header": "name = NEW.name",
    "entries": "case_id = NEW.case_id AND n = NEW.n) OR NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM entries",
    "refusals": "seq = NEW.seq",
    "signatures": "seq = NEW.seq",
    "sqlar": "name = NEW.name",
}
"""The guarded tables, each with the condition under which an INSERT is refused.

The conditions cover every unique key that an INSERT OR REPLACE could use, and keep the numbers of entries without gaps.
"""


def guards() -> dict[str, str]:
    """Return the SQL of every trigger that a record must have, by name, as it is stored in the database."""
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
        NotARecord: when it belongs to another program, has another schema version, or has lost or gained a trigger.
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
