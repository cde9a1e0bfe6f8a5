"""
What became of each objection: its one fate, read off the entries of its case.

An objection is a position that blocks, or a named concern. It speaks of the revision on which it was stated, unless the
rulebook keeps it; it ends with the first entry that deals with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum

from cica_procedure.terms import CONCERN, KEPT, ON, SET_ASIDE, Entry
from cica_procedure.terms.struct import Struct, replace


class Fate(StrEnum):
    """What became of an objection."""

    STANDING = "standing"
    WITHDRAWN = "withdrawn"
    MET = "met"
    MAINTAINED = "maintained"
    SET_ASIDE = "set aside"
    PASSED_OVER = "passed over"
    WITHOUT_A_SAY = "without a say"
    LEFT = "left"


class Objection(Struct, frozen=True):
    """
    An objection, and what became of it.

    Attributes:
        entry: the entry that stated it; its reason and its instant are there.

        fate: standing; withdrawn by its holder; met by a later revision, or maintained on it; set aside; passed over by
            a decision; without a say, when its holder has none; left, when the case ended without a decision on it.

        revision: the revision of the text on which it stands, or stood last.

        by: the entry that decided its fate; ``None`` while it stands, or when its holder has no say by now.
    """

    entry: Entry
    revision: int
    fate: Fate = Fate.STANDING
    by: Entry | None = None

    @property
    def concern(self) -> str:
        """The name of the concern; empty when the objection has no name."""
        name = self.entry.details.get(CONCERN)
        return name if isinstance(name, str) else ""

    def dealt_with(self, entry: Entry) -> Objection:
        """Return the objection after a later entry of its case."""
        met = self.by if self.fate is Fate.MET else None
        if met is not None and entry.does == "blocks" and self._stated_again(entry) and met.revision == entry.revision:
            return replace(self, fate=Fate.MAINTAINED, by=entry)
        if self.fate is not Fate.STANDING:
            return self
        fate = self._fate(entry)
        return replace(self, revision=entry.revision) if fate is None else replace(self, fate=fate, by=entry)

    def _fate(self, entry: Entry) -> Fate | None:
        mine, here = self.entry.party, entry.body == self.entry.body
        if self._stated_again(entry):
            return Fate.MAINTAINED if entry.does == "blocks" else Fate.WITHDRAWN
        if here and entry.details.get(SET_ASIDE) == mine:
            return Fate.SET_ASIDE
        if entry.revision != self.revision and not self.concern and not self._kept_by(entry):
            return Fate.MET
        if here and entry.decision and ON not in entry.details:
            return Fate.PASSED_OVER if entry.despite and mine in entry.roll else Fate.WITHOUT_A_SAY
        return Fate.LEFT if entry.closed else None

    def _stated_again(self, entry: Entry) -> bool:
        """Return whether its holder speaks again of the same thing: of the text, or of the concern."""
        same = (entry.body, entry.party, entry.details.get(CONCERN, ""))
        text = entry.position is not None and ON not in entry.details
        return text and same == (self.entry.body, self.entry.party, self.concern)

    def _kept_by(self, entry: Entry) -> bool:
        """Return whether it stands although the text has changed."""
        kept = entry.details.get(KEPT)
        members = kept.get(self.entry.body) if isinstance(kept, dict) else None
        return isinstance(members, list) and self.entry.party in members


def objections(entries: Iterable[Entry], has_a_say: Callable[[Entry], bool] | None = None) -> tuple[Objection, ...]:
    """
    Return every objection of a case, in order, with its fate.

    Args:
        entries: the entries of one case, in order.

        has_a_say: if given, tells of an objection that stands whether its holder has a say by now.
    """
    found: list[Objection] = []
    for entry in entries:
        found = [objection.dealt_with(entry) for objection in found]
        if entry.does == "blocks" and ON not in entry.details:
            found.append(Objection(entry, entry.revision))
    if has_a_say is None:
        return tuple(found)
    return tuple(
        replace(each, fate=Fate.WITHOUT_A_SAY) if each.fate is Fate.STANDING and not has_a_say(each.entry) else each
        for each in found
    )
