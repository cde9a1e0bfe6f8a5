"""Days at the seat of an organisation, and a calendar that says which days are worked in the years it knows."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from importlib.resources import files
from zoneinfo import ZoneInfo

from attrs import frozen

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
"""The names of the days, in the order in which Python counts them."""


def read_zone(name: str) -> ZoneInfo:
    """
    Return a time zone by its IANA name, such as ``Asia/Almaty``.

    The zone is read from the package tzdata, so that a day begins at the same instant on every host.

    Raises:
        ValueError: when there is no such zone.
    """
    parts = name.split("/")
    try:
        if not all(part.replace("_", "").replace("-", "").replace("+", "").isalnum() for part in parts):
            raise FileNotFoundError(name)
        with files("tzdata.zoneinfo").joinpath(*parts).open("rb") as file:
            return ZoneInfo.from_file(file, key=name)
    except (OSError, ValueError) as error:
        raise ValueError(f"{name!r} is no time zone; give the IANA name of the seat's, such as Asia/Almaty") from error


def begin_of(day: date, zone: tzinfo) -> datetime:
    """Return the instant at which a day begins in a zone, with its offset."""
    return _with_offset(datetime.combine(day, time(), zone))


def months_later(at: datetime, months: int, zone: tzinfo) -> datetime:
    """Return the same time of the same day in a zone some months later, or of the last day of a shorter month."""
    local = at.astimezone(zone)
    year, month = divmod(local.year * 12 + local.month - 1 + months, 12)
    day = min(local.day, monthrange(year, month + 1)[1])
    return _with_offset(local.replace(year=year, month=month + 1, day=day))


@frozen
class Calendar:
    """
    Which days are worked.

    Attributes:
        weekend: the days of the week that are not worked, by name.

        holidays: by year, the days that are not worked; a year without a key is unknown.

        cites: the source of these days.
    """

    weekend: tuple[str, ...]
    holidays: Mapping[str, tuple[date, ...]]
    cites: str

    def works(self, day: date) -> bool:
        """
        Return whether a day is worked.

        Raises:
            ValueError: when the calendar does not know the year.
        """
        if str(day.year) not in self.holidays:
            known = ", ".join(sorted(self.holidays)) or "no year"
            advice = f"add it to [calendar.holidays] in rulebook.toml; cica holidays COUNTRY {day.year} prints the days"
            problem = f"the calendar of working days does not know the year {day.year}, only {known}"
            raise ValueError(f"{problem}: {advice}")
        return WEEKDAYS[day.weekday()] not in self.weekend and day not in self.holidays[str(day.year)]

    def after(self, start: datetime, days: int, zone: tzinfo) -> datetime:
        """
        Return the instant at the same time of day in a zone, a number of working days later.

        Raises:
            ValueError: when the calendar does not know one of the years in between.
        """
        at = start.astimezone(zone)
        while days > 0:
            at += timedelta(days=1)
            days -= self.works(at.date())
        return _with_offset(at)

    def worked(self, start: datetime, end: datetime, zone: tzinfo) -> timedelta:
        """
        Return how much of the time between two instants falls on working days; a day counts from midnight to midnight.

        Raises:
            ValueError: when the calendar does not know one of the years in between.
        """
        return sum(
            (min(end, after) - max(start, before) for before, after in self._days(start, end, zone)), timedelta()
        )

    def put_off(self, end: datetime, length: timedelta, zone: tzinfo) -> datetime:
        """
        Return an instant put off by a length of time that passes only on working days.

        Raises:
            ValueError: when the calendar does not know one of the years in between, or has too few working days.
        """
        at = end
        # A year more than the length is enough, unless almost no day is worked.
        for before, after in self._days(end, end + length + timedelta(days=366), zone):
            at = max(at, before)
            if at + length <= after:
                return _with_offset((at + length).astimezone(zone)) if length else end
            length -= after - at
            at = after
        raise ValueError("the calendar has too few working days")

    def _days(self, start: datetime, end: datetime, zone: tzinfo) -> Iterator[tuple[datetime, datetime]]:
        """Yield when each working day begins and ends, from the day of `start` to the last that begins before `end`."""
        day = start.astimezone(zone).date()
        while (before := begin_of(day, zone)) < end:
            day += timedelta(days=1)
            if self.works(day - timedelta(days=1)):
                yield before, begin_of(day, zone)


def _with_offset(at: datetime) -> datetime:
    """Replace the time zone by its offset at the instant: arithmetic is then exact, even when clocks change."""
    return at.replace(tzinfo=timezone(at.utcoffset() or timedelta()))
