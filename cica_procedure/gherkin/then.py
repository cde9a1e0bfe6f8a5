"""Then: what was decided, what stands in the way, what the record says."""

from __future__ import annotations

from pytest_bdd import parsers, then

from cica_procedure.gherkin.context import Context
from cica_procedure.terms.case import NOTHING

DECISIONS = "(?!said that |overdue$)[a-z][a-z ]*"
"""The words of a decision, as the procedures of the rulebook have them."""


@then(parsers.re(rf"it is (?P<decision>{DECISIONS})$"))
def _decided(context: Context, decision: str) -> None:
    assert context.last().decision == decision


@then(parsers.re(rf"it is not (?P<decision>{DECISIONS})$"))
def _not_decided(context: Context, decision: str) -> None:
    context.refused()
    known = {step.decision for step in context.rulebook.procedure_of(context.spoken()).steps if step.decision}
    assert decision in known, f"nothing is ever {decision} in this procedure"
    assert context.conference.history(context.case)[-1].decision != decision


@then("the act is refused")
def _refused(context: Context) -> None:
    context.refused()


@then(parsers.re(r"what is missing is (?P<names>[a-z, -]+(?: and [a-z-]+)?)$"))
def _missing(context: Context, names: str) -> None:
    wanted = set(names.replace(" and ", ", ").split(", "))
    assert {finding.requirement for finding in context.findings} == wanted


@then(parsers.parse("the way out is that {words}"))
def _cure(context: Context, words: str) -> None:
    cures = [finding.cure for finding in context.findings]
    assert words in cures, cures


@then(parsers.parse("it is said that {words}"))
def _fact(context: Context, words: str) -> None:
    facts = [finding.fact for finding in context.findings]
    assert any(words in fact for fact in facts), facts


@then(parsers.parse('the rule cited is "{words}"'))
def _rule(context: Context, words: str) -> None:
    rules = [finding.rule for finding in context.findings]
    assert any(rule.startswith(words) for rule in rules), rules


@then(parsers.parse('it stands at "{stage}"'))
def _stands(context: Context, stage: str) -> None:
    assert context.standing().stage == stage


@then(parsers.parse("revision {number:d} is on the table"))
def _revision(context: Context, number: int) -> None:
    assert context.standing().revision == number


@then(parsers.parse('it is called "{title}"'))
def _called(context: Context, title: str) -> None:
    assert context.standing().title == title


@then("no position stands on it")
def _no_position(context: Context) -> None:
    assert not any(context.standing().positions.values())


@then(parsers.re(r'the position of (?P<who>.+) in the (?P<body>[A-Z]+) is "(?P<stance>[^"]+)"'))
def _position(context: Context, who: str, body: str, stance: str) -> None:
    stated = context.standing().positions.get(body, NOTHING).get(context.actor(who))
    assert (stated.word if stated else "nothing yet") == stance


@then(
    parsers.re(
        r"the objection of (?P<who>.+) is (?P<fate>standing|withdrawn|met|maintained|set aside|passed over"
        r"|without a say|left)$"
    )
)
def _objection(context: Context, who: str, fate: str) -> None:
    party = context.actor(who)
    stated = context.conference.objections(context.case, at=context.instant)
    fates = [each.fate for each in stated if each.entry.party == party]
    assert fates, f"{who} has not objected"
    assert fates[-1] == fate


@then(parsers.parse("the roll names {count:d} members"))
def _roll(context: Context, count: int) -> None:
    assert len(context.last().roll) == count


@then(parsers.parse('the roll has {count:d} as "{stance}"'))
def _roll_counts(context: Context, count: int, stance: str) -> None:
    assert list(context.last().roll.values()).count(stance) == count


@then(parsers.re(r'on the roll (?P<who>.+) is "(?P<stance>[^"]+)"'))
def _roll_line(context: Context, who: str, stance: str) -> None:
    assert context.last().roll[context.actor(who)] == stance


@then(parsers.re(r"(?P<who>.+) is (?P<no>not )?an? (?P<role>[a-z -]+)$"))
def _is(context: Context, who: str, no: str | None, role: str) -> None:
    context.look()
    role = next((each.id for each in context.rulebook.roles.values() if each.name == role), role)
    assert role in context.rulebook.roles, f"unknown role {role!r}"
    assert context.conference.register.holds(role, context.actor(who), context.instant) is (no is None)


@then(parsers.re(r'(?P<who>.+) is (?P<no>not )?(?P<role>[a-z-]+) for "(?P<scope>[^"]+)"'))
def _serves(context: Context, who: str, no: str | None, role: str, scope: str) -> None:
    context.look()
    assert role in context.rulebook.roles, f"unknown role {role!r}"
    known = context.rulebook.scopes_of(context.rulebook.roles[role])
    assert known is None or scope in known, f"{scope!r} is nothing the role {role} is about"
    for party in context.parties(who):
        assert context.conference.register.holds(role, party, context.instant, scope) is (no is None)


@then(parsers.parse("there are {count:d} members"))
def _members(context: Context, count: int) -> None:
    assert len(context.conference.members(context.instant)) == count


@then(parsers.re(r"the record holds (?P<count>\d+) acts? of the case"))
def _entries(context: Context, count: str) -> None:
    assert len(context.conference.history(context.case)) == int(count)


@then(parsers.re(r'the last act on the record is "(?P<act>[a-z-]+)" by (?P<who>.+)$'))
def _last(context: Context, act: str, who: str) -> None:
    entry = context.conference.history(context.case)[-1]
    assert (entry.act, entry.actor) == (act, context.actor(who))


@then(parsers.re(r"(?P<who>.+) may now (?P<acts>[a-z, -]+(?: or [a-z-]+)?)$"))
def _may(context: Context, who: str, acts: str) -> None:
    wanted = set(acts.replace(" or ", ", ").split(", "))
    assert set(context.conference.open_acts(context.case, by=context.actor(who), at=context.instant)) == wanted


@then("the record has no trace of it")
def _no_trace(context: Context) -> None:
    error = context.refused()
    last = context.conference.history(error.case.id)
    assert len(last) == error.case.n
