"""Steps for silence periods: opened, held, broken, run out."""

from __future__ import annotations

from pytest_bdd import given, parsers, then, when

from cica_procedure.gherkin.room import Room, day

OPENED = (
    r'(?P<who>.+?) puts "(?P<act>[a-z-]+)" under silence'
    r"(?: for (?P<lasts>\S+)| for (?P<working>\d+) working days| until (?P<until>\d+ \w+ \d+))?$"
)


@given(parsers.re(OPENED))
@when(parsers.re(OPENED))
def _opens(room: Room, who: str, act: str, lasts: str | None, working: str | None, until: str | None) -> None:
    details: dict[str, object] = {"decides": act}
    if lasts:
        details["lasts"] = lasts
    if working:
        details["working-days"] = int(working)
    if until:
        details["expires"] = day(until, room.rulebook)
    room.perform(
        lambda: room.conference.act(room.case, "open-silence", by=room.actor(who), at=room.instant, details=details)
    )


@when(parsers.re(r'(?P<who>.+?) breaks the silence because "(?P<reason>[^"]+)"'))
def _breaks(room: Room, who: str, reason: str) -> None:
    room.act("break-silence", who, reason=reason)


@when(parsers.re(r'(?P<who>.+?) holds the silence because "(?P<reason>[^"]+)"'))
def _holds(room: Room, who: str, reason: str) -> None:
    room.act("hold-silence", who, reason=reason)


@when(parsers.re(r"(?P<who>.+?) releases the silence"))
def _releases(room: Room, who: str) -> None:
    room.act("release-silence", who)


@when(parsers.re(r'(?P<who>.+?) extends the silence by (?P<lasts>\S+) because "(?P<reason>[^"]+)"'))
def _extends(room: Room, who: str, lasts: str, reason: str) -> None:
    room.act("extend-silence", who, reason=reason, lasts=lasts)


@when(parsers.re(r'(?P<who>.+?) ends the silence because "(?P<reason>[^"]+)"'))
def _ends(room: Room, who: str, reason: str) -> None:
    room.act("end-silence", who, reason=reason)


@when("the record is settled")
def _settled(room: Room) -> None:
    room.look()
    room.conference.settle(room.instant)


@then(parsers.parse("a silence period runs until {words}"))
def _runs(room: Room, words: str) -> None:
    silence = room.standing().silence
    assert silence is not None, "no silence period runs"
    assert silence.expires == day(words, room.rulebook)


@then(parsers.re(r"(?P<who>.+) holds the silence$"))
def _held(room: Room, who: str) -> None:
    silence = room.standing().silence
    assert silence is not None, "no silence period runs"
    assert silence.holds == tuple(room.parties(who))


@then(parsers.re(r"the silence is (?P<outcome>lapsed|broken|ended)$"))
def _over(room: Room, outcome: str) -> None:
    known = room.standing().facts.get("silence")
    assert isinstance(known, dict), "no silence period was opened"
    assert known.get("outcome", "running") == outcome


@then(parsers.parse("it took effect on {words}"))
def _effect(room: Room, words: str) -> None:
    assert room.last().at == day(words, room.rulebook)
