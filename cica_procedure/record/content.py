"""
The content of an entry, as the text that is written and hashed: a JSON array with a fixed place for each value.

The names of the values would take half of the file; a view of the database has a column with the name of each value.
The number of the entry, its case, its number in the case, and whether other cases may depend on it are columns beside
the text. A value with parts (roll, particulars, silence period, changes of the register) is nested in the array. The
text is canonical (sorted names, no spaces), since a certificate holds the values by name, and is checked by writing the
text again.
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
    "rule": "",
    "despite": False,
    "position": "",
    "does": "",
    "reason": "",
    "details": {},
    "silence": {},
    "changes": [],
    "corrects": 0,
    "cites": "",
    "hand": "",
    "letter": "",
    "said": "",
    "proof": "",
    "hands": {},
    "title": "",
}
"""The names of the values in the content of an entry, in the order of the array, each with its empty value."""

HASHED = "CAST(json_array(seq, case_id, n, world) || coalesce(content, '') AS BLOB)"
"""The SQL for the text that `cica_procedure.record.row.hashed` returns; SQLite builds it quickly.

`coalesce` turns missing content into an empty text, so that verification finds it as damage.
"""


def extracted(name: str) -> str:
    """Return the SQL that extracts one value, by its name, from the content of an entry."""
    return f"json_extract(content, '$[{[*CONTENT].index(name)}]')"


def period(silence: Mapping[str, Any]) -> Mapping[str, Any]:
    """
    Check a silence period and return it unchanged; a period that is over must also have an end.

    Raises:
        ValueError, TypeError, KeyError: when the value is not a silence period.
    """
    words = (silence["act"], silence["body"], silence["by"], *silence.get("holds", ()))
    if not all(isinstance(word, str) for word in words):
        raise ValueError("a silence period in it is none")
    for name in ("opened", "expires", *(["held"] if "held" in silence else ())):
        read_instant(silence[name])
    return silence
