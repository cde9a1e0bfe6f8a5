"""Steps for every kind of case: what is done is named as the rulebook names it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import pytest
from pytest_bdd import given, parsers, then, when

from cica_procedure.gherkin.room import Room, day

Table: TypeAlias = Sequence[Sequence[str]]


@pytest.fixture
def datatable() -> None:
    """Stand for the table of a step that has none."""


@given(parsers.re(r'a case of "(?P<procedure>[^"]+)" called "(?P<title>[^"]+)" is opened by (?P<who>.+?):?$'))
@when(parsers.re(r'a case of "(?P<procedure>[^"]+)" called "(?P<title>[^"]+)" is opened by (?P<who>.+?):?$'))
def _opened(room: Room, procedure: str, title: str, who: str, datatable: Table | None) -> None:
    opening = room.rulebook.procedure(procedure, room.conference.edition_at(room.instant)).opening[0]
    details = room.particulars(procedure, opening.act, datatable)
    if "title" in opening.fields:
        details["title"] = title
    room.open_case(procedure, title, room.actor(who), details)


@given(parsers.re(r"it is before the (?P<body>[A-Z]+)$"))
@when(parsers.re(r"it goes to the (?P<body>[A-Z]+)$"))
def _before(room: Room, body: str) -> None:
    room.look()
    room.bring_before(body)


@given(parsers.re(r'(?P<who>.+?) performs "(?P<act>[a-z-]+)"(?: because "(?P<reason>[^"]+)")?:?$'))
@when(parsers.re(r'(?P<who>.+?) performs "(?P<act>[a-z-]+)"(?: because "(?P<reason>[^"]+)")?:?$'))
def _performs(room: Room, who: str, act: str, reason: str | None, datatable: Table | None) -> None:
    details = room.particulars(room.spoken().procedure, act, datatable)
    members = room.conference.register.members(room.instant)
    for actor in members if who == "every member" else [room.actor(who)]:
        _perform(room, room.case, act, actor, details, reason or "")


@given(parsers.re(r'in the meeting (?P<who>.+?) performs "(?P<act>[a-z-]+)":?$'))
@when(parsers.re(r'in the meeting (?P<who>.+?) performs "(?P<act>[a-z-]+)":?$'))
def _in_meeting(room: Room, who: str, act: str, datatable: Table | None) -> None:
    sitting = room.sitting()
    details = room.particulars("meeting", act, datatable)
    _perform(room, sitting, act, room.actor(who), details, "")


def _perform(room: Room, case: str, act: str, by: str, details: Mapping[str, object], reason: str) -> None:
    room.perform(lambda: room.conference.act(case, act, by=by, at=room.instant, details=details, reason=reason))


@given(parsers.re(r"the (?P<body>[A-Z]+) meets to exchange views$"))
@when(parsers.re(r"the (?P<body>[A-Z]+) meets to exchange views$"))
def _exchange(room: Room, body: str) -> None:
    room.sit(body, (), **{"informal": True, "exchange-of-views": True})


@given(parsers.re(r"the (?P<body>[A-Z]+) meets (?P<format>online|in person|hybrid|by correspondence)$"))
@when(parsers.re(r"the (?P<body>[A-Z]+) meets (?P<format>online|in person|hybrid|by correspondence)$"))
def _meets_in(room: Room, body: str, format: str) -> None:  # noqa: A002 - the word of the rules
    room.sit(body, format=format.removeprefix("by "))


@when(parsers.parse("the date is {words}"))
def _date(room: Room, words: str) -> None:
    room.now = day(words, room.rulebook)


@when("the record is read anew")
def _anew(room: Room) -> None:
    room.look()
    room.reopen()


@then(parsers.re(r'its (?P<name>[a-z-]+) is "(?P<value>[^"]*)"$'))
def _fact(room: Room, name: str, value: str) -> None:
    known = room.standing().facts.get(name)
    said = ", ".join(map(str, known)) if isinstance(known, list) else str(known if known is not None else "")
    assert said == value


@then(parsers.parse('it is under the edition "{edition}"'))
def _edition(room: Room, edition: str) -> None:
    assert room.standing().edition == edition


@then(parsers.parse('the edition "{edition}" is in force'))
def _in_force(room: Room, edition: str) -> None:
    room.look()
    assert room.conference.edition_at(room.instant) == edition


@then(parsers.re(r"(?P<who>.+) is (?P<no>not )?the Chair$"))
def _chairs(room: Room, who: str, no: str | None) -> None:
    room.look()
    assert room.conference.register.holds("chair", room.actor(who), room.instant) is (no is None)


@then(parsers.re(r'(?P<who>.+) may now perform "(?P<act>[a-z-]+)"$'))
def _may(room: Room, who: str, act: str) -> None:
    assert act in room.conference.open_acts(room.case, by=room.actor(who), at=room.instant)


@then(parsers.re(r'it stands still at "(?P<stage>[^"]+)"$'))
def _stands_still(room: Room, stage: str) -> None:
    assert room.refused().case.stage == stage


@then(parsers.parse('the edition "{edition}" is still in force'))
def _still_in_force(room: Room, edition: str) -> None:
    room.refused()
    assert room.conference.edition_at(room.instant) == edition


@then("it decided nothing")
def _decided_nothing(room: Room) -> None:
    assert not room.last().decision


@then("no act of its procedure decides anything")
def _never(room: Room) -> None:
    case = room.standing()
    assert not [step.act for step in room.rulebook.procedure_of(case).steps if step.decision]


@then(parsers.re(r"the acts of the meeting are on behalf of (?P<first>.+), then of (?P<second>.+)$"))
def _behalf(room: Room, first: str, second: str) -> None:
    room.look()
    parties = [entry.party for entry in room.conference.history(room.sitting())]
    assert list(dict.fromkeys(parties)) == [room.actor(first), room.actor(second)]


@then("nothing is overdue")
def _nothing_overdue(room: Room) -> None:
    room.look()
    assert not room.conference.overdue(room.instant)


@then(parsers.parse('"{title}" is overdue'))
def _overdue(room: Room, title: str) -> None:
    room.look()
    assert title in [case.title for case in room.conference.overdue(room.instant)]


@given(parsers.re(r"the meeting of the (?P<body>[A-Z]+) is over$"))
def _over(room: Room, body: str) -> None:
    room.adjourn(body)


@then(parsers.re(r'it is "(?P<decision>[^"]+)"$'))
def _decided(room: Room, decision: str) -> None:
    assert room.last().decision == decision
