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
from cica_procedure.errors import InvalidAct, InvalidRulebook, RecordError
from cica_procedure.rulebook.model import Rulebook
from cica_procedure.terms import EDITION, RULES, TAKEN, Case, Value


def unfit(state: State, details: Mapping[str, Value], reason: object) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the requirement ``new-rules`` with what is wrong, once for each law that is not met."""
    yield from (("new-rules", {"wrong": wrong, **facts}) for wrong, facts in _broken(state, details, reason))


def _broken(state: State, details: Mapping[str, Value], reason: object) -> Iterator[tuple[str, dict[str, Any]]]:
    digest, decided = str(details[RULES]), str(details.get("decided", ""))
    case = state.find(decided) if decided else None
    if case is not None and not (case.decisions or _decided(state, case)):
        yield "nothing-decided", {"case": decided}
    if not decided and not details.get("clerical"):
        yield "by-nobody", {}
    if not decided and details.get("clerical") and not reason:
        yield "without-reason", {}
    if digest == state.rulebook.digest:
        yield "in-force", {}
        return
    try:
        rules = state.library(digest).knowing(state.rulebook.introduced)
    except (RecordError, InvalidRulebook) as error:
        yield "not-there", {"digest": digest, "error": str(error)}
        return
    if rules.id != state.rulebook.id:
        yield "of-others", {"rulebook": rules.id, "own": state.rulebook.id}
    yield from _lost(state, rules)


def _decided(state: State, case: Case) -> bool:
    stages = state.rulebook.procedure_of(case).stages
    return case.stage in stages and stages[case.stage].decided


def _lost(state: State, rules: Rulebook) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what is on the record and is not in other rules."""
    places = {(case.procedure, case.edition, case.stage): case.id for case in state.cases().values()}
    for (procedure, edition, stage), case in places.items():
        try:
            known = stage in rules.procedure(procedure, edition).stages
        except InvalidAct:
            known = False
        if not known:
            yield "no-stage", {"stage": stage, "procedure": procedure, "edition": edition, "case": case}
    held = {(tenure.role, tenure.party) for tenure in state.register.tenures if tenure.role not in {EDITION, TAKEN}}
    for role in sorted({role for role, _ in held} - rules.roles.keys()):
        yield "no-role", {"name": role}
    for party in sorted({party for _, party in held} - rules.parties.keys()):
        yield "no-party", {"name": party}
