"""Backups: a verified copy of a record that may be in use, which appears whole or not at all."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from secrets import token_hex

from cica_procedure.conference.lawfulness import verify
from cica_procedure.errors import DamagedRecord, Inaccessible, NotARecord
from cica_procedure.record.files import looking_at, new_file
from cica_procedure.record.texts import drop_sealed
from cica_procedure.record.verification import Verdict

PART = ".part"
"""The end of the name of a copy that is not complete yet; whoever finds one may remove it."""


def back_up(path: Path | str, target: Path | str, *, sealed: bool = True) -> Verdict:
    """
    Copy a record with SQLite's online backup, and verify the copy; other programs may write to the record meanwhile.

    The copy is made under another name, ``TARGET.<random>.part``, and gets its own when it is whole, verified and on
    the disk.

    Args:
        path: the record.

        target: a file that does not exist yet.

        sealed: whether the copy has the sealed texts too; without them it verifies all the same.

    Returns:
        The verdict on the copy, with its head.

    Raises:
        NotARecord: when the file is not a record, or the target exists.

        DamagedRecord: when the record is not what was written, or not lawful; no copy is made.

        Inaccessible: when one of the files cannot be read or written; no copy is made.
    """
    target = Path(target)
    if os.path.lexists(target):
        raise NotARecord(target, "exists already; give the name of a new file")
    with looking_at(path) as source, _part_of(target) as part:
        _copy(source, part, sealed=sealed)
        try:
            verdict = verify(part)
        except NotARecord as error:
            raise NotARecord(path, f"{error.problem}; no copy was made") from error
        if not verdict.sound:
            raise DamagedRecord(path, f"{verdict.problem}; no copy was made", verdict.seq)
        _name(part, target)
    return verdict


@contextmanager
def _part_of(target: Path) -> Iterator[Path]:
    """Yield the name of the incomplete copy, and remove what is left of it."""
    part = target.with_name(f"{target.name}.{token_hex(4)}{PART}")
    try:
        with new_file(part):
            yield part
    finally:
        for left in (part, part.with_name(f"{part.name}-wal"), part.with_name(f"{part.name}-shm")):
            with suppress(OSError, ValueError):
                left.unlink(missing_ok=True)


def _copy(source: sqlite3.Connection, target: Path, *, sealed: bool) -> None:
    try:
        with closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
            if not sealed:
                drop_sealed(copy)
    except (sqlite3.Error, ValueError) as error:
        raise Inaccessible(target, f"{error}; no copy was made") from error


def _name(part: Path, target: Path) -> None:
    """Name a whole copy, unless another file has got the name meanwhile, and have the disk keep both."""
    try:
        _sync(part)
        os.link(part, target)
        _sync(target.parent)
    except FileExistsError as error:
        raise NotARecord(target, "exists already; give the name of a new file") from error
    except OSError as error:
        raise Inaccessible(target, f"{error.strerror or error}; no copy was made") from error


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
