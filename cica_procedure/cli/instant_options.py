"""The options for an instant or an entry, such as ``--as-of`` and ``--at``, and their types."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

import click


def moment(at: datetime) -> str:
    """Write an instant to the minute, with its offset."""
    return f"{at:%Y-%m-%d %H:%M}{at.isoformat()[-6:]}"


class AsOf(click.ParamType[int | datetime]):
    """An entry by its number, such as ``17``, or an instant, such as ``2021-06-23T12:00+06:00``."""

    name = "entry|instant"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int | datetime:
        """Read the number of an entry, or an instant with its offset."""
        if isinstance(value, int | datetime):
            return value
        if str(value).isdecimal() and str(value).isascii() and len(str(value)) < len(str(2**63)):
            return int(str(value))
        try:
            at = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is neither the number of an entry nor an instant", param, ctx)
        if at.utcoffset() is None:
            time = "" if "T" in str(value) or " " in str(value) else "T00:00"
            self.fail(
                f"{value!r} has no offset; write it as {at.date() if time else value}{time}+06:00, say", param, ctx
            )
        return at


as_of_option = click.option("--as-of", type=AsOf(), help="As things were at an instant, or as of an entry.")

known_option = click.option("--known", type=AsOf(), help="As the record was at an instant, or as of an entry.")


class Instant(click.ParamType[datetime]):
    """``2024-03-20T10:00+05:00``."""

    name = "instant"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Read an instant with its offset."""
        found = AsOf().convert(value, param, ctx) if not str(value).isdecimal() else None
        if not isinstance(found, datetime):
            self.fail(f"{value!r} is no instant; write it as 2024-03-20T10:00+05:00, say", param, ctx)
        return found


class SeatTime(click.ParamType[datetime]):
    """``2024-03-20T10:00``, by the zone of the organisation; or with an offset."""

    name = "instant"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Read an instant, which has no offset when none is given."""
        try:
            return value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no instant; write it as 2024-03-20T10:00", param, ctx)


def in_zone(at: datetime | None, zone: tzinfo) -> datetime:
    """Return an instant as it is, or by a zone when it has no offset; now, when there is none."""
    if at is None:
        return datetime.now(zone)
    return at.replace(tzinfo=zone) if at.tzinfo is None else at


at_option = click.option(
    "--at",
    type=Instant(),
    default=lambda: datetime.now(UTC),
    show_default="now",
    help="The instant to look from.",
)

seat_at_option = click.option(
    "--at", type=SeatTime(), show_default="now", help="The instant to look from; without an offset, as at the seat."
)

rulebook_option = click.option("--rulebook", help="The rulebook that the record has to be kept under.")


def then(as_of: int | datetime | None, known: int | datetime | None) -> tuple[datetime | None, int | datetime | None]:
    """Return the values of ``--as-of`` and ``--known``; an entry given in ``--as-of`` counts as ``--known``."""
    if not isinstance(as_of, int):
        return as_of, known
    if known is not None:
        raise click.UsageError(
            "--as-of names an entry, and so does --known: give one of them, or an instant to --as-of"
        )
    return None, as_of
