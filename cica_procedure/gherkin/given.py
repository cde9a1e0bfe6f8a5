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
    context.sit(body, context.conference.members(context.instant, body)[int(count) :])


@given(parsers.re(r"the (?P<_what>draft|list|application) is (?:taken up by|brought before) the (?P<body>[A-Z]+)$"))
def _brought(context: Context, _what: str, body: str) -> None:
    context.bring_before(body)
