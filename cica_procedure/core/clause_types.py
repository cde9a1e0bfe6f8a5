"""The types of the registries of requirements and effects, and helpers to make findings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from attrs import frozen

from cica_procedure.core.situation import Situation
from cica_procedure.terms import Change, Cure, Finding, Value
from cica_procedure.terms.struct import Struct, field

Check: TypeAlias = Callable[[Situation, str], Finding | None]


@frozen
class Requirement:
    """
    A requirement that a step may have.

    Attributes:
        check: the function that returns a finding, or ``None`` when the requirement is met.

        parameter: what its parameter names (``body``, ``role``, ...); empty when it takes no parameter, and followed by
            ``?`` when the parameter may be left out.

        needs: the particulars it reads, of the act or of the case.

        takes: the types of the particulars it reads, whatever their names; ``scope`` for what a role is about.

        selects: whether it distinguishes steps that have the same act and stage.
    """

    check: Check
    parameter: str = ""
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    selects: bool = False


class Consequence(Struct, frozen=True):
    """
    The consequence of one effect of an act.

    Attributes:
        details: the facts of the case that it states, by name.

        changes: the changes of the register.

        position: the word of the position that the act states; ``None`` when it states none.

        new_revision: whether there is a new revision of the text.

        corrects: the number in the case of the entry that it corrects; 0 when it corrects nothing.

        edition: the edition of the rules the case is under from now on; empty when the case keeps its edition.

        consumed: the particulars that were only needed to act, and do not become facts of the case.
    """

    details: Mapping[str, Value] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    position: str | None = None
    new_revision: bool = False
    corrects: int = 0
    edition: str = ""
    consumed: tuple[str, ...] = ()


@frozen
class Effect:
    """
    An effect that a step may have besides moving the case.

    Attributes:
        follow: the function that returns the consequence.

        parameter: what its parameter names; empty when it takes no parameter.

        needs: the particulars it reads, of the act or of the case.

        takes: the types of the particulars it reads, whatever their names; ``scope`` for what a role is about.

        decides: whether it is allowed only as the result of a decision, taken by this act or earlier.

        revises: whether it makes a new revision of the text.

        silence: whether it is about a silence period.

        enrols: whether it changes the register.

        requires: the requirements that a step with this effect must have.
    """

    follow: Callable[[Situation, str], Consequence]
    parameter: str = ""
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    decides: bool = False
    revises: bool = False
    silence: bool = False
    enrols: bool = False
    requires: tuple[str, ...] = ()


def finding(
    situation: Situation,
    name: str,
    *cures: Cure,
    **facts: Any,  # noqa: ANN401 - facts are of every type, read back by their names
) -> Finding:
    """Return a finding that cites the organisation's rule for the requirement, or else the source of the step."""
    rule = situation.rulebook.rules.get(name)
    return Finding(name, rule.cites if rule else situation.step.cites, facts, cures)
