"""
The live organisation: one method for each thing a person does with a case.

Names are loaded when they are first used: who only reads a record needs no rulebook.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cica_procedure.conference.conference import Conference
    from cica_procedure.conference.hearing import Option
    from cica_procedure.conference.reading import Reading

_HOMES = {"Conference": "conference", "Option": "hearing", "Reading": "reading"}

__all__ = ["Conference", "Option", "Reading"]


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
