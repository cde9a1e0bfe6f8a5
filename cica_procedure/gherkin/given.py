"""Given: when it is, who sits, what lies on the table."""

from __future__ import annotations

from pathlib import Path

from pytest_bdd import given, parsers

from cica_procedure.gherkin.context import Context, day
from cica_procedure.loading.loader import load


@given(parsers.parse('the rulebook "{name}"'))
def _rulebook(context: Context, name: str) -> None:
    context.rulebook = load(Path(name) if "/" in name else name)


@given(parsers.parse("the record begins on {words}"))
def _begins(context: Context, words: str) -> None:
    context.since = day(words, context.rulebook)


@given(parsers.parse("the date is {words}"))
def _date(context: Context, words: str) -> None:
    context.now = day(words, context.rulebook)


@given(parsers.re(r"the (?P<body>[A-Z]+) meets(?: with all members present)?$"))
def _meets(context: Context, body: str) -> None:
    context.sit(body)
    context.look()


@given(parsers.re(r"the (?P<body>[A-Z]+) meets without (?P<names>.+)"))
def _meets_without(context: Context, body: str, names: str) -> None:
    context.sit(body, tuple(context.parties(names)))


@given(parsers.re(r"the (?P<body>[A-Z]+) meets with (?P<count>\d+) members present"))
def _meets_with(context: Context, body: str, count: str) -> None:
    members = context.conference.register.members(context.instant)
    context.sit(body, members[int(count) :])


@given(parsers.re(r'the draft "(?P<title>[^"]+)"(?: of the kind "(?P<kind>[^"]+)")? is tabled by (?P<who>.+)'))
def _tabled(context: Context, title: str, kind: str | None, who: str) -> None:
    kind = kind or next(iter(context.rulebook.kinds))
    context.open_case("draft-document", title, context.actor(who), {"title": title, "kind": kind})


@given(parsers.re(r'the draft "(?P<title>[^"]+)"(?: of the kind "(?P<kind>[^"]+)")? is before the (?P<body>[A-Z]+)$'))
def _before(context: Context, title: str, kind: str | None, body: str) -> None:
    decided = [known.id for known in context.rulebook.kinds.values() if known.decided_by == body]
    details = {"title": title, "kind": kind or next(iter([*decided, *context.rulebook.kinds]))}
    context.open_case("draft-document", title, "chair", details)
    context.bring_before(body)


@given(parsers.re(r"the application of (?P<name>.+) is before the (?P<body>[A-Z]+)$"))
def _application(context: Context, name: str, body: str) -> None:
    party = context.rulebook.party(name)
    title = f"Observer status of {party.name}"
    context.open_case("observer-application", title, party.id, {"subject": party.id, "title": title})
    context.look()
    context.bring_before(body)


@given("a list of coordinators is open")
def _list(context: Context) -> None:
    title = "List of coordinating and co-coordinating countries"
    context.open_case("coordinator-assignment", title, "secretariat", {"title": title})


@given(parsers.re(r"the (?P<_what>draft|list|application) is (?:taken up by|brought before) the (?P<body>[A-Z]+)$"))
def _brought(context: Context, _what: str, body: str) -> None:
    context.bring_before(body)
