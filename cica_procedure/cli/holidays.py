"""The command ``cica holidays``; no other module imports the package holidays."""

from __future__ import annotations

import click

from cica_procedure.cli.table import say
from cica_procedure.errors import Inaccessible, unknown

FIRST, LAST = 1990, 2100


@click.command(
    epilog="""\b
Examples:
  cica holidays KZ 2026 2027
  cica holidays AT 2026 >> our-rules/rulebook.toml
""",
)
@click.argument("country")
@click.argument("years", nargs=-1, required=True, type=click.IntRange(FIRST, LAST), metavar="YEAR...")
@click.option("--moved", is_flag=True, help="Also the days off in place of those that fall on a weekend.")
def command(country: str, years: tuple[int, ...], *, moved: bool) -> None:
    """
    Print the public holidays of a country, for the calendar of a rulebook.

    COUNTRY is its ISO 3166 code of two letters. Feasts that depend on the moon are estimated: look them over.
    """
    try:
        import holidays  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as missing:
        advice = 'is not installed; this command needs it: pip install "cica-procedure[holidays]"'
        raise Inaccessible("holidays", advice) from missing

    known = holidays.list_supported_countries()
    if country not in known:
        raise click.BadParameter(unknown("country", country, known), param_hint="COUNTRY")
    say("[calendar.holidays]")
    for year in years:
        days = holidays.country_holidays(country, years=year, observed=moved)
        say(f"{year} = [{', '.join(str(day) for day in sorted(days))}]")
        for day in sorted(days):
            if "estimated" in days[day]:
                say(f"# {day}: {days[day]}")
