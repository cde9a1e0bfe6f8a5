"""When: what delegations say and what the Chair does."""

from __future__ import annotations

from datetime import timedelta

from pytest_bdd import parsers, when

from cica_procedure.gherkin.context import Context


@when(parsers.re(r'(?P<who>.+) objects because "(?P<reason>[^"]+)"'))
def _objects(context: Context, who: str, reason: str) -> None:
    context.say(who, "blocks", reason=reason)


@when(parsers.re(r"(?P<who>.+) objects without a reason"))
def _objects_bare(context: Context, who: str) -> None:
    context.say(who, "blocks")


@when(parsers.re(r'(?P<who>.+) objects to revision (?P<revision>\d+) because "(?P<reason>[^"]+)"'))
def _objects_to(context: Context, who: str, revision: str, reason: str) -> None:
    context.say(who, "blocks", reason=reason, revision=int(revision))


@when(parsers.re(r'(?P<who>.+) states a reservation because "(?P<reason>[^"]+)"'))
def _reserves(context: Context, who: str, reason: str) -> None:
    context.say(who, "neutral", reason=reason)


@when(parsers.re(r"(?P<who>.+) supports? the (?P<_what>draft|list|application)$"))
def _supports(context: Context, who: str, _what: str) -> None:
    for name in context.members() if who == "every member" else context.parties(who):
        context.say(name, "affirms")


@when(parsers.re(r"(?P<who>.+) withdraws its objection"))
def _withdraws_objection(context: Context, who: str) -> None:
    context.say(who, "accepts")


@when(parsers.re(r"(?P<who>.+) (?:tries to|asks to) (?P<act>[a-z-]+) the (?P<_what>draft|list|application)$"))
def _tries(context: Context, who: str, act: str, _what: str) -> None:
    context.act(act, who)


@when(parsers.re(r"(?P<who>.+) tables a new revision"))
def _amends(context: Context, who: str) -> None:
    context.amend(who)


@when(parsers.re(r'(?P<who>.+) volunteers? as (?P<role>[a-z-]+) for "(?P<area>[^"]+)"(?: until (?P<until>\S+))?$'))
def _volunteers(context: Context, who: str, role: str, area: str, until: str | None) -> None:
    for party in context.parties(who):
        context.do("volunteer", party, {"role": role, "area": area, "until": until})


@when(parsers.re(r'(?P<who>.+) asks for a new term as (?P<role>[a-z-]+) for "(?P<area>[^"]+)" until (?P<until>\S+)$'))
def _seeks(context: Context, who: str, role: str, area: str, until: str) -> None:
    context.do("seek-renewal", who, {"role": role, "area": area, "until": until})


@when(parsers.re(r'(?P<who>.+) steps down as (?P<role>[a-z-]+) for "(?P<area>[^"]+)"'))
def _steps_down(context: Context, who: str, role: str, area: str) -> None:
    context.do("step-down", who, {"role": role, "area": area})


@when(parsers.re(r"(?P<names>\D+) leaves? the meeting"))
def _leaves(context: Context, names: str) -> None:
    meeting = context.meeting()
    for party in context.parties(names):
        context.do("leave", party, case=meeting)


@when(parsers.re(r"(?P<count>\d+) members leave the meeting"))
def _some_leave(context: Context, count: str) -> None:
    meeting = context.meeting()
    for party in context.conference.case(meeting).texts("present")[: int(count)]:
        context.do("leave", party, case=meeting)


@when(parsers.re(r"(?P<count>\d+) (?P<unit>hours?|days?) pass(?:es)?"))
def _pass(context: Context, count: str, unit: str) -> None:
    context.now = context.instant + (
        timedelta(hours=int(count)) if unit.startswith("hour") else timedelta(days=int(count))
    )


@when(parsers.re(r"an act is recorded for (?P<count>\d+) hours? earlier"))
def _back(context: Context, count: str) -> None:
    context.now = context.instant - timedelta(hours=int(count))
    context.amend(next(iter(context.rulebook.offices)))


@when(parsers.re(r"the (?P<_what>draft|list|application) goes to the (?P<body>[A-Z]+)$"))
def _goes(context: Context, _what: str, body: str) -> None:
    context.sit(body)
    context.bring_before(body)


@when("the meeting is closed")
def _closed(context: Context) -> None:
    context.adjourn()


@when(parsers.re(r"the (?P<body>[A-Z]+) meets(?: with all members present)?$"))
def _meets(context: Context, body: str) -> None:
    context.sit(body)


@when(parsers.parse('the matter turns to "{title}"'))
def _turns(context: Context, title: str) -> None:
    context.case = context.cases[title]
