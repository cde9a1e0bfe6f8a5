"""The laws of time for the register: a role of one party, and what is recorded late."""

from __future__ import annotations

import pytest
from office import Office, T, said

from cica_procedure import Case, load
from cica_procedure.terms import Change


@pytest.fixture
def chairs() -> Office:
    """Two States that are designated, and may take over the Chair."""
    office = Office("2024-03-01T00:00+05:00")
    at = "2024-03-14T10:00+05:00"
    office.meet(at)
    office.meet(at, "MC", "mc")
    for who, term in (("Azerbaijan", "2024-2026"), ("Qatar", "2026-2028")):
        office.open(at, who, who, "chairmanship", subject=who, term=term)
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
    assert "let it take effect from 16 August 2021, 10:00 +06:00 on" in words


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
