"""The record that nobody can quietly change: each requirement of the record package, held against a hostile hand."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cica_procedure import Conference, DamagedRecord, Head, NotARecord, back_up, verify
from cica_procedure.record.content import CONTENT, HASHED
from cica_procedure.record.row import hashed

At = Callable[..., datetime]
Tamper = Callable[..., None]


def test_a_sound_record(path: Path) -> None:
    """What was written is found to be so, to the last entry."""
    verdict = verify(path)

    assert verdict.sound
    assert 8 == verdict.entries == verdict.head.seq


@pytest.mark.parametrize(
    ("statements", "seq", "problem"),
    [
        ([("reason", "'paragraph 5'", 5)], 5, "what it says is not what its digest was taken of"),
        (["UPDATE entries SET digest = (SELECT digest FROM entries WHERE seq = 4) WHERE seq = 5"], 5, "its digest is not that of what it says"),
        (["DELETE FROM entries WHERE seq = 3"], 4, "entry 3 is missing"),
        (["DELETE FROM entries WHERE seq = 1"], 2, "entry 1 is missing"),
        (
            ["DELETE FROM entries WHERE seq = 3", "UPDATE entries SET seq = seq - 1 WHERE seq > 3"],
            3,
            "does not fit the entry before it",
        ),
        (
            ["UPDATE entries SET seq = 99 WHERE seq = 4", "UPDATE entries SET seq = 4 WHERE seq = 5", "UPDATE entries SET seq = 5 WHERE seq = 99"],
            4,
            "does not fit the entry before it",
        ),
        (["UPDATE entries SET case_id = 'other', n = 1 WHERE seq = 5"], 5, "was altered"),
        (["UPDATE entries SET n = 40 WHERE seq = 8"], 8, "does not fit the entry before it"),
        (
            [
                "CREATE TEMP TABLE e AS SELECT * FROM entries WHERE seq = 8",
                "UPDATE e SET seq = 9, n = 7",
                "INSERT INTO entries SELECT * FROM e",
            ],
            9,
            "it was put in",
        ),
        (["UPDATE header SET value = '2020-01-01T00:00:00+06:00' WHERE name = 'since'"], 1, "or what the record says of itself"),
    ],
)  # fmt: skip
def test_what_a_hostile_hand_does_is_found(
    path: Path, statements: list[str | tuple[str, str, int]], seq: int, problem: str, tamper: Tamper
) -> None:
    """Altered, removed, inserted, swapped, moved: the first entry concerned is named, and what is wrong with it."""
    tamper(path, *statements)
    verdict = verify(path)

    assert not verdict.sound
    assert seq == verdict.seq
    assert problem in verdict.problem


def test_a_tail_that_is_cut_off(path: Path, tamper: Tamper) -> None:
    """It is found by whoever has kept the head."""
    head = verify(path).head
    tamper(path, "DELETE FROM entries WHERE seq > 6")

    assert verify(path).sound
    verdict = verify(path, expect_head=head)
    assert not verdict.sound
    assert verdict.seq == 7
    assert "its tail is gone" in verdict.problem


def test_a_head_that_was_kept_long_ago(path: Path, at: At) -> None:
    """A record that has grown since still holds it; another record does not."""
    early = verify(path).head
    with Conference.open(path) as cica:
        cica.act("soc", "close", by="chair", at=at(23, 18))

    assert verify(path, expect_head=early).sound
    verdict = verify(path, expect_head=Head(8, "0" * 64))
    assert "not the one that has been kept" in verdict.problem


@pytest.mark.parametrize(
    "statement",
    [
        "DROP VIEW docket",
        "DROP VIEW rolls",
        "CREATE VIEW decisions2 AS SELECT 1",
        "DROP INDEX world",
        "CREATE TABLE remarks (x)",
    ],
)
def test_a_changed_shape(path: Path, statement: str) -> None:
    """What people read is part of the record: a view that was taken away, changed or added is damage."""
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.close()
    with pytest.raises(NotARecord, match="is not what this program made"):
        verify(path)


def test_a_view_that_lies(path: Path) -> None:
    """A view of the same name with other content is found."""
    connection = sqlite3.connect(path)
    connection.execute("DROP VIEW docket")
    connection.execute("CREATE VIEW docket AS SELECT 'paper' AS case_id, 'withdrawn' AS stage")
    connection.close()
    with pytest.raises(NotARecord, match="its docket is not what this program made"):
        verify(path)


def test_a_guard_that_only_looks_like_one(path: Path) -> None:
    """A trigger of the right name that does nothing is no guard."""
    connection = sqlite3.connect(path)
    connection.execute("DROP TRIGGER entries_keep_update")
    connection.execute("CREATE TRIGGER entries_keep_update BEFORE UPDATE ON entries BEGIN SELECT 1; END")
    connection.close()
    with pytest.raises(NotARecord, match="lost its guards entries_keep_update"):
        verify(path)
    with pytest.raises(NotARecord, match="lost its guards entries_keep_update"):
        Conference.open(path)


def test_a_damaged_page(path: Path) -> None:
    """A file with rubbish in the middle is refused, whoever reads it."""
    with Conference.open(path) as cica:
        assert cica.case("paper").n == 6
    data = bytearray(path.read_bytes())
    for offset in range(4096, len(data), 4096):
        data[offset : offset + 64] = b"\xff" * 64
    path.write_bytes(bytes(data))
    with pytest.raises(NotARecord):
        verify(path)


def test_a_backup_of_what_is_damaged(path: Path, tmp_path: Path, tamper: Tamper) -> None:
    """It is the record that is at fault, and no copy is left that could be taken for one."""
    tamper(path, ("reason", "'none'", 5))
    with pytest.raises(DamagedRecord, match=r"cica\.sqlite: entry 5 was altered.*no copy was made"):
        back_up(path, tmp_path / "copy.sqlite")

    assert not [*tmp_path.glob("copy*")]


@pytest.fixture
def copies(path: Path, tmp_path: Path) -> Callable[[], Path]:
    """Return fresh copies of a record."""
    count = iter(range(100))

    def copy() -> Path:
        return Path(shutil.copy(path, tmp_path / f"copy-{next(count)}.sqlite"))

    return copy


@pytest.mark.parametrize("name", CONTENT)
def test_whatever_else_an_entry_says_is_found(path: Path, name: str, tamper: Tamper) -> None:
    """Whatever is put in the place of whatever was said, the entry is named."""
    tamper(path, (name, "'x'", 4))

    assert verify(path).seq == 4


@pytest.mark.parametrize(
    "change",
    [
        "n = n + 100",
        "world = 1 - world",
        "world = world + 2",
        "digest = zeroblob(32)",
        "digest = x''",
        *(f"{text} = {text} || {more}" for text in ("case_id", "content") for more in ("'x'", "char(0)", "' '")),
        *(f"{text} = substr({text}, 2)" for text in ("case_id", "content")),
    ],
)
def test_whatever_stands_in_another_column_is_found(
    path: Path, copies: Callable[[], Path], change: str, tamper: Tamper
) -> None:
    """Whatever column is changed, be it by what SQLite does not print, the entry is named."""
    for seq in (1, 4, 8):
        copy = copies()
        tamper(copy, f"UPDATE entries SET {change} WHERE seq = {seq}")
        assert seq == verify(copy).seq


@pytest.mark.parametrize(
    "change",
    [
        "case_id = case_id || '\",' || n || ',0]', n = 1",
        "case_id = case_id || content",
        "case_id = '', content = case_id || content",
        "content = ' ' || content",
    ],
)
def test_a_value_does_not_flow_into_the_next(path: Path, change: str, tamper: Tamper) -> None:
    """What is moved from one column to its neighbour is another entry, whatever stands between them."""
    tamper(path, f"UPDATE entries SET {change} WHERE seq = 5")

    assert verify(path).seq == 5


@given(
    case=st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z"), exclude_characters='"|,\\'), min_size=1),
    content=st.text(st.characters(codec="utf-8", exclude_characters="\0")),
    numbers=st.tuples(st.integers(1, 2**40), st.integers(1, 2**40), st.integers(0, 1)),
)
def test_what_is_hashed_is_the_same_for_all(case: str, content: str, numbers: tuple[int, int, int]) -> None:
    """SQLite puts the same text together from the columns as the program does from the row."""
    seq, n, world = numbers
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE entries (seq INTEGER, case_id TEXT, n INTEGER, world INTEGER, content TEXT)")
    connection.execute("INSERT INTO entries VALUES (?, ?, ?, ?, ?)", (seq, case, n, world, content))
    (found,) = connection.execute(f"SELECT {HASHED} FROM entries").fetchone()
    connection.close()

    assert found == hashed(seq, (case, n, world, content))


def test_the_sums_without_this_program(path: Path) -> None:
    """Whoever has the file and SHA-256 can follow the chain from what the record says of itself to the head."""
    connection = sqlite3.connect(path)
    said = dict(connection.execute("SELECT name, value FROM header"))
    before = sha256("".join(f"{name}: {said[name]}\n" for name in sorted(said)).encode()).digest()
    rows = connection.execute("SELECT seq, case_id, n, world, content, digest FROM entries ORDER BY seq").fetchall()
    connection.close()
    for seq, case, n, world, text, digest in rows:
        place = json.dumps([seq, case, n, world], separators=(",", ":"))
        before = sha256(before + sha256((place + text).encode()).digest()).digest()
        assert before == digest

    assert f"{len(rows)}:{before.hex()}" == str(verify(path).head)


def test_entries_that_go_while_they_are_looked_at(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A tail that was counted and is no longer there, as when a file is set back meanwhile, is missed."""
    monkeypatch.setattr("cica_procedure.record.verification._EXTENT", "SELECT 9, 1, 9")
    verdict = verify(path)

    assert verdict.head.seq == 8
    assert "counts entries that are not there" in verdict.problem


