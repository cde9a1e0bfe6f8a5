"""What somebody else has written, an interrupt has left or a backup has set back: nothing is decided on an older view."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from cica_procedure import (
    Case,
    Conference,
    Conflict,
    Entry,
    Head,
    Inaccessible,
    Record,
    Refused,
    State,
    back_up,
    verify,
)

At = Callable[..., datetime]


def test_a_stale_view_is_a_conflict(cica: Conference, draft: Case, at: At) -> None:
    """Who decides on an older state of the case is told so; nothing is written."""
    cica.position(draft, "China", "support", at=at(23, 11))
    with pytest.raises(Conflict) as caught:
        cica.act(draft, "adopt", by="chair", at=at(23, 12))

    assert (caught.value.expected, caught.value.actual) == (2, 3)
    assert cica.case("paper").stage == "before-soc"


@pytest.mark.parametrize(
    ("case", "given", "unmet"),
    [
        (
            "paper",
            {"act": "position", "by": "India", "details": {"position": "objection"}, "reason": "4"},
            ["consensus"],
        ),
        ("paper", {"act": "open-silence", "by": "chair", "details": {"decides": "adopt"}}, ["silence"]),
        ("soc", {"act": "close", "by": "chair"}, ["meeting"]),
    ],
)
def test_nothing_is_decided_on_an_older_view(
    cica: Conference, draft: Case, at: At, case: str, given: dict[str, Any], unmet: list[str]
) -> None:
    """Whatever another process has written since the last look counts, on this case or on another one."""
    assert "adopt" in cica.open_acts("paper", by="chair", at=at(23, 11))
    with Conference.open(Path(cica._journal.path)) as other:
        other.act(case, at=at(23, 11), **given)
    with pytest.raises(Refused) as caught:
        cica.act("paper", "adopt", by="chair", at=at(23, 12))

    assert unmet == [finding.requirement for finding in caught.value.findings]
    assert cica.case("paper").stage == "before-soc"


def test_a_refusal_on_an_older_view_is_taken_back(cica: Conference, draft: Case, at: At) -> None:
    """What stood in the way, and no longer does since another process has written, refuses nothing."""
    cica.position("paper", "India", "objection", reason="paragraph 4", at=at(23, 11))
    with Conference.open(Path(cica._journal.path)) as other:
        other.position("paper", "India", "support", at=at(23, 12))

    assert cica.act("paper", "adopt", by="chair", at=at(23, 13)).stage == "adopted"


def test_an_act_is_written_once(cica: Conference, draft: Case, at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault that comes once an act is on the record is a fault, and the act is not done again."""
    append = Record.append

    def written(*given: Any) -> Head:
        append(*given)
        raise ZeroDivisionError

    with monkeypatch.context() as patch, pytest.raises(ZeroDivisionError):
        patch.setattr(Record, "append", written)
        cica.position("paper", "India", "support", at=at(23, 11))

    assert cica.case("paper").n == draft.n + 1
    assert cica.position("paper", "China", "support", at=at(23, 11)).n == draft.n + 2


