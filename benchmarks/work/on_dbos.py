"""DBOS on SQLite, forced to WAL: a workflow whose steps are kept one by one, as it keeps them itself."""

import os
import sqlite3

from common import ADOPT, EVALUATE, MEMBERS, MOVES, POSITION, measure
from dbos import DBOS, SetWorkflowID
from sqlalchemy import event
from sqlalchemy.engine import Engine


@DBOS.step()
def keep(_kind: str, dst: str, _actor: str) -> str:
    """Keep one event."""
    return dst


@DBOS.workflow()
def draft() -> str:
    """Decide and keep one case."""
    stage, positions = "new", {}
    for kind, src, dst in MOVES:
        if stage == src:
            stage = keep(kind, dst, "chair")
    for member in MEMBERS:
        if member in MEMBERS:
            stage = keep(POSITION, stage, member)
            positions[member] = "agree"
    stage = keep(EVALUATE, stage, "chair")
    if all(positions.get(member) == "agree" for member in MEMBERS):
        stage = keep(ADOPT, "adopted", "chair")
    return stage


def prepare(path: str, synchronous: str) -> str:
    """Launch it, with the same guarantees as the others."""

    @event.listens_for(Engine, "connect")
    def _prepare(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA synchronous = {synchronous}")

    config = {
        "name": "draft",
        "system_database_url": f"sqlite:///{path}",
        "log_level": "ERROR",
        "run_admin_server": False,
    }
    DBOS(config=config)
    DBOS.launch()
    return path


def work(_: str, i: int) -> None:
    """Run one case."""
    with SetWorkflowID(f"case-{i}"):
        draft()


def outcome(path: str) -> tuple[int, int]:
    """Return how many cases were adopted, and how many steps are kept."""
    connection = sqlite3.connect(path)
    # The last step is only taken once every member agrees.
    (adopted,) = connection.execute("SELECT count(*) FROM operation_outputs WHERE function_id = 36").fetchone()
    (events,) = connection.execute("SELECT count(*) FROM operation_outputs").fetchone()
    connection.close()
    return adopted, events


measure(prepare, work, outcome)
# Its threads would wait for work that does not come.
os._exit(0)