def test_errors_say_what_to_do(path: Path) -> None:
    """A damaged record is an error of the record, with the way out."""
    error = DamagedRecord(path, "entry 3 is missing", 3)

    assert "restore it from a backup" in str(error)
    assert error.seq == 3


@pytest.mark.parametrize("seq", [1, 3, 4, 7, 8])
def test_the_work_can_be_shared_out(path: Path, monkeypatch: pytest.MonkeyPatch, seq: int, tamper: Tamper) -> None:
    """However a record is cut into parts, and whoever looks at them, the same first entry is named."""
    monkeypatch.setattr("cica_procedure.record.verification.STEP", 2)
    told: list[int] = []
    sound = verify(path, progress=told.append, workers=2)
    tamper(path, ("edition", "'2022'", seq))

    assert (sound.sound, sound.entries, told) == (True, 8, [2, 2, 2, 2])
    assert seq == verify(path, workers=2).seq == verify(path).seq


def test_a_trigger_that_swallows(path: Path) -> None:
    """A trigger of another hand, under whatever name, is not worked with, and is found."""
    connection = sqlite3.connect(path)
    connection.execute("CREATE TRIGGER _x BEFORE INSERT ON entries BEGIN SELECT RAISE(IGNORE); END")
    connection.close()
    for look in (verify, Conference.open):
        with pytest.raises(NotARecord, match="triggers of another hand, _x"):
            look(path)


