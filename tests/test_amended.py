"""A stage that a text has earned does not survive its amendment."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from office import Office, unmet
from spoilt import copied, refused

AT = "2021-06-20T10:00+06:00"


@pytest.fixture
def agreed() -> Office:
    """A draft that the Working Group has agreed on, in its first revision."""
    office = Office("2021-06-01T00:00+06:00")
    office.meet(AT, "SWG", "swg")
    office.open(AT, "a")
    office.act(AT, "a", "take-up")
    assert office.act(AT, "a", "agree").stage == "agreed"
    return office


@pytest.mark.parametrize(
    ("act", "by", "given"),
    [
        ("amend", "India", {"summary": "another text altogether"}),
        ("amend", "chair", {"summary": "paragraph 4", "text": "shall"}),
        ("retitle", "India", {"title": "Another title"}),
    ],
)
def test_an_agreed_text_that_is_changed_is_agreed_no_more(
    agreed: Office, act: str, by: str, given: dict[str, Any]
) -> None:
    """It was the old text that the Working Group agreed on; the new one lies before it again."""
    case = agreed.act(AT, "a", act, by, **given)
    assert (case.stage, case.revision) == ("before-swg", 2)
    agreed.meet(AT, "SOC", "soc")
    assert "stage" not in unmet(lambda: agreed.act(AT, "a", "position", "Iran", position="objection", meeting="swg"))
    assert agreed.act(AT, "a", "agree", meeting="swg").stage == "agreed"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('amended = "before-swg"', 'amended = "before-swc"', "stages.agreed.amended: unknown stage 'before-swc'"),
        ('amended = "before-swg"', 'amended = "adopted"', "a case cannot fall back to 'adopted'"),
        ('amended = "before-swg"', 'amended = "agreed"', "a case cannot fall back to 'agreed'"),
        ("recommended-to-mc = {}", 'recommended-to-mc = { amended = "tabled" }', "no act amends the text here"),
    ],
)
def test_a_fault_of_the_stage_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    """A case falls back to an earlier stage that there is, from one at which its text can be amended."""
    assert said in refused(copied("cica", tmp_path), "procedures/draft-document.toml", old, new)
