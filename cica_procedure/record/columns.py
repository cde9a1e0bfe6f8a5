"""
The columns of an entry, the one text of all of them that is hashed, and how what stands in one is read back.

What is no number is text, empty for nothing; what has parts (a roll, particulars, a silence period, changes of the
register) is canonical JSON: sorted names, no spaces.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

_JSON = "TEXT NOT NULL CHECK ({name} = '' OR json_valid({name}))"

COLUMNS = {
    "case_id": "TEXT NOT NULL",
    "n": "INTEGER NOT NULL CHECK (n > 0)",
    "procedure": "TEXT NOT NULL",
    "edition": "TEXT NOT NULL",
    "act": "TEXT NOT NULL",
    "actor": "TEXT NOT NULL",
    "party": "TEXT NOT NULL",
    "at": "TEXT NOT NULL",
    "recorded": "TEXT NOT NULL",
    "from_stage": "TEXT NOT NULL",
    "to_stage": "TEXT NOT NULL",
    "closed": "INTEGER NOT NULL CHECK (closed IN (0, 1))",
    "body": "TEXT NOT NULL",
    "meeting": "TEXT NOT NULL",
    "revision": "INTEGER NOT NULL",
    "decision": "TEXT NOT NULL",
    "roll": _JSON.format(name="roll"),
    "position": "TEXT NOT NULL",
    "reason": "TEXT NOT NULL",
    "details": _JSON.format(name="details"),
    "silence": _JSON.format(name="silence"),
    "changes": _JSON.format(name="changes"),
    "corrects": "INTEGER NOT NULL",
    "cites": "TEXT NOT NULL",
}
"""The columns of an entry beside its number and its digest, in their order, as SQLite declares them."""

PARTS = ("roll", "details", "silence", "changes")
"""The columns that hold canonical JSON, or nothing."""

NAMES = ", ".join(COLUMNS)
"""The columns as a statement names them."""

HASHED = f"CAST(json_array(seq, {NAMES}) AS BLOB)"
"""What `cica_procedure.record.chain.hashed` gives, put together by SQLite, which is quick at it."""

MEETING = "meeting"
"""The procedure of meetings, which are no cases of the docket."""


def aware(words: str) -> datetime:
    """
    Read an instant that says which it is.

    Raises:
        ValueError, TypeError: when it is none, or has no offset.
    """
    at = datetime.fromisoformat(words)
    if at.utcoffset() is None:
        raise ValueError(f"{words} has no offset")
    return at


def period(silence: Mapping[str, Any]) -> Mapping[str, Any]:
    """
    Take a silence period as it is, once it is one: also one that is over has had an end.

    Raises:
        ValueError, TypeError, KeyError: when it is none.
    """
    words = (silence["act"], silence["body"], silence["by"], *silence.get("holds", ()))
    if not all(isinstance(word, str) for word in words):
        raise ValueError("a silence period in it is none")
    for name in ("opened", "expires", "held"):
        if name != "held" or name in silence:
            aware(silence[name])
    return silence
