"""Backups: a verified copy of a record that may be in use."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from cica_procedure.errors import DamagedRecord, Inaccessible, NotARecord
from cica_procedure.record.files import looking_at, new_file
from cica_procedure.record.verification import Verdict, verify


def back_up(path: Path | str, target: Path | str) -> Verdict:
    """
    Copy a record with SQLite's online backup, and verify the copy; other programs may write to the record meanwhile.

    Args:
        path: the record.

        target: a file that does not exist yet.

    Returns:
        The verdict on the copy, with its head.

    Raises:
        NotARecord: when the file is not a record, or the target exists.

        DamagedRecord: when the record is not what was written; the copy is then removed.

        Inaccessible: when one of the files cannot be read or written; the copy is then removed.
    """
    with new_file(target):
        with looking_at(path) as source:
            _copy(source, target)
        try:
            verdict = verify(target)
        except NotARecord as error:
            raise NotARecord(path, f"{error.problem}; no copy was made") from error
        if not verdict.sound:
            raise DamagedRecord(path, f"{verdict.problem}; no copy was made", verdict.seq)
    return verdict


def _copy(source: sqlite3.Connection, target: Path | str) -> None:
    try:
        with closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
    except sqlite3.Error as error:
        raise Inaccessible(target, f"{error}; no copy was made") from error
