"""The JSON Schemas that are shipped: true to the code, met by the shipped rulebooks, and strict."""

from __future__ import annotations

import json
import tomllib
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from cica_procedure.loading.loader import SHIPPED
from cica_procedure.reports.json_schema import FILES, schema

TOML = sorted(SHIPPED.rglob("*.toml"))


def kind_of(path: Path) -> str:
    """Say what kind of file a file of a rulebook is, by its folder."""
    return {"procedures": "procedure", "parts": "part"}.get(path.parent.name, "rulebook")


def plain(path: Path) -> Any:
    """Read a file as JSON would have it: dates as texts."""
    return json.loads(json.dumps(tomllib.loads(path.read_text(encoding="utf-8")), default=str))


@pytest.mark.parametrize("file", sorted(FILES))
def test_the_shipped_schema_is_the_generated_one(file: str) -> None:
    """An editor and the loader agree: ``cica schema FILE`` makes what is shipped."""
    shipped = json.loads((SHIPPED / f"{file}.schema.json").read_text(encoding="utf-8"))
    assert shipped == schema(file)


@pytest.mark.parametrize("path", TOML, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_shipped_file_meets_its_schema(path: Path) -> None:
    """What loads is valid for an editor, too."""
    Draft202012Validator(schema(kind_of(path))).validate(plain(path))


@pytest.mark.parametrize(
    ("key", "value"),
    [("akt", "adopt"), ("requires", "quorom"), ("requires", {"lacks": 5}), ("effects", "revize"), ("silence", "yes"), ("fields", {"x": "sort"})],
)  # fmt: skip
def test_a_slip_is_seen_in_the_editor(key: str, value: object) -> None:
    """What the loader refuses for its shape or for a name of a registry, the schema refuses."""
    sound = plain(SHIPPED / "cica" / "procedures" / "draft-document.toml")
    spoilt = deepcopy(sound)
    spoilt["steps"][0][key] = value
    validator = Draft202012Validator(schema("procedure"))
    assert validator.is_valid(sound)
    assert not validator.is_valid(spoilt)
