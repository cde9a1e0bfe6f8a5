"""A finding: one requirement that is not met, with the rule, the facts and the cures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from cica_procedure.terms import wording


@frozen
class Cure:
    """
    One act that would help, and the actors that can do it.

    Attributes:
        act: a word of the procedure, or a plain verb when the cure is outside the procedure.

        by: the names of the actors that may do it.
    """

    act: str
    by: tuple[str, ...] = ()


@frozen
class Finding:
    """
    The reason why one requirement is not met; a requirement that is met has no finding.

    Attributes:
        requirement: the name of the requirement, a word of the closed registry.

        rule: the article or source it rests on, with its mark: [C] sourced, [I] inferred, [A] assumed.

        facts: what was found, as data; the words are made from it on demand.

        cures: acts that would change the answer.

        way: 0 when it stands in the way of the act whichever step is taken; otherwise the number of the way, from 1: to
            meet what is not met on one of them is enough.
    """

    requirement: str
    rule: str = ""
    facts: Mapping[str, Any] = field(factory=dict)
    cures: tuple[Cure, ...] = ()
    way: int = 0

    @property
    def fact(self) -> str:
        """The reason why the requirement is not met, in one clause."""
        return wording.fact(self.requirement, self.facts)

    @property
    def cure(self) -> str:
        """How this can be changed and by whom, in one clause."""
        return wording.cure(self.requirement, self.facts)

    @property
    def either(self) -> str:
        """The words in front of it when it stands on one of several ways: ``either (1)``, ``or (2)``; else empty."""
        return f"{'either' if self.way == 1 else 'or'} ({self.way}) " if self.way else ""

    def __str__(self) -> str:
        rule = f" [{self.rule}]" if self.rule else ""
        cure = f": {self.cure}" if self.cure else ""
        return f"{self.fact}{cure}{rule}"
