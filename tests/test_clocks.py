"""Clocks: what follows by itself, what is owed and by whom, what stands still while a concern is open."""

from __future__ import annotations

from pathlib import Path

import pytest
from circle import POLICY, edited, house
from office import Office, T, overdue, unmet
from spoilt import changed, copied, refused

from cica_procedure import Conference, InvalidAct, ToldClock, verify

REVIEW = """[clocks.review]
since = ["consent", "renew"]
until = "due"
then = "lapse"
"""
DAY = "2024-03-01"


def consented(rulebook: str = "circle", record: Path | str = ":memory:", due: str = DAY) -> Office:
    """Return the circle with a policy in effect that is reviewed by a day."""
    office = house(rulebook, record)
    office.act("2023-03-02T20:00+01:00", "guests", "consent", due=due)
    office.act("2023-03-02T21:00+01:00", "m-1", "close")
    return office


def settled(office: Office, at: str) -> str:
    """Let everything follow that follows by an instant, and return the stage of the policy."""
    office.clock.at = max(office.clock.at, T(at))
    office.cica.settle(T(at))
    return office.cica.case("guests").stage


def test_an_act_follows_by_itself_once_the_day_is_over() -> None:
    """A policy lapses when the day of its review is over at the seat, by the hand of the facilitator's office."""
    office = consented()
    assert settled(office, "2024-03-01T23:59+01:00") == "in-effect"
    assert settled(office, "2024-05-01T12:00+02:00") == "lapsed"
    entry = office.cica.history("guests")[-1]
    assert entry.at == T("2024-03-02T00:00+01:00")
    assert entry.recorded == T("2024-05-01T12:00+02:00")
    assert (entry.act, entry.actor, entry.party, entry.details["clock"]) == ("lapse", "chair", "BEA", "review")
    assert settled(office, "2024-06-01T12:00+02:00") == "lapsed"
    assert office.cica.history("guests")[-1] == entry


def test_what_has_ended_is_written_down_before_an_act_on_the_case() -> None:
    """Renewing comes too late: by then the policy has lapsed, though nobody has written it down."""
    office = consented()
    office.meet("2024-03-02T19:00+01:00", "CIRCLE", "m-2")
    assert unmet(lambda: office.act("2024-03-02T19:30+01:00", "guests", "renew", due="2025-03-01"))[0] == "stage"
    assert settled(office, "2024-03-02T20:00+01:00") == "lapsed"


def test_the_last_start_counts() -> None:
    """Renewed on the last day, it lapses by the new day and not by the old one."""
    office = consented()
    office.meet("2024-03-01T19:00+01:00", "CIRCLE", "m-2")
    office.act("2024-03-01T19:30+01:00", "guests", "renew", due="2025-03-01")
    assert settled(office, "2024-12-31T12:00+01:00") == "in-effect"
    assert settled(office, "2025-03-02T00:00+01:00") == "lapsed"


def test_nobody_can_take_the_act_before_the_end_or_in_the_name_of_the_clock() -> None:
    """The office may lapse it by hand only after the end; the particular is the clock's own."""
    office = consented()
    assert unmet(lambda: office.act("2024-02-01T12:00+01:00", "guests", "lapse")) == ["after"]
    with pytest.raises(InvalidAct, match="unknown particular 'clock'"):
        office.act("2024-03-02T12:00+01:00", "guests", "lapse", clock="review")


def test_the_record_knows_its_clocks_after_it_is_opened_again(tmp_path: Path) -> None:
    """Another process settles what has ended, and the sums of the record agree."""
    file = tmp_path / "house.sqlite"
    consented(record=file).cica.close()
    with Conference.open(file, clock=ToldClock(T("2024-04-01T00:00+02:00"))) as again:
        assert [case.id for case in again.settle()] == ["guests"]
        assert again.case("guests").stage == "lapsed"
    assert verify(file).sound


def test_months_end_on_the_last_day_where_the_month_is_shorter(tmp_path: Path) -> None:
    """A clock of one month from 31 January ends on 28 February, at the same hour of the seat, also after the change."""
    office = house(edited(tmp_path, ('until = "due"\nthen', "months = 6\nthen")))
    office.act("2023-03-02T21:00+01:00", "m-1", "close")
    office.meet("2023-08-31T19:00+02:00", "CIRCLE", "m-2")
    office.act("2023-08-31T20:00+02:00", "guests", "consent", due=DAY)
    assert settled(office, "2024-02-29T19:59+01:00") == "in-effect"
    assert settled(office, "2024-02-29T20:00+01:00") == "lapsed"


