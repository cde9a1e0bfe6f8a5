"""
Read and check instants with their offset, lengths of time, and numbers of entries.

The module imports only the standard library and `errors`, so that reading the head of a record loads nothing else.
"""

from __future__ import annotations

import re
from datetime import MINYEAR, datetime, timedelta, timezone

from cica_procedure.errors import Fault, InvalidAct, shown

LAST_YEAR = 9000
"""No act takes effect in this year or later, so that every date counted from an act can still be represented."""

LAST = 2**63 - 1
"""The largest number that SQLite can hold; no entry ever reaches it."""

MAX_NUMBER = 10_000
"""The largest number in a duration."""

_DURATION = re.compile(r"P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?", re.ASCII)
_PARTS = ("weeks", "days", "hours", "minutes")


def entry_number(name: str, number: object, last: int = LAST) -> int:
    """
    Check the number of an entry, from 0 up to the last one, and return it.

    Raises:
        InvalidAct: when the value is not a whole number, or there is no such entry.
    """
    if not isinstance(number, int) or isinstance(number, bool):
        raise InvalidAct([Fault(name, f"expected the number of an entry, found {shown(number)}")])
    if not 0 <= number <= last:
        cure = f"give a number up to {last}" if last < LAST else "give a number from 0 on"
        raise InvalidAct([Fault(name, f"there is no entry {shown(number)} on the record", cure)])
    return number


def entry_or_instant(name: str, as_of: object, last: int = LAST) -> int | datetime:
    """
    Check the number of an entry up to the last one, or an instant, and return it.

    Raises:
        InvalidAct: when the value is neither the number of an entry nor an instant that `require_offset` accepts.
    """
    return require_offset(name, as_of) if isinstance(as_of, datetime) else entry_number(name, as_of, last)


def require_offset(name: str, at: datetime) -> datetime:
    """
    Return an instant as a record keeps it: with a fixed offset instead of a time zone.

    Raises:
        InvalidAct: when the value is not an instant, has no offset, or has a year that is out of range.
    """
    if type(at) is datetime and type(at.tzinfo) is timezone and MINYEAR < at.year < LAST_YEAR:
        return at  # The usual case.
    if not isinstance(at, datetime):
        raise InvalidAct([Fault(name, f"expected an instant, found {shown(at)}", "give a datetime with its time zone")])
    if at.utcoffset() is None:
        raise InvalidAct([Fault(name, f"{at.isoformat()} has no offset", "give an instant with its time zone")])
    if not MINYEAR < at.year < LAST_YEAR:
        raise InvalidAct([Fault(name, f"{at.isoformat()} is no year to plan for", "give an instant of our time")])
    # A fixed offset survives writing and reading: the instant that is read back equals the one that was written.
    return at.replace(tzinfo=timezone(at.utcoffset() or timedelta()))


def read_instant(words: str) -> datetime:
    """
    Read an instant with its offset.

    Raises:
        ValueError: when the text is not an instant in ISO 8601, or has no offset.

        TypeError: when the value is not a text.
    """
    at = datetime.fromisoformat(words)
    if at.utcoffset() is None:
        raise ValueError(f"{words} has no offset")
    return at


def read_duration(words: str) -> timedelta:
    """
    Read an ISO 8601 duration of exact length: ``P14D``, ``P2W``, ``PT72H``; months and years have no exact length.

    Raises:
        ValueError: when the text is not such a duration, or its length is zero.
    """
    match = _DURATION.fullmatch(words)
    parts = {name: int(number) for name, number in zip(_PARTS, match.groups(), strict=True) if number} if match else {}
    if not parts or words.endswith("T") or any(number > MAX_NUMBER for number in parts.values()):
        raise ValueError(f"expected a duration such as P14D or PT72H, found {words!r}")
    length = timedelta(**parts)
    if not length:
        raise ValueError(f"{words!r} is no time at all")
    return length


def duration_words(length: timedelta) -> str:
    """Return a length of time in words: ``14 days``, ``1 day and 12 hours``."""
    hours, minutes = divmod(length.seconds // 60, 60)
    counted = [(length.days, "day"), (hours, "hour"), (minutes, "minute")]
    words = [f"{number} {unit}{'s' if number > 1 else ''}" for number, unit in counted if number]
    return " and ".join(words) or "no time"
