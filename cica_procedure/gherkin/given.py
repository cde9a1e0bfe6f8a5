"""Given: when it is, who sits, what lies on the table."""

from __future__ import annotations

from pathlib import Path

from pytest_bdd import given, parsers

from cica_procedure.gherkin.room import Room, day
from cica_procedure.rulebook import load


@given(parsers.parse('the rulebook "{name}"'))
def _rulebook(room: Room, name: str) -> None:
    room.rulebook = load(Path(name) if "/" in name else name)


@given(parsers.parse("the record begins on {words}"))
def _begins(room: Room, words: str) -> None:
    room.since = day(words, room.rulebook)


@given(parsers.parse("the date is {words}"))
def _date(room: Room, words: str) -> None:
    room.now = day(words, room.rulebook)


@given(parsers.re(r"the (?P<body>[A-Z]+) meets(?: with all members present)?$"))
def _meets(room: Room, body: str) -> None:
    room.sit(body)
    room.look()


@given(parsers.re(r"the (?P<body>[A-Z]+) meets without (?P<names>.+)"))
def _meets_without(room: Room, body: str, names: str) -> None:
    room.sit(body, tuple(room.parties(names)))


@given(parsers.re(r"the (?P<body>[A-Z]+) meets with (?P<count>\d+) members present"))
def _meets_with(room: Room, body: str, count: str) -> None:
    members = room.conference.register.members(room.instant)
    room.sit(body, members[int(count) :])


@given(parsers.re(r'the draft "(?P<title>[^"]+)"(?: of the kind "(?P<kind>[^"]+)")? is tabled by (?P<who>.+)'))
def _tabled(room: Room, title: str, kind: str | None, who: str) -> None:
    kind = kind or next(iter(room.rulebook.kinds))
    room.open_case("draft-document", title, room.actor(who), {"title": title, "kind": kind})


@given(parsers.re(r'the draft "(?P<title>[^"]+)"(?: of the kind "(?P<kind>[^"]+)")? is before the (?P<body>[A-Z]+)$'))
def _before(room: Room, title: str, kind: str | None, body: str) -> None:
    decided = [known.id for known in room.rulebook.kinds.values() if known.decided_by == body]
    details = {"title": title, "kind": kind or next(iter([*decided, *room.rulebook.kinds]))}
    room.open_case("draft-document", title, "chair", details)
    room.bring_before(body)


@given(parsers.re(r"the application of (?P<name>.+) is before the (?P<body>[A-Z]+)$"))
def _application(room: Room, name: str, body: str) -> None:
    party = room.rulebook.party(name)
    title = f"Observer status of {party.name}"
    room.open_case("observer-application", title, party.id, {"subject": party.id, "title": title})
    room.look()
    room.bring_before(body)


@given("a list of coordinators is open")
def _list(room: Room) -> None:
    title = "List of coordinating and co-coordinating countries"
    room.open_case("coordinator-assignment", title, "secretariat", {"title": title})


@given(parsers.re(r"the (?P<_what>draft|list|application) is (?:taken up by|brought before) the (?P<body>[A-Z]+)$"))
def _brought(room: Room, _what: str, body: str) -> None:
    room.bring_before(body)
