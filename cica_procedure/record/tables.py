"""
The schema of a record: tables, indexes, guards and views, as SQL.

The content of an entry is one text. The views are for people to read; ``transitions`` has a column for each value of an
entry.
"""

from __future__ import annotations

import sqlite3
from functools import cache, reduce
from typing import TYPE_CHECKING

from cica_procedure.errors import NotARecord
from cica_procedure.record.content import CONTENT, extracted
from cica_procedure.record.guard import guards

if TYPE_CHECKING:
    from pathlib import Path

_TABLES = """
CREATE TABLE header (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE entries (
    seq     INTEGER PRIMARY KEY,
    case_id TEXT NOT NULL,
    n       INTEGER NOT NULL CHECK (n > 0),           -- the place in the case
    world   INTEGER NOT NULL CHECK (world IN (0, 1)), -- 1 where other cases may depend on it
    content TEXT NOT NULL,                            -- what it says, with names in the view transitions
    digest  BLOB NOT NULL,                            -- SHA-256 of the digest before it, and of that of what it says
    UNIQUE (case_id, n)
) STRICT;

CREATE TABLE refusals (
    seq     INTEGER PRIMARY KEY,
    content TEXT NOT NULL CHECK (json_valid(content))
) STRICT;

CREATE TABLE notes (                                  -- lines of those who have cosigned a head, true or not
    size INTEGER NOT NULL,                            -- how many entries the record had
    root TEXT NOT NULL,                               -- the root of the tree over their digests
    line TEXT NOT NULL,
    PRIMARY KEY (size, root, line)
) STRICT;

CREATE TABLE sqlar (                                  -- SQLite's own archive: sqlite3 FILE -A --extract unpacks it
    name  TEXT PRIMARY KEY CHECK (length(name) = 64), -- SHA-256 of the text
    mode  INTEGER NOT NULL,
    mtime INTEGER NOT NULL,
    sz    INTEGER NOT NULL,                           -- the length of the text
    data  BLOB NOT NULL                               -- the text, deflated where that is shorter
) STRICT;

CREATE INDEX world ON entries (seq) WHERE world = 1;
"""

_NOTHING = {str: "''", int: "0", dict: "'{}'", list: "'[]'"}


def _column(name: str) -> str:
    """Return a column of the view ``transitions``; an empty value becomes NULL, but a boolean is kept."""
    empty = _NOTHING.get(type(CONTENT[name]))
    return f"nullif({extracted(name)}, {empty}) AS {name}" if empty else f"{extracted(name)} AS {name}"


_REMARKS = """(SELECT group_concat(json_extract(put.details, '$.remarks'), '; ') FROM transitions AS put
                WHERE put.case_id = stated.case_id AND put.corrects = stated.n)"""
"""The remarks by which an entry, ``stated``, was put right later."""

_DENIED = f"""WITH denied AS MATERIALIZED (
            SELECT {extracted("party")} AS party, json_extract({extracted("details")}, '$.disowned.case') AS case_id,
                   json_extract({extracted("details")}, '$.disowned.n') AS n
            FROM entries WHERE world = 1 AND instr(content, '"disowned"')
        )"""  # noqa: S608 - constants
"""The entries that their party has said are not its word."""

_DISOWNED = "(stated.case_id, stated.n, stated.party) IN (SELECT case_id, n, party FROM denied)"
"""Whether an entry, ``stated``, is one of them."""

