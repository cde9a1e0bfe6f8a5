"""The terminal: its width, its colours, and text that is not markup."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from cica_procedure.cli.table import printable

UNWRAPPED = 100_000
"""The width of what is no terminal: the lines are as long as they are."""


def console() -> Console:
    """Return the console for standard output; it honours NO_COLOR and COLUMNS, and wraps nothing in a pipe."""
    unwrapped = (
        UNWRAPPED if "COLUMNS" not in os.environ and not (sys.stdout is not None and sys.stdout.isatty()) else None
    )
    return Console(file=sys.stdout, highlight=False, soft_wrap=False, width=unwrapped)


def plain(words: str, style: str = "") -> Text:
    """Return data as text without markup or control characters: a ``[draft]`` in a title is printed as it is."""
    return Text(printable(words), style=style)


def fold(table: Sequence[Sequence[str]], folds: Collection[str]) -> None:
    """Print a table, folding the columns with the given headings; its first row has the headings."""
    headings, *rows = table
    grid = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading in headings:
        grid.add_column(heading, overflow="fold", no_wrap=heading not in folds)
    for row in rows:
        grid.add_row(*map(plain, row))
    console().print(grid)
