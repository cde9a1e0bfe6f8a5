"""The command ``cica``, which loads only the subcommand that is called."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping
from importlib import import_module
from io import TextIOWrapper
from typing import Any

import click

from cica_procedure import __version__
from cica_procedure.errors import Inaccessible, Invalid, InvalidAct, ProcedureError, RecordError

COMMANDS: Mapping[str, str] = {
    "act": "Do an act on a case.",
    "add": "Add the acts of scenario files, such as the minutes of a meeting, to a record.",
    "backup": "Copy a record that may be in use, and verify the copy.",
    "case": "Show the stage of one case, and the acts that led to it.",
    "certify": "Print the certificate of the last decision on a case, or the receipt of an entry.",
    "conform": "Compare a chronology with the rulebook.",
    "check": "Explore every procedure of a rulebook.",
    "completion": "Print the completion script of a shell.",
    "draft": "Write an act as a note that its actor can sign elsewhere; nothing is recorded.",
    "diagram": "Draw a procedure as a Mermaid diagram.",
    "docket": "Show every case and where it stands.",
    "enter": "Take a note into a record: an act that somebody has signed, or the lines under a head.",
    "examples": "List the scenarios that come with the program, or print one to start from.",
    "export-scenario": "Turn a case of a chronology into a scenario.",
    "feature": "Write a case of a record as a Gherkin feature that passes.",
    "head": "Print the head of a record, to keep or to publish.",
    "holidays": "Print the public holidays of a country, for the calendar of a rulebook.",
    "impact": "Show what other rules would change for open cases.",
    "init": "Begin a record.",
    "keygen": "Make an Ed25519 key to sign acts and heads with.",
    "keys": "Show who holds which key, since when, what it has signed, and what is in doubt since it was revoked.",
    "mcp": "Serve a record to assistants over standard input and output, read only (Model Context Protocol).",
    "meet": "Convene a meeting and open its session.",
    "new": "Write a small complete rulebook into a new folder, with a scenario.",
    "next": "Show what is possible now, and of one case also what is not, and why.",
    "objections": "Show every objection and what became of it, then how many there are of each kind.",
    "open-silence": "Open a silence period: the act is decided at its end, unless somebody objects.",
    "overdue": "Show every case and every act that is overdue, and whose duty it is.",
    "position": 'State the position of a member on a case; "nothing yet" takes it back.',
    "procedures": "List the procedures of a rulebook.",
    "publish": "Copy a record without its sealed texts, and verify the copy.",
    "register": "Show every member, observer, chair and coordinator.",
    "rules": "Show the rules that a record is kept under, and since when; or go on under others.",
    "run": "Play scenario files, and check what they expect.",
    "schema": "Print the JSON Schema of a rulebook file, for editors, or of the data that a command prints.",
    "sign": "Sign a draft, or cosign the head of a record, once every entry has been checked and found lawful.",
    "silence": "Show the silence periods of a record, and their outcomes.",
    "status": "Show the day at a glance: sessions, silence, what is due and overdue, and the objections that stand.",
    "submit": "Open a case.",
    "text": "Show the documents that acts name, and which of them are in the record; keep one, or get one out.",
    "who-said": "Show who has said what on a case, on which revision, and who has said nothing.",
    "why": "Show every requirement of an act that is not met, with its rule and its cure.",
    "verify": "Check every entry of a record: that it was not altered, and that the rules in the record draw it up.",
}
"""The short help of each command, so that listing them loads none; each is in the module of its name."""


MAX_LINES = 100
"""How many faults are printed."""


def _exit_code(error: ProcedureError) -> int:
    """Return the exit code of an error."""
    match error:
        case InvalidAct():
            return 2
        case Invalid():
            return 3
        case RecordError():
            return 4
        case Inaccessible():
            return 5
        case _:
            return 1


class Commands(click.Group):
    """A group of commands, each of which is loaded when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of the commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Load one command."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"cica_procedure.cli.{cmd_name.replace('-', '_')}").command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is named; when there is none, say which may have been meant."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from cica_procedure.errors import unknown  # noqa: PLC0415 - needed only for an error

            ctx.fail(unknown("command", args[0], COMMANDS))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """List the commands without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))

    def main(self, *args: Any, **extra: Any) -> Any:  # noqa: ANN401 - click's signature
        """Run the program; if standard output cannot be written to, print an error and exit with code 5."""
        gc.set_threshold(100_000)  # A command makes many values and few cycles: looking for them less often saves time.
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):
                # An arrow that the encoding of the terminal lacks becomes a question mark.
                stream.reconfigure(errors="replace")
        try:
            try:
                return super().main(*args, **extra)
            finally:
                if sys.stdout is not None:
                    sys.stdout.flush()
        except OSError as error:
            click.echo(f"cica: standard output: {error.strerror}; nothing more was written", err=True)
            # The rest of the buffer must not be written again when the program ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(5)

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; print an error of the package as a message, and exit with its code."""
        try:
            return super().invoke(ctx)
        except ProcedureError as error:
            from cica_procedure.cli.table import say  # noqa: PLC0415 - needed only for an error

            lines = [*str(error).splitlines(), *getattr(error, "__notes__", ())]
            for line in lines[:MAX_LINES]:
                say(f"cica: {line}", err=True)
            if len(lines) > MAX_LINES:
                click.echo(f"cica: and {len(lines) - MAX_LINES} more; mend these first", err=True)
            ctx.exit(_exit_code(error))


@click.command(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "CICA"},
    epilog="""\b
Examples:
  cica run scenarios/soc-2021-06-23.toml
  cica procedures
  cica diagram observer-application

\b
Exit codes:
  0  everything went as expected
  1  an expectation was not met, or what was asked for is not proved
  2  the command was not understood
  3  a scenario or a rulebook is invalid
  4  the record: a conflict, damage, or not a record
  5  a file or the disk cannot be read or written
""",
)
@click.version_option(__version__, prog_name="cica")
def cica() -> None:
    """Decisions by consensus: real procedures as data, every act on the record."""
