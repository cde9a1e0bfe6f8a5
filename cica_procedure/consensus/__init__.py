"""
The rules of decision, as pure functions of who has a say, who is present and what the members have said.

1. A meeting may be held and may decide only when a quorum of the members is present.
2. A decision is judged on the positions on the current revision, with those that have a say at that instant; the
   position of a party without a say never counts.
3. Under the rules that every rulebook has, one objection by a member that has a say stops a decision.
   Every member has a say, except that under ``minus-one`` the member that the matter is about has no say.
4. A rule that lets a decision pass over a block has to say so.
5. The roll has a line for everyone that has a say, whether it spoke, was silent or was absent.
"""

from cica_procedure.consensus.roll import ABSENT, SILENT, call_roll
from cica_procedure.consensus.rules import RULES, WORDS, DecisionRule, Kind, Say, Standing, Word, assess
from cica_procedure.consensus.threshold import Threshold

__all__ = [
    "ABSENT",
    "RULES",
    "SILENT",
    "WORDS",
    "DecisionRule",
    "Kind",
    "Say",
    "Standing",
    "Threshold",
    "Word",
    "assess",
    "call_roll",
]
