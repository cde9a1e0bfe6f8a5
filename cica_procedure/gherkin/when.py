"""When: what delegations say and what the Chair does."""

from __future__ import annotations

from datetime import timedelta

from pytest_bdd import parsers, when

from cica_procedure.gherkin.room import Room

PUT = ("adopt", "grant", "recommend")
"""What the Chair may mean by putting a text to a body; which of them it is follows from the rules."""


@when(parsers.re(r'(?P<who>.+) objects because "(?P<reason>[^"]+)"'))
def _objects(room: Room, who: str, reason: str) -> None:
    room.act("position", who, position="objection", reason=reason)


@when(parsers.re(r"(?P<who>.+) objects without a reason"))
def _objects_bare(room: Room, who: str) -> None:
    room.act("position", who, position="objection")


@when(parsers.re(r'(?P<who>.+) objects to revision (?P<revision>\d+) because "(?P<reason>[^"]+)"'))
def _objects_to(room: Room, who: str, revision: str, reason: str) -> None:
    room.act("position", who, position="objection", reason=reason, revision=int(revision))


@when(parsers.re(r'(?P<who>.+) states a reservation because "(?P<reason>[^"]+)"'))
def _reserves(room: Room, who: str, reason: str) -> None:
    room.act("position", who, position="reservation", reason=reason)


@when(parsers.re(r"(?P<who>.+) supports? the (?P<_what>draft|list|application)$"))
def _supports(room: Room, who: str, _what: str) -> None:
    members = room.conference.register.members(room.instant)
    for name in members if who == "every member" else room.parties(who):
        room.act("position", name, position="support")


@when(parsers.re(r"(?P<who>.+) withdraws its objection"))
def _withdraws_objection(room: Room, who: str) -> None:
    room.act("position", who, position="no objection")


@when(parsers.re(r"the Chair puts (?:it|the (?:draft|list|application)) to the (?P<_body>[A-Z]+)$"))
def _puts(room: Room, _body: str) -> None:
    case = room.standing()
    known = [act for act in PUT if act in room.rulebook.procedure_of(case).acts]
    unmet = {act: room.conference.why_not(case, act, by="chair", at=room.instant) for act in known}
    meant = [act for act in known if not {f.requirement for f in unmet[act]} & {"stage", "decided-by"}]
    room.act((meant or known)[0], "chair")


@when(parsers.re(r"(?P<who>.+) (?:tries to|asks to) (?P<act>[a-z-]+) the (?P<_what>draft|list|application)$"))
def _tries(room: Room, who: str, act: str, _what: str) -> None:
    room.act(act, who)


@when(parsers.re(r'(?P<who>.+) (?P<act>returns|lapses) the (?P<_what>draft|application) because "(?P<reason>[^"]+)"'))
def _with_reason(room: Room, who: str, act: str, _what: str, reason: str) -> None:
    room.act({"returns": "return", "lapses": "lapse"}[act], who, reason=reason)


@when(parsers.re(r'the Chair tasks the SWG with "(?P<task>[^"]+)", due at "(?P<due>[^"]+)"'))
def _tasks(room: Room, task: str, due: str) -> None:
    details = {"task": task, "due-at": due}
    room.perform(lambda: room.conference.act(room.case, "task", by="chair", at=room.instant, details=details))


@when(parsers.re(r"(?P<who>.+) tables a new revision"))
def _amends(room: Room, who: str) -> None:
    room.act("amend", who, summary=f"what revision {room.standing().revision + 1} changes")


@when(parsers.re(r'(?P<who>.+) retitles the draft "(?P<title>[^"]+)"'))
def _retitles(room: Room, who: str, title: str) -> None:
    room.act("retitle", who, title=title)


@when(parsers.re(r'(?P<who>.+) volunteers? as (?P<role>[a-z-]+) for "(?P<area>[^"]+)"(?: until (?P<until>\S+))?$'))
def _volunteers(room: Room, who: str, role: str, area: str, until: str | None) -> None:
    for party in room.parties(who):
        room.act("volunteer", party, role=role, area=area, until=until)


@when(parsers.re(r'(?P<who>.+) asks for a new term as (?P<role>[a-z-]+) for "(?P<area>[^"]+)" until (?P<until>\S+)$'))
def _seeks(room: Room, who: str, role: str, area: str, until: str) -> None:
    room.act("seek-renewal", who, role=role, area=area, until=until)


@when(parsers.re(r'(?P<who>.+) steps down as (?P<role>[a-z-]+) for "(?P<area>[^"]+)"'))
def _steps_down(room: Room, who: str, role: str, area: str) -> None:
    room.act("step-down", who, role=role, area=area)


@when(parsers.re(r"(?P<names>\D+) leaves? the meeting"))
def _leaves(room: Room, names: str) -> None:
    sitting = room.sitting()
    for party in room.parties(names):
        room.act("leave", party, case=sitting)


@when(parsers.re(r"(?P<count>\d+) members leave the meeting"))
def _some_leave(room: Room, count: str) -> None:
    sitting = room.sitting()
    for party in room.conference.case(sitting).texts("present")[: int(count)]:
        room.act("leave", party, case=sitting)


@when(parsers.re(r"(?P<count>\d+) (?P<unit>hours?|days?) pass(?:es)?"))
def _pass(room: Room, count: str, unit: str) -> None:
    room.now = room.instant + (timedelta(hours=int(count)) if unit.startswith("hour") else timedelta(days=int(count)))


@when(parsers.re(r"an act is recorded for (?P<count>\d+) hours? earlier"))
def _back(room: Room, count: str) -> None:
    room.now = room.instant - timedelta(hours=int(count))
    room.act("amend", "chair", summary="something")


@when(parsers.re(r"(?P<name>.+) applies(?: again)?$"))
def _applies(room: Room, name: str) -> None:
    party = room.rulebook.party(name)
    title = f"Another application of {party.name}"
    room.open_case("observer-application", title, party.id, {"subject": party.id, "title": title})


@when(parsers.re(r"the (?P<_what>draft|list|application) goes to the (?P<body>[A-Z]+)$"))
def _goes(room: Room, _what: str, body: str) -> None:
    room.sit(body)
    room.bring_before(body)


@when("the meeting is closed")
def _closed(room: Room) -> None:
    room.adjourn()


@when(parsers.re(r"the (?P<body>[A-Z]+) meets(?: with all members present)?$"))
def _meets(room: Room, body: str) -> None:
    room.sit(body)


@when(parsers.parse('the matter turns to "{title}"'))
def _turns(room: Room, title: str) -> None:
    room.case = room.cases[title]
