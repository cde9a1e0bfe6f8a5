"""Tables: folded to the width of a terminal, or unfolded for a pipe."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence

import click


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


def bold(words: str) -> str:
    """Return words in bold, unless ``NO_COLOR`` is set."""
    return words if os.environ.get("NO_COLOR") else click.style(words, bold=True)


def printable(words: str) -> str:
    """Return a text with each control character replaced by a space."""
    return "".join(char if char.isprintable() else " " for char in words)
