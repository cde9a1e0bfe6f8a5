"""
The docket and the story of a case, read with as little as can be: for whoever only looks.

What is said here of a case is what folding its entries says; it is read from the columns, without the vocabulary.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from cica_procedure.errors import Fault, InvalidAct, NotARecord, unknown
from cica_procedure.record.guard import looking_at

if TYPE_CHECKING:
    from pathlib import Path

AsOf = int | datetime | None
"""The number of an entry, an instant, or now."""

LAST = 2**63 - 1
"""A number no entry ever has."""

_LINES = (
    "SELECT case_id, act, actor, at, recorded, to_stage, revision, decision, position, silence, "
    "json_extract(nullif(details, ''), '$.title') FROM entries WHERE seq <= ? AND "
)


class Standing(NamedTuple):
    """
    Where a case stands.

    Attributes:
        case: its id.

        stage: where it is in its procedure.

        revision: the number of the text on the table.

        at: when its last act took effect.

        title: what it is called now; its id when it has no title.
    """

    case: str
    stage: str
    revision: int
    at: datetime
    title: str


class Line(NamedTuple):
    """
    One act on a case.

    Attributes:
        act, actor: what was done, and by whom.

        at, recorded: when it took effect, and when it was written down.

        stage: where the case stood then.

        said: the decision or the position, when it states one.

        silence: the silence period as the act left it, as JSON; empty when it did not touch it.
    """

    act: str
    actor: str
    at: datetime
    recorded: datetime
    stage: str
    said: str
    silence: str


def read_docket(path: Path | str, as_of: AsOf = None) -> list[Standing]:
    """
    Give every case but the meetings, in the order they were opened.

    Raises:
        Inaccessible: when there is no such file, or it cannot be read.

        NotARecord: when it is something else, or has an entry that cannot be read.
    """
    found: dict[str, Standing] = {}
    with looking_at(path) as connection:
        for standing, _ in _read(connection, path, "procedure <> 'meeting' ORDER BY seq", (), as_of):
            found[standing.case] = _after(found.get(standing.case), standing)
    return list(found.values())


def read_story(path: Path | str, case: str, as_of: AsOf = None) -> tuple[Standing, list[Line]]:
    """
    Give where a case stands, and the acts that brought it there, in order.

    Raises:
        InvalidAct: when the record has no such case, or had none then.

        Inaccessible, NotARecord: as for `read_docket`.
    """
    standing, story = None, []
    with looking_at(path) as connection:
        for now, line in _read(connection, path, "case_id = ? ORDER BY n", (case,), as_of):
            standing = _after(standing, now)
            story.append(line)
        if standing is None:
            known = [name for (name,) in connection.execute("SELECT case_id FROM entries WHERE n = 1 ORDER BY seq")]
            then = "" if as_of is None else " as of then"
            raise InvalidAct([Fault("case", unknown("case", case, known) + then)])
    return standing, story


def _read(
    connection: sqlite3.Connection, path: Path | str, which: str, values: tuple[str, ...], as_of: AsOf
) -> Iterator[tuple[Standing, Line]]:
    until, instant = (LAST, as_of) if isinstance(as_of, datetime) else (as_of, None)
    rows = connection.execute(_LINES + which, (LAST if until is None else min(until, LAST), *values))
    try:
        for case, act, actor, at, recorded, stage, revision, decision, position, silence, title in rows:
            effect = datetime.fromisoformat(at)
            if instant is None or effect <= instant:
                yield (
                    Standing(case, stage, revision, effect, title or ""),
                    Line(act, actor, effect, datetime.fromisoformat(recorded), stage, decision or position, silence),
                )
    except ValueError as error:
        raise NotARecord(path, f"has an entry that cannot be read ({error}); cica verify names it") from error


def _after(known: Standing | None, now: Standing) -> Standing:
    """Give the later standing of a case; a title that is not given anew stays, and without any it is the id."""
    return now._replace(title=now.title or (known.title if known is not None else now.case))
