"""
Fast read-only queries of a record: the head, the docket, the history of a case, silence periods.

The results are the same as those computed entry by entry from the record. They are read directly from the stored text,
without importing the rules and the vocabulary, since importing those takes longer than reading a record. Nothing is
judged here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from cica_procedure.errors import Fault, InvalidAct, NotARecord, unknown
from cica_procedure.record.content import extracted, period
from cica_procedure.record.files import looking_at
from cica_procedure.text import id_form
from cica_procedure.time import LAST, entry_number, read_instant

if TYPE_CHECKING:
    from pathlib import Path

LAST_ENTRY = "SELECT seq, lower(hex(digest)) FROM entries ORDER BY seq DESC LIMIT 1"


def _texts(name: str, *parts: str) -> str:
    """Return the SQL that extracts parts of a nested value, each as NULL when it is not a text."""
    places = [f"{extracted(name)}, '$.\"{part}\"'" for part in parts]
    return ", ".join(f"iif(json_type({place}) = 'text', json_extract({place}), NULL)" for place in places)


_CASE = (
    f"SELECT case_id, {extracted('at')}, {extracted('to_stage')}, {extracted('revision')}, {_texts('details', 'title')}"
)
_SAYS = (
    "act", "actor", "recorded", "decision", "position", "reason", "body", "meeting", "hand",
    "corrects", "despite", "details", "roll",
)  # fmt: skip
_ACT = ", ".join(map(extracted, _SAYS))
_HISTORY = (
    f"{_CASE}, {_ACT}, nullif({extracted('silence')}, '{{}}') FROM entries WHERE seq <= ? AND case_id = ? ORDER BY n"
)
_DECIDED = (
    f"SELECT case_id, {extracted('decision')}, {extracted('revision')}, {extracted('roll')} FROM entries "  # noqa: S608 - constants
    f"WHERE {extracted('meeting')} = ? AND {extracted('decision')} <> '' ORDER BY seq"
)
_NO_MEETING = f"{extracted('meeting')} <> case_id"
# Read only the entries of a case that matter: the first, which sets its order; the last; and those that set a title.
_TELLING = (
    "(n = 1 OR instr(content, '\"title\"') OR NOT EXISTS (SELECT 1 FROM entries AS next "
    "WHERE next.case_id = entries.case_id AND next.n = entries.n + 1 AND next.seq <= :until))"
)
_DOCKET = f"{_CASE} FROM entries WHERE seq <= :until AND {_NO_MEETING} AND {_TELLING} ORDER BY seq"
_PERIODS = f"""
    SELECT case_id, {_texts("silence", "act", "body", "expires")},
           (SELECT group_concat(value, ', ') FROM json_each({extracted("silence")}, '$.holds')),
           {_texts("silence", "outcome")}
    FROM entries AS touching
    WHERE world = 1 AND {extracted("silence")} <> '{{}}'
    ORDER BY (SELECT seq FROM entries AS first WHERE first.case_id = touching.case_id AND first.n = 1), n
"""  # noqa: S608 - constants, all of them


_TOLD = f"""
    SELECT coalesce(sum(hand = 'own'), 0), coalesce(sum(hand = 'letter'), 0), coalesce(sum(hand = ''), 0)
    FROM (SELECT {extracted("hand")} AS hand FROM entries)
"""  # noqa: S608 - constants, all of them
_NAMED = f"""
    WITH named AS (
        SELECT json_extract({extracted("details")}, '$.document') AS name FROM entries
        UNION SELECT {extracted("letter")} FROM entries
        UNION SELECT substr({extracted("reason")}, 8) FROM entries WHERE instr({extracted("reason")}, 'sealed:') = 1
    )
    SELECT count(*), count(*) FILTER (WHERE name NOT IN (SELECT name FROM sqlar)) FROM named WHERE name <> ''
