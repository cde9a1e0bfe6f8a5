"""
What a record is made of: tables, indexes, guards and views, as they are written in the database.

What an entry says stands in its columns; the views are what a person reads.
"""

from __future__ import annotations

import sqlite3

from cica_procedure.record.columns import COLUMNS, MEETING
from cica_procedure.record.guard import guards

_TABLES = """
CREATE TABLE header (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE entries (
    seq        INTEGER PRIMARY KEY,
    {columns},
    digest     BLOB NOT NULL,
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

CREATE INDEX meetings ON entries (seq) WHERE procedure = '{meeting}';
CREATE INDEX world ON entries (seq) WHERE changes <> '' OR silence <> '';
"""

_VIEWS = {
    "transitions": """
        SELECT seq, at, recorded, case_id, n, procedure, edition, act, actor,
               nullif(party, '') AS party,
               nullif(from_stage, '') AS from_stage,
               to_stage,
               nullif(body, '') AS body,
               nullif(meeting, '') AS meeting,
               nullif(revision, 0) AS revision,
               nullif(decision, '') AS decision,
               nullif(reason, '') AS reason,
               nullif(details, '') AS details,
               nullif(silence, '') AS silence,
               nullif(changes, '') AS changes,
               nullif(corrects, 0) AS corrects,
               cites,
               lower(hex(digest)) AS digest
        FROM entries
    """,
    "positions": """
        SELECT seq, at, case_id,
               nullif(body, '') AS body,
               revision,
               party AS member,
               position,
               nullif(reason, '') AS reason,
               revision = (
                   SELECT last.revision FROM entries AS last
                   WHERE last.case_id = entries.case_id
                   ORDER BY n DESC LIMIT 1
               ) AND NOT EXISTS (
                   SELECT 1
                   FROM entries AS later
                   WHERE later.case_id = entries.case_id
                     AND later.n > entries.n
                     AND later.position <> ''
                     AND later.party = entries.party
                     AND later.body = entries.body
               ) AS stands
        FROM entries
        WHERE position <> ''
    """,
    "decisions": """
        SELECT seq, at, case_id,
               nullif(body, '') AS body,
               nullif(meeting, '') AS meeting,
               decision,
               nullif(revision, 0) AS revision,
               (SELECT count(*) FROM json_each(roll)) AS members,
               (SELECT count(*) FROM json_each(roll) WHERE value <> 'absent') AS present_or_heard,
               (SELECT count(*) FROM json_each(roll) WHERE value = 'objection') AS objections,
               roll,
               cites
        FROM entries
        WHERE decision <> ''
    """,
    "rolls": """
        SELECT entries.seq, at, case_id,
               nullif(body, '') AS body,
               decision,
               line.key AS member,
               line.value AS position
        FROM entries, json_each(roll) AS line
        WHERE roll <> ''
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
               (SELECT json_extract(titled.details, '$.title') FROM entries AS titled
                WHERE titled.case_id = last.case_id AND titled.details <> ''
                  AND json_extract(titled.details, '$.title') IS NOT NULL
                ORDER BY n DESC LIMIT 1) AS title,
               (SELECT json_extract(nullif(first.details, ''), '$.kind') FROM entries AS first
                WHERE first.case_id = last.case_id AND n = 1) AS kind,
               last.to_stage AS stage,
               nullif(last.revision, 0) AS revision,
               last.n AS entries,
               (SELECT first.at FROM entries AS first WHERE first.case_id = last.case_id AND n = 1) AS opened,
               last.at AS last_act,
               last.closed
        FROM entries AS last
        WHERE last.procedure <> '{meeting}'
          AND last.n = (SELECT max(n) FROM entries AS every WHERE every.case_id = last.case_id)
    """,
}


def statements() -> tuple[str, ...]:
    """Give the SQL that makes a record of an empty database."""
    columns = ",\n    ".join(f"{name:10} {kind}" for name, kind in COLUMNS.items())
    tables = [
        statement.strip()
        for statement in _TABLES.format(columns=columns, meeting=MEETING).split(";")
        if statement.strip()
    ]
    views = [f"CREATE VIEW {name} AS{select.rstrip()}" for name, select in _VIEWS.items()]
    return (*tables, *guards().values(), *(view.replace("{meeting}", MEETING) for view in views))


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
