"""Whether a record is what was written: every entry in its place, every digest true."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from cica_procedure.errors import NotARecord
from cica_procedure.record.columns import HASHED
from cica_procedure.record.guard import looking_at, open_to_read
from cica_procedure.record.tables import shape, wanted_shape

if TYPE_CHECKING:
    from pathlib import Path

STEP = 50_000
"""How many entries are looked at in one go, and after how many progress is told."""

PARTS_EACH = 2
"""How many goes there must be for a process to be worth its start."""

_CHAIN = f"SELECT digest, {HASHED} FROM entries WHERE seq BETWEEN ? AND ? ORDER BY seq"  # noqa: S608 - constants
_EXTENT = "SELECT coalesce(max(seq), 0), coalesce(min(seq), 1), count(*) FROM entries"
_GAP = (
    "SELECT seq FROM entries AS here WHERE NOT EXISTS (SELECT 1 FROM entries AS next WHERE next.seq = here.seq + 1) "
    "ORDER BY seq LIMIT 1"
)


class Head(NamedTuple):
    """
    The last entry of a record, in two words: keep it or publish it, and nobody can cut off what came before.

    Attributes:
        seq: the number of the entry; 0 for a record without any.

        digest: its digest, in hexadecimal.
    """

    seq: int
    digest: str

    def __str__(self) -> str:
        return f"{self.seq}:{self.digest}"

    @classmethod
    def parse(cls, words: str) -> Head:
        """
        Read a head as it is printed.

        Raises:
            ValueError: when it is none.
        """
        seq, _, digest = words.partition(":")
        if not seq.isdigit() or len(digest) != len(sha256().hexdigest()):
            raise ValueError(f"{words!r} is no head; it looks like 17:9f86d0..., as cica head prints it")
        return cls(int(seq), digest)


class Verdict(NamedTuple):
    """
    What was found.

    Attributes:
        head: the head of the record, as far as it is sound.

        entries: how many entries were looked at.

        seq: the first entry that is not what was written; ``None`` when all of them are.

        problem: what is wrong with it; empty when the record is sound.
    """

    head: Head
    entries: int
    seq: int | None = None
    problem: str = ""

    @property
    def sound(self) -> bool:
        """Whether the record is what was written."""
        return not self.problem


def seal(before: bytes, text: bytes) -> bytes:
    """
    Give the digest of an entry: of the digest before it, and of the digest of everything the entry holds.

    Two steps, so that a chain can be shown to somebody without what is in it.
    """
    return sha256(before + sha256(text).digest()).digest()


def genesis(rulebook: str, since: str) -> str:
    """Give what stands before the first entry, in the place of a digest: that of the header."""
    return sha256(f"{rulebook}\x1f{since}".encode()).hexdigest()


def verify(
    path: Path | str,
    *,
    expect_head: Head | None = None,
    progress: Callable[[int], None] | None = None,
    workers: int = 1,
) -> Verdict:
    """
    Look at every entry of a record, in constant memory.

    Args:
        path: the file.

        expect_head: a head that was kept: the record must still hold that entry, and may have grown since.

        progress: is told how many entries more have been looked at.

        workers: among how many processes a long record is shared out; more than one only from a program whose
            main module can be imported, as the documentation of multiprocessing says.

    Raises:
        NotARecord: when the file is no record, has lost a guard, or cannot be read to its end.

        Inaccessible: when there is no such file.
    """
    with looking_at(path) as connection:
        _check_shape(connection, path)
        header = dict(connection.execute("SELECT name, value FROM header"))
        start = genesis(header.get("rulebook", ""), header.get("since", ""))
        return _walk(connection, path, start, expect_head, progress, workers)


def _check_shape(connection: sqlite3.Connection, path: Path | str) -> None:
    """Compare tables, indexes and views with those of a new record: a view that lies is damage too."""
    wanted, found = wanted_shape(), shape(connection)
    differing = sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))
    if differing:
        raise NotARecord(path, f"its {', '.join(differing)} is not what this program made; restore it from a backup")


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
    parts = [(path, start, low, min(low + STEP - 1, total)) for low in range(1, total + 1, STEP)]
    with _sharing(min(workers, len(parts) // PARTS_EACH)) as share:
        shared = share(_first_bad, parts)
        # The workers are at it already; SQLite looks at the file itself meanwhile.
        (sound,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        if sound != "ok":
            return Verdict(Head(0, start), 0, None, f"the file is at odds with itself: {sound}")
        for (_, _, low, high), bad in zip(parts, shared, strict=True):
            if bad is not None:
                return Verdict(_head(connection, bad - 1, start), bad - 1, *_explain(connection, bad - 1, start))
            if progress is not None:
                progress(high - low + 1)
    head = _head(connection, total, start)
    if expect is not None and expect.seq > total:
        tail = f"entry {expect.seq} has been kept as a head, and the record ends with entry {total}: its tail is gone"
        return Verdict(head, total, total + 1, tail)
    if expect is not None and _head(connection, expect.seq, start) != expect:
        other = f"entry {expect.seq} is not the one that has been kept as a head: another record is in its place"
        return Verdict(head, total, expect.seq, other)
    return Verdict(head, total)


def _extent(connection: sqlite3.Connection, start: str) -> tuple[int, Verdict | None]:
    """Count the entries, and say where a number is missing, which no digest tells."""
    total, first, count = connection.execute(_EXTENT).fetchone()
    if first < 1:
        return 0, Verdict(Head(0, start), 0, first, f"entry {first} stands before the first")
    if count != total:
        # Find where a number is missing, rather than walk to a last one that may be anything.
        before = connection.execute(_GAP).fetchone()[0] if first == 1 else 0
        return 0, Verdict(_head(connection, before, start), before, *_explain(connection, before, start))
    return total, None


Part: TypeAlias = tuple["Path | str", str, int, int]
"""A stretch of a record: its file, its genesis, the first and the last number."""


@contextmanager
def _sharing(workers: int) -> Iterator[Callable[[Callable[[Part], int | None], list[Part]], Iterable[int | None]]]:
    """Give what maps a function over the parts of a record, in as many processes as are worth it."""
    if workers <= 1:
        yield map
        return
    # Loaded only by those who share the work out.
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415
    from multiprocessing import get_context  # noqa: PLC0415

    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"))
    try:
        yield pool.map
    finally:
        pool.shutdown(cancel_futures=True)


def _first_bad(part: Part) -> int | None:
    """
    Give the number of the first entry of a part that is not what was written; ``None`` when all of them are.

    Each part begins with the digest that is kept before it, so that the parts together are the whole chain.
    """
    path, start, low, high = part
    connection = open_to_read(path)
    try:
        before = bytes.fromhex(_head(connection, low - 1, start).digest)
        wanted = low
        cursor = connection.execute(_CHAIN, [low, high])
        while rows := cursor.fetchmany(1000):
            # A number that is missing shows in the text that is hashed.
            for digest, text in rows:
                if digest != sha256(before + sha256(text).digest()).digest():
                    return wanted
                before = digest
                wanted += 1
    finally:
        connection.close()
    return wanted if wanted <= high else None


def _head(connection: sqlite3.Connection, seq: int, start: str) -> Head:
    """Give an entry as a head; what stands before the first when the number is 0."""
    row = connection.execute("SELECT digest FROM entries WHERE seq = ?", [seq]).fetchone()
    return Head(seq, row[0].hex() if row else start if seq == 0 else "")


def _explain(connection: sqlite3.Connection, last: int, start: str) -> tuple[int, str]:
    """Name the first entry after a sound one, and say what is wrong with it."""
    (seq,) = connection.execute("SELECT min(seq) FROM entries WHERE seq > ?", [last]).fetchone()
    if seq != last + 1:
        return seq, f"entry {last + 1} is missing: after entry {last} comes entry {seq}"
    (digest, text), *following = connection.execute(_CHAIN, [seq, seq + 1])
    wanted = seal(bytes.fromhex(_head(connection, last, start).digest), text)
    # What comes next was sealed with the digest this entry had: that tells which of the two is still the old one.
    for after, content in following:
        if after == seal(digest, content):
            what = "what it says" if last else "what it says, or what the record says of itself,"
            return seq, f"entry {seq} was altered: {what} is not what its digest was taken of"
        if after == seal(wanted, content):
            return seq, f"entry {seq} was altered: its digest is not that of what it says"
    return seq, f"entry {seq} does not fit the entry before it: one of them was altered, or it was put in"
