"""One line of the record: an act that was performed, complete enough to be read without the rulebook."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from operator import attrgetter
from typing import Any

from attrs import field, fields, frozen

from cica_procedure.terms.act import Value
from cica_procedure.terms.position import Stance
from cica_procedure.terms.silence import SILENCE

_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


@frozen
class Change:
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


@frozen(kw_only=True)
class Entry:
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
    roll: Mapping[str, str] = field(factory=dict)
    position: Stance | None = None
    reason: str = ""
    details: Mapping[str, Value] = field(factory=dict)
    changes: tuple[Change, ...] = ()
    corrects: int = 0
    cites: str = ""

    @property
    def worldly(self) -> bool:
        """Whether other cases may depend on it: it changes the register, or a silence period."""
        return bool(self.changes) or SILENCE in self.details

    def content(self) -> str:
        """Give the entry as canonical JSON: sorted names, no spaces, nothing that is empty."""
        plain = {name: value for name, value in zip(_NAMES, _values(self), strict=True) if value}
        plain["at"] = at = self.at.isoformat()
        plain["recorded"] = at if self.recorded is self.at else self.recorded.isoformat()
        if self.changes:
            plain["changes"] = [_plain_change(change) for change in self.changes]
        return _encode(plain)

    @classmethod
    def parse(cls, content: str) -> Entry:
        """Read an entry back from its content; the inverse of `content`."""
        plain = json.loads(content)
        return cls(
            case=plain["case"],
            n=plain["n"],
            procedure=plain["procedure"],
            edition=plain["edition"],
            act=plain["act"],
            actor=plain["actor"],
            party=plain.get("party", ""),
            at=datetime.fromisoformat(plain["at"]),
            recorded=datetime.fromisoformat(plain["recorded"]),
            from_stage=plain.get("from", ""),
            to_stage=plain["to"],
            closed=plain.get("closed", False),
            body=plain.get("body", ""),
            meeting=plain.get("meeting", ""),
            revision=plain.get("revision", 0),
            decision=plain.get("decision", ""),
            roll=plain.get("roll", {}),
            position=Stance(plain["position"]) if "position" in plain else None,
            reason=plain.get("reason", ""),
            details=plain.get("details", {}),
            changes=tuple(_parse_change(change) for change in plain.get("changes", [])),
            corrects=plain.get("corrects", 0),
            cites=plain.get("cites", ""),
        )


_NAMES = tuple({"from_stage": "from", "to_stage": "to"}.get(each.name, each.name) for each in fields(Entry))
_values = attrgetter(*(each.name for each in fields(Entry)))


def _plain_change(change: Change) -> dict[str, Any]:
    plain = {
        "role": change.role,
        "party": change.party,
        "scope": change.scope,
        "begins": change.begins,
        "until": change.until.isoformat() if change.until else "",
        "since": change.since.isoformat() if change.since else "",
    }
    return {name: value for name, value in plain.items() if value != ""}


def _parse_change(plain: Mapping[str, Any]) -> Change:
    until, since = plain.get("until"), plain.get("since")
    return Change(
        role=plain["role"],
        party=plain["party"],
        scope=plain.get("scope", ""),
        begins=plain["begins"],
        until=datetime.fromisoformat(until) if until else None,
        since=datetime.fromisoformat(since) if since else None,
    )
