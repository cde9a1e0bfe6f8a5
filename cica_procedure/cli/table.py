"""Rows under headings: folded to the width of a terminal, or as they are for whatever reads a pipe."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence

import click


def show(headings: Sequence[str], rows: Iterable[Sequence[str]], *, folds: Sequence[str] = ()) -> None:
    """
    Print a table; for a terminal, and where ``COLUMNS`` says how wide one is, it is folded.

    Args:
        headings: of the columns.

        rows: their cells.

        folds: the columns that give way when there is no room; the last one always does.
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
    """Make words stand out, unless colours are not wanted."""
    return words if os.environ.get("NO_COLOR") else click.style(words, bold=True)


def printable(words: str) -> str:
    """Return data as text in which nothing can steer the terminal."""
    return "".join(char if char.isprintable() else " " for char in words)
