"""Whoever forges a record draws what to forge: entries, hands, heads, rules, or the files beside it; each is found."""

from __future__ import annotations

import base64
import os
import shutil
import sqlite3
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

import pytest
from forging import forged, plains
from hypothesis import given, settings
from hypothesis import strategies as st
from office import T
from signing import header_of
from test_hands import Room

from cica_procedure import Conference, DamagedRecord, Inaccessible, NotARecord, verify
from cica_procedure.record.guard import guards
from cica_procedure.record.heads import KnownKey, check_heads, cosign, goes_on, last_note
from cica_procedure.record.notes import Line

FORGERIES = int(os.environ.get("CICA_TEST_FORGERIES", "60"))
"""How many are drawn of each kind; 2,500 of each take four minutes on two processors."""


@cache
def signed() -> tuple[Path, tuple[KnownKey, ...], str]:
    """Return a record with acts in every hand and three cosigned heads, the known keys, and the last head as a note."""
    room = Room(Path(mkdtemp()))
    for who in ("IND", "CHN"):
        room.enrol(who)
    room.table()
    head(room, "IND")
    room.conference.enter(room.sign(room.objection(), "IND"))
    room.conference.position("paper", "Kazakhstan", "support", letter="b" * 64)
    room.conference.enter(room.sign(room.objection("China"), "CHN"))
    head(room, "CHN")
    for who, country in (("IND", "India"), ("CHN", "China")):
        note = room.draft("paper", "position", by=country, details={"position": "support"})
        room.conference.enter(room.sign(note, who))
    room.conference.act("paper", "adopt", by="chair")
    head(room, "IND")
    room.conference.close()
    return room.path, tuple(KnownKey(who, key.public) for who, key in room.keys.items()), last_note(room.path)


def head(room: Room, who: str) -> None:
    """Have a delegation cosign the present head."""
    room.later()
    cosign(room.path, room.keys[who], who, room.clock.at)


def unguarded(path: Path, statement: str, values: list[object]) -> None:
    """Do to a file what only a hand on it can do."""
    connection = sqlite3.connect(path)
    for name in guards():
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute("PRAGMA ignore_check_constraints = ON")
    assert connection.execute(statement, values).rowcount > 0
    for sql in guards().values():
        connection.execute(sql)
    connection.commit()
    connection.close()


def entries(data: st.DataObject, folder: Path) -> str:
    """Alter one character of what was signed or of a signature, drop one, or claim another hand; all digests fit."""
    path, _, _ = signed()
    said = plains(path)
    i = data.draw(st.sampled_from([i for i, plain in enumerate(said) if "said" in plain]))
    name = data.draw(st.sampled_from(["said", "proof", "hand"]))
    words = said[i][name]
    if name == "hand":
        said[i][name] = data.draw(st.sampled_from(["letter", "own", "OWN"]).filter(lambda hand: hand != words))
    elif data.draw(st.booleans()):
        at = data.draw(st.integers(0, len(words) - 1))
        char = data.draw(st.sampled_from('abcXYZ019{}:,"/+= \n').filter(lambda char: char != words[at]))
        said[i][name] = words[:at] + char + words[at + 1 :]
    else:
        del said[i][name]
    try:
        shutil.move(forged(path, said), folder / "r.sqlite")
    except (ValueError, KeyError, AssertionError) as error:
        return f"it cannot even be written: {error}"
    return found(folder / "r.sqlite")


