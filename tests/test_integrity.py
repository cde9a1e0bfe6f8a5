"""The record that nobody can quietly change: each requirement of the record package, held against a hostile hand."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from cica_procedure import (
    Case,
    Conference,
    Conflict,
    DamagedRecord,
    Head,
    Inaccessible,
    InvalidAct,
    NotARecord,
    Reading,
    Record,
    Refused,
    back_up,
    verify,
)

At = Callable[..., datetime]


@pytest.fixture
def path(cica: Conference, draft: Case, at: At) -> Path:
    """Give the file of a record with eight entries, on a paper and a meeting."""
    case = cica.position(draft, "India", "objection", at=at(23, 11), reason="paragraph 4")
    case = cica.act(case, "amend", by="India", at=at(23, 12), details={"summary": "without paragraph 4"})
    case = cica.position(case, "Türkiye", "reservation", at=at(23, 12), reason="in the capital")
    cica.act(case, "adopt", by="chair", at=at(23, 13))
    cica.close()
    return Path(cica._record.path)


def tamper(path: Path, *statements: str) -> None:
    """Do what only a hand on the file itself can: take the guards away, change, and put them back."""
    connection = sqlite3.connect(path, isolation_level=None)
    guards = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
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
        (["UPDATE entries SET content = replace(content, 'paragraph 4', 'paragraph 5') WHERE seq = 5"], 5, "was altered"),
        (["UPDATE entries SET digest = (SELECT digest FROM entries WHERE seq = 4) WHERE seq = 5"], 5, "was altered"),
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
        (["UPDATE entries SET case_id = 'other', n = 1 WHERE seq = 5"], 5, "says one thing in case_id, n"),
        (["UPDATE entries SET n = 40 WHERE seq = 8"], 8, "says one thing in n"),
        (["UPDATE entries SET procedure = 'meeting' WHERE seq = 8"], 8, "says one thing in procedure"),
        (["UPDATE entries SET changes = 1 WHERE seq = 8"], 8, "says one thing in changes"),
        (
            ["INSERT INTO entries SELECT 9, 'paper', 7, procedure, changes, content, digest FROM entries WHERE seq = 8"],
            9,
            "says one thing in n",
        ),
        (["UPDATE header SET value = '2020-01-01T00:00:00+06:00' WHERE name = 'since'"], 1, "does not fit"),
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
        "DROP INDEX register",
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


def test_a_batch_is_one(cica: Conference, draft: Case, at: At) -> None:
    """All acts of a batch last; and when one fails, none of them, and the conference knows nothing of them either."""
    with cica.batch():
        cica.position("paper", "China", "support", at=at(23, 11))
        cica.position("paper", "Iran", "support", at=at(23, 11))
    assert cica.case("paper").n == 4
    with pytest.raises(Refused), cica.batch():
        cica.position("paper", "India", "support", at=at(23, 12))
        cica.act("soc", "close", by="chair", at=at(23, 12))
        cica.act("paper", "adopt", by="India", at=at(23, 13))

    assert cica.case("paper").n == 4
    assert cica.case("soc").stage == "in-session"
    assert cica.act("paper", "adopt", by="chair", at=at(23, 13)).stage == "adopted"


def test_a_refusal_inside_a_batch_may_be_caught(cica: Conference, draft: Case, at: At) -> None:
    """What was refused is not there, the rest is."""
    with cica.batch():
        cica.position("paper", "China", "support", at=at(23, 11))
        with pytest.raises(Refused):
            cica.act("paper", "adopt", by="China", at=at(23, 11))
        cica.position("paper", "Iran", "support", at=at(23, 11))

    assert cica.case("paper").n == 4


def test_a_conflict_says_what_has_happened(cica: Conference, draft: Case, at: At) -> None:
    """What somebody else did since is part of the answer, and deciding anew succeeds."""
    cica.position("paper", "China", "support", at=at(23, 11))
    with pytest.raises(Conflict, match="since then: position by CHN") as caught:
        cica.act(draft, "adopt", by="chair", at=at(23, 12))
    assert [entry.act for entry in caught.value.since] == ["position"]

    stale = [draft]
    case = cica.again("paper", lambda now: cica.act(stale.pop() if stale else now, "adopt", by="chair", at=at(23, 12)))
    assert case.stage == "adopted"


def test_time_travel(path: Path, at: At) -> None:
    """A case, the docket and the register as they stood with an entry, or at an instant."""
    with Conference.open(path) as cica:
        assert [cica.case("paper", as_of=seq).n for seq in (1, 4, 5, 6, 7, 8)] == [1, 2, 3, 4, 5, 6]
        assert (cica.case("paper", as_of=at(23, 11)).stage, cica.case("paper", as_of=5).revision) == ("before-soc", 1)
        assert cica.case("paper", as_of=at(23, 13)).stage == "adopted"
        assert [case.stage for case in cica.docket(as_of=3)] == ["tabled"]
        assert cica.docket(as_of=at(1)) == ()
        assert len(cica.history("paper", as_of=at(23, 11))) == 3
        with pytest.raises(InvalidAct, match="as of then"):
            cica.case("paper", as_of=at(1))


def test_the_register_as_of_then(cica: Conference, at: At) -> None:
    """What was not yet written, or had not yet taken effect, is not in it."""
    cica.submit("observer-application", "tkm", by="Turkmenistan", at=at(10), details={"subject": "TKM"})
    cica.meet("SOC", "soc", at=at(23))
    cica.act("tkm", "take-up", by="chair", at=at(23))
    cica.act("tkm", "grant", by="chair", at=at(23, 11))

    assert not cica.register_as_of(4).holds("observer", "TKM", at(30))
    assert cica.register_as_of(5).holds("observer", "TKM", at(30))
    assert not cica.register_as_of(at(23, 10)).holds("observer", "TKM", at(30))
    assert cica.register_as_of(at(23, 11)).holds("observer", "TKM", at(30))


def test_a_late_recording_is_visible(tmp_path: Path, at: At) -> None:
    """When an act took effect and when it was written down are two things, and both can be asked."""
    clock = iter([at(2), at(28), at(28), at(28)])
    with Conference.create(tmp_path / "r.sqlite", since=at(1), clock=lambda: next(clock)) as cica:
        cica.submit("draft-document", "p", by="India", at=at(2), details={"title": "T", "kind": "guidelines"})
        cica.act("p", "amend", by="India", at=at(10), details={"summary": "s"})

        assert cica.case("p", as_of=at(11)).revision == 2
        assert cica.case("p", as_of=1).revision == 1
        assert [(at(2), at(2)), (at(10), at(28))] == [(entry.at, entry.recorded) for entry in cica.history("p")]


def test_refusals_are_evidence(tmp_path: Path, at: At) -> None:
    """A refused act is kept apart from the acts, with what stood in its way; and only when that is asked for."""
    path = tmp_path / "r.sqlite"
    with Conference.create(path, since=at(1), keep_refusals=True) as cica:
        cica.submit("draft-document", "p", by="India", at=at(2), details={"title": "T", "kind": "guidelines"})
        with pytest.raises(Refused):
            cica.act("p", "adopt", by="China", at=at(3))
        assert len(cica.refusals()) == 1
        assert cica.case("p").n == 1
    connection = sqlite3.connect(path)
    ((case, act, actor, unmet),) = connection.execute("SELECT case_id, act, actor, unmet FROM refused").fetchall()
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute("DELETE FROM refusals")
    connection.close()

    assert (case, act, actor, unmet) == ("p", "adopt", "CHN", "stage, actor, meeting")
    assert verify(path).sound


def test_a_backup_of_a_record_in_use(cica: Conference, draft: Case, at: At, tmp_path: Path) -> None:
    """The copy is whole and verified, while the record is open and goes on."""
    copy = tmp_path / "copy.sqlite"
    verdict = back_up(cica._record.path, copy)
    cica.position("paper", "China", "support", at=at(23, 11))

    assert verdict.sound
    assert verdict.head == verify(copy).head
    assert verify(cica._record.path, expect_head=verdict.head).sound
    with Reading(Record.open(copy)) as reading:
        assert draft == reading.case("paper")
    with pytest.raises(NotARecord, match="exists already"):
        back_up(cica._record.path, copy)
    with pytest.raises(Inaccessible, match="no such file"):
        back_up(tmp_path / "missing.sqlite", tmp_path / "other.sqlite")
    with pytest.raises(Inaccessible, match="no copy was made"):
        back_up(cica._record.path, tmp_path / "no" / "folder.sqlite")


def test_every_plan_uses_an_index(path: Path) -> None:
    """No statement of an act looks through the whole record."""
    from cica_procedure.record import ledger  # noqa: PLC0415

    connection = sqlite3.connect(path)
    for statement, values in (
        (ledger._LAST, []),
        (ledger._OF_CASE, ["paper", 0, ledger.LAST]),
        ("SELECT max(n) FROM entries WHERE case_id = ?", ["paper"]),
    ):
        plan = " ".join(str(row[3]) for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", values))
        assert "SCAN" not in plan or "ORDER BY seq DESC LIMIT 1" in statement, plan
    connection.close()


@pytest.fixture
def copies(path: Path, tmp_path: Path) -> Callable[[], Path]:
    """Give fresh copies of a record."""
    count = iter(range(100))

    def copy() -> Path:
        return Path(shutil.copy(path, tmp_path / f"copy-{next(count)}.sqlite"))

    return copy


def test_any_changed_byte_of_an_entry_is_found(path: Path, copies: Callable[[], Path]) -> None:
    """Whatever character of whatever entry is changed, that entry is the one that is named."""
    connection = sqlite3.connect(path)
    lengths = dict(connection.execute("SELECT seq, length(content) FROM entries"))
    connection.close()
    for seq, length in lengths.items():
        for place in (length // 3, length // 2, length - 3):
            copy = copies()
            char = f"substr(content, {place}, 1)"
            other = f"CASE WHEN {char} BETWEEN 'a' AND 'y' THEN char(unicode({char}) + 1) ELSE {char} || 'x' END"
            changed = f"substr(content, 1, {place - 1}) || {other} || substr(content, {place + 1})"
            connection = sqlite3.connect(copy)
            (valid,) = connection.execute(f"SELECT json_valid({changed}) FROM entries WHERE seq = {seq}").fetchone()
            connection.close()
            if valid:
                tamper(copy, f"UPDATE entries SET content = {changed} WHERE seq = {seq}")
                assert seq == verify(copy).seq


def test_errors_say_what_to_do(path: Path) -> None:
    """A damaged record is an error of the record, with the way out."""
    error = DamagedRecord(path, "entry 3 is missing", 3)

    assert "restore it from a backup" in str(error)
    assert error.seq == 3


def test_a_correction_cites_what_it_corrects(cica: Conference, draft: Case, at: At) -> None:
    """A wording is put right by another entry, even when the case is closed; both stay, and nothing is rewritten."""
    case = cica.act("soc", "discuss", by="chair", at=at(23, 11), details={"topic": "Asai"})
    cica.act("soc", "close", by="chair", at=at(23, 18))
    slip = {"entry": case.n, "detail": "topic", "value": "Asia"}
    case = cica.act("soc", "correct", by="secretariat", at=at(24), details=slip, reason="a slip of the pen")
    history = cica.history("soc")

    assert (case.stage, case.facts["topic"]) == ("closed", "Asia")
    assert [entry.details["topic"] for entry in history if "topic" in entry.details] == ["Asai", "Asia"]
    assert (history[-1].corrects, history[-1].reason) == (3, "a slip of the pen")
    assert cica.case("soc", as_of=at(23, 18)).facts["topic"] == "Asai"


@pytest.mark.parametrize(
    ("slip", "by"),
    [
        ({"entry": 99, "detail": "title", "value": "x"}, "chair"),
        ({"entry": 1, "detail": "kind", "value": "guidelines"}, "chair"),
        ({"entry": 1, "detail": "title", "value": "Another title"}, "secretariat"),
        ({"entry": 1, "detail": "summary", "value": "x"}, "chair"),
    ],
)
def test_what_a_body_decides_on_is_not_corrected(
    cica: Conference, draft: Case, at: At, slip: dict[str, object], by: str
) -> None:
    """Neither the kind of a document nor its title or text: that takes a revision, and the positions on it lapse."""
    unmet = cica.why_not(draft, "correct", by=by, at=at(23, 11), details=slip, reason="a slip")

    assert [finding.requirement for finding in unmet] == ["corrigible"]


@pytest.mark.parametrize("seq", [1, 3, 4, 7, 8])
def test_the_work_can_be_shared_out(path: Path, monkeypatch: pytest.MonkeyPatch, seq: int) -> None:
    """However a record is cut into parts, and whoever looks at them, the same first entry is named."""
    monkeypatch.setattr("cica_procedure.record.verification.STEP", 2)
    told: list[int] = []
    sound = verify(path, progress=told.append, workers=2)
    tamper(path, f"UPDATE entries SET content = replace(content, '2021', '2022') WHERE seq = {seq}")

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
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("INSERT INTO entries VALUES (9223372036854775807, 'z', 1, 'p', 0, '{}', 'x')")
    connection.close()

    assert "entry 9 is missing" in verify(path).problem
    with Conference.open(path) as cica, pytest.raises(NotARecord, match="no room for another entry"):
        cica.submit("meeting", "m", by="chair", at=at(24), details={"body": "SOC"})


@pytest.mark.parametrize("content", ["[]", "xx", "[" * 50_000, "{}"])
def test_an_entry_that_cannot_be_read(path: Path, content: str) -> None:
    """It is damage wherever it is met, and verify names it."""
    tamper(path, f"UPDATE entries SET content = '{content}' WHERE seq = 5")

    assert verify(path).seq == 5
    with Conference.open(path) as cica, pytest.raises(NotARecord, match="cannot be read"):
        cica.case("paper")


def test_what_a_body_decided_is_not_corrected(cica: Conference, draft: Case, at: At) -> None:
    """The task that a body gave by consensus is not put right by anybody alone, nor a wording where it does not stand."""
    cica.act(draft, "task", by="chair", at=at(23, 11), details={"task": "draft a plan", "due": "2022"})
    for detail, entry in (("task", 3), ("due", 3)):
        slip = {"entry": entry, "detail": detail, "value": "the opposite"}
        unmet = cica.why_not("paper", "correct", by="secretariat", at=at(24), details=slip, reason="a slip")
        assert [finding.requirement for finding in unmet] == ["corrigible"]
    cica.act("soc", "discuss", by="chair", at=at(23, 12), details={"topic": "Asai"})
    slip = {"entry": 1, "detail": "topic", "value": "Asia"}
    unmet = cica.why_not("soc", "correct", by="secretariat", at=at(24), details=slip, reason="a slip")
    assert [finding.requirement for finding in unmet] == ["corrigible"]


def test_batches_do_not_nest(cica: Conference, draft: Case, at: At) -> None:
    """Since they all last or none does, one inside another is refused."""
    with pytest.raises(InvalidAct, match="another batch is under way"), cica.batch(), cica.batch():
        pass
    with cica.batch():
        cica.position("paper", "China", "support", at=at(23, 11))

    assert cica.case("paper").n == 3


def test_a_refusal_in_a_batch_is_kept(tmp_path: Path, at: At) -> None:
    """Evidence does not go with the batch it was in."""
    with Conference.create(tmp_path / "r.sqlite", since=at(1), keep_refusals=True) as cica:
        cica.submit("draft-document", "p", by="India", at=at(2), details={"title": "T", "kind": "guidelines"})
        with pytest.raises(Refused), cica.batch():
            cica.act("p", "amend", by="India", at=at(3), details={"summary": "s"})
            cica.act("p", "adopt", by="China", at=at(3))

        assert (len(cica.refusals()), cica.case("p").n) == (1, 1)


def test_a_case_that_did_not_last(cica: Conference, draft: Case, at: At) -> None:
    """A case from a batch that went is not the case somebody else has made of it since, though both have as many entries."""
    ghosts: list[Case] = []
    with pytest.raises(ValueError, match="changed my mind"), cica.batch():
        ghosts.append(cica.position("paper", "China", "support", at=at(23, 11)))
        raise ValueError("changed my mind")
    with Conference.open(Path(cica._record.path)) as other:
        other.position("paper", "India", "support", at=at(23, 11))
    with pytest.raises(Conflict):
        cica.act(ghosts[0], "adopt", by="chair", at=at(23, 12))


def test_writing_between_two_looks(cica: Conference, draft: Case, at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    """What somebody else writes while the world is being read is taken in once."""
    other = Conference.open(Path(cica._record.path))
    read = cica._record.changes_of_the_world
    monkeypatch.setattr(
        cica._record,
        "changes_of_the_world",
        lambda after: (other.act("soc", "suspend", by="chair", at=at(23, 11)) if after < 4 else None, read(after))[1],
    )
    cica._hearing.forget()

    assert [f.requirement for f in cica.why_not("paper", "adopt", by="chair", at=at(23, 12))] == ["meeting"]
    other.act("soc", "resume", by="chair", at=at(23, 13))
    assert cica.why_not("paper", "adopt", by="chair", at=at(23, 14)) == ()
    assert len(cica._hearing._world._turns["soc"]) == 4  # convened, opened, suspended, resumed
    other.close()
