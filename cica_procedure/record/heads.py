"""
Heads that members have cosigned: each states that it has seen this record up to this entry, and when.

A head is a checkpoint: the record, how many entries it has, and the root of the tree over them. A member that keeps the
last head it has cosigned finds whatever was changed behind it.
"""

from __future__ import annotations

import sqlite3
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from attrs import field, frozen

from cica_procedure.errors import DamagedRecord, Fault, Inaccessible, InvalidAct
from cica_procedure.reading import read_given
from cica_procedure.record import tree
from cica_procedure.record.files import looking_at
from cica_procedure.record.header import Header
from cica_procedure.record.keys import Key, is_true
from cica_procedure.record.notes import HEAD, MAX_NOTE, Line, key_id, key_name, origin, split, with_lines
from cica_procedure.record.sqlite_record import Record

TIME = 8
"""How many bytes of a line say when it was signed."""

_DIGESTS = "SELECT digest FROM entries ORDER BY seq"


class Checkpoint(NamedTuple):
    """
    A head, as it is cosigned.

    Attributes:
        origin: the record.

        size: how many entries it has.

        root: the root of the tree over their digests.
    """

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The text of the note."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"

    @classmethod
    def parse(cls, note: str) -> tuple[Checkpoint, tuple[Line, ...]]:
        """
        Read a note with a head.

        Raises:
            InvalidAct: when it is none.
        """
        text, lines, _ = split(note)
        try:
            name, size, root, end = text.split("\n")
            read = cls(name, int(size), b64decode(root, validate=True))
            known = read.text == text and not end
        except ValueError:
            known = False
        if not known:
            raise InvalidAct([Fault("note", "is not the note of a head", "write it with cica head --note")])
        return read, lines

    def message(self, seconds: int) -> bytes:
        """Return what is signed by whoever cosigns the head at a time, in seconds since 1970."""
        return f"cosignature/v1\ntime {seconds}\n{self.text}".encode()

    def line(self, name: str, key: Key, at: datetime) -> Line:
        """Return the line of whoever cosigns the head at an instant."""
        seconds = int(at.timestamp())
        signature = seconds.to_bytes(TIME, "big") + key.sign(self.message(seconds))
        return Line(name, key_id(name, HEAD, key.public), signature)

    def cosigned(self, line: Line, public: str) -> datetime | None:
        """Return when the holder of a public key cosigned the head by a line; ``None`` when the line is not true."""
        if line.key != key_id(line.name, HEAD, public):
            return None
        seconds = int.from_bytes(line.signature[:TIME], "big")
        if not is_true(public, line.signature[TIME:], self.message(seconds)):
            return None
        try:
            return datetime.fromtimestamp(seconds, UTC)
        except (ValueError, OverflowError, OSError):
            return None


@frozen
class KnownKey:
    """
    A key that somebody is known by.

    Attributes:
        actor: the id of the office or party.

        public: the public key, in hexadecimal.

        holds: returns whether it held at an instant.
    """

    actor: str
    public: str
    holds: Callable[[datetime], bool] = field(default=lambda _: True, repr=False, eq=False)


@frozen
class Cosignature:
    """
    A head that somebody has cosigned.

    Attributes:
        actor: the id of the office or party.

        size: how many entries the record had.

        at: when, by the clock of whoever signed.
    """

    actor: str
    size: int
    at: datetime


@frozen
class Cosigned:
    """
    What the lines on the heads of a record prove.

    Attributes:
        counted: those that are true, by keys that are known, on heads that the record has.

        aside: how many are not true, or by keys that are not known; they prove nothing and spoil nothing, since anybody
            could have put them there.
    """

    counted: tuple[Cosignature, ...]
    aside: int

    @property
    def last(self) -> int:
        """The number of the last entry that is cosigned; 0 when there is none."""
        return max((each.size for each in self.counted), default=0)


def checkpoint(path: Path | str, header: Header) -> tuple[Checkpoint, str]:
    """
    Return the head of a record, and the digest of its last entry, in hexadecimal.

    Raises:
        Inaccessible, NotARecord: when the record cannot be read.
    """
    last, size = b"", 0

    def counted(digests: Iterator[bytes]) -> Iterator[bytes]:
        nonlocal last, size
        for last in digests:
            size += 1
            yield last

    with looking_at(path) as connection:
        total = connection.execute("SELECT count(*) FROM entries").fetchone()[0]
        root = tree.roots(counted(_digests(connection)), [total]).get(total, b"")
    return Checkpoint(origin(header), size, root), last.hex()


def cosign(path: Path, key: Key, signer: str, at: datetime, memory: Path | None = None) -> Checkpoint:
    """
    Cosign the head of a record that has been verified, and keep the line in it.

    Args:
        path: the record.

        key: the private key.

        signer: the id of the office or party that signs.

        at: the time by the clock of the signer.

        memory: the file with the last head that the signer has cosigned; it is replaced before the line is given out.

    Raises:
        DamagedRecord: when the record does not go on from the head in the memory; nothing is signed.

        Inaccessible, NotARecord, InvalidAct: when a file cannot be read or written, or is not what it should be.
    """
    record = Record.open(path)
    try:
        head, _ = checkpoint(path, record.header)
        if memory is not None and memory.exists():
            goes_on(path, head, read_note(memory))
        line = head.line(key_name(head.origin, signer), key, at)
        if memory is not None:
            _replace(memory, with_lines(head.text, [line]))
        record.keep_lines([(head.size, b64encode(head.root).decode(), str(line))])
    finally:
        record.close()
    return head


