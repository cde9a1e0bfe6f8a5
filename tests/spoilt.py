"""Rulebooks with one place changed, for tests of what is refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cica_procedure import InvalidRulebook, load
from cica_procedure.loading.loader import SHIPPED


def changed(folder: Path, file: str, old: str, new: str) -> Path:
    """Change the first place of one file of a rulebook that has a text, and return the folder."""
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def copied(rulebook: str, to: Path) -> Path:
    """Return a copy of a shipped rulebook."""
    return Path(shutil.copytree(SHIPPED / rulebook, to / rulebook))


def refused(folder: Path, file: str, old: str, new: str) -> str:
    """Change one place of a rulebook and return what the loader says."""
    with pytest.raises(InvalidRulebook) as caught:
        load(changed(folder, file, old, new))
    return str(caught.value)
