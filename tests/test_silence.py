"""Silence periods from the library and the command line: what features do not show."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from cica_procedure import Conference, InvalidAct, Refused, verify

AT = datetime(2024, 3, 1, 10, tzinfo=timezone(timedelta(hours=5)))


def later(days: float) -> datetime:
    """Give an instant so many days after the beginning."""
    return AT + timedelta(days=days)


def under_silence(cica: Conference, **details: object) -> None:
    """Bring guidelines before the SOC and put them under silence."""
    cica.meet("SOC", "soc", at=AT)
    cica.submit("draft-document", "guidelines", by="IND", at=AT, details={"title": "Guidelines", "kind": "guidelines"})
    cica.act("guidelines", "take-up", by="chair", at=AT)
    cica.act("guidelines", "open-silence", by="chair", at=AT, details={"decides": "adopt", "lasts": "P10D", **details})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give a record with one silence period of ten days."""
    with Conference.create(tmp_path / "r.sqlite", since=AT) as cica:
        under_silence(cica)
    return tmp_path / "r.sqlite"


def test_it_is_recorded_late_and_says_so(path: Path) -> None:
    """Effective time is the end of the period, recorded time is when somebody looked."""
    with Conference.open(path, clock=lambda: later(40)) as cica:
        (case,) = cica.settle(later(40))
        entry = cica.history("guidelines")[-1]

    assert case.stage == "adopted"
    assert (entry.at, entry.recorded) == (later(10), later(40))
    assert entry.meeting == ""
    assert set(entry.roll.values()) == {"silent"}
    assert verify(path).sound


def test_a_late_objection_that_was_in_time_counts(path: Path) -> None:
    """What a member said before the end counts, however late it is written down, as long as nothing was settled."""
    with Conference.open(path) as cica:
        cica.act("guidelines", "break-silence", by="IND", at=later(9), reason="by letter of that day")
        assert cica.settle(later(40)) == ()


def test_a_refused_act_settles_nothing(path: Path) -> None:
    """A refusal leaves the record as it was, even when a period had ended."""
    with Conference.open(path) as cica:
        before = cica.head()
        with pytest.raises(Refused, match="the case is adopted"):
            cica.position("guidelines", "IND", "objection", at=later(11), reason="too late")
        assert cica.head() == before
        with cica.batch(), pytest.raises(Refused):
            cica.position("guidelines", "IND", "objection", at=later(11), reason="too late")
        assert cica.head() == before
        assert cica.case("guidelines").silence is not None


def test_an_act_elsewhere_settles_first(path: Path) -> None:
    """Whatever is done later in the record comes after what had ended by then."""
    with Conference.open(path) as cica:
        cica.submit("report", "report", by="secretariat", at=later(11), details={"title": "2023"})
        acts = [entry.act for entry in cica.entries()]

    assert acts[-2:] == ["adopt", "present"]


def test_two_who_look_at_once(path: Path) -> None:
    """A period lapses once, whoever looks, and the other sees it."""
    with Conference.open(path) as one, Conference.open(path) as other:
        assert len(one.settle(later(11))) == 1
        assert other.settle(later(11)) == ()
        assert other.case("guidelines").stage == "adopted"


def test_silences_can_be_asked_for(path: Path) -> None:
    """The library gives every period that runs, with its end."""
    with Conference.open(path) as cica:
        assert {case: silence.expires for case, silence in cica.silences.items()} == {"guidelines": later(10)}
        assert not cica.silences["guidelines"].due(later(9.99))
        assert cica.silences["guidelines"].due(later(10))


@pytest.mark.parametrize(
    "details",
    [{"lasts": "P1M"}, {"lasts": "P0D"}, {"lasts": "P99999D"}, {"expires": "2024-03-15"}, {"working-days": -1}],
)
def test_a_length_that_is_none(tmp_path: Path, details: dict[str, object]) -> None:
    """A length that cannot be read is a mistake of the caller, not a refusal."""
    with Conference.create(tmp_path / "r.sqlite", since=AT) as cica, pytest.raises(InvalidAct):
        under_silence(cica, **details)


def test_one_end_is_enough(tmp_path: Path) -> None:
    """An end that is given twice is refused."""
    with Conference.create(tmp_path / "r.sqlite", since=AT) as cica, pytest.raises(Refused, match="give one of them"):
        under_silence(cica, expires=later(12))


def run(*words: object) -> subprocess.CompletedProcess[str]:
    """Run the command line."""
    command = [sys.executable, "-m", "cica_procedure", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={"COLUMNS": "100"})


def test_the_command_shows_and_settles(path: Path) -> None:
    """``cica silence`` says how each stands as of an instant, and writes nothing unless it is told to."""
    assert "runs" in run("silence", path, "--at", "2024-03-05T10:00+05:00").stdout
    assert "has ended" in run("silence", path, "--at", "2024-03-12T10:00+05:00").stdout
    assert "under silence to adopt" in run("case", path, "guidelines").stdout
    done = run("silence", path, "--settle", "--at", "2024-03-12T10:00+05:00")
    assert "guidelines: adopted, with effect from 2024-03-11 10:00+05:00" in done.stdout
    assert run("verify", path).returncode == 0


def test_what_is_overdue(tmp_path: Path) -> None:
    """A task is overdue when its day, or the meeting it is due at, is over."""
    with Conference.create(tmp_path / "r.sqlite", since=AT) as cica:
        for name, due in (("by-day", {"due": "2024-03-10"}), ("by-meeting", {"due-at": "soc"}), ("never", {})):
            details = {"title": name, "to-whom": "SWG", **due}
            cica.submit("tasking", name, by="chair", at=AT, details=details)
        cica.meet("SOC", "soc", at=AT)
        assert cica.overdue(later(5)) == ()
        cica.act("soc", "close", by="chair", at=later(6))
        assert [case.id for case in cica.overdue(later(7))] == ["by-meeting"]
        assert [case.id for case in cica.overdue(later(20))] == ["by-day", "by-meeting"]

    assert "by-day" in run("overdue", tmp_path / "r.sqlite", "--at", "2024-03-20T10:00+05:00").stdout
    assert "by-day" not in run("overdue", tmp_path / "r.sqlite", "--at", "2024-03-07T10:00+05:00").stdout


def test_what_other_rules_would_change(tmp_path: Path) -> None:
    """Each open case is named, with what it could no longer do, and what it could do instead."""
    since = datetime(2021, 6, 1, 10, tzinfo=timezone(timedelta(hours=6)))
    with Conference.create(tmp_path / "r.sqlite", since=since) as cica:
        cica.meet("SOC", "soc", at=since)
        cica.submit("observer-application", "morocco", by="Morocco", at=since, details={"subject": "Morocco"})
        cica.act("morocco", "take-up", by="chair", at=since)
    said = run("impact", "2004", "2021", "--record", tmp_path / "r.sqlite").stdout

    assert "morocco: observer-application at before-soc" in said
    assert "- grant: no longer possible" in said
    assert "+ recommend: by chair" in said
    assert "no way out" in run("impact", "2004", "osce", "--record", tmp_path / "r.sqlite").stdout
    assert run("impact", "2004", "2099").returncode == 5
