"""
A meeting in a file: a setting, acts, and what is expected of each.

Reading finds every fault of a file before anything is played; playing goes through the conference like any other user.
"""

from cica_procedure.scenario.model import Expectation, FinalExpectation, PlannedAct, Scenario
from cica_procedure.scenario.player import PlayedAct, Report, play, played_paths
from cica_procedure.scenario.reader import read_scenario

__all__ = [
    "Expectation",
    "FinalExpectation",
    "PlannedAct",
    "PlayedAct",
    "Report",
    "Scenario",
    "play",
    "played_paths",
    "read_scenario",
]
