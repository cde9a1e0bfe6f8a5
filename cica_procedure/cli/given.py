"""Particulars on the command line: ``NAME=VALUE``, each read by the type that the rules give it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import click

_READ: Mapping[str, Callable[[str], object]] = {
    "number": lambda value: int(value) if value.isdecimal() and value.isascii() else value,
    "flag": lambda value: {"true": True, "false": False}.get(value, value),
    "cases": lambda value: [each.strip() for each in value.split(",")],
    "parties": lambda value: [each.strip() for each in value.split(",")],
}
"""The types that are not texts; a value that is none is left to the rules, which say what is wrong with it."""


def particulars(words: Iterable[str], fields: Mapping[str, str]) -> dict[str, object]:
    """
    Return particulars by name.

    Args:
        words: the words, each ``NAME=VALUE``; the parts of a list stand between commas.

        fields: the types of the particulars of the act.
    """
    given: dict[str, object] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not name:
            raise click.BadParameter(f"{word!r} is not of the form NAME=VALUE", param_hint="NAME=VALUE")
        if name in given:
            raise click.BadParameter(f"{name!r} is given twice", param_hint="NAME=VALUE")
        given[name] = _READ.get(fields.get(name, "").removesuffix("?"), str)(value)
    return given
