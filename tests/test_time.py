"""
Time cannot be cheated: the laws of time, each with the slip of the pen that once got past it.

What takes effect is said by an actor, when it is recorded by a clock, and in which order by the record.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from office import MINUTE, Office, T, said, unmet

from cica_procedure import Conference, InvalidAct, InvalidScenario, ToldClock, play, read_scenario
from cica_procedure.rulebook.calendar import read_zone


@pytest.fixture
def june() -> Office:
    """A draft of 20 June 2021 that lies under silence for 14 days."""
    office = Office("2021-06-01T00:00+06:00")
    office.meet("2021-06-20T10:00+06:00")
    office.silence("2021-06-20T10:00+06:00", lasts="P14D")
    return office


def test_a_slip_in_the_year_ends_nobody_elses_silence(june: Office) -> None:
    """An act on another case dated a year ahead is refused, and the objection that comes in time counts."""
    june.clock.at = T("2021-06-22T10:00+06:00")
    slip = {"title": "B", "kind": "guidelines"}
    for year in (2022, 2062, 8999):
        given: dict[str, Any] = {"by": "China", "at": T(f"{year}-06-22T10:00+06:00"), "details": slip}
        assert unmet(partial(june.cica.submit, "draft-document", "b", **given)) == ["ahead"]
    case = june.act("2021-06-23T10:00+06:00", "a", "position", "Iran", position="objection", reason="in time")

    assert case.stage == "before-soc"
    assert june.cica.settle(T("2021-06-23T10:00+06:00")) == ()
    assert june.cica.case("a", as_of=T("2021-08-01T10:00+06:00")).stage == "before-soc"


def test_a_slip_on_its_own_case_ends_no_silence_either(june: Office) -> None:
    """Nor does an act on the case itself, or whoever settles, as long as its end is still to come."""
    ahead = T("2022-06-22T10:00+06:00")
    assert "ahead" in unmet(lambda: june.cica.act("a", "amend", by="India", at=ahead, details={"summary": "x"}))
    with pytest.raises(InvalidAct, match="is still to come"):
        june.cica.settle(ahead)
    with pytest.raises(InvalidAct, match="no year to plan for"):
        june.cica.settle(datetime(9999, 1, 1, tzinfo=UTC))
    assert june.cica.case("a").stage == "before-soc"


def test_a_day_to_come_may_be_asked_about(june: Office) -> None:
    """Asking is free: what will have ended by then is taken to have ended, and nothing is written."""
    before = june.cica.head()
    after = T("2021-07-05T10:00+06:00")

    assert june.cica.case("a", as_of=after).stage == "adopted"
    assert [f.requirement for f in june.cica.why_not("a", "adopt", by="chair", at=after)] == ["stage"]
    assert (june.cica.head(), june.cica.case("a").stage) == (before, "before-soc")


def scenario(tmp_path: Path, *acts: str) -> Path:
    """Write a scenario of the June in which a draft lies under silence."""
    path = tmp_path / "s.toml"
    head = [
        'title = "T"',
        "since = 2021-06-01T00:00:00+06:00",
        "acts = [",
        '{ at = 2021-06-20T10:00:00+06:00, procedure = "meeting", case = "soc", by = "chair", body = "SOC" },',
        '{ case = "soc", act = "open", by = "chair" },',
        '{ procedure = "draft-document", case = "a", by = "India", title = "A", kind = "guidelines" },',
        '{ case = "a", act = "take-up", by = "chair" },',
        '{ case = "a", act = "open-silence", by = "chair", decides = "adopt", lasts = "P14D" },',
    ]
    path.write_text("\n".join([*head, *acts, "]"]), encoding="utf-8")
    return path


AHEAD = 'at = 2022-06-22T10:00:00+06:00, procedure = "draft-document", case = "b", by = "China", title = "B", kind = "guidelines"'
OBJECTION = (
    'case = "a", act = "position", by = "Iran", position = "objection", reason = "x", expect = { stage = "before-soc" }'
)


def test_a_scenario_that_runs_backwards(tmp_path: Path) -> None:
    """A slip of a year shows when the file is read, and both acts are named."""
    with pytest.raises(InvalidScenario) as caught:
        read_scenario(scenario(tmp_path, f"{{ {AHEAD} }},", f"{{ at = 2021-06-23T10:00:00+06:00, {OBJECTION} }},"))

    (fault,) = caught.value.faults
    assert fault.place.endswith("s.toml: act 7 (a): at")
    assert "is before act 6, which is recorded at 2022-06-22T10:00:00+06:00" in fault.problem
    assert "recorded = ..." in fault.cure


@pytest.mark.parametrize(
    ("objection", "faults"),
    [
        ("at = 2021-06-23T10:00:00+06:00, recorded = 2021-08-03T10:00:00+06:00,", 0),
        ("at = 2021-06-23T10:00:00+06:00, recorded = 2021-06-22T10:00:00+06:00,", 1),
        ("at = 2021-06-23T10:00:00+06:00,", 1),
    ],
)
def test_a_scenario_says_what_was_recorded_late(tmp_path: Path, objection: str, faults: int) -> None:
    """An objection of 23 June that is recorded in August counts, as long as the outcome is not on the record."""
    other = '{ at = 2021-08-02T10:00:00+06:00, procedure = "report", case = "r", by = "chair", title = "R" },'
    path = scenario(tmp_path, other, f"{{ {objection} {OBJECTION} }},")
    if faults:
        with pytest.raises(InvalidScenario) as caught:
            read_scenario(path)
        assert len(caught.value.faults) == faults
    else:
        report = play(read_scenario(path))
        assert report.met
        assert report.docket[0].stage == "before-soc"


def test_a_scenario_ahead_of_its_clock(tmp_path: Path) -> None:
    """What is dated later than it is recorded is refused, as at the prompt."""
    act = "{ recorded = 2021-06-22T10:00:00+06:00, " + AHEAD + ', expect = { refused = "ahead" } },'
    assert play(read_scenario(scenario(tmp_path, act, f"{{ at = 2021-06-23T10:00:00+06:00, {OBJECTION} }},"))).met


def test_a_late_objection_counts_until_the_outcome_is_written(june: Office) -> None:
    """Afterwards it is refused, and what stands in the way is the outcome."""
    june.clock.at = T("2021-08-03T10:00+06:00")
    fork = june.cica.fork()
    fork.settle()

    assert fork.history("a")[-1].recorded == T("2021-08-03T10:00+06:00")
    assert fork.history("a")[-1].at == T("2021-07-04T10:00+06:00")
    late: dict[str, Any] = {"at": T("2021-06-23T10:00+06:00"), "reason": "x", "details": {"position": "objection"}}
    words = said(lambda: fork.act("a", "position", by="Iran", **late))
    assert "when the case last moved (adopt)" in words
    assert june.cica.act("a", "position", by="Iran", **late).stage == "before-soc"


def test_an_act_on_its_own_case_settles_first(june: Office) -> None:
    """What takes effect at the end of the period, or later, comes after its outcome, in one transaction."""
    words = {"position": "objection", "reason": "too late"}
    assert "stage" in unmet(lambda: june.act("2021-07-04T10:00+06:00", "a", "position", "Iran", **words))
    assert june.cica.case("a").n == 3  # Refused: the outcome is not written either.
    june.meet("2021-07-05T10:00+06:00", "MC", "mc")
    assert [entry.act for entry in june.cica.history("a")] == ["table", "take-up", "open-silence"]


@pytest.fixture
def morocco() -> Office:
    """An application that lies under silence until 4 July 2021."""
    office = Office("2021-06-01T00:00+06:00")
    office.meet("2021-06-20T10:00+06:00")
    office.open("2021-06-20T10:00+06:00", "mar", "Morocco", "observer-application", subject="Morocco")
    office.act("2021-06-20T10:00+06:00", "mar", "take-up")
    office.act("2021-06-20T10:00+06:00", "mar", "open-silence", decides="grant", lasts="P14D")
    return office


def test_an_outcome_and_the_act_that_depends_on_it_are_one(morocco: Office) -> None:
    """The outcome takes effect at its end and is recorded with the act that comes after it."""
    morocco.act("2021-07-05T10:00+06:00", "mar", "renounce", "Morocco", reason="changed circumstances")
    last = morocco.cica.history("mar")[-2:]

    assert [(e.act, e.at.day, e.recorded.day) for e in last] == [("grant", 4, 5), ("renounce", 5, 5)]


def test_a_period_that_changes_the_register_is_settled_by_any_act(morocco: Office) -> None:
    """Who is observer is for every case to know, so that an act on another one comes after it."""
    morocco.open("2021-07-01T10:00+06:00", "b")
    assert morocco.cica.case("mar").stage == "before-soc"
    morocco.open("2021-07-05T10:00+06:00", "c")

    assert morocco.cica.case("mar").stage == "granted"
    assert [entry.act for entry in morocco.cica.entries()][-2:] == ["grant", "table"]


def test_recorded_is_what_the_clock_says_and_never_runs_backwards(june: Office) -> None:
    """A clock that lags a little is taken to be at the last entry; one further behind is refused with both instants."""
    june.clock.at = T("2021-06-20T09:59:30+06:00")
    june.cica.act("soc", "suspend", by="chair", at=T("2021-06-20T09:59:59+06:00") + MINUTE / 60)
    assert [*june.cica.entries()][-1].recorded == T("2021-06-20T10:00+06:00")
    june.clock.at = T("2021-06-20T09:00+06:00")
    words = said(lambda: june.cica.act("soc", "resume", by="chair"))

    assert (
        "by the clock it is 20 June 2021, 09:00 +06:00, and the last entry was recorded on 20 June 2021, 10:00" in words
    )
    assert "record by set-clock, in a case of clock, that it ran ahead" in words


def test_the_way_out_of_a_record_that_is_ahead() -> None:
    """A wrong clock has pushed the record ahead: one act of the Secretariat with a reason, and time goes on rightly."""
    office = Office("2021-06-01T00:00+06:00")
    office.clock.at = T("2062-06-01T10:00+06:00")
    office.cica.submit("draft-document", "a", by="India", details={"title": "A", "kind": "guidelines"})
    office.clock.at = T("2021-06-02T10:00+06:00")
    paper = {"title": "B", "kind": "guidelines"}
    assert "clock" in unmet(lambda: office.cica.submit("draft-document", "b", by="India", details=paper))
    assert "reason" in unmet(lambda: office.cica.submit("clock", "mend", by="secretariat"))
    assert "actor" in unmet(lambda: office.cica.submit("clock", "mend", by="India", reason="x"))
    office.cica.submit("clock", "mend", by="secretariat", reason="The clock of the server ran ahead")

    assert office.cica.submit("draft-document", "b", by="India", details=paper).at == T("2021-06-02T10:00+06:00")


@pytest.mark.parametrize(
    ("clock", "problem"),
    [
        (lambda: datetime(2021, 6, 2), "has no offset"),  # noqa: DTZ001 - that is the point
        (lambda: "noon", "expected an instant"),
        (lambda: 1 / 0, "does not tell the time: division by zero"),
        (lambda: datetime(9999, 1, 1, tzinfo=UTC), "no year to plan for"),
    ],
)
def test_a_clock_that_tells_no_time(clock: Callable[[], Any], problem: str) -> None:
    """It is named, and nothing is written."""
    cica = Conference.in_memory(since=T("2021-06-01T00:00+06:00"), clock=clock)
    with pytest.raises(InvalidAct, match=problem):
        cica.submit("report", "r", by="chair", at=T("2021-06-02T00:00+06:00"), details={"title": "R"})
    assert cica.head().seq == 0


def test_an_act_without_an_instant_takes_effect_as_it_is_recorded() -> None:
    """Now is what the clock says, as the record writes it."""
    office = Office("2021-06-01T00:00+06:00")
    office.clock.at = datetime(2021, 6, 2, 10, tzinfo=read_zone("Asia/Almaty"))
    case = office.cica.submit("report", "r", by="chair", details={"title": "R"})
    entry = office.cica.history("r")[0]

    assert case.at == entry.at == entry.recorded == T("2021-06-02T10:00+06:00")
    assert type(entry.recorded.tzinfo) is timezone


def test_the_clock_of_the_machine_is_the_default(tmp_path: Path) -> None:
    """Whoever gives no clock cannot write what has yet to happen, and what happened is recorded now."""
    with Conference.create(tmp_path / "r.sqlite", since=T("2021-06-01T00:00+06:00")) as cica:
        now = datetime.now(UTC)
        late = now + timedelta(hours=1)
        assert "ahead" in unmet(lambda: cica.submit("report", "r", by="chair", at=late, details={"title": "R"}))
        cica.submit("report", "r", by="chair", at=T("2021-06-02T00:00+06:00"), details={"title": "R"})
        assert now <= cica.history("r")[0].recorded <= datetime.now(UTC)


def test_a_meeting_is_not_closed_behind_what_was_done_in_it() -> None:
    """What binds it is named: the take-up at 10:20, not the beginning of the record."""
    office = Office("2021-06-01T00:00+06:00")
    office.meet("2021-06-20T10:00+06:00")
    office.open("2021-06-20T10:00+06:00", "a")
    office.act("2021-06-20T10:20+06:00", "a", "take-up")
    for act in ("close", "suspend"):
        words = said(partial(office.act, "2021-06-20T10:15+06:00", "soc", act))
        assert "before 20 June 2021, 10:20 +06:00, when take-up was done in the meeting, in the case a" in words
        assert "record begins" not in words
    assert office.act("2021-06-20T10:20+06:00", "soc", "close").closed


def test_what_binds_an_act_is_named() -> None:
    """A case by its last act; the first act of a case by the beginning of the record."""
    office = Office("2021-06-01T00:00+06:00")
    assert "when the record begins" in said(lambda: office.open("2021-05-31T10:00+06:00", "a"))
    office.open("2021-06-02T10:00+06:00", "a")
    words = said(lambda: office.act("2021-06-01T10:00+06:00", "a", "amend", "India", summary="x"))
    assert "when the case last moved (table)" in words


def test_a_meeting_read_back_binds_too(tmp_path: Path) -> None:
    """What was done in a meeting before the record was opened counts like what was done since."""
    clock = ToldClock(T("2021-06-20T10:00+06:00"))
    with Conference.create(tmp_path / "r.sqlite", since=T("2021-06-01T00:00+06:00"), clock=clock) as cica:
        cica.meet("SOC", "soc", at=clock.at)
        cica.submit("draft-document", "a", by="India", details={"title": "A", "kind": "guidelines"})
        clock.at += 20 * MINUTE
        cica.act("a", "take-up", by="chair")
    with Conference.open(tmp_path / "r.sqlite", clock=clock) as cica:
        assert unmet(lambda: cica.act("soc", "close", by="chair", at=clock.at - MINUTE)) == ["time"]
