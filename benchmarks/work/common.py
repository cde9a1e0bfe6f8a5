"""The work every peer does: the same events, the same row, the same guards."""

from __future__ import annotations

import json
import sqlite3
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

T = TypeVar("T")

MEMBERS = [f"M{i:02}" for i in range(28)]
MOVES = [
    ("table", "new", "tabled"),
    ("take-up", "tabled", "before-swg"),
    ("agree", "before-swg", "agreed"),
    ("take-up-soc", "agreed", "before-soc"),
    ("amend", "before-soc", "before-soc"),
    ("retitle", "before-soc", "before-soc"),
]
POSITION, EVALUATE, ADOPT = "position", "evaluate", "adopt"
SCHEMA = (
    "CREATE TABLE events (case_id TEXT, n INTEGER, kind TEXT, src TEXT, dst TEXT, actor TEXT, at TEXT, payload TEXT, "
    "UNIQUE (case_id, n))"
)
INSERT = "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?)"


def connect(path: str, synchronous: str) -> sqlite3.Connection:
    """Open a database as every peer does."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(f"PRAGMA synchronous = {synchronous}")
    return connection


class Log:
    """One row for each event, one transaction each."""

    def __init__(self, path: str, synchronous: str) -> None:
        self.connection = connect(path, synchronous)
        self.connection.execute(SCHEMA)

    def write(self, case: str, n: int, kind: str, src: str, dst: str, actor: str, **payload: object) -> None:
        """Write one event, durably."""
        row = (case, n, kind, src, dst, actor, datetime.now(UTC).isoformat(), json.dumps(payload))
        self.connection.execute("BEGIN IMMEDIATE")
        self.connection.execute(INSERT, row)
        self.connection.execute("COMMIT")

    def outcome(self) -> tuple[int, int]:
        """Return how many cases were adopted, and how many events there are."""
        (adopted,) = self.connection.execute("SELECT count(*) FROM events WHERE kind = 'adopt'").fetchone()
        (events,) = self.connection.execute("SELECT count(*) FROM events").fetchone()
        return adopted, events


def measure(
    prepare: Callable[[str, str], T],
    work: Callable[[T, int], None],
    outcome: Callable[[T], tuple[int, int]],
) -> None:
    """Do the work and say how long it took, and what came of it."""
    path, synchronous, cases = sys.argv[1], sys.argv[2], int(sys.argv[3])
    subject = prepare(path, synchronous)
    begun, spent = time.perf_counter(), time.process_time()
    for i in range(cases):
        work(subject, i)
    seconds, cpu = time.perf_counter() - begun, time.process_time() - spent
    adopted, events = outcome(subject)
    print(json.dumps({"seconds": seconds, "cpu": cpu, "adopted": adopted, "events": events}))
