"""
What a conference needs to append to: the record in SQLite is one, and the other is a list in memory.

A journal in memory is for what need not last: scenarios, explorations, forks. It seals nothing, so its heads have no
digest; as a fork it goes on from an entry of another journal, which it reads and never writes to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Protocol

from attrs import frozen

from cica_procedure.errors import Conflict, Refused
from cica_procedure.record.chain import Head
from cica_procedure.terms import Case, Entry
from cica_procedure.time import LAST

KEPT = 4096
"""How many folded cases an archive keeps; any other is folded again when it is asked for."""


@frozen
class Header:
    """
    What a record says of itself.

    Attributes:
        rulebook: the id of the rulebook it is kept under.

        since: the instant it begins with; what the rulebook knew by then is its baseline.
    """

    rulebook: str
    since: datetime


class Journal(Protocol):
    """
    Entries in order, to be read and to be appended to.

    Attributes:
        header: what it says of itself.

        path: the file it is kept in; ``:memory:`` for none.
    """

    header: Header
    path: Path | str

    @property
    def held(self) -> bool:
        """Whether a `transaction` is under way."""

    def head(self) -> Head:
        """Return the last entry, by number and digest."""

    def head_at(self, seq: int) -> Head:
        """Return an entry as a head, by its number; one without a digest when there is none."""

    def append(self, entries: Sequence[Entry], after: Head) -> Head:
        """
        Write the entries that come after a head: all of them, or none.

        Raises:
            Conflict: when somebody else has written meanwhile.
        """

    def transaction(self) -> AbstractContextManager[None]:
        """Hold the journal: what is appended inside lasts as a whole, or not at all."""

    def entries(self, after: int = 0, until: int = LAST) -> Iterator[Entry]:
        """Read the entries beyond a number, up to another, in order."""

    def entries_of(self, case: str, after: int = 0, until: int = LAST) -> Iterator[Entry]:
        """Read the entries of a case beyond a place in it, as far as they were written by a number, in order."""

    def shared(self, after: int = 0, until: int = LAST) -> Iterator[Entry]:
        """Read the entries beyond a number, up to another, on which other cases may depend, in order."""

    def done_in(self, meeting: str, until: int = LAST) -> Iterator[Entry]:
        """Read what was done in a meeting, as far as it was written by a number, in order."""

    def cases(self, until: int = LAST) -> tuple[str, ...]:
        """Return the id of every case that was opened by a number, meetings among them, in the order of opening."""

    def refuse(self, refused: Refused, actor: str, at: datetime) -> None:
        """Keep a refused act as evidence, apart from the acts: by whom it was tried, and when."""

    def refusals(self) -> list[str]:
        """Return the refused acts that were kept, as JSON, in order."""

    def close(self) -> None:
        """Let go of what the journal is kept in."""


class Memory:
    """
    A journal in memory.

    Args:
        header: what it says of itself.

        base: the journal it goes on from; ``None`` for one that begins with nothing.

        until: the number of the last entry of the base that is a part of it.
    """

    def __init__(self, header: Header, base: Journal | None = None, until: int = 0) -> None:
        self.header = header
        self.path: Path | str = ":memory:"
        self.held = False
        self._base = base
        self._until = until
        self._own: list[Entry] = []

    def head(self) -> Head:
        """Return the last entry, by its number."""
        return Head(self._until + len(self._own), "")

    def head_at(self, seq: int) -> Head:
        """Return an entry as a head, by its number."""
        return Head(seq, "")

    def append(self, entries: Sequence[Entry], after: Head) -> Head:
        """
        Add the entries that come after a head.

        Raises:
            Conflict: when something was added meanwhile.
        """
        if after.seq != self._until + len(self._own):
            raise Conflict(entries[0].case, entries[0].n - 1, entries[0].n - 1)
        self._own += entries
        return self.head()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Take back what is added inside when it comes to an error; a transaction inside another is part of it."""
        if self.held:
            yield
            return
        length, self.held = len(self._own), True
        try:
            yield
        except BaseException:
            del self._own[length:]
            raise
        finally:
            self.held = False

    def entries(self, after: int = 0, until: int = LAST) -> Iterator[Entry]:
        """Read the entries beyond a number, up to another, in order."""
        before = self._base.entries(after, min(until, self._until)) if self._base is not None else ()
        return chain(before, self._own[max(0, after - self._until) : max(0, until - self._until)])

    def entries_of(self, case: str, after: int = 0, until: int = LAST) -> Iterator[Entry]:
        """Read the entries of a case beyond a place in it, as far as they were written by a number, in order."""
        before = self._base.entries_of(case, after, min(until, self._until)) if self._base is not None else ()
        return chain(before, (e for e in self._mine(until) if e.case == case and e.n > after))

    def shared(self, after: int = 0, until: int = LAST) -> Iterator[Entry]:
        """Read the entries beyond a number, up to another; whoever takes them in knows what to do with each."""
        return self.entries(after, until)

    def done_in(self, meeting: str, until: int = LAST) -> Iterator[Entry]:
        """Read what was done in a meeting, as far as it was written by a number, in order."""
        before = self._base.done_in(meeting, min(until, self._until)) if self._base is not None else ()
        return chain(before, (e for e in self._mine(until) if e.meeting == meeting))

    def cases(self, until: int = LAST) -> tuple[str, ...]:
        """Return the id of every case that was opened by a number, in the order of opening."""
        before = self._base.cases(min(until, self._until)) if self._base is not None else ()
        return (*before, *(e.case for e in self._mine(until) if e.n == 1))

    def _mine(self, until: int) -> list[Entry]:
        return self._own[: max(0, until - self._until)]

    def refuse(self, refused: Refused, actor: str, at: datetime) -> None:
        """Keep nothing: what is in memory is no evidence."""

    def refusals(self) -> list[str]:
        """Return nothing, since nothing is kept."""
        return []

    def close(self) -> None:
        """Let go of nothing: the base belongs to whoever opened it."""