_VIEWS = {
    "transitions": """
        SELECT seq, case_id, n,
               {columns},
               lower(hex(digest)) AS digest
        FROM entries
    """,
    "positions": """
        {denied}
        SELECT seq, at, case_id, body, revision, json_extract(details, '$.document') AS document,
               party AS member, position, reason, coalesce(hand, 'told') AS hand, {disowned} AS disowned,
               revision IS (
                   SELECT last.revision FROM transitions AS last
                   WHERE last.case_id = stated.case_id
                   ORDER BY n DESC LIMIT 1
               ) AND position <> 'nothing yet' AND NOT EXISTS (
                   SELECT 1
                   FROM transitions AS later
                   WHERE later.case_id = stated.case_id
                     AND later.n > stated.n
                     AND later.body IS stated.body
                     AND json_extract(later.details, '$.on') IS json_extract(stated.details, '$.on')
                     AND CASE
                             WHEN later.position IS NOT NULL THEN later.party = stated.party
                             ELSE later.decision IS NOT NULL AND json_extract(later.details, '$.on') IS NOT NULL
                         END
               ) AS stands,
               {remarks} AS remarks
        FROM transitions AS stated
        WHERE position IS NOT NULL
    """,
    "decisions": """
        {denied}
        SELECT seq, at, case_id, title, body, meeting, decision, revision,
               json_extract(details, '$.document') AS document,
               (SELECT count(*) FROM json_each(roll)) AS members,
               (SELECT count(*) FROM json_each(roll) WHERE value <> 'absent') AS present_or_heard,
               (SELECT count(*) FROM json_each(roll) WHERE value IN (
                   SELECT said.position FROM transitions AS said
                   WHERE said.case_id = decided.case_id AND said.does = 'blocks'
               )) AS objections,
               rule,
               NOT despite AS by_consensus,
               roll,
               (SELECT count(*) FROM transitions AS stated
                WHERE stated.case_id = decided.case_id AND stated.n < decided.n AND stated.position IS NOT NULL
                  AND stated.body IS decided.body AND stated.revision = decided.revision AND {disowned}) AS disowned,
               cites
        FROM transitions AS decided
        WHERE decision IS NOT NULL
    """,
    "objections": """
        WITH stated AS (
            SELECT *, json_extract(details, '$.concern') AS concern FROM transitions
            WHERE does = 'blocks' AND json_extract(details, '$.on') IS NULL
        ), ends AS (
            SELECT stated.seq AS of_seq, later.seq, later.n, later.revision, later.does, later.despite,
                   later.position IS NOT NULL AND later.party = stated.party AND later.body IS stated.body
                       AND json_extract(later.details, '$.on') IS NULL
                       AND json_extract(later.details, '$.concern') IS stated.concern AS again,
                   later.body IS stated.body
                       AND json_extract(later.details, '$.set-aside') IS stated.party AS aside,
                   stated.concern IS NULL AND later.revision IS NOT before.revision AND stated.party NOT IN (
                       SELECT kept.value FROM json_tree(later.details, '$.kept') AS kept
                       WHERE kept.path = '$.kept.' || stated.body
                   ) AS amended,
                   later.decision IS NOT NULL AND later.body IS stated.body
                       AND json_extract(later.details, '$.on') IS NULL AS decided,
                   stated.party IN (SELECT key FROM json_each(later.roll)) AS listed,
                   row_number() OVER (PARTITION BY stated.seq ORDER BY later.n) AS place
            FROM stated
            JOIN transitions AS later ON later.case_id = stated.case_id AND later.n > stated.n
            JOIN transitions AS before ON before.case_id = later.case_id AND before.n = later.n - 1
            WHERE again OR aside OR amended OR decided OR later.closed
        )
        SELECT stated.seq, at, case_id, body, stated.revision, party AS member, position, concern, reason,
               CASE
                   WHEN fate.n IS NULL THEN 'standing'
                   WHEN again AND fate.does IS 'blocks' THEN 'maintained'
                   WHEN again THEN 'withdrawn'
                   WHEN aside THEN 'set aside'
                   WHEN amended AND EXISTS (
                       SELECT 1 FROM stated AS more
                       WHERE more.case_id = stated.case_id AND more.n > fate.n AND more.party = stated.party
                         AND more.body IS stated.body AND more.revision = fate.revision AND more.concern IS NULL
                   ) THEN 'maintained'
                   WHEN amended THEN 'met'
                   WHEN decided AND fate.despite AND listed THEN 'passed over'
                   WHEN decided THEN 'without a say'
                   ELSE 'left'
               END AS fate,
               fate.seq AS by_seq
        FROM stated LEFT JOIN ends AS fate ON fate.of_seq = stated.seq AND fate.place = 1
    """,
    "rolls": """
        SELECT seq, at, case_id, body, decision,
               line.key AS member,
               line.value AS position,
               coalesce(json_extract(hands, '$."' || line.key || '"'), 'told') AS hand,
               (SELECT {remarks} FROM transitions AS stated
                WHERE stated.case_id = decided.case_id AND stated.n < decided.n AND stated.party = line.key
                  AND stated.body IS decided.body AND stated.position = line.value
                ORDER BY stated.n DESC LIMIT 1) AS remarks
        FROM transitions AS decided, json_each(roll) AS line
    """,
    "refused": """
        SELECT seq,
               json_extract(content, '$.at') AS at,
               json_extract(content, '$.case') AS case_id,
               json_extract(content, '$.act') AS act,
               json_extract(content, '$.actor') AS actor,
               (SELECT group_concat(json_extract(finding.value, '$.requirement'), ', ')
                FROM json_each(content, '$.findings') AS finding) AS unmet,
               json_extract(content, '$.findings') AS findings
        FROM refusals
    """,
    "docket": """
        SELECT last.case_id,
               last.procedure,
               coalesce((SELECT json_extract(titled.details, '$.title') FROM transitions AS titled
                         WHERE titled.case_id = last.case_id AND json_extract(titled.details, '$.title') IS NOT NULL
                         ORDER BY n DESC LIMIT 1), last.case_id) AS title,
               (SELECT json_extract(first.details, '$.kind') FROM transitions AS first
                WHERE first.case_id = last.case_id AND n = 1) AS kind,
               last.to_stage AS stage,
               last.revision,
               last.n AS entries,
               (SELECT first.at FROM transitions AS first WHERE first.case_id = last.case_id AND n = 1) AS opened,
               last.at AS last_act,
               last.closed
        FROM transitions AS last
        WHERE last.meeting IS NOT last.case_id
          AND last.n = (SELECT max(n) FROM entries AS every WHERE every.case_id = last.case_id)
    """,
}


