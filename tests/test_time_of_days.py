"""Days and periods: at the seat, whatever the notation, and what is due by them."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from office import MORE, WORKING, Office, T, overdue, said

from cica_procedure import Conference, ToldClock, load


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2024-04-03T01:00+06:00", "2024-04-02T19:00+00:00"),
        ("2024-04-03T00:30+05:00", "2024-04-02T12:30-07:00"),
        ("2024-04-05T23:59+05:00", "2024-04-06T08:59+14:00"),
    ],
)
def test_the_notation_of_an_instant_says_nothing(one: str, other: str) -> None:
    """One instant in two notations begins two periods that end together, also when they are extended."""
    office = Office("2024-03-01T00:00+06:00")
    office.meet("2024-03-11T10:00+06:00")
    for case, at in (("a", one), ("b", other)):
        office.silence(at, case, **WORKING)
    a, b = (office.cica.silences[case].expires for case in ("a", "b"))
    assert a == b
    for case, at in (("a", one), ("b", other)):
        office.act(at, case, "extend-silence", reason="x", **MORE)
    a, b = (office.cica.silences[case].expires for case in ("a", "b"))
    assert a == b


def test_a_period_in_working_days_ends_at_the_same_hour_of_the_seat() -> None:
    """Wednesday 3 April 2024 is Wednesday at the seat: three working days on it is Monday, at that hour."""
    office = Office("2024-03-01T00:00+06:00")
    office.meet("2024-03-11T10:00+06:00")
    office.silence("2024-04-02T20:00+00:00", **WORKING)

    assert office.cica.silences["a"].expires == T("2024-04-08T01:00+05:00")


def test_the_clocks_of_the_seat_changed() -> None:
    """Since 1 March 2024 it is an hour earlier there: the same time of day, an hour more."""
    office = Office("2024-02-01T00:00+06:00")
    office.meet("2024-02-28T10:00+06:00")
    office.silence("2024-02-28T10:00+06:00", **WORKING)
    rules = office.cica.rulebook

    assert office.cica.silences["a"].expires == T("2024-03-04T10:00+05:00")
    assert rules.begin(datetime(2024, 2, 29).date()) == T("2024-02-29T00:00+06:00")  # noqa: DTZ001 - a day alone
    assert rules.begin(datetime(2024, 3, 2).date()) == T("2024-03-02T00:00+05:00")  # noqa: DTZ001 - a day alone
    assert (
        rules.day(T("2024-02-29T18:30+00:00")).isoformat() == "2024-02-29"
    )  # Half past midnight, and then again 23:30.
    assert rules.day(T("2024-02-29T19:00+00:00")).isoformat() == "2024-03-01"


def test_a_term_covers_its_last_day_at_the_seat() -> None:
    """A term until 1 January 2026 covers 31 December 2025, 23:30 in Astana, however that is written."""
    cica = Conference.in_memory(since=T("2025-06-01T00:00+05:00"))
    for at in ("2025-12-31T22:59+05:00", "2025-12-31T23:30+05:00", "2025-12-31T18:30+00:00", "2026-01-01T00:30+06:00"):
        assert cica.register.holders("coordinator", T(at), "ict-security") == ("RUS",), at
    assert cica.register.holders("coordinator", T("2026-01-01T00:00+05:00"), "ict-security") == ()


def test_stopped_time_is_no_part_of_a_period() -> None:
    """14 days of 30 have been asked for; the 30 days of a hold are no part of them, so one more is allowed."""
    office = Office("2024-03-01T00:00+06:00")
    office.meet("2024-03-11T10:00+06:00")
    office.silence("2024-03-11T10:00+06:00", lasts="P14D")
    office.act("2024-03-12T10:00+06:00", "a", "hold-silence", "India", reason="instructions")
    office.act("2024-04-11T10:00+06:00", "a", "release-silence", "India")
    office.act("2024-04-12T10:00+06:00", "a", "extend-silence", lasts="P1D", reason="a holiday")

    assert office.cica.silences["a"].expires == T("2024-04-25T10:00+06:00")
    assert office.cica.silences["a"].length == timedelta(days=15)
    words = said(lambda: office.act("2024-04-12T10:00+06:00", "a", "extend-silence", lasts="P16D", reason="x"))
    assert "a silence period of 31 days is not between 3 days and 30 days" in words


def test_two_holds_stop_it_once() -> None:
    """While two members wait, it stands still until the second has its instructions, and no longer."""
    office = Office("2024-03-01T00:00+06:00")
    office.meet("2024-03-11T10:00+06:00")
    office.silence("2024-03-11T10:00+06:00", lasts="P30D")
    office.act("2024-03-12T10:00+06:00", "a", "hold-silence", "India", reason="instructions")
    office.act("2024-03-13T10:00+06:00", "a", "hold-silence", "Iran", reason="instructions")
    office.act("2024-03-15T10:00+06:00", "a", "release-silence", "India")
    office.act("2024-03-17T10:00+06:00", "a", "release-silence", "Iran")

    assert office.cica.silences["a"].expires == T("2024-04-15T10:00+06:00")
    assert office.cica.silences["a"].length == timedelta(days=30)


@pytest.mark.parametrize(
    ("held", "released", "ends"),
    [
        # To Friday 12:00; held for a day of work: Monday 12:00.
        ("2024-04-04T10:00+05:00", "2024-04-05T10:00+05:00", "2024-04-08T12:00+05:00"),
        # Held over a weekend in which nobody works: two hours before its end are left, and they pass on Monday.
        ("2024-04-05T10:00+05:00", "2024-04-07T10:00+05:00", "2024-04-08T02:00+05:00"),
        # Held within an hour: an hour later.
        ("2024-04-04T10:00+05:00", "2024-04-04T11:00+05:00", "2024-04-05T13:00+05:00"),
    ],
)
def test_a_period_in_working_days_is_put_off_by_working_time(held: str, released: str, ends: str) -> None:
    """Its length is what has run on days that are worked."""
    office = Office("2024-03-01T00:00+06:00")
    office.meet("2024-03-11T10:00+06:00")
    office.silence("2024-04-02T12:00+05:00", **WORKING)
    assert office.cica.silences["a"].expires == T("2024-04-05T12:00+05:00")
    office.act(held, "a", "hold-silence", "India", reason="instructions")
    office.act(released, "a", "release-silence", "India")

    assert office.cica.silences["a"].expires == T(ends)


@pytest.mark.parametrize("kept", [False, True])
def test_what_was_known_when_the_clock_had_run_ahead(tmp_path: Path, *, kept: bool) -> None:
    """An entry recorded in 2062 by mistake was on the record before the one that set the clock back in 2021."""
    clock = ToldClock(T("2021-06-01T10:00+06:00"))
    path = tmp_path / "r.sqlite"
    begun = T("2021-06-01T00:00+06:00")
    cica = Conference.create(path, since=begun, clock=clock) if kept else Conference.in_memory(since=begun, clock=clock)

    def table(name: str, when: str) -> None:
        clock.at = T(when)
        cica.submit("draft-document", name, by="India", details={"title": name, "kind": "guidelines"})

    table("first", "2021-06-01T10:00+06:00")
    table("ahead", "2062-06-01T10:00+06:00")
    clock.at = T("2021-06-02T10:00+06:00")
    cica.submit("clock", "mend", by="secretariat", reason="The clock of the server ran ahead")
    table("second", "2021-06-03T10:00+06:00")

    def known(when: str) -> list[str]:
        return [case.id for case in cica.as_of(known=T(when)).docket()]

    assert known("2021-06-01T09:00+06:00") == []
    assert known("2021-06-01T12:00+06:00") == ["first"]
    assert known("2021-06-02T12:00+06:00") == ["first", "ahead", "mend"]
    assert known("2021-06-04T10:00+06:00") == ["first", "ahead", "mend", "second"]
    fork = cica.fork()
    clock.at = T("2021-06-05T10:00+06:00")
    fork.submit("draft-document", "third", by="India", details={"title": "T", "kind": "guidelines"})
    assert [len(fork.as_of(known=T(f"2021-06-0{day}T12:00+06:00")).docket()) for day in (1, 2, 3, 5)] == [1, 3, 4, 5]
    cica.close()


@pytest.fixture
def task() -> Office:
    """A task given to the SWG on 10 June 2024, due on 30 June."""
    office = Office("2024-06-01T00:00+05:00")
    office.meet("2024-06-10T10:00+05:00")
    office.open("2024-06-10T10:00+05:00", "t", "chair", "tasking", title="R", **{"to-whom": "SWG", "due": "2024-06-30"})
    office.act("2024-06-10T10:00+05:00", "t", "give")
    return office


def test_what_was_delivered_in_time_is_not_overdue(task: Office) -> None:
    """Delivered on 20 June, due on 30 June: not overdue in July, though not yet accepted."""
    task.act("2024-06-20T10:00+05:00", "t", "deliver", "secretariat", result="the report")

    assert overdue(task, "2024-07-02T10:00+05:00") == []


def test_what_is_given_back_is_due_again(task: Office) -> None:
    """With a new day it is due by that day."""
    task.act("2024-06-20T10:00+05:00", "t", "deliver", "secretariat", result="the report")
    task.act("2024-06-21T10:00+05:00", "t", "give-back", reason="not enough", due="2024-07-10")

    assert overdue(task, "2024-07-10T23:00+05:00") == []
    assert overdue(task, "2024-07-11T00:00+05:00") == ["t"]


def test_overdue_as_of_the_past_stays_as_it_was(task: Office) -> None:
    """The answer as of 5 July is the same in July and after the delivery of 10 July, in any notation of the instant."""
    asked = ["2024-06-30T23:59+05:00", "2024-06-30T18:59+00:00", "2024-07-01T00:00+05:00", "2024-07-05T10:00+05:00"]
    before = [overdue(task, at) for at in asked]
    task.act("2024-07-10T10:00+05:00", "t", "deliver", "secretariat", result="the report")

    assert before == [[], [], ["t"], ["t"]]
    assert [overdue(task, at) for at in asked] == before
    assert overdue(task, "2024-07-11T10:00+05:00") == []


def test_what_the_record_knew(task: Office) -> None:
    """Delivered on 20 June and recorded on 10 July: on 5 July the record did not know, and by then it was."""
    task.act("2024-06-20T10:00+05:00", "t", "deliver", "secretariat", recorded="2024-07-10T10:00+05:00", result="r")
    at = T("2024-07-05T10:00+05:00")

    assert [case.id for case in task.cica.overdue(at, known=at)] == ["t"]
    assert task.cica.overdue(at) == ()
    assert task.cica.as_of(at=at, known=4).case("t").stage == "given"
    assert task.cica.as_of(known=T("2024-07-10T10:00+05:00")).case("t").stage == "done"


@pytest.mark.parametrize(
    ("acts", "late"),
    [((), []), (("cancel",), []), (("move",), []), (("open",), []), (("open", "close"), ["t"])],
)
def test_due_at_a_meeting(acts: tuple[str, ...], late: list[str]) -> None:
    """A task is overdue once the meeting it is due at is over; one that was cancelled or moved is not."""
    office = Office("2024-06-01T00:00+05:00")
    office.meet("2024-06-10T10:00+05:00")
    office.open("2024-06-10T10:00+05:00", "july", "chair", "meeting", body="MC")
    office.open("2024-06-10T10:00+05:00", "t", "chair", "tasking", title="R", **{"to-whom": "SWG", "due-at": "july"})
    office.act("2024-06-10T10:00+05:00", "t", "give")
    for act in acts:
        office.act("2024-07-01T10:00+05:00", "july", act, **({"place": "Almaty"} if act == "move" else {}))

    assert overdue(office, "2024-07-02T10:00+05:00") == late
    (due,) = office.cica.as_of(at=T("2024-07-02T10:00+05:00")).due(T("2024-07-02T10:00+05:00"))
    assert due.known


@pytest.mark.parametrize(
    ("first", "then", "late"),
    [
        ({"due-at": "july"}, {"due": "2024-08-01"}, []),
        ({"due-at": "july"}, {"due": "2024-07-01"}, ["t"]),
        ({"due": "2024-06-30"}, {"due-at": "december"}, []),
        ({"due": "2024-08-01"}, {"due-at": "july"}, ["t"]),
        ({"due": "2024-08-01", "due-at": "july"}, {}, []),
    ],
)
def test_what_was_stated_last_is_when_it_is_due(first: dict[str, str], then: dict[str, str], late: list[str]) -> None:
    """A task that is given back with another day or meeting is due by that; a day counts when both are given at once."""
    office = Office("2024-06-01T00:00+05:00")
    office.meet("2024-06-10T10:00+05:00")
    for name in ("july", "december"):
        office.open("2024-06-10T10:00+05:00", name, "chair", "meeting", body="MC")
    office.open("2024-06-10T10:00+05:00", "t", "chair", "tasking", title="R", **{"to-whom": "SWG", **first})
    office.act("2024-06-10T10:00+05:00", "t", "give")
    if then:
        office.act("2024-06-20T10:00+05:00", "t", "deliver", "secretariat", result="the report")
        office.act("2024-06-21T10:00+05:00", "t", "give-back", reason="not enough", **then)
    office.act("2024-07-01T10:00+05:00", "july", "open")
    office.act("2024-07-01T18:00+05:00", "july", "close")

    assert overdue(office, "2024-07-02T10:00+05:00") == late


def test_due_at_a_meeting_that_is_nowhere(tmp_path: Path) -> None:
    """It is never over, and so it is shown: nobody could say when."""
    path = tmp_path / "r.sqlite"
    clock = ToldClock(T("2024-06-10T10:00+05:00"))
    with Conference.create(path, since=T("2024-06-01T00:00+05:00"), clock=clock) as cica:
        cica.meet("SOC", "soc")
        details = {"title": "R", "to-whom": "SWG", "due-at": "sco-july"}
        cica.submit("tasking", "t", by="chair", details=details)
        cica.act("t", "give", by="chair")
        assert cica.overdue(T("2024-09-01T00:00+05:00")) == ()
    shown = subprocess.run(
        [sys.executable, "-m", "cica_procedure", "overdue", str(path), "--at", "2024-09-01T00:00+05:00"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert "sco-july, not on the record" in shown


def test_taken_up_is_not_done() -> None:
    """A draft that comes back to the working group is not delivered by being taken up there; agreed, it is."""
    office = Office("2024-06-01T00:00+05:00")
    at = "2024-06-10T10:00+05:00"
    office.meet(at)
    office.meet(at, "SWG", "swg")
    office.open(at, "a")
    office.act(at, "a", "take-up", meeting="soc")
    office.open(at, "july", "chair", "meeting", body="EXPERTS")
    office.act(at, "a", "task", task="finish it", **{"due-at": "july"})
    office.act("2024-07-01T10:00+05:00", "july", "open")
    office.act("2024-07-01T10:00+05:00", "july", "close")
    office.act("2024-07-02T10:00+05:00", "a", "take-up", meeting="swg")
    assert overdue(office, "2024-07-03T10:00+05:00") == ["a"]
    office.act("2024-07-04T10:00+05:00", "a", "agree")

    assert overdue(office, "2024-07-05T10:00+05:00") == []


INSTANTS = st.datetimes(datetime(2024, 2, 20), datetime(2024, 4, 20))  # noqa: DTZ001 - the offset is drawn beside it
OFFSETS = st.sampled_from([-11, -5, 0, 5, 6, 14])


@given(INSTANTS, OFFSETS, OFFSETS, st.integers(1, 9))
def test_no_notation_decides_a_day(instant: datetime, one: int, other: int, days: int) -> None:
    """Whatever the offset, an instant belongs to one day, and so many working days later is one instant."""
    rules = load("cica")
    assert rules.calendar is not None
    at = instant.replace(tzinfo=UTC)
    first, second = (at.astimezone(timezone(timedelta(hours=hours))) for hours in (one, other))

    assert rules.day(first) == rules.day(second)
    assert rules.calendar.after(first, days, rules.zone) == rules.calendar.after(second, days, rules.zone)


@given(INSTANTS, st.timedeltas(timedelta(), timedelta(days=20)), st.timedeltas(timedelta(), timedelta(days=5)))
def test_working_time_adds_up(instant: datetime, held: timedelta, length: timedelta) -> None:
    """An end that is put off lies as much working time later as it is put off by."""
    rules = load("cica")
    assert rules.calendar is not None
    start = instant.replace(tzinfo=UTC)
    stopped = rules.calendar.worked(start, start + held, rules.zone)
    assert timedelta() <= stopped <= held + timedelta(hours=1)
    end = rules.calendar.put_off(start, length, rules.zone)
    assert rules.calendar.worked(start, end, rules.zone) == length


@pytest.mark.slow
def test_the_record_is_the_same_on_any_host(tmp_path: Path) -> None:
    """The time zone of the machine, and its own tables of zones, decide nothing."""
    records = set()
    path = Path(__file__).parent.parent / "scenarios" / "environment-conference-2024.toml"
    for i, zone in enumerate(["UTC", "Asia/Almaty", "America/Caracas", "Pacific/Kiritimati", "Australia/Lord_Howe"]):
        file = tmp_path / f"{i}.sqlite"
        env = {**os.environ, "TZ": zone, "PYTHONTZPATH": str(tmp_path) if i % 2 else ""}
        command = [sys.executable, "-m", "cica_procedure", "run", str(path), "--db", str(file)]
        subprocess.run(command, env=env, check=True, capture_output=True)
        with closing(sqlite3.connect(file)) as connection:
            records.add(tuple(connection.execute("SELECT seq, case_id, content FROM entries ORDER BY seq")))
    assert len(records) == 1


@pytest.mark.slow
@given(st.lists(st.integers(0, 40), max_size=6))
def test_asking_changes_nothing(days: list[int]) -> None:
    """The same record whatever was asked in between, of whatever day."""
    records = []
    for asked in ([], days):
        office = Office("2021-06-01T00:00+06:00")
        office.meet("2021-06-20T10:00+06:00")
        office.silence("2021-06-20T10:00+06:00", lasts="P14D")
        for day in asked:
            at = T("2021-06-20T10:00+06:00") + timedelta(days=day)
            office.cica.why_not("a", "adopt", by="chair", at=at)
            office.cica.as_of(at=at).docket()
            office.cica.options("a", at=at)
            office.cica.overdue(at)
        office.clock.at = T("2021-07-05T10:00+06:00")
        office.cica.settle()
        records.append(list(office.cica.entries()))
    assert records[0] == records[1]
