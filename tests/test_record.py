"""The record: appended to, never altered, and readable by anybody."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
import sqlite_utils

from cica_procedure import Case, Conference, Inaccessible, NotARecord, Record, verify

At = Callable[..., datetime]


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    """Read with nothing but the standard library, as any other program would."""
    connection = sqlite3.connect(path)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE entries SET content = '[]' WHERE seq = 1",
        "UPDATE entries SET seq = 99 WHERE seq = 1",
        "DELETE FROM entries WHERE seq = 1",
        "DELETE FROM entries",
        "REPLACE INTO entries SELECT * FROM entries WHERE seq = 1",
        "CREATE TEMP TABLE e AS SELECT * FROM entries WHERE seq = 1; UPDATE e SET seq = 99; INSERT OR REPLACE INTO entries SELECT * FROM e",
        "CREATE TEMP TABLE e AS SELECT * FROM entries WHERE seq = 2; UPDATE e SET seq = 1, n = 99; INSERT OR REPLACE INTO entries SELECT * FROM e",
        "UPDATE header SET value = 'osce' WHERE name = 'rulebook'",
        "DELETE FROM header",
        "REPLACE INTO header VALUES ('rulebook', 'osce')",
    ],
)
def test_append_only(path: Path, sql: str) -> None:
    """No client changes, removes or replaces what is written, by whichever unique key."""
    before = rows(path, "SELECT * FROM entries") + rows(path, "SELECT * FROM header")
    connection = sqlite3.connect(path)
    connection.create_function("cica_seal", 7, lambda *_: 1)
    with pytest.raises(sqlite3.IntegrityError, match="the record is append-only"):
        connection.executescript(sql)
    connection.close()

    assert before == rows(path, "SELECT * FROM entries") + rows(path, "SELECT * FROM header")


@pytest.mark.parametrize("table", ["entries", "sqlar"])
def test_another_program_puts_nothing_in(path: Path, table: str) -> None:
    """The database asks this program whether a row fits; what does not is refused although it has the function."""
    digest = "x" * 64
    insert = {
        "entries": "INSERT INTO entries VALUES (9, 'paper', 7, 0, '[]', zeroblob(32))",
        "sqlar": f"INSERT INTO sqlar VALUES ('{digest}', 33188, 0, 1, x'00')",
    }[table]
    connection = sqlite3.connect(path)
    with pytest.raises(sqlite3.OperationalError, match="no such function: cica_"):
        connection.execute(insert)
    connection.close()
    with Conference.open(path) as cica:
        record = cica._journal
        assert isinstance(record, Record)
        with pytest.raises(sqlite3.IntegrityError, match="nothing is taken in"):
            record._connection.execute(insert)
    assert verify(path).sound


def test_order_without_gaps(path: Path) -> None:
    """Entries are numbered from 1, in the record and in each case."""
    assert list(range(1, 9)) == [seq for (seq,) in rows(path, "SELECT seq FROM entries ORDER BY seq")]
    assert [n for (n,) in rows(path, "SELECT n FROM entries WHERE case_id = 'paper' ORDER BY n")] == [1, 2, 3, 4, 5, 6]


def test_transitions_tell_the_story(path: Path) -> None:
    """Who did what, where the case came from and went to, in plain SQL."""
    story = rows(path, "SELECT act, actor, party, from_stage, to_stage, body, meeting, revision FROM transitions WHERE case_id = 'paper'")  # fmt: skip

    assert story == [
        ("table", "IND", "IND", None, "tabled", None, None, 1),
        ("take-up", "chair", "KAZ", "tabled", "before-soc", "SOC", "soc", 1),
        ("position", "IND", "IND", "before-soc", "before-soc", "SOC", "soc", 1),
        ("amend", "IND", "IND", "before-soc", "before-soc", "SOC", "soc", 2),
        ("position", "TUR", "TUR", "before-soc", "before-soc", "SOC", "soc", 2),
        ("adopt", "chair", "KAZ", "before-soc", "adopted", "SOC", "soc", 2),
    ]


def test_positions_say_which_still_stand(path: Path) -> None:
    """The objection to revision 1 fell with it; the reservation on revision 2 stands."""
    said = rows(path, "SELECT member, position, revision, stands, reason FROM positions ORDER BY seq")

    assert said == [("IND", "objection", 1, 0, "paragraph 4"), ("TUR", "reservation", 2, 1, "in the capital")]


def test_a_position_that_was_taken_back_does_not_stand(cica: Conference, draft: Case, at: At) -> None:
    """Neither the objection, nor that nothing has been said yet; what others have said does."""
    case = cica.position(draft, "India", "objection", at=at(23, 11), reason="paragraph 4")
    case = cica.position(case, "Türkiye", "support", at=at(23, 11))
    case = cica.position(case, "India", "nothing yet", at=at(23, 12))
    said = rows(Path(cica._journal.path), "SELECT member, position, stands FROM positions ORDER BY seq")

    assert said == [("IND", "objection", 0), ("TUR", "support", 1), ("IND", "nothing yet", 0)]
    assert [*case.positions["SOC"]] == ["TUR"]


def test_decisions_hold_the_roll(path: Path) -> None:
    """A decision names every member."""
    (decision,) = rows(path, "SELECT decision, body, revision, members, objections FROM decisions")
    lines = {member: position for member, position in rows(path, "SELECT member, position FROM rolls")}  # noqa: C416 - two columns

    assert decision == ("adopted", "SOC", 2, 27, 0)
    assert len(lines) == 27
    assert lines["TUR"] == "reservation"
    assert lines["IND"] == "silent"


def test_docket_says_where_each_case_stands(path: Path) -> None:
    """Every case but the meetings, with its latest title, its stage and whether it is closed."""
    docket = rows(path, "SELECT case_id, title, kind, stage, revision, entries, closed FROM docket")

    assert docket == [("paper", "Concept paper", "concept-paper", "adopted", 2, 6, 1)]


def test_sqlite_utils_reads_it(path: Path) -> None:
    """The views open with the tool people have."""
    db = sqlite_utils.Database(path)

    assert {"transitions", "positions", "decisions", "objections", "rolls", "docket", "refused"} == set(db.view_names())
    assert db["transitions"].count_where("case_id = 'paper'") == 6
    db.close()


def test_a_refusal_writes_nothing(cica: Conference, draft: Case, at: At) -> None:
    """A refused act leaves the rows and the case as they were."""
    before = list(cica.entries())
    unmet = cica.why_not(draft, "recommend", by="chair", at=at(23, 11))
    with pytest.raises(Exception, match="refused"):
        cica.act(draft, "recommend", by="chair", at=at(23, 11))

    assert unmet
    assert before == list(cica.entries())
    assert draft == cica.case("paper")


def test_what_was_written_is_read(cica: Conference, draft: Case, at: At) -> None:
    """A record that is opened again says the same of every case and of the register."""
    cica.act(draft, "adopt", by="chair", at=at(23, 12))
    docket, register = cica.docket(), cica.register
    cica.close()
    with Conference.open(Path(cica._journal.path)) as again:
        assert docket == again.docket()
        assert register == again.register
        assert again.case("paper").stage == "adopted"


def test_a_database_of_another_program(tmp_path: Path) -> None:
    """It is refused and left as it was, to the byte."""
    path = tmp_path / "other.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE entries (seq)")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    with pytest.raises(NotARecord, match="another program"):
        Conference.open(path)

    assert before == path.read_bytes()
    assert [path] == list(tmp_path.iterdir())


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    """Text, and nothing at all, are no record."""
    path = tmp_path / "letter.txt"
    path.write_text("Dear Chair, " * 100, encoding="utf-8")
    with pytest.raises(NotARecord, match="not a database"):
        Conference.open(path)
    empty = tmp_path / "empty.sqlite"
    empty.touch()
    with pytest.raises(NotARecord, match="is empty"):
        Conference.open(empty)

    assert empty.read_bytes() == b""


@pytest.mark.parametrize(("version", "said"), [(99, "install a newer release"), (1, "make the record anew")])
def test_another_schema(path: Path, version: int, said: str) -> None:
    """A record of another program's schema is left alone."""
    rows(path, f"PRAGMA user_version = {version}")
    with pytest.raises(NotARecord, match=said):
        Conference.open(path)


