"""Damage is said to be damage: whoever reads a record that was altered gets an answer, or an error of the record."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import pytest

from cica_procedure import Conference, InvalidAct, NotARecord, Reading, Record, RecordError, verify
from cica_procedure.record.views import read_docket, read_head, read_history

At = Callable[..., datetime]
Tamper = Callable[..., None]


def test_an_entry_with_a_monstrous_number(path: Path, at: At, tamper: Tamper) -> None:
    """It is named, rather than walked to."""
    insert = "INSERT INTO entries VALUES (9223372036854775807, 'x', 1, 0, '[]', x'00')"
    connection = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="nothing is replaced or left out"):
        connection.execute(insert)
    connection.close()
    tamper(path, insert)

    assert "entry 9 is missing" in verify(path).problem
    with Conference.open(path) as cica, pytest.raises(NotARecord, match="no room for another entry"):
        cica.submit("meeting", "m", by="chair", at=at(24), details={"body": "SOC"})


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE entries SET content = 'xx' WHERE seq = 5",
        "UPDATE entries SET content = '{}' WHERE seq = 5",
        "UPDATE entries SET content = '[]' WHERE seq = 5",
        f"UPDATE entries SET content = '{'[' * 50_000}' WHERE seq = 5",
        ("details", "'xx'", 5),
        ("changes", "json('[{}]')", 5),
        ("revision", "json('true')", 5),
        ("closed", "1", 5),
        ("at", "'today'", 5),
        ("position", "'perhaps'", 5),
    ],
)
def test_an_entry_that_cannot_be_read(path: Path, change: str | tuple[str, str, int], tamper: Tamper) -> None:
    """It is damage wherever it is met, and verify names it."""
    tamper(path, change)

    assert verify(path).seq == 5
    with Conference.open(path) as cica, pytest.raises(NotARecord, match="cannot be read"):
        cica.case("paper")


def test_a_meeting_that_cannot_be_read(path: Path, at: At, tamper: Tamper) -> None:
    """Damage is said as such also where the world is read, and not only the case that is asked for."""
    tamper(path, ("details", "'xx'", 3))
    with Conference.open(path) as cica, pytest.raises(NotARecord, match="cannot be read"):
        _ = cica.register


def test_a_header_that_says_more(path: Path, tamper: Tamper) -> None:
    """A line that was added to what a record says of itself is damage, though no digest holds it."""
    tamper(path, "INSERT INTO header VALUES ('note', 'approved')")
    with pytest.raises(NotARecord, match="says more or less of itself"):
        verify(path)


def _world(path: Path) -> None:
    with Conference.open(path, to_read=True) as cica:
        assert cica.register.tenures
        assert cica.silences == {}


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE header SET value = CAST(x'ff' AS TEXT) WHERE name = 'rulebook'",
        "UPDATE entries SET case_id = CAST(x'ff' AS TEXT) WHERE seq = 5",
        "UPDATE entries SET content = CAST(x'ff' AS TEXT) WHERE seq = 5",
        "UPDATE entries SET content = '[1]' WHERE seq = 5",
        "UPDATE entries SET digest = x'' WHERE seq = 5",
        "UPDATE entries SET world = 1 WHERE seq = 5",
        "UPDATE header SET value = '2021-06-01' WHERE name = 'since'",
        ("silence", "json('[1]')", 5),
        ("silence", "1", 5),
        ("details", "json('[1]')", 5),
        ("revision", "'x'", 5),
        ("revision", "json('[1]')", 5),
        ("to_stage", "'nowhere'", 3),
        ("to_stage", "1", 5),
        ("silence", """json('{"act":"a","body":"SOC","by":"chair","opened":"x","expires":"x"}')""", 5),
        ("silence", """json('{"act":["a"],"body":"SOC","by":"chair","expires":"2021-06-30"}')""", 5),
        ("silence", """json('{"act":"a","body":"SOC","by":"chair","expires":"2021-06-30","outcome":"x"}')""", 5),
    ],
)
def test_damage_is_said_to_be_damage(path: Path, change: str | tuple[str, str, int], tamper: Tamper) -> None:
    """Whoever looks at a record that was altered gets an answer or an error of the record, and verify finds it."""
    tamper(path, change)
    for look in (
        read_head,
        read_docket,
        lambda path: read_history(path, "paper"),
        lambda path: Reading(Record.open(path)).docket(),
        _world,
    ):
        with suppress(RecordError, InvalidAct):
            look(path)
    with suppress(NotARecord):
        assert not verify(path).sound
