"""Connections that only read a record, and the translation of SQLite errors into errors of this package."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from random import uniform
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

from cica_procedure.errors import Inaccessible, NotARecord
from cica_procedure.record.beside import address, check_beside
from cica_procedure.record.guard import check
from cica_procedure.record.tables import check_shape

if TYPE_CHECKING:
    from pathlib import Path


@contextmanager
def looking_at(path: Path | str) -> Iterator[sqlite3.Connection]:
    """
    Open a record in a ``with`` statement so that it can only be read; this works even on a read-only medium.

    Raises:
        Inaccessible: when there is no such file, it cannot be read, or it was changed on a medium taken to be
            read-only.

        NotARecord: when the file is not a record, has lost a guard, or cannot be read to its end.
    """
    known = regular(path)
    check_beside(path)
    connection, sealed = connect_to_read(path)
    try:
        check(connection, path)
        check_shape(connection, path)
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
    Return the size of a file and when it was last written.

    Raises:
        Inaccessible: when there is no such file, it is not a regular file, or it cannot be examined.

        NotARecord: when it is empty.
    """
    try:
        found = os.stat(path)
    except FileNotFoundError as error:
        raise Inaccessible(path, "there is no such file; begin one with cica init") from error
    except (OSError, ValueError) as error:
        raise Inaccessible(path, f"{_words(error)}; check the name and the permissions") from error
    if not stat.S_ISREG(found.st_mode):
        raise Inaccessible(path, "is no file; give the name of a record")
    if not found.st_size:
        raise NotARecord(path, "is empty, or made up by the system; create a record under another name")
    return found.st_size, found.st_mtime_ns


@contextmanager
def new_file(path: Path | str) -> Iterator[None]:
    """
    Make an empty file, to be filled in the block of a ``with`` statement; if that raises, remove the file.

    An incomplete file is not a record, and the next attempt would find that the file exists. Nothing is made for the
    path ``:memory:``.

    Raises:
        NotARecord: when the file exists, even if another program made it at the same moment.

        Inaccessible: when it cannot be made, or no file can have this name.
    """
    if path == ":memory:":
        yield
        return
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    except FileExistsError as error:
        raise NotARecord(path, "exists already; give the name of a new file") from error
    except (OSError, ValueError) as error:
        raise Inaccessible(path, f"{_words(error)}; check the folder and the permissions") from error
    try:
        yield
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(path)
        raise


def _words(error: OSError | ValueError) -> str:
    return str(error.strerror if isinstance(error, OSError) else error)


def connect_to_read(path: Path | str) -> tuple[sqlite3.Connection, bool]:
    """
    Open a database for reading; return the connection, and whether the file is assumed not to change.

    In WAL mode, readers and writers share an index in a file beside the database. When this file cannot be created and
    the log is missing or empty, no program can be writing, and the database is opened as immutable.
    """
    name = address(path)
    # `mode=rw`: the last WAL connection must delete `-wal` and `-shm`; `query_only` blocks writes.
    try:
        connection = sqlite3.connect(f"{name}?mode=rw", uri=True, isolation_level=None)
    except sqlite3.DatabaseError as error:
        raise trouble(path, error) from error
    try:
        connection.execute("PRAGMA query_only = ON")
        connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1")
    except sqlite3.OperationalError as error:
        log = os.path.realpath(path) + "-wal"
        shared = _code(error) not in {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}
        if not shared and not (os.path.exists(log) and os.path.getsize(log)):
            connection.close()
            return sqlite3.connect(f"{name}?immutable=1", uri=True, isolation_level=None), True
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        pass  # Ignore it: the caller's first query raises the same error.
    return connection, False


def trouble(path: Path | str, error: sqlite3.DatabaseError) -> Inaccessible | NotARecord:
    """Return the error of this package for a SQLite error: the file is out of reach, or its content is wrong."""
    if isinstance(error, sqlite3.ProgrammingError):
        # The connection was closed, or is used in another thread than the one it was opened in.
        return Inaccessible(path, f"{str(error).rstrip('.')}; open it anew, in each thread by itself")
    if isinstance(error, sqlite3.OperationalError) and _code(error) != sqlite3.SQLITE_ERROR:
        return Inaccessible(path, f"{error}; another program holds it, or the rights to it are missing")
    return NotARecord(path, f"{error}; if it is a record, restore it from a backup")


def _code(error: sqlite3.Error) -> int:
    """Return SQLite's code of an error; errors that Python itself raises have no code and concern the data read."""
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF


WAIT = 5.0
"""How long is waited for another program that writes, in seconds."""

PAUSE = (0.0002, 0.002)
"""The shortest and the longest pause between two tries, in seconds; drawn, so that nobody is always too late."""


class _Patient(sqlite3.Connection):
    """A connection that waits for its turn, in shorter pauses than SQLite's own, which leave some writers behind."""

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:  # noqa: ANN401 - what SQLite takes
        """Run a statement, once no other program holds the file."""
        until = 0.0
        while True:
            try:
                return super().execute(sql, parameters)
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode not in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_BUSY_RECOVERY}:
                    raise
                now = monotonic()
                until = until or now + WAIT
                if now > until:
                    error.args = (f"{error}: another program has held it for {WAIT:.0f} seconds",)
                    raise
                sleep(uniform(*PAUSE))  # noqa: S311 - it only spreads the tries


def connect(path: Path | str) -> sqlite3.Connection:
    """
    Open a database for writing.

    Raises:
        Inaccessible: when it cannot be opened.
    """
    try:
        return sqlite3.connect(path, isolation_level=None, timeout=0, factory=_Patient)
    except (sqlite3.Error, ValueError) as error:
        raise Inaccessible(path, f"{error}; check the folder and the permissions") from error


def prepare(connection: sqlite3.Connection) -> None:
    """Make each commit durable; call this only when the file is known to be a record, since it writes to the file."""
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
