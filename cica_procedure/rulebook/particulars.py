"""The types of the particulars of an act, and how a value from a caller becomes a value on the record."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from functools import cache

from cica_procedure.errors import Fault, InvalidAct, among, shown, unknown
from cica_procedure.rulebook.model import Rulebook
from cica_procedure.terms import NOTHING_YET, Value
from cica_procedure.text import harmful, id_form, visible
from cica_procedure.time import read_duration

MAX_TEXT = 20_000
"""The longest text of one particular, in characters: a title or a reason, not the document itself."""

MAX_NUMBER = 1_000_000_000
"""The largest number a particular can be."""

MAX_ID = 200
"""The longest id of a case, in characters."""

RESERVED = (
    "at", "recorded", "case", "act", "by", "procedure", "meeting", "revision", "reason", "note", "expect",
)  # fmt: skip
"""The names that every act has beside its particulars; no particular may use one of them."""


def read_text(value: object) -> str:
    """
    Check a text and return it unchanged.

    Raises:
        ValueError: when the value is not a text, is empty or too long, or has characters that cannot be stored.
    """
    if not isinstance(value, str):
        raise ValueError(f"expected a text, found {shown(value)}")
    if len(value) > MAX_TEXT:
        raise ValueError(f"the text has {len(value)} characters, at most {MAX_TEXT} are kept")
    if char := harmful(value):
        raise ValueError(f"the text has U+{ord(char):04X}, which does something to a screen: leave it out")
    if not visible(value):
        raise ValueError("the text is empty: nothing in it can be seen")
    return value


def read_number(value: object) -> int:
    """
    Check a whole number and return it unchanged.

    Raises:
        ValueError: when the value is not a whole number from 0 to `MAX_NUMBER`.
    """
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MAX_NUMBER:
        raise ValueError(f"expected a whole number up to {MAX_NUMBER:,}")
    return value


def read_id(value: object) -> str:
    """
    Check the id of a case and return it in the form in which it is kept.

    Raises:
        ValueError: when the value is not a text, is empty or too long, begins or ends with a space, or has characters
            that cannot be printed or cannot be repeated in a table or a feature.
    """
    if isinstance(value, str):
        value = id_form(value)
    if not isinstance(value, str) or not visible(value) or value != value.strip() or not value.isprintable():
        raise ValueError("is no id: it has to be a text of printable characters")
    if marks := [mark for mark in '"|,\\' if mark in value]:
        raise ValueError(f"is no id: {marks[0]} could not be repeated in a table or a feature")
    if len(value) > MAX_ID:
        raise ValueError(f"is no id: it has {len(value)} characters, at most {MAX_ID} are kept")
    return value


def _text(_: Rulebook, value: object) -> str:
    return read_text(value)


def _number(_: Rulebook, value: object) -> int:
    return read_number(value)


def _day(_: Rulebook, value: object) -> str:
    if isinstance(value, datetime):
        raise ValueError(f"expected a day without a time, found {value.isoformat()}")
    if isinstance(value, date):
        return value.isoformat()
    try:
        return date.fromisoformat(_text(_, value)).isoformat()
    except ValueError as error:
        raise ValueError(f"expected a day such as 2025-12-31, found {shown(value)}") from error


def _party(rulebook: Rulebook, value: object) -> str:
    try:
        return rulebook.party(_text(rulebook, value)).id
    except InvalidAct as error:
        raise ValueError(error.faults[0].problem) from error


def _parties(rulebook: Rulebook, value: object) -> list[Value]:
    if not isinstance(value, list | tuple):
        raise ValueError(f"expected a list of states, found {shown(value)}")
    return [*sorted({_party(rulebook, item) for item in value})]


def read_parties(rulebook: Rulebook, name: str, value: object) -> list[Value]:
    """
    Return the ids of parties that are given by their names, sorted.

    Raises:
        InvalidAct: when the value is not a list, or the rulebook does not know one of the names.
    """
    try:
        return _parties(rulebook, value)
    except ValueError as error:
        raise InvalidAct([Fault(name, str(error))]) from error


def _position(rulebook: Rulebook, value: object) -> str:
    if value != NOTHING_YET and (not isinstance(value, str) or value not in rulebook.positions):
        raise ValueError(unknown("position", value, [*rulebook.positions, NOTHING_YET]))
    return str(value)


def _one_of(what: str, choices: Callable[[Rulebook], Mapping[str, object]]) -> Callable[[Rulebook, object], str]:
    def parse(rulebook: Rulebook, value: object) -> str:
        known = choices(rulebook)
        if not isinstance(value, str) or value not in known:
            raise ValueError(unknown(what, value, known))
        return value

    return parse


def _flag(_: Rulebook, value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"expected true or false, found {shown(value)}")
    return value


def _cases(_: Rulebook, value: object) -> list[Value]:
    if not isinstance(value, list | tuple) or not value:
        raise ValueError(f"expected a list of cases by their ids, found {shown(value)}")
    found = [read_id(item) for item in value]
    if len(set(found)) < len(found):
        raise ValueError("names a case twice")
    return [*found]


def _instant(_: Rulebook, value: object) -> str:
    try:
        at = value if isinstance(value, datetime) else datetime.fromisoformat(_text(_, value))
    except ValueError as error:
        raise ValueError(f"expected an instant such as 2024-03-19T18:00+05:00, found {shown(value)}") from error
    if at.utcoffset() is None:
        raise ValueError(f"{at.isoformat()} has no offset; write it as {at.isoformat()}+06:00, say")
    return at.isoformat()


def _duration(_: Rulebook, value: object) -> str:
    words = _text(_, value)
    read_duration(words)
    return words


def read_digest(value: object) -> str:
    """
    Check the SHA-256 of a text, in hexadecimal, and return it unchanged.

    Raises:
        ValueError: when the value is none.
    """
    words = read_text(value)
    if not re.fullmatch("[0-9a-f]{64}", words):
        raise ValueError(f"expected the SHA-256 of a document, 64 digits from 0 to f, found {shown(words)}")
    return words


def _key(_: Rulebook, value: object) -> str:
    words = _text(_, value)
    if not re.fullmatch("[0-9a-f]{64}", words):
        raise ValueError(f"expected a public key of 64 digits, as cica keygen writes it, found {shown(words)}")
    return words


def _choice(kind: str) -> Callable[[Rulebook, object], str]:
    """Read a type such as ``online|in-person``: one of the words."""
    words = dict.fromkeys(kind.split("|"))
    return _one_of("choice", lambda _: words)


@cache
def reader(kind: str) -> Callable[[Rulebook, object], Value]:
    """
    Return the function that reads a particular of a type; it raises `ValueError` for a wrong value.

    Raises:
        KeyError: when there is no such type.
    """
    kind = kind.removesuffix("?")
    return _choice(kind) if "|" in kind else TYPES[kind]


CHOICES: Mapping[str, Callable[[Rulebook], Mapping[str, object]]] = {
    "area": lambda rulebook: rulebook.areas,
    "body": lambda rulebook: rulebook.bodies,
    "dimension": lambda rulebook: rulebook.dimensions,
    "edition": lambda rulebook: {edition.id: edition for edition in rulebook.editions},
    "kind": lambda rulebook: rulebook.kinds,
    "role": lambda rulebook: {role.id: role for role in rulebook.roles.values() if role.scope},
}
"""The types that are names in the rulebook, and what they are names of."""

TYPES: Mapping[str, Callable[[Rulebook, object], Value]] = {
    "area": _one_of("priority area", CHOICES["area"]),
    "body": _one_of("body", CHOICES["body"]),
    "case": lambda _, value: read_id(value),
    "cases": _cases,
    "day": _day,
    "dimension": _one_of("dimension", CHOICES["dimension"]),
    "document": lambda _, value: read_digest(value),
    "duration": _duration,
    "edition": _one_of("edition", CHOICES["edition"]),
    "flag": _flag,
    "foreseen": lambda _, value: read_id(value),
    "instant": _instant,
    "key": _key,
    "kind": _one_of("kind of document", CHOICES["kind"]),
    "number": _number,
    "parties": _parties,
    "party": _party,
    "position": _position,
    "role": _one_of("role", CHOICES["role"]),
    "text": _text,
}
"""
The closed registry of types; every field of every step has one of them, and a ``?`` after it makes it optional.