def statements() -> tuple[str, ...]:
    """Return the SQL statements that turn an empty database into a record."""
    tables = [statement.strip() for statement in _TABLES.split(";") if statement.strip()]
    columns = ",\n               ".join(map(_column, CONTENT))
    parts = {"{columns}": columns, "{remarks}": _REMARKS, "{disowned}": _DISOWNED, "{denied}": _DENIED}
    views = [
        f"CREATE VIEW {name} AS{reduce(lambda sql, part: sql.replace(*part), parts.items(), select.rstrip())}"
        for name, select in _VIEWS.items()
    ]
    return (*tables, *guards().values(), *views)


OTHERS = {
    "_litestream_seq": "CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER)",
    "_litestream_lock": "CREATE TABLE _litestream_lock (id INTEGER)",
    "sqlite_stat1": "CREATE TABLE sqlite_stat1(tbl,idx,stat)",
}
"""The tables that other programs may add: Litestream, which copies a record as it grows, and SQLite's own ANALYZE."""


def check_shape(connection: sqlite3.Connection, path: Path | str) -> None:
    """
    Compare tables, indexes, guards and views with those of a new record: a view that shows wrong data is damage too.

    Raises:
        NotARecord: when something is missing, differs, or is of another hand.
    """
    rows = connection.execute(
        "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND tbl_name <> '_sqlite_migrations'"
    )
    wanted, found = _made(), {name: sql for name, sql in rows if OTHERS.get(name) != sql}
    if wanted != found:
        differing = sorted(str(name) for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))
        raise NotARecord(path, f"its {', '.join(differing)} is not what this program made; restore it from a backup")


@cache
def _made() -> dict[str, str]:
    """Return the statements that make a record, by the names of what they make."""
    return {statement.split()[2]: statement for statement in statements()}
