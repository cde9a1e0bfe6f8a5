"""The command ``cica case``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import click

from cica_procedure.cli.asof import as_of_option, moment
from cica_procedure.cli.table import bold, plain, show
from cica_procedure.record.glance import read_story


@click.command(
    epilog="""\b
Examples:
  cica case cica.sqlite catalogue
  cica case cica.sqlite catalogue --as-of 2021-06-23T12:00+06:00
""",
)
@click.argument("file", type=click.Path())
@click.argument("name", metavar="CASE")
@as_of_option
def command(file: str, name: str, as_of: int | datetime | None) -> None:
    """Show where one case stands, and how it came there."""
    standing, story = read_story(file, name, as_of)
    click.echo(bold(plain(f"{standing.title}: {standing.stage}, revision {standing.revision}")))
    silence = next((_read(line.silence) for line in reversed(story) if line.silence), {})
    if silence and "outcome" not in silence:
        waits = f"held by {', '.join(silence['holds'])}" if "holds" in silence else f"until {_moment(silence)}"
        click.echo(plain(f"under silence to {silence['act']} in the {silence['body']}, {waits}"))
    show(
        ("at", "act", "by", "stage", "recorded", "said or decided"),
        [
            (
                moment(line.at),
                line.act,
                line.actor,
                line.stage,
                moment(line.recorded) if line.recorded != line.at else "",
                line.said or _about(_read(line.silence)),
            )
            for line in story
        ],
    )


def _read(silence: str) -> dict[str, Any]:
    if not silence:
        return {}
    # Few cases have ever been under silence, and it takes a while to import.
    from json import loads  # noqa: PLC0415

    return dict(loads(silence))


def _about(silence: Mapping[str, str]) -> str:
    """Say what an act does to a silence period."""
    if "outcome" in silence:
        return f"silence {silence['outcome']}"
    return f"until {_moment(silence)[:10]}" if silence else ""


def _moment(silence: Mapping[str, str]) -> str:
    return moment(datetime.fromisoformat(silence["expires"]))