class Archive:
    """
    The cases of a journal as they stood with one of its entries, each folded when it is asked for.

    Args:
        journal: where the entries are.

        until: the number of the entry.

        at: leaves out of account what took effect later; ``None`` to leave out nothing.
    """

    def __init__(self, journal: Journal, until: int, at: datetime | None = None) -> None:
        self._journal = journal
        self._until = until
        self._at = at
        self._kept: dict[str, Case | None] = {}
        self._all: dict[str, Case] | None = None

    def case(self, name: str) -> Case | None:
        """Return a case by its id; ``None`` when there was none."""
        if self._all is not None:
            return self._all.get(name)
        if name not in self._kept:
            if len(self._kept) >= KEPT:
                self._kept.clear()
            # What cannot be printed is the id of no case, and may be more than a database can be asked.
            entries = self._journal.entries_of(name, 0, self._until) if name.isprintable() else iter(())
            self._kept[name] = self._fold(entries).get(name)
        return self._kept[name]

    def cases(self) -> Mapping[str, Case]:
        """Return every case by its id, in the order they were opened."""
        if self._all is None:
            self._all = self._fold(self._journal.entries(0, self._until))
        return self._all

    def names(self) -> tuple[str, ...]:
        """Return the id of every case, in the order they were opened."""
        return self._journal.cases(self._until) if self._at is None else tuple(self.cases())

    def last_done_in(self, meeting: str) -> Entry | None:
        """Return what took effect last of all that was done in a meeting; ``None`` for nothing."""
        done = (e for e in self._journal.done_in(meeting, self._until) if self._at is None or e.at <= self._at)
        return max(done, key=lambda entry: entry.at, default=None)

    def _fold(self, entries: Iterator[Entry]) -> dict[str, Case]:
        found: dict[str, Case] = {}
        for entry in entries:
            if self._at is None or entry.at <= self._at:
                known = found.get(entry.case)
                before = known if known is not None else Case(entry.case, entry.procedure, entry.edition)
                found[entry.case] = before.after(entry)
        return found
