"""The check that a file is a record this program can read, and the triggers that guard its tables."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from cica_procedure.errors import NotARecord

if TYPE_CHECKING:
    from pathlib import Path

APPLICATION_ID = 0x43494341
"""The SQLite application id that marks a file as a record."""

VERSION = 7
"""The schema version this program reads and writes; newer programs have a higher one; 1 to 6 were never released."""

GUARD = """CREATE TRIGGER {name} BEFORE {event} ON {table}{when}
BEGIN SELECT RAISE(ABORT, 'the record is append-only: nothing is {done}'); END"""

KEYS = {
    "header": "name = NEW.name",
    "entries": "case_id = NEW.case_id AND n = NEW.n) OR NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM entries",
    "refusals": "seq = NEW.seq",
    "notes": "(size, root, line) = (NEW.size, NEW.root, NEW.line)",
    "sqlar": "name = NEW.name",
}
"""The guarded tables, each with the condition under which an INSERT is refused.

The conditions cover every unique key that an INSERT OR REPLACE could use, and keep the numbers of entries without gaps.
"""


SEALS = {
    "entries": (
        """cica_seal(NEW.seq, NEW.case_id, NEW.n, NEW.world, NEW.content, NEW.digest,
               (SELECT digest FROM entries WHERE seq = NEW.seq - 1))""",
        "taken in that does not fit",
    ),
    "sqlar": ("cica_text(NEW.name, NEW.sz, NEW.data)", "taken in under a name that is not its own"),
}
"""The tables into which only this program can write, each with what has to be true of a new row."""


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
    for table, (fits, done) in SEALS.items():
        name, when = f"{table}_seal", f"\nWHEN {fits} IS NOT 1"
        found[name] = GUARD.format(name=name, table=table, event="INSERT", when=when, done=done)
    return found


def seal(connection: sqlite3.Connection, genesis: str) -> None:
    """
    Register, on a connection that writes, the functions by which the database itself refuses what does not fit.

    Another program does not have them, so that its INSERT fails; it can read all the same.

    Args:
        connection: the connection.

        genesis: the digest before the first entry, in hexadecimal.
    """
    from cica_procedure.record.chain import inner, link  # noqa: PLC0415 - whoever only reads needs none of them
    from cica_procedure.record.row import hashed  # noqa: PLC0415 - as above
    from cica_procedure.record.texts import unpacked  # noqa: PLC0415 - as above

    begun = bytes.fromhex(genesis)

    def fits(seq: int, case: str, n: int, world: int, content: str, digest: bytes, before: bytes | None) -> bool:
        return digest == link(before or begun, inner(hashed(seq, (case, n, world, content))))

    def is_text(name: str, size: int, data: bytes) -> bool:
        try:
            unpacked(name, size, data)
        except ValueError:
            return False
        return True

    connection.create_function("cica_seal", 7, fits)
    connection.create_function("cica_text", 3, is_text)


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
