"""Which acts of a rulebook no scenario plays and no feature names."""

from __future__ import annotations

import re
from pathlib import Path

from cica_procedure.errors import ProcedureError
from cica_procedure.rulebook.model import Rulebook
from cica_procedure.scenario import read_scenario


def unexercised(rulebook: Rulebook, scenarios: Path | None, features: Path | None) -> dict[str, tuple[str, ...]]:
    """
    Give for each procedure the acts that are not exercised.

    Args:
        rulebook: the rules.

        scenarios: a folder of scenario files; what they do counts for their own rulebook only.

        features: a folder of feature files; an act counts when it is named, between quotes or as a word of a step.
    """
    done: set[tuple[str, str]] = set()
    for path in sorted(scenarios.glob("*.toml")) if scenarios is not None else ():
        done |= _played(path, rulebook)
    text = "".join(path.read_text(encoding="utf-8") for path in features.glob("*.feature")) if features else ""
    # A feature that opens a case names the procedure, not the act.
    done |= {(p.id, p.opening[0].act) for p in rulebook if f'case of "{p.id}"' in text}
    left = {
        procedure.id: tuple(act for act in procedure.acts if (procedure.id, act) not in done and not _named(act, text))
        for procedure in rulebook
    }
    return {name: acts for name, acts in left.items() if acts}


def _named(act: str, text: str) -> bool:
    """Whether a text names an act: as it is, or as a sentence does, ``holds the silence``."""
    first, _, rest = act.partition("-")
    spoken = rf"\b{first}s?\b[^\n]*\b{rest.replace('-', ' ')}\b" if rest else rf"\b{first}s?\b"
    return act in text or re.search(spoken, text) is not None


def _played(path: Path, rulebook: Rulebook) -> set[tuple[str, str]]:
    """Give the acts a scenario performs or tries."""
    try:
        scenario = read_scenario(path)
    except ProcedureError:
        return set()
    if scenario.rulebook.id != rulebook.id:
        return set()
    kinds: dict[str, str] = {}
    earlier = scenario.continues
    while earlier is not None:
        kinds |= {planned.case: planned.procedure for planned in earlier.acts if planned.procedure}
        earlier = earlier.continues
    done = set()
    for planned in scenario.acts:
        if planned.procedure:
            kinds[planned.case] = planned.procedure
        done.add((kinds.get(planned.case, ""), planned.act))
    return done
