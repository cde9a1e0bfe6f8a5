"""Whether a record is what was written: every entry in its place, every digest true."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from attrs import frozen

from cica_procedure.errors import Inaccessible, NotARecord
from cica_procedure.record.guard import check

STEP = 20_000
"""After how many entries progress is told."""

# One text for each entry, put together by SQLite so that Python only has to hash it.
# fmt: off
_CHAIN = (
    "SELECT seq, digest, CAST(seq || char(31) || case_id || char(31) || n || char(31) || procedure "
    "|| char(31) || changes || char(31) || content AS BLOB) FROM entries ORDER BY seq"
)
# fmt: on


@frozen
class Head:
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


@frozen
class Verdict:
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


def entry_text(seq: int, case: str, n: int, procedure: str, changes: int, content: str) -> str:
    """Give everything an entry holds as one text: that is what is hashed."""
    return f"{seq}\x1f{case}\x1f{n}\x1f{procedure}\x1f{changes}\x1f{content}"


def seal(before: str, text: bytes) -> str:
    """
    Give the digest of an entry: of the digest before it, and of the digest of everything the entry holds.

    Two steps, so that a chain can be shown to somebody without what is in it.
    """
    return sha256(f"{before}{sha256(text).hexdigest()}".encode()).hexdigest()


def genesis(rulebook: str, since: str) -> str:
    """Give what stands before the first entry, in the place of a digest: that of the header."""
    return sha256(f"{rulebook}\x1f{since}".encode()).hexdigest()


def verify(
    path: Path | str,
    *,
    expect_head: Head | None = None,
    progress: Callable[[int], None] | None = None,
) -> Verdict:
    """
    Look at every entry of a record, in constant memory.

    Args:
        path: the file.

        expect_head: a head that was kept: the record must still hold that entry, and may have grown since.

        progress: is told how many entries more have been looked at.

    Raises:
        NotARecord: when the file is no record, has lost a guard, or cannot be read to its end.

        Inaccessible: when there is no such file.
    """
    if not Path(path).is_file():
        raise Inaccessible(path, "there is no such file")
    connection = sqlite3.connect(f"{Path(path).resolve().as_uri()}?mode=ro", uri=True)
    try:
        check(connection, path)
        _check_shape(connection, path)
        header = dict(connection.execute("SELECT name, value FROM header"))
        return _walk(connection, genesis(header.get("rulebook", ""), header.get("since", "")), expect_head, progress)
    except sqlite3.DatabaseError as error:
        raise NotARecord(path, f"{error}; restore it from a backup") from error
    finally:
        connection.close()


def _check_shape(connection: sqlite3.Connection, path: Path | str) -> None:
    """Compare tables, indexes and views with those of a new record: a view that lies is damage too."""
    # sqlite-utils takes long to import; only a whole verification needs it.
    from cica_procedure.record.schema import migrate, shape  # noqa: PLC0415

    fresh = sqlite3.connect(":memory:", isolation_level=None)
    migrate(fresh)
    wanted, found = shape(fresh), shape(connection)
    fresh.close()
    differing = sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))
    if differing:
        raise NotARecord(path, f"its {', '.join(differing)} is not what this program made; restore it from a backup")


def _walk(
    connection: sqlite3.Connection,
    before: str,
    expect: Head | None,
    progress: Callable[[int], None] | None,
) -> Verdict:
    last = 0
    kept = before if expect is not None and expect.seq == 0 else ""
    cursor = connection.execute(_CHAIN)
    while rows := cursor.fetchmany(STEP):
        for seq, digest, text in rows:
            if seq != last + 1 or digest != sha256(f"{before}{sha256(text).hexdigest()}".encode()).hexdigest():
                return Verdict(Head(last, before), last, seq, _explain(connection, last, seq))
            last, before = seq, digest
            if expect is not None and seq == expect.seq:
                kept = digest
        if progress is not None:
            progress(len(rows))
    head = Head(last, before)
    if expect is not None and kept != expect.digest:
        if expect.seq > last:
            problem = (
                f"entry {expect.seq} has been kept as a head, and the record ends with entry {last}: its tail is gone"
            )
        else:
            problem = (
                f"entry {expect.seq} is not the one that has been kept as a head: another record was put in its place"
            )
        return Verdict(head, last, min(expect.seq, last + 1), problem)
    return Verdict(head, last)


def _explain(connection: sqlite3.Connection, last: int, seq: int) -> str:
    """Say what is wrong with the first entry that does not fit."""
    if seq != last + 1:
        return f"entry {last + 1} is missing: after entry {last} comes entry {seq}"
    case, n, procedure, changes, content = connection.execute(
        "SELECT case_id, n, procedure, changes, content FROM entries WHERE seq = ?", [seq]
    ).fetchone()
    said = json.loads(content)
    told = {"case_id": said.get("case"), "n": said.get("n"), "procedure": said.get("procedure")}
    kept = {"case_id": case, "n": n, "procedure": procedure}
    differing = [name for name in told if told[name] != kept[name]]
    differing += ["changes"] if bool(changes) != bool(said.get("changes")) else []
    if differing:
        return (
            f"entry {seq} says one thing in {', '.join(differing)} and another in its content: it was altered or moved"
        )
    return f"entry {seq} does not fit the entry before it: one of them was altered, or it was put in"
