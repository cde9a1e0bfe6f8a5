"""Rows under headings, folded to the width of the terminal; with nothing but click, so that it is there at once."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from unicodedata import category, east_asian_width

import click

GAP = 2
"""How many blanks stand between two columns."""

LEAST = 20
"""How narrow the last column may become before lines rather grow beyond the terminal."""


def show(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table; what does not fit is folded in its last column, and nothing is when it is not for a terminal."""
    table = [[plain(cell) for cell in row] for row in (headings, *rows)]
    widths = [max(map(wide, column)) for column in zip(*table, strict=True)]
    indent = sum(widths[:-1]) + GAP * (len(widths) - 1)
    fold = _folded(indent) if sys.stdout.isatty() or "COLUMNS" in os.environ else lambda words: [words]
    for number, (*cells, last) in enumerate(table):
        begin = "".join(cell + " " * (width - wide(cell) + GAP) for cell, width in zip(cells, widths, strict=False))
        for line in fold(last) or [""]:
            words = (begin + line).rstrip()
            click.echo(bold(words) if number == 0 else words)
            begin = " " * indent


def _folded(indent: int) -> Callable[[str], list[str]]:
    # A pipe has no use for either, and they take a while to import.
    from shutil import get_terminal_size  # noqa: PLC0415
    from textwrap import TextWrapper  # noqa: PLC0415

    return TextWrapper(max(get_terminal_size().columns - indent, LEAST), break_on_hyphens=False).wrap


def bold(words: str) -> str:
    """Make words stand out, unless colours are not wanted."""
    return words if os.environ.get("NO_COLOR") else click.style(words, bold=True)


def plain(words: str) -> str:
    """Give data as text in which nothing can steer the terminal."""
    return "".join(char if char.isprintable() else " " for char in words)


def wide(words: str) -> int:
    """Say how many columns of a terminal words take."""
    return sum(0 if category(char) == "Mn" else 1 + (east_asian_width(char) in "WF") for char in words)
