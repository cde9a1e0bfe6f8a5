"""
The laws of other rules: a record goes on under them from the entry that enters them, and no earlier one is judged anew.

1. Somebody has decided it on the record, or it is clerical and says why.
2. They are rules of the same organisation, and differ from those in force.
3. Every case keeps its place: the rules know its procedure, edition and stage, and every name in the register.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cica_procedure.core.state import State
from cica_procedure.errors import InvalidAct, InvalidRulebook, NotInRules, RecordError
from cica_procedure.rulebook.model import Rulebook
from cica_procedure.terms import EDITION, RULES, TAKEN, Value


def unfit(state: State, details: Mapping[str, Value], reason: object) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the requirement ``new-rules`` with a problem and its cure, for each law that is not met."""
    if RULES not in details:
        return
    for problem, cure in _problems(state, details, reason):
        yield "new-rules", {"problem": problem, "cure": cure}


def _problems(state: State, details: Mapping[str, Value], reason: object) -> Iterator[tuple[str, str]]:
    digest = str(details[RULES])
    decided = str(details.get("decided", ""))
    case = state.find(decided) if decided else None
    if case is not None and not (case.decisions or _decided(state, case.stage, case.procedure)):
        yield f"nothing has been decided on {decided}", "name the case in which it was decided"
    if not decided and not details.get("clerical"):
        yield "it is not said who decided it", "name the case in decided, or say clerical = true with a reason"
    if not decided and details.get("clerical") and not reason:
        yield "it is not said what was put right", "give a reason"
    if digest == state.rulebook.digest:
        yield "these rules are in force already", "enter others"
        return
    try:
        rules = state.library(digest)
    except (RecordError, InvalidRulebook) as error:
        yield f"the rules {digest} cannot be had: {error}", "keep their texts first"
        return
    if rules.id != state.rulebook.id:
        yield f"they are the rules of {rules.id}, not of {state.rulebook.id}", "begin a record of its own"
    for lost in _lost(state, rules):
        yield f"they do not know {lost}", "keep what is on the record"


def _decided(state: State, stage: str, procedure: str) -> bool:
    return any(p.stages[stage].decided for p in state.rulebook if p.id == procedure and stage in p.stages)


def _lost(state: State, rules: Rulebook) -> Iterator[str]:
    """Yield what is on the record and is not in other rules."""
    places = {(case.procedure, case.edition, case.stage): case.id for case in state.cases().values()}
    for (procedure, edition, stage), case in places.items():
        try:
            if stage in rules.procedure(procedure, edition).stages:
                continue
        except (InvalidAct, NotInRules):
            pass
        yield f"the stage {stage} of {procedure} in edition {edition}, at which {case} stands"
    held = {(tenure.role, tenure.party) for tenure in state.register.tenures if tenure.role not in {EDITION, TAKEN}}
    for role in sorted({role for role, _ in held} - rules.roles.keys()):
        yield f"the role {role}, which is in the register"
    for party in sorted({party for _, party in held} - rules.parties.keys()):
        yield f"{party}, which is in the register"
