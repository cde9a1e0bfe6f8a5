"""
Signed notes: a text, a blank line, and the lines of those who have signed it.

The form is that of C2SP (c2sp.org/signed-note, tlog-checkpoint, tlog-cosignature), which other programs read too. What
is signed here is an act, or a head of the record. A line that nobody knows, or that is not true, spoils nothing.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import NamedTuple

from attrs import field, frozen

from cica_procedure.errors import Fault, InvalidAct
from cica_procedure.record.header import Header
from cica_procedure.terms import Entry

ACT = 1
"""The type of an Ed25519 key that signs the text of a note as it stands: an act."""

HEAD = 4
"""The type of an Ed25519 key that cosigns a head, together with the time."""

MAX_NOTE = 1_000_000
"""The largest note that is read, in bytes."""

MAX_LINES = 8
"""How many lines of its actor an act may have; it needs one, or two where a key is exchanged."""

ORIGIN = "cica-record"
"""What the first line of each note begins with."""

_ID = 4


class Line(NamedTuple):
    """
    One line of a note: who signed, and how.

    Attributes:
        name: the name of the key: the rulebook and the actor, such as ``cica/IND``.

        key: the id of the key: four bytes.

        signature: the signature; for a head, the time in seconds stands before it, in eight bytes.
    """

    name: str
    key: bytes
    signature: bytes

    def __str__(self) -> str:
        return f"\N{EM DASH} {self.name} {b64encode(self.key + self.signature).decode()}"

    @classmethod
    def parse(cls, line: str) -> Line | None:
        """Read a line; ``None`` for one that is no such line."""
        dash, _, rest = line.partition(" ")
        name, _, coded = rest.partition(" ")
        try:
            data = b64decode(coded, validate=True)
        except ValueError:
            return None
        if dash != "\N{EM DASH}" or not name or len(data) <= _ID:
            return None
        return cls(name, data[:_ID], data[_ID:])


def key_id(name: str, kind: int, public: str) -> bytes:
    """Return the id by which a line names a key, from its name, its type and the public key in hexadecimal."""
    return sha256(name.encode() + b"\n" + bytes([kind]) + bytes.fromhex(public)).digest()[:_ID]


def vkey(name: str, kind: int, public: str) -> str:
    """Return a public key as other programs for signed notes take it."""
    return f"{name}+{key_id(name, kind, public).hex()}+{b64encode(bytes([kind]) + bytes.fromhex(public)).decode()}"


def origin(header: Header) -> str:
    """Return the origin of the notes of a record: ``cica-record``, the id of its rulebook, and its own."""
    return f"{ORIGIN}/{header.rulebook}/{header.id}"


def key_name(origin: str, actor: str) -> str:
    """
    Return the name of the keys of an office or party, such as ``cica/IND``, from the origin of the record.

    Raises:
        ValueError: when it is no origin.
    """
    return f"{rulebook_of(origin)}/{actor}"


def rulebook_of(origin: str) -> str:
    """
    Return the id of the rulebook of a record, from its origin.

    Raises:
        ValueError: when it is no origin.
    """
    start, rulebook, record = origin.split("/")
    if start != ORIGIN or not rulebook or not record:
        raise ValueError("it is not of a record")
    return rulebook


def split(note: str) -> tuple[str, tuple[Line, ...], int]:
    """
    Return the text of a note with its last line feed, its lines, and how many more there are that are none.

    Raises:
        InvalidAct: when it has no text.
    """
    text, blank, rest = note.rpartition("\n\n")
    if not blank or "\n\n" in text:
        raise InvalidAct([Fault("note", "is no note: a text, a blank line, and the lines of who has signed it")])
    given = [line for line in rest.split("\n") if line]
    lines = tuple(line for line in map(Line.parse, given) if line is not None)
    return f"{text}\n", lines, len(given) - len(lines)


@frozen
class ActNote:
    """
    An act that somebody may have signed.

    Attributes:
        origin: the record it is meant for.

        case: the id of the case.

        said: what is signed: a JSON object.

        proof: the lines of its actor.

        name: the name of the keys of its actor.
    """

    origin: str
    case: str
    said: str
    name: str
    proof: str = ""
    _true: dict[str, bool] = field(factory=dict, repr=False, eq=False)

    @property
    def text(self) -> str:
        """The text that is signed."""
        return f"{self.origin}/act\n{self.case}\n{self.said}\n"

    @property
    def note(self) -> str:
        """The note: what is sent to whoever has to sign it, and back."""
        return f"{self.text}\n{self.proof}\n" if self.proof else f"{self.text}\n"

    def by(self, key: str) -> bool:
        """Return whether a line is true and by a public key, in hexadecimal, under the name of the actor."""
        if key not in self._true:
            self._true[key] = self._is_by(key)
        return self._true[key]

    def _is_by(self, key: str) -> bool:
        from cica_procedure.record.keys import is_true  # noqa: PLC0415 - an extra

        lines = [line for line in map(Line.parse, self.proof.split("\n")) if line is not None]
        known = key_id(self.name, ACT, key)
        text = self.text.encode()
        return any(
            line.name == self.name and line.key == known and is_true(key, line.signature, text) for line in lines
        )


def note_of(header: Header, entry: Entry) -> ActNote | None:
    """Return what the actor of an entry has signed; ``None`` when it has signed nothing."""
    if not entry.said:
        return None
    own = origin(header)
    return ActNote(own, entry.case, entry.said, key_name(own, entry.actor), entry.proof)


def act_note(note: str) -> ActNote:
    """
    Read the note of an act.

    Raises:
        InvalidAct: when it is not the note of an act.
    """
    text, lines, _ = split(note)
    parts = text.split("\n")
    try:
        first, case, said, end = parts
        start, kind = first.rsplit("/", 1)
        name = key_name(start, json.loads(said)["by"])
        known = kind == "act" and not end and name.isprintable() and not set(name) & {" ", "+"}
    except (ValueError, KeyError, TypeError, RecursionError):
        known = False
    if not known:
        raise InvalidAct([Fault("note", "is not the note of an act", "write it with cica draft")])
    own = [str(line) for line in lines if line.name == name]
    if len(own) > MAX_LINES:
        raise InvalidAct([Fault("note", f"has {len(own)} lines of {name}; at most {MAX_LINES} are kept")])
    return ActNote(start, case, said, name, "\n".join(own))


def signed(note: str, name: str, key: str, sign: Callable[[bytes], bytes]) -> str:
    """
    Return a note with one more line, over its text as it stands.

    Args:
        note: the note.

        name: the name of the key.

        key: the public key, in hexadecimal.

        sign: returns the signature over a text.

    Raises:
        InvalidAct: when it is no note.
    """
    text, lines, _ = split(note)
    return with_lines(text, [*lines, Line(name, key_id(name, ACT, key), sign(text.encode()))])


def with_lines(text: str, lines: Iterable[Line]) -> str:
    """Return a note of a text and its lines, each once."""
    return "\n".join([text, *dict.fromkeys(map(str, lines)), ""])
