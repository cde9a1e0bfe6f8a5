"""What an act, an entry and a start cost, in counters that are the same on every machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import cast

import pytest

from cica_procedure import Conference, Record
from cica_procedure.record import queries as views
from cica_procedure.record import statements
from cica_procedure.time import LAST

AT = datetime.fromisoformat("2023-04-01T10:00:00+06:00")


@pytest.fixture
def before_soc(tmp_path: Path) -> Iterator[Conference]:
    """A draft before the SOC, with every name looked up once."""
    cica = Conference.create(tmp_path / "r.sqlite", since=AT)
    cica.meet("SOC", "soc", at=AT)
    cica.submit("draft-document", "plan", by="IND", at=AT, details={"title": "Plan", "kind": "concept-paper"})
    cica.act("plan", "take-up", by="chair", at=AT)
    cica.position("plan", "KAZ", "support", at=AT)
    yield cica
    cica.close()


def test_an_act_is_one_statement(before_soc: Conference) -> None:
    """The new entry, which finds its number taken when somebody else has written: all else is at hand already."""
    said: list[str] = []
    cast("Record", before_soc._journal)._connection.set_trace_callback(said.append)
    before_soc.position("plan", "MNG", "support", at=AT)
    cast("Record", before_soc._journal)._connection.set_trace_callback(None)
    # A statement that runs a guard is told once more.
    words = [statement.split()[0] for statement in dict.fromkeys(said)]
    assert words == ["INSERT"]


def test_every_plan_uses_an_index(before_soc: Conference) -> None:
    """No statement of an act looks through the whole record; what was done in a meeting is sought from its beginning on."""
    connection, place = cast("Record", before_soc._journal)._connection, "INDEX sqlite_autoindex_entries_1 (case_id=?"
    for statement, values, wanted in (
        (statements.OF_CASE, ["paper", 0, LAST], place),
        (statements.SHARED, [5, LAST], "INDEX world ("),
        (statements.IN_MEETING, {"meeting": "soc", "until": LAST}, "USING INTEGER PRIMARY KEY (rowid>?"),
        ("SELECT max(n) FROM entries WHERE case_id = ?", ["paper"], place),
    ):
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", values)]
        assert wanted in plan[0]
        assert not any("SCAN" in step or "TEMP" in step for step in plan)
    for statement, count in ((views.LAST_ENTRY, 0), (statements.INSERT, 7)):
        # From the end, in the order of the table, and no further than the first that is met.
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", [None] * count)]
        assert "SCAN entries" in plan
        assert not any("TEMP" in step for step in plan)
        assert "ORDER BY seq DESC LIMIT 1" in statement


def test_an_act_stays_within_its_calls(before_soc: Conference) -> None:
    """Instructions follow the calls; so many are a position of today and a few more."""
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        before_soc.position("plan", "MNG", "support", at=AT)
    finally:
        sys.setprofile(None)
    assert 0 < calls <= 260, calls


def test_an_entry_stays_within_its_bytes(tmp_path: Path) -> None:
    """At most 380 bytes of file for an entry, indexes and all."""
    path = tmp_path / "r.sqlite"
    cica = Conference.create(path, since=AT)
    cica.meet("SOC", "soc", at=AT)
    members = cica.members(AT)
    with cica.batch():
        for i in range(40):
            name = f"case-{i}"
            cica.submit("draft-document", name, by="IND", at=AT, details={"title": "Plan", "kind": "concept-paper"})
            cica.act(name, "take-up", by="chair", at=AT)
            for member in members:
                cica.position(name, member, "support", at=AT)
            cica.act(name, "adopt", by="chair", at=AT)
    entries = cica.head().seq
    empty = Conference.create(tmp_path / "empty.sqlite", since=AT)
    for each in (cica, empty):
        each.close()
    grown = path.stat().st_size - (tmp_path / "empty.sqlite").stat().st_size
    assert grown / entries <= 380


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        ["head"],
        ["docket"],
        ["case", "plan"],
        ["silence"],
        ["verify", "--without-replay"],
    ],
)
@pytest.mark.usefixtures("before_soc")
def test_a_command_loads_what_it_needs(words: list[str], tmp_path: Path) -> None:
    """Who only reads a record loads neither the rules nor the vocabulary, nor what makes other commands beautiful."""
    kept_out = {"attr", "msgspec", "rich", "sqlite_utils", "transitions", "cattrs", "yaml", "pytest", "multiprocessing"}
    kept_out |= {f"cica_procedure.{floor}" for floor in ("terms", "consensus", "rulebook", "conference", "scenario")}
    path = [str(tmp_path / "r.sqlite")] if words != ["--help"] else []
    program = (
        "import sys, json, atexit; from cica_procedure.cli.main import cica; "
        "atexit.register(lambda: print(json.dumps(sorted(sys.modules)), file=sys.stderr)); "
        f"cica({[words[0], *path, *words[1:]]!r})"
    )
    env = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=env)
    loaded = set(json.loads(done.stderr.splitlines()[-1]))
    assert "click" in loaded
    assert not loaded & kept_out
