"""A case: where one matter stands, computed entry by entry from the record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from cica_procedure.terms.act import Value
from cica_procedure.terms.entry import Entry
from cica_procedure.terms.position import CONCERN, KEPT, NOTHING_YET, ON, SET_ASIDE, Position, place
from cica_procedure.terms.silence import SILENCE, Silence
from cica_procedure.terms.struct import Struct

NEW = "new"
"""The stage of a case that has no entry yet; the act that opens a case leads away from it."""

CLOCK = "clock"
"""The particular of an act that followed by itself: the clock by which it was drawn up."""


def clock_fact(name: str) -> str:
    """Return the name of the fact under which a case keeps a clock: its end, empty once it is off."""
    return f"{CLOCK}-{name}"


def turns_clock(details: Mapping[str, Value]) -> bool:
    """Return whether the facts that an act states start a clock, turn it off, or let it stand still."""
    return any(name.startswith(f"{CLOCK}-") for name in details)


NOTHING: MappingProxyType[str, Any] = MappingProxyType({})
"""An empty, immutable mapping."""


class Case(Struct, frozen=True):
    """
    Where one matter stands.

    Attributes:
        id: the id of the case on the record.

        procedure: the kind of case.

        edition: the edition of the rules the case is under: the one it began with, unless an act has moved it.

        stage: the stage it is at.

        n: how many entries it has.

        proposer: the office or party that opened it.

        revision: the number of the text on the table.

        opened: when it was opened.

        at: when its last act took effect.

        last_act: the act that was done last; empty when nothing has been done yet.

        closed: whether it has come to an end.

        stated: for each fact, by name, the number in the case of the entry that stated it last.

        facts: what is known of the case, by name: its title, its kind, its subject, ...

        positions: by body, then by member, the positions on the current revision; those on a question of its own are
            under the body and the question (see `place`).

        decisions: the decisions on the current revision, in order: each with the number of its entry, its
            body, its words and its particulars.

        signed: for each actor that has signed an act on the case, when it signed the last.
    """

    id: str
    procedure: str
    edition: str
    stage: str = NEW
    n: int = 0
    proposer: str = ""
    revision: int = 0
    opened: datetime | None = None
    at: datetime | None = None
    last_act: str = ""
    closed: bool = False
    facts: MappingProxyType[str, Value] = NOTHING
    positions: MappingProxyType[str, MappingProxyType[str, Position]] = NOTHING
    stated: MappingProxyType[str, int] = NOTHING
    decisions: tuple[tuple[int, str, str, Mapping[str, Value]], ...] = ()
    signed: MappingProxyType[str, datetime] = NOTHING

    @classmethod
    def before(cls, entry: Entry) -> Case:
        """Return the case of an entry as it was before the first entry of it."""
        return cls(entry.case, entry.procedure, entry.edition)

    def after(self, entry: Entry) -> Case:
        """Return the case as it is after an entry."""
        positions, facts, stated, decisions = self.positions, self.facts, self.stated, self.decisions
        if entry.revision != self.revision:
            positions, decisions = self._kept(entry), ()
        if entry.decision:
            decisions = (*decisions, (entry.n, entry.body, entry.decision, entry.details))
            if ON in entry.details:  # The question is answered, and asked anew if it is asked again.
                asked = place(entry.body, str(entry.details[ON]))
                positions = MappingProxyType({where: each for where, each in positions.items() if where != asked})
        if entry.position is not None and CONCERN not in entry.details:
            where = place(entry.body, str(entry.details.get(ON, "")))
            stands = positions.get(where, NOTHING).copy()
            stands.pop(entry.party, None)
            if entry.position != NOTHING_YET:
                said = entry.position, entry.reason, entry.at, entry.revision, entry.hand
                stands[entry.party] = Position(entry.party, *said)
            positions = MappingProxyType(positions | {where: MappingProxyType(stands)})
        if SET_ASIDE in entry.details and entry.body in positions:
            stands = positions[entry.body].copy()
            stands.pop(str(entry.details[SET_ASIDE]), None)
            positions = MappingProxyType(positions | {entry.body: MappingProxyType(stands)})
        if entry.details:
            facts = MappingProxyType(facts | entry.details)
            stated = MappingProxyType(stated | dict.fromkeys(entry.details, entry.n))
        return Case(
            id=self.id,
            procedure=self.procedure,
            edition=entry.edition,
            stage=entry.to_stage,
            n=entry.n,
            proposer=self.proposer or entry.actor,
            revision=entry.revision,
            opened=self.opened or entry.at,
            at=entry.at,
            last_act=entry.act,
            closed=entry.closed,
            facts=facts,
            positions=positions,
            stated=stated,
            decisions=decisions,
            signed=self.signed if (at := entry.signed) is None else MappingProxyType(self.signed | {entry.actor: at}),
        )

    def _kept(self, entry: Entry) -> MappingProxyType[str, MappingProxyType[str, Position]]:
        """Return the positions that stand although the text is amended: those that the entry names, by body."""
        kept = entry.details.get(KEPT)
        if not isinstance(kept, dict):
            return NOTHING
        return MappingProxyType(
            {
                body: MappingProxyType({member: stated for member, stated in stands.items() if member in members})
                for body, stands in self.positions.items()
                if isinstance(members := kept.get(body), list)
            }
        )

    def text(self, name: str) -> str:
        """Return a fact as text; empty when the fact is unknown or is not a text."""
        value = self.facts.get(name)
        return value if isinstance(value, str) else ""

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the texts in a fact that is a list; empty when the fact is unknown or is not a list."""
        value = self.facts.get(name)
        return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()

    @property
    def silence(self) -> Silence | None:
        """The silence period of the case, whether it runs or is held; ``None`` when there is none."""
        plain = self.facts.get(SILENCE)
        return Silence.parse(plain) if isinstance(plain, dict) else None

    @property
    def title(self) -> str:
        """The present title of the case; its id when it has no title."""
        return self.text("title") or self.id
