"""Steps for every kind of case: what is done is named as the rulebook names it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import pytest
from pytest_bdd import given, parsers, then, when

from cica_procedure.gherkin.context import Context, day

Table: TypeAlias = Sequence[Sequence[str]]


@pytest.fixture
def datatable() -> None:
    """Stand for the table of a step that has none."""


OPENED = (
    r'a case of "(?P<procedure>[^"]+)" called "(?P<title>[^"]+)" is opened by (?P<who>.+?)'
    r'(?: because "(?P<reason>[^"]+)")?:?$'
)


@given(parsers.re(OPENED))
@when(parsers.re(OPENED))
def _opened(
    context: Context, procedure: str, title: str, who: str, reason: str | None, datatable: Table | None
) -> None:
    opening = context.rulebook.procedure(procedure, context.conference.edition_at(context.instant)).opening[0]
    details = context.particulars(procedure, opening.act, datatable)
    if "title" in opening.fields:
        details["title"] = title
    context.open_case(procedure, title, context.actor(who), details, reason or "")


@given(parsers.re(r"it is before the (?P<body>[A-Z]+)$"))
@when(parsers.re(r"it goes to the (?P<body>[A-Z]+)$"))
def _before(context: Context, body: str) -> None:
    context.look()
    context.bring_before(body)


@given(parsers.re(r'(?P<who>.+?) performs "(?P<act>[a-z-]+)"(?: because "(?P<reason>[^"]+)")?:?$'))
@when(parsers.re(r'(?P<who>.+?) performs "(?P<act>[a-z-]+)"(?: because "(?P<reason>[^"]+)")?:?$'))
def _performs(context: Context, who: str, act: str, reason: str | None, datatable: Table | None) -> None:
    details = context.particulars(context.spoken().procedure, act, datatable)
    for actor in context.members() if who == "every member" else [context.actor(who)]:
        _perform(context, context.case, act, actor, details, reason or "")


STATED = (
    r'(?P<names>.+?) states? "(?P<word>[^"]+)"(?: with the concern "(?P<concern>[^"]+)")?'
    r'(?: because "(?P<reason>[^"]+)")?$'
)


@given(parsers.re(STATED))
@when(parsers.re(STATED))
def _states(context: Context, names: str, word: str, concern: str | None, reason: str | None) -> None:
    speaking = context.rulebook.procedure_of(context.spoken()).doing("position")
    assert speaking is not None, "nobody can state a position in this procedure"
    details = {"position": word, **({"concern": concern} if concern else {})}
    for party in context.parties(names):
        _perform(context, context.case, speaking.act, party, details, reason or "")


@given(parsers.re(r'in the meeting (?P<who>.+?) performs "(?P<act>[a-z-]+)":?$'))
@when(parsers.re(r'in the meeting (?P<who>.+?) performs "(?P<act>[a-z-]+)":?$'))
def _in_meeting(context: Context, who: str, act: str, datatable: Table | None) -> None:
    meeting = context.meeting()
    details = context.particulars(context.rulebook.meeting, act, datatable)
    _perform(context, meeting, act, context.actor(who), details, "")


def _perform(context: Context, case: str, act: str, by: str, details: Mapping[str, object], reason: str) -> None:
    context.perform(
        lambda: context.conference.act(case, act, by=by, at=context.instant, details=details, reason=reason)
    )


@given(parsers.re(r"the (?P<body>[A-Z]+) meets to exchange views$"))
@when(parsers.re(r"the (?P<body>[A-Z]+) meets to exchange views$"))
def _exchange(context: Context, body: str) -> None:
    context.sit(body, (), **{"exchange-of-views": True})


@given(parsers.re(r"the (?P<body>[A-Z]+) meets (?P<format>online|in person|hybrid|by correspondence)$"))
@when(parsers.re(r"the (?P<body>[A-Z]+) meets (?P<format>online|in person|hybrid|by correspondence)$"))
def _meets_in(context: Context, body: str, format: str) -> None:  # noqa: A002 - the word of the rules
    context.sit(body, format=format.removeprefix("by "))


@when(parsers.parse("the date is {words}"))
def _date(context: Context, words: str) -> None:
    context.now = day(words, context.rulebook)


@when(parsers.re(r"it is recorded on (?P<words>\d+ \w+ \d+), with effect from (?P<effect>\d+ \w+ \d+)$"))
def _late(context: Context, words: str, effect: str) -> None:
    """What comes next is written down on one day, and takes effect on an earlier one."""
    context.now = day(words, context.rulebook)
    _ = context.conference  # Its clock goes on to that day, and does not run back.
    context.now = day(effect, context.rulebook)


@when("the record is read anew")
def _anew(context: Context) -> None:
    context.look()
    context.reopen()


@then(parsers.re(r'its (?P<name>[a-z-]+) is "(?P<value>[^"]*)"$'))
def _fact(context: Context, name: str, value: str) -> None:
    known = context.standing().facts.get(name)
    said = ", ".join(map(str, known)) if isinstance(known, list) else str(known if known is not None else "")
    assert said == value


@then(parsers.parse('it is under the edition "{edition}"'))
def _edition(context: Context, edition: str) -> None:
    assert context.standing().edition == edition


@then(parsers.parse('the edition "{edition}" is in force'))
def _in_force(context: Context, edition: str) -> None:
    context.look()
    assert context.conference.edition_at(context.instant) == edition


@then(parsers.re(r"(?P<who>.+) is (?P<no>not )?the (?P<office>[A-Z]\S*(?: [A-Z]\S*)*)$"))
def _speaks_for(context: Context, who: str, no: str | None, office: str) -> None:
    context.look()
    role = context.rulebook.offices[context.actor(office)].held_by
    assert context.conference.register.holds(role, context.actor(who), context.instant) is (no is None)


@then(parsers.re(r'(?P<who>.+) may now perform "(?P<act>[a-z-]+)"$'))
def _may(context: Context, who: str, act: str) -> None:
    assert act in context.conference.open_acts(context.case, by=context.actor(who), at=context.instant)


@then(parsers.re(r'it stands still at "(?P<stage>[^"]+)"$'))
def _stands_still(context: Context, stage: str) -> None:
    assert context.refused().case.stage == stage


@then(parsers.parse('the edition "{edition}" is still in force'))
def _still_in_force(context: Context, edition: str) -> None:
    context.refused()
    assert context.conference.edition_at(context.instant) == edition


@then("it decided nothing")
def _decided_nothing(context: Context) -> None:
    assert not context.last().decision


@then("no act of its procedure decides anything")
def _never(context: Context) -> None:
    case = context.standing()
    assert not [step.act for step in context.rulebook.procedure_of(case).steps if step.decision]


@then(parsers.re(r"the acts of the meeting are on behalf of (?P<first>.+), then of (?P<second>.+)$"))
def _behalf(context: Context, first: str, second: str) -> None:
    context.look()
    parties = [entry.party for entry in context.conference.history(context.meeting())]
    assert list(dict.fromkeys(parties)) == [context.actor(first), context.actor(second)]


@then("nothing is overdue")
def _nothing_overdue(context: Context) -> None:
    context.look()
    assert not context.conference.overdue(context.instant)


@then(parsers.parse('"{title}" is overdue'))
def _overdue(context: Context, title: str) -> None:
    context.look()
    assert title in [case.title for case in context.conference.overdue(context.instant)]


@given(parsers.re(r"the meeting of the (?P<body>[A-Z]+) is over$"))
def _over(context: Context, body: str) -> None:
    context.adjourn(body)


@then(parsers.re(r'it is "(?P<decision>[^"]+)"$'))
def _decided(context: Context, decision: str) -> None:
    assert context.last().decision == decision
