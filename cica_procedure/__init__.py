"""
Decisions by consensus: real procedures as data, every act on the record.

The front door: what users may import, and nothing else.
Names are loaded when they are first used, so that a program pays only for what it needs.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cica_procedure.conference import Conference, Option, Reading
    from cica_procedure.consensus import Quorum, Standing, assess, call_roll
    from cica_procedure.errors import (
        Conflict,
        DamagedRecord,
        Fault,
        Inaccessible,
        Invalid,
        InvalidAct,
        InvalidChronology,
        InvalidRulebook,
        InvalidScenario,
        NotARecord,
        NotInRules,
        ProcedureError,
        RecordError,
        Refused,
    )
    from cica_procedure.record import Head, Record, Verdict, back_up, verify
    from cica_procedure.rulebook import Procedure, Rulebook, load
    from cica_procedure.scenario import Scenario, play, read_scenario
    from cica_procedure.terms import Case, Cure, Entry, Finding, Party, Position, Register, Silence, Stance, Tenure

__version__ = "0.1.0"

_HOMES = ("errors", "terms", "consensus", "record", "rulebook", "conference", "scenario")
"""Where the names live, the lightest home first."""

__all__ = [
    "Case",
    "Conference",
    "Conflict",
    "Cure",
    "DamagedRecord",
    "Entry",
    "Fault",
    "Finding",
    "Head",
    "Inaccessible",
    "Invalid",
    "InvalidAct",
    "InvalidChronology",
    "InvalidRulebook",
    "InvalidScenario",
    "NotARecord",
    "NotInRules",
    "Option",
    "Party",
    "Position",
    "Procedure",
    "ProcedureError",
    "Quorum",
    "Reading",
    "Record",
    "RecordError",
    "Refused",
    "Register",
    "Rulebook",
    "Scenario",
    "Silence",
    "Stance",
    "Standing",
    "Tenure",
    "Verdict",
    "__version__",
    "assess",
    "back_up",
    "call_roll",
    "load",
    "play",
    "read_scenario",
    "verify",
]


def __getattr__(name: str) -> object:
    if name in __all__:
        for home in _HOMES:
            module = import_module(f"{__name__}.{home}")
            if hasattr(module, name):
                return getattr(module, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
