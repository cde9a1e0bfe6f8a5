"""
Heads that members have cosigned: each states that it has seen this record up to this entry, and when.

A head is a checkpoint: the record, how many entries it has, and the root of the tree over them. A member that keeps the
last head it has cosigned finds whatever was changed behind it.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from attrs import field, frozen

from cica_procedure.errors import DamagedRecord, Fault, Inaccessible, InvalidAct
from cica_procedure.reading import read_given
from cica_procedure.record import tree
from cica_procedure.record.content import extracted
from cica_procedure.record.files import looking_at
from cica_procedure.record.header import Header
from cica_procedure.record.keys import Key, is_true
from cica_procedure.record.notes import HEAD, MAX_NOTE, Line, key_id, key_name, origin, split, with_lines
from cica_procedure.record.sqlite_record import Record
from cica_procedure.terms import KEY, Register
from cica_procedure.time import read_instant

TIME = 8
"""How many bytes of a line say when it was signed."""


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
        return f"{self.origin}\n{self.size}\n{self.coded}\n"

    @property
    def coded(self) -> str:
        """The root, as it is written."""
        return b64encode(self.root).decode()

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


DRIFT = timedelta(minutes=5)
"""How far the clock of whoever cosigns may be from the clock of the record."""


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

        head: the head.

        at: when, by the clock of whoever signed.
    """

    actor: str
    head: Checkpoint
    at: datetime


@frozen
class Cosigned:
    """
    What the lines on the heads of a record prove.

    Attributes:
        counted: those that are true, by keys that are known, on heads that the record has.

        aside: how many are not true, or by keys that are not known; they prove nothing and spoil nothing, since anybody
            could have put them there.

        untimely: those before which an entry says it was recorded later, or behind which one says it was recorded
            earlier, by more than `DRIFT`: an entry was dated back, or a clock was wrong.
    """

    counted: tuple[Cosignature, ...]
    aside: int
    untimely: tuple[Cosignature, ...] = ()

    @property
    def last(self) -> int:
        """The number of the last entry that is cosigned; 0 when there is none."""
        return max((each.head.size for each in self.counted), default=0)


def heads_at(path: Path | str, header: Header, sizes: Iterable[int] = ()) -> tuple[Checkpoint, ...]:
    """
    Return the heads that a record had at some sizes, as far as it has grown, and its present head, which is the last.

    Raises:
        Inaccessible, NotARecord: when the record cannot be read.
    """
    with looking_at(path) as connection:
        (total,) = connection.execute("SELECT count(*) FROM entries").fetchone()
        digests = (digest for (digest,) in connection.execute("SELECT digest FROM entries ORDER BY seq"))
        roots = tree.roots(digests, {total, *sizes})
    return tuple(Checkpoint(origin(header), size, roots[size]) for size in sorted(roots))


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
        if memory is not None and memory.exists():
            head = goes_on(path, record.header, read_note(memory))
        else:
            *_, head = heads_at(path, record.header)
        line = head.line(key_name(head.origin, signer), key, at)
        if memory is not None:
            _replace(memory, with_lines(head.text, [line]))
        record.keep_lines([(head.size, head.coded, str(line))])
    finally:
        record.close()
    return head


def goes_on(path: Path | str, header: Header, note: str) -> Checkpoint:
    """
    Check that a record goes on from a head that somebody has kept, and return its present head.

    Args:
        path: the record.

        header: what it says of itself.

        note: the note with the head that was kept.

    Raises:
        DamagedRecord: when it does not: two heads of one record that do not agree prove that it was changed.

        InvalidAct: when the note is not one of a head.
    """
    kept, _ = Checkpoint.parse(note)
    if kept.origin != origin(header):
        raise DamagedRecord(path, f"is the record {origin(header)}, and the head was kept of {kept.origin}")
    *_, own = have = heads_at(path, header, [kept.size])
    if kept.size > own.size:
        raise DamagedRecord(path, f"has {own.size} entries, and a head of {kept.size} was kept: its tail is gone")
    if kept not in have:
        problem = f"its first {kept.size} entries are not those of the head that was kept"
        raise DamagedRecord(path, f"{problem}: another record is in its place")
    return own


