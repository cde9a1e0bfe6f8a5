"""The SQL of a record: what is asked of the table of entries, and the one statement that writes to it."""

from __future__ import annotations

from cica_procedure.record.content import extracted


def _entries(which: str) -> str:
    return f"SELECT seq, case_id, n, world, content FROM entries {which}"  # noqa: S608 - constants, all of them


OF_CASE = _entries("WHERE case_id = ? AND n > ? AND seq <= ? ORDER BY n")
SHARED = _entries("WHERE world = 1 AND seq > ? AND seq <= ? ORDER BY seq")
IN_MEETING = _entries(
    # `instr` is a cheap filter before `json_extract`.
    "WHERE seq > (SELECT seq FROM entries WHERE case_id = :meeting AND n = 1) AND instr(content, json_quote(:meeting)) "  # noqa: S608 - constants
    f"AND {extracted('meeting')} = :meeting AND seq <= :until ORDER BY seq"
)
PAGE = _entries("WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT 1000")
RECORDED = f"SELECT seq, {extracted('recorded')} FROM entries WHERE seq <= ? ORDER BY seq DESC LIMIT 1000"  # noqa: S608 - constants
OPENED = "SELECT case_id FROM entries WHERE n = 1 AND seq <= ? ORDER BY seq"
# A single statement is a transaction by itself. The entry gets its number only if the last entry is still the one that
# was taken into account; otherwise it gets the number 0, which the guard refuses.
INSERT = (
    "INSERT INTO entries (seq, case_id, n, world, content, digest) "
    "VALUES (iif(? IS (SELECT digest FROM entries ORDER BY seq DESC LIMIT 1), ?, 0), ?, ?, ?, ?, ?)"
)
