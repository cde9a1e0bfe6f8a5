"""
Instants with their offset, lengths of time, and numbers of entries: as callers give them, and as a record has them.

The standard library alone: whoever only reads the head of a record loads nothing else.
"""

from __future__ import annotations

import re
from datetime import MINYEAR, datetime, timedelta, timezone

from cica_procedure.errors import Fault, InvalidAct, shown

LAST_YEAR = 9000
"""No act takes effect so late, so that whatever is counted from it is still a date."""

LAST = 2**63 - 1
"""A number no entry ever has."""

MAX_NUMBER = 10_000
"""The largest number in a duration."""

_DURATION = re.compile(r"P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?", re.ASCII)
_PARTS = ("weeks", "days", "hours", "minutes")


def entry_number(name: str, number: object) -> int:
    """
    Return the number of an entry; one that no entry can have becomes the nearest that one could.

    Raises:
        InvalidAct: when it is no whole number.
    """
    if not isinstance(number, int) or isinstance(number, bool):
        raise InvalidAct([Fault(name, f"expected the number of an entry, found {shown(number)}")])
    return max(0, min(number, LAST))


def entry_or_instant(name: str, as_of: object) -> int | datetime:
    """
    Return the number of an entry or an instant: a record is read as of one of them.

    Raises:
        InvalidAct: when it is neither.
    """
    return require_offset(name, as_of) if isinstance(as_of, datetime) else entry_number(name, as_of)


def require_offset(name: str, at: datetime) -> datetime:
    """
    Return an instant as a record keeps it: with an offset in the place of a time zone.

    Raises:
        InvalidAct: when it is no instant, has no offset, or lies beyond all planning.
    """
    if type(at) is datetime and type(at.tzinfo) is timezone and MINYEAR < at.year < LAST_YEAR:
        return at  # As nearly all of them are.
    if not isinstance(at, datetime):
        raise InvalidAct([Fault(name, f"expected an instant, found {shown(at)}", "give a datetime with its time zone")])
    if at.utcoffset() is None:
        raise InvalidAct([Fault(name, f"{at.isoformat()} has no offset", "give an instant with its time zone")])
    if not MINYEAR < at.year < LAST_YEAR:
        raise InvalidAct([Fault(name, f"{at.isoformat()} is no year to plan for", "give an instant of our time")])
    # Two instants that are read back alike are alike.
    return at.replace(tzinfo=timezone(at.utcoffset() or timedelta()))


def read_instant(words: str) -> datetime:
    """
    Read an instant with its offset.

    Raises:
        ValueError, TypeError: when it is none, or has no offset.
    """
    at = datetime.fromisoformat(words)
    if at.utcoffset() is None:
        raise ValueError(f"{words} has no offset")
    return at


def read_duration(words: str) -> timedelta:
    """
    Read an ISO 8601 duration of exact length: ``P14D``, ``P2W``, ``PT72H``; months and years have none.

    Raises:
        ValueError: when it is none, or no time at all.
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
    """Write a length as a person would: ``14 days``, ``1 day and 12 hours``."""
    hours, minutes = divmod(length.seconds // 60, 60)
    counted = [(length.days, "day"), (hours, "hour"), (minutes, "minute")]
    words = [f"{number} {unit}{'s' if number > 1 else ''}" for number, unit in counted if number]
    return " and ".join(words) or "no time"
