"""Whether a file is a record this program can read, with its guards in place."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from cica_procedure.errors import Inaccessible, NotARecord

if TYPE_CHECKING:
    from pathlib import Path

APPLICATION_ID = 0x43494341
"""Marks the file as a record in its header."""

VERSION = 2
"""The schema this program writes and reads; a higher one is that of a newer program, 1 was never released."""

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
    if strange := sorted(there.keys() - wanted.keys()):
        raise NotARecord(path, f"has triggers of another hand, {', '.join(strange)}; restore it from a backup")


def open_to_read(path: Path | str) -> sqlite3.Connection:
    """Open a database without the means to write to it; on a medium that takes no writes too, such as an archive's."""
    # Escaped as SQLite's documentation says; what would do it for us takes longer to import than a head to read.
    name = os.path.abspath(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    if os.name == "nt":
        name = "/" + name.replace("\\", "/")
    return sqlite3.connect(f"file:{name}?mode=ro{'&immutable=1' if _for_good(path) else ''}", uri=True)


def _for_good(path: Path | str) -> bool:
    """Whether nobody can write to a file, and no log beside it waits to be read, which takes a place to write."""
    try:
        sealed = hasattr(os, "statvfs") and os.statvfs(path).f_flag & os.ST_RDONLY
        return bool(sealed) and not os.path.exists(f"{path}-wal")
    except OSError:
        return False


@contextmanager
def looking_at(path: Path | str) -> Iterator[sqlite3.Connection]:
    """
    Look at a record without the means to write to it.

    Raises:
        Inaccessible: when there is no such file, or it cannot be read.

        NotARecord: when it is something else, has lost a guard, or cannot be read to its end.
    """
    try:
        there = stat.S_ISREG(os.stat(path).st_mode)
    except FileNotFoundError:
        there = False
    except OSError as error:
        raise Inaccessible(path, f"{error.strerror}; check the name and the permissions") from error
    if not there:
        raise Inaccessible(path, "there is no such file; create a record first")
    connection = open_to_read(path)
    try:
        check(connection, path)
        yield connection
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_ERROR:
            raise NotARecord(path, f"{error}; cica verify names what is damaged") from error
        raise Inaccessible(path, f"{error}; another program holds it, or it may not be read") from error
    except sqlite3.DatabaseError as error:
        raise NotARecord(path, f"{error}; if it is a record, restore it from a backup") from error
    finally:
        connection.close()
