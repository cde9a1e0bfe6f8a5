"""The terminal: width, colour, and text that is never taken for markup."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.text import Text

from cica_procedure.cli.table import printable


def console() -> Console:
    """Give the console for standard output; it honours NO_COLOR, pipes and COLUMNS."""
    return Console(file=sys.stdout, highlight=False, soft_wrap=False)


def plain(words: str, style: str = "") -> Text:
    """Give data as text: a ``[draft]`` in a title is no markup, and nothing in it can steer the terminal."""
    return Text(printable(words), style=style)
