"""
Every path of a procedure, walked with the real rules.

Members are interchangeable: one that objects stands for any, and a quorum that is missed by one for any that is missed.
So the states are the stages with what has been stated, and each act is tried from each of them.
"""

from cica_procedure.exploration.explorer import Exploration, Route, Violation, explore

__all__ = ["Exploration", "Route", "Violation", "explore"]
