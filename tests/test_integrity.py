"""The record that nobody can quietly change: each requirement of the record package, held against a hostile hand."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cica_procedure import (
    Conference,
    DamagedRecord,
    Head,
    InvalidAct,
    NotARecord,
    Reading,
    Record,
    RecordError,
    back_up,
    verify,
)
from cica_procedure.record import columns, verification
from cica_procedure.record.chain import hashed
from cica_procedure.record.columns import COLUMNS, HASHED
from cica_procedure.record.views import read_docket, read_head, read_history
from cica_procedure.terms import MEETING

At = Callable[..., datetime]


def tamper(path: Path, *statements: str) -> None:
    """Do what only a hand on the file itself can: take the guards away, change, and put them back."""
    connection = sqlite3.connect(path, isolation_level=None)
    guards = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    connection.execute("PRAGMA ignore_check_constraints = ON")
    for name, _ in guards:
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    for _, sql in guards:
        connection.execute(sql)
    connection.close()


def test_a_sound_record(path: Path) -> None:
    """What was written is found to be so, to the last entry."""
    verdict = verify(path)

    assert verdict.sound
    assert 8 == verdict.entries == verdict.head.seq


@pytest.mark.parametrize(
    ("statements", "seq", "problem"),
    [
        (["UPDATE entries SET reason = 'paragraph 5' WHERE seq = 5"], 5, "what it says is not what its digest was taken of"),
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
def test_what_a_hostile_hand_does_is_found(path: Path, statements: list[str], seq: int, problem: str) -> None:
    """Altered, removed, inserted, swapped, moved: the first entry concerned is named, and what is wrong with it."""
    tamper(path, *statements)
    verdict = verify(path)

    assert not verdict.sound
    assert seq == verdict.seq
    assert problem in verdict.problem


def test_a_tail_that_is_cut_off(path: Path) -> None:
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
        "CREATE TABLE notes (x)",
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


def test_a_backup_of_what_is_damaged(path: Path, tmp_path: Path) -> None:
    """It is the record that is at fault, and no copy is left that could be taken for one."""
    tamper(path, "UPDATE entries SET reason = 'none' WHERE seq = 5")
    with pytest.raises(DamagedRecord, match=r"cica\.sqlite: entry 5 was altered.*no copy was made"):
        back_up(path, tmp_path / "copy.sqlite")

    assert not [*tmp_path.glob("copy*")]


@pytest.fixture
def copies(path: Path, tmp_path: Path) -> Callable[[], Path]:
    """Give fresh copies of a record."""
    count = iter(range(100))

    def copy() -> Path:
        return Path(shutil.copy(path, tmp_path / f"copy-{next(count)}.sqlite"))

    return copy


@pytest.mark.parametrize("name", COLUMNS)
def test_any_changed_value_of_an_entry_is_found(path: Path, copies: Callable[[], Path], name: str) -> None:
    """Whatever value of whatever entry is changed, be it by what SQLite does not print, that entry is named."""
    hands = [f"{name} + 100"] if "INTEGER" in COLUMNS[name] else [f"{name} || 'x'", f"{name} || char(0) || 'x'"]
    if "CHECK (closed" in COLUMNS[name]:
        hands = ["1 - closed"]
    for seq in (1, 4, 8):
        for hand in hands:
            copy = copies()
            tamper(copy, f"UPDATE entries SET {name} = {hand} WHERE seq = {seq}")
            assert seq == verify(copy).seq


def test_a_value_does_not_flow_into_the_next(path: Path) -> None:
    """What is moved from one column to its neighbour is another entry, whatever stands between them."""
    tamper(path, """UPDATE entries SET act = act || '","' || actor, actor = '' WHERE seq = 5""")

    assert verify(path).seq == 5


@given(
    texts=st.lists(
        st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=8), min_size=24, max_size=24
    ),
    number=st.integers(0, 2**40),
)
def test_what_is_hashed_is_the_same_for_all(texts: list[str], number: int) -> None:
    """SQLite puts the same text together from the columns as the program does from the row."""
    row = [number if "INTEGER" in kind else text for kind, text in zip(COLUMNS.values(), texts, strict=True)]
    connection = sqlite3.connect(":memory:")
    connection.execute(
        f"CREATE TABLE entries (seq INTEGER, {', '.join(f'{c} {k.split()[0]}' for c, k in COLUMNS.items())})"
    )
    connection.execute(f"INSERT INTO entries VALUES (7{', ?' * len(COLUMNS)})", row)
    (found,) = connection.execute(f"SELECT {HASHED} FROM entries").fetchone()
    connection.close()

    assert found == hashed(7, row)


def test_errors_say_what_to_do(path: Path) -> None:
    """A damaged record is an error of the record, with the way out."""
    error = DamagedRecord(path, "entry 3 is missing", 3)

    assert "restore it from a backup" in str(error)
    assert error.seq == 3


@pytest.mark.parametrize("seq", [1, 3, 4, 7, 8])
def test_the_work_can_be_shared_out(path: Path, monkeypatch: pytest.MonkeyPatch, seq: int) -> None:
    """However a record is cut into parts, and whoever looks at them, the same first entry is named."""
    monkeypatch.setattr("cica_procedure.record.verification.STEP", 2)
    told: list[int] = []
    sound = verify(path, progress=told.append, workers=2)
    tamper(path, f"UPDATE entries SET edition = '2022' WHERE seq = {seq}")

    assert (sound.sound, sound.entries, told) == (True, 8, [2, 2, 2, 2])
    assert seq == verify(path, workers=2).seq == verify(path).seq


def test_a_trigger_that_swallows(path: Path, at: At) -> None:
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
    (sql,) = connection.execute("SELECT sql FROM sqlite_schema WHERE name = 'meetings'").fetchone()
    connection.execute("PRAGMA writable_schema = ON")
    update = "UPDATE sqlite_schema SET sql = ? WHERE name = 'meetings'"
    connection.execute(update, [f"{sql} AND seq > 1000"])
    connection.execute("PRAGMA writable_schema = RESET")
    connection.close()
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("REINDEX meetings")
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute(update, [sql])
    connection.close()

    assert "at odds with itself" in verify(path).problem


def test_an_entry_with_a_monstrous_number(path: Path, at: At) -> None:
    """It is named, rather than walked to."""
    row = ", ".join("1" if "INTEGER" in kind else "''" for kind in COLUMNS.values())
    insert = f"INSERT INTO entries VALUES (9223372036854775807, {row}, x'00')"
    connection = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="nothing is replaced or left out"):
        connection.execute(insert)
    connection.close()
    tamper(path, insert)

    assert "entry 9 is missing" in verify(path).problem
    with Conference.open(path) as cica, pytest.raises(NotARecord, match="no room for another entry"):
        cica.submit("meeting", "m", by="chair", at=at(24), details={"body": "SOC"})


@pytest.mark.parametrize(
    "change",
    ["details = 'xx'", f"details = '{'[' * 50_000}'", "changes = '[{}]'", "at = 'today'", "position = 'perhaps'"],
)
def test_an_entry_that_cannot_be_read(path: Path, change: str) -> None:
    """It is damage wherever it is met, and verify names it."""
    tamper(path, f"UPDATE entries SET {change} WHERE seq = 5")

    assert verify(path).seq == 5
    with Conference.open(path) as cica, pytest.raises(NotARecord, match="cannot be read"):
        cica.case("paper")


def test_a_meeting_that_cannot_be_read(path: Path, at: At) -> None:
    """Damage is said as such also where the world is read, and not only the case that is asked for."""
    tamper(path, "UPDATE entries SET details = 'xx' WHERE seq = 3")
    with Conference.open(path) as cica, pytest.raises(NotARecord, match="cannot be read"):
        _ = cica.register


def test_a_header_that_says_more(path: Path) -> None:
    """A line that was added to what a record says of itself is damage, though no digest holds it."""
    tamper(path, "INSERT INTO header VALUES ('note', 'approved')")
    with pytest.raises(NotARecord, match="says more or less of itself"):
        verify(path)


def _world(path: Path) -> None:
    with Conference.open(path, to_read=True) as cica:
        assert cica.register.tenures
        assert cica.silences == {}


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE header SET value = CAST(x'ff' AS TEXT) WHERE name = 'rulebook'",
        "UPDATE entries SET case_id = CAST(x'ff' AS TEXT) WHERE seq = 5",
        "UPDATE entries SET silence = '[1]' WHERE seq = 5",
        "UPDATE entries SET silence = '{}' WHERE seq = 5",
        "UPDATE entries SET details = '[1]' WHERE seq = 5",
        "UPDATE entries SET at = CAST(x'ff' AS TEXT) WHERE seq = 5",
        "UPDATE entries SET digest = x'' WHERE seq = 5",
        "UPDATE entries SET to_stage = 'nowhere' WHERE seq = 3",
        "UPDATE header SET value = '2021-06-01' WHERE name = 'since'",
        """UPDATE entries SET silence = '{"act":"a","body":"SOC","by":"chair","opened":"x","expires":"x"}' WHERE seq = 5""",
        """UPDATE entries SET silence = '{"act":["a"],"body":"SOC","by":"chair","expires":"2021-06-30"}' WHERE seq = 5""",
        """UPDATE entries SET silence = '{"act":"a","body":"SOC","by":"chair","expires":"2021-06-30","outcome":"x"}' WHERE seq = 5""",
    ],
)
def test_damage_is_said_to_be_damage(path: Path, change: str) -> None:
    """Whoever looks at a record that was altered gets an answer or an error of the record, and verify finds it."""
    tamper(path, change)
    for look in (
        read_head,
        read_docket,
        lambda path: read_history(path, "paper"),
        lambda path: Reading(Record.open(path)).docket(),
        _world,
    ):
        with suppress(RecordError, InvalidAct):
            look(path)
    with suppress(NotARecord):
        assert not verify(path).sound


def test_another_way_of_writing_json(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An SQLite that writes JSON otherwise than the one that was there accuses nobody."""
    other = verification._CHAIN.replace("json_array(", "json_array('by another hand', ")
    monkeypatch.setattr(verification, "_CHAIN", other)

    assert verify(path).sound
    tamper(path, "UPDATE entries SET reason = 'none' WHERE seq = 8")
    assert verify(path).seq == 8


def test_the_word_for_meetings() -> None:
    """The record, which knows no vocabulary when it is only read, has the word of the vocabulary."""
    assert columns.MEETING == MEETING