"""  # noqa: S608 - constants, all of them


class Counts(NamedTuple):
    """
    How many entries are in whose hand, and how many texts acts name.

    Attributes:
        own, letter, told: how many entries are in their actor's own hand, known from a letter, and told.

        named: how many texts they name: documents, letters, and reasons that are sealed.

        missing: how many of these are not in the record.
    """

    own: int
    letter: int
    told: int
    named: int
    missing: int


class CaseLine(NamedTuple):
    """
    A case, as one line of the docket.

    Attributes:
        case: the id of the case.

        stage: the stage it is at.

        revision: the number of the current revision of its text.

        at: when its last act took effect.

        title: its present title; its id when it has no title.
    """

    case: str
    stage: str
    revision: int
    at: datetime
    title: str

    @classmethod
    def of(cls, case: str, at: str, stage: str, revision: int, title: str | None) -> CaseLine:
        """Read a line from the values of one entry; the title is empty when the entry does not set it."""
        _check_texts(case, stage)
        return cls(case, stage, revision, read_instant(at), title or "")

    def following(self, known: CaseLine | None) -> CaseLine:
        """Return the line after an earlier one: without a new title the old title stays, or else it is the id."""
        return self._replace(title=self.title or (known.title if known is not None else self.case))


class EntryLine(NamedTuple):
    """
    An entry, as one line of the history of its case.

    Attributes:
        act, actor: the act that was done, and the actor that did it.

        at, recorded: when it took effect, and when it was recorded.

        stage, revision: the stage of the case and the number of the text after the act.

        decision, position, reason: what it decides or states, and the actor's words; otherwise empty.

        body, meeting: where it was done; empty where that does not matter.

        hand: ``own`` or ``letter``; empty when the act was told.

        corrects: the number in the case of the entry that it puts right; 0 when it puts none right.

        despite: whether it is a decision by a rule that can pass over an objection.

        details, roll, silence: the particulars, the position of each member by id, and the silence period after the
            act, by name; empty when there is none.
    """

    act: str
    actor: str
    at: datetime
    recorded: datetime
    stage: str
    revision: int
    decision: str
    position: str
    reason: str
    body: str
    meeting: str
    hand: str
    corrects: int
    despite: bool
    details: Mapping[str, Any]
    roll: Mapping[str, str]
    silence: Mapping[str, Any]

    @classmethod
    def of(cls, case: CaseLine, values: Sequence[Any]) -> EntryLine:
        """Read the values of `_ACT` and the silence period; `case` is the line of its case after the entry."""
        act, actor, recorded, *words, corrects, despite, details, roll, silence = values
        _check_texts(act, actor, *words)
        more = bool(despite), _table(details), _table(roll), _period(silence) if silence else {}
        decided, stated, reason, body, meeting, hand = words
        when = case.at, read_instant(recorded), case.stage, case.revision
        return cls(act, actor, *when, decided, stated, reason, body, meeting, hand, corrects, *more)


class PeriodLine(NamedTuple):
    """
    The last silence period of a case, in one line.

    Attributes:
        case: the id of the case.

        act: the act that it decides.

        body: the body that decides.

        expires: when it ends, or has ended.

        holds: the members that hold it, separated by commas; empty while it runs.

        outcome: how it ended; empty while its end is not on the record.
    """

    case: str
    act: str
    body: str
    expires: datetime
    holds: str
    outcome: str

    @classmethod
    def of(cls, case: str, act: str, body: str, expires: str, holds: str | None, outcome: str | None) -> PeriodLine:
        """Read a line from the values of an entry; a missing value becomes empty."""
        _check_texts(case, act, body, holds or "", outcome or "")
        return cls(case, act, body, read_instant(expires), holds or "", outcome or "")

    def due(self, at: datetime) -> bool:
        """Return whether the period has ended by an instant, but its end is not on the record."""
        return not self.holds and not self.outcome and self.expires <= at


def read_counts(path: Path | str) -> Counts:
    """
    Return in whose hand the entries of a record are, and how many texts they name.

    Raises:
        Inaccessible, NotARecord: when the record cannot be read.
    """
    with looking_at(path) as connection:
        return Counts(*connection.execute(_TOLD).fetchone(), *connection.execute(_NAMED).fetchone())


def read_head(path: Path | str) -> str:
    """
    Return the head of a record, as `Head` prints it.

    Raises:
        Inaccessible: when there is no such file, or it cannot be read.

        NotARecord: when the file is not a record, has lost a guard, or has a last entry without a digest.
    """
    from cica_procedure.record.chain import genesis_in  # noqa: PLC0415 - takes longer to import than to read a head

    with looking_at(path) as connection:
        seq, digest = connection.execute(LAST_ENTRY).fetchone() or (0, genesis_in(connection, path))
    if not digest:
        raise NotARecord(path, f"has an entry {seq} without a digest; cica verify names it")
    return f"{seq}:{digest}"


def read_docket(path: Path | str, known: int = LAST) -> list[CaseLine]:
    """
    Return every case except the meetings, in the order in which they were opened.

    Args:
        path: the file.

        known: the number of an entry; only entries up to it are read.

    Raises:
        InvalidAct: when `known` is not a whole number.

        Inaccessible: when there is no such file, or it cannot be read.

        NotARecord: when the file is not a record, or has an entry that cannot be read.
    """
    found: dict[str, CaseLine] = {}
    with looking_at(path) as connection, legible(path):
        for row in connection.execute(_DOCKET, {"until": _existing(connection, known)}):
            now = CaseLine.of(*row)
            found[now.case] = now.following(found.get(now.case))
    return list(found.values())


def read_history(path: Path | str, case: str, known: int = LAST) -> tuple[CaseLine, list[EntryLine]]:
    """
    Return the line of a case, and its acts in order.

    Args:
        path: the file.

        case: the id of the case.

        known: the number of an entry; only entries up to it are read.

    Raises:
        InvalidAct: when the record has no such case, or did not have it by then, or `known` is not a whole number.

        Inaccessible, NotARecord: as for `read_docket`.
    """
    standing, history = None, []
    with looking_at(path) as connection, legible(path):
        # No case has an id that cannot be printed, and SQLite might not accept such a text as a parameter.
        name = id_form(case)
        for row in connection.execute(_HISTORY, [_existing(connection, known), name]) if name.isprintable() else ():
            now = CaseLine.of(*row[:5])
            standing = now.following(standing)
            history.append(EntryLine.of(now, row[5:]))
        if standing is None:
            cases = [name for (name,) in connection.execute("SELECT case_id FROM entries WHERE n = 1 ORDER BY seq")]
            problem = unknown("case", case, cases) if case not in cases else f"{case!r} had not been opened by then"
            raise InvalidAct([Fault("case", problem)])
    return standing, history


def read_decided(path: Path | str, meeting: str) -> list[tuple[str, str, int, list[str]]]:
    """
    Return what was decided in a meeting, in order: the case, the words, the revision, and who was absent, by id.

    Raises:
        Inaccessible, NotARecord: as for `read_docket`.
    """
    with looking_at(path) as connection, legible(path):
        found = connection.execute(_DECIDED, [meeting]).fetchall()
        rolls = [_table(roll) for *_, roll in found]
        absent = [[member for member, line in roll.items() if line == "absent"] for roll in rolls]
        return [(*row[:3], who) for row, who in zip(found, absent, strict=True)]


def read_periods(path: Path | str) -> list[PeriodLine]:
    """
    Return the last silence period of every case that had one, in the order in which the cases were opened.

    Raises:
        Inaccessible, NotARecord: as for `read_docket`.
    """
    with looking_at(path) as connection, legible(path):
        return list({row[0]: PeriodLine.of(*row) for row in connection.execute(_PERIODS)}.values())


def _existing(connection: sqlite3.Connection, known: int) -> int:
    """Return the number of an entry that is on the record; `LAST` stands for the last one."""
    if known == LAST:
        return LAST
    rows = connection.execute(LAST_ENTRY).fetchall()
    return entry_number("entry", known, rows[0][0] if rows else 0)


@contextmanager
def legible(path: Path | str) -> Iterator[None]:
    """
    Translate the errors of reading an entry, in the block of a ``with`` statement.

    Raises:
        NotARecord: when the block raises an error of a malformed entry.
    """
    try:
        yield
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NotARecord(path, f"has an entry that cannot be read ({error}); cica verify names it") from error


def _check_texts(*words: object) -> None:
    if not all(isinstance(word, str) for word in words):
        raise TypeError("is not text")


def _table(text: str) -> Mapping[str, Any]:
    if text == "{}":
        return {}
    from json import loads  # noqa: PLC0415 - it takes a while to import

    return dict(loads(text))


def _period(silence: str) -> Mapping[str, Any]:
    return period(_table(silence))
