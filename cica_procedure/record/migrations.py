"""The migrations that make a database a record; no other module imports sqlite-utils."""

from __future__ import annotations

import sqlite3

from sqlite_utils import Database, Migrations

from cica_procedure.record.guard import APPLICATION_ID, VERSION
from cica_procedure.record.tables import statements

migrations = Migrations("cica_procedure")


@migrations(name="001_record")
def _record(db: Database) -> None:
    """Create the tables, their guards and the views, and mark the file as a record."""
    for statement in statements():
        db.execute(statement)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {VERSION}")


def migrate(connection: sqlite3.Connection) -> None:
    """Turn an empty database into a record."""
    migrations.apply(Database(connection, execute_plugins=False))
