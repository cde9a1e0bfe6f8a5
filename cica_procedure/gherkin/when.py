"""When: what delegations say and what the Chair does."""

from __future__ import annotations

from datetime import timedelta

from pytest_bdd import parsers, when

from cica_procedure.gherkin.context import Context

PUT = ("adopt", "grant", "recommend")
"""What the Chair may mean by putting a text to a body; which of them it is follows from the rules."""


@when(parsers.re(r'(?P<who>.+) objects because "(?P<reason>[^"]+)"'))
def _objects(context: Context, who: str, reason: str) -> None:
    context.act("position", who, position="objection", reason=reason)


@when(parsers.re(r"(?P<who>.+) objects without a reason"))
def _objects_bare(context: Context, who: str) -> None:
    context.act("position", who, position="objection")


@when(parsers.re(r'(?P<who>.+) objects to revision (?P<revision>\d+) because "(?P<reason>[^"]+)"'))
def _objects_to(context: Context, who: str, revision: str, reason: str) -> None:
    context.act("position", who, position="objection", reason=reason, revision=int(revision))


@when(parsers.re(r'(?P<who>.+) states a reservation because "(?P<reason>[^"]+)"'))
def _reserves(context: Context, who: str, reason: str) -> None:
    context.act("position", who, position="reservation", reason=reason)


@when(parsers.re(r"(?P<who>.+) supports? the (?P<_what>draft|list|application)$"))
def _supports(context: Context, who: str, _what: str) -> None:
    members = context.conference.register.members(context.instant)
    for name in members if who == "every member" else context.parties(who):
        context.act("position", name, position="support")


@when(parsers.re(r"(?P<who>.+) withdraws its objection"))
def _withdraws_objection(context: Context, who: str) -> None:
    context.act("position", who, position="no objection")


@when(parsers.re(r"the Chair puts (?:it|the (?:draft|list|application)) to the (?P<_body>[A-Z]+)$"))
def _puts(context: Context, _body: str) -> None:
    case = context.standing()
    known = [act for act in PUT if act in context.rulebook.procedure_of(case).acts]
    unmet = {act: context.conference.why_not(case, act, by="chair", at=context.instant) for act in known}
    meant = [act for act in known if not {f.requirement for f in unmet[act]} & {"stage", "decided-by"}]
    context.act((meant or known)[0], "chair")


@when(parsers.re(r"(?P<who>.+) (?:tries to|asks to) (?P<act>[a-z-]+) the (?P<_what>draft|list|application)$"))
def _tries(context: Context, who: str, act: str, _what: str) -> None:
    context.act(act, who)


@when(parsers.re(r'(?P<who>.+) (?P<act>returns|lapses) the (?P<_what>draft|application) because "(?P<reason>[^"]+)"'))
def _with_reason(context: Context, who: str, act: str, _what: str, reason: str) -> None:
    context.act({"returns": "return", "lapses": "lapse"}[act], who, reason=reason)


@when(parsers.re(r'the Chair tasks the SWG with "(?P<task>[^"]+)", due at "(?P<due>[^"]+)"'))
def _tasks(context: Context, task: str, due: str) -> None:
    details = {"task": task, "due-at": due}
    context.perform(
        lambda: context.conference.act(context.case, "task", by="chair", at=context.instant, details=details)
    )


@when(parsers.re(r"(?P<who>.+) tables a new revision"))
def _amends(context: Context, who: str) -> None:
    context.act("amend", who, summary=f"what revision {context.standing().revision + 1} changes")


@when(parsers.re(r'(?P<who>.+) retitles the draft "(?P<title>[^"]+)"'))
def _retitles(context: Context, who: str, title: str) -> None:
    context.act("retitle", who, title=title)


@when(parsers.re(r'(?P<who>.+) volunteers? as (?P<role>[a-z-]+) for "(?P<area>[^"]+)"(?: until (?P<until>\S+))?$'))
def _volunteers(context: Context, who: str, role: str, area: str, until: str | None) -> None:
    for party in context.parties(who):
        context.act("volunteer", party, role=role, area=area, until=until)


@when(parsers.re(r'(?P<who>.+) asks for a new term as (?P<role>[a-z-]+) for "(?P<area>[^"]+)" until (?P<until>\S+)$'))
def _seeks(context: Context, who: str, role: str, area: str, until: str) -> None:
    context.act("seek-renewal", who, role=role, area=area, until=until)


@when(parsers.re(r'(?P<who>.+) steps down as (?P<role>[a-z-]+) for "(?P<area>[^"]+)"'))
def _steps_down(context: Context, who: str, role: str, area: str) -> None:
    context.act("step-down", who, role=role, area=area)


@when(parsers.re(r"(?P<names>\D+) leaves? the meeting"))
def _leaves(context: Context, names: str) -> None:
    meeting = context.meeting()
    for party in context.parties(names):
        context.act("leave", party, case=meeting)


@when(parsers.re(r"(?P<count>\d+) members leave the meeting"))
def _some_leave(context: Context, count: str) -> None:
    meeting = context.meeting()
    for party in context.conference.case(meeting).texts("present")[: int(count)]:
        context.act("leave", party, case=meeting)


@when(parsers.re(r"(?P<count>\d+) (?P<unit>hours?|days?) pass(?:es)?"))
def _pass(context: Context, count: str, unit: str) -> None:
    context.now = context.instant + (
        timedelta(hours=int(count)) if unit.startswith("hour") else timedelta(days=int(count))
    )


@when(parsers.re(r"an act is recorded for (?P<count>\d+) hours? earlier"))
def _back(context: Context, count: str) -> None:
    context.now = context.instant - timedelta(hours=int(count))
    context.act("amend", "chair", summary="something")


@when(parsers.re(r"(?P<name>.+) applies(?: again)?$"))
def _applies(context: Context, name: str) -> None:
    party = context.rulebook.party(name)
    title = f"Another application of {party.name}"
    context.open_case("observer-application", title, party.id, {"subject": party.id, "title": title})


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
