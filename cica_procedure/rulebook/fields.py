"""The particulars an act takes: their types, and how a value given by a person becomes one on the record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime

from cica_procedure.errors import Fault, InvalidAct, unknown
from cica_procedure.rulebook.model import Rulebook
from cica_procedure.terms import Stance, Value

MAX_TEXT = 20_000
"""The longest text of one particular, in characters: a title or a reason, not the document itself."""


def _text(_: Rulebook, value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"expected a text, found {value!r}")
    if not value.strip():
        raise ValueError("the text is empty")
    if len(value) > MAX_TEXT:
        raise ValueError(f"the text has {len(value)} characters, at most {MAX_TEXT} are kept")
    return value


def _number(_: Rulebook, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError(f"expected a whole number, found {value!r}")
    return value


def _day(_: Rulebook, value: object) -> str:
    if isinstance(value, datetime):
        raise ValueError(f"expected a day without a time, found {value.isoformat()}")
    if isinstance(value, date):
        return value.isoformat()
    try:
        return date.fromisoformat(_text(_, value)).isoformat()
    except ValueError as error:
        raise ValueError(f"expected a day such as 2025-12-31, found {value!r}") from error


def _party(rulebook: Rulebook, value: object) -> str:
    try:
        return rulebook.party(_text(rulebook, value)).id
    except InvalidAct as error:
        raise ValueError(error.faults[0].problem) from error


def _parties(rulebook: Rulebook, value: object) -> list[Value]:
    if not isinstance(value, list | tuple):
        raise ValueError(f"expected a list of states, found {value!r}")
    return [*sorted({_party(rulebook, item) for item in value})]


def _stance(_: Rulebook, value: object) -> str:
    if value not in list(Stance):
        raise ValueError(unknown("position", value, list(Stance)))
    return str(value)


def _one_of(what: str, choices: Callable[[Rulebook], Mapping[str, object]]) -> Callable[[Rulebook, object], str]:
    def parse(rulebook: Rulebook, value: object) -> str:
        known = choices(rulebook)
        if value not in known:
            raise ValueError(unknown(what, value, known))
        return str(value)

    return parse


TYPES: Mapping[str, Callable[[Rulebook, object], Value]] = {
    "area": _one_of("priority area", lambda rulebook: rulebook.areas),
    "body": _one_of("body", lambda rulebook: rulebook.bodies),
    "day": _day,
    "kind": _one_of("kind of document", lambda rulebook: rulebook.kinds),
    "number": _number,
    "parties": _parties,
    "party": _party,
    "position": _stance,
    "role": _one_of("role", lambda rulebook: {role.id: role for role in rulebook.roles.values() if role.scope}),
    "text": _text,
}
"""The closed registry of types; every field of every step chooses from it, a ``?`` behind it makes it optional."""


def read_details(
    rulebook: Rulebook,
    fields: Mapping[str, str],
    given: Mapping[str, object],
    *,
    complete: bool = True,
) -> dict[str, Value]:
    """
    Turn what a caller gave into what goes on the record.

    Args:
        rulebook: what the names in it refer to.

        fields: the particulars the act takes, with their types.

        given: the caller's.

        complete: whether those that are not optional must all be there.

    Raises:
        InvalidAct: with a fault for each particular that is unknown, missing or of the wrong type.
    """
    details: dict[str, Value] = {}
    faults = list(_misnamed(fields, given, complete=complete))
    for name in fields.keys() & given.keys():
        try:
            details[name] = TYPES[fields[name].removesuffix("?")](rulebook, given[name])
        except ValueError as error:
            faults.append(Fault(name, str(error)))
    if faults:
        raise InvalidAct(sorted(faults, key=lambda fault: fault.place))
    return details


def _misnamed(fields: Mapping[str, str], given: Mapping[str, object], *, complete: bool) -> Iterator[Fault]:
    for name in given.keys() - fields.keys():
        yield Fault(name, unknown("particular", name, fields))
    for name, kind in fields.items():
        if complete and not kind.endswith("?") and name not in given:
            yield Fault(name, f"is missing: give a {kind}")
