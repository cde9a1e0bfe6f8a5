"""
The strict conversion of a TOML document into values; no other module imports cattrs.

No value is converted silently: ``1`` is not accepted as a text, nor ``"yes"`` as a boolean, and an unknown key is a
fault. All faults of a document are reported together, each with its file and key.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args, get_origin
from zoneinfo import ZoneInfo

import attrs
from cattrs import ClassValidationError, Converter, ForbiddenExtraKeysError, IterableValidationError, transform_error
from cattrs.gen import make_dict_structure_fn, override

from cica_procedure.consensus import Threshold
from cica_procedure.errors import Fault, shown, unknown
from cica_procedure.reading import read_source
from cica_procedure.rulebook.calendar import read_zone
from cica_procedure.rulebook.procedure import Clause
from cica_procedure.time import read_duration

MAX_ITEMS = 20_000
"""The longest list that is read; a scenario with more acts is better played in several files."""

MAX_FAULTS = 200
"""How many faults of one file are told."""

MAX_DOTS = 20
"""The largest number of parts of one key; the parser takes the square of it in time and memory."""

_ITEMS = f"at most {MAX_ITEMS:,} are read"
_PART = r"""(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')"""
# From the beginning of a word, and never back over a part, so that the search takes no longer than the file is long.
_DOTTED = re.compile(rf"(?<![\w-]){_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{{MAX_DOTS}}}")

MAX_EXTRA = 16
"""How many keys that are not known are named, of one table."""

T = TypeVar("T")


def read_table(path: Path) -> dict[str, Any] | Fault:
    """
    Return the content of a TOML file without checking its keys, or a fault when it is too large, or is not TOML.

    Raises:
        Inaccessible: when it cannot be read, or is no regular file.
    """
    content = read_source(path, str(path))
    return content if isinstance(content, Fault) else parse_bytes(content, str(path))


def parse_bytes(content: bytes, place: str) -> dict[str, Any] | Fault:
    """Return the content of a TOML file without checking its keys; or a fault, which names the place."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Fault(f"{place}, byte {error.start}", "is not UTF-8 text", "save the file as UTF-8")
    return _parse(text, place) if text.strip() else Fault(place, "is empty")


def _parse(text: str, place: str) -> dict[str, Any] | Fault:
    if _DOTTED.search(text):
        return Fault(place, f"has a key of more than {MAX_DOTS} parts")
    try:
        table = tomllib.loads(text)
        longest = _longest(table)
        return table if longest <= MAX_ITEMS else Fault(place, f"has a list of {longest:,} items", _ITEMS)
    except tomllib.TOMLDecodeError as error:
        return Fault(place, f"is not TOML: {error}")
    except ValueError:
        return Fault(place, "has a number of more digits than a number can have")
    except RecursionError:
        return Fault(place, "is nested too deeply")


def structure(data: object, cls: type[T], place: Callable[[str], str]) -> T | list[Fault]:
    """
    Return plain data as a value of a class, or its faults.

    Args:
        data: the data, as the TOML parser returns it.

        cls: the class of the value.

        place: returns the name of a place for a key path such as ``.steps[2].act``.
    """
    try:
        return _CONVERTER.structure(data, cls)
    except (ClassValidationError, IterableValidationError, ValueError) as error:
        lines = transform_error(error, format_exception=_word)
        found = (line.rpartition(" @ $") for line in lines[:MAX_FAULTS])
        faults = [Fault(place(_by_keys(path)), problem) for problem, _, path in found]
        more = len(lines) - len(faults)
        return [*faults, Fault(place(""), f"has {more:,} more faults", "mend these first")] if more > 0 else faults


def _longest(table: object) -> int:
    """Return the length of the longest list in a table."""
    longest, waiting = 0, [table]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, list):
            longest = max(longest, len(value))
            waiting += value[:MAX_ITEMS]
    return longest


def _by_keys(path: str) -> str:
    """Return a path with the keys of a document in the place of the attributes that have another name."""
    return ".".join(_RENAMED.get(name, name) for name in path.split("."))


_RENAMED: dict[str, str] = {}
"""For each attribute whose key is a word of Python, such as ``from``: its key."""


def _word(error: BaseException, _: object) -> str:
    match error:
        case ForbiddenExtraKeysError():
            known = [key_of(a) for a in attrs.fields(error.cl)]
            extra = sorted(error.extra_fields)
            more = [f"and {len(extra) - MAX_EXTRA} more"] if len(extra) > MAX_EXTRA else []
            return "; ".join([*(unknown("key", key, known) for key in extra[:MAX_EXTRA]), *more])
        case KeyError():
            return f"the key {error.args[0]!r} is missing"
        case AttributeError():
            return "expected a table"
        case TypeError():
            return "expected a list"
        case _:
            return str(error)


def key_of(attribute: attrs.Attribute[Any]) -> str:
    """Return the key of an attribute in a document: its name with hyphens, unless its metadata names another key."""
    return str(attribute.metadata.get("key", attribute.name.replace("_", "-")))


def _strictly(kind: type, words: str) -> Callable[[object, object], object]:
    def check(value: object, _: object) -> object:
        if type(value) is not kind:
            raise ValueError(f"expected {words}, found {shown(value)}")
        if value == "":
            raise ValueError(f"expected {words}, found an empty one")
        return value

    return check


def _texts(value: object, _: object) -> tuple[str, ...]:
    """Read one text or a list of texts."""
    if isinstance(value, str):
        return (value,)
    if value and isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    if value == []:
        raise ValueError("expected a text or a list of texts, found an empty list")
    raise ValueError(f"expected a text or a list of texts, found {shown(value)}")


def _clause(value: object, _: object) -> Clause:
    """Read a clause: a name, or a table with a single name and its parameter."""
    if isinstance(value, str):
        return Clause(value)
    if isinstance(value, Mapping) and len(value) == 1:
        ((name, parameter),) = value.items()
        if isinstance(parameter, str):
            return Clause(name, parameter)
    raise ValueError(
        f"expected a name, or a name with its parameter such as {{ lacks = 'member' }}, found {shown(value)}"
    )


def _clauses(value: object, _: object) -> tuple[Clause, ...]:
    """Read one clause or a list of clauses."""
    return tuple(_clause(item, None) for item in (value if isinstance(value, list) else [value]))


def _duration(value: object, _: object) -> timedelta:
    return read_duration(value) if isinstance(value, str) else read_duration(shown(value))


def _zone(value: object, _: object) -> ZoneInfo:
    return read_zone(value if isinstance(value, str) else shown(value))


def _threshold(value: object, _: object) -> Threshold:
    """Read a threshold: a number or words, or a share as a table with its numerator and denominator."""
    if isinstance(value, Mapping) and value.keys() == {"numerator", "denominator"}:
        return Threshold(f"{value['numerator']}/{value['denominator']}")
    if not isinstance(value, str | int) or isinstance(value, bool):
        raise ValueError(f"expected a threshold such as 3, '2/3', '>1/2' or 'all', found {shown(value)}")
    return Threshold(str(value))


def _thresholds(value: object, _: object) -> tuple[Threshold, ...]:
    """Read one threshold or a list of thresholds."""
    return tuple(_threshold(item, None) for item in (value if isinstance(value, list) else [value]))


def _instant(value: object, _: object) -> datetime:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value
    if isinstance(value, datetime):
        raise ValueError(f"{value.isoformat()} has no offset; write it as {value.isoformat()}+06:00, say")
    raise ValueError(f"expected an instant such as 2021-06-23T11:00:00+06:00, found {shown(value)}")


def _is_choice(kind: object) -> bool:
    return get_origin(kind) is Literal


def _choice_hook(kind: Any) -> Callable[[object, object], object]:  # noqa: ANN401 - a Literal, which has no type
    choices = get_args(kind)

    def check(value: object, _: object) -> object:
        if value not in choices:
            raise ValueError(f"expected {' or '.join(str(c) for c in choices if c)}, found {shown(value)}")
        return value

    return check


def _class_hook(cls: type) -> Callable[[Mapping[str, Any], Any], Any]:
    _RENAMED.update({a.name: key_of(a) for a in attrs.fields(cls) if "key" in a.metadata})
    names = {a.name: override(rename=key_of(a)) for a in attrs.fields(cls) if a.init}
    hook: Callable[[Mapping[str, Any], Any], Any] = make_dict_structure_fn(
        cls,
        _CONVERTER,
        _cattrs_forbid_extra_keys=True,
        **names,  # type: ignore[arg-type]  # the names of attributes, none begins with _cattrs
    )

    def strict(value: Mapping[str, Any], kind: Any) -> Any:  # noqa: ANN401 - cattrs' own signature
        if not isinstance(value, Mapping):
            raise ValueError(f"expected a table, found {shown(value)}")
        return hook(value, kind)

    return strict


_CONVERTER = Converter(forbid_extra_keys=True)
_CONVERTER.register_structure_hook_factory(attrs.has, _class_hook)
_CONVERTER.register_structure_hook_factory(_is_choice, _choice_hook)
_CONVERTER.register_structure_hook(str, _strictly(str, "a text"))
_CONVERTER.register_structure_hook(int, _strictly(int, "a whole number"))
_CONVERTER.register_structure_hook(bool, _strictly(bool, "true or false"))
_CONVERTER.register_structure_hook(date, _strictly(date, "a day such as 2021-10-12"))
_CONVERTER.register_structure_hook(datetime, _instant)
_CONVERTER.register_structure_hook(timedelta, _duration)
_CONVERTER.register_structure_hook_func(lambda kind: kind == tuple[str, ...], _texts)
_CONVERTER.register_structure_hook_func(lambda kind: kind == tuple[Clause, ...], _clauses)
_CONVERTER.register_structure_hook_func(lambda kind: kind == tuple[Threshold, ...], _thresholds)
_CONVERTER.register_structure_hook(Threshold, _threshold)
_CONVERTER.register_structure_hook(ZoneInfo, _zone)
_CONVERTER.register_structure_hook(Clause, _clause)