def take_in(record: Record, note: str) -> tuple[Checkpoint, int]:
    """
    Keep the lines of a note with a head of a record; return the head, and how many lines there are.

    Raises:
        InvalidAct: when it is no note, or of another record.

        DamagedRecord: when the record does not have that head.
    """
    head, lines = Checkpoint.parse(note)
    goes_on(record.path, record.header, note)
    record.keep_lines([(head.size, head.coded, str(line)) for line in lines])
    return head, len(lines)


def last_note(path: Path) -> str:
    """
    Return the note of the last head of a record that somebody has cosigned, or of its present head without lines.

    Raises:
        Inaccessible, NotARecord: when the record cannot be read.
    """
    record = Record.open(path, to_read=True)
    record.close()
    *_, own = found = witnessed(path, record.header)
    last = max((head for head in found if found[head]), default=own)
    return with_lines(last.text, found[last])


def witnessed(path: Path | str, header: Header) -> dict[Checkpoint, list[Line]]:
    """Return the heads of a record, with the lines kept of each; the present one, which may have none, is last."""
    lines, _ = _kept(path, header)
    return {head: lines.get(head, []) for head in heads_at(path, header, {head.size for head in lines})}


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
    lines, total = _kept(path, header)
    have = {*heads_at(path, header, {head.size for head in lines})}
    counted = true_lines(lines, known)
    for each in counted:
        if each.head not in have:
            problem = f"{each.actor} cosigned a head it does not have, entry {each.head.size}"
            raise DamagedRecord(path, problem, each.head.size)
    return Cosigned(counted, total - len(counted), tuple(each for each in counted if not _is_timely(path, each)))


def _is_timely(path: Path | str, cosigned: Cosignature) -> bool:
    """Return whether the entries on both sides of a head were recorded before and after it was cosigned."""
    with looking_at(path) as connection:
        around = f"SELECT seq, {extracted('recorded')} FROM entries WHERE seq IN (?1, ?1 + 1)"  # noqa: S608 - constants
        recorded = {seq: read_instant(text) for seq, text in connection.execute(around, [cosigned.head.size])}
    before, behind = recorded.get(cosigned.head.size), recorded.get(cosigned.head.size + 1)
    late = before is not None and before > cosigned.at + DRIFT
    return not (late or (behind is not None and behind < cosigned.at - DRIFT))


def true_lines(lines: Mapping[Checkpoint, Iterable[Line]], known: Iterable[KnownKey]) -> tuple[Cosignature, ...]:
    """Return who has cosigned which of some heads, and when: by the lines that are true, and by keys that are known."""
    keys: dict[str, list[KnownKey]] = {}
    for key in known:
        keys.setdefault(key.actor, []).append(key)
    found = []
    for head, line in ((head, line) for head, under in lines.items() for line in under):
        actor = line.name.rpartition("/")[2]
        if line.name != key_name(head.origin, actor):
            continue
        times = ((key, head.cosigned(line, key.public)) for key in keys.get(actor, ()))
        if at := next((at for key, at in times if at is not None and key.holds(at)), None):
            found.append(Cosignature(actor, head, at))
    return tuple(found)


def enrolled(register: Register) -> list[KnownKey]:
    """Return the keys that the acts of a record have enrolled."""
    return [KnownKey(t.party, t.scope, t.covers) for t in register.tenures if t.role == KEY]


def _kept(path: Path | str, header: Header) -> tuple[dict[Checkpoint, list[Line]], int]:
    """Return the lines that are kept in a record, by head, whether it has that head or not; and how many rows."""
    with looking_at(path) as connection:
        rows = connection.execute("SELECT size, root, line FROM notes ORDER BY size, root, rowid").fetchall()
    found: dict[Checkpoint, list[Line]] = {}
    for size, root, text in rows:
        if line := Line.parse(text):
            with suppress(ValueError):
                head = Checkpoint(origin(header), size, b64decode(root, validate=True))
                found.setdefault(head, []).append(line)
    return found, len(rows)


def is_head(note: str) -> bool:
    """Return whether a note is one of a head."""
    try:
        Checkpoint.parse(note)
    except InvalidAct:
        return False
    return True


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


def _replace(path: Path, text: str) -> None:
    """Replace a file at once: it has the old text or the new one, whatever happens."""
    aside = path.with_name(f"{path.name}.part")
    try:
        aside.write_text(text, encoding="utf-8")
        aside.replace(path)
    except OSError as error:
        raise Inaccessible(path, f"{error.strerror}; nothing was signed") from error
