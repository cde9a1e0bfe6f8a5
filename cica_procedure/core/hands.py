"""
Whose hand an act is in: the actor's own, when it has signed the act; that of a letter; or of whoever wrote it down.

1. A signature counts when it is by a key that the actor holds when the act is recorded.
2. A new key signs the act by which it is enrolled, so that whoever enrols it has it.
3. What an actor signs on a case goes forward: nothing it signed earlier comes after what it signed later.
4. A signed position names the revision it speaks of, and its document.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from cica_procedure.core.clause_types import Consequence, Effect, Requirement, finding
from cica_procedure.core.cures import same_act
from cica_procedure.core.situation import Situation
from cica_procedure.errors import Fault, InvalidAct
from cica_procedure.rulebook.procedure import Step
from cica_procedure.terms import DISOWNED, DOCUMENT, KEY, LETTER, OWN, Act, Case, Change, Finding, Register
from cica_procedure.terms.struct import replace
from cica_procedure.time import require_offset

HANDS = (OWN, LETTER)
"""What a step can ask for; with ``letter``, the actor's own hand is enough too."""

AHEAD = timedelta(minutes=5)
"""How far the clock of a signer may be ahead of the clock of the record."""

SAID = frozenset(
    {"act", "at", "by", "details", "document", "letter", "meeting", "procedure", "reason", "revision", "signed"}
)
"""The names in what is signed; those that are empty are left out."""


class Note(Protocol):
    """
    An act that somebody may have signed.

    Attributes:
        said: what was signed: a JSON object with the names in `SAID`.

        proof: the lines of the signatures.
    """

    @property
    def said(self) -> str:
        """What was signed."""

    @property
    def proof(self) -> str:
        """The lines of the signatures."""

    def by(self, key: str) -> bool:
        """Return whether one of the signatures is true, and by a public key, in hexadecimal, of the actor."""


def said_of(values: Mapping[str, object]) -> str:
    """Return what is signed, from its values by name: a JSON object, sorted, without what is empty."""
    kept = {name: value for name, value in values.items() if value not in ("", None, {}, [])}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def values_of(said: str) -> dict[str, Any]:
    """
    Return the values by name of what is signed; this is the inverse of `said_of`.

    Raises:
        InvalidAct: when it is not what `said_of` writes.
    """
    try:
        values: Any = json.loads(said)
        known = isinstance(values, dict) and values.keys() <= SAID and said_of(values) == said
        require_offset("signed", datetime.fromisoformat(values["signed"]))
    except (ValueError, KeyError, TypeError, RecursionError, InvalidAct):
        known = False
    if not known:
        raise InvalidAct([Fault("note", "does not say an act", "write it with cica draft")])
    return dict(values)


def in_hand(
    case: Case, act: Act, step: Step, note: Note | None, register: Register, recorded: datetime
) -> tuple[Act, list[str]]:
    """
    Return an act with the hand it is in, and what is wrong with it, once for each law of signatures that is not met.

    Args:
        case: the case as it is before the act.

        act: the act, with the letter it is known from.

        step: a step of the act.

        note: what its actor has signed; ``None`` when it has signed nothing.

        register: says which keys the actor holds.

        recorded: when the act is recorded.
    """
    new = str(act.details["key"]) if "key" in act.details and step.effect("begin-key") is not None else ""
    told = replace(act, hand=LETTER) if act.letter else act
    if note is None:
        return told, ["possession"] if new else []
    own = any(note.by(key) for key in register.about(KEY, act.actor, recorded))
    wrong = [*_broken(case, act, step, values_of(note.said), recorded)]
    if new and not note.by(new):
        wrong.append("possession")
    if not own and not (new and step.opens):
        wrong.append("untrue")
    return replace(told, hand=OWN if own else told.hand, said=note.said, proof=note.proof), wrong


def _broken(case: Case, act: Act, step: Step, said: Mapping[str, Any], recorded: datetime) -> Iterator[str]:
    """Yield what is wrong with what was signed, whoever signed it."""
    signed = datetime.fromisoformat(said["signed"])
    if signed > recorded + AHEAD:
        yield "ahead"
    if act.actor in case.signed and signed <= case.signed[act.actor]:
        yield "earlier"
    if step.effect("position") is not None:
        if act.revision is None:
            yield "revision"
        if not step.on and said.get("document", "") != case.text(DOCUMENT):
            yield "document"


def _hand(situation: Situation, wanted: str) -> Finding | None:
    """Require that the act is in the actor's own hand, or at least known from a letter."""
    hand = situation.act.hand
    if situation.by_silence or hand in {OWN, wanted}:
        return None  # Silence has no hand.
    act = situation.act
    actor = situation.rulebook.name_of(act.actor, act.at)
    return finding(situation, "hand", same_act(situation), wrong=wanted, actor=actor, act=act.name)


def _begin_key(situation: Situation, _: str) -> Consequence:
    """Enter a key in the register, from now on, as one that the actor holds."""
    holder = situation.case.proposer or situation.act.actor
    return Consequence(changes=(Change(KEY, holder, scope=str(situation.act.details["key"])),))


def _end_key(situation: Situation, _: str) -> Consequence:
    """End the key of the case: now, or from an earlier instant on, since when somebody else may have had it."""
    key, holder = situation.case.text("key"), situation.case.proposer
    since, at = situation.act.details.get("since"), None
    if since:
        begun = (t.since for t in situation.register.tenures if (t.role, t.party, t.scope) == (KEY, holder, key))
        at = max([datetime.fromisoformat(str(since)), *begun])  # A key cannot end before it begins.
    return Consequence(changes=(Change(KEY, holder, scope=key, begins=False, since=at),))


def _disown(situation: Situation, _: str) -> Consequence:
    """Say that an entry in the actor's name is not its word; the entry stays, and so does what was decided on it."""
    given = situation.act.details
    return Consequence({DISOWNED: {"case": given["of"], "n": given["entry"]}}, consumed=("of", "entry"))


def _said(situation: Situation, _: str) -> Finding | None:
    """Require that the case which is named has an entry of that number."""
    given = situation.act.details
    of = situation.find(str(given.get("of", "")))
    if of is None or "entry" not in given or 0 < int(str(given["entry"])) <= of.n:
        return None
    return finding(situation, "said", same_act(situation), case=of.id, entries=of.n, entry=given["entry"])


REQUIREMENTS: Mapping[str, Requirement] = {
    "hand": Requirement(_hand, parameter="hand"),
    "said": Requirement(_said, needs=("of", "entry")),
}
"""The requirements about whose hand an act is in."""

EFFECTS: Mapping[str, Effect] = {
    "begin-key": Effect(_begin_key, needs=("key",), enrols=True, requires=("hand",)),
    "disown": Effect(_disown, needs=("of", "entry"), requires=("hand", "said")),
    "end-key": Effect(_end_key, enrols=True, requires=("hand",)),
}
"""The effects on keys and on what was said."""
