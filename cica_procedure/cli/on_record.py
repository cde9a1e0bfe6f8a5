"""The record a command is about: its first argument FILE, or ``--db FILE``, or what ``CICA_DB`` names."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

VARIABLE = "CICA_DB"
"""The environment variable that names the record."""

HELP = f"The record; {VARIABLE} names it too."


def _named(_: click.Context, __: click.Parameter, value: Path | None) -> Path:
    """Return the record that is named."""
    if value is None:
        raise click.UsageError(f"which record? give it with --db, or set {VARIABLE}")
    return value


record_option = click.option(
    "--db", "file", metavar="FILE", envvar=VARIABLE, callback=_named, type=click.Path(path_type=Path), help=HELP
)
"""The record of a command that takes particulars, of which there may be any number."""


class OnRecord(click.Command):
    """A command whose first argument, the record, is left out where ``--db`` or ``CICA_DB`` names it."""

    def __init__(self, name: str | None, **more: Any) -> None:  # noqa: ANN401 - click's signature
        super().__init__(name, **more)
        option = click.Option(["--db"], metavar="FILE", expose_value=False, help=f"{HELP} Then leave FILE out.")
        self.params.append(option)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the record that is named elsewhere before the arguments."""
        given, _, _ = self.make_parser(ctx).parse_args([*args])
        named = given.get("db")
        if not isinstance(named, str) and self._leaves_out_the_file(given):
            named = os.environ.get(VARIABLE)
        try:
            return super().parse_args(ctx, [named, *args] if isinstance(named, str) and named else args)
        except click.MissingParameter as error:
            if error.param is None or error.param.name != "file":
                raise
            raise click.UsageError(f"which record? give it as FILE, or set {VARIABLE}", ctx) from error

    def _leaves_out_the_file(self, given: dict[str, Any]) -> bool:
        """Return whether an argument that has to be there is not; or one that need not, and the first is no file."""
        arguments = [each for each in self.params if isinstance(each, click.Argument)]
        values = [given.get(str(each.name)) for each in arguments]
        missing = [each for each, value in zip(arguments, values, strict=True) if not isinstance(value, str)]
        return any(each.required for each in missing) or (bool(missing) and not Path(str(values[0])).exists())
