"""
Rulebooks with one rule broken: each is refused when it is loaded, or refuted by the exploration.

Every deciding step of every shipped rulebook is spoilt once for each law.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from spoilt import copied

from cica_procedure import InvalidRulebook, load
from cica_procedure.exploration import explore
from cica_procedure.loading.loader import SHIPPED, shipped

HEAD = "[[steps]]\n"


def without(name: str) -> Callable[[str], str | None]:
    """Return a change of a step that takes a requirement out of it; ``None`` when it has no such requirement."""

    def change(step: str) -> str | None:
        listed = re.search(r"^requires = (.*)$", step, re.MULTILINE)
        if listed is None or not re.search(rf'"{name}"|\b{name} =', listed[1]):
            return None
        left = re.sub(rf'\{{ {name} = "[^"]*" \}}|"{name}"', "", listed[1]).strip("[]")
        kept = ", ".join(part.strip() for part in left.split(",") if part.strip())
        return step.replace(listed[0], f"requires = [{kept}]" if kept else "", 1)

    return change


def contradictory(step: str) -> str | None:
    """Ask a party to hold a role and not to hold it."""
    role = re.search(r'\b(holds|lacks) = "([a-z-]+)"', step)
    if role is None:
        return None
    other = "lacks" if role[1] == "holds" else "holds"
    return step.replace(f"{{ {role[0]} }}", f'{{ {role[0]} }}, {{ {other} = "{role[2]}" }}', 1)


def unsourced(step: str) -> str | None:
    """Leave out the marks of the source."""
    return re.sub(r" \[[CIA]\]", "", step)


def undecided(step: str) -> str | None:
    """Leave out that it is a decision."""
    return re.sub(r"^decision = .*\n", "", step, flags=re.MULTILINE)


def elsewhere(step: str) -> str | None:
    """Lead to a stage that the procedure does not have."""
    return re.sub(r'^to = "[a-z-]+"', 'to = "limbo"', step, flags=re.MULTILINE) if "\nto = " in step else None


def by_nobody(step: str) -> str | None:
    """Let somebody take the step whom the rules do not know."""
    return re.sub(r"^by = .*$", 'by = "nobody"', step, flags=re.MULTILINE)


LAWS: dict[str, Callable[[str], str | None]] = {
    "consensus": without("consensus"),
    "quorum": without("quorum"),
    "meeting": without("meeting"),
    "decision": undecided,
    "source": unsourced,
    "stage": elsewhere,
    "actor": by_nobody,
    "contradiction": contradictory,
}


def deciding() -> list[tuple[str, str, int]]:
    """Return the deciding steps of the shipped rulebooks: the rulebook, the file, and the place of the step."""
    return [
        (name, path.relative_to(SHIPPED / name).as_posix(), i)
        for name in shipped()
        for path in sorted((SHIPPED / name).glob("p*/*.toml"))
        for i, step in enumerate(path.read_text(encoding="utf-8").split(HEAD)[1:], 1)
        if "\ndecision = " in step
    ]


def mutants() -> list[tuple[str, str, int, str, str]]:
    """Return each mutant: where, which law, and the text of the file."""
    found = []
    for name, file, i in deciding():
        steps = (SHIPPED / name / file).read_text(encoding="utf-8").split(HEAD)
        for law, change in LAWS.items():
            changed = change(steps[i])
            if changed is not None and changed != steps[i]:
                found.append((name, file, i, law, HEAD.join([*steps[:i], changed, *steps[i + 1 :]])))
    return found


MUTANTS = mutants()


def argued(name: str, file: str, i: int, law: str) -> str:
    """Return why a mutant is a lawful rulebook of another organisation; empty when it is none."""
    step = (SHIPPED / name / file).read_text(encoding="utf-8").split(HEAD)[i]
    if law in {"meeting", "quorum"} and re.search(r"^(silence|writing|carried) = ", step, re.MULTILINE):
        return "it rests on silence or on writing alone"
    if law == "quorum" and '"meeting"' not in step:
        return "nobody has to be present"
    if law == "decision" and "consensus" in step:
        return "it asks for consensus all the same; what no stage or effect calls a decision need not be one"
    return ""


def test_there_are_enough() -> None:
    """More than a hundred, of every law."""
    assert len(MUTANTS) > 200
    assert {law for _, _, _, law, _ in MUTANTS} == set(LAWS)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "file", "i", "law", "text"), MUTANTS, ids=lambda v: str(v) if len(str(v)) < 60 else ""
)
def test_a_broken_rule_is_found(tmp_path: Path, name: str, file: str, i: int, law: str, text: str) -> None:
    """It does not load, or the exploration finds a fault; one that is argued to be lawful is found sound."""
    folder = copied(name, tmp_path)
    (folder / file).write_text(text, encoding="utf-8")
    try:
        rules = load(folder)
    except InvalidRulebook:
        return
    stem = Path(file).stem
    concerned = [p for p in rules if stem.startswith(p.id)] or list(rules)
    sound = all(explore(rules, procedure).sound for procedure in concerned)
    assert sound is bool(argued(name, file, i, law)), text.split(HEAD)[i]
