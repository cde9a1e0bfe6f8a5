"""The command ``cica text``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from cica_procedure.cli.on_record import OnRecord
from cica_procedure.cli.table import say, show
from cica_procedure.conference.conference import Conference
from cica_procedure.errors import NotARecord
from cica_procedure.reading import read_given
from cica_procedure.record.texts import MAX_TEXT, SEALED_REASON
from cica_procedure.terms import DOCUMENT, Entry


@click.command(
    cls=OnRecord,
    epilog="""\b
Examples:
  cica text cica.sqlite
  cica text cica.sqlite --add concept-paper.pdf
  cica text cica.sqlite --add instructions.txt --sealed
  cica text cica.sqlite --get 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 > paper.pdf
""",
)
@click.argument("file", type=click.Path())
@click.option("--add", type=click.Path(path_type=Path), metavar="PATH", help="Keep a document in the record.")
@click.option("--sealed", is_flag=True, help="Leave it out of copies that cica publish makes.")
@click.option("--get", metavar="SHA256", help="Write a document to standard output.")
def command(file: str, add: Path | None, get: str | None, *, sealed: bool) -> None:
    """Show the documents that acts name, and which of them are in the record; keep one, or get one out."""
    if sealed and add is None:
        raise click.UsageError("--sealed is for a document that is added")
    with Conference.open(file, to_read=add is None) as cica:
        if add is not None:
            say(cica.keep_text(read_given(add, MAX_TEXT), sealed=sealed))
        elif get is not None:
            click.echo(cica.text(get), nl=False)
        else:
            rows = [(e.case, what, digest, _size(cica, digest)) for e in cica.entries() for what, digest in _named(e)]
            show(("case", "of", "text", "in the record"), rows, folds=("text",))


def _named(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield what the texts are that an entry is the first to name, with the SHA-256 of each."""
    if DOCUMENT in entry.details and entry.position is None and not entry.decision:
        yield f"revision {entry.revision}", str(entry.details[DOCUMENT])
    if entry.letter:
        yield f"letter of entry {entry.n}", entry.letter
    if entry.reason.startswith(SEALED_REASON):
        yield f"reason of entry {entry.n}", entry.reason.removeprefix(SEALED_REASON)


def _size(cica: Conference, digest: str) -> str:
    try:
        return f"{len(cica.text(digest)):,} bytes"
    except NotARecord:
        return "no"
