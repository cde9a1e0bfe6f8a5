"""Tables: folded to the width of a terminal, or unfolded for a pipe."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from cica_procedure.reports.answers import Shape


json_option = click.option("--json", "as_json", is_flag=True, help="Print data, as in docs/reference/json.md.")
"""The option of each command that can print data."""


def show(headings: Sequence[str], rows: Iterable[Sequence[str]], *, folds: Sequence[str] = ()) -> None:
    """
    Print a table; it is folded for a terminal, and when ``COLUMNS`` is set.

    Args:
        headings: the heading of each column.

        rows: the cells of each row.

        folds: the headings of the columns that are folded when the table is too wide; the last one always is.
    """
    table = [[printable(cell) for cell in row] for row in (headings, *rows)]
    if "COLUMNS" in os.environ or (sys.stdout is not None and sys.stdout.isatty()):
        from cica_procedure.cli.terminal import fold  # noqa: PLC0415 - a pipe has no use for rich

        fold(table, {*folds, headings[-1]})
        return
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for row in table:
        click.echo("  ".join(map(str.ljust, row, widths)).rstrip())


def say(words: str, *, err: bool = False) -> None:
    """Print lines; what comes from a record or a file cannot move the cursor or turn the direction of the text."""
    click.echo("\n".join(map(printable, words.removesuffix("\n").split("\n"))), err=err)


def say_json(answer: Shape) -> None:
    """Print data as JSON; names keep their letters where the output can hold them."""
    import json  # noqa: PLC0415 - few commands are asked for data

    from cica_procedure.reports.answers import plain  # noqa: PLC0415 - as above

    holds_all = (sys.stdout.encoding or "").lower().startswith("utf")
    click.echo(escaped(json.dumps(plain(answer), ensure_ascii=not holds_all, indent=2)))


def escaped(data: str) -> str:
    """Return JSON in which every character that is not printable is escaped; it means the same."""
    return "".join(char if char.isprintable() or char == "\n" else _escape(char) for char in data)


def _escape(char: str) -> str:
    units = char.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[i : i + 4]}" for i in range(0, len(units), 4))


def bold(words: str) -> str:
    """Return words in bold, unless ``NO_COLOR`` is set."""
    return words if os.environ.get("NO_COLOR") else click.style(words, bold=True)


def printable(words: str) -> str:
    """Return a text with each control character replaced by a space."""
    return "".join(char if char.isprintable() else " " for char in words)
