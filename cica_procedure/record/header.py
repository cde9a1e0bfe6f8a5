"""The header of a record: what it says of itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from attrs import frozen

from cica_procedure.errors import NotARecord
from cica_procedure.record.chain import genesis
from cica_procedure.record.files import trouble
from cica_procedure.record.guard import check
from cica_procedure.record.tables import check_shape
from cica_procedure.time import read_instant


@frozen
class Header:
    """
    The header of a record.

    Attributes:
        rulebook: the id of the rulebook the record is kept under.

        since: the instant at which the record begins; what the rulebook knew by then is its baseline.

        rules: the SHA-256 of the manifest of the rules it begins with, in hexadecimal.

        id: what tells the record from every other one: 128 random bits in hexadecimal; empty in memory.
    """

    rulebook: str
    since: datetime
    rules: str = ""
    id: str = ""

    def plain(self) -> dict[str, str]:
        """Return the values by name, as they are written and hashed."""
        return {"id": self.id, "rulebook": self.rulebook, "rules": self.rules, "since": self.since.isoformat()}

    @classmethod
    def of(cls, plain: Mapping[str, str]) -> Header:
        """
        Return the header of values by name; this is the inverse of `plain`.

        Raises:
            ValueError, TypeError, KeyError: when they are not those of a header.
        """
        genesis(plain)
        return cls(plain["rulebook"], read_instant(plain["since"]), plain["rules"], plain["id"])


def header_of(connection: sqlite3.Connection, path: Path | str) -> Header:
    """
    Check that a database is a record, and return its header.

    Raises:
        Inaccessible, NotARecord: when it is out of reach, or no record.
    """
    try:
        check(connection, path)
        check_shape(connection, path)
        return Header.of(dict(connection.execute("SELECT name, value FROM header")))
    except sqlite3.DatabaseError as error:
        raise trouble(path, error) from error
    except (KeyError, ValueError, TypeError) as error:
        raise NotARecord(path, f"does not say what it is ({error}); restore it from a backup") from error