def goes_on(path: Path | str, head: Checkpoint, note: str) -> None:
    """
    Check that a record goes on from a head that somebody has kept.

    Args:
        path: the record.

        head: its own head.

        note: the note with the head that was kept.

    Raises:
        DamagedRecord: when it does not: two heads of one record that do not agree prove that it was changed.

        InvalidAct: when the note is not one of a head.
    """
    kept, _ = Checkpoint.parse(note)
    if kept.origin != head.origin:
        raise DamagedRecord(path, f"is the record {head.origin}, and the head was kept of {kept.origin}")
    if kept.size > head.size:
        raise DamagedRecord(path, f"has {head.size} entries, and a head of {kept.size} was kept: its tail is gone")
    with looking_at(path) as connection:
        root = tree.roots(_digests(connection), [kept.size]).get(kept.size)
    if root != kept.root:
        problem = (
            f"its first {kept.size} entries are not those of the head that was kept: another record is in its place"
        )
        raise DamagedRecord(path, problem)


def take_in(record: Record, note: str) -> int:
    """
    Keep the lines of a note with a head of a record, and return how many there are.

    Raises:
        InvalidAct: when it is no note, or of another record.

        DamagedRecord: when the record does not have that head.
    """
    head, lines = Checkpoint.parse(note)
    own, _ = checkpoint(record.path, record.header)
    goes_on(record.path, own, note)
    root = b64encode(head.root).decode()
    record.keep_lines([(head.size, root, str(line)) for line in lines])
    return len(lines)


def last_note(path: Path) -> str:
    """
    Return the note of the last head of a record that somebody has cosigned, or of its present head without lines.

    Raises:
        Inaccessible, NotARecord: when the record cannot be read.
    """
    record = Record.open(path, to_read=True)
    record.close()
    own, _ = checkpoint(path, record.header)
    heads = kept(path, record.header)
    with looking_at(path) as connection:
        have = tree.roots(_digests(connection), {head.size for head in heads})
    last = max((head for head in heads if heads[head] and have.get(head.size) == head.root), default=own)
    return with_lines(last.text, heads.get(last, []))


def kept(path: Path | str, header: Header) -> dict[Checkpoint, list[Line]]:
    """Return the heads with lines that are kept in a record, and the lines of each; also such as it does not have."""
    with looking_at(path) as connection:
        rows = connection.execute("SELECT size, root, line FROM notes ORDER BY size, root, rowid").fetchall()
    found: dict[Checkpoint, list[Line]] = {}
    for size, root, text in rows:
        line = Line.parse(text)
        try:
            head = Checkpoint(origin(header), size, b64decode(root, validate=True))
        except ValueError:
            line, head = None, Checkpoint(origin(header), -1, b"")
        lines = found.setdefault(head, [])
        if line is not None:
            lines.append(line)
    return found


def check_heads(path: Path | str, header: Header, known: Iterable[KnownKey]) -> Cosigned:
    """
    Check the lines on the heads of a record whose entries have been verified.

    Args:
        path: the file.

        header: what the record says of itself.

        known: the keys that are known.

    Raises:
        DamagedRecord: when somebody whose key is known has cosigned a head that the record does not have.

        Inaccessible, NotARecord: when the record cannot be read.
    """
    heads = kept(path, header)
    with looking_at(path) as connection:
        total = connection.execute("SELECT count(*) FROM notes").fetchone()[0]
        have = tree.roots(_digests(connection), {head.size for head in heads})
    by_name: dict[str, list[KnownKey]] = {}
    for key in known:
        by_name.setdefault(key_name(origin(header), key.actor), []).append(key)
    counted: list[Cosignature] = []
    for head, lines in heads.items():
        for line in lines:
            for key in by_name.get(line.name, ()):
                at = head.cosigned(line, key.public)
                if at is None or not key.holds(at):
                    continue
                if have.get(head.size) != head.root:
                    raise DamagedRecord(
                        path, f"{key.actor} cosigned a head it does not have, entry {head.size}", head.size
                    )
                counted.append(Cosignature(key.actor, head.size, at))
                break
    return Cosigned(tuple(counted), total - len(counted))


def read_note(path: Path) -> str:
    """
    Return the text of a note from a file.

    Raises:
        Inaccessible: when the file cannot be read.
    """
    try:
        return read_given(path, MAX_NOTE).decode()
    except ValueError as error:
        raise Inaccessible(path, f"is no note ({error})") from error


def true_lines(head: Checkpoint, lines: Iterable[Line], known: Mapping[str, str]) -> dict[str, datetime]:
    """Return who has cosigned a head by keys that are known, in hexadecimal by actor, and when."""
    found: dict[str, datetime] = {}
    for line in lines:
        for actor, public in known.items():
            if line.name == key_name(head.origin, actor) and (at := head.cosigned(line, public)) is not None:
                found[actor] = at
    return found


def _digests(connection: sqlite3.Connection) -> Iterator[bytes]:
    return (digest for (digest,) in connection.execute(_DIGESTS))


def _replace(path: Path, text: str) -> None:
    """Replace a file at once: it has the old text or the new one, whatever happens."""
    aside = path.with_name(f"{path.name}.part")
    try:
        aside.write_text(text, encoding="utf-8")
        aside.replace(path)
    except OSError as error:
        raise Inaccessible(path, f"{error.strerror}; nothing was signed") from error
