"""
The verification of a record: it is as it was written, and every entry is what its rules draw up.

The digests show that nothing was altered since a head was kept; that everything is lawful, only the rules can tell. A
long record is heard in stretches, one for each process. Each begins with the state that the entries before it claim;
since these are heard too, the claims are proved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from functools import partial
from pathlib import Path

from cica_procedure.conference.record_rules import rules_kept
from cica_procedure.core.replay import Unlawful, hear_again
from cica_procedure.core.state import State
from cica_procedure.errors import InvalidRulebook, NotARecord, NotInRules
from cica_procedure.record import verification
from cica_procedure.record.chain import Head
from cica_procedure.record.journal import JournalArchive
from cica_procedure.record.notes import note_of
from cica_procedure.record.row import plain_of, row_of
from cica_procedure.record.sqlite_record import Record
from cica_procedure.record.verification import Verdict
from cica_procedure.terms import Entry

KEPT = 1000
"""After how many entries the cases that were touched are read from the record again, so that memory stays constant."""

STRETCH = 5_000
"""The fewest entries that are worth a process of their own."""


def verify(
    path: Path | str,
    *,
    expect_head: Head | None = None,
    progress: Callable[[int], None] | None = None,
    workers: int = 1,
    replay: bool = True,
) -> Verdict:
    """
    Check every entry of a record, in constant memory: that it was not altered, and that the rules drew it up.

    Args:
        path: the file.

        expect_head: a head that was kept: the record must still have that entry, and may have grown since.

        progress: called with the number of entries checked since the last call; each entry is checked twice.

        workers: the number of processes that share the work on a long record; use more than one only in a program
            whose main module can be imported, as the documentation of multiprocessing says.

        replay: whether the entries are heard again; without it, only the digests are checked.

    Raises:
        NotARecord: when the file is not a record, has lost a guard or its rules, or cannot be read to its end.

        Inaccessible: when there is no such file, or it cannot be read.
    """
    verdict = verification.verify(path, expect_head=expect_head, progress=progress, workers=workers)
    if not (verdict.sound and replay):
        return verdict
    total = verdict.head.seq
    shares = max(1, min(workers, total // STRETCH))
    bounds = [(total * i // shares + 1, total * (i + 1) // shares) for i in range(shares)]
    for flaw in _heard(path, bounds, progress):
        if flaw is not None:
            seq, problem = flaw
            with closing(Record.open(path, to_read=True)) as record:
                return Verdict(record.head_at(seq - 1), seq - 1, seq, f"entry {seq} is not lawful: {problem}")
    return verdict


def _heard(
    path: Path | str, bounds: list[tuple[int, int]], progress: Callable[[int], None] | None
) -> Iterator[tuple[int, str] | None]:
    """Yield the first unlawful entry of each stretch, in order; in several processes when there are several."""
    if len(bounds) == 1:
        yield _first_unlawful(path, bounds[0], progress)
        return
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - only who shares the work out needs it
    from multiprocessing import get_context  # noqa: PLC0415 - as above

    with ProcessPoolExecutor(len(bounds), mp_context=get_context("spawn")) as pool:
        for (first, last), flaw in zip(bounds, pool.map(partial(_first_unlawful, path), bounds), strict=True):
            yield flaw
            if progress is not None:
                progress(last - first + 1)


def _first_unlawful(
    path: Path | str, bounds: tuple[int, int], progress: Callable[[int], None] | None = None
) -> tuple[int, str] | None:
    """Return the number of the first entry between two that the rules do not draw up, and why; ``None`` for none."""
    with closing(Record.open(path, to_read=True)) as record:
        return _Hearing(record).first_unlawful(*bounds, progress)


class _Hearing:
    def __init__(self, record: Record) -> None:
        self.record = record
        try:
            rules = rules_kept(record, record.header.rules)
        except InvalidRulebook as error:
            raise NotARecord(record.path, f"has rules that this program does not take: {error}") from error
        self.begun = State.begin(rules, record.header.since, partial(rules_kept, record))

    def first_unlawful(self, first: int, last: int, progress: Callable[[int], None] | None) -> tuple[int, str] | None:
        state = self._before(first)
        seq = first
        try:
            for seq, entry in enumerate(self.record.entries(first - 1, last), first):
                later = partial(self._later, seq)
                after, drawn = hear_again(state, entry, later, note_of(self.record.header, entry))
                if difference := _difference(entry, drawn):
                    return seq, difference
                state = after
                if seq % KEPT == 0:
                    state = state.let_go(JournalArchive(self.record, seq))
                    if progress is not None:
                        progress(KEPT)
        except (Unlawful, NotInRules) as error:
            return seq, str(error)
        except NotARecord:
            return self._illegible(seq, last)
        return None

    def _illegible(self, first: int, last: int) -> tuple[int, str] | None:
        """Return the first entry from one on that cannot be read; entries are read by the page, in which it is."""
        for seq in range(first, last + 1):
            try:
                next(self.record.entries(seq - 1, seq))
            except NotARecord as error:
                return seq, error.problem
        return None

    def _before(self, first: int) -> State:
        """Return the state that the entries before one claim."""
        if first == 1:
            return self.begun
        seq = first - 1
        last = next(self.record.entries(seq - 1, seq))
        archive, shared = JournalArchive(self.record, seq), self.record.shared(0, seq)
        return self.begun.anchored(archive, seq, last.recorded, shared)

    def _later(self, seq: int, at: datetime) -> Iterator[tuple[State, Entry]]:
        """Yield the entries before one that take effect after an instant, each with the state before it."""
        state = self.begun
        for entry in self.record.entries(0, seq - 1):
            if entry.at > at:
                yield state, entry
            state = state.after(entry)


def _difference(entry: Entry, drawn: Entry) -> str:
    """Return in words where an entry differs from what the rules draw up; empty when it is the same to the letter."""
    there, right = row_of(entry), row_of(drawn)
    if there == right:
        return ""
    written, lawful = plain_of(there), plain_of(right)
    name = next((n for n in (*lawful, *written) if written.get(n) != lawful.get(n)), "world")
    return f"it has {name} {written.get(name, 'none')!s:.200}, the rules draw up {lawful.get(name, 'none')!s:.200}"
