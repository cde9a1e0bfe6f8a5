"""Questions of their own, packages, links, and what others decided, in a house that adds them to its rules."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from circle import EVERYBODY, POLICY, edited, house
from office import Office, T, said, unmet
from spoilt import changed

from cica_procedure import InvalidRulebook, load

NOTHING: dict[str, Any] = {}
DAY = "2023-03-02T19:00+01:00"
NEXT = "2023-03-02T20:00+01:00"
RULE = """
[decisions.but-the-objector]
of = { among = "present", without = "objector" }
accept = ">1/2"
allows = 1
despite = true
cites = "Invented [A]"

[bodies.CIRCLE]"""
STEPS = """
[links.package]
at = ["in-effect"]
cites = "Invented [A]"

[[steps]]
act = "answer"
from = "consenting"
by = "resident"
on = "objection"
requires = "reasoned-objection"
effects = "position"
fields = { position = "position" }
cites = "Invented [A]"

[[steps]]
act = "overrule"
from = "consenting"
by = "chair"
asks = "objection"
requires = ["meeting", "quorum", "reason", "objecting", { consensus = "but-the-objector" }]
effects = { set-aside = "upheld" }
fields = { objector = "party", upheld = "flag" }
decision = "overruled"
cites = "Invented [A]"

[[steps]]
act = "bundle"
from = "consenting"
by = "chair"
fields = { package = "foreseen" }
cites = "Invented [A]"

[[steps]]
act = "carry"
from = "consenting"
to = "in-effect"
by = "chair"
carried = "package"
requires = "consensus"
fields = { due = "day" }
decision = "consented to"
cites = "Invented [A]"

[[steps]]
act = "note-package"
from = "consenting"
by = "chair"
requires = { reached = "package" }
cites = "Invented [A]"

[[steps]]
act = "elected"
from = "proposed"
to = "dropped"
by = "chair"
reports = "the assembly of tenants"
requires = "reason"
cites = "Invented [A]"

[[steps]]
act = "drop\""""


def rules(to: Path) -> Path:
    """Return the folder of a circle that answers on objections itself, and knows packages and an assembly."""
    edited(to, ('[[steps]]\nact = "drop"', STEPS))
    return changed(to / "circle", "rulebook.toml", "\n[bodies.CIRCLE]", RULE)


@pytest.fixture
def circle(tmp_path: Path) -> Office:
    """The circle, with a policy on guests before it, to which Dee objects."""
    office = house(str(rules(tmp_path)))
    office.act(DAY, "guests", "position", "Dee", position="objection", reason="too loud")
    return office


def answer(office: Office, word: str, *who: str) -> None:
    """Let members answer whether the objection is to be set aside."""
    for each in who:
        office.act(DAY, "guests", "answer", each, position=word, reason="a preference, no more")


def test_the_answer_to_a_question_is_no_position_on_the_text(circle: Office) -> None:
    """Who objects to setting an objection aside does not object to the text."""
    answer(circle, "objection", "Eva")
    assert [objection.entry.party for objection in circle.cica.objections("guests", at=T(NEXT))] == ["DEE"]
    assert "Dee" in said(lambda: circle.act(NEXT, "guests", "consent", due="2024-03-01"))
    assert "Eva" not in said(lambda: circle.act(NEXT, "guests", "consent", due="2024-03-01"))


def test_the_others_set_an_objection_aside(circle: Office) -> None:
    """More than half of the six others, one of whom may be opposed: four; the objector itself is not asked."""
    answer(circle, "consent", "Ada", "Bea", "Dee", "Flo")
    overrule: dict[str, Any] = {"objector": "Dee", "upheld": False, "reason": "a preference"}
    assert unmet(lambda: circle.act(NEXT, "guests", "overrule", **overrule)) == ["consensus"]
    answer(circle, "consent", "Clo")
    answer(circle, "objection", "Eva")
    circle.act(NEXT, "guests", "overrule", **overrule)
    entry = circle.cica.history("guests")[-1]
    assert entry.despite
    circle.act(NEXT, "guests", "consent", due="2024-03-01")
    (objection,) = circle.cica.objections("guests", at=T(NEXT))
    assert objection.fate == "set aside"


def test_a_question_is_answered_anew_each_time(circle: Office) -> None:
    """Who set the objection of Dee aside has not said anything of that of Gil."""
    circle.act(DAY, "guests", "position", "Gil", position="objection", reason="too many")
    answer(circle, "consent", "Ada", "Bea", "Clo", "Flo")
    circle.act(NEXT, "guests", "overrule", objector="Dee", upheld=False, reason="a preference")
    again: dict[str, Any] = {"objector": "Gil", "upheld": False, "reason": "a preference"}
    assert unmet(lambda: circle.act(NEXT, "guests", "overrule", **again)) == ["consensus"]


def test_a_question_that_is_upheld_leaves_the_objection(circle: Office) -> None:
    """With the flag, the circle finds that the objection stands."""
    answer(circle, "consent", "Ada", "Bea", "Clo", "Flo")
    circle.act(NEXT, "guests", "overrule", objector="Dee", upheld=True, reason="it is paramount")
    assert unmet(lambda: circle.act(NEXT, "guests", "consent", due="2024-03-01")) == ["consensus"]


