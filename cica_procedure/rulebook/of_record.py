"""
The procedures that every record has, whatever its rulebook: of its rules, of parties, and of keys to sign with.

A rulebook that has a procedure of the same name replaces it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cica_procedure.rulebook.procedure import Clause, Procedure, Stage, Step
from cica_procedure.terms import INTRODUCES, KEYS, LETTER, NEW, OWN, PARTIES, RULES

_RULES = "The rules are on the record with what is judged by them [A]"
_PARTIES = "Whoever applies is named, also when no list knows it yet [A]"
_KEYS = "Whose hand a word is in, is on the record [A]"


def procedures_of_record(edition: str, offices: Iterable[str], roles: Iterable[str]) -> Mapping[str, Procedure]:
    """
    Return the procedures of a record, by id.

    Args:
        edition: the first edition of the rules.

        offices: the offices; one of them enters rules, introduces a party, and may have a key revoked.

        roles: the roles whose holders may have keys, beside the offices.
    """
    by = tuple(offices) or tuple(roles)
    entering = Step(
        "enter-rules",
        (NEW,),
        by,
        _RULES,
        to="in-use",
        effects=(Clause("enter-rules"),),
        fields={RULES: "text", "decided": "case?", "clerical": "flag?"},
    )
    introducing = Step(
        "introduce",
        (NEW,),
        by,
        _PARTIES,
        to="introduced",
        requires=(Clause("new-party"),),
        effects=(Clause("introduce"),),
        fields={INTRODUCES: "text", "name": "text", "type": "state|organization|person"},
    )
    own, letter = (Clause("hand", OWN),), (Clause("hand", LETTER),)
    held, anybody = ("held",), tuple(dict.fromkeys([*offices, *roles]))
    keys = (
        Step(
            "enrol", (NEW,), anybody, _KEYS, to="held",
            requires=letter, effects=(Clause("begin-key"),), fields={"key": "key"},
        ),
        Step(
            "exchange", held, ("proposer",), _KEYS,
            requires=own, effects=(Clause("end-key"), Clause("begin-key")), fields={"key": "key"},
        ),
        Step(
            "revoke", held, ("proposer", *by), _KEYS, to="revoked",
            requires=letter, effects=(Clause("end-key"),), fields={"since": "instant?"},
        ),
        Step(
            "disown", ("held", "revoked"), ("proposer",), _KEYS,
            requires=(*own, Clause("said")), effects=(Clause("disown"),), fields={"of": "case", "entry": "number"},
        ),
    )  # fmt: skip
    return {
        RULES: Procedure(
            RULES, "Rules of the record", edition, {"in-use": Stage("in-use", final=True)}, (entering,), _RULES
        ),
        PARTIES: Procedure(
            PARTIES, "Party", edition, {"introduced": Stage("introduced", final=True)}, (introducing,), _PARTIES
        ),
        KEYS: Procedure(KEYS, "Key", edition, {"held": Stage("held"), "revoked": Stage("revoked")}, keys, _KEYS),
    }
