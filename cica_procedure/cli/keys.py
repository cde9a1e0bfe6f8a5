"""The command ``cica keys``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from cica_procedure.cli.table import say, show
from cica_procedure.conference.conference import Conference
from cica_procedure.record.notes import ACT, HEAD, Line, key_id, key_name, origin, vkey
from cica_procedure.terms import KEY, Entry, Tenure


@click.command(
    epilog="""\b
Examples:
  cica keys cica.sqlite
  cica keys cica.sqlite --vkeys
""",
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--vkeys", is_flag=True, help="Print the keys as other programs for signed notes take them.")
def command(file: Path, *, vkeys: bool) -> None:
    """Show who holds which key, since when, what it has signed, and what is in doubt since it was revoked."""
    with Conference.open(file, to_read=True) as cica:
        own = origin(cica.header)
        keys = [tenure for tenure in cica.state.register.tenures if tenure.role == KEY]
        if vkeys:
            for tenure in keys:
                for kind in (ACT, HEAD):
                    say(vkey(key_name(own, tenure.party), kind, tenure.scope))
            return
        signed = [entry for entry in cica.entries() if entry.proof]
        rows = []
        for tenure in keys:
            name = cica.rulebook.name_of(tenure.party)
            since, until = str(tenure.since.date()), str(tenure.until.date()) if tenure.until else ""
            by = [entry for entry in signed if _is_by(entry, tenure, own)]
            doubted = ", ".join(_doubted(by, tenure))
            rows.append((name, since, until, str(len(by)), doubted, tenure.scope))
    show(("holder", "since", "until", "signed", "in doubt", "key"), rows, folds=("key",))


def _is_by(entry: Entry, tenure: Tenure, origin: str) -> bool:
    """Return whether an entry, which has been judged, has a line by a key."""
    name = key_name(origin, tenure.party)
    lines = [line for line in map(Line.parse, entry.proof.split("\n")) if line is not None]
    return any(line.name == name and line.key == key_id(name, ACT, tenure.scope) for line in lines)


def _doubted(entries: list[Entry], tenure: Tenure) -> Iterator[str]:
    """Yield what was signed by a key at an instant since which somebody else may have had it."""
    for entry in entries:
        ends = any(change.scope == tenure.scope for change in entry.changes)
        if tenure.until is not None and entry.recorded >= tenure.until and not ends:
            yield f"{entry.case} {entry.n}"
