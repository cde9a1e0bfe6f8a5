"""Rights end with the role they came from, and nobody without a say stops anything."""

from __future__ import annotations

from pathlib import Path

import pytest
from office import Office, T, unmet
from spoilt import changed, copied

AT = "2007-02-01T10:00+01:00"
LATER = "2007-03-01T10:00+01:00"


@pytest.fixture
def belarus() -> Office:
    """A draft decision of Belarus lies before the Permanent Council, and Belarus has been suspended since."""
    office = Office("2007-01-01T00:00+01:00", "osce")
    office.meet(AT, "PC", "pc")
    office.meet(AT, "CSO", "cso")
    office.open(AT, "d", "Belarus", "decision", title="D")
    office.act(AT, "d", "put-to-council")
    office.open(AT, "s", "Germany", "suspension", subject="Belarus", title="S", violations="v")
    office.act(AT, "s", "put-to-committee")
    office.act(AT, "s", "suspend")
    return office


@pytest.mark.parametrize(
    ("act", "given"),
    [
        ("position", {"position": "support"}),
        ("position", {"position": "objection", "reason": "no"}),
        ("amend", {"summary": "another text"}),
        ("withdraw", {}),
    ],
)
def test_a_suspended_state_takes_no_part(belarus: Office, act: str, given: dict[str, str]) -> None:
    """It neither speaks nor rewrites or takes back the draft that it has tabled (Prague Document, 1992)."""
    assert unmet(lambda: belarus.act(LATER, "d", act, "Belarus", **given)) == ["actor"]
    assert "amend" not in belarus.cica.open_acts("d", by="Belarus", at=T(LATER))


def test_it_has_its_rights_again_when_it_is_a_member_again(belarus: Office) -> None:
    """The suspension is lifted, and the proposer may amend its draft."""
    belarus.act(LATER, "s", "lift", meeting="cso")
    assert belarus.act(LATER, "d", "amend", "Belarus", summary="another text").revision == 2


def test_an_applicant_keeps_its_application() -> None:
    """Who could propose as the party the case is about may withdraw, although it holds no role."""
    office = Office("2021-06-01T00:00+06:00")
    office.open("2021-06-02T10:00+06:00", "mar", "Morocco", "observer-application", subject="Morocco")
    assert office.act("2021-06-03T10:00+06:00", "mar", "withdraw", "Morocco").closed


@pytest.fixture
def spain() -> Office:
    """Spain, the Chair of 2007, has been suspended in a session that it opened itself."""
    office = Office("2007-01-01T00:00+01:00", "osce")
    office.meet(AT, "CSO", "cso")
    office.open(AT, "s", "Germany", "suspension", subject="Spain", title="S", violations="v")
    office.act(AT, "s", "put-to-committee")
    office.act(AT, "s", "suspend")
    return office


def test_somebody_presides_when_the_chair_is_suspended(spain: Office) -> None:
    """The preceding Chair, Belgium, closes the session, convenes the next one, and puts the lifting to it."""
    spain.act(AT, "cso", "close")
    spain.meet(LATER, "CSO", "next")
    assert spain.act(LATER, "s", "lift").stage == "lifted"
    assert {entry.party for entry in spain.cica.history("next")} == {"BEL"}
    spain.act("2007-03-02T10:00+01:00", "next", "close")
    assert spain.cica.history("next")[-1].party == "ESP"


def test_nobody_presides_who_takes_no_part(spain: Office) -> None:
    """The preceding Chair is suspended too: then nobody speaks for the Chair, and that is said."""
    spain.open(AT, "b", "Germany", "suspension", subject="Belgium", title="B", violations="v")
    spain.act(AT, "b", "put-to-committee")
    spain.act(AT, "b", "suspend")
    assert "actor" in unmet(lambda: spain.act(AT, "cso", "close"))


