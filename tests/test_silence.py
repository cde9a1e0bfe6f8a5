"""Silence periods from the library and the command line: what features do not show."""

from __future__ import annotations

import shutil
import subprocess
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import command
import pytest
from msgspec.structs import replace

from cica_procedure import Conference, Conflict, InvalidAct, Position, Refused, ToldClock, verify
from cica_procedure.core.judge import judge
from cica_procedure.loading.loader import SHIPPED
from cica_procedure.terms import Act

AT = datetime(2024, 3, 1, 10, tzinfo=timezone(timedelta(hours=5)))


def later(days: float) -> datetime:
    """Return an instant so many days after the beginning."""
    return AT + timedelta(days=days)


def under_silence(cica: Conference, **details: object) -> None:
    """Bring guidelines before the SOC and put them under silence."""
    cica.meet("SOC", "soc", at=AT)
    cica.submit("draft-document", "guidelines", by="IND", at=AT, details={"title": "Guidelines", "kind": "guidelines"})
    cica.act("guidelines", "take-up", by="chair", at=AT)
    cica.act("guidelines", "open-silence", by="chair", at=AT, details={"decides": "adopt", "lasts": "P10D", **details})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a record with one silence period of ten days."""
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


def test_a_stale_case_settles_nothing(path: Path) -> None:
    """Who acts on an older state of a case is told so before anything is written down, its silence among it."""
    with Conference.open(path) as cica:
        stale = cica.case("guidelines")
        with Conference.open(path) as other:
            other.act("guidelines", "extend-silence", by="chair", at=later(1), details={"lasts": "P1D"}, reason="asked")
        before = cica.head()
        with pytest.raises(Conflict):
            cica.act(stale, "correct", by="secretariat", at=later(40), reason="a slip", details={"entry": 1})
        assert cica.head() == before


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


def test_an_act_elsewhere_settles_nothing(path: Path) -> None:
    """A period is written down by whoever depends on it: an act on its own case, or whoever settles."""
    with Conference.open(path) as cica:
        cica.submit("report", "report", by="secretariat", at=later(11), details={"title": "2023"})
        acts = [entry.act for entry in cica.entries()]
        settled = cica.settle(later(11))

    assert acts[-2:] == ["open-silence", "present"]
    assert [(case.id, case.stage) for case in settled] == [("guidelines", "adopted")]


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
    return command.cica(*words, env={"COLUMNS": "100"})


def test_the_command_shows_and_settles(path: Path) -> None:
    """``cica silence`` says how each stands as of an instant, and writes nothing unless it is told to."""
    assert "runs" in run("silence", path, "--at", "2024-03-05T10:00+05:00").stdout
    assert "has ended" in run("silence", path, "--at", "2024-03-12T10:00+05:00").stdout
    assert "under silence to adopt" in run("case", path, "guidelines").stdout
    done = run("silence", path, "--settle", "--at", "2024-03-12T10:00+05:00")
    assert "guidelines: adopted, with effect from 2024-03-11 10:00+05:00" in done.stdout
    assert run("verify", path).returncode == 0


def test_a_period_that_has_ended_is_never_shown_as_running(path: Path) -> None:
    """The docket and the case say that it has ended; asked as of an instant, they say what it has come to."""
    assert "before-soc, silence has ended" in run("docket", path).stdout
    assert "it has ended, which is not written down yet" in run("case", path, "guidelines").stdout
    for instant, stage in (("2024-03-05T10:00+05:00", "before-soc"), ("2024-03-12T10:00+05:00", "adopted")):
        assert f"Guidelines: {stage}" in run("case", path, "guidelines", "--as-of", instant).stdout
        shown = run("docket", path, "--as-of", instant).stdout
        assert stage in shown
        assert "silence has ended" not in shown


def test_what_held_is_told_apart_from_what_was_known(tmp_path: Path) -> None:
    """An objection of 8 March is recorded on the 20th: by the 12th it held already, and nobody knew of it."""
    path, clock = tmp_path / "r.sqlite", ToldClock(AT)
    with Conference.create(path, since=AT, clock=clock) as cica:
        under_silence(cica)
        seq = cica.head().seq
        clock.at = later(19)
        cica.act("guidelines", "break-silence", by="IND", at=later(7), reason="paragraph 4")
    asked = {
        ("--as-of", "2024-03-12T10:00+05:00"): "before-soc",
        ("--as-of", "2024-03-12T10:00+05:00", "--known", "2024-03-12T10:00+05:00"): "adopted",
        ("--as-of", "2024-03-12T10:00+05:00", "--known", f"{seq}"): "adopted",
        ("--known", "2024-03-12T10:00+05:00"): "before-soc",
    }
    for words, stage in asked.items():
        assert stage in run("docket", path, *words).stdout, words
        assert stage in run("case", path, "guidelines", *words).stdout, words
    done = run("docket", path, "--as-of", f"{seq}", "--known", f"{seq}")
    assert (done.returncode, done.stdout) == (2, "")
    assert "give one of them" in done.stderr


def test_the_command_shows_who_holds_and_what_became_of_it(path: Path) -> None:
    """A period that is held does not run out, and one that was broken has no end to come."""
    with Conference.open(path) as cica:
        cica.act("guidelines", "hold-silence", by="IND", at=later(2), reason="instructions")
        cica.act("guidelines", "hold-silence", by="KAZ", at=later(2), reason="instructions")
    assert "held by IND, KAZ" in run("silence", path, "--at", "2024-03-20T10:00+05:00").stdout
    with Conference.open(path) as cica:
        cica.act("guidelines", "break-silence", by="IND", at=later(3), reason="paragraph 4")
    assert run("silence", path, "--at", "2024-03-20T10:00+05:00").stdout.split()[-1] == "broken"
    done = run("silence", path, "--rulebook", "nowhere")
    assert (done.returncode, done.stdout) == (2, "")
    assert "only with --settle" in done.stderr


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
    for end in ("9999-12-31T23:00-06:00", "0001-01-01T00:00+06:00"):
        done = run("overdue", tmp_path / "r.sqlite", "--at", end)
        assert (done.returncode, done.stdout) == (2, "")
        assert "no year to plan for" in done.stderr


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
    assert run("impact", "2004", "2099").returncode == 2


def test_a_period_can_end_while_nobody_holds_the_chair(tmp_path: Path) -> None:
    """What was proposed stands by those who kept silent, whoever is Chair at its end; the last one acts for nobody."""
    at = datetime(2026, 12, 20, 10, tzinfo=timezone(timedelta(hours=1)))
    clock = ToldClock(at)
    with Conference.create(tmp_path / "r.sqlite", since=at, rulebook="osce", clock=clock) as cica:
        cica.meet("PC", "pc", at=at)
        cica.submit("decision", "d", by="chair", at=at, details={"title": "T"})
        cica.act("d", "put-to-council", by="chair", at=at)
        cica.act("d", "open-silence", by="chair", at=at, details={"decides": "adopt", "lasts": "P40D"})
        assert cica.register.holders("chair", at + timedelta(days=40)) == ()
        clock.at = at + timedelta(days=50)
        cica.settle()
        assert cica.case("d").stage == "adopted"
        assert cica.history("d")[-1].party == "CHE"


def test_the_text_is_not_corrected_under_silence(path: Path) -> None:
    """Nor is anything put right that the members consider; and never what a body decides on."""
    with Conference.open(path) as cica:
        slip = {"entry": 1, "detail": "title", "value": "x"}
        unmet = cica.why_not("guidelines", "correct", by="secretariat", at=later(1), details=slip, reason="x")
        assert "silence" in [finding.requirement for finding in unmet]


def test_a_report_that_is_replaced_takes_its_positions_with_it(tmp_path: Path) -> None:
    """Positions on one report say nothing of the next."""
    with Conference.create(tmp_path / "r.sqlite", since=AT) as cica:
        cica.submit("budget", "b", by="secretariat", at=AT, details={"title": "B", "year": 2024})
        cica.meet("SOC", "soc", at=AT)
        for act in ("take-up", "approve"):
            cica.act("b", act, by="chair", at=AT)
        cica.act("b", "account", by="secretariat", at=AT, details={"report": "one"})
        cica.position("b", "IND", "support", at=AT)
        cica.act("b", "audit", by="chair", at=AT)
        cica.act("b", "account", by="secretariat", at=AT, details={"report": "two"})
        cica.act("b", "note", by="chair", at=AT)
        assert cica.history("b")[-1].roll["IND"] == "silent"


def test_what_is_asked_as_of_an_instant_knows_what_has_ended(path: Path) -> None:
    """Without writing anything, the answers are those that acting would give."""
    with Conference.open(path) as cica:
        before = cica.head()
        unmet = cica.why_not("guidelines", "break-silence", by="IND", at=later(11), reason="x")
        assert "stage" in [finding.requirement for finding in unmet]
        assert "break-silence" in cica.open_acts("guidelines", at=later(9), by="IND")
        assert "break-silence" not in cica.open_acts("guidelines", at=later(11), by="IND")
        assert cica.head() == before
        assert cica.case("guidelines").silence is not None


def test_a_caller_who_has_read_everything_may_act_after_an_end(path: Path) -> None:
    """That a period has ended meanwhile is no conflict for whoever knows every entry."""
    with Conference.open(path) as cica:
        case = cica.case("guidelines")
        with pytest.raises(Refused, match="the case is adopted"):
            cica.act(case, "amend", by="IND", at=later(11), details={"summary": "x"})


def test_what_cannot_be_decided_is_not_put_under_silence(tmp_path: Path) -> None:
    """That another body decides is said when the period is opened, not when it has ended."""
    with Conference.create(tmp_path / "r.sqlite", since=AT) as cica:
        cica.meet("SOC", "soc", at=AT)
        cica.submit("draft-document", "c", by="IND", at=AT, details={"title": "Catalogue", "kind": "catalogue"})
        cica.act("c", "take-up", by="chair", at=AT)
        unmet = cica.why_not("c", "open-silence", by="chair", at=AT, details={"decides": "adopt"})
        assert [finding.requirement for finding in unmet] == ["decided-by"]


def test_a_held_period_is_not_extended(path: Path) -> None:
    """While the clock stands still there is no end to put off."""
    with Conference.open(path) as cica:
        cica.act("guidelines", "hold-silence", by="IND", at=later(2), reason="instructions")
        with pytest.raises(Refused, match="its clock stands still for IND"):
            cica.act("guidelines", "extend-silence", by="chair", at=later(3), reason="x", details={"lasts": "P3D"})


@pytest.mark.parametrize("at", [datetime(9999, 12, 25, tzinfo=UTC), AT.replace(tzinfo=None), "2024"])
def test_an_instant_that_is_none(path: Path, at: Any) -> None:
    """An instant without an offset, beyond all planning, or none at all is a mistake of the caller."""
    with Conference.open(path) as cica:
        for ask in (cica.settle, cica.overdue, cica.edition_at):
            with pytest.raises(InvalidAct):
                ask(at)
        with pytest.raises(InvalidAct):
            cica.act("guidelines", "break-silence", by="IND", at=at, reason="x")


def test_the_end_of_a_period_is_exact_when_clocks_change(tmp_path: Path) -> None:
    """Six hours are six hours in the night in which the clocks of Vienna go back."""
    at = datetime(2024, 10, 27, 0, 30, tzinfo=ZoneInfo("Europe/Vienna"))
    with Conference.create(tmp_path / "r.sqlite", since=at, rulebook="osce") as cica:
        cica.meet("PC", "pc", at=at)
        cica.submit("decision", "d", by="chair", at=at, details={"title": "T"})
        cica.act("d", "put-to-council", by="chair", at=at)
        cica.act("d", "open-silence", by="chair", at=at, details={"decides": "adopt", "lasts": "PT6H"})
        assert cica.silences["d"].expires.timestamp() - at.timestamp() == 6 * 3600


def test_nothing_is_settled_before_its_time(path: Path) -> None:
    """At the prompt, what has not ended yet is not written down; and what has come of each is shown."""
    assert run("silence", path, "--settle", "--at", "2999-01-01T00:00+00:00").returncode == 2
    assert "nothing to settle" in run("silence", path, "--settle", "--at", "2024-03-02T10:00+05:00").stdout
    run("silence", path, "--settle", "--at", "2024-03-12T10:00+05:00")
    assert "lapsed" in run("silence", path).stdout


def test_a_member_suspended_is_chair_no_more(tmp_path: Path) -> None:
    """Whoever has no seat has no chair."""
    at = datetime(2024, 6, 1, 10, tzinfo=UTC)
    with Conference.create(tmp_path / "r.sqlite", since=at, rulebook="osce") as cica:
        details = {"subject": "MLT", "title": "T", "violations": "played"}
        cica.submit("suspension", "s", by="FRA", at=at, details=details)
        cica.meet("MC", "mc", at=at)
        cica.act("s", "put-to-ministers", by="chair", at=at)
        cica.act("s", "suspend", by="chair", at=at)
        assert cica.register.holders("chair", at + timedelta(hours=1)) == ()


def test_silence_is_the_same_rule_without_a_room(path: Path) -> None:
    """Even if an objection stood at the end, which an objection prevents, the rule would see it."""
    with Conference.open(path) as cica:
        said = Position("IND", "objection", "paragraph 4", later(1), 1)
        case = replace(cica.case("guidelines"), positions=MappingProxyType({"SOC": MappingProxyType({"IND": said})}))
        ruling = judge(cica.state, case, Act("adopt", "chair", "KAZ", later(10)), by_silence=True)
        assert [finding.requirement for finding in ruling.unmet] == ["consensus"]


def test_an_edition_that_leaves_no_way_out(tmp_path: Path) -> None:
    """A case is not moved under rules that do not know where it stands; it stays, and the impact says why."""
    rules = tmp_path / "rules"
    shutil.copytree(SHIPPED / "cica", rules)
    later = rules / "procedures" / "observer-application-2021.toml"
    text = later.read_text(encoding="utf-8").replace("before-soc", "before-officials")
    later.write_text(text, encoding="utf-8")
    at = datetime(2021, 6, 1, 10, tzinfo=timezone(timedelta(hours=6)))
    with Conference.create(tmp_path / "r.sqlite", since=at, rulebook=rules) as cica:
        cica.meet("SOC", "soc", at=at)
        cica.meet("MC", "mc", at=at)
        cica.submit("observer-application", "mar", by="Morocco", at=at, details={"subject": "Morocco"})
        cica.act("mar", "take-up", by="chair", at=at, meeting="soc")
        cica.submit("rules-amendment", "rules", by="chair", at=at, details={"title": "T", "edition": "2021"})
        for act, meeting in (("take-up", "soc"), ("recommend", "soc"), ("take-up", "mc"), ("adopt", "mc")):
            cica.act("rules", act, by="chair", at=at, meeting=meeting)
        unmet = cica.why_not("mar", "apply-edition", by="chair", at=at, meeting="soc")
        assert [finding.requirement for finding in unmet] == ["later-edition"]
        assert "might have no way out" in unmet[0].fact
        assert cica.act("mar", "grant", by="chair", at=at, meeting="soc").stage == "granted"
