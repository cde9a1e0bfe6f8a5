"""One act at the prompt: its options, its particulars, and its answer."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any, TypeAlias

import click
from attrs import fields_dict, frozen

from cica_procedure.cli.given import particulars
from cica_procedure.cli.instant_options import SeatTime, in_zone
from cica_procedure.cli.on_record import record_option
from cica_procedure.cli.table import json_option, say_json
from cica_procedure.conference.conference import Conference
from cica_procedure.errors import Conflict, Refused
from cica_procedure.reports.status import act_data
from cica_procedure.terms import FOR, Case, Entry

Do: TypeAlias = Callable[[Conference, Case | str, datetime | None], object]
"""What is done: to a conference, on a case, at an instant, which is now when there is none."""

OPTIONS = (
    click.option("--reason", default="", help="The actor's words."),
    click.option(
        "--at",
        type=SeatTime(),
        show_default="now",
        help="When it took effect; without an offset, by the zone of the organisation.",
    ),
    click.option("--letter", default="", metavar="SHA256", help="The SHA-256 of the letter it is known from."),
    click.option("--on-behalf-of", default="", metavar="WHO", help="The party for which a proxy acts."),
    click.option("--dry-run", is_flag=True, help="Say what would happen; record nothing."),
    click.option("--expect-n", type=int, metavar="N", help="Refuse unless the case has so many entries."),
    json_option,
    record_option,
)


@frozen
class Acting:
    """
    How an act is done.

    Attributes:
        file: the record.

        reason, letter: as for `Conference.act`.

        at: when it took effect; without an offset, by the zone of the organisation; ``None`` for now.

        on_behalf_of: the party for which a proxy acts; empty when it acts for itself.

        dry_run: whether nothing is recorded.

        expect_n: how many entries the case has to have; ``None`` when that does not matter.

        as_json: whether the answer is data.
    """

    file: Path
    reason: str
    at: datetime | None
    letter: str
    on_behalf_of: str
    dry_run: bool
    expect_n: int | None
    as_json: bool

    def details(self, words: Iterable[str], fields: Mapping[str, str], **more: object) -> dict[str, object]:
        """Return the particulars that are given as words, by their types, and some more, unless they are empty."""
        given = {**particulars(words, fields), **more, FOR: self.on_behalf_of}
        return {name: value for name, value in given.items() if value not in ("", None, [])}

    def perform(self, case: str, do: Do) -> None:
        """
        Do an act, and print what became of it; the program ends with code 1 when it is refused.

        Raises:
            Conflict: when the case has not the entries that were expected.

            ProcedureError: as for `Conference.act`.
        """
        with Conference.open(self.file, to_read=self.dry_run) as record:
            known = self._expected(record, case)
            cica = record.fork() if self.dry_run else record
            before = cica.head().seq
            try:
                do(cica, known, None if self.at is None else in_zone(self.at, cica.rulebook.zone))
            except Refused as refused:
                self._refuse(refused)
            self._answer(cica, case, [*cica.entries(before)])

    def _expected(self, cica: Conference, case: str) -> Case | str:
        if self.expect_n is None:
            return case
        found = cica.state.find(case)
        there = found.n if found is not None else 0
        if there != self.expect_n:
            since = cica.history(case, after=self.expect_n) if there > self.expect_n else ()
            raise Conflict(case, self.expect_n, there, since)
        return found if found is not None else case

    def _refuse(self, refused: Refused) -> None:
        if self.as_json:
            say_json(act_data(refused.case, (), (), refused.findings, recorded=False))
        else:
            from cica_procedure.cli.act_report import print_refusal  # noqa: PLC0415 - data need no terminal

            print_refusal(refused)
        sys.exit(1)

    def _answer(self, cica: Conference, case: str, entries: list[Entry]) -> None:
        after = cica.case(case)
        when = entries[-1].at if entries else cica.clock()
        possible = [option for option in cica.options(after, at=when) if option.open]
        if self.as_json:
            say_json(act_data(after, entries, possible, (), recorded=not self.dry_run))
            return
        from cica_procedure.cli.act_report import print_answer  # noqa: PLC0415 - data need no terminal

        print_answer(cica, after, entries, possible, dry_run=self.dry_run)


def acting(command: Callable[..., None]) -> Callable[..., None]:
    """Return a command with the options of an act, which it gets as `how`."""

    @wraps(command)
    def with_options(**given: Any) -> None:  # noqa: ANN401 - whatever click has read
        command(how=Acting(**{name: given.pop(name) for name in fields_dict(Acting)}), **given)

    for option in reversed(OPTIONS):
        with_options = option(with_options)
    return with_options
