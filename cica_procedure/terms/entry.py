"""An entry of the record: one act that was performed, complete enough to be read without the rulebook."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from cica_procedure.terms.act import TOLD, Value
from cica_procedure.terms.struct import Struct, field

REMARKS = "remarks"
"""The particular of a correction that leaves the corrected entry as it is, and says what is wrong with it."""

REPORTED = "reported-by"
"""The particular of an act that reports what somebody decided elsewhere: who did."""

DOCUMENT = "document"
"""The particular with the SHA-256 of the document that a revision stands for; positions and decisions name it too."""

RULES = "rules"
"""The particular of the act by which a record goes on under other rules: the SHA-256 of their manifest."""


INTRODUCES = "introduces"
"""The particular of the act by which a party enters the record that the rules do not know: its id."""

PARTIES = "parties"
"""The procedure of a party that the rules do not know."""

KEYS = "keys"
"""The procedure of a key: whoever holds it enrols it, exchanges it, has it revoked, and disowns what it never said."""

DISOWNED = "disowned"
"""The particular of an act by which a party says that an entry in its name is not its word: the case and the number."""


class Change(Struct, frozen=True):
    """
    One change of the register by an act.

    Attributes:
        role: the role that begins or ends.

        party: the id of the party whose role it is.

        scope: what the role is about, such as a priority area; empty when it has no scope.

        begins: true when the role begins, false when it ends.

        until: when a role that begins is due to end; ``None`` when no end is set.

        since: when it begins or ends; ``None`` for the instant of the act.
    """

    role: str
    party: str
    scope: str = ""
    begins: bool = True
    until: datetime | None = None
    since: datetime | None = None


class Entry(Struct, frozen=True, kw_only=True):
    """
    An act on the record.

    Attributes:
        case: the id of the case.

        n: its number in the case, from 1.

        procedure: the kind of case.

        edition: the edition of the rules the case is under, after the act.

        act: what was done.

        actor: the office or party that did it.

        party: the party on whose behalf it was done.

        at: when it took effect.

        recorded: when it was written down.

        from_stage: the stage of the case before the act; empty for the act that opened it.

        to_stage: the stage of the case after the act.

        closed: whether that stage is an end.

        body: the body before which it was done; empty when there was no body.

        meeting: the meeting it was done in; for an act on a meeting, that meeting; empty when there was none.

        revision: the revision of the text, after the act.

        decision: what the body decided; empty when the act decides nothing.

        roll: for a decision, the line of each member on the roll, by id; every member has one.

        hands: for a decision, the hand each position on the roll is in, by member: ``own`` or ``letter``; the others
            were told.

        title: for a decision, the title of what was decided, so that the entry says it by itself.

        rule: for a decision, the rule of decision by which it was taken; empty otherwise.

        despite: whether that rule can pass over an objection, so that the decision is not one by consensus.

        position: the word, when the act states a position; ``None`` otherwise.

        does: what that word does to a decision, such as ``blocks``; empty when it takes a position back.

        reason: the actor's words.

        details: the facts of the case that this act states, by name.

        changes: the changes it makes in the register.

        corrects: the number in the case of the entry that this one corrects; 0 when it corrects nothing.

        cites: the rule it rests on.

        hand: by whose hand the act is known: ``own``, ``letter``, or empty when it was told.

        letter: the SHA-256 of the letter it is known from, in hexadecimal; empty when there is none.

        said: what the actor has signed, as a JSON object, to the letter; empty when it has signed nothing.

        proof: the lines of the signatures over it.
    """

    case: str
    n: int
    procedure: str
    edition: str
    act: str
    actor: str
    party: str
    at: datetime
    recorded: datetime
    from_stage: str
    to_stage: str
    closed: bool = False
    body: str = ""
    meeting: str = ""
    revision: int = 0
    decision: str = ""
    roll: Mapping[str, str] = field(default_factory=dict)
    hands: Mapping[str, str] = field(default_factory=dict)
    title: str = ""
    rule: str = ""
    despite: bool = False
    position: str | None = None
    does: str = ""
    reason: str = ""
    details: Mapping[str, Value] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    corrects: int = 0
    cites: str = ""
    hand: str = TOLD
    letter: str = ""
    said: str = ""
    proof: str = ""

    @property
    def signed(self) -> datetime | None:
        """When the actor signed the act; ``None`` when it has not."""
        return datetime.fromisoformat(json.loads(self.said)["signed"]) if self.said else None
