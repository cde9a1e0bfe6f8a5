"""The same thing is not decided twice; what is stated anew, amended, or has come back is another matter."""

from __future__ import annotations

from typing import Any

import pytest
from office import Office, T, said, unmet

AT = "2021-06-20T10:00+06:00"


@pytest.fixture
def soc() -> Office:
    """A draft before the SOC."""
    office = Office("2021-06-01T00:00+06:00")
    office.meet(AT)
    office.open(AT, "a")
    office.act(AT, "a", "take-up")
    return office


@pytest.mark.parametrize("act", ["approve-preliminarily", "support-in-principle", "welcome"])
def test_a_second_click_decides_nothing(soc: Office, act: str) -> None:
    """The revision has that decision already; the way out is another text."""
    soc.act(AT, "a", act)
    assert unmet(lambda: soc.act(AT, "a", act)) == ["undecided"]
    assert "another text, by amend" in said(lambda: soc.act(AT, "a", act))
    soc.act(AT, "a", "amend", "India", summary="paragraph 4")
    assert soc.act(AT, "a", act).revision == 2


def test_it_is_the_same_after_the_case_was_away(soc: Office) -> None:
    """Left open and taken up again, the text is still the one that was supported."""
    soc.act(AT, "a", "support-in-principle")
    soc.act(AT, "a", "leave-open")
    soc.act(AT, "a", "take-up")
    assert unmet(lambda: soc.act(AT, "a", "support-in-principle")) == ["undecided"]


def test_another_body_may_decide_the_same(soc: Office) -> None:
    """What the Working Group has supported, the Committee may support."""
    soc.meet(AT, "SWG", "swg")
    soc.open(AT, "b")
    soc.act(AT, "b", "take-up", meeting="swg")
    soc.act(AT, "b", "support-in-principle", meeting="swg")
    soc.act(AT, "b", "agree", meeting="swg")
    soc.act(AT, "b", "take-up", meeting="soc")
    assert soc.act(AT, "b", "support-in-principle", meeting="soc").stage == "before-soc"
    assert unmet(lambda: soc.act(AT, "b", "support-in-principle", meeting="soc")) == ["undecided"]


def test_asking_says_so_beforehand(soc: Office) -> None:
    """Neither ``why_not`` nor the open acts offer it again."""
    soc.act(AT, "a", "welcome")
    at: Any = {"by": "chair", "at": T(AT)}
    assert [finding.requirement for finding in soc.cica.why_not("a", "welcome", **at)] == ["undecided"]
    assert "welcome" not in soc.cica.open_acts("a", **at)
    assert "support-in-principle" in soc.cica.open_acts("a", **at)


@pytest.mark.parametrize("words", ["2024-2026", "2024-2026 ", "\uff12\uff10\uff12\uff14-2026"])
@pytest.mark.parametrize("by_silence", [False, True])
def test_one_term_has_one_next_chair(words: str, *, by_silence: bool) -> None:
    """Of two candidates for one term, the second is not designated, however the term is written (RoP 14)."""
    at = "2024-03-14T10:00+05:00"
    office = Office("2024-03-01T00:00+05:00")
    office.meet(at)
    office.meet(at, "MC", "mc")
    for case, party, term in (("a", "Azerbaijan", "2024-2026"), ("q", "Qatar", words)):
        office.open(at, case, party, "chairmanship", subject=party, term=term)
        for act in ("circulate", "take-up", "recommend", "take-up"):
            office.act(at, case, act)
    assert office.act(at, "a", "designate").stage == "designated"
    if by_silence:
        opening = {"decides": "designate", "lasts": "P5D"}
        assert unmet(lambda: office.act(at, "q", "open-silence", **opening)) == ["untaken"]
    assert unmet(lambda: office.act(at, "q", "designate")) == ["untaken"]
    assert "has been decided on in a" in said(lambda: office.act(at, "q", "designate"))


def test_another_term_has_another(soc: Office) -> None:
    """What is taken is the term, not the chair for ever."""
    soc.meet(AT, "MC", "mc")
    for case, party, term in (("a1", "Azerbaijan", "2024-2026"), ("q1", "Qatar", "2026-2028")):
        soc.open(AT, case, party, "chairmanship", subject=party, term=term)
        for act in ("circulate", "take-up", "recommend", "take-up", "designate"):
            assert soc.act(AT, case, act).n > 1
    assert {soc.cica.case(case).stage for case in ("a1", "q1")} == {"designated"}


def test_other_particulars_are_another_decision() -> None:
    """A policy is renewed to one day once, and to a later day again."""
    office = Office("2023-03-01T00:00+01:00", "circle")
    at, names = "2023-03-02T19:00+01:00", ["Ada", "Bea", "Clo", "Dee", "Eva", "Flo", "Gil"]
    office.meet(at, "CIRCLE", "m")
    office.open(at, "p", "Ada", "policy", title="P")
    office.act(at, "p", "present")
    for act, then, given in (("ask", "open-reactions", {}), ("react", "open-consent", {"reaction": "good"})):
        for name in names:
            office.act(at, "p", act, name, **given)
        office.act(at, "p", then)
    office.act(at, "p", "consent", due="2024-03-01")
    office.act(at, "p", "renew", due="2025-03-01")

    assert unmet(lambda: office.act(at, "p", "renew", due="2025-03-01")) == ["undecided"]
    assert office.act(at, "p", "renew", due="2026-03-01").text("due") == "2026-03-01"
