"""
Scenarios: files with a setting, acts, and the expectations of each act.

Reading a file reports every fault before anything is played. Playing uses the conference, like any other caller.
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