def test_a_room_that_everybody_has_left_decides_nothing(tmp_path: Path) -> None:
    """Where those present decide and no quorum is asked for, nobody present is nobody with a say."""
    folder = changed(copied("circle", tmp_path), "rulebook.toml", "quorum = 5", "quorum = 0")
    at = "2023-03-02T19:00+01:00"
    office = Office("2023-03-01T00:00+01:00", str(folder))
    office.meet(at, "CIRCLE", "m")
    office.open(at, "p", "Ada", "policy", title="P")
    office.act(at, "p", "present")
    names = ["Ada", "Bea", "Clo", "Dee", "Eva", "Flo", "Gil"]
    for act, given in (("ask", {}), ("react", {"reaction": "good"})):
        for name in names:
            office.act(at, "p", act, name, **given)
        office.act(at, "p", "open-reactions" if act == "ask" else "open-consent")
    for name in names:
        office.act(at, "m", "leave", name)

    assert unmet(lambda: office.act(at, "p", "consent", due="2024-03-01")) == ["consensus"]
    office.act(at, "m", "arrive", "Gil")
    assert office.act(at, "p", "consent", due="2024-03-01").stage == "in-effect"
    assert set(office.cica.history("p")[-1].roll.values()) == {"absent", "silent"}


def test_a_position_that_stands_does_so_in_its_own_body() -> None:
    """Ben's Discuss in the last call outlives the revision; his Yes in the ballot on the old text does not."""
    office = Office("2026-01-01T00:00+00:00", "ietf")
    day = "2026-02-0{}T09:00+00:00".format
    office.open(day(1), "foo", "wg-chair", "document", title="Foo")
    office.act(day(1), "foo", "start-wglc", "wg-chair", due="2026-02-02")
    office.act(day(3), "foo", "call-consensus", "wg-chair", reason="nobody is opposed")
    office.act(day(3), "foo", "request-publication", "wg-chair")
    office.act(day(3), "foo", "request-last-call", "Ben", due="2026-02-04")
    office.act(day(4), "foo", "position", "Ben", position="discuss", reason="congestion")
    office.act(day(5), "foo", "issue-ballot", "Ben")
    office.act(day(5), "foo", "position", "Ben", position="yes")
    office.act(day(5), "foo", "position", "Ned", position="discuss", reason="congestion")
    positions = office.act(day(6), "foo", "revise", "wg-chair", version="-01").positions

    assert {body: {member: p.word for member, p in said.items()} for body, said in positions.items()} == {
        "COMMUNITY": {"BEN": "discuss"},
        "IESG": {"NED": "discuss"},
    }


HOLDS = """
[[steps]]
act = "hold-silence"
from = "@body"
by = "member"
requires = ["silence-running", "not-holding", "reason"]
effects = "hold-silence"
cites = "Invented [A]"

[[steps]]
act = "release-silence"
from = "@body"
by = "member"
requires = ["silence-running", "holding"]
effects = "release-silence"
cites = "Invented [A]"
"""


@pytest.mark.parametrize("others", [(), ("Spain",)])
def test_a_hold_ends_with_the_seat_of_its_holder(tmp_path: Path, others: tuple[str, ...]) -> None:
    """
    Ten days of silence are held on the third of February, and Belarus loses its seat on the seventh.

    The eight days that were left run from then, unless somebody else holds too.
    """
    folder = copied("osce", tmp_path)
    with (folder / "parts" / "silence.toml").open("a", encoding="utf-8") as file:
        file.write(HOLDS)
    office = Office("2007-01-01T00:00+01:00", str(folder))
    office.meet(AT, "PC", "pc")
    office.open(AT, "d", "Germany", "decision", title="D")
    office.act(AT, "d", "put-to-council")
    office.act(AT, "d", "open-silence", decides="adopt", lasts="P10D")
    for who in ("Belarus", *others):
        office.act("2007-02-03T10:00+01:00", "d", "hold-silence", who, reason="no instructions yet")
    office.meet(AT.replace("02-01", "02-07"), "CSO", "cso")
    office.open("2007-02-07T10:00+01:00", "s", "Germany", "suspension", subject="Belarus", title="S", violations="v")
    office.act("2007-02-07T10:00+01:00", "s", "put-to-committee")
    office.act("2007-02-07T10:00+01:00", "s", "suspend")
    office.clock.at = T(LATER)
    office.cica.settle(T("2007-02-15T09:59+01:00"))
    assert not office.cica.case("d").closed
    assert unmet(lambda: office.act("2007-02-08T10:00+01:00", "d", "release-silence", "Belarus")) == [
        "actor",
        "holding",
    ]
    office.cica.settle(T(LATER))
    last = office.cica.history("d")[-1]
    if others:
        assert last.act == "hold-silence"
        office.act(LATER, "d", "release-silence", "Spain")
        silence = office.cica.case("d").silence
        assert silence is not None
        assert silence.expires == T("2007-03-09T10:00+01:00")
    else:
        assert (last.act, last.at) == ("adopt", T("2007-02-15T10:00+01:00"))
