"""The command ``cica keys``."""

from __future__ import annotations

from pathlib import Path

import click

from cica_procedure.cli.on_record import OnRecord
from cica_procedure.cli.table import say, show
from cica_procedure.conference.conference import Conference
from cica_procedure.record.notes import ACT, HEAD, key_name, origin, vkey


@click.command(
    cls=OnRecord,
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
        keys = [(each, each.tenure) for each in cica.keys_held()]
        if vkeys:
            own = origin(cica.header)
            for _, tenure in keys:
                for kind in (ACT, HEAD):
                    say(vkey(key_name(own, tenure.party), kind, tenure.scope))
            return
        rows = []
        for each, tenure in keys:
            since, until = str(tenure.since.date()), str(tenure.until.date()) if tenure.until else ""
            doubted = ", ".join(f"{entry.case} {entry.n}" for entry in each.doubted)
            holder = cica.rulebook.name_of(tenure.party)
            rows.append((holder, since, until, str(len(each.signed)), doubted, tenure.scope))
    show(("holder", "since", "until", "signed", "in doubt", "key"), rows, folds=("key",))
