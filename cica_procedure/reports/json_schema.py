"""The JSON Schemas of rulebook files, for editors, made from the classes and registries that read the files."""

from __future__ import annotations

import types
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

import attrs

from cica_procedure.consensus import Threshold
from cica_procedure.core.effects import EFFECTS
from cica_procedure.core.requirements import REQUIREMENTS
from cica_procedure.loading.files import KEYED, ProcedureFile, RulesFile
from cica_procedure.loading.parts import Part
from cica_procedure.loading.toml_reader import key_of
from cica_procedure.rulebook.particulars import TYPES
from cica_procedure.rulebook.procedure import Clause, Step

FILES: Mapping[str, type] = {"rulebook": RulesFile, "procedure": ProcedureFile, "part": Part}
"""The kinds of files of a rulebook, and the class each is read into."""

THRESHOLD: dict[str, Any] = {
    "anyOf": [
        {"type": "integer", "minimum": 0},
        {"type": "string", "pattern": r"^(\d+|>?\d+/\d+|all(-\d+)?)$"},
        {
            "type": "object",
            "additionalProperties": False,
            "properties": {"numerator": {"type": "integer"}, "denominator": {"type": "integer"}},
            "required": ["numerator", "denominator"],
        },
    ]
}

PLAIN: Mapping[object, dict[str, Any]] = {
    ZoneInfo: {"type": "string", "minLength": 1},
    Threshold: THRESHOLD,
    tuple[Threshold, ...]: {"anyOf": [*THRESHOLD["anyOf"], {"type": "array", "items": THRESHOLD, "minItems": 1}]},
    str: {"type": "string", "minLength": 1},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
    timedelta: {"type": "string", "pattern": "^P"},
}

TEXTS: dict[str, Any] = {
    "anyOf": [{"type": "string", "minLength": 1}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]
}


def schema(file: str) -> dict[str, Any]:
    """
    Return the JSON Schema of a kind of file.

    Args:
        file: a name in `FILES`; the tables of ``rulebook`` may be distributed over several files of its folder.

    Raises:
        KeyError: when there is no such kind of file.
    """
    made = _of_class(FILES[file])
    if file == "rulebook":
        # Each table is in one of the files, so no file must have all of them.
        made.pop("required", None)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"cica-procedure {file}", **made}


def _of_class(cls: type, *, keyed: bool = False) -> dict[str, Any]:
    hints = get_type_hints(cls)
    properties, required = {}, []
    for attribute in attrs.fields(cls):
        key = key_of(attribute)
        if not attribute.init or (keyed and key == "id"):
            continue
        properties[key] = _of_key(cls, key, hints[attribute.name])
        if attribute.default is attrs.NOTHING:
            required.append(key)
    return {"type": "object", "additionalProperties": False, "properties": properties, "required": required}


def _of_key(cls: type, key: str, hint: Any) -> dict[str, Any]:  # noqa: ANN401 - a type, of whatever kind
    if hint == tuple[Clause, ...]:
        return _clauses(REQUIREMENTS if key == "requires" else EFFECTS)
    if cls is Step and key == "fields":
        names = "|".join(sorted(TYPES))
        return {
            "type": "object",
            "additionalProperties": {"type": "string", "pattern": rf"^(({names})|[^|?]+(\|[^|?]+)+)\??$"},
        }
    return _of_type(hint, keyed=key in KEYED)


def _of_type(hint: Any, *, keyed: bool = False) -> dict[str, Any]:  # noqa: ANN401 - a type, of whatever kind
    simple = {**PLAIN, tuple[str, ...]: TEXTS}
    if hint in simple:
        return simple[hint]
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _of_type(next(argument for argument in arguments if argument is not type(None)))
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin is tuple:
        return {"type": "array", "items": _of_type(arguments[0])}
    if origin is not None and issubclass(origin, Mapping):
        inner = arguments[1]
        made = _of_class(inner, keyed=keyed) if attrs.has(inner) else _of_type(inner)
        return {"type": "object", "additionalProperties": made}
    return _of_class(hint)


def _clauses(registry: Mapping[str, Any]) -> dict[str, Any]:
    bare = [name for name, entry in registry.items() if not entry.parameter or entry.parameter.endswith("?")]
    given = {name: {"type": "string", "minLength": 1} for name, entry in registry.items() if entry.parameter}
    table = {
        "type": "object",
        "additionalProperties": False,
        "properties": given,
        "minProperties": 1,
        "maxProperties": 1,
    }
    clause = {"anyOf": [{"enum": sorted(bare)}, table]}
    return {"anyOf": [clause, {"type": "array", "items": clause, "minItems": 1}]}