def test_a_record_that_lost_a_guard(path: Path) -> None:
    """A record whose guards are not all there is not written to."""
    rows(path, "DROP TRIGGER entries_keep_delete")
    with pytest.raises(NotARecord, match="lost its guards entries_keep_delete"):
        Conference.open(path)


def test_files_that_cannot_be_had(tmp_path: Path, path: Path, at: At) -> None:
    """No such file, no such folder, and a file that is there already."""
    with pytest.raises(Inaccessible, match="no such file"):
        Conference.open(tmp_path / "missing.sqlite")
    with pytest.raises(Inaccessible, match="check the folder"):
        Conference.create(tmp_path / "no" / "folder.sqlite", since=at(1))
    with pytest.raises(NotARecord, match="exists already"):
        Conference.create(path, since=at(1))


@pytest.mark.parametrize("name", ["n" * 300, "a\0b", "no/such/folder.sqlite"])
def test_a_name_that_no_file_can_have(tmp_path: Path, name: str) -> None:
    """It is said of the file, with what to check, and nothing is left behind."""
    since = datetime.fromisoformat("2024-03-01T10:00+05:00")
    with pytest.raises(Inaccessible, match="check the"):
        Conference.create(f"{tmp_path}/{name}", since=since)

    assert not [*tmp_path.iterdir()]
