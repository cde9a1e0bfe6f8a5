"""
A meeting in a file: a setting, acts, and what is expected of each.

Reading finds every fault of a file before anything is played; playing goes through the conference like any other user.
"""

from cica_procedure.scenario.model import Expectation, Outcome, Scenario, Scene
from cica_procedure.scenario.player import Played, Report, play, played_paths
from cica_procedure.scenario.reader import read_scenario

__all__ = ["Expectation", "Outcome", "Played", "Report", "Scenario", "Scene", "play", "played_paths", "read_scenario"]
