"""What the record of this program costs by itself: the very rows it writes, made beforehand, each in a statement."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

import on_cica
from common import measure

from cica_procedure import Conference, ToldClock
from cica_procedure.record.chain import inner, link
from cica_procedure.record.row import hashed
from cica_procedure.record.statements import INSERT

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
    made_rows = on_cica.connection(made).execute("SELECT * FROM entries WHERE seq > ? ORDER BY seq", [first]).fetchall()
    cica = on_cica.prepare(path, synchronous, clock)
    # Each sealed to the one before it in the record it is written to, whose digest the statement asks for.
    before, rows = bytes.fromhex(cica.head().digest), []
    for seq, case, n, world, content, _ in made_rows:
        digest = link(before, inner(hashed(seq, (case, n, world, content))))
        rows.append(((seq, case, n, world, content, digest), before))
        before = digest
    return cica, iter(rows)


def work(subject: tuple[Conference, Iterator[tuple[tuple[object, ...], object]]], _: int) -> None:
    """Write one case."""
    cica, rows = subject
    for row, before in islice(rows, CASE):
        on_cica.connection(cica).execute(INSERT, (before, *row))


measure(prepare, work, lambda subject: on_cica.outcome(subject[0]))
