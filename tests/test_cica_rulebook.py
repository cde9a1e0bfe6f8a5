"""The CICA rulebook says what CICA's sources say."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

import pytest

from cica_procedure import Rulebook, load

ALMATY = timezone(timedelta(hours=6))


@pytest.fixture(scope="module")
def rules() -> Rulebook:
    """Return the rulebook as it is shipped."""
    return load("cica")


@pytest.mark.parametrize(
    ("day", "members"),
    [
        ((1999, 9, 14), 15),  # First Ministerial Meeting: fifteen member states
        ((2002, 6, 4), 16),  # First Summit: sixteen member states
        ((2004, 10, 22), 17),  # Thailand the seventeenth
        ((2006, 6, 17), 18),  # "17 members before, 18 after" the Second Summit
        ((2008, 8, 25), 20),  # twenty in the interview of January 2010
        ((2014, 5, 20), 26),  # unanimous acceptance of Sri Lanka by 26 members
        ((2021, 6, 23), 27),
        ((2022, 10, 12), 27),
        ((2022, 10, 13), 28),
    ],
)
def test_members(rules: Rulebook, day: tuple[int, int, int], members: int) -> None:
    """The number of members at the dates for which a source gives it."""
    assert members == len(rules.seated(rules.register, datetime(*day, 12, tzinfo=ALMATY)))


def test_observers_at_the_end_of_2023(rules: Rulebook) -> None:
    """Ten observer states and five observer organisations."""
    holders = rules.register.holders("observer", datetime(2023, 12, 31, tzinfo=ALMATY))
    types = [rules.parties[party].type for party in holders]

    assert types.count("state") == 10
    assert types.count("organization") == 5


@pytest.mark.parametrize(
    ("day", "chair"),
    [
        ((2009, 1, 1), "KAZ"),
        ((2012, 1, 1), "TUR"),
        ((2015, 1, 1), "CHN"),
        ((2019, 1, 1), "TJK"),
        ((2021, 6, 23), "KAZ"),
        ((2025, 1, 1), "AZE"),
    ],
)
def test_chairs(rules: Rulebook, day: tuple[int, int, int], chair: str) -> None:
    """Kazakhstan, Türkiye, China, Tajikistan, Kazakhstan, Azerbaijan."""
    assert (chair,) == rules.register.holders("chair", datetime(*day, tzinfo=ALMATY))


def test_areas(rules: Rulebook) -> None:
    """Five dimensions with eighteen priority areas: one, five, eight, three and one."""
    counts = [sum(area.dimension == d for area in rules.areas.values()) for d in rules.dimensions]

    assert counts == [1, 5, 8, 3, 1]


def test_quorum_and_consensus(rules: Rulebook) -> None:
    """Two thirds present and no objection, both by article 1 of the Rules of Procedure."""
    assert rules.consensus == "no-objection"
    assert (rules.quorum.needed(27), rules.quorum.needed(28)) == (18, 19)
    assert rules.rules["consensus"].cites.startswith("RoP 1")
    assert rules.rules["quorum"].cites.startswith("RoP 1")


def test_bodies_bear_their_names_of_the_time(rules: Rulebook) -> None:
    """The ministers' body was renamed on 13 October 2022 and keeps its id."""
    before, after = (rules.bodies["MC"].name_at(datetime(2022, 10, d, 12, tzinfo=ALMATY)) for d in (12, 13))

    assert before == "Meeting of Ministers of Foreign Affairs"
    assert after == "Council of Ministers of Foreign Affairs"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("concept-paper", "SOC"),
        ("action-plan", "SOC"),
        ("annual-plan", "SOC"),
        ("guidelines", "SOC"),
        ("forum-regulations", "SOC"),
        ("advisory-body-regulations", "MC"),
        ("catalogue", "MC"),
        ("rules-of-procedure", "MC"),
        ("fund-regulations", "SUMMIT"),
        ("leaders-statement", "SUMMIT"),
    ],
)
def test_who_decides_what(rules: Rulebook, kind: str, body: str) -> None:
    """Each kind of document has one body that finally decides it."""
    assert body == rules.kinds[kind].decided_by


def test_two_editions_of_the_observer_application(rules: Rulebook) -> None:
    """Until 11 October 2021 the SOC grants; from 12 October the SOC recommends and the ministers grant."""

    def granting(day: int) -> str:
        edition = rules.edition_at(datetime(2021, 10, day, 0, 30, tzinfo=ALMATY), rules.register)
        procedure = rules.procedure("observer-application", edition)
        (grant,) = procedure.steps_of("grant")
        return procedure.body_of(grant, grant.sources[0])

    assert (granting(11), granting(12)) == ("SOC", "MC")


def test_every_step_cites(rules: Rulebook) -> None:
    """Every step of every procedure names its source, marked as sourced, inferred or assumed."""
    for procedure in rules:
        for step in procedure.steps:
            assert re.search(r"\w.*\[[CIA]\]", step.cites), (procedure.id, step.act)


def test_every_decision_needs_quorum_and_consensus(rules: Rulebook) -> None:
    """No step decides without them, in any procedure and edition."""
    deciding = [step for procedure in rules for step in procedure.steps if step.decision]

    assert len(deciding) >= 12
    for step in deciding:
        assert {"meeting", "quorum", "consensus"} <= {clause.name for clause in step.requires}


def test_parties_answer_to_their_names(rules: Rulebook) -> None:
    """A state is found by its code, its name and the names it had, in any case of letters."""
    assert {"TUR"} == {rules.party(name).id for name in ("TUR", "Türkiye", "Turkey", "turkey")}
