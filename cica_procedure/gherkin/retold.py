"""Steps of features that were written from a record: every case by its id, every instant to the second."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypeAlias

from pytest_bdd import given, parsers, then, when

from cica_procedure.gherkin.room import Room

Table: TypeAlias = Sequence[Sequence[str]]


@given(parsers.parse('the record begins at "{words}"'))
def _begins(room: Room, words: str) -> None:
    room.since = room.now = datetime.fromisoformat(words)


@when(parsers.parse('the time is "{words}"'))
def _time(room: Room, words: str) -> None:
    room.now = datetime.fromisoformat(words)


@when(parsers.re(r'the case "(?P<case>[^"]+)" of "(?P<procedure>[^"]+)" is opened by "(?P<who>[^"]+)":?$'))
def _opened(room: Room, case: str, procedure: str, who: str, datatable: Table | None) -> None:
    opening = room.rulebook.procedure(procedure, room.conference.edition_at(room.instant)).opening[0]
    reason, details = _split(room.particulars(procedure, opening.act, datatable))
    room.case = case
    room.perform(
        lambda: room.conference.submit(procedure, case, by=who, at=room.instant, details=details, reason=reason)
    )
    room.look()


@when(
    parsers.re(
        r'in the case "(?P<case>[^"]+)" "(?P<who>[^"]+)" performs "(?P<act>[^"]+)"(?: in "(?P<meeting>[^"]+)")?:?$'
    )
)
def _performs(room: Room, case: str, who: str, act: str, meeting: str | None, datatable: Table | None) -> None:
    reason, details = _split(room.particulars(room.conference.case(case).procedure, act, datatable))
    room.perform(
        lambda: room.conference.act(
            case, act, by=who, at=room.instant, details=details, reason=reason, meeting=meeting or ""
        )
    )
    room.look()


@when("what has ended is settled")
def _settled(room: Room) -> None:
    room.conference.settle(room.instant)


@then(parsers.re(r'the case "(?P<case>[^"]+)" has the decision "(?P<decision>[^"]+)", by (?P<count>\d+) members$'))
def _decided(room: Room, case: str, decision: str, count: str) -> None:
    last = room.conference.history(case)[-1]
    assert (last.decision, len(last.roll)) == (decision, int(count))


@then(parsers.re(r'the case "(?P<case>[^"]+)" stands at "(?P<stage>[^"]+)", with (?P<count>\d+) acts$'))
def _stands(room: Room, case: str, stage: str, count: str) -> None:
    standing = room.conference.case(case)
    assert (standing.stage, standing.n) == (stage, int(count))


def _split(details: Mapping[str, object]) -> tuple[str, dict[str, object]]:
    """Take the reason out of a table of particulars."""
    return str(details.get("reason", "")), {name: value for name, value in details.items() if name != "reason"}