def test_a_duty_is_overdue_with_its_owner_until_it_is_done(tmp_path: Path) -> None:
    """Who owes what by when: the facilitator has sixty days to have the policy renewed."""
    owed = 'lasts = "P60D"\nowed = "renew"\nowed-by = "chair"\n'
    late = (', { before = "review" }', "")
    office = consented(edited(tmp_path, ('until = "due"\nthen = "lapse"\n', owed), late))
    before, after = "2023-05-01T20:59+02:00", "2023-05-01T21:01+02:00"
    assert overdue(office, before) == []
    assert overdue(office, after) == ["guests"]
    (due,) = (each for each in office.cica.as_of(at=T(after)).due(T(after)) if each.act)
    assert (due.act, due.owner, due.over) == ("renew", "chair", True)
    assert T(due.words) == T("2023-05-01T21:00+02:00")
    office.meet("2023-05-02T19:00+02:00", "CIRCLE", "m-2")
    office.act("2023-05-02T19:30+02:00", "guests", "renew", due="2025-03-01")
    assert overdue(office, "2023-05-03T00:00+02:00") == []


def test_a_breach_of_a_duty_leads_to_what_the_rules_say(tmp_path: Path) -> None:
    """The same clock may have both: what is owed, and what follows when it is not done."""
    owed = 'lasts = "P60D"\nowed = "renew"\nowed-by = "chair"\nthen = "lapse"\n'
    office = consented(edited(tmp_path, ('until = "due"\nthen = "lapse"\n', owed)))
    assert settled(office, "2023-05-01T21:00+02:00") == "lapsed"


PAUSE = """[clocks.pause]
since = "open-consent"
lasts = "P10D"
while = "calm"
then = "drop"
cites = "A rule of this house [A]"

[[steps]]"""
CALM = '\n[decisions.calm]\ncites = "No objection stands [A]"\n\n[bodies.CIRCLE]'


def calm(to: Path) -> Office:
    """Return a house in which a proposal is dropped after ten days in which no objection stood."""
    folder = edited(to, ("[[steps]]", PAUSE))
    changed(Path(folder), "rulebook.toml", "\n[bodies.CIRCLE]", CALM)
    return house(folder)


def test_a_clock_stands_still_while_an_objection_stands(tmp_path: Path) -> None:
    """Three days have run, five stand still, so the ten days end on the fifteenth day and not on the tenth."""
    office = calm(tmp_path / "never")
    office.act("2023-03-05T19:00+01:00", "guests", "position", by="Dee", position="objection", reason="no")
    assert settled(office, "2023-04-20T19:00+02:00") == "consenting"
    office = calm(tmp_path / "again")
    office.act("2023-03-05T19:00+01:00", "guests", "position", by="Dee", position="objection", reason="no")
    office.act("2023-03-06T19:00+01:00", "guests", "position", by="Eva", position="objection", reason="nor I")
    office.act("2023-03-07T19:00+01:00", "guests", "position", by="Eva", position="consent")
    office.act("2023-03-10T19:00+01:00", "guests", "position", by="Dee", position="consent")
    assert settled(office, "2023-03-17T18:59+01:00") == "consenting"
    assert settled(office, "2023-03-17T19:00+01:00") == "dropped"


MONTHLY = """[clocks.provisional]
since = ["consent", "provide"]
months = 1
then = "provide"
cites = "No budget: a month at a time [A]"

[[steps]]
act = "provide"
from = "in-effect"
by = "chair"
cites = "Provisional month [A]"

[[steps]]"""


def test_a_clock_starts_itself_again(tmp_path: Path) -> None:
    """Provisional months follow one another, also when nobody looks for a quarter, until the stage is left."""
    office = consented(edited(tmp_path, ("[[steps]]", MONTHLY)), due="2023-05-15")
    settled(office, "2023-06-30T12:00+02:00")
    acts = [(entry.act, entry.at.date().isoformat()) for entry in office.cica.history("guests")[-3:]]
    assert acts == [("provide", "2023-04-02"), ("provide", "2023-05-02"), ("lapse", "2023-05-16")]
    assert settled(office, "2024-01-01T00:00+01:00") == "lapsed"


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('then = "lapse"', 'then = "laps"', "clocks.review.then: unknown act 'laps'"),
        ('then = "lapse"', 'then = "consent"', "'consent' follows by itself, so it can ask for no due"),
        (
            'then = "lapse"',
            'then = "open-consent"',
            "'open-consent' follows by itself, so it cannot wait for a meeting",
        ),
        ('then = "lapse"', 'then = "drop"', "clocks.review.then: 'drop' is not possible at 'in-effect'"),
        ('then = "lapse"', 'owed = "renew"', "clocks.review.owed-by: goes with 'owed'"),
        ('then = "lapse"', 'owed-by = "chair"', "clocks.review.owed-by: goes with 'owed'"),
        ('then = "lapse"', 'owed = "renew"\nowed-by = "Ada"', "clocks.review.owed-by: unknown actor of 'renew' 'Ada'"),
        ('then = "lapse"', 'then = "lapse"\nwhile = "calm"', "clocks.review.while: unknown rule of decision 'calm'"),
        ('until = "due"', "working-days = 3", "clocks.review.working-days: the rulebook has no calendar"),
        ('until = "due"', 'until = "due"\nmonths = 2', "clocks.review: has one end"),
        ('question = "text?"', 'clock = "text?"', "fields.clock: "),
        ('question = "text?"', 'clock-review = "text?"', "fields.clock-review: "),
    ],
)
def test_a_clock_that_cannot_be_meant_is_refused(tmp_path: Path, old: str, new: str, problem: str) -> None:
    """Acts that cannot follow by themselves, duties of nobody, ends that no calendar knows."""
    assert problem in refused(copied("circle", tmp_path), POLICY, old, new)


