"""
The public names of the package: decisions by consensus, procedures as data, every act on the record.

Users may import the names in `__all__`, and no others.
Each name is loaded when it is first used, so that a program loads only the modules it needs.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cica_procedure.conference.backup import back_up
    from cica_procedure.conference.clock import Clock, ToldClock
    from cica_procedure.conference.conference import Conference
    from cica_procedure.conference.lawfulness import verify
    from cica_procedure.consensus import DecisionRule, Standing, Threshold, assess, call_roll
    from cica_procedure.core.decide import Ask, Option, Outcome, decide
    from cica_procedure.core.objections import Fate, Objection
    from cica_procedure.core.state import State
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
    from cica_procedure.loading.loader import load
    from cica_procedure.record.chain import Head
    from cica_procedure.record.sqlite_record import Record
    from cica_procedure.record.verification import Verdict
    from cica_procedure.rulebook.model import Rulebook
    from cica_procedure.rulebook.procedure import Procedure
    from cica_procedure.scenario import Scenario, play, read_scenario
    from cica_procedure.terms import Case, Cure, Entry, Finding, Party, Position, Register, Silence, Tenure

__version__ = "0.1.0"

_HOMES = {
    "Ask": "core.decide",
    "Case": "terms",
    "Clock": "conference.clock",
    "Conference": "conference.conference",
    "Conflict": "errors",
    "Cure": "terms",
    "DamagedRecord": "errors",
    "DecisionRule": "consensus",
    "Entry": "terms",
    "Fate": "core.objections",
    "Fault": "errors",
    "Finding": "terms",
    "Head": "record.chain",
    "Inaccessible": "errors",
    "Invalid": "errors",
    "InvalidAct": "errors",
    "InvalidChronology": "errors",
    "InvalidRulebook": "errors",
    "InvalidScenario": "errors",
    "NotARecord": "errors",
    "NotInRules": "errors",
    "Objection": "core.objections",
    "Option": "core.decide",
    "Outcome": "core.decide",
    "Party": "terms",
    "Position": "terms",
    "Procedure": "rulebook.procedure",
    "ProcedureError": "errors",
    "Record": "record.sqlite_record",
    "RecordError": "errors",
    "Refused": "errors",
    "Register": "terms",
    "Rulebook": "rulebook.model",
    "Scenario": "scenario",
    "Silence": "terms",
    "Standing": "consensus",
    "State": "core.state",
    "Tenure": "terms",
    "Threshold": "consensus",
    "ToldClock": "conference.clock",
    "Verdict": "record.verification",
    "assess": "consensus",
    "back_up": "conference.backup",
    "call_roll": "consensus",
    "decide": "core.decide",
    "load": "loading.loader",
    "play": "scenario",
    "read_scenario": "scenario",
    "verify": "conference.lawfulness",
}
"""For each public name, the module that defines it."""

__all__ = [
    "Ask",
    "Case",
    "Clock",
    "Conference",
    "Conflict",
    "Cure",
    "DamagedRecord",
    "DecisionRule",
    "Entry",
    "Fate",
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
    "Objection",
    "Option",
    "Outcome",
    "Party",
    "Position",
    "Procedure",
    "ProcedureError",
    "Record",
    "RecordError",
    "Refused",
    "Register",
    "Rulebook",
    "Scenario",
    "Silence",
    "Standing",
    "State",
    "Tenure",
    "Threshold",
    "ToldClock",
    "Verdict",
    "__version__",
    "assess",
    "back_up",
    "call_roll",
    "decide",
    "load",
    "play",
    "read_scenario",
    "verify",
]


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
