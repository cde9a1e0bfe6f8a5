"""
The rules of decision, as pure functions of who may speak, who is there and what was said.

1. A meeting may be held and may decide only with a quorum of the members present.
2. Consensus is judged on the positions that stand on the revision on the table, by the members at that instant;
   the position of anybody else does not count, however it came there.
3. One objection stops a decision, under every rule of consensus, of a member that has a say under it:
   every member, save under ``minus-one`` the one the matter is about.
4. The roll names every member, whether it spoke, was silent or was absent.
"""

from cica_procedure.consensus.quorum import Quorum
from cica_procedure.consensus.roll import ABSENT, SILENT, call_roll
from cica_procedure.consensus.rules import RULES, Standing, assess

__all__ = ["ABSENT", "RULES", "SILENT", "Quorum", "Standing", "assess", "call_roll"]
