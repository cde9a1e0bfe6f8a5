"""A record that is only looked at, copied or held by others: the right file, nothing written, nothing left behind."""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cica_procedure import (
    Case,
    Conference,
    Entry,
    Head,
    Inaccessible,
    InvalidAct,
    NotARecord,
    Record,
    Silence,
    ToldClock,
    back_up,
    play,
    read_scenario,
    verify,
)
from cica_procedure.record import files as looking
from cica_procedure.record import sqlite_record
from cica_procedure.record.files import looking_at
from cica_procedure.record.header import Header
from cica_procedure.record.journal import JournalArchive
from cica_procedure.record.queries import read_docket, read_head, read_history, read_periods

ROOT = Path(__file__).parent.parent
At = Callable[..., datetime]


def test_a_backup_of_a_record_in_use(cica: Conference, draft: Case, at: At, tmp_path: Path) -> None:
    """The copy is whole and verified, while the record is open and goes on."""
    copy = tmp_path / "copy.sqlite"
    verdict = back_up(cica._journal.path, copy)
    cica.position("paper", "China", "support", at=at(23, 11))

    assert verdict.sound
    assert verdict.head == verify(copy).head
    assert verify(cica._journal.path, expect_head=verdict.head).sound
    with Conference.open(copy) as reading:
        assert draft == reading.case("paper")
    with pytest.raises(NotARecord, match="exists already"):
        back_up(cica._journal.path, copy)
    with pytest.raises(Inaccessible, match="no such file"):
        back_up(tmp_path / "missing.sqlite", tmp_path / "other.sqlite")
    with pytest.raises(Inaccessible, match="No such file"):
        back_up(cica._journal.path, tmp_path / "no" / "folder.sqlite")
    assert [*tmp_path.glob("other*")] == [], "what could not be filled is not left behind"


def test_looking_leaves_nothing_behind(path: Path, tmp_path: Path) -> None:
    """A record is one file before and after it was looked at, and whoever looks cannot write."""
    for look in (verify, read_head, read_docket, lambda path: back_up(path, tmp_path / "copy.sqlite")):
        look(path)
        assert [path.name] == [file.name for file in path.parent.glob(f"{path.name}*")]
    assert [file.name for file in tmp_path.glob("copy*")] == ["copy.sqlite"]
    with looking_at(path) as connection, pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("INSERT INTO refusals (content) VALUES ('{}')")


@pytest.mark.slow
def test_a_record_that_is_held_or_cannot_be_named(path: Path, tmp_path: Path) -> None:
    """What keeps a file from being read is said of that file, and is no damage."""
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("PRAGMA locking_mode = EXCLUSIVE")
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(Inaccessible, match="locked"):
        verify(path)
    holder.close()
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Chair, " * 100, encoding="utf-8")
    with pytest.raises(NotARecord, match=r"letter\.txt: file is not a database"):
        back_up(letter, tmp_path / "copy.sqlite")
    for look in (verify, lambda name: back_up(path, name)):
        for name, said in (("n" * 300, "File name too long"), ("a\0b", "null")):
            with pytest.raises(Inaccessible, match=said):
                look(tmp_path / name)


def test_a_record_that_was_closed_or_is_used_elsewhere(path: Path, at: At) -> None:
    """Neither is damage: whoever asks is told to open it anew, in a thread of its own if need be."""
    closed, elsewhere = Conference.open(path), Conference.open(path)
    closed.close()

    def in_batch(cica: Conference) -> None:
        with cica.batch():
            cica.act("soc", "close", by="chair", at=at(23, 18))

    asked: list[Callable[[Conference], object]] = [
        Conference.head,
        Conference.docket,
        in_batch,
        lambda cica: cica.settle(at(23, 18)),
        lambda cica: cica.act("soc", "close", by="chair", at=at(23, 18)),
        lambda cica: cica.overdue(at(23, 18)),
    ]
    for ask in asked:
        with pytest.raises(Inaccessible, match="open it anew"):
            ask(closed)
    with ThreadPoolExecutor(1) as pool:
        for ask in (*asked, Conference.close):
            with pytest.raises(Inaccessible, match="open it anew"):
                pool.submit(ask, elsewhere).result()
    elsewhere.close()


