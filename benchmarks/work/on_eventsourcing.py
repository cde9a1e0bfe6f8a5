"""eventsourcing on SQLite: an aggregate that is kept, saved after each event; one row more a case than the others."""

import os
import sqlite3

from common import ADOPT, EVALUATE, MEMBERS, MOVES, measure
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event


class Draft(Aggregate):
    """A draft document."""

    def __init__(self) -> None:
        self.stage = "new"
        self.positions: dict[str, str] = {}

    @event("Moved")
    def move(self, kind: str, dst: str) -> None:
        """Go to another stage."""
        self.stage, self.last = dst, kind

    @event("Stated")
    def state(self, member: str, stance: str) -> None:
        """Keep a position."""
        self.positions[member] = stance


def prepare(path: str, synchronous: str) -> Application:
    """Make the application, with the same guarantees as the others."""
    os.environ["PERSISTENCE_MODULE"] = "eventsourcing.sqlite"
    os.environ["SQLITE_DBNAME"] = path
    application = Application()
    pool = application.recorder.datastore.pool
    connection = pool.get_connection()
    connection._sqlite_conn.execute(f"PRAGMA synchronous = {synchronous}")
    pool.put_connection(connection)
    application.path = path
    return application


def work(application: Application, _: int) -> None:
    """Decide and write one case."""
    case = Draft()
    for kind, src, dst in MOVES:
        if case.stage == src:
            case.move(kind, dst)
            application.save(case)
    for member in MEMBERS:
        if member in MEMBERS:
            case.state(member, "agree")
            application.save(case)
    case.move(EVALUATE, case.stage)
    application.save(case)
    if all(case.positions.get(member) == "agree" for member in MEMBERS):
        case.move(ADOPT, "adopted")
        application.save(case)


def outcome(application: Application) -> tuple[int, int]:
    """Return how many cases there are, and how many events."""
    connection = sqlite3.connect(application.path)
    (events,) = connection.execute("SELECT count(*) FROM stored_events").fetchone()
    (adopted,) = connection.execute(
        "SELECT count(*) FROM stored_events WHERE CAST(state AS TEXT) LIKE '%adopted%'"
    ).fetchone()
    return adopted, events


measure(prepare, work, outcome)