def heads(data: st.DataObject, folder: Path) -> str:
    """Change a cosigned head or a line: it counts no more; or cut the record off behind or before a cosigned head."""
    path, known, note = signed()
    copy = Path(shutil.copy(path, folder / "r.sqlite"))
    whole = check_heads(path, header_of(path), known)
    rows = sqlite3.connect(path).execute("SELECT rowid, size, root, line FROM notes").fetchall()
    how = data.draw(st.sampled_from(["size", "root", "line", "cut"]))
    rowid, size, root, text = data.draw(st.sampled_from(rows))
    if how == "cut":
        last = verify(path).entries
        unguarded(copy, "DELETE FROM entries WHERE seq > ?", [data.draw(st.integers(2, last - 1))])
        with pytest.raises(DamagedRecord):
            goes_on(copy, header_of(copy), note)
    elif how == "size":
        other = data.draw(st.integers(-3, 99).filter(lambda n: n != size))
        unguarded(copy, "UPDATE notes SET size = ? WHERE rowid = ?", [other, rowid])
    elif how == "root":
        data_of = bytearray(base64.b64decode(root))
        data_of[data.draw(st.integers(0, 31))] ^= data.draw(st.integers(1, 255))
        unguarded(copy, "UPDATE notes SET root = ? WHERE rowid = ?", [base64.b64encode(data_of).decode(), rowid])
    else:
        line = Line.parse(text)
        assert line is not None
        bits = bytearray(line.signature)
        bits[data.draw(st.integers(0, len(bits) - 1))] ^= data.draw(st.integers(1, 255))
        changed = str(line._replace(signature=bytes(bits)))
        unguarded(copy, "UPDATE notes SET line = ? WHERE rowid = ?", [changed, rowid])
    try:
        left = check_heads(copy, header_of(copy), known)
    except DamagedRecord as error:
        return error.problem
    return "one line less counts" if len(left.counted) == len(whole.counted) - 1 else ""


def rules(data: st.DataObject, folder: Path) -> str:
    """Change a byte of a file of the rules, or of what the record says of itself, or take a file out."""
    copy = Path(shutil.copy(signed()[0], folder / "r.sqlite"))
    connection = sqlite3.connect(copy)
    names = [name for (name,) in connection.execute("SELECT name FROM sqlar ORDER BY name")]
    headers = connection.execute("SELECT name, value FROM header ORDER BY name").fetchall()
    connection.close()
    how = data.draw(st.sampled_from(["text", "gone", "header"]))
    if how == "header":
        name, value = data.draw(st.sampled_from(headers))
        at = data.draw(st.integers(0, len(value) - 1))
        digit = data.draw(st.sampled_from("0123456789abc").filter(lambda char: char != value[at]))
        unguarded(copy, "UPDATE header SET value = ? WHERE name = ?", [value[:at] + digit + value[at + 1 :], name])
    elif how == "gone":
        unguarded(copy, "DELETE FROM sqlar WHERE name = ?", [data.draw(st.sampled_from(names))])
    else:
        change = "UPDATE sqlar SET data = CAST(data || ? AS BLOB), sz = sz + 1 WHERE name = ?"
        unguarded(copy, change, [data.draw(st.binary(min_size=1, max_size=4)), data.draw(st.sampled_from(names))])
    return found(copy)


def beside(data: st.DataObject, folder: Path) -> str:
    """Lay the log of another record, or a rollback journal, beside the file."""
    copy = Path(shutil.copy(signed()[0], folder / "r.sqlite"))
    how = data.draw(st.sampled_from(["wal", "journal"]))
    if how == "journal":
        (folder / "r.sqlite-journal").write_bytes(data.draw(st.binary(min_size=1, max_size=64)))
        return found(copy)
    since = T("2021-06-01T10:00+06:00")
    with Conference.create(folder / "other.sqlite", since=since) as cica:
        for i in range(data.draw(st.integers(1, 3))):
            cica.submit("report", f"r{i}", by="chair", at=since, details={"title": "T"})
        shutil.copy(folder / "other.sqlite-wal", folder / "r.sqlite-wal")
    return found(copy)


def found(path: Path) -> str:
    """Return what is found when a record is verified as a whole."""
    try:
        return verify(path).problem
    except (NotARecord, Inaccessible) as error:
        return error.problem


@pytest.mark.slow
@pytest.mark.parametrize("forge", [entries, heads, rules, beside])
@settings(max_examples=FORGERIES)
@given(data=st.data())
def test_it_is_found(forge: Callable[[st.DataObject, Path], str], data: st.DataObject) -> None:
    """Whatever is drawn."""
    with TemporaryDirectory() as folder:
        assert forge(data, Path(folder))


def test_what_nobody_has_forged_is_sound() -> None:
    """The record they start from, with every line of it."""
    path, known, note = signed()
    assert verify(path).problem == ""
    cosigned = check_heads(path, header_of(path), known)
    assert ([each.actor for each in cosigned.counted], cosigned.aside, cosigned.untimely) == (
        ["IND", "CHN", "IND"],
        0,
        (),
    )
    goes_on(path, header_of(path), note)