def test_the_head_is_read_the_same_way_by_all(tmp_path: Path) -> None:
    """The command reads it with as little as can be, and gives what the library gives, also before the first entry."""
    with Conference.create(tmp_path / "r.sqlite", since=datetime.fromisoformat("2024-03-01T10:00+05:00")) as cica:
        assert read_head(tmp_path / "r.sqlite") == str(cica.head())
        cica.submit("report", "r", by="chair", at=cica.since, details={"title": "T"})
        assert read_head(tmp_path / "r.sqlite") == str(cica.head())


def test_the_file_that_is_named(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the one that the system means by the name, however it is written; what is no file is said to be none."""
    home = tmp_path / "x" / "y"
    home.mkdir(parents=True)
    named = Path(shutil.copy(path, tmp_path / "x" / "r.sqlite"))
    (tmp_path / "link").symlink_to(home)
    with Conference.create(tmp_path / "r.sqlite", since=datetime.fromisoformat("2024-03-01T10:00+05:00")):
        pass
    monkeypatch.chdir(tmp_path)

    assert read_head("link/../r.sqlite") == read_head(named) != read_head("r.sqlite")
    assert read_head(f"/{named}") == read_head(named)
    with pytest.raises(Inaccessible, match="is no file"):
        read_head(tmp_path)
    with pytest.raises(Inaccessible, match="null"):
        read_head("a\0b")


def test_what_was_taken_to_stay_as_it_is(path: Path, at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a file can be written to from elsewhere after all, nothing is said of it that may be half true."""

    def sealed(path: Path) -> tuple[sqlite3.Connection, bool]:
        return sqlite3.connect(f"file:{path}?immutable=1", uri=True, isolation_level=None), True

    monkeypatch.setattr(looking, "connect_to_read", sealed)
    monkeypatch.setattr(sqlite_record, "connect_to_read", sealed)
    reader = Record.open(path, to_read=True)
    assert reader.head() == verify(path).head
    with pytest.raises(Inaccessible, match="written to meanwhile"), looking_at(path), Conference.open(path) as cica:
        cica.act("soc", "close", by="chair", at=at(23, 18))
    with pytest.raises(Inaccessible, match="written to meanwhile"):
        reader.head()
    reader.close()


@pytest.mark.parametrize("name", ["paper ", "\udcff", "a\0b"])
def test_a_name_that_no_case_has(path: Path, name: str) -> None:
    """It is unknown, and no damage of the record, even when it cannot be written down."""
    with pytest.raises(InvalidAct, match="unknown case"):
        read_history(path, name)


@pytest.mark.parametrize("file", sorted((ROOT / "scenarios").glob("*.toml")), ids=lambda file: file.stem)
def test_a_glance_says_what_folding_says(file: Path, tmp_path: Path) -> None:
    """The docket and a case, read without the vocabulary, are what their entries come to: now, and as of any of them."""
    path = tmp_path / "r.sqlite"
    scenario = read_scenario(file)
    clock = ToldClock(scenario.since)
    with Conference.create(path, since=scenario.since, rulebook=scenario.rulebook, clock=clock) as cica:
        play(scenario, cica)
        for known in range(1, cica.head().seq + 1):
            docket = [(c.id, c.stage, c.revision, c.at, c.title) for c in cica.docket(as_of=known)]
            assert docket == read_docket(path, known)
        assert [line.case for line in read_docket(path)] == [case.id for case in cica.docket()]
        for name in cica.cases():
            case, history = cica.case(name), cica.history(name)
            standing, story = read_history(path, name)
            assert (case.id, case.stage, case.revision, case.at, case.title) == standing
            assert [(e.act, e.actor, e.at, e.recorded, e.to_stage) for e in history] == [line[:5] for line in story]
            assert [e.decision or str(e.position or "") for e in history] == [
                line.decision or line.position for line in story
            ]


SINCE = datetime(2021, 6, 1, 10, tzinfo=UTC)
ACTS = st.lists(
    st.fixed_dictionaries(
        {
            "case": st.sampled_from(["a", "b c", "m1", "m2"]),
            "hours": st.sampled_from([0, 1, 5, 30]),
            "offset": st.sampled_from([6, 0, -11, 14]),
            "closed": st.booleans(),
            "facts": st.fixed_dictionaries(
                {},
                optional={
                    "title": st.sampled_from(["T", 'he said "due-at": "m1"', "é"]),
                    "summary": st.sampled_from(['"titled', '"title"']),
                },
            ),
            "silence": st.sampled_from(["", "runs", "held", "held by two", "lapsed", "broken"]),
        }
    ),
    max_size=12,
)


@pytest.mark.slow
@given(ACTS)
def test_a_glance_at_any_record_says_what_folding_says(acts: list[dict[str, Any]]) -> None:
    """Whatever was written, in whatever order: the docket and the silence periods."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "r.sqlite"
        record = Record.create(path, Header("cica", SINCE))
        _write(record, acts)
        archive = JournalArchive(record, len(acts))
        cases = [case for case in archive.cases().values() if case.procedure != "meeting"]
        for known in range(len(acts) + 1):
            folded = JournalArchive(record, known).cases().values()
            docket = [(c.id, c.stage, c.revision, c.at, c.title) for c in folded if c.procedure != "meeting"]
            assert docket == read_docket(path, known)
        for at in (SINCE, *(SINCE + timedelta(hours=hours) for hours in (47, 48, 49, 100))):
            periods = [line for line in read_periods(path) if line.due(at)]
            assert [line.case for line in periods] == [
                case.id for case in cases if case.silence is not None and case.silence.due(at)
            ]
        stated = [(case.id, case.facts["silence"]) for case in cases if "silence" in case.facts]
        assert [
            (line.case, line.act, line.body, line.expires.isoformat(), line.holds, line.outcome)
            for line in read_periods(path)
        ] == [
            (case, s["act"], s["body"], s["expires"], ", ".join(s.get("holds", ())), s.get("outcome", ""))
            for case, s in cast("list[tuple[str, dict[str, Any]]]", stated)
        ]
        record.close()


def _write(record: Record, acts: list[dict[str, Any]]) -> None:
    """Write acts on meetings, whose names begin with m, and on drafts."""
    at, head, length = SINCE, record.head(), Counter[str]()
    for act in acts:
        case, details = act["case"], dict(act["facts"])
        length[case] += 1
        at = (at + timedelta(hours=act["hours"])).astimezone(timezone(timedelta(hours=act["offset"])))
        if act["silence"] and case[0] != "m":
            silence = Silence("adopt", "SOC", "chair", at, at + timedelta(days=2))
            for member in ("IND", "KAZ")[: {"held": 1, "held by two": 2}.get(act["silence"], 0)]:
                silence = silence.held_by(member, at)
            details["silence"] = silence.plain(act["silence"] if act["silence"] in {"lapsed", "broken"} else "")
        entry = Entry(
            case=case,
            n=length[case],
            procedure="meeting" if case[0] == "m" else "draft-document",
            meeting=case if case[0] == "m" else "",
            edition="2021",
            act="note",
            actor="chair",
            party="",
            at=at,
            recorded=at,
            from_stage="a",
            to_stage="b",
            closed=act["closed"],
            details=details,
        )
        head = record.append([entry], head)


def test_a_conference_that_is_only_read(cica: Conference, draft: Case, at: At) -> None:
    """It answers, writes nothing, says why, and stands in nobody's way."""
    path = Path(cica._journal.path)
    with Conference.open(path, to_read=True, keep_refusals=True) as reader:
        assert "adopt" in reader.open_acts("paper", by="chair", at=at(23, 12))
        with pytest.raises(Inaccessible, match="was opened to be read"):
            reader.act("paper", "adopt", by="chair", at=at(23, 12))
        cica.act("paper", "adopt", by="chair", at=at(23, 12))
        assert reader.case("paper").stage == "adopted"


def test_a_head_in_capitals(path: Path) -> None:
    """A head is what it says, in whatever letters it was copied."""
    head = verify(path).head

    assert Head.parse(str(head).upper()) == head
    for words in (f"8:{'x' * 64}", f"٨:{head.digest}"):
        with pytest.raises(ValueError, match="is no head"):
            Head.parse(words)