A ``case`` has to be on the record, a ``foreseen`` one need not be yet.

A type may also be words separated by ``|``: a choice among these words.
"""


def read_details(
    rulebook: Rulebook,
    fields: Mapping[str, str],
    given: Mapping[str, object],
    *,
    complete: bool = True,
) -> dict[str, Value]:
    """
    Return the particulars as they go on the record, from the values that a caller gave.

    Args:
        rulebook: the rules that the names in the values refer to.

        fields: the particulars the act takes, with their types.

        given: the values from the caller, by name.

        complete: whether every particular that is not optional must be given.

    Raises:
        InvalidAct: with a fault for each particular that is unknown, missing or of the wrong type.
    """
    details: dict[str, Value] = {}
    faults = list(_misnamed(rulebook, fields, given, complete=complete)) if fields.keys() != given.keys() else []
    if "present" in given and "absent" in given:
        faults.append(Fault("absent", "is given beside present", "name those who are there, or those who are not"))
    for name, value in given.items():
        if name not in fields:
            continue
        try:
            details[name] = reader(fields[name])(rulebook, value)
        except ValueError as error:
            faults.append(Fault(name, str(error)))
    if faults:
        raise InvalidAct(sorted(faults, key=lambda fault: str(fault.place)))
    return details


def _misnamed(
    rulebook: Rulebook, fields: Mapping[str, str], given: Mapping[str, object], *, complete: bool
) -> Iterator[Fault]:
    for name in given.keys() - fields.keys():
        yield Fault(name, unknown("particular", name, fields, also=RESERVED))
    for name, kind in fields.items():
        if complete and not kind.endswith("?") and name not in given:
            known = kind.split("|") if "|" in kind else CHOICES[kind](rulebook) if kind in CHOICES else ()
            yield Fault(name, f"is missing: give a {kind}" if "|" not in kind else "is missing", among(known))
