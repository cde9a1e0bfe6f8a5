"""
The same steps in Russian, CICA's other working language.

Only the words differ: each is bound to the function of its English counterpart.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from pytest_bdd import given, parsers, then, when

from cica_procedure.gherkin import anything, silence
from cica_procedure.gherkin import given as given_
from cica_procedure.gherkin import then as then_
from cica_procedure.gherkin import when as when_
from cica_procedure.gherkin.room import Room

BODIES = {"СРГ": "SWG", "КСДЛ": "SOC", "СМИД": "MC", "САММИТ": "SUMMIT"}
"""Специальная рабочая группа, Комитет старших должностных лиц, Совет министров иностранных дел, саммит."""

MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
"""The months, as they stand in a date."""

POSITIONS = {"возражение": "objection", "оговорка": "reservation", "поддержка": "support", "молчание": "silent"}

DECISIONS = {"принято": "adopted", "предоставлено": "granted", "одобрено и рекомендовано": "approved and recommended"}


def _day(room: Room, words: str) -> datetime:
    """Read ``23 июня 2021 года`` as ten in the morning of that day, by the clock of the seat."""
    number, month, year = words.removesuffix(" года").split()
    day = datetime(int(year), MONTHS.index(month) + 1, int(number), tzinfo=room.rulebook.seat)
    return day + timedelta(hours=10)


@given(parsers.parse("сегодня {words}"))
@when(parsers.parse("наступает {words}"))
def _date(room: Room, words: str) -> None:
    room.now = _day(room, words)


@given(parsers.parse("заседает {body} в полном составе"))
def _meets(room: Room, body: str) -> None:
    given_._meets(room, BODIES[body])


@given(parsers.parse("заседает {body} без {names}"))
def _meets_without(room: Room, body: str, names: str) -> None:
    room.sit(BODIES[body], tuple(room.rulebook.party(name).id for name in names.replace(" и ", ", ").split(", ")))


@given(parsers.re(r"проект «(?P<title>[^»]+)» вида «(?P<kind>[^»]+)» на рассмотрении (?P<body>\S+)$"))
def _before(room: Room, title: str, kind: str, body: str) -> None:
    given_._before(room, title, kind, BODIES[body])


@given(parsers.parse("на рассмотрении {body} заявка: {name}"))
def _application(room: Room, body: str, name: str) -> None:
    given_._application(room, name, BODIES[body])


@when(parsers.re(r"возражает (?P<who>.+): «(?P<reason>[^»]+)»$"))
def _objects(room: Room, who: str, reason: str) -> None:
    when_._objects(room, who, reason)


@when(parsers.re(r"возражает (?P<who>.+) без объяснения причин$"))
def _objects_bare(room: Room, who: str) -> None:
    when_._objects_bare(room, who)


@when(parsers.re(r"оговорку делает (?P<who>.+): «(?P<reason>[^»]+)»$"))
def _reserves(room: Room, who: str, reason: str) -> None:
    when_._reserves(room, who, reason)


@when(parsers.parse("снимает возражение {who}"))
def _withdraws(room: Room, who: str) -> None:
    when_._withdraws_objection(room, who)


@when(parsers.parse("Председатель вносит новую редакцию"))
def _amends(room: Room) -> None:
    when_._amends(room, "chair")


@when(parsers.parse("Председатель ставит вопрос перед {body}"))
def _puts(room: Room, body: str) -> None:
    when_._puts(room, BODIES[body])


@when(
    parsers.re(r"Председатель объявляет процедуру молчания до (?P<words>\d+ \S+ \d+ года) по решению «(?P<act>[^»]+)»$")
)
def _silence(room: Room, words: str, act: str) -> None:
    details = {"decides": act, "expires": _day(room, words)}
    room.perform(lambda: room.conference.act(room.case, "open-silence", by="chair", at=room.instant, details=details))


@when(parsers.re(r"нарушает молчание (?P<who>.+): «(?P<reason>[^»]+)»$"))
def _breaks(room: Room, who: str, reason: str) -> None:
    silence._breaks(room, who, reason)


@when("истекшее записывается")
def _settled(room: Room) -> None:
    silence._settled(room)


@then(parsers.re(r"решение (?P<decision>принято|предоставлено|одобрено и рекомендовано)$"))
def _decided(room: Room, decision: str) -> None:
    then_._decided(room, DECISIONS[decision])


@then(parsers.parse("решение не принято"))
def _not_decided(room: Room) -> None:
    then_._not_decided(room, "adopted")


@then(parsers.re(r"не хватает: (?P<names>[a-z, -]+)$"))
def _missing(room: Room, names: str) -> None:
    then_._missing(room, names)


@then(parsers.parse("в перечне {count:d} государств"))
def _roll(room: Room, count: int) -> None:
    then_._roll(room, count)


@then(parsers.re(r"в перечне (?P<who>.+) — (?P<stance>возражение|оговорка|поддержка|молчание)$"))
def _roll_line(room: Room, who: str, stance: str) -> None:
    then_._roll_line(room, who, POSITIONS[stance])


@then(parsers.parse("{who} — наблюдатель"))
def _observer(room: Room, who: str) -> None:
    then_._is(room, who, None, "observer")


@then(parsers.parse("дело находится на стадии «{stage}»"))
def _stands(room: Room, stage: str) -> None:
    then_._stands(room, stage)


@then(parsers.parse("вступило в силу {words}"))
def _effect(room: Room, words: str) -> None:
    assert room.last().at == _day(room, words)


@then(parsers.parse("на столе редакция {number:d}"))
def _revision(room: Room, number: int) -> None:
    then_._revision(room, number)


@when(parsers.re(r"(?P<who>Председатель|Секретариат) совершает «(?P<act>[a-z-]+)»$"))
def _performs(room: Room, who: str, act: str) -> None:
    office = {"Председатель": "chair", "Секретариат": "secretariat"}[who]
    anything._performs(room, office, act, None, None)
