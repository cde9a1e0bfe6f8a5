"""
Nothing is named in code: CICA's rulebook with every name of its own replaced still loads, plays and passes its checks.

Acts, procedures, stages, roles, offices, positions, and the particulars that are found by their types get other names,
in the rulebook and in the scenarios. What is left are the words of the rule language: requirements, effects, and the
particulars that these read by name.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from cica_procedure import Rulebook, load, play, read_scenario
from cica_procedure.exploration import explore
from cica_procedure.loading.loader import SHIPPED

SCENARIOS = Path(__file__).parent.parent / "scenarios"
CICA = load("cica")

POSITIONS = {"support": "aye", "no objection": "so be it", "reservation": "with a grain of salt", "objection": "nay"}
TYPED = {"area": "theme", "role": "post", "kind": "sort"}
WORDS = frozenset({"subject", "proposer", "new", "*", "@open", "@body", "previous"})


def other(known: Mapping[str, object] | frozenset[str], value: Any) -> Any:
    """Return another name for a name that is known, also within a list."""
    if isinstance(value, list):
        return [other(known, each) for each in value]
    return f"the-{value}" if isinstance(value, str) and value in known and value not in WORDS else value


ACTS = frozenset(act for procedure in CICA for act in procedure.acts)
STAGES = frozenset(stage for procedure in CICA for stage in procedure.stages)
ACTORS = frozenset({*CICA.roles, *CICA.offices})

act, stage, actor = partial(other, ACTS), partial(other, STAGES), partial(other, ACTORS)
procedure = partial(other, CICA.procedures)


def particular(name: str) -> str:
    """Return another name for a particular that is found by its type."""
    return TYPED.get(name, name)


def clause(value: Any) -> Any:
    """Rename what a requirement or an effect names: a role, or a particular."""
    if isinstance(value, list):
        return [clause(each) for each in value]
    if not isinstance(value, dict):
        return value
    roles = {"holds", "lacks", "begin", "end", "succeed"}
    return {name: actor(what) if name in roles else particular(what) for name, what in value.items()}


def step(table: dict[str, Any]) -> dict[str, Any]:
    """Rename everything in a step."""
    change: dict[str, Callable[[Any], Any]] = {
        "act": act,
        "from": stage,
        "to": stage,
        "by": actor,
        "requires": clause,
        "effects": clause,
        "fields": lambda fields: {particular(name): kind for name, kind in fields.items()},
    }
    return {key: change[key](value) if key in change else value for key, value in table.items()}


def sheet(table: dict[str, Any]) -> dict[str, Any]:
    """Rename everything in the file of a procedure or of a part."""
    stages = {
        stage(name): {key: stage(value) if key == "amended" else value for key, value in inner.items()}
        for name, inner in table.get("stages", {}).items()
    }
    named = {"id": procedure(table["id"]), "stages": stages} if "id" in table else {}
    return {**table, **named, "steps": [step(each) for each in table["steps"]]}


def rules(table: dict[str, Any]) -> dict[str, Any]:
    """Rename everything in a file of the rulebook that is no procedure, and say which role sits in the bodies."""
    renamed = dict(table)
    if "positions" not in table and "id" in table:
        renamed["positions"] = {
            POSITIONS[word.id]: {"is": word.does, "reason": word.reason} for word in CICA.positions.values()
        }
    for name in ("roles", "offices"):
        if name in table:
            renamed[name] = {actor(key): dict(inner) for key, inner in table[name].items()}
    for office in renamed.get("offices", {}).values():
        office |= {key: actor(office[key]) for key in ("held-by", "acting", "needs") if key in office}
    if "bodies" in table:
        renamed["bodies"] = {key: {**inner, "members": "the-member"} for key, inner in table["bodies"].items()}
    if "tenures" in table:
        renamed["tenures"] = [{**each, "role": actor(each["role"])} for each in table["tenures"]]
    return renamed


def scenario(table: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Rename everything in a scenario."""
    change: dict[str, Callable[[Any], Any]] = {
        "procedure": procedure,
        "act": act,
        "by": actor,
        "decides": act,
        "role": actor,
        "stage": stage,
        "position": lambda word: POSITIONS.get(word, word),
        "detail": particular,
        "expect": lambda table: {key: stage(value) if key == "stage" else value for key, value in table.items()},
    }

    def renamed(act: dict[str, Any]) -> dict[str, Any]:
        return {
            key if key == "role" and "party" in act else particular(key): change[key](value) if key in change else value
            for key, value in act.items()
        }

    acts = [renamed(each) for each in table["acts"]]
    expect = [
        {key: change.get(key, lambda same: same)(v) for key, v in each.items()} for each in table.get("expect", [])
    ]
    return {**table, "rulebook": str(folder), "acts": acts} | ({"expect": expect} if expect else {})


def toml(value: Any) -> str:
    """Write a value as TOML."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{toml(key)} = {toml(each)}" for key, each in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, date):  # An instant is a date too.
        return value.isoformat()
    if isinstance(value, str):
        quoted = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        return f'"{quoted}"'
    return str(value)


def write(path: Path, table: dict[str, Any]) -> None:
    """Write a table as a file of TOML."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{key} = {toml(value)}\n" for key, value in table.items()), encoding="utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the rulebook and the scenarios under other names."""
    made = tmp_path_factory.mktemp("renamed") / "cica-renamed"
    for path in sorted((SHIPPED / "cica").rglob("*.toml")):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        place = path.relative_to(SHIPPED / "cica")
        write(made / place, sheet(table) if "steps" in table else rules(table))
    for path in OURS:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        write(made.parent / "scenarios" / path.name, scenario(table, made))
    return made


def _ours(path: Path) -> bool:
    return bool(tomllib.loads(path.read_text(encoding="utf-8")).get("rulebook", "cica") == "cica")


OURS = [path for path in sorted(SCENARIOS.glob("*.toml")) if _ours(path)]


@pytest.fixture(scope="module")
def rulebook(folder: Path) -> Rulebook:
    """Load the rulebook under other names."""
    return load(folder)


def test_nothing_kept_its_name(rulebook: Rulebook) -> None:
    """Every act, stage, procedure, role, office and position has another name, and there are as many."""
    assert not {*rulebook.procedures} & {*CICA.procedures}
    assert not {act for each in rulebook for act in each.acts} & ACTS
    assert not {stage for each in rulebook for stage in each.stages} & STAGES
    assert not {*rulebook.roles, *rulebook.offices} & ACTORS
    assert not rulebook.positions.keys() & CICA.positions.keys()
    assert len([step for each in rulebook for step in each.steps]) == len([s for each in CICA for s in each.steps])


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_every_scenario_still_plays(path: Path, folder: Path) -> None:
    """What was expected of the scenario under its own names is expected under the others, and comes true."""
    report = play(read_scenario(folder.parent / "scenarios" / path.name))
    assert report.met, [
        *report.missed,
        *(f"{each.planned.case}: {each.missed}" for each in report.played if each.missed),
    ]


@pytest.mark.slow
def test_every_procedure_still_passes(rulebook: Rulebook) -> None:
    """The explorer finds what it found: the same numbers of states, and no fault."""
    found = [explore(rulebook, each) for each in rulebook]
    assert not [each.procedure.id for each in found if not each.sound]
    assert [each.states for each in found] == [explore(CICA, each).states for each in _in_order(rulebook)]


def _in_order(rulebook: Rulebook) -> list[Any]:
    """Return the procedures under their own names, in the order of those under other names."""
    return [next(p for p in CICA if f"the-{p.id}" == each.id and p.edition == each.edition) for each in rulebook]
