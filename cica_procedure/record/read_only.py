"""A record that is looked at: without the means to write to it, and with every trouble said as what it is."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from cica_procedure.errors import Inaccessible, NotARecord
from cica_procedure.record.guard import check

if TYPE_CHECKING:
    from pathlib import Path


@contextmanager
def looking_at(path: Path | str) -> Iterator[sqlite3.Connection]:
    """
    Look at a record without the means to write to it; also where nothing can be written, as on an archive's medium.

    Raises:
        Inaccessible: when there is no such file, or it cannot be read.

        NotARecord: when it is something else, has lost a guard, or cannot be read to its end.
    """
    known = regular(path)
    connection, sealed = connect_to_read(path)
    try:
        check(connection, path)
        yield connection
        if sealed and regular(path) != known:
            raise Inaccessible(path, "was written to meanwhile from elsewhere; look again")
    except sqlite3.DatabaseError as error:
        raise trouble(path, error) from error
    except UnicodeDecodeError as error:
        raise NotARecord(path, f"{error}; restore it from a backup") from error
    finally:
        connection.close()


def regular(path: Path | str) -> tuple[int, int]:
    """
    Give the size of a file and when it was last written.

    Raises:
        Inaccessible: when it is not there, is no file, or cannot be looked at.
    """
    found = _found(path)
    if found is None:
        raise Inaccessible(path, "there is no such file; create a record first")
    if not stat.S_ISREG(found.st_mode):
        raise Inaccessible(path, "is no file; give the name of a record")
    return found.st_size, found.st_mtime_ns


def free(path: Path | str) -> None:
    """
    Refuse the name of a file that is there, or that none can have.

    Raises:
        NotARecord: when it is taken.

        Inaccessible: when it cannot be looked at.
    """
    if _found(path) is not None:
        raise NotARecord(path, "exists already; give the name of a new file")


def _found(path: Path | str) -> os.stat_result | None:
    try:
        return os.stat(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Inaccessible(path, f"{error.strerror}; check the name and the permissions") from error
    except ValueError as error:
        raise Inaccessible(path, f"{error}; check the name and the permissions") from error


def connect_to_read(path: Path | str) -> tuple[sqlite3.Connection, bool]:
    """
    Open a database to read, and say whether it is taken to stay as it is.

    SQLite shares what readers and writers have to know in a file beside the database. Where that cannot be made, and no
    log waits to be read, nobody is writing through it, and the database is read as it stands.
    """
    # Escaped as SQLite's documentation says; what would do it for us takes longer to import than a head to read.
    name = os.path.join(os.getcwd(), os.fspath(path)).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    if os.name == "nt":
        name = "/" + name.replace("\\", "/")
    # With the right to tidy up, since who leaves last has to clear away what was shared; but no statement can write.
    connection = sqlite3.connect(f"file://{name}?mode=rw", uri=True, isolation_level=None)
    try:
        connection.execute("PRAGMA query_only = ON")
        connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1")
    except sqlite3.OperationalError as error:
        log = os.path.realpath(path) + "-wal"
        shared = _code(error) not in {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}
        if not shared and not (os.path.exists(log) and os.path.getsize(log)):
            connection.close()
            return sqlite3.connect(f"file://{name}?immutable=1", uri=True, isolation_level=None), True
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        pass  # It is met again by whoever looks.
    return connection, False


def trouble(path: Path | str, error: sqlite3.DatabaseError) -> Inaccessible | NotARecord:
    """Say whether it is the file that cannot be reached, what is in it that is wrong, or whoever uses it."""
    if isinstance(error, sqlite3.ProgrammingError):
        # It was closed, or is used in another thread than the one it was opened in.
        return Inaccessible(path, f"{str(error).rstrip('.')}; open it anew, in each thread by itself")
    if isinstance(error, sqlite3.OperationalError) and _code(error) != sqlite3.SQLITE_ERROR:
        return Inaccessible(path, f"{error}; another program holds it, or the rights to it are missing")
    return NotARecord(path, f"{error}; if it is a record, restore it from a backup")


def _code(error: sqlite3.Error) -> int:
    """Give SQLite's code of an error; Python raises some of its own, which have none and are about what was read."""
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
