"""The command ``cica text``."""

from __future__ import annotations

from pathlib import Path

import click

from cica_procedure.cli.table import say, show
from cica_procedure.conference.conference import Conference
from cica_procedure.errors import NotARecord
from cica_procedure.reading import read_given
from cica_procedure.record.texts import MAX_TEXT
from cica_procedure.terms import DOCUMENT


@click.command(
    epilog="""\b
Examples:
  cica text cica.sqlite
  cica text cica.sqlite --add concept-paper.pdf
  cica text cica.sqlite --get 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 > paper.pdf
""",
)
@click.argument("file", type=click.Path())
@click.option("--add", type=click.Path(path_type=Path), metavar="PATH", help="Keep a document in the record.")
@click.option("--get", metavar="SHA256", help="Write a document to standard output.")
def command(file: str, add: Path | None, get: str | None) -> None:
    """Show the documents that acts name, and which of them are in the record; keep one, or get one out."""
    with Conference.open(file, to_read=add is None) as cica:
        if add is not None:
            say(cica.keep_text(read_given(add, MAX_TEXT)))
        elif get is not None:
            click.echo(cica.text(get), nl=False)
        else:
            rows = []
            named = ((e, e.details.get(DOCUMENT)) for e in cica.entries() if e.position is None and not e.decision)
            for entry, digest in named:
                if digest:
                    rows.append((entry.case, f"revision {entry.revision}", str(digest), _size(cica, str(digest))))
            letters = (entry for entry in cica.entries() if entry.letter)
            rows += [(e.case, f"letter of entry {e.n}", e.letter, _size(cica, e.letter)) for e in letters]
            show(("case", "of", "text", "in the record"), rows, folds=("text",))


def _size(cica: Conference, digest: str) -> str:
    try:
        return f"{len(cica.text(digest)):,} bytes"
    except NotARecord:
        return "no"