def test_a_trigger_that_swallows_in_between(path: Path, at: At) -> None:
    """One that comes while a conference is open is met by the next act, which is not taken for done."""
    with Conference.open(path) as cica:
        assert cica.case("soc").stage == "in-session"
        connection = sqlite3.connect(path)
        connection.execute("CREATE TRIGGER _x BEFORE INSERT ON entries BEGIN SELECT RAISE(IGNORE); END")
        connection.close()
        with pytest.raises(NotARecord, match="takes no entries"):
            cica.act("soc", "close", by="chair", at=at(23, 18))
        assert cica.case("soc").stage == "in-session"


def test_an_index_that_hides(path: Path) -> None:
    """An index that no longer holds what its table holds is found, though every entry is in its place."""
    connection = sqlite3.connect(path, isolation_level=None)
    (sql,) = connection.execute("SELECT sql FROM sqlite_schema WHERE name = 'world'").fetchone()
    connection.execute("PRAGMA writable_schema = ON")
    update = "UPDATE sqlite_schema SET sql = ? WHERE name = 'world'"
    connection.execute(update, [f"{sql} AND seq > 1000"])
    connection.execute("PRAGMA writable_schema = RESET")
    connection.close()
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("REINDEX world")
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute(update, [sql])
    connection.close()

    assert "at odds with itself" in verify(path).problem