@pytest.mark.parametrize("where", ["append", "after"])
def test_an_interrupted_act_is_known_or_not_done(
    cica: Conference, draft: Case, at: At, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    """Whoever stops the program in the middle of an act leaves a conference that knows what the record holds."""
    home: Any = Record if where == "append" else State
    done = getattr(home, where)

    def stop(*given: object) -> None:
        done(*given)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(home, where, stop)
        with pytest.raises(KeyboardInterrupt):
            cica.act("soc", "suspend", by="chair", at=at(23, 11))
    if where == "append":
        with pytest.raises(Refused) as caught:
            cica.act("paper", "adopt", by="chair", at=at(23, 12))
        assert [finding.requirement for finding in caught.value.findings] == ["meeting"]
    else:
        assert cica.act("paper", "adopt", by="chair", at=at(23, 12)).stage == "adopted"


def test_a_commit_that_fails(cica: Conference, draft: Case, at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    """What did not last is not known either."""
    transaction = Record.transaction

    @contextmanager
    def fail(record: Record) -> Iterator[None]:
        with transaction(record):
            yield
            raise Inaccessible(record.path, "no more room")

    with monkeypatch.context() as patch:
        patch.setattr(Record, "transaction", fail)
        with pytest.raises(Inaccessible), cica.batch():
            cica.position("paper", "India", "objection", at=at(23, 11), reason="paragraph 4")

    assert cica.act("paper", "adopt", by="chair", at=at(23, 12)).n == draft.n + 1


def test_a_fault_of_the_program_is_no_conflict(cica: Conference, draft: Case, at: At) -> None:
    """What the database minds for another reason than a number that is taken is passed on as it is."""
    entry = cica.history("paper")[-1]
    with pytest.raises(sqlite3.IntegrityError, match="n > 0"):
        cica._journal.append([replace(entry, n=0)], cica.head())
    with pytest.raises(Conflict, match="has moved on since case other was read"):
        cica._journal.append([replace(entry, case="other", n=1)], Head(2, "0" * 64))
    with pytest.raises(Conflict):  # the number is right, and the entry before it is another one
        cica._journal.append([replace(entry, case="other", n=1)], Head(cica.head().seq, "0" * 64))


def test_a_case_that_did_not_last(cica: Conference, draft: Case, at: At) -> None:
    """A case from a batch that went is not the case somebody else has made of it since, though both have as many entries."""
    ghosts: list[Case] = []
    with pytest.raises(ValueError, match="changed my mind"), cica.batch():
        ghosts.append(cica.position("paper", "China", "support", at=at(23, 11)))
        raise ValueError("changed my mind")
    with Conference.open(Path(cica._journal.path)) as other:
        other.position("paper", "India", "support", at=at(23, 11))
    with pytest.raises(Conflict):
        cica.act(ghosts[0], "adopt", by="chair", at=at(23, 12))


def test_writing_between_two_looks(cica: Conference, draft: Case, at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    """What somebody else writes while the world is being read is no part of that look, and is taken in once."""
    other = Conference.open(Path(cica._journal.path))
    cica = Conference.open(Path(cica._journal.path))
    read, pending = cica._journal.shared, [other]

    def look(after: int, until: int) -> Iterator[Entry]:
        while pending:
            pending.pop().act("soc", "suspend", by="chair", at=at(23, 11))
        return read(after, until)

    monkeypatch.setattr(cica._journal, "shared", look)

    assert cica.why_not("paper", "adopt", by="chair", at=at(23, 12)) == ()
    assert [f.requirement for f in cica.why_not("paper", "adopt", by="chair", at=at(23, 12))] == ["meeting"]
    other.act("soc", "resume", by="chair", at=at(23, 13))
    assert cica.why_not("paper", "adopt", by="chair", at=at(23, 14)) == ()
    assert len(cica.state.meetings["soc"].turns) == 4  # convened, opened, suspended, resumed
    cica.close()
    other.close()


def test_a_clock_that_looks(tmp_path: Path, at: At) -> None:
    """A clock may read the conference, and what it comes upon there counts."""
    path = tmp_path / "r.sqlite"
    pending: list[Conference] = []

    def clock() -> datetime:
        while pending:
            pending.pop().act("soc", "close", by="chair", at=at(23, 11))
        return max(at(23, 12), *(case.at or at(1) for case in cica.docket()))

    cica = Conference.create(path, since=at(1))
    cica.submit("draft-document", "paper", by="India", at=at(2), details={"title": "T", "kind": "guidelines"})
    cica.meet("SOC", "soc", at=at(23))
    cica.act("paper", "take-up", by="chair", at=at(23))
    cica.close()
    with Conference.open(path) as other, Conference.open(path, clock=clock) as cica:
        assert cica.case("paper").stage == "before-soc"
        pending.append(other)
        with pytest.raises(Refused, match="no meeting of the SOC is in session"):
            cica.act("paper", "adopt", by="chair", at=at(23, 12))


def test_entries_that_are_half_read(cica: Conference, draft: Case, at: At) -> None:
    """Who has begun to go through the entries keeps nobody from writing, and sees what was written."""
    half = cica.entries()
    next(half)
    with Conference.open(Path(cica._journal.path)) as other:
        other.position("paper", "China", "objection", reason="not now", at=at(23, 11))

    assert cica.case("paper").n == draft.n + 1
    assert cica.position("paper", "India", "support", at=at(23, 11)).n == draft.n + 2
    assert len(list(half)) == cica.head().seq - 1


def test_an_hour_that_is_there_twice(cica: Conference, draft: Case, at: At) -> None:
    """An act at an instant of a time zone is the same act when it is read back."""
    autumn = datetime(2021, 10, 31, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    case = cica.position("paper", "India", "support", at=autumn)
    with Conference.open(Path(cica._journal.path)) as other:
        other.submit("report", "r", by="chair", at=at(24), details={"title": "T"})

    assert cica.position(case, "China", "support", at=autumn).n == case.n + 1


def test_a_record_that_was_set_back(cica: Conference, draft: Case, at: At, tmp_path: Path) -> None:
    """When a backup is restored into the file of a conference that is open, it goes on from what is there."""
    back_up(cica._journal.path, tmp_path / "copy.sqlite")
    cica.position("paper", "India", "support", at=at(23, 11))
    for source, member in ((tmp_path / "copy.sqlite", "China"), (tmp_path / "copy.sqlite", "Iran")):
        kept, live = sqlite3.connect(source), sqlite3.connect(cica._journal.path)
        kept.backup(live)
        kept.close()
        live.close()
        assert cica.position("paper", member, "support", at=at(23, 12)).n == draft.n + 1
    assert verify(cica._journal.path).sound


@pytest.mark.parametrize("since", [[], ["China"], ["China", "Iran"]])
def test_a_world_that_was_set_back(cica: Conference, draft: Case, at: At, tmp_path: Path, since: list[str]) -> None:
    """What a conference took in and a restored backup does not hold is not decided on, however much was written since."""
    path = cica._journal.path
    cica.act("soc", "suspend", by="chair", at=at(23, 11))
    back_up(path, tmp_path / "copy.sqlite")
    cica.act("soc", "resume", by="chair", at=at(23, 12))
    kept, live = sqlite3.connect(tmp_path / "copy.sqlite"), sqlite3.connect(path)
    kept.backup(live)
    kept.close()
    live.close()
    with Conference.open(Path(path)) as other:
        for member in since:
            other.position("paper", member, "support", at=at(23, 12))
    with pytest.raises(Refused) as caught:
        cica.act("paper", "adopt", by="chair", at=at(23, 13))

    assert [finding.requirement for finding in caught.value.findings] == ["meeting"]
    assert verify(path).sound


def test_what_is_asked_of_a_case_that_moved_on(cica: Conference, draft: Case, at: At) -> None:
    """A question is answered of the case as it stands, whatever the caller remembers of it."""
    cica.position("paper", "India", "objection", reason="paragraph 4", at=at(23, 11))

    assert [finding.requirement for finding in cica.why_not(draft, "adopt", by="chair", at=at(23, 12))] == ["consensus"]
    assert "adopt" not in cica.open_acts(draft, by="chair", at=at(23, 12))
