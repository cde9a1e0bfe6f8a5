"""
What the members have said, as counts, and the border between enough and not enough.

Every rule of decision sees counts alone, so exchanging two members changes nothing; and more affirmations or fewer
blocks never hurt. So the corners of the border stand for everything that members can say: just enough, one block more,
one affirmation less, one acceptance less.
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve, frozen

from cica_procedure.consensus import DecisionRule


@frozen
class Mood:
    """
    How many members say what; the others are silent.

    Attributes:
        affirm: how many affirm.

        accept: how many accept without affirming.

        block: how many block.
    """

    affirm: int = 0
    accept: int = 0
    block: int = 0


def enough(rule: DecisionRule, say: int, mood: Mood) -> bool:
    """
    Return whether a body may decide: the meaning of a rule of decision in counts, stated a second time.

    Args:
        rule: the rule of decision.

        say: how many have a say.

        mood: what they have said.
    """
    speaking = rule.of.among == "speaking"
    counted = mood.affirm + mood.block if speaking else say
    accepting = mood.affirm + (0 if speaking else mood.accept)
    return (
        counted > 0
        and mood.block <= rule.allows.needed(counted)
        and all(mood.affirm >= each.needed(counted) for each in rule.affirm)
        and all(accepting >= each.needed(counted) for each in rule.accept)
    )


def corners(rule: DecisionRule, say: int) -> Iterator[tuple[str, Mood]]:
    """
    Yield the corners of the border of a rule, each with its name; none when so few members can never decide.

    Args:
        rule: the rule of decision.

        say: how many have a say.
    """
    least = _least(rule, say)
    if least is None:
        return
    yield "just enough", least
    if least.affirm + least.accept + least.block < say:
        yield "one block more", evolve(least, block=least.block + 1)
    elif least.accept:
        yield "one block more", evolve(least, accept=least.accept - 1, block=least.block + 1)
    elif least.affirm:
        yield "one block more", evolve(least, affirm=least.affirm - 1, block=least.block + 1)
    if least.affirm:
        accepted = least.accept + 1 if rule.accept else least.accept
        yield "one affirmation less", evolve(least, affirm=least.affirm - 1, accept=accepted)
    if least.accept:
        yield "one acceptance less", evolve(least, accept=least.accept - 1)


def _least(rule: DecisionRule, say: int) -> Mood | None:
    """Return the mood with the fewest affirmations and the most blocks that is enough; ``None`` when none is."""
    for affirm in range(say + 1):
        accept = max(0, *(each.needed(say) - affirm for each in rule.accept)) if rule.accept else 0
        for block in range(min(rule.allows.needed(say), say - affirm - accept), -1, -1):
            mood = Mood(affirm, 0 if rule.of.among == "speaking" else accept, block)
            if enough(rule, say, mood):
                return mood
    return None
