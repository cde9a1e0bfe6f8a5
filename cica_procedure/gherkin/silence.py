"""Steps for silence periods: opened, held, broken, run out."""

from __future__ import annotations

from pytest_bdd import given, parsers, then, when

from cica_procedure.gherkin.context import Context, day

OPENED = (
    r'(?P<who>.+?) puts "(?P<act>[a-z-]+)" under silence'
    r"(?: for (?P<lasts>\S+)| for (?P<working>\d+) working days| until (?P<until>\d+ \w+ \d+))?$"
)


@given(parsers.re(OPENED))
@when(parsers.re(OPENED))
def _opens(context: Context, who: str, act: str, lasts: str | None, working: str | None, until: str | None) -> None:
    details: dict[str, object] = {"decides": act}
    if lasts:
        details["lasts"] = lasts
    if working:
        details["working-days"] = int(working)
    if until:
        details["expires"] = day(until, context.rulebook)
    context.do("open-silence", who, details)


@when(parsers.re(r'(?P<who>.+?) breaks the silence because "(?P<reason>[^"]+)"'))
def _breaks(context: Context, who: str, reason: str) -> None:
    context.do("break-silence", who, reason=reason)


@when(parsers.re(r'(?P<who>.+?) holds the silence because "(?P<reason>[^"]+)"'))
def _holds(context: Context, who: str, reason: str) -> None:
    context.do("hold-silence", who, reason=reason)


@when(parsers.re(r"(?P<who>.+?) releases the silence"))
def _releases(context: Context, who: str) -> None:
    context.do("release-silence", who)


@when(parsers.re(r'(?P<who>.+?) extends the silence by (?P<lasts>\S+) because "(?P<reason>[^"]+)"'))
def _extends(context: Context, who: str, lasts: str, reason: str) -> None:
    context.do("extend-silence", who, {"lasts": lasts}, reason=reason)


@when(parsers.re(r'(?P<who>.+?) ends the silence because "(?P<reason>[^"]+)"'))
def _ends(context: Context, who: str, reason: str) -> None:
    context.do("end-silence", who, reason=reason)


@when("the record is settled")
def _settled(context: Context) -> None:
    context.look()
    context.conference.settle(context.instant)


@then(parsers.parse("a silence period runs until {words}"))
def _runs(context: Context, words: str) -> None:
    silence = context.standing().silence
    assert silence is not None, "no silence period runs"
    assert silence.expires == day(words, context.rulebook)


@then(parsers.re(r"(?P<who>.+) holds the silence$"))
def _held(context: Context, who: str) -> None:
    silence = context.standing().silence
    assert silence is not None, "no silence period runs"
    assert silence.holds == tuple(context.parties(who))


@then(parsers.re(r"the silence is (?P<outcome>lapsed|broken|ended)$"))
def _over(context: Context, outcome: str) -> None:
    known = context.standing().facts.get("silence")
    assert isinstance(known, dict), "no silence period was opened"
    assert known.get("outcome", "running") == outcome


@then(parsers.parse("it took effect on {words}"))
def _effect(context: Context, words: str) -> None:
    assert context.last().at == day(words, context.rulebook)
