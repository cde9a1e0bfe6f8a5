"""Who acts, and by which name: names of the day, parties that a case names, proxies, and statements for a group."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from circle import POLICY, edited, house
from office import Office, T, said, unmet
from spoilt import changed, copied, refused

from cica_procedure import load

DAY = "2023-03-02T20:00+01:00"


@pytest.mark.parametrize(
    ("at", "name"), [("2021-06-23", "Turkey"), ("2022-06-01", "Turkey"), ("2022-06-02", "Türkiye")]
)
def test_a_party_bears_its_name_of_the_day(at: str, name: str) -> None:
    """What is said of an act of 2021 says Turkey; the name changed on 2 June 2022, at the seat."""
    rules = load("cica")
    assert rules.name_of("TUR", T(f"{at}T23:00+06:00")) == name
    office = Office(f"{at}T00:00+06:00")
    office.open(f"{at}T10:00+06:00", "a")
    words = said(lambda: office.act(f"{at}T10:00+06:00", "a", "withdraw", by="Türkiye"))
    assert name in words


@pytest.mark.parametrize("name", ["Türkiye", "Turkey", "Turkiye", "Турция", "TUR", "turkey"])
def test_it_is_found_by_every_name(name: str) -> None:
    """Whoever types a name of another day, or of another language, means the same state."""
    assert load("cica").party(name).id == "TUR"


def test_it_has_a_name_in_another_language() -> None:
    """Every state of CICA's register has one in Russian; a language that is not known leaves its own."""
    rules = load("cica")
    states = [party for party in rules.parties.values() if party.type == "state"]
    assert {party.id for party in states if "ru" not in party.languages} == set()
    assert rules.parties["TUR"].name_on(date(2021, 1, 1), "ru") == "Турция"
    assert rules.parties["TUR"].name_on(date(2021, 1, 1), "kk") == "Turkey"


PARTIES = """[[steps]]
act = "settle"
from = "proposed"
to = "dropped"
by = ["complainant", "respondent"]
cites = "The parties settle [A]"

[[steps]]"""


def test_a_step_is_open_to_a_party_that_the_case_names(tmp_path: Path) -> None:
    """The two parties to a dispute may settle it, and nobody else; the refusal names them."""
    fields = ('{ title = "text", document', '{ title = "text", complainant = "party", respondent = "party", document')
    office = Office(DAY, edited(tmp_path, fields, ("[[steps]]", PARTIES)))
    office.open(DAY, "noise", by="Ada", procedure="policy", title="Noise", complainant="Bea", respondent="Clo")
    assert "Bea and Clo" in said(lambda: office.act(DAY, "noise", "settle", by="Ada")).replace(" or ", " and ")
    assert office.act(DAY, "noise", "settle", by="Clo").stage == "dropped"


def test_a_party_that_nobody_names_is_refused(tmp_path: Path) -> None:
    """A word of `by` is an office, a role, or a particular of the type party."""
    words = refused(copied("circle", tmp_path), POLICY, 'by = ["proposer", "chair"]', 'by = ["complainant", "chair"]')
    assert "by: unknown actor 'complainant'" in words


PROXY = """[roles.proxy]
name = "proxy"
scope = "party"

[[tenures]]
role = "proxy"
party = "EVA"
scope = "DEE"
since = 2020-01-01
cites = "Invented [A]"

[parties]"""
FIELDS = ('fields = { position = "position" }', 'fields = { position = "position", for = "party?" }')


def with_proxy(to: Path) -> str:
    """Return a circle in which Eva may act for Dee."""
    folder = edited(to, FIELDS)
    changed(Path(folder), "rulebook.toml", "[parties]", PROXY)
    return folder


def test_a_proxy_acts_for_another(tmp_path: Path) -> None:
    """The position is Dee's, by the hand of Eva; Eva's own stands beside it."""
    office = house(with_proxy(tmp_path))
    case = office.act(DAY, "guests", "position", by="Eva", position="objection", reason="ill", **{"for": "Dee"})
    case = office.act(DAY, "guests", "position", by="Eva", position="consent")
    positions = {member: stated.word for member, stated in case.positions["CIRCLE"].items()}
    assert positions == {"DEE": "objection", "EVA": "consent"}
    entry = office.cica.history("guests")[-2]
    assert (entry.actor, entry.party, entry.details["for"]) == ("EVA", "DEE", "DEE")
    assert unmet(lambda: office.act(DAY, "guests", "consent", due="2024-03-01")) == ["consensus"]


@pytest.mark.parametrize("whom", ["Flo", "Ada"])
def test_nobody_else_is_its_proxy(tmp_path: Path, whom: str) -> None:
    """Neither for another party, nor another in the place of the proxy."""
    office = house(with_proxy(tmp_path))
    attempt = {"position": "consent", "for": whom}
    assert unmet(lambda: office.act(DAY, "guests", "position", by="Eva", **attempt)) == ["proxy"]
    attempt = {"position": "consent", "for": "Dee"}
    assert "no proxy of Dee" in said(lambda: office.act(DAY, "guests", "position", by=whom, **attempt))


def test_a_proxy_that_nobody_can_be_is_refused(tmp_path: Path) -> None:
    """The field is of no use where no role has a party for its scope."""
    assert "nobody can be a proxy" in refused(copied("circle", tmp_path), POLICY, *FIELDS)
