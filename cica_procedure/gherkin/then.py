"""Then: what was decided, what stands in the way, what the record says."""

from __future__ import annotations

from pytest_bdd import parsers, then

from cica_procedure.gherkin.room import Room
from cica_procedure.terms.case import NOTHING

DECISIONS = (
    "adopted|granted|approved and recommended|agreed at working level|supported in principle|"
    "tasked|renewed|ended|lapsed|welcomed|approved|approved preliminarily|noted|audit ordered|designated|appointed|"
    "mandated|cleared|reviewed|established|plan approved|dissolved|admitted|accepted|granted observer status|abandoned|"
    "placed under the edition in force|forwarded|suspended|lifted"
)


@then(parsers.re(rf"it is (?P<decision>{DECISIONS})$"))
def _decided(room: Room, decision: str) -> None:
    assert room.last().decision == decision


@then(parsers.re(rf"it is not (?P<decision>{DECISIONS})$"))
def _not_decided(room: Room, decision: str) -> None:
    room.refused()
    assert room.conference.history(room.case)[-1].decision != decision


@then("the act is refused")
def _refused(room: Room) -> None:
    room.refused()


@then(parsers.re(r"what is missing is (?P<names>[a-z, -]+(?: and [a-z-]+)?)$"))
def _missing(room: Room, names: str) -> None:
    wanted = set(names.replace(" and ", ", ").split(", "))
    assert {finding.requirement for finding in room.findings} == wanted


@then(parsers.parse("the way out is that {words}"))
def _cure(room: Room, words: str) -> None:
    cures = [finding.cure for finding in room.findings]
    assert words in cures, cures


@then(parsers.parse("it is said that {words}"))
def _fact(room: Room, words: str) -> None:
    facts = [finding.fact for finding in room.findings]
    assert any(words in fact for fact in facts), facts


@then(parsers.parse('the rule cited is "{words}"'))
def _rule(room: Room, words: str) -> None:
    rules = [finding.rule for finding in room.findings]
    assert any(rule.startswith(words) for rule in rules), rules


@then(parsers.parse('it stands at "{stage}"'))
def _stands(room: Room, stage: str) -> None:
    assert room.standing().stage == stage


@then(parsers.parse("revision {number:d} is on the table"))
def _revision(room: Room, number: int) -> None:
    assert room.standing().revision == number


@then(parsers.parse('it is called "{title}"'))
def _called(room: Room, title: str) -> None:
    assert room.standing().title == title


@then("no position stands on it")
def _no_position(room: Room) -> None:
    assert not any(room.standing().positions.values())


@then(parsers.re(r'the position of (?P<who>.+) in the (?P<body>[A-Z]+) is "(?P<stance>[^"]+)"'))
def _position(room: Room, who: str, body: str, stance: str) -> None:
    stated = room.standing().positions.get(body, NOTHING).get(room.actor(who))
    assert (stated.stance if stated else "nothing yet") == stance


@then(parsers.parse("the roll names {count:d} members"))
def _roll(room: Room, count: int) -> None:
    assert len(room.last().roll) == count


@then(parsers.parse('the roll has {count:d} as "{stance}"'))
def _roll_counts(room: Room, count: int, stance: str) -> None:
    assert list(room.last().roll.values()).count(stance) == count


@then(parsers.re(r'on the roll (?P<who>.+) is "(?P<stance>[^"]+)"'))
def _roll_line(room: Room, who: str, stance: str) -> None:
    assert room.last().roll[room.actor(who)] == stance


@then(parsers.re(r"(?P<who>.+) is (?P<no>not )?an? (?P<role>member|observer)$"))
def _is(room: Room, who: str, no: str | None, role: str) -> None:
    room.look()
    assert room.conference.register.holds(role, room.actor(who), room.instant) is (no is None)


@then(parsers.re(r'(?P<who>.+) is (?P<no>not )?(?P<role>coordinator|co-coordinator) for "(?P<area>[^"]+)"'))
def _serves(room: Room, who: str, no: str | None, role: str, area: str) -> None:
    room.look()
    assert area in room.rulebook.areas, f"unknown priority area {area!r}"
    for party in room.parties(who):
        assert room.conference.register.holds(role, party, room.instant, area) is (no is None)


@then(parsers.parse("there are {count:d} members"))
def _members(room: Room, count: int) -> None:
    assert len(room.conference.register.members(room.instant)) == count


@then(parsers.re(r"the record holds (?P<count>\d+) acts? of the case"))
def _entries(room: Room, count: str) -> None:
    assert len(room.conference.history(room.case)) == int(count)


@then(parsers.re(r'the last act on the record is "(?P<act>[a-z-]+)" by (?P<who>.+)$'))
def _last(room: Room, act: str, who: str) -> None:
    entry = room.conference.history(room.case)[-1]
    assert (entry.act, entry.actor) == (act, room.actor(who))


@then(parsers.re(r"(?P<who>.+) may now (?P<acts>[a-z, -]+(?: or [a-z-]+)?)$"))
def _may(room: Room, who: str, acts: str) -> None:
    wanted = set(acts.replace(" or ", ", ").split(", "))
    assert set(room.conference.open_acts(room.case, by=room.actor(who), at=room.instant)) == wanted


@then("the record has no trace of it")
def _no_trace(room: Room) -> None:
    error = room.refused()
    last = room.conference.history(error.case.id)
    assert len(last) == error.case.n
