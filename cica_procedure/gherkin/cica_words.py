"""
The words of CICA's own procedures: drafts, applications, lists, and what the Chair does with them.

Unlike the other steps, these name procedures and acts of one rulebook; they are for specifications of CICA.
"""

from __future__ import annotations

from pytest_bdd import given, parsers, when

from cica_procedure.gherkin.context import Context

PUT = ("adopt", "grant", "recommend")
"""What the Chair may mean by putting a text to a body; which of them it is follows from the rules."""


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


@when(parsers.re(r"the Chair puts (?:it|the (?:draft|list|application)) to the (?P<_body>[A-Z]+)$"))
def _puts(context: Context, _body: str) -> None:
    case = context.standing()
    known = [act for act in PUT if act in context.rulebook.procedure_of(case).acts]
    unmet = {act: context.conference.why_not(case, act, by="chair", at=context.instant) for act in known}
    meant = [act for act in known if not {f.requirement for f in unmet[act]} & {"stage", "decided-by"}]
    context.act((meant or known)[0], "chair")


@when(parsers.re(r'(?P<who>.+) (?P<act>returns|lapses) the (?P<_what>draft|application) because "(?P<reason>[^"]+)"'))
def _with_reason(context: Context, who: str, act: str, _what: str, reason: str) -> None:
    context.act({"returns": "return", "lapses": "lapse"}[act], who, reason=reason)


@when(parsers.re(r'the Chair tasks the SWG with "(?P<task>[^"]+)", due at "(?P<due>[^"]+)"'))
def _tasks(context: Context, task: str, due: str) -> None:
    details = {"task": task, "due-at": due}
    context.perform(
        lambda: context.conference.act(context.case, "task", by="chair", at=context.instant, details=details)
    )


@when(parsers.re(r'(?P<who>.+) retitles the draft "(?P<title>[^"]+)"'))
def _retitles(context: Context, who: str, title: str) -> None:
    context.act("retitle", who, title=title)


@when(parsers.re(r"(?P<name>.+) applies(?: again)?$"))
def _applies(context: Context, name: str) -> None:
    party = context.rulebook.party(name)
    title = f"Another application of {party.name}"
    context.open_case("observer-application", title, party.id, {"subject": party.id, "title": title})
