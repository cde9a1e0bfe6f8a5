"""
Journals, to which a conference appends entries: their protocol, and a journal in memory.

The other implementation is the record in SQLite. A journal in memory is for entries that need not last: scenarios,
explorations, forks. It computes no digests, so its heads have none. As a fork it continues from an entry of another
journal, which it reads but never writes to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Protocol

from cica_procedure.errors import Conflict, NotARecord, Refused
from cica_procedure.record.chain import Head
from cica_procedure.record.header import Header
from cica_procedure.terms import Case, Entry
from cica_procedure.time import LAST

KEPT = 4096
"""How many computed cases an archive keeps; when it has so many, it forgets them and computes them again as needed."""


class Journal(Protocol):
    """
    Entries in order, which can be read and appended to.

    Attributes:
        header: the rulebook and the beginning of the journal.

        path: the file it is kept in; ``:memory:`` when it is not kept in a file.
    """

    header: Header
    path: Path | str

    @property
    def held(self) -> bool:
        """Whether a `transaction` is in progress."""

    def head(self) -> Head:
        """Return the head: the number and digest of the last entry."""

    def head_at(self, seq: int) -> Head:
        """Return an entry as a head, by its number; the digest is empty when there is no such entry."""

    def check_links(self, after: int, until: int) -> None:
        """
        Check that the entries above one, up to another, are sealed to those before them.

        Raises:
            NotARecord: when one of them is not.
        """

    def known_by(self, at: datetime, until: int) -> int:
        """Return the number of the last entry up to `until` that was recorded by an instant; 0 when there is none."""

    def append(self, entries: Sequence[Entry], after: Head) -> Head:
        """
        Write entries directly after a head: all of them, or nothing.

        Raises:
            Conflict: when another writer has appended meanwhile.
        """

    def transaction(self) -> AbstractContextManager[None]:
        """Hold the journal: the entries appended inside are kept all together, or not at all."""

    def entries(self, after: int = 0, until: int = LAST) -> Iterator[Entry]:
        """Yield the entries with numbers above `after` and up to `until`, in order."""

    def entries_of(self, case: str, after: int = 0, until: int = LAST) -> Iterator[Entry]:
        """Yield the entries of a case above its number `after`, up to entry `until` of the journal, in order."""

    def shared(self, after: int = 0, until: int = LAST) -> Iterator[Entry]:
        """Yield the entries above `after` and up to `until` on which other cases may depend, in order."""

    def done_in(self, meeting: str, until: int = LAST) -> Iterator[Entry]:
        """Yield the entries done in a meeting, up to entry `until`, in order."""

    def cases(self, until: int = LAST) -> tuple[str, ...]:
        """Return the id of every case opened up to entry `until`, including meetings, in the order of opening."""

    def keep_refusal(self, refused: Refused) -> None:
        """Keep a refused act as evidence, apart from the acts."""

    def refusals(self) -> list[str]:
        """Return the refused acts that were kept, as JSON, in order."""

    def keep_texts(self, texts: Iterable[bytes]) -> None:
        """Keep texts under their SHA-256, unless they are kept already."""

    def text(self, name: str) -> bytes:
        """
        Return a text by its SHA-256, in hexadecimal.

        Raises:
            NotARecord: when there is no such text, or another one has its name.
        """

    def close(self) -> None:
        """Release the file or other resource that the journal is kept in."""


class Memory:
    """
    A journal in memory.

    Args:
        header: the rulebook and the beginning of the journal.

        base: the journal it continues; ``None`` for a journal that begins empty.

        until: the number of the last entry of the base that belongs to it.
    """

    def __init__(self, header: Header, base: Journal | None = None, until: int = 0) -> None:
        self.header = header
        self.path: Path | str = ":memory:"
        self.held = False
        self._base = base
        self._until = until
        self._own: list[Entry] = []
        self._texts: dict[str, bytes] = {}

    def head(self) -> Head:
        """Return the head: the number of the last entry, without a digest."""
        return Head(self._until + len(self._own), "")

    def head_at(self, seq: int) -> Head:
        """Return an entry as a head, by its number and without a digest."""
        return Head(seq, "")

    def check_links(self, after: int, until: int) -> None:
        """Do nothing: entries in memory are not sealed."""

    def known_by(self, at: datetime, until: int) -> int:
        """Return the number of the last entry up to `until` that was recorded by an instant; 0 when there is none."""
        own = self._mine(until)
        found = next((i for i in range(len(own), 0, -1) if own[i - 1].recorded <= at), 0)
        if found or self._base is None:
            return self._until + found if found else 0
        return self._base.known_by(at, min(until, self._until))

    def append(self, entries: Sequence[Entry], after: Head) -> Head:
        """
        Add entries directly after a head.

        Raises:
            Conflict: when another entry was added meanwhile.
        """
        if after.seq != self._until + len(self._own):
            raise Conflict(entries[0].case, entries[0].n - 1, entries[0].n - 1)
        self._own += entries
        return self.head()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Remove the entries added inside if an exception is raised; a nested transaction is part of the outer one."""
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
        """Yield the entries with numbers above `after` and up to `until`, in order."""
        before = self._base.entries(after, min(until, self._until)) if self._base is not None else ()
        return chain(before, self._own[max(0, after - self._until) : max(0, until - self._until)])

    def entries_of(self, case: str, after: int = 0, until: int = LAST) -> Iterator[Entry]:
        """Yield the entries of a case above its number `after`, up to entry `until` of the journal, in order."""
        before = self._base.entries_of(case, after, min(until, self._until)) if self._base is not None else ()
        return chain(before, (e for e in self._mine(until) if e.case == case and e.n > after))

    def shared(self, after: int = 0, until: int = LAST) -> Iterator[Entry]:
        """Yield all entries above `after` and up to `until`; the caller may ignore those no other case depends on."""
        return self.entries(after, until)

    def done_in(self, meeting: str, until: int = LAST) -> Iterator[Entry]:
        """Yield the entries done in a meeting, up to entry `until`, in order."""
        before = self._base.done_in(meeting, min(until, self._until)) if self._base is not None else ()
        return chain(before, (e for e in self._mine(until) if e.meeting == meeting))

    def cases(self, until: int = LAST) -> tuple[str, ...]:
        """Return the id of every case opened up to entry `until`, including meetings, in the order of opening."""
        before = self._base.cases(min(until, self._until)) if self._base is not None else ()
        return (*before, *(e.case for e in self._mine(until) if e.n == 1))

    def _mine(self, until: int) -> list[Entry]:
        return self._own[: max(0, until - self._until)]

    def keep_refusal(self, refused: Refused) -> None:
        """Keep nothing: a journal in memory cannot serve as evidence."""

    def refusals(self) -> list[str]:
        """Return an empty list, since no refused act is kept."""
        return []

    def keep_texts(self, texts: Iterable[bytes]) -> None:
        """Keep texts under their SHA-256."""
        self._texts |= {sha256(content).hexdigest(): content for content in texts}

    def text(self, name: str) -> bytes:
        """
        Return a text by its SHA-256, in hexadecimal.

        Raises:
            NotARecord: when there is no such text.
        """
        if name not in self._texts and self._base is not None:
            return self._base.text(name)
        if name not in self._texts:
            raise NotARecord(self.path, f"lacks the text {name}")
        return self._texts[name]

    def close(self) -> None:
        """Do nothing: the code that opened the base must close it."""


