"""The head of a record, read with as little as can be: for whoever keeps or publishes it, again and again."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from cica_procedure.errors import Inaccessible, NotARecord
from cica_procedure.record.guard import check

LAST_ENTRY = "SELECT seq, digest FROM entries ORDER BY seq DESC LIMIT 1"


def read_head(path: Path) -> str:
    """
    Give the head of a record, as `Head` writes it.

    Raises:
        Inaccessible: when there is no such file, or it cannot be read.

        NotARecord: when it is something else, or has lost a guard.
    """
    try:
        there = path.is_file()
    except OSError as error:
        raise Inaccessible(path, f"{error.strerror}; check the permissions") from error
    if not there:
        raise Inaccessible(path, "there is no such file; create a record first")
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    try:
        check(connection, path)
        seq, digest = connection.execute(LAST_ENTRY).fetchone() or (0, _genesis(connection))
    except sqlite3.OperationalError as error:
        raise Inaccessible(path, f"{error}; another program holds it, or it may not be read") from error
    except sqlite3.DatabaseError as error:
        raise NotARecord(path, f"{error}; is it a record?") from error
    finally:
        connection.close()
    return f"{seq}:{digest}"


def _genesis(connection: sqlite3.Connection) -> str:
    """Give what stands before the first entry, which only a record without any is asked for."""
    from cica_procedure.record.verification import genesis  # noqa: PLC0415 - takes longer to import than to read a head

    header = dict(connection.execute("SELECT name, value FROM header"))
    return genesis(header.get("rulebook", ""), header.get("since", ""))
