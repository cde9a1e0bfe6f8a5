"""The command ``cica rules``."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path

import click

from cica_procedure.cli.instant_options import moment
from cica_procedure.cli.on_record import OnRecord
from cica_procedure.cli.table import say, show
from cica_procedure.conference.conference import Conference
from cica_procedure.errors import Inaccessible
from cica_procedure.loading.rules_text import RulesText


@click.command(
    cls=OnRecord,
    epilog="""\b
Examples:
  cica rules cica.sqlite
  cica rules cica.sqlite --diff 2
  cica rules cica.sqlite --extract rules
  cica rules cica.sqlite --enter rules --by secretariat --decided amendment
  cica rules cica.sqlite --enter rules --by secretariat --clerical --reason "A name was misspelt"
""",
)
@click.argument("file", type=click.Path())
@click.option("--diff", type=int, metavar="N", help="Print how the Nth rules of the list differ from those before.")
@click.option("--extract", type=click.Path(path_type=Path), metavar="DIR", help="Write the rules in force to a folder.")
@click.option("--enter", metavar="RULEBOOK", help="Go on under these rules: a folder, or the name of shipped ones.")
@click.option("--by", default="", help="With --enter: the office that enters them.")
@click.option("--decided", default="", metavar="CASE", help="With --enter: the case in which they were decided.")
@click.option("--clerical", is_flag=True, help="With --enter: nobody had to decide; say why with --reason.")
@click.option("--reason", default="", help="With --enter: the reason.")
def command(  # noqa: PLR0913 - each is an option
    file: str,
    diff: int | None,
    extract: Path | None,
    enter: str | None,
    by: str,
    decided: str,
    reason: str,
    *,
    clerical: bool,
) -> None:
    """Show the rules that a record is kept under, and since when; or go on under others."""
    if enter is not None and not by:
        raise click.UsageError("--enter needs --by: the office that enters the rules")
    with Conference.open(file, to_read=enter is None) as cica:
        if enter is not None:
            cica.enter_rules(enter, by=by, decided=decided, clerical=clerical, reason=reason)
        known = cica.rules()
        if extract is not None:
            _write(extract, known[-1].text)
        elif diff is not None:
            if not 1 < diff <= len(known):
                raise click.BadParameter(f"the record has {len(known)}, and the first differ from none", param_hint="N")
            for line in _difference(known[diff - 2].text, known[diff - 1].text):
                say(line)
        else:
            rows = [(str(n), each.digest, moment(each.since), each.why) for n, each in enumerate(known, 1)]
            show(("n", "rules", "since", "because"), rows, folds=("rules", "because"))


def _difference(before: RulesText, after: RulesText) -> Iterator[str]:
    """Yield the lines in which the files differ, as ``diff -u`` prints them."""
    for path in sorted(before.files.keys() | after.files.keys()):
        old, new = (text.files.get(path, b"").decode(errors="replace").splitlines() for text in (before, after))
        yield from difflib.unified_diff(old, new, path, path, lineterm="")


def _write(folder: Path, text: RulesText) -> None:
    """Write the files of rules to a new folder."""
    try:
        folder.mkdir(parents=True)
        for name, content in text.files.items():
            path = folder / name
            if folder.resolve() not in path.resolve().parents:
                raise Inaccessible(folder, f"the rules have a file outside of their folder, {name}")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    except OSError as error:
        raise Inaccessible(folder, f"{error.strerror or error}; name a new folder") from error
    say(f"{folder} has the rules: {len(text.files)} files")
