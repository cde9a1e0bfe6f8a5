"""What the record of this program costs by itself: the very rows it writes, made beforehand, each in a statement."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice, pairwise

import on_cica
from common import measure

from cica_procedure import Conference, ToldClock
from cica_procedure.record.sqlite_record import _INSERT

CASE = 36
"""How many entries a case has."""


def prepare(path: str, synchronous: str) -> tuple[Conference, Iterator[tuple[tuple[object, ...], object]]]:
    """Begin a record, and make the rows of every case elsewhere."""
    # The same time for both, so that one row can follow the other.
    clock = ToldClock(on_cica.START + timedelta(days=1))
    made = on_cica.prepare(":memory:", "OFF", clock)
    first = made.head().seq
    for i in range(int(sys.argv[3])):
        on_cica.work(made, i, batch=True)
    made_rows = (
        on_cica.connection(made).execute("SELECT * FROM entries WHERE seq >= ? ORDER BY seq", [first]).fetchall()
    )
    # Each with the digest of the one before it, which the statement asks for.
    rows = [(row, before[-1]) for before, row in pairwise(made_rows)]
    return on_cica.prepare(path, synchronous, clock), iter(rows)


def work(subject: tuple[Conference, Iterator[tuple[tuple[object, ...], object]]], _: int) -> None:
    """Write one case."""
    cica, rows = subject
    for row, before in islice(rows, CASE):
        on_cica.connection(cica).execute(_INSERT, (before, *row))


measure(prepare, work, lambda subject: on_cica.outcome(subject[0]))
