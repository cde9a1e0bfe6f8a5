"""
The errors that the package raises, with one base class for each kind.

The data is in the attributes, and ``__str__`` returns a sentence.
`Refused` means that the rules do not allow an act; other errors are faults in a file, a call, the record or the disk.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

    from cica_procedure.terms import Act, Case, Entry, Finding


class ProcedureError(Exception):
    """The root of every error this package raises on purpose."""


class Refused(ProcedureError):
    """
    The rules do not allow this act by this actor at this time; nothing was written.

    Attributes:
        case: the case as it stands.

        act: the name of the act that was refused.

        actor: the office or party that asked for it, as an id.

        at: the instant for which it was judged.

        findings: every requirement that is not met.
    """

    def __init__(self, case: Case, act: Act, findings: Iterable[Finding]) -> None:
        self.case = case
        self.act, self.actor, self.at = act.name, act.actor, act.at
        self.findings = tuple(findings)
        super().__init__(case, act, self.findings)

    def __str__(self) -> str:
        found = "; ".join(f"{each.either}{each}" for each in self.findings)
        return f"{self.act} is refused for {self.case.id}: {found}"


class Fault(NamedTuple):
    """One mistake in an input: its place, the problem, and the cure."""

    place: str
    problem: str
    cure: str = ""

    def __str__(self) -> str:
        cure = f" ({self.cure})" if self.cure else ""
        return f"{self.place}: {self.problem}{cure}"


class Invalid(ProcedureError):
    """
    An input cannot be understood; all its faults are listed at once.

    Attributes:
        faults: each with its place and its cure.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.faults)

    def __str__(self) -> str:
        return "\n".join(map(str, self.faults))


class InvalidRulebook(Invalid):
    """A file of a rulebook has faults."""


class InvalidScenario(Invalid):
    """A scenario file cannot be played as it is written."""


class InvalidChronology(Invalid):
    """A chronology, or the file that says what its words mean, cannot be read as it is written."""


class InvalidAct(Invalid):
    """A call names something unknown or gives a value of the wrong type."""


class RecordError(ProcedureError):
    """The file is in conflict with the act, is damaged, or is not a record."""


class Conflict(RecordError):
    """
    The act was meant for an older state of the case than the one on the record.

    Attributes:
        case: the id of the case.

        expected: the number of entries the caller knew of.

        actual: the number of entries in the record.

        since: what has happened in between, in order.
    """

    def __init__(self, case: str, expected: int, actual: int, since: Iterable[Entry] = ()) -> None:
        self.case = case
        self.expected = expected
        self.actual = actual
        self.since = tuple(since)
        super().__init__(case, expected, actual, self.since)

    def __str__(self) -> str:
        if self.expected == self.actual:
            return f"the record has moved on since case {self.case} was read; read it again and decide on that"
        if self.expected == 0:
            return f"case {self.case} is already on the record (entries: {self.actual}): choose another id"
        since = ", ".join(f"{entry.act} by {entry.actor}" for entry in self.since)
        return (
            f"case {self.case} has {counted(self.actual, 'entry', 'entries')}, not {self.expected}"
            f"{f', since then: {since}' if since else ''}; read it again and decide on that"
        )


class NotARecord(RecordError):
    """
    The file is not a record this program can read.

    Attributes:
        path: the file.

        problem: what it is instead, and what to do.
    """

    def __init__(self, path: Path | str, problem: str) -> None:
        self.path = path
        self.problem = problem
        super().__init__(path, problem)

    def __str__(self) -> str:
        return f"{self.path}: {self.problem}"


class NotInRules(RecordError):
    """
    A record names something that its rulebook does not know: one of the two was altered.

    Attributes:
        what: what kind of thing it is.

        name: its name.
    """

    def __init__(self, what: str, name: str) -> None:
        self.what = what
        self.name = name
        super().__init__(what, name)

    def __str__(self) -> str:
        return f"the record names the {self.what} {shown(self.name)}, which its rules do not know: try cica verify"


class DamagedRecord(RecordError):
    """
    The record is not what was written.

    Attributes:
        path: the file.

        problem: what differs.

        seq: the first entry concerned; ``None`` when it is not an entry.
    """

    def __init__(self, path: Path | str, problem: str, seq: int | None = None) -> None:
        self.path = path
        self.problem = problem
        self.seq = seq
        super().__init__(path, problem, seq)

    def __str__(self) -> str:
        return f"{self.path}: {self.problem}; restore it from a backup"


class Inaccessible(ProcedureError):
    """
    A file or the disk cannot be read or written.

    Attributes:
        path: the file or folder.

        problem: the message of the system, and what to do.
    """

    def __init__(self, path: Path | str, problem: str) -> None:
        self.path = path
        self.problem = problem
        super().__init__(path, problem)

    def __str__(self) -> str:
        return f"{self.path}: {self.problem}"


def shown(value: object) -> str:
    """Return a given value as a person would write it, in a few words."""
    if isinstance(value, str):
        words = repr(value)
    elif isinstance(value, bool):
        words = str(value).lower()
    elif isinstance(value, date):
        words = value.isoformat()
    elif isinstance(value, int) and abs(value) > LARGE:
        words = "a very large number"
    elif isinstance(value, dict):
        words = "a table"
    elif isinstance(value, list):
        words = "a list"
    else:
        words = str(value)
    return words if len(words) <= LONG else f"{words[:LONG]}..."


def counted(n: int, one: str, more: str) -> str:
    """Return a number with its noun, in agreement."""
    return f"{n:,} {one if n == 1 else more}"


LARGE = 10**30
"""Numbers beyond this are not written out."""

LONG = 80
"""Values beyond this many characters are cut short in messages."""

NEAR = 0.75
"""How much a name is like a known one that may have been meant: a slip of the pen is, another word is not."""

SHORT = 4
"""A word of so few letters is near when two thirds of it are the same."""

FEW = 40
"""How many known names are listed when none of them is near."""


def among(known: Iterable[str]) -> str:
    """Return the cure for a name that is missing: the known ones, when they are few; otherwise empty."""
    choices = sorted(known)
    return f"one of: {', '.join(choices)}" if 0 < len(choices) <= FEW else ""


def unknown(what: str, name: object, known: Iterable[str] | Mapping[str, object], *, also: Iterable[str] = ()) -> str:
    """
    Return a message that a name is not known, with the nearest known name, or all of them when they are few.

    Args:
        what: what it is the name of.

        name: the name.

        known: the known names.

        also: names of something else that may have been meant; they are not listed.
    """
    from difflib import get_close_matches  # noqa: PLC0415 - only wanted once something is wrong

    choices = list(known)
    said = shown(name)
    folded = {choice.casefold(): choice for choice in reversed([*choices, *also])}
    word = str(name)[:LONG].casefold()
    near = get_close_matches(word, folded, n=1, cutoff=NEAR if len(word) > SHORT else 2 / 3)
    near += [choice for choice in folded if len(word) > 2 and (choice.startswith(word) or word in choice.split("-"))]  # noqa: PLR2004 - fewer letters say nothing
    if near:
        return f"unknown {what} {said}; did you mean {folded[near[0]]!r}?"
    if not choices:
        return f"unknown {what} {said}; there is none"
    if len(choices) <= FEW:
        return f"unknown {what} {said}; known: {', '.join(sorted(choices))}"
    return f"unknown {what} {said}"
