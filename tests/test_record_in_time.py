"""Batches, conflicts, time travel, corrections and evidence: what the record allows without ever being changed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import pytest

from cica_procedure import Case, Conference, Conflict, Inaccessible, InvalidAct, Record, Refused, verify

ROOT = Path(__file__).parent.parent
At = Callable[..., datetime]


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
    case = cica.retry("paper", lambda now: cica.act(stale.pop() if stale else now, "adopt", by="chair", at=at(23, 12)))
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
        with pytest.raises(InvalidAct, match="had not been opened by then"):
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
        ({"entry": 1, "detail": "title", "value": "Another title"}, "secretariat"),
        ({"entry": 1, "detail": "summary", "value": "x"}, "chair"),
    ],
)
def test_what_a_body_decides_on_is_not_corrected(
    cica: Conference, draft: Case, at: At, slip: dict[str, object], by: str
) -> None:
    """Not the title of a document: that takes a revision, and the positions on it lapse."""
    unmet = cica.why_not(draft, "correct", by=by, at=at(23, 11), details=slip, reason="a slip")

    assert [finding.requirement for finding in unmet] == ["corrigible"]


def test_what_a_body_decided_is_not_corrected(cica: Conference, draft: Case, at: At) -> None:
    """The task that a body gave by consensus is not put right by anybody alone, nor a wording where it does not stand."""
    cica.act(draft, "task", by="chair", at=at(23, 11), details={"task": "draft a plan"})
    for detail in ("task", "kind", "due-at", "item"):
        slip = {"entry": 3, "detail": detail, "value": "the opposite"}
        with pytest.raises(InvalidAct, match="unknown choice"):
            cica.act("paper", "correct", by="secretariat", at=at(24), details=slip, reason="a slip")
    cica.act("soc", "discuss", by="chair", at=at(23, 12), details={"topic": "Asai"})
    slip = {"entry": 1, "detail": "topic", "value": "Asia"}
    unmet = cica.why_not("soc", "correct", by="secretariat", at=at(24), details=slip, reason="a slip")
    assert [finding.requirement for finding in unmet] == ["corrigible"]


def test_batches_do_not_nest(cica: Conference, draft: Case, at: At) -> None:
    """Since they all last or none does, one inside another is refused."""
    with pytest.raises(InvalidAct, match="a batch is in progress"), cica.batch(), cica.batch():
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


def test_a_clock_tells_instants(tmp_path: Path, at: At) -> None:
    """A clock without an offset is refused, and nothing is written."""
    with Conference.create(tmp_path / "r.sqlite", since=at(1), clock=lambda: at(2).replace(tzinfo=None)) as cica:
        with pytest.raises(InvalidAct, match="has no offset"):
            cica.submit("meeting", "m", by="chair", at=at(2), details={"body": "SOC"})

        assert cica.cases() == ()


def test_as_of_whatever_is_asked(cica: Conference, draft: Case, at: At) -> None:
    """An entry is on the record; an instant has an offset; what is neither is a mistake."""
    asked: Any
    assert draft == cica.case("paper", as_of=cica.head().seq)
    for ask in (cica.case, lambda _, as_of: cica.register_as_of(as_of)):
        for asked, said in (
            (at(23).replace(tzinfo=None), "has no offset"),
            ("x", "number of an entry"),
            (1.5, r"1\.5"),
            (True, "found true"),
            (2**70, "there is no entry 1180591620717411303424"),
            (cica.head().seq + 1, rf"give a number up to {cica.head().seq}"),
            (-1, "there is no entry -1"),
        ):
            with pytest.raises(InvalidAct, match=said):
                ask("paper", as_of=asked)
    assert cica.history("paper", after=draft.n) == ()
    for number in (-1, 2**70):
        with pytest.raises(InvalidAct, match="after: there is no entry"):
            cica.history("paper", after=number)
    with pytest.raises(InvalidAct, match="after: expected the number of an entry"):
        cica.history("paper", after="x")  # type: ignore[arg-type]  # that is the point


def test_a_record_is_not_closed_in_a_batch(cica: Conference, draft: Case, at: At) -> None:
    """The batch has to end, one way or the other, and can."""
    with cica.batch():
        cica.position(draft, "India", "support", at=at(23, 11))
        with pytest.raises(InvalidAct, match="is in progress"):
            cica.close()
    assert cica.case("paper").n == draft.n + 1


def test_a_full_disk_in_a_batch(cica: Conference, draft: Case, at: At) -> None:
    """It is an error of the disk, the batch is gone, and the record goes on once there is room."""
    connection = cast("Record", cica._journal)._connection
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages + 20}")
    details = {"title": "T" * 3000, "kind": "guidelines"}
    with pytest.raises(Inaccessible, match="nothing was written"), cica.batch():
        for i in range(50):
            cica.submit("draft-document", f"p{i}", by="India", at=at(23), details=details)
    assert i > 2
    connection.execute("PRAGMA max_page_count = 1000000")

    assert cica.cases() == ("paper", "soc")
    assert cica.submit("draft-document", "p", by="India", at=at(23), details=details).n == 1


def test_a_refusal_that_did_not_stand_is_no_evidence(tmp_path: Path, at: At) -> None:
    """What was refused on a stale view, and went through on the record as it is, was never refused."""
    path = tmp_path / "r.sqlite"
    with Conference.create(path, since=at(1), keep_refusals=True) as cica, Conference.open(path) as other:
        cica.submit("draft-document", "p", by="India", at=at(2), details={"title": "T", "kind": "guidelines"})
        other.meet("SOC", "soc", at=at(3))
        assert cica.act("p", "take-up", by="chair", at=at(3)).stage == "before-soc"
        with pytest.raises(Refused) as caught:
            cica.act("p", "adopt", by="China", at=at(4))

        (kept,) = map(json.loads, cica.refusals())
        assert (kept["act"], kept["actor"], kept["at"]) == ("adopt", "CHN", at(4).isoformat())
        assert (caught.value.actor, caught.value.at) == ("CHN", at(4))


def test_refusals_are_kept_once(tmp_path: Path, at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    """When one of several cannot be written, those before it are not written again."""
    with Conference.create(tmp_path / "r.sqlite", since=at(1), keep_refusals=True) as cica:
        cica.submit("draft-document", "p", by="India", at=at(2), details={"title": "T", "kind": "guidelines"})
        keep, tries = Record.keep_refusal, iter([True, False])

        def fail(record: Record, *given: Any) -> None:
            if not next(tries, True):
                raise Inaccessible(record.path, "held")
            keep(record, *given)

        monkeypatch.setattr(Record, "keep_refusal", fail)
        with pytest.raises(Inaccessible), cica.batch():
            for member in ("China", "Iran"):
                with suppress(Refused):
                    cica.act("p", "adopt", by=member, at=at(3))
        with pytest.raises(Refused):
            cica.act("p", "adopt", by="India", at=at(3))

        assert [json.loads(refusal)["actor"] for refusal in cica.refusals()] == ["CHN", "IRN", "IND"]


@pytest.mark.parametrize("meeting", ["\ud800", "a\0b", 5, ["x"]])
def test_a_meeting_that_is_none(cica: Conference, draft: Case, at: At, meeting: Any) -> None:
    """What cannot be the id of a meeting is a mistake of the caller, not a refusal."""
    with pytest.raises(InvalidAct, match="is no id"):
        cica.act("paper", "adopt", by="chair", at=at(23, 11), meeting=meeting)


@pytest.mark.parametrize("name", ["\ud800", 5, None, ("x",)])
def test_a_case_that_is_none(cica: Conference, draft: Case, at: At, name: Any) -> None:
    """What cannot be the id of a case is unknown, and no damage."""
    with pytest.raises(InvalidAct, match="unknown case"):
        cica.case(name)
    with pytest.raises(InvalidAct, match="is no id"):
        cica.submit("report", name, by="chair", at=at(24), details={"title": "T"})
