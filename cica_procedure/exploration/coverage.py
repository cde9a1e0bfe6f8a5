"""Coverage: the acts of a rulebook that no scenario plays and no feature names."""

from __future__ import annotations

import re
from pathlib import Path

from cica_procedure.errors import ProcedureError
from cica_procedure.reading import MAX_SOURCE, read_given
from cica_procedure.rulebook.model import Rulebook
from cica_procedure.scenario import read_scenario


def unexercised(rulebook: Rulebook, scenarios: Path | None, features: Path | None) -> dict[str, tuple[str, ...]]:
    """
    Return, for each procedure, the acts that are not exercised.

    Args:
        rulebook: the rules.

        scenarios: a folder of scenario files; only scenarios of this rulebook count.

        features: a folder of feature files; an act counts when it is named, in quotes or in the words of a step.
    """
    done: set[tuple[str, str]] = set()
    for path in sorted(scenarios.glob("*.toml")) if scenarios is not None else ():
        done |= _played(path, rulebook)
    text = (
        "".join(read_given(path, MAX_SOURCE).decode(errors="replace") for path in features.glob("*.feature"))
        if features
        else ""
    )
    # A feature that opens a case names the procedure, not the act.
    done |= {(p.id, p.opening[0].act) for p in rulebook if f'case of "{p.id}"' in text}
    left = {
        procedure.id: tuple(act for act in procedure.acts if (procedure.id, act) not in done and not _named(act, text))
        for procedure in rulebook
    }
    return {name: acts for name, acts in left.items() if acts}


def _named(act: str, text: str) -> bool:
    """Return whether a text names an act, either as its id or in a sentence such as ``holds the silence``."""
    first, _, rest = act.partition("-")
    spoken = rf"\b{first}s?\b[^\n]*\b{rest.replace('-', ' ')}\b" if rest else rf"\b{first}s?\b"
    return act in text or re.search(spoken, text) is not None


def _played(path: Path, rulebook: Rulebook) -> set[tuple[str, str]]:
    """Return the acts a scenario performs or tries, as pairs of a procedure and an act."""
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
