"""One line of the record: an act that was performed, complete enough to be read without the rulebook."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from cica_procedure.terms.act import Value
from cica_procedure.terms.position import Stance
from cica_procedure.terms.struct import Struct, field


class Change(Struct, frozen=True):
    """
    What an act changes in the register.

    Attributes:
        role: the role that begins or ends.

        party: whose.

        scope: about what.

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

        n: its place in the case, from 1.

        procedure: the kind of case.

        edition: the edition of the rules the case is under, after the act.

        act: what was done.

        actor: the office or party that did it.

        party: the party on whose behalf.

        at: when it took effect.

        recorded: when it was written down.

        from_stage: where the case stood; empty for the act that opened it.

        to_stage: where it stands now.

        closed: whether that stage is an end.

        body: the body before which it was done; empty for none.

        meeting: the meeting it was done in; empty for none.

        revision: the revision of the text, after the act.

        decision: what the body decided; empty when the act decides nothing.

        roll: for a decision, what each member said: the whole membership, by id.

        position: the stance, when the act states one.

        reason: the actor's words.

        details: what the case knows since this act, by name.

        changes: what it does to the register.

        corrects: the place in the case of an entry this one puts right; 0 for none.

        cites: the rule it rests on.
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
    position: Stance | None = None
    reason: str = ""
    details: Mapping[str, Value] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    corrects: int = 0
    cites: str = ""
