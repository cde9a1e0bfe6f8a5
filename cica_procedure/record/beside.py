"""
One file, one truth: what lies beside a record, or in its place, must not pass for it.

SQLite takes a ``-wal`` or ``-journal`` file with the right name for its own, whatever database it comes from, and
writes it into the file when it is closed. So it is looked at before the record is opened: the file alone, and the file
as SQLite would see it, must be the same record.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

from cica_procedure.errors import Inaccessible, NotARecord

if TYPE_CHECKING:
    from pathlib import Path

TRIES = 3
"""How often is looked before a difference is believed: another program may be moving entries into the file."""


GONE = "what was written last is in the file that had this name: find it, and open the record anew"
"""The advice when the file of a record was moved, removed or replaced while it was open."""


_ENTRY = "SELECT seq, digest FROM entries WHERE :seq IS NULL OR seq = :seq ORDER BY seq DESC LIMIT 1"


class _Glimpse(NamedTuple):
    """What a database says of itself, and one of its entries; 0 when it has none."""

    header: tuple[tuple[str, str], ...]
    seq: int
    digest: bytes


def address(path: Path | str) -> str:
    """Return the address of a file for SQLite, escaped as its documentation says."""
    # Importing urllib for this takes longer than reading a head.
    name = os.path.join(os.getcwd(), os.fspath(path)).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    return "file:///" + name.replace("\\", "/") if os.name == "nt" else f"file://{name}"


def check_beside(path: Path | str) -> None:
    """
    Check that no log or journal of another database lies beside a file.

    Raises:
        NotARecord: when one does; nothing has been written into the file.
    """
    real = os.path.realpath(path)
    if os.path.lexists(real + "-journal"):
        raise NotARecord(path, f"has {os.path.basename(real)}-journal beside it, which no record has: move it away")
    log = real + "-wal"
    if not (os.path.exists(log) and os.path.getsize(log)):
        return
    for _ in range(TRIES):
        alone = _glimpse(path, "immutable=1")
        seen = _glimpse(path, "mode=ro", alone.seq) if alone is not None else None
        if seen is None or seen == alone:
            return  # It is the same, or it cannot be read like this, and whoever opens it is told why.
    problem = f"has {os.path.basename(log)} of another database, or an older one, beside it"
    raise NotARecord(path, f"{problem}: move that file away, and verify the record against a head that was kept")


def _glimpse(path: Path | str, how: str, seq: int | None = None) -> _Glimpse | None:
    """Return what a database has, opened in some way: its header, and its last entry or the one with a number."""
    try:
        with closing(sqlite3.connect(f"{address(path)}?{how}", uri=True)) as connection:
            header = tuple(connection.execute("SELECT name, value FROM header ORDER BY name"))
            entry = connection.execute(_ENTRY, {"seq": seq}).fetchone()
            return _Glimpse(header, *(entry or (0, b"")))
    except (sqlite3.Error, UnicodeDecodeError):
        return None


def place_of(path: Path | str, *, alone: bool) -> tuple[int, int]:
    """
    Return what tells a file from every other one, whatever its name: its device and its number there.

    Args:
        path: the file.

        alone: whether it may have no other name, since a second name would have a second log.

    Raises:
        Inaccessible: when there is no such file, or it has several names.
    """
    try:
        found = os.stat(path)
    except OSError as error:
        raise Inaccessible(path, f"{error.strerror}; check the name and the permissions") from error
    if alone and found.st_nlink > 1:
        raise Inaccessible(path, f"has {found.st_nlink} names, and each would have a log of its own: keep one of them")
    return found.st_dev, found.st_ino


def check_place(path: Path | str, place: tuple[int, int] | None) -> None:
    """
    Check that a file still has its name, so that nothing is acknowledged that has been written into another one.

    Args:
        path: the name.

        place: what `place_of` has returned for the file; ``None`` for a record that is in no file.

    Raises:
        Inaccessible: when it was moved, removed or replaced.
    """
    try:
        same = place is None or place_of(path, alone=True) == place
    except Inaccessible as error:
        raise Inaccessible(path, f"{error.problem}; {GONE}") from error
    if not same:
        raise Inaccessible(path, f"is another file than the one that was opened; {GONE}")
