"""
The rules of decision: whether what the members have said is enough for a body to decide.

Only counts matter: exchanging two members changes nothing. One block less, or one affirmation more, never makes a
decision impossible. A body in which nobody has a say decides nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Literal, TypeAlias

from attrs import field, frozen

from cica_procedure.consensus.threshold import Threshold

Kind: TypeAlias = Literal["affirms", "accepts", "neutral", "blocks", "leaves"]
"""
What a position does to a decision.

A position that affirms is an acceptance too. Whoever leaves is not counted at all.
"""


@frozen
class Word:
    """
    A position that members may state, such as ``objection``.

    Attributes:
        id: the word.

        does: what it does to a decision: it affirms, accepts, blocks, ...

        reason: whether it needs a reason.

        keeps: whether it stands when the text is amended; other positions become void.
    """

    id: str
    does: Kind = field(metadata={"key": "is"})
    reason: bool = False
    keeps: bool = False


WORDS: Mapping[str, Word] = MappingProxyType(
    {
        word.id: word
        for word in (
            Word("support", "affirms"),
            Word("no objection", "accepts"),
            Word("reservation", "neutral"),
            Word("objection", "blocks", reason=True),
        )
    }
)
"""The positions of a rulebook that names none."""


NONE = Threshold("0")


@frozen
class Say:
    """
    Who has a say in a decision: by default, the members of the body at the instant of the decision.

    Attributes:
        as_of: an act of the procedure; those were asked who were members when it was done last.

        among: ``present`` for the members that are in the meeting; ``speaking`` for those that affirm or block.

        who: only these: roles, ``subject``, ``proposer``, or particulars of the case that name a party.

        without: not these: the same words.
    """

    as_of: str = ""
    among: Literal["", "present", "speaking"] = ""
    who: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


@frozen
class DecisionRule:
    """
    A rule of decision.

    Attributes:
        id: its name in the requirement ``consensus``.

        cites: the source.

        of: who has a say.

        affirm: how many have to affirm; each threshold has to be reached.

        accept: how many have to affirm or accept; each threshold has to be reached.

        allows: how many may block.

        despite: whether it is admitted that a decision can pass over a block.

        quorum: how many have to be present; if left out, the quorum of the rulebook.
    """

    id: str
    cites: str = ""
    of: Say = Say()
    affirm: tuple[Threshold, ...] = ()
    accept: tuple[Threshold, ...] = ()
    allows: Threshold = NONE
    despite: bool = False
    quorum: Threshold | None = None

    @property
    def silent(self) -> bool:
        """Whether nobody has to speak: silence is consent."""
        return not self.affirm and not self.accept

    def stopped_by(self, members: int) -> int:
        """
        Return how many blocks stop a decision of a number of members; 0 when so few can never decide.

        The rule is one of consensus when this is never more than 1.
        """
        if not members:
            return 0
        spare = [members - each.needed(members) for each in (*self.affirm, *self.accept)]
        return max(0, 1 + min([self.allows.needed(members), *spare]))


RULES: Mapping[str, DecisionRule] = MappingProxyType(
    {
        rule.id: rule
        for rule in (
            DecisionRule("no-objection"),
            DecisionRule("affirmation", affirm=(Threshold("all"),)),
            DecisionRule("minus-one", of=Say(without=("subject",))),
        )
    }
)
"""The rules of decision that every rulebook has; under all of them, one block by a member that has a say is enough."""


@frozen
class Standing:
    """
    How far a body is from a decision.

    Attributes:
        members: how many are counted: those that have a say and have not left.

        against: the ids of the members that block.

        allowed: how many may block.

        awaited: the ids of the members that have not affirmed yet, when it needs more affirmations or acceptances; of
            those that block, none is named.

        affirmations, acceptances: how many more are needed.
    """

    members: int
    against: tuple[str, ...] = ()
    allowed: int = 0
    awaited: tuple[str, ...] = ()
    affirmations: int = 0
    acceptances: int = 0

    @property
    def met(self) -> bool:
        """Whether the body may decide."""
        enough = not self.affirmations and not self.acceptances
        return self.members > 0 and len(self.against) <= self.allowed and enough


def assess(
    rule: DecisionRule, say: Collection[str], said: Mapping[str, Kind], concerned: Collection[str] = ()
) -> Standing:
    """
    Return how far a body is from a decision.

    Args:
        rule: the rule of decision.

        say: the ids of those that have a say.

        said: what the position of each party does, by id; what others say never counts.

        concerned: the ids of the parties with an open concern, which blocks like a position.
    """
    count = set(say) - _saying(said, "leaves")
    against = count & {*concerned, *_saying(said, "blocks")}
    if rule.silent and rule.of.among != "speaking":
        return Standing(len(count), tuple(sorted(against)), rule.allows.needed(len(count)))
    if rule.of.among == "speaking":
        count = (count & _saying(said, "affirms")) | against
    affirming = count & _saying(said, "affirms")
    accepting = affirming | (count & _saying(said, "accepts"))
    n = len(count)
    more = max(0, *(each.needed(n) - len(affirming) for each in rule.affirm), 0)
    others = max(0, *(each.needed(n) - len(accepting) for each in rule.accept), 0)
    spoken = affirming if more else accepting
    awaited = sorted(count - spoken - against) if more or others else ()
    return Standing(n, tuple(sorted(against)), rule.allows.needed(n), tuple(awaited), more, others)


def _saying(said: Mapping[str, Kind], kind: Kind) -> set[str]:
    # Most often nobody does, and looking for that in a set of all kinds is faster.
    return {party for party, known in said.items() if known == kind} if kind in set(said.values()) else set()
