"""Steps of features that were written from a record: every case by its id, every instant to the second."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypeAlias

from pytest_bdd import given, parsers, then, when

from cica_procedure.gherkin.context import Context

Table: TypeAlias = Sequence[Sequence[str]]


@given(parsers.parse('the record begins at "{words}"'))
def _begins(context: Context, words: str) -> None:
    context.since = context.now = datetime.fromisoformat(words)


@when(parsers.parse('the time is "{words}"'))
def _time(context: Context, words: str) -> None:
    context.now = datetime.fromisoformat(words)


@when(parsers.re(r'the case "(?P<case>[^"]+)" of "(?P<procedure>[^"]+)" is opened by "(?P<who>[^"]+)":?$'))
def _opened(context: Context, case: str, procedure: str, who: str, datatable: Table | None) -> None:
    opening = context.rulebook.procedure(procedure, context.conference.edition_at(context.instant)).opening[0]
    reason, details = _split(context.particulars(procedure, opening.act, datatable))
    context.case = case
    context.perform(
        lambda: context.conference.submit(procedure, case, by=who, at=context.instant, details=details, reason=reason)
    )
    context.look()


@when(
    parsers.re(
        r'in the case "(?P<case>[^"]+)" "(?P<who>[^"]+)" performs "(?P<act>[^"]+)"(?: in "(?P<meeting>[^"]+)")?:?$'
    )
)
def _performs(context: Context, case: str, who: str, act: str, meeting: str | None, datatable: Table | None) -> None:
    reason, details = _split(context.particulars(context.conference.case(case).procedure, act, datatable))
    context.perform(
        lambda: context.conference.act(
            case, act, by=who, at=context.instant, details=details, reason=reason, meeting=meeting or ""
        )
    )
    context.look()


@when("what has ended is settled")
def _settled(context: Context) -> None:
    context.conference.settle(context.instant)


@then(parsers.re(r'the case "(?P<case>[^"]+)" has the decision "(?P<decision>[^"]+)", by (?P<count>\d+) members$'))
def _decided(context: Context, case: str, decision: str, count: str) -> None:
    last = context.conference.history(case)[-1]
    assert (last.decision, len(last.roll)) == (decision, int(count))


@then(parsers.re(r'the case "(?P<case>[^"]+)" stands at "(?P<stage>[^"]+)", with (?P<count>\d+) acts$'))
def _stands(context: Context, case: str, stage: str, count: str) -> None:
    standing = context.conference.case(case)
    assert (standing.stage, standing.n) == (stage, int(count))


def _split(details: Mapping[str, object]) -> tuple[str, dict[str, object]]:
    """Take the reason out of a table of particulars."""
    return str(details.get("reason", "")), {name: value for name, value in details.items() if name != "reason"}
