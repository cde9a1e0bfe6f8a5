"""One requirement that is not met: the rule, the facts, the cure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from cica_procedure.terms import wording


@frozen
class Cure:
    """
    One act that would help, and who can do it.

    Attributes:
        act: a word of the procedure, or a plain verb when the cure lies outside it.

        by: the actors that may do it, as names.
    """

    act: str
    by: tuple[str, ...] = ()


@frozen
class Finding:
    """
    What one requirement has against an act; a requirement that is met has no finding.

    Attributes:
        requirement: its name, a word of the closed registry.

        rule: the article or source it rests on, with its mark: [C] sourced, [I] inferred, [A] assumed.

        facts: what was seen, as data; the words are made from it on demand.

        cures: what would change the answer.
    """

    requirement: str
    rule: str = ""
    facts: Mapping[str, Any] = field(factory=dict)
    cures: tuple[Cure, ...] = ()

    @property
    def fact(self) -> str:
        """What stands in the way, in one clause."""
        return wording.fact(self.requirement, self.facts)

    @property
    def cure(self) -> str:
        """Who can change it and how, in one clause."""
        return wording.cure(self.requirement, self.facts)

    def __str__(self) -> str:
        rule = f" [{self.rule}]" if self.rule else ""
        cure = f": {self.cure}" if self.cure else ""
        return f"{self.fact}{cure}{rule}"
