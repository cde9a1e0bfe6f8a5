"""Rows under headings: folded to the width of a terminal, or as they are for whatever reads a pipe."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterable, Sequence

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
        _fold(table, {*folds, headings[-1]})
        return
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for row in table:
        click.echo("  ".join(map(str.ljust, row, widths)).rstrip())


def _fold(table: Sequence[Sequence[str]], folds: Collection[str]) -> None:
    # A person has the time in which it is imported; a pipe has no use for it.
    from rich.table import Table  # noqa: PLC0415

    from cica_procedure.cli.terminal import console, plain  # noqa: PLC0415

    headings, *rows = table
    grid = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading in headings:
        grid.add_column(heading, overflow="fold", no_wrap=heading not in folds)
    for row in rows:
        grid.add_row(*map(plain, row))
    console().print(grid)


def bold(words: str) -> str:
    """Make words stand out, unless colours are not wanted."""
    return words if os.environ.get("NO_COLOR") else click.style(words, bold=True)


def printable(words: str) -> str:
    """Give data as text in which nothing can steer the terminal."""
    return "".join(char if char.isprintable() else " " for char in words)
