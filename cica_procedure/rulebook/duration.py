"""Lengths of time: ISO 8601 durations, and working days by a calendar that knows its years."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from attrs import frozen

_DURATION = re.compile(r"P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?", re.ASCII)
_PARTS = ("weeks", "days", "hours", "minutes")

MAX_NUMBER = 10_000
"""The largest number in a duration."""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
"""The names of the days, in the order in which Python counts them."""


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


def say(length: timedelta) -> str:
    """Write a length as a person would: ``14 days``, ``1 day and 12 hours``."""
    hours, minutes = divmod(length.seconds // 60, 60)
    counted = [(length.days, "day"), (hours, "hour"), (minutes, "minute")]
    words = [f"{number} {unit}{'s' if number > 1 else ''}" for number, unit in counted if number]
    return " and ".join(words) or "no time"


@frozen
class Calendar:
    """
    Which days are worked.

    Attributes:
        weekend: the days of the week that are not worked, by name.

        holidays: by year, the days that are not worked; a year that is not there is not known.

        cites: where they are known from.
    """

    weekend: tuple[str, ...]
    holidays: Mapping[str, tuple[date, ...]]
    cites: str

    def works(self, day: date) -> bool:
        """
        Whether a day is worked.

        Raises:
            ValueError: when the calendar does not know the year.
        """
        if str(day.year) not in self.holidays:
            known = ", ".join(sorted(self.holidays)) or "none"
            raise ValueError(f"the calendar of working days does not know the year {day.year}; it knows {known}")
        return WEEKDAYS[day.weekday()] not in self.weekend and day not in self.holidays[str(day.year)]

    def after(self, start: datetime, days: int) -> datetime:
        """
        Give the instant at the same time of day so many working days later.

        Raises:
            ValueError: when the calendar does not know a year on the way.
        """
        at = start
        while days > 0:
            at += timedelta(days=1)
            days -= self.works(at.date())
        return at
