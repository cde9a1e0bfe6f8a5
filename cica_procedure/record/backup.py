"""Backups: a verified copy of a record that may be in use."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from cica_procedure.errors import DamagedRecord, Inaccessible, NotARecord
from cica_procedure.record.read_only import free, looking_at
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
    free(target)
    with looking_at(path) as source:
        try:
            copy = sqlite3.connect(target)
            try:
                source.backup(copy)
            finally:
                copy.close()
        except sqlite3.Error as error:
            Path(target).unlink(missing_ok=True)
            raise Inaccessible(target, f"{error}; no copy was made") from error
    try:
        verdict = verify(target)
    except NotARecord as error:
        Path(target).unlink(missing_ok=True)
        raise NotARecord(path, f"{error.problem}; no copy was made") from error
    if not verdict.sound:
        Path(target).unlink(missing_ok=True)
        raise DamagedRecord(path, f"{verdict.problem}; no copy was made", verdict.seq)
    return verdict