class JournalArchive:
    """
    The cases of a journal as they were after one of its entries; each is computed when it is first needed.

    Args:
        journal: the journal with the entries.

        until: the number of the last entry to include.

        at: if given, entries that take effect after this instant are ignored.
    """

    def __init__(self, journal: Journal, until: int, at: datetime | None = None) -> None:
        self._journal = journal
        self._until = until
        self._at = at
        self._kept: dict[str, Case | None] = {}
        self._all: dict[str, Case] | None = None

    def case(self, name: str) -> Case | None:
        """Return a case by its id; ``None`` when there was no such case."""
        if self._all is not None:
            return self._all.get(name)
        if name not in self._kept:
            if len(self._kept) >= KEPT:
                self._kept.clear()
            # No case has an id that cannot be printed, and SQLite might not accept such a text as a parameter.
            entries = self._journal.entries_of(name, 0, self._until) if name.isprintable() else iter(())
            self._kept[name] = self._fold(entries).get(name)
        return self._kept[name]

    def cases(self) -> Mapping[str, Case]:
        """Return every case by its id, in the order in which they were opened."""
        if self._all is None:
            self._all = self._fold(self._journal.entries(0, self._until))
        return self._all

    def names(self) -> tuple[str, ...]:
        """Return the id of every case, in the order in which they were opened."""
        return self._journal.cases(self._until) if self._at is None else tuple(self.cases())

    def last_done_in(self, meeting: str) -> Entry | None:
        """Return the entry done in a meeting that took effect last; ``None`` when nothing was done in it."""
        done = (e for e in self._journal.done_in(meeting, self._until) if self._at is None or e.at <= self._at)
        return max(done, key=lambda entry: entry.at, default=None)

    def _fold(self, entries: Iterator[Entry]) -> dict[str, Case]:
        found: dict[str, Case] = {}
        for entry in entries:
            if self._at is None or entry.at <= self._at:
                known = found.get(entry.case)
                before = known if known is not None else Case.before(entry)
                found[entry.case] = before.after(entry)
        return found
