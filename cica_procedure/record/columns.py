"""
What an entry says, as the text that is written and hashed: a JSON array, in which each thing has its place.

Names would be half of the file; they stand once, in the view of the database that has a column for each thing.
Beside the text stand the number of the entry, its case and its place there, and whether other cases may depend on it.
What has parts (a roll, particulars, a silence period, changes of the register) is a part of the array. The text is
canonical (sorted names, no spaces), since a certificate shows the names, and is checked by making the text anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cica_procedure.time import read_instant

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

HASHED = "CAST(json_array(seq, case_id, n, world) || coalesce(content, '') AS BLOB)"
"""What `cica_procedure.record.row.hashed` gives, put together by SQLite, which is quick at it.

Content that is not there is damage, and has to be met as such.
"""

MEETING = "meeting"
"""The procedure of meetings, which are no cases of the docket."""


def extracted(name: str) -> str:
    """Give the SQL that takes one thing an entry says out of the text."""
    return f"json_extract(content, '$[{[*CONTENT].index(name)}]')"


def period(silence: Mapping[str, Any]) -> Mapping[str, Any]:
    """
    Check a silence period and give it back; one that is over has an end too.

    Raises:
        ValueError, TypeError, KeyError: when it is none.
    """
    words = (silence["act"], silence["body"], silence["by"], *silence.get("holds", ()))
    if not all(isinstance(word, str) for word in words):
        raise ValueError("a silence period in it is none")
    for name in ("opened", "expires", *(["held"] if "held" in silence else ())):
        read_instant(silence[name])
    return silence
