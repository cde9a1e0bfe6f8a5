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
