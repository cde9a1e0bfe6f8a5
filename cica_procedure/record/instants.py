"""Instants and numbers of entries, as callers give them and as a record has them."""

from __future__ import annotations

from datetime import MINYEAR, datetime, timedelta, timezone

from cica_procedure.errors import Fault, InvalidAct, shown

LAST_YEAR = 9000
"""No act takes effect so late, so that whatever is counted from it is still a date."""


LAST = 2**63 - 1
"""A number no entry ever has."""


def entry_number(name: str, number: object) -> int:
    """Refuse what is not the number of an entry; one that none can have is the nearest that one could."""
    if not isinstance(number, int) or isinstance(number, bool):
        raise InvalidAct([Fault(name, f"expected the number of an entry, found {shown(number)}")])
    return max(0, min(number, LAST))


def as_it_was(as_of: object) -> int | datetime:
    """Refuse what is neither the number of an entry nor an instant; a record is read as of one of them."""
    return with_offset("as_of", as_of) if isinstance(as_of, datetime) else entry_number("as_of", as_of)


def with_offset(name: str, at: datetime) -> datetime:
    """Refuse an instant that does not say which it is, or lies beyond all planning."""
    if not isinstance(at, datetime):
        raise InvalidAct([Fault(name, f"expected an instant, found {shown(at)}", "give a datetime with its time zone")])
    if at.utcoffset() is None:
        raise InvalidAct([Fault(name, f"{at.isoformat()} has no offset", "give an instant with its time zone")])
    if not MINYEAR < at.year < LAST_YEAR:
        raise InvalidAct([Fault(name, f"{at.isoformat()} is no year to plan for", "give an instant of our time")])
    # An offset is what the record keeps of a time zone: two instants that are read back alike are alike.
    return at if type(at.tzinfo) is timezone else at.replace(tzinfo=timezone(at.utcoffset() or timedelta()))


def aware(words: str) -> datetime:
    """
    Read an instant with its offset.

    Raises:
        ValueError, TypeError: when it is none, or has no offset.
    """
    at = datetime.fromisoformat(words)
    if at.utcoffset() is None:
        raise ValueError(f"{words} has no offset")
    return at
