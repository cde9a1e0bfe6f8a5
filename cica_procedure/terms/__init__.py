"""The vocabulary of the rules of procedure: acts, cases, entries, parties and the like, as immutable values."""

from cica_procedure.terms.act import FOR, LETTER, OWN, TOLD, Act, Value
from cica_procedure.terms.case import CLOCK, NEW, Case, clock_fact, turns_clock
from cica_procedure.terms.entry import (
    DISOWNED,
    DOCUMENT,
    INTRODUCES,
    KEYS,
    PARTIES,
    REMARKS,
    REPORTED,
    RULES,
    Change,
    Entry,
)
from cica_procedure.terms.finding import Cure, Finding
from cica_procedure.terms.meeting import Meeting, MeetingHistory
from cica_procedure.terms.party import Body, Office, Party
from cica_procedure.terms.position import CONCERN, CONCERNS, KEPT, NOTHING_YET, ON, SET_ASIDE, Position, place
from cica_procedure.terms.register import EDITION, KEY, TAKEN, Register, Tenure
from cica_procedure.terms.silence import SILENCE, Silence

__all__ = [
    "CLOCK",
    "CONCERN",
    "CONCERNS",
    "DISOWNED",
    "DOCUMENT",
    "EDITION",
    "FOR",
    "INTRODUCES",
    "KEPT",
    "KEY",
    "KEYS",
    "LETTER",
    "NEW",
    "NOTHING_YET",
    "ON",
    "OWN",
    "PARTIES",
    "REMARKS",
    "REPORTED",
    "RULES",
    "SET_ASIDE",
    "SILENCE",
    "TAKEN",
    "TOLD",
    "Act",
    "Body",
    "Case",
    "Change",
    "Cure",
    "Entry",
    "Finding",
    "Meeting",
    "MeetingHistory",
    "Office",
    "Party",
    "Position",
    "Register",
    "Silence",
    "Tenure",
    "Value",
    "clock_fact",
    "place",
    "turns_clock",
]
