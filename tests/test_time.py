"""
Time cannot be cheated: the laws of time, each with the slip of the pen that once got past it.

What takes effect is said by an actor, when it is recorded by a clock, and in which order by the record.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cica_procedure import Case, Conference, InvalidAct, InvalidScenario, Refused, ToldClock, load, play, read_scenario
from cica_procedure.rulebook.calendar import read_zone
from cica_procedure.terms import Change

T = datetime.fromisoformat
MINUTE = timedelta(minutes=1)
WORKING: dict[str, Any] = {"working-days": 3}
MORE: dict[str, Any] = {"working-days": 2}


class Office:
    """A secretariat that records each act as it takes effect, unless it says when."""

    def __init__(self, since: str, rulebook: str = "cica") -> None:
        self.clock = ToldClock(T(since))
        self.cica = Conference.in_memory(since=T(since), rulebook=rulebook, clock=self.clock)

    def act(self, at: str, case: str, act: str, by: str = "chair", *, recorded: str = "", **given: Any) -> Case:
        """Perform an act; what is given beside its reason and meeting are its particulars."""
        self.clock.at = max(self.clock.at, T(recorded or at))
        words = {name: given.pop(name) for name in ("reason", "meeting") if name in given}
        return self.cica.act(case, act, by=by, at=T(at), details=given, **words)

    def open(self, at: str, case: str, by: str = "India", procedure: str = "draft-document", **given: Any) -> Case:
        """Open a case, a draft of guidelines when nothing else is said."""
        self.clock.at = max(self.clock.at, T(at))
        details = given or {"title": case, "kind": "guidelines"}
        return self.cica.submit(procedure, case, by=by, at=T(at), details=details)

    def meet(self, at: str, body: str = "SOC", meeting: str = "soc") -> None:
        """Let a body meet."""
        self.clock.at = max(self.clock.at, T(at))
        self.cica.meet(body, meeting, at=T(at))

    def silence(self, at: str, case: str = "a", **given: Any) -> None:
        """Bring a draft before the SOC, and put its adoption under silence."""
        self.open(at, case)
        self.act(at, case, "take-up")
        self.act(at, case, "open-silence", decides="adopt", **given)


def unmet(attempt: Callable[[], object]) -> list[str]:
    """Return the names of what stands in the way of an act."""
    with pytest.raises(Refused) as caught:
        attempt()
    return [finding.requirement for finding in caught.value.findings]


def said(attempt: Callable[[], object]) -> str:
    """Return what stands in the way of an act, in words."""
    with pytest.raises(Refused) as caught:
        attempt()
    return "; ".join(map(str, caught.value.findings))


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
    assert fault.place.endswith("acts[6].at")
    assert "is before acts[5], which is recorded at 2022-06-22T10:00:00+06:00" in fault.problem
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
    assert "record by set-clock that it ran ahead" in words


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


@pytest.fixture
def chairs() -> Office:
    """Two States that are designated, and may take over the Chair."""
    office = Office("2024-03-01T00:00+05:00")
    at = "2024-03-14T10:00+05:00"
    office.meet(at)
    office.meet(at, "MC", "mc")
    for who in ("Azerbaijan", "Qatar"):
        office.open(at, who, who, "chairmanship", subject=who, term="2024-2026")
        for act in ("circulate", "take-up", "recommend", "take-up", "designate"):
            office.act(at, who, act)
    return office


def test_a_late_hand_over_never_gives_two_chairs(chairs: Office) -> None:
    """A hand-over at 11:00 that is recorded after one at 12:00 is refused, and that one is named."""
    chairs.act("2024-03-20T12:00+05:00", "Azerbaijan", "hand-over")
    words = said(lambda: chairs.act("2024-03-20T11:00+05:00", "Qatar", "hand-over", recorded="2024-03-20T13:00+05:00"))

    assert "hand-over in Azerbaijan on 20 March 2024, 12:00 +05:00 would have ended otherwise" in words
    assert "Azerbaijan and Qatar would both be chair" in words or "Qatar and Azerbaijan would both be chair" in words
    assert chairs.cica.register.holders("chair", T("2024-03-20T13:00+05:00")) == ("AZE",)


def test_the_way_out_of_a_late_hand_over(chairs: Office) -> None:
    """With effect after the last entry that was named it is performed, and there is one Chair at every instant."""
    chairs.act("2024-03-20T12:00+05:00", "Azerbaijan", "hand-over")
    chairs.act("2024-03-20T12:01+05:00", "Qatar", "hand-over", recorded="2024-03-20T13:00+05:00")
    register = chairs.cica.register

    assert register.holders("chair", T("2024-03-20T12:00:30+05:00")) == ("AZE",)
    assert register.holders("chair", T("2024-03-20T12:01+05:00")) == ("QAT",)


def test_the_register_is_ordered_by_effect() -> None:
    """Observer from 2 February, recorded after the accession of 3 February: observer for a day, then member."""
    rules = load("cica")
    register = rules.register.as_known(T("2024-01-01T00:00+06:00"))
    member = register.after(
        [Change("observer", "LBN", begins=False), Change("member", "LBN")], T("2024-02-03T10:00+06:00")
    )
    late = member.after([Change("observer", "LBN")], T("2024-02-02T10:00+06:00"))

    assert late.holds("observer", "LBN", T("2024-02-02T12:00+06:00"))
    for after in ("2024-02-03T10:00+06:00", "2024-06-01T10:00+06:00"):
        assert not late.holds("observer", "LBN", T(after))
        assert late.holds("member", "LBN", T(after))


def grant(office: Office, at: str, who: str, case: str, *, recorded: str) -> Case:
    """Grant observer status in the meeting that is in session."""
    office.clock.at = max(office.clock.at, T(recorded))
    office.cica.submit("observer-application", case, by=who, at=T(at), details={"subject": who})
    office.cica.act(case, "take-up", by="chair", at=T(at))
    return office.cica.act(case, "grant", by="chair", at=T(at))


def test_a_late_change_that_alters_nothing_is_no_hindrance() -> None:
    """A decision of 16 August does not depend on who became observer on 15 August, recorded in September."""
    office = Office("2021-08-01T00:00+06:00")
    office.meet("2021-08-14T10:00+06:00")
    office.open("2021-08-14T10:00+06:00", "a")
    office.act("2021-08-14T10:00+06:00", "a", "take-up")
    office.act("2021-08-16T10:00+06:00", "a", "adopt")

    assert (
        grant(office, "2021-08-15T10:00+06:00", "Morocco", "mar", recorded="2021-09-01T10:00+06:00").stage == "granted"
    )
    assert office.cica.register.holds("observer", "MAR", T("2021-08-15T10:00+06:00"))


def test_a_late_change_that_alters_a_role_is_refused() -> None:
    """An application that lacked observer status on 16 August could not be heard, had it been granted the day before."""
    office = Office("2021-08-01T00:00+06:00")
    office.meet("2021-08-14T10:00+06:00")
    grant(office, "2021-08-16T10:00+06:00", "Morocco", "first", recorded="2021-08-16T10:00+06:00")
    words = said(
        lambda: grant(office, "2021-08-15T10:00+06:00", "Morocco", "second", recorded="2021-09-01T10:00+06:00")
    )

    assert "grant in first on 16 August 2021, 10:00 +06:00 would have ended otherwise" in words
    assert "let it take effect after 16 August 2021, 10:00 +06:00" in words


def test_a_roll_never_lacks_a_member() -> None:
    """A suspension of 15 February recorded after a decision of 16 February is refused: the roll names who had no seat."""
    office = Office("2007-01-01T00:00+01:00", "osce")
    at = "2007-02-14T10:00+01:00"
    for body, meeting in (("PC", "pc"), ("CSO", "cso")):
        office.meet(at, body, meeting)
    office.open(at, "d", "Germany", "decision", title="D")
    office.act(at, "d", "put-to-council")
    office.act("2007-02-16T10:00+01:00", "d", "adopt")
    office.clock.at = T("2007-03-01T10:00+01:00")
    late = "2007-02-15T10:00+01:00"
    office.open(late, "s", "Germany", "suspension", subject="Belarus", title="S", violations="v")
    office.act(late, "s", "put-to-committee")
    words = said(lambda: office.act(late, "s", "suspend"))

    assert "adopt in d on 16 February 2007, 10:00 +01:00 would have ended otherwise" in words
    assert office.act("2007-02-16T10:01+01:00", "s", "suspend").stage == "suspended"


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


def overdue(office: Office, at: str) -> list[str]:
    """Return the cases that are overdue as of an instant."""
    return [case.id for case in office.cica.overdue(T(at))]


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
    heads = set()
    path = Path(__file__).parent.parent / "scenarios" / "environment-conference-2024.toml"
    for i, zone in enumerate(["UTC", "Asia/Almaty", "America/Caracas", "Pacific/Kiritimati", "Australia/Lord_Howe"]):
        file = tmp_path / f"{i}.sqlite"
        env = {**os.environ, "TZ": zone, "PYTHONTZPATH": str(tmp_path) if i % 2 else ""}
        command = [sys.executable, "-m", "cica_procedure", "run", str(path), "--db", str(file)]
        subprocess.run(command, env=env, check=True, capture_output=True)
        done = subprocess.run(
            [sys.executable, "-m", "cica_procedure", "head", file], env=env, check=True, capture_output=True
        )
        heads.add(done.stdout)
    assert len(heads) == 1


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
