"""The verification of a record: no entry is missing or out of order, and every digest is correct."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from cica_procedure.errors import DamagedRecord
from cica_procedure.record.chain import Head, genesis_in, head_at, inner, link
from cica_procedure.record.content import HASHED
from cica_procedure.record.files import looking_at

if TYPE_CHECKING:
    from pathlib import Path

STEP = 50_000
"""The number of entries in one chunk of work; progress is reported after each chunk."""

PARTS_EACH = 2
"""Minimum chunks per worker process."""

_CHAIN = f"SELECT digest, {HASHED} FROM entries WHERE seq BETWEEN ? AND ? ORDER BY seq"  # noqa: S608 - constants
_EXTENT = "SELECT coalesce(max(seq), 0), coalesce(min(seq), 1), count(*) FROM entries"
_GAP = (
    "SELECT seq FROM entries AS here WHERE NOT EXISTS (SELECT 1 FROM entries AS next WHERE next.seq = here.seq + 1) "
    "ORDER BY seq LIMIT 1"
)


class Verdict(NamedTuple):
    """
    The result of a verification.

    Attributes:
        head: the last sound entry of the record, as a head.

        entries: how many entries are sound, from the first on.

        seq: the first entry that is not what was written; ``None`` when all of them are.

        problem: what is wrong; empty when the record is sound.
    """

    head: Head
    entries: int
    seq: int | None = None
    problem: str = ""

    @property
    def sound(self) -> bool:
        """Whether the record is what was written."""
        return not self.problem

    def upheld(self, path: Path | str) -> Verdict:
        """
        Return the verdict itself when the record is sound.

        Args:
            path: the file of the record, for the error.

        Raises:
            DamagedRecord: when the record is not sound.
        """
        if self.problem:
            raise DamagedRecord(path, self.problem, self.seq)
        return self


def verify(
    path: Path | str,
    *,
    expect_head: Head | None = None,
    progress: Callable[[int], None] | None = None,
    workers: int = 1,
) -> Verdict:
    """
    Check every entry of a record, in constant memory.

    Args:
        path: the file.

        expect_head: a head that was kept: the record must still have that entry, and may have grown since.

        progress: called with the number of entries checked since the last call.

        workers: the number of processes that share the work on a long record; use more than one only in a program
            whose main module can be imported, as the documentation of multiprocessing says.

    Raises:
        NotARecord: when the file is not a record, has lost a guard, or cannot be read to its end.

        Inaccessible: when there is no such file, or it cannot be read.
    """
    with looking_at(path) as connection:
        return _walk(connection, path, genesis_in(connection, path), expect_head, progress, workers)


def _walk(
    connection: sqlite3.Connection,
    path: Path | str,
    start: str,
    expect: Head | None,
    progress: Callable[[int], None] | None,
    workers: int,
) -> Verdict:
    total, flaw = _extent(connection, start)
    if flaw is not None:
        return flaw
    parts = [(start, low, min(low + STEP - 1, total)) for low in range(1, total + 1, STEP)]
    with _sharing(connection, path, min(workers, len(parts) // PARTS_EACH)) as share:
        shared = share(parts)
        # The worker processes are already running; meanwhile SQLite checks the file itself.
        (sound,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        for (_, low, high), bad in zip(parts, shared, strict=True):
            if bad is not None:
                return Verdict(head_at(connection, bad - 1, start), bad - 1, *_explain(connection, bad - 1, start))
            if progress is not None:
                progress(high - low + 1)
    if sound != "ok":
        return Verdict(Head(0, start), 0, None, f"the file is at odds with itself: {sound}")
    head = head_at(connection, total, start)
    if expect is not None and expect.seq > total:
        tail = f"entry {expect.seq} has been kept as a head, and the record ends with entry {total}: its tail is gone"
        return Verdict(head, total, total + 1, tail)
    if expect is not None and head_at(connection, expect.seq, start) != expect:
        other = f"entry {expect.seq} is not the one that has been kept as a head: another record is in its place"
        return Verdict(head, total, expect.seq, other)
    return Verdict(head, total)


def _extent(connection: sqlite3.Connection, start: str) -> tuple[int, Verdict | None]:
    """Return the number of entries, and a verdict if a number is missing, which the digests alone do not show."""
    total, first, count = connection.execute(_EXTENT).fetchone()
    if first < 1:
        return 0, Verdict(Head(0, start), 0, first, f"entry {first} stands before the first")
    if count != total:
        # Find the first gap directly: the last number may be arbitrarily large, so do not walk up to it.
        before = connection.execute(_GAP).fetchone()[0] if first == 1 else 0
        return 0, Verdict(head_at(connection, before, start), before, *_explain(connection, before, start))
    return total, None


Stretch: TypeAlias = tuple[str, int, int]
"""A stretch of a record: its genesis, the first and the last number."""


@contextmanager
def _sharing(
    connection: sqlite3.Connection, path: Path | str, workers: int
) -> Iterator[Callable[[list[Stretch]], Iterable[int | None]]]:
    """Yield a function that returns the first bad entry of each part of a record, in several processes if useful."""
    if workers <= 1:
        yield partial(map, partial(first_bad, connection))
        return
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - only who shares the work out needs it
    from multiprocessing import get_context  # noqa: PLC0415 - as above

    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"))
    try:
        yield partial(pool.map, partial(_bad_in, path))
    finally:
        pool.shutdown(cancel_futures=True)


def _bad_in(path: Path | str, part: Stretch) -> int | None:
    """Return the result of `first_bad` on a new connection, for a worker process."""
    with looking_at(path) as connection:
        return first_bad(connection, part)


def first_bad(connection: sqlite3.Connection, part: Stretch) -> int | None:
    """
    Return the number of the first entry of a part that is not what was written; ``None`` when all of them are.

    Each part begins with the stored digest of the entry before it, so that the parts together cover the whole chain.
    """
    start, low, high = part
    before = bytes.fromhex(head_at(connection, low - 1, start).digest)
    wanted = low
    cursor = connection.execute(_CHAIN, [low, high])
    while rows := cursor.fetchmany(1000):
        # The hashed text contains the number, so a missing number makes the digest differ.
        for digest, text in rows:
            if digest != link(before, inner(text)):
                return wanted
            before = digest
            wanted += 1
    return wanted if wanted <= high else None


def _explain(connection: sqlite3.Connection, last: int, start: str) -> tuple[int, str]:
    """Return the number of the first entry after a sound one, and what is wrong with it."""
    (seq,) = connection.execute("SELECT min(seq) FROM entries WHERE seq > ?", [last]).fetchone()
    if seq is None:
        return last, "the file is at odds with itself: it counts entries that are not there"
    if seq != last + 1:
        return seq, f"entry {last + 1} is missing: after entry {last} comes entry {seq}"
    rows = connection.execute(_CHAIN, [seq, seq + 1]).fetchall()
    if not rows:
        return seq, "the file is at odds with itself: it has an entry that cannot be reached"
    (digest, text), *following = rows
    wanted = link(bytes.fromhex(head_at(connection, last, start).digest), inner(text))
    # The next entry was sealed with the original digest of this one, which shows whether digest or content was altered.
    for after, content in following:
        if isinstance(digest, bytes) and after == link(digest, inner(content)):
            what = "what it says" if last else "what it says, or what the record says of itself,"
            return seq, f"entry {seq} was altered: {what} is not what its digest was taken of"
        if after == link(wanted, inner(content)):
            return seq, f"entry {seq} was altered: its digest is not that of what it says"
    return seq, f"entry {seq} does not fit the entry before it: one of them was altered, or it was put in"
