"""
Conformance: the check whether a rulebook explains the cases of a chronology.

A chronology reports some steps of a case and leaves others out. A case conforms when some path of its procedure
explains every reported step. Other steps that the path needs are assumed; a step that no path explains deviates.
"""

from cica_procedure.conformance.alignment import Alignment, Move, align
from cica_procedure.conformance.chronology import History, Observed, read_chronology
from cica_procedure.conformance.result import ConformanceResult, judge_history
from cica_procedure.conformance.word_meanings import WordMeanings, read_meanings

__all__ = [
    "Alignment",
    "ConformanceResult",
    "History",
    "Move",
    "Observed",
    "WordMeanings",
    "align",
    "judge_history",
    "read_chronology",
    "read_meanings",
]
