"""The command ``cica draft``."""

from __future__ import annotations

from pathlib import Path

import click

from cica_procedure.cli.given import particulars
from cica_procedure.cli.on_record import record_option
from cica_procedure.conference.conference import Conference


@click.command(
    epilog="""\b
Examples:
  cica draft paper position --by India position=objection --reason "paragraph 4" > objection.note
  cica draft keys-ind --procedure keys --by India key="$(cat india.key.pub)" --letter 9f86d081... > key.note
""",
)
@click.argument("case")
@click.argument("words", nargs=-1, metavar="[ACT] [NAME=VALUE]...")
@record_option
@click.option("--by", required=True, help="Who acts: an office, a state or an organisation.")
@click.option("--procedure", default="", help="The kind of case, for the act that opens one; then no ACT is given.")
@click.option("--reason", default="", help="The actor's words.")
@click.option("--meeting", default="", metavar="CASE", help="The meeting it is done in.")
@click.option("--letter", default="", metavar="SHA256", help="The SHA-256 of the letter it is known from too.")
def command(  # noqa: PLR0913, PLR0917 - each is an option
    file: Path, case: str, words: tuple[str, ...], by: str, procedure: str, reason: str, meeting: str, letter: str
) -> None:
    """Write an act as a note that its actor can sign elsewhere; nothing is recorded."""
    act, given = ("", words) if procedure or not words else (words[0], words[1:])
    if not (procedure or act):
        raise click.UsageError("say which act, or with --procedure which kind of case it opens")
    with Conference.open(file, to_read=True) as cica:
        details = particulars(given, cica.fields(case, act, procedure=procedure))
        note = cica.draft(
            case, act, by=by, procedure=procedure, details=details, reason=reason, meeting=meeting, letter=letter
        )
    click.echo(note.encode(), nl=False)  # As UTF-8, whatever the terminal takes: it is signed to the letter.
