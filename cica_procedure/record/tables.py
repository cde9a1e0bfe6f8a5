"""
What a record is made of: tables, indexes, guards and views, as they are written in the database.

The content of an entry is canonical JSON, kept once; the views are what a person reads.
"""

from __future__ import annotations

import sqlite3

from cica_procedure.record.guard import guards

_TABLES = """
CREATE TABLE header (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE entries (
    seq       INTEGER PRIMARY KEY,
    case_id   TEXT NOT NULL,
    n         INTEGER NOT NULL CHECK (n > 0),
    procedure TEXT NOT NULL,
    changes   INTEGER NOT NULL CHECK (changes IN (0, 1)),
    content   TEXT NOT NULL,
    digest    TEXT NOT NULL,
    UNIQUE (case_id, n)
) STRICT;

CREATE TABLE refusals (
    seq     INTEGER PRIMARY KEY,
    content TEXT NOT NULL CHECK (json_valid(content))
) STRICT;

CREATE TABLE signatures (
    seq         INTEGER PRIMARY KEY,
    head_seq    INTEGER NOT NULL,
    head_digest TEXT NOT NULL,
    signer      TEXT NOT NULL,
    public_key  TEXT NOT NULL,
    signature   TEXT NOT NULL
) STRICT;

CREATE INDEX meetings ON entries (seq) WHERE procedure = 'meeting';
CREATE INDEX register ON entries (seq) WHERE changes;
"""

_VIEWS = {
    "transitions": """
        SELECT seq,
               json_extract(content, '$.at') AS at,
               json_extract(content, '$.recorded') AS recorded,
               case_id,
               n,
               procedure,
               json_extract(content, '$.edition') AS edition,
               json_extract(content, '$.act') AS act,
               json_extract(content, '$.actor') AS actor,
               json_extract(content, '$.party') AS party,
               json_extract(content, '$.from') AS from_stage,
               json_extract(content, '$.to') AS to_stage,
               json_extract(content, '$.body') AS body,
               json_extract(content, '$.meeting') AS meeting,
               json_extract(content, '$.revision') AS revision,
               json_extract(content, '$.decision') AS decision,
               json_extract(content, '$.reason') AS reason,
               json_extract(content, '$.details') AS details,
               json_extract(content, '$.changes') AS changes,
               json_extract(content, '$.corrects') AS corrects,
               json_extract(content, '$.cites') AS cites
        FROM entries
    """,
    "positions": """
        SELECT seq,
               json_extract(content, '$.at') AS at,
               case_id,
               json_extract(content, '$.body') AS body,
               json_extract(content, '$.revision') AS revision,
               json_extract(content, '$.party') AS member,
               json_extract(content, '$.position') AS position,
               json_extract(content, '$.reason') AS reason,
               json_extract(content, '$.revision') = (
                   SELECT json_extract(last.content, '$.revision')
                   FROM entries AS last
                   WHERE last.case_id = entries.case_id
                   ORDER BY last.n DESC LIMIT 1
               ) AND NOT EXISTS (
                   SELECT 1
                   FROM entries AS later
                   WHERE later.case_id = entries.case_id
                     AND later.n > entries.n
                     AND json_extract(later.content, '$.position') IS NOT NULL
                     AND json_extract(later.content, '$.party') = json_extract(entries.content, '$.party')
                     AND json_extract(later.content, '$.body') = json_extract(entries.content, '$.body')
               ) AS stands
        FROM entries
        WHERE json_extract(content, '$.position') IS NOT NULL
    """,
    "decisions": """
        SELECT seq,
               json_extract(content, '$.at') AS at,
               case_id,
               json_extract(content, '$.body') AS body,
               json_extract(content, '$.meeting') AS meeting,
               json_extract(content, '$.decision') AS decision,
               json_extract(content, '$.revision') AS revision,
               (SELECT count(*) FROM json_each(content, '$.roll')) AS members,
               (SELECT count(*) FROM json_each(content, '$.roll') WHERE value <> 'absent') AS present_or_heard,
               (SELECT count(*) FROM json_each(content, '$.roll') WHERE value = 'objection') AS objections,
               json_extract(content, '$.roll') AS roll,
               json_extract(content, '$.cites') AS cites
        FROM entries
        WHERE json_extract(content, '$.decision') IS NOT NULL
    """,
    "rolls": """
        SELECT entries.seq,
               json_extract(content, '$.at') AS at,
               case_id,
               json_extract(content, '$.body') AS body,
               json_extract(content, '$.decision') AS decision,
               line.key AS member,
               line.value AS position
        FROM entries, json_each(content, '$.roll') AS line
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
               (SELECT json_extract(content, '$.details.title') FROM entries AS titled
                WHERE titled.case_id = last.case_id AND json_extract(content, '$.details.title') IS NOT NULL
                ORDER BY n DESC LIMIT 1) AS title,
               (SELECT json_extract(content, '$.details.kind') FROM entries AS first
                WHERE first.case_id = last.case_id AND n = 1) AS kind,
               json_extract(last.content, '$.to') AS stage,
               json_extract(last.content, '$.revision') AS revision,
               last.n AS entries,
               (SELECT json_extract(content, '$.at') FROM entries AS first
                WHERE first.case_id = last.case_id AND n = 1) AS opened,
               json_extract(last.content, '$.at') AS last_act,
               coalesce(json_extract(last.content, '$.closed'), 0) AS closed
        FROM entries AS last
        WHERE last.procedure <> 'meeting'
          AND last.n = (SELECT max(n) FROM entries AS every WHERE every.case_id = last.case_id)
    """,
}


def statements() -> tuple[str, ...]:
    """Give the SQL that makes a record of an empty database."""
    tables = [statement.strip() for statement in _TABLES.split(";") if statement.strip()]
    views = [f"CREATE VIEW {name} AS{select.rstrip()}" for name, select in _VIEWS.items()]
    return (*tables, *guards().values(), *views)


def shape(connection: sqlite3.Connection) -> dict[str, str]:
    """Give everything a database is made of, by name, as it is written in it; the log of migrations left out."""
    rows = connection.execute(
        "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND tbl_name <> '_sqlite_migrations'"
    )
    return dict(rows)


def wanted_shape() -> dict[str, str]:
    """Give the shape of a record as this program makes it."""
    fresh = sqlite3.connect(":memory:", isolation_level=None)
    for statement in statements():
        fresh.execute(statement)
    found = shape(fresh)
    fresh.close()
    return found