@pytest.fixture
def package(tmp_path: Path) -> Office:
    """A policy on guests that is to be decided in one package with one on noise."""
    office = house(str(rules(tmp_path)))
    office.act(DAY, "guests", "bundle", package="noise")
    return office


def brought(office: Office, case: str) -> None:
    """Bring another policy before the circle for consent."""
    office.open(DAY, case, by="Ada", procedure="policy", title=case)
    office.act(DAY, case, "present")
    for act, words in (("ask", NOTHING), ("react", {"reaction": "good"})):
        for who in EVERYBODY:
            office.act(DAY, case, act, by=who, **words)
        office.act(DAY, case, "open-reactions" if act == "ask" else "open-consent")


def test_a_part_of_a_package_waits_for_it(package: Office) -> None:
    """It is carried only once the package is decided."""
    carry = {"due": "2024-03-01"}
    assert said(lambda: package.act(NEXT, "guests", "carry", **carry)).count("noise is not on the record") == 1
    brought(package, "noise")
    assert "noise is consenting" in said(lambda: package.act(NEXT, "guests", "carry", **carry))
    package.act(NEXT, "noise", "consent", due="2024-03-01")
    assert package.act(NEXT, "guests", "carry", **carry).stage == "in-effect"
    entry = package.cica.history("guests")[-1]
    assert len(entry.roll) == 7


def test_an_objection_stops_a_part_of_a_package(package: Office) -> None:
    """Nobody loses its say because a package is adopted."""
    brought(package, "noise")
    package.act(DAY, "noise", "consent", due="2024-03-01")
    package.act(DAY, "guests", "position", "Gil", position="objection", reason="not this one")
    assert unmet(lambda: package.act(NEXT, "guests", "carry", due="2024-03-01")) == ["consensus"]


def test_what_is_foreseen_is_listed_until_it_is_opened(package: Office) -> None:
    """Nobody forgets the case that another one rests on."""
    assert [(due.case.id, due.words, due.known) for due in package.cica.as_of(at=T(NEXT)).due(T(NEXT))] == [
        ("guests", "noise", False)
    ]
    package.open(NEXT, "noise", by="Ada", procedure="policy", title="Noise")
    assert package.cica.as_of(at=T(NEXT)).due(T(NEXT)) == ()


def test_a_link_says_where_the_other_case_has_to_be(package: Office) -> None:
    """With a link its stages count, and the cure names them."""
    brought(package, "noise")
    assert "noise is consenting" in said(lambda: package.act(NEXT, "guests", "note-package"))
    package.act(NEXT, "noise", "consent", due="2024-03-01")
    assert package.act(NEXT, "guests", "note-package").stage == "consenting"


def test_what_others_decided_is_reported(tmp_path: Path) -> None:
    """It needs a reason, and is no decision: no roll, no rule, and the record says who decided."""
    office = house(str(rules(tmp_path)))
    office.open(DAY, "pets", by="Ada", procedure="policy", title="Pets")
    assert unmet(lambda: office.act(DAY, "pets", "elected")) == ["reason"]
    office.act(DAY, "pets", "elected", reason="minutes of 1 March")
    entry = office.cica.history("pets")[-1]
    assert (entry.decision, entry.roll, entry.details["reported-by"]) == ("", {}, "the assembly of tenants")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            'on = "objection"',
            'on = "objections"',
            "(overrule).decision: at 'consenting' no member can state a position",
        ),
        ('asks = "objection"\n', 'asks = "objection"\nsilence = true\n', "asks: who is silent answers no question"),
        ('asks = "objection"\n', "", "asks: is missing: whether an objection is set aside is a question of its own"),
        ('{ consensus = "but-the-objector" }', '"consensus"', "effects: 'consent' counts the objector"),
        ('decision = "overruled"\n', "", "is the question of a decision, and the step decides nothing"),
        ('effects = "position"\n', "", "on: is the question of a position, and the step states none"),
        ('carried = "package"', 'carried = "packages"', "did you mean 'package'"),
        ('decision = "consented to"\ncites = "Invented', 'cites = "Invented', "only a decision can be carried by a"),
        ('reached = "package"', 'reached = "title"', "requires: "),
        ("[links.package]", "[links.title]", "links.title: unknown particular that names a case"),
        ('at = ["in-effect"]', 'at = ["in-effects"]', "links.package.at: unknown stage 'in-effects'"),
        ('requires = "reason"\ncites', "cites", "reports: require 'reason', which says where it is reported"),
        ('reports = "the', 'decision = "d"\nreports = "the', "reports: what somebody else decided is no decision"),
        ("package = ", "reported-by = ", "fields.reported-by: is how a case keeps what follows from its acts"),
    ],
)
def test_a_fault_is_named(tmp_path: Path, old: str, new: str, words: str) -> None:
    """Questions nobody can answer, packages nobody can name, reports without a place."""
    folder = rules(tmp_path)
    text = (folder / POLICY).read_text(encoding="utf-8")
    head, tail = text.split("[links.package]", 1)
    (folder / POLICY).write_text(head + ("[links.package]" + tail).replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InvalidRulebook) as caught:
        load(folder)
    assert words in str(caught.value)
