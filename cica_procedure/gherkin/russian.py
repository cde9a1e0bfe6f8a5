"""
The same steps in Russian, CICA's other working language.

Only the words differ: each is bound to the function of its English counterpart.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from pytest_bdd import given, parsers, then, when

from cica_procedure.gherkin import any_procedure as anything
from cica_procedure.gherkin import cica_words as cica
from cica_procedure.gherkin import given as given_
from cica_procedure.gherkin import silence
from cica_procedure.gherkin import then as then_
from cica_procedure.gherkin import when as when_
from cica_procedure.gherkin.context import Context

BODIES = {"СРГ": "SWG", "КСДЛ": "SOC", "СМИД": "MC", "САММИТ": "SUMMIT"}
"""Специальная рабочая группа, Комитет старших должностных лиц, Совет министров иностранных дел, саммит."""

MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
"""The months, as they stand in a date."""

POSITIONS = {"возражение": "objection", "оговорка": "reservation", "поддержка": "support", "молчание": "silent"}

DECISIONS = {"принято": "adopted", "предоставлено": "granted", "одобрено и рекомендовано": "approved and recommended"}


def _day(context: Context, words: str) -> datetime:
    """Read ``23 июня 2021 года`` as ten in the morning of that day, by the clock of the seat."""
    number, month, year = words.removesuffix(" года").split()
    day = datetime(int(year), MONTHS.index(month) + 1, int(number), tzinfo=context.rulebook.zone)
    return day + timedelta(hours=10)


@given(parsers.parse("сегодня {words}"))
@when(parsers.parse("наступает {words}"))
def _date(context: Context, words: str) -> None:
    context.now = _day(context, words)


@given(parsers.parse("заседает {body} в полном составе"))
def _meets(context: Context, body: str) -> None:
    given_._meets(context, BODIES[body])


@given(parsers.parse("заседает {body} без {names}"))
def _meets_without(context: Context, body: str, names: str) -> None:
    context.sit(BODIES[body], tuple(context.rulebook.party(name).id for name in names.replace(" и ", ", ").split(", ")))


@given(parsers.re(r"проект «(?P<title>[^»]+)» вида «(?P<kind>[^»]+)» на рассмотрении (?P<body>\S+)$"))
def _before(context: Context, title: str, kind: str, body: str) -> None:
    cica._before(context, title, kind, BODIES[body])


@given(parsers.parse("на рассмотрении {body} заявка: {name}"))
def _application(context: Context, body: str, name: str) -> None:
    cica._application(context, name, BODIES[body])


@when(parsers.re(r"возражает (?P<who>.+): «(?P<reason>[^»]+)»$"))
def _objects(context: Context, who: str, reason: str) -> None:
    when_._objects(context, who, reason)


@when(parsers.re(r"возражает (?P<who>.+) без объяснения причин$"))
def _objects_bare(context: Context, who: str) -> None:
    when_._objects_bare(context, who)


@when(parsers.re(r"оговорку делает (?P<who>.+): «(?P<reason>[^»]+)»$"))
def _reserves(context: Context, who: str, reason: str) -> None:
    when_._reserves(context, who, reason)


@when(parsers.parse("снимает возражение {who}"))
def _withdraws(context: Context, who: str) -> None:
    when_._withdraws_objection(context, who)


@when(parsers.parse("Председатель вносит новую редакцию"))
def _amends(context: Context) -> None:
    when_._amends(context, "chair")


@when(parsers.parse("Председатель ставит вопрос перед {body}"))
def _puts(context: Context, body: str) -> None:
    cica._puts(context, BODIES[body])


@when(
    parsers.re(r"Председатель объявляет процедуру молчания до (?P<words>\d+ \S+ \d+ года) по решению «(?P<act>[^»]+)»$")
)
def _silence(context: Context, words: str, act: str) -> None:
    details = {"decides": act, "expires": _day(context, words)}
    context.do("open-silence", "chair", details)


@when(parsers.re(r"нарушает молчание (?P<who>.+): «(?P<reason>[^»]+)»$"))
def _breaks(context: Context, who: str, reason: str) -> None:
    silence._breaks(context, who, reason)


@when("истекшее записывается")
def _settled(context: Context) -> None:
    silence._settled(context)


@then(parsers.re(r"решение (?P<decision>принято|предоставлено|одобрено и рекомендовано)$"))
def _decided(context: Context, decision: str) -> None:
    then_._decided(context, DECISIONS[decision])


@then(parsers.parse("решение не принято"))
def _not_decided(context: Context) -> None:
    then_._not_decided(context, "adopted")


@then(parsers.re(r"не хватает: (?P<names>[a-z, -]+)$"))
def _missing(context: Context, names: str) -> None:
    then_._missing(context, names)


@then(parsers.parse("в перечне {count:d} государств"))
def _roll(context: Context, count: int) -> None:
    then_._roll(context, count)


@then(parsers.re(r"в перечне (?P<who>.+) — (?P<stance>возражение|оговорка|поддержка|молчание)$"))
def _roll_line(context: Context, who: str, stance: str) -> None:
    then_._roll_line(context, who, POSITIONS[stance])


@then(parsers.parse("{who} — наблюдатель"))
def _observer(context: Context, who: str) -> None:
    then_._is(context, who, None, "observer")


@then(parsers.parse("дело находится на стадии «{stage}»"))
def _stands(context: Context, stage: str) -> None:
    then_._stands(context, stage)


@then(parsers.parse("вступило в силу {words}"))
def _effect(context: Context, words: str) -> None:
    assert context.last().at == _day(context, words)


@then(parsers.parse("на столе редакция {number:d}"))
def _revision(context: Context, number: int) -> None:
    then_._revision(context, number)


@when(parsers.re(r"(?P<who>Председатель|Секретариат) совершает «(?P<act>[a-z-]+)»$"))
def _performs(context: Context, who: str, act: str) -> None:
    office = {"Председатель": "chair", "Секретариат": "secretariat"}[who]
    anything._performs(context, office, act, None, None)
