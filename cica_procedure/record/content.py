"""
What an entry says, as the text that is written and hashed: a JSON array, in which each thing has its place.

Beside it stand the number of the entry, its case and its place there, and whether other cases may depend on it.
What has parts (a roll, particulars, a silence period, changes of the register) is a part of the array; the text is
canonical: sorted names, no spaces.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

CONTENT: Mapping[str, Any] = {
    "procedure": "",
    "edition": "",
    "act": "",
    "actor": "",
    "party": "",
    "at": "",
    "recorded": "",
    "from_stage": "",
    "to_stage": "",
    "closed": False,
    "body": "",
    "meeting": "",
    "revision": 0,
    "decision": "",
    "roll": {},
    "position": "",
    "reason": "",
    "details": {},
    "silence": {},
    "changes": [],
    "corrects": 0,
    "cites": "",
}
"""The names of what an entry says, in the order of the array, each with what stands there for nothing."""

HASHED = "CAST(json_array(seq, case_id, n, world) || content AS BLOB)"
"""What `cica_procedure.record.row.hashed` gives, put together by SQLite, which is quick at it."""

MEETING = "meeting"
"""The procedure of meetings, which are no cases of the docket."""


def said(name: str) -> str:
    """Give the SQL for one thing an entry says."""
    return f"json_extract(content, '$[{[*CONTENT].index(name)}]')"


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
