"""A case that is named is on the record, or said to be foreseen."""

from __future__ import annotations

from typing import Any
from unicodedata import normalize

import pytest
from office import Office, said, unmet

AT = "2024-06-10T10:00+05:00"


@pytest.fixture
def office() -> Office:
    """A session of the SOC, with one draft on the record."""
    office = Office("2024-06-01T00:00+05:00")
    office.meet(AT)
    office.open(AT, "précis")
    return office


@pytest.mark.parametrize(
    ("procedure", "given"),
    [
        ("draft-document", {"title": "A", "kind": "guidelines", "split-from": "nowhere"}),
        ("tasking", {"title": "T", "to-whom": "SWG", "of-case": "nope"}),
    ],
)
def test_a_case_that_is_nowhere_cannot_be_named(office: Office, procedure: str, given: dict[str, Any]) -> None:
    """Neither as the one a draft was split from, nor as the one a task belongs to."""
    assert unmet(lambda: office.open(AT, "b", "chair", procedure, **given)) == ["link"]
    assert "b" not in office.cica.cases()


def test_an_agenda_names_what_is_there(office: Office) -> None:
    """A slip of the pen and a case that was never opened are named together, and nothing else."""
    agenda = ["précis", "typo", "soc", "sco"]
    assert "no case typo or sco is on the record" in said(lambda: office.act(AT, "soc", "adopt-agenda", agenda=agenda))
    office.act(AT, "soc", "adopt-agenda", agenda=["précis"])
    assert unmet(lambda: office.act(AT, "soc", "add-item", **{"item-added": "typo"})) == ["link"]


def test_any_encoding_of_the_id_is_the_case(office: Office) -> None:
    """A task belongs to the case whose id looks like the one that is given."""
    given = {"title": "T", "to-whom": "SWG", "of-case": normalize("NFD", "précis")}
    assert office.open(AT, "t", "chair", "tasking", **given).text("of-case") == "précis"


def test_what_is_foreseen_need_not_be_there_yet(office: Office) -> None:
    """A part is split off into a case that is opened later."""
    office.act(AT, "précis", "split", "India", part="paragraph 4", into="paragraph-4")
    assert office.open(AT, "paragraph-4", **{"title": "P", "kind": "guidelines", "split-from": "précis"}).n == 1
