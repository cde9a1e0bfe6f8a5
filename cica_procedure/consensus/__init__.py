"""
The rules of decision, as pure functions of the members, the members present and the positions.

1. A meeting may be held and may decide only when a quorum of the members is present.
2. Consensus is judged on the members' positions on the current revision, with the membership at that instant;
   the position of a party that is not a member never counts.
3. Under every rule of consensus, one objection by a member that has a say stops a decision.
   Every member has a say, except that under ``minus-one`` the member that the matter is about has no say.
4. The roll has a line for every member, whether it spoke, was silent or was absent.
"""

from cica_procedure.consensus.quorum import Quorum
from cica_procedure.consensus.roll import ABSENT, SILENT, call_roll
from cica_procedure.consensus.rules import RULES, Standing, assess

__all__ = ["ABSENT", "RULES", "SILENT", "Quorum", "Standing", "assess", "call_roll"]
