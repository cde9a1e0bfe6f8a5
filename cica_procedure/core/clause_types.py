"""What the registries of requirements and effects are made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from attrs import frozen

from cica_procedure.core.situation import Situation
from cica_procedure.terms import Change, Cure, Finding, Stance, Value
from cica_procedure.terms.struct import Struct, field

Check: TypeAlias = Callable[[Situation, str], Finding | None]


@frozen
class Requirement:
    """
    Something a step may require.

    Attributes:
        check: the function.

        parameter: what its parameter names (``body``, ``role``, ...); empty when it takes none, and with a ``?``
            behind it when it may be left out.

        needs: the particulars it reads, of the act or of the case.

        selects: whether it tells apart steps that share an act and a stage.
    """

    check: Check
    parameter: str = ""
    needs: tuple[str, ...] = ()
    selects: bool = False


class Consequence(Struct, frozen=True):
    """
    What follows from an act.

    Attributes:
        details: what the case knows from now on.

        changes: what changes in the register.

        position: the stance it states, if it states one.

        new_revision: whether the text is a new one.

        corrects: the place in the case of the entry it puts right; 0 for none.

        edition: the edition of the rules the case is under from now on; empty when it stays with its own.

        consumed: particulars that were only needed to act, and are not facts of the case.
    """

    details: Mapping[str, Value] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    position: Stance | None = None
    new_revision: bool = False
    corrects: int = 0
    edition: str = ""
    consumed: tuple[str, ...] = ()


@frozen
class Effect:
    """
    Something a step may do beside moving the case.

    Attributes:
        follow: the function.

        parameter: what its parameter names; empty when it takes none.

        needs: the particulars it reads, of the act or of the case.

        decides: whether it only follows from a decision, taken now or before.

        revises: whether it puts another text on the table.

        silence: whether it is about a silence period.

        enrols: whether it changes the register.

        requires: the requirements a step with this effect cannot do without.
    """

    follow: Callable[[Situation, str], Consequence]
    parameter: str = ""
    needs: tuple[str, ...] = ()
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
    """Make a finding that rests on the organisation's rule for the requirement, or else on the step's own."""
    rule = situation.rulebook.rules.get(name)
    return Finding(name, rule.cites if rule else situation.step.cites, facts, cures)
