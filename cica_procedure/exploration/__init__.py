"""
The exploration of every path of a procedure, with the real rules.

Members are interchangeable: an objection by one member stands for an objection by any member, and a quorum missed by
one member stands for any missed quorum. So a state is a stage together with the facts that have been stated, and each
act is tried from each state.
"""

from cica_procedure.exploration.explorer import Exploration, Route, explore
from cica_procedure.exploration.laws import Violation

__all__ = ["Exploration", "Route", "Violation", "explore"]