PANDEMIC = """[editions.remote]
since = 2021-01-01
until = 2021-07-01
cites = "Until the house can meet again [A]"

[positions]"""


def remote(to: Path) -> Conference:
    """Return a house with rules for a time."""
    folder = copied("circle", to)
    changed(folder, "rulebook.toml", "[positions]", PANDEMIC)
    since = T("2021-02-01T00:00+01:00")
    return Conference.in_memory(since=since, rulebook=str(folder), clock=ToldClock(T("2022-01-01T00:00+01:00")))


@pytest.mark.parametrize(
    ("at", "edition"),
    [("2021-02-01", "remote"), ("2021-06-30", "remote"), ("2021-07-01", "2020"), ("2021-12-01", "2020")],
)
def test_after_its_sunset_the_edition_before_it_applies_again(tmp_path: Path, at: str, edition: str) -> None:
    """Rules for a time end by themselves on their day, and a new case is under the old ones."""
    cica = remote(tmp_path)
    assert cica.edition_at(T(f"{at}T12:00+01:00")) == edition
    assert cica.submit("policy", "p", by="Ada", at=T(f"{at}T12:00+01:00"), details={"title": "t"}).edition == edition


ENACTING = """id = "resolution"
name = "Resolution on the rules"
edition = "2020"
cites = "A rule of this house [A]"

[stages]
put = { body = "CIRCLE" }
passed = { final = true, decided = true }

[[steps]]
act = "put"
from = "new"
to = "put"
by = "resident"
fields = { title = "text", edition = "edition" }
cites = "[A]"

[[steps]]
act = "position"
from = "put"
by = "resident"
requires = "reasoned-objection"
effects = "position"
fields = { position = "position" }
cites = "[A]"

[[steps]]
act = "pass"
from = "put"
to = "passed"
by = "chair"
requires = ["meeting", "quorum", "consensus", "term"]
effects = "enact"
fields = { until = "day?" }
decision = "passed"
cites = "[A]"
"""


def test_an_edition_is_enacted_until_a_day_and_extended(tmp_path: Path) -> None:
    """What a body brings into force for a time ends on the day it says, or on the day of the rulebook; or later."""
    folder = copied("circle", tmp_path)
    changed(folder, "rulebook.toml", "[positions]", PANDEMIC)
    (folder / "procedures" / "resolution.toml").write_text(ENACTING, encoding="utf-8")
    office = Office("2020-12-01T00:00+01:00", str(folder))
    cica = office.cica

    def resolve(at: str, name: str, **given: str) -> None:
        office.meet(at, "CIRCLE", f"m-{name}")
        office.open(at, name, by="Ada", procedure="resolution", title=name, edition="remote")
        office.act(at, name, "pass", meeting=f"m-{name}", **given)
        office.act(at, f"m-{name}", "close")

    assert cica.edition_at(T("2021-02-01T12:00+01:00")) == "2020"
    resolve("2020-12-10T12:00+01:00", "first")
    assert [cica.edition_at(T(f"2021-{month}-30T12:00+01:00")) for month in ("01", "06", "07")] == [
        "remote",
        "remote",
        "2020",
    ]
    resolve("2021-06-10T12:00+01:00", "more", until="2021-10-01")
    assert cica.edition_at(T("2021-09-30T23:00+02:00")) == "remote"
    assert cica.edition_at(T("2021-10-01T00:00+02:00")) == "2020"
    assert unmet(lambda: resolve("2021-08-10T12:00+01:00", "past", until="2021-08-10")) == ["term"]


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        ("rulebook.toml", "since = 2020-01-01\n", "since = 2020-01-01\nuntil = 2021-01-01\n", "is the first, and"),
        ("rulebook.toml", "until = 2021-07-01", "until = 2020-07-01", "editions.remote.until: is not after since"),
        ("procedures/resolution.toml", ', "term"', "", "'enact' ends on the day 'until', so the step requires 'term'"),
        ("procedures/resolution.toml", '"day?"', '"text?"', "fields.until: has a meaning of its own and is a day"),
    ],
)
def test_a_sunset_that_cannot_be_meant_is_refused(tmp_path: Path, file: str, old: str, new: str, problem: str) -> None:
    """A first edition that ends, an end before the beginning, an end that nobody holds against the clock."""
    folder = copied("circle", tmp_path)
    changed(folder, "rulebook.toml", "[positions]", PANDEMIC)
    (folder / "procedures" / "resolution.toml").write_text(ENACTING, encoding="utf-8")
    assert problem in refused(folder, file, old, new)
