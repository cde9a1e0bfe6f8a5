"""The façade: acts, questions, refusals and mistakes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from msgspec.structs import replace

from cica_procedure import Case, Conference, Conflict, InvalidAct, NotARecord, Refused
from cica_procedure.core.always_required import IMPLICIT
from cica_procedure.core.requirements import REQUIREMENTS
from cica_procedure.loading import loader
from cica_procedure.terms.case import NOTHING
from cica_procedure.terms.wording import WORDS

At = Callable[..., datetime]


def test_an_application_from_letter_to_status(cica: Conference, at: At) -> None:
    """Turkmenistan applies, the SOC takes it up and grants, and the register knows."""
    case = cica.submit("observer-application", "tkm", by="Turkmenistan", at=at(10), details={"subject": "TKM"})
    cica.meet("SOC", "soc", at=at(23))
    case = cica.act(case, "take-up", by="chair", at=at(23))
    case = cica.act(case, "grant", by="chair", at=at(23, 11))

    assert (case.stage, case.n) == ("granted", 3)
    assert cica.register.holds("observer", "TKM", at(23, 11))
    assert not cica.register.holds("observer", "TKM", at(23, 10, 59))


def test_a_refusal_carries_rule_facts_and_cure(cica: Conference, draft: Case, at: At) -> None:
    """As data, and as one sentence."""
    case = cica.position(draft, "India", "objection", at=at(23, 11), reason="paragraph 4")
    with pytest.raises(Refused) as caught:
        cica.act(case, "adopt", by="chair", at=at(23, 11))
    (finding,) = caught.value.findings

    assert finding.requirement == "consensus"
    assert finding.rule.startswith("RoP 1")
    said = [(str(party), word, reason) for party, word, reason in finding.facts["objections"]]
    assert said == [("India", "objection", "paragraph 4")]
    assert [(c.act, c.by) for c in finding.cures] == [("position", ("IND",)), ("amend", ("IND", "chair"))]
    assert "India objects to revision 1 (paragraph 4): India withdraws it, or a new revision is tabled" in str(
        caught.value
    )


def test_why_not_says_what_act_would(cica: Conference, draft: Case, at: At) -> None:
    """The question and the attempt find the same, and the question changes nothing."""
    asked = cica.why_not(draft, "recommend", by="India", at=at(23, 11))
    with pytest.raises(Refused) as caught:
        cica.act(draft, "recommend", by="India", at=at(23, 11))

    assert asked == caught.value.findings
    assert {"actor", "decided-by"} == {finding.requirement for finding in asked}
    assert cica.why_not(draft, "adopt", by="chair", at=at(23, 11)) == ()


def test_open_acts_are_those_that_can_be_done(cica: Conference, draft: Case, at: At) -> None:
    """Each open act, and only those, is open to the actor."""
    assert {"position", "amend", "retitle", "split", "change-form", "withdraw"} == set(
        cica.open_acts(draft, by="India", at=at(23, 11))
    )
    assert {"position"} == set(cica.open_acts(draft, by="China", at=at(23, 11)))
    assert set() == set(cica.open_acts(draft, by="Belarus", at=at(23, 11)))
    assert {"adopt", "task", "defer", "return"} <= set(cica.open_acts(draft, by="chair", at=at(23, 11)))


def test_options_say_who_and_why_not(cica: Conference, draft: Case, at: At) -> None:
    """Every act of the procedure, with those who may do it and what stands in its way."""
    options = {option.act: option for option in cica.options(draft, at=at(23, 11))}

    assert set(options) == set(cica.rulebook.procedure("draft-document", "2004").acts)
    assert options["adopt"].open
    assert options["adopt"].by == ("chair",)
    assert [finding.requirement for finding in options["agree"].unmet] == ["stage", "meeting"]


def test_an_id_is_used_once(cica: Conference, draft: Case, at: At) -> None:
    """A second case of the same id is a conflict."""
    with pytest.raises(Conflict, match="already on the record"):
        cica.submit("draft-document", draft.id, by="China", at=at(23), details={"title": "x", "kind": "guidelines"})


def test_a_case_stays_with_its_edition(cica: Conference, at: At) -> None:
    """An application of June 2021 is granted by the SOC even after an amendment has brought other rules into force."""
    case = cica.submit("observer-application", "mar", by="Morocco", at=at(10), details={"subject": "Morocco"})
    later = at(10).replace(month=11)
    assert cica.edition_at(later) == "2004"  # the record holds no act that enacts another

    rules = {"title": "Observers", "edition": "2021"}
    cica.submit("rules-amendment", "rules", by="chair", at=at(24), details=rules)
    for body, acts in {"SOC": ("take-up", "recommend"), "MC": ("take-up", "adopt")}.items():
        cica.meet(body, f"{body}-2", at=at(24))
        for act in acts:
            cica.act("rules", act, by="chair", at=at(24), meeting=f"{body}-2")
    cica.meet("SOC", "soc-3", at=later)
    case = cica.act(case, "take-up", by="chair", at=later, meeting="soc-3")

    assert case.edition == "2004"
    assert not cica.why_not(case, "grant", by="chair", at=later, meeting="soc-3")
    assert cica.submit("observer-application", "egy", by="ECO", at=later, details={"subject": "ECO"}).edition == "2021"


def test_a_meeting_is_judged_as_of_the_instant(cica: Conference, draft: Case, at: At) -> None:
    """An act that took effect before the meeting closed may be recorded afterwards."""
    cica.act("soc", "close", by="chair", at=at(23, 18))
    assert [f.requirement for f in cica.why_not(draft, "adopt", by="chair", at=at(23, 19))] == ["meeting"]

    assert cica.act(draft, "adopt", by="chair", at=at(23, 12)).stage == "adopted"


def test_the_baseline_is_what_was_known(cica: Conference, at: At) -> None:
    """A record that begins in June 2021 knows of no accession of 2022 that it does not hold itself."""
    assert len(cica.members(at(1).replace(year=2023))) == 27


def test_recorded_time_is_kept_apart(tmp_path: Path, at: At) -> None:
    """With a clock, an entry says when it was written down as well as when it took effect."""
    with Conference.create(tmp_path / "r.sqlite", since=at(1), clock=lambda: at(30)) as cica:
        cica.submit("meeting", "soc", by="chair", at=at(2), details={"body": "SOC"})
        (entry,) = cica.history("soc")

    assert (at(2), at(30)) == (entry.at, entry.recorded)


@pytest.mark.parametrize(
    ("act", "by", "details", "said"),
    [
        ("adoptt", "chair", {}, "act: unknown act of draft-document 'adoptt'; did you mean 'adopt'?"),
        ("position", "Inda", {"position": "support"}, "unknown state or organisation 'Inda'; did you mean 'India'?"),
        ("position", "India", {}, "position: is missing"),
        ("position", "India", {"position": "maybe"}, "position: unknown position 'maybe'; known:"),
        ("position", "India", {"position": "support", "colour": "red"}, "colour: unknown particular 'colour'"),
        ("retitle", "India", {"title": ""}, "title: the text is empty"),
        ("retitle", "India", {"title": "x" * 20_001}, "title: the text has 20001 characters"),
        ("task", "chair", {"task": 5}, "task: expected a text, found 5"),
    ],
)
def test_mistakes_of_a_caller(
    cica: Conference, draft: Case, at: At, act: str, by: str, details: dict[str, object], said: str
) -> None:
    """A name or a particular that is not understood is an error that names it, not a refusal."""
    with pytest.raises(InvalidAct) as caught:
        cica.act(draft, act, by=by, at=at(23, 11), details=details)

    assert said in str(caught.value)
    assert draft == cica.case("paper")


def test_arguments_of_another_kind(cica: Conference, at: At) -> None:
    """What cannot be meant is a mistake that is named too."""
    wrong: Any = 5
    asked: list[Callable[[], object]] = [
        lambda: cica.meet("SOC", "soc", at=at(2), absent=wrong),
        lambda: cica.meet("SOC", "soc", at=at(2), details=wrong),
        lambda: cica.submit([wrong], "x", by="chair", at=at(2)),  # type: ignore[arg-type]  # that is the point
        lambda: cica.submit("tasking", "x", by=[wrong], at=at(2)),  # type: ignore[arg-type]  # that is the point
        lambda: cica.submit("tasking", "x", by="chair", at=at(2), details={wrong: 5, "title": 5}),
    ]
    for ask in asked:
        with pytest.raises(InvalidAct):
            ask()
    assert cica.docket() == ()
    cica.meet("SOC", "soc", at=at(2))
    with pytest.raises(InvalidAct, match="unknown act of meeting a list"):
        cica.act("soc", [wrong], by="chair", at=at(2))  # type: ignore[arg-type]  # that is the point


def test_all_mistakes_at_once(cica: Conference, at: At) -> None:
    """Every particular that is wrong is named."""
    with pytest.raises(InvalidAct) as caught:
        cica.submit("draft-document", "x", by="India", at=at(2), details={"kind": "poem", "titel": "A"})

    assert [fault.place for fault in caught.value.faults] == ["kind", "titel", "title"]


def test_unknown_cases_and_procedures(cica: Conference, at: At) -> None:
    """A case that is not there and a procedure nobody knows are named."""
    with pytest.raises(InvalidAct, match="unknown case 'papper'"):
        cica.case("papper")
    with pytest.raises(InvalidAct, match="unknown case"):
        cica.act("papper", "adopt", by="chair", at=at(2))
    with pytest.raises(InvalidAct, match="did you mean 'draft-document'"):
        cica.submit("draft-dokument", "x", by="India", at=at(2))
    with pytest.raises(InvalidAct, match="unknown procedure ''"):
        cica.submit("", "x", by="India", at=at(2))
    with pytest.raises(InvalidAct, match="is no id"):
        cica.submit("draft-document", " ", by="India", at=at(2))
    for as_of in (None, 0, at(2)):
        with pytest.raises(InvalidAct, match="unknown case 5"):
            cica.case(5, as_of=as_of)  # type: ignore[arg-type]  # that is the point


def test_an_instant_has_an_offset(cica: Conference, draft: Case) -> None:
    """A local time without a zone is not an instant."""
    with pytest.raises(InvalidAct, match="has no offset"):
        cica.act(draft, "adopt", by="chair", at=datetime(2021, 6, 23, 11))  # noqa: DTZ001 - that is the point


def test_nothing_before_the_record_begins(cica: Conference, at: At) -> None:
    """The record knows nothing of the time before it."""
    with pytest.raises(Refused, match="is before"):
        cica.submit("meeting", "soc", by="chair", at=at(1, 9), details={"body": "SOC"})


def test_affirmation_is_a_setting(tmp_path: Path, at: At) -> None:
    """Under a rulebook that asks every member to say yes, silence is not enough, and a full table is."""
    text = (loader.SHIPPED / "cica").rglob("*.toml")
    folder = tmp_path / "strict"
    for file in text:
        target = folder / file.relative_to(loader.SHIPPED / "cica")
        target.parent.mkdir(parents=True, exist_ok=True)
        content = file.read_text(encoding="utf-8").replace('consensus = "no-objection"', 'consensus = "affirmation"')
        content = content.replace('id = "cica"', 'id = "strict"').replace("silence = true\n", "")
        target.write_text(content, encoding="utf-8")
    with Conference.create(tmp_path / "r.sqlite", since=at(1), rulebook=folder) as cica:
        cica.meet("SOC", "soc", at=at(23))
        paper = {"title": "T", "kind": "guidelines"}
        case = cica.submit("draft-document", "p", by="India", at=at(23), details=paper)
        case = cica.act(case, "take-up", by="chair", at=at(23))
        (finding,) = cica.why_not(case, "adopt", by="chair", at=at(23))
        assert len(finding.facts["awaited"]) == 27
        for member in cica.members(at(23)):
            case = cica.position(case, member, "support", at=at(23))
        assert cica.act(case, "adopt", by="chair", at=at(23)).stage == "adopted"

    with pytest.raises(NotARecord, match="is kept under the rulebook 'strict'"):
        Conference.open(tmp_path / "r.sqlite", rulebook="cica")
    with Conference.open(tmp_path / "r.sqlite", rulebook=folder) as again:
        assert again.case("p").stage == "adopted"


def test_what_the_record_has_is_judged(cica: Conference, draft: Case, at: At) -> None:
    """A case that was altered in the hands of the caller changes nothing: it only says how far the caller has read."""
    case = cica.position(draft, "India", "objection", at=at(23, 11), reason="paragraph 4")
    facts = MappingProxyType(case.facts | {"kind": "guidelines"})
    for forged in (replace(case, positions=NOTHING), replace(case, facts=facts, positions=NOTHING)):
        with pytest.raises(Conflict):
            cica.act(forged, "adopt", by="chair", at=at(23, 12))
    with pytest.raises(TypeError):
        case.positions["SOC"] = {}  # type: ignore[index]  # that is the point
    with pytest.raises(AttributeError):
        case.stage = "adopted"  # type: ignore[misc]  # that is the point
    with pytest.raises(AttributeError):
        case.positions["SOC"].clear()  # type: ignore[attr-defined]  # that is the point
    with pytest.raises(InvalidAct, match="unknown case"):
        cica.act(Case("made-up", "observer-application", "2004"), "apply", by="Morocco", at=at(23, 12))


def test_an_act_on_another_revision(cica: Conference, draft: Case, at: At) -> None:
    """Whoever says which text it has before it is held to it, the Chair too."""
    case = cica.act(draft, "amend", by="India", at=at(23, 11), details={"summary": "paragraph 4"})

    assert [f.requirement for f in cica.why_not(case, "adopt", by="chair", at=at(23, 11), revision=1)] == [
        "current-revision"
    ]
    assert cica.why_not(case, "adopt", by="chair", at=at(23, 11), revision=2) == ()


def test_a_meeting_that_is_named_sits(cica: Conference, draft: Case, at: At) -> None:
    """Also for acts that need no meeting."""
    position = {"position": "support"}
    for meeting, day in (("nonsense", 23), ("soc", 24)):
        cica.act("soc", "close", by="chair", at=at(23, 18)) if day == 24 else None
        unmet = cica.why_not(draft, "position", by="India", at=at(day), meeting=meeting, details=position)
        assert [finding.requirement for finding in unmet] == ["meeting"]


def test_a_chair_that_nobody_holds(tmp_path: Path, at: At) -> None:
    """Before the first Chairmanship there is nobody to act for the office."""
    then = at(1).replace(year=1998)
    with (
        Conference.create(tmp_path / "r.sqlite", since=then) as cica,
        pytest.raises(Refused, match="nobody holds the office of the Chair"),
    ):
        cica.submit("meeting", "soc", by="chair", at=then, details={"body": "SOC"})


def test_an_empty_room_is_no_quorum(cica: Conference, at: At) -> None:
    """When everybody has left, nobody is present: that is not the same as not knowing."""
    cica.meet("SOC", "soc", at=at(23))
    for member in cica.members(at(23)):
        cica.act("soc", "leave", by=member, at=at(23, 11))
    cica.act("soc", "suspend", by="chair", at=at(23, 12))

    assert [finding.requirement for finding in cica.why_not("soc", "resume", by="chair", at=at(23, 13))] == ["quorum"]


def test_arriving_makes_a_quorum(cica: Conference, at: At) -> None:
    """A delegation that arrives counts from then on."""
    members = cica.members(at(23))
    cica.meet("SOC", "soc", at=at(23), absent=members[:9])
    cica.act("soc", "leave", by=members[-1], at=at(23, 11))
    cica.act("soc", "suspend", by="chair", at=at(23, 11))
    assert "resume" not in cica.open_acts("soc", by="chair", at=at(23, 11))
    cica.act("soc", "arrive", by=members[0], at=at(23, 12))

    assert cica.act("soc", "resume", by="chair", at=at(23, 12)).stage == "in-session"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"by": 3}, "unknown state or organisation 3"),
        ({"at": "2021-06-23"}, "expected an instant"),
        ({"reason": 5}, "^reason: expected a text"),
        ({"reason": 0}, "^reason: expected a text"),
        ({"reason": []}, "^reason: expected a text"),
        ({"meeting": False}, "^meeting: is no id"),
        ({"reason": "a\0b"}, "does something to a screen"),
        ({"reason": "\ud800"}, "does something to a screen"),
        ({"revision": 10**5000}, "expected a whole number"),
        ({"revision": True}, "^revision: expected a whole number"),
        ({"details": {"position": ["support"]}}, "unknown position"),
    ],
)
def test_values_of_the_wrong_type(cica: Conference, draft: Case, at: At, given: dict[str, object], said: str) -> None:
    """Whatever a program passes by mistake is an error that says so."""
    whole: dict[str, Any] = {"by": "India", "at": at(23, 11), "details": {"position": "support"}, **given}
    with pytest.raises(InvalidAct, match=said):
        cica.act(draft, "position", **whole)


def test_every_requirement_has_its_words() -> None:
    """What can stand in the way can be said."""
    assert set(WORDS) == {*IMPLICIT, *REQUIREMENTS}


def test_a_planned_end_is_known_beforehand(tmp_path: Path, at: At) -> None:
    """The term for the security of ICTs ends with 2025; an end only known from hindsight is not foreseen."""
    then = at(1).replace(year=2024)
    with Conference.create(tmp_path / "r.sqlite", since=then) as cica:
        later = then.replace(year=2026)

        assert cica.register.holds("coordinator", "RUS", then, "ict-security")
        assert not cica.register.holds("coordinator", "RUS", later, "ict-security")
        assert cica.register.holds("chair", "KAZ", later)


def test_a_meeting_is_not_changed_behind_its_decisions(cica: Conference, draft: Case, at: At) -> None:
    """Nobody leaves, and the meeting does not close, before something that was done in it."""
    cica.act(draft, "adopt", by="chair", at=at(23, 15))
    for act, by in (("close", "chair"), ("leave", "India"), ("suspend", "chair")):
        assert [finding.requirement for finding in cica.why_not("soc", act, by=by, at=at(23, 11))] == ["time"]

    assert cica.act("soc", "close", by="chair", at=at(23, 15)).stage == "closed"


@pytest.mark.parametrize("absent", ["Egypt", ("Egipt",), 3, [["India"]]])
def test_a_meeting_is_not_half_convened(cica: Conference, at: At, absent: Any) -> None:
    """A wrong name among the absent is found before the meeting is convened."""
    with pytest.raises(InvalidAct, match=r"^absent: "):
        cica.meet("SOC", "other", at=at(3), absent=absent)
    assert "other" not in cica.cases()
    assert cica.meet("SOC", "other", at=at(3), absent=("Egypt",)).stage == "in-session"
