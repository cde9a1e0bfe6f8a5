"""What the record of this program costs by itself: the very rows it writes, made beforehand, each in a statement."""

from __future__ import annotations

import sys
from itertools import islice

import on_cica
from common import measure

from cica_procedure import Conference
from cica_procedure.record.ledger import _INSERT


def prepare(path: str, synchronous: str) -> Conference:
    """Begin a record, and make the rows of every case elsewhere."""
    made = on_cica.prepare(":memory:", "OFF")
    first = made.head().seq
    for i in range(int(sys.argv[3])):
        on_cica.work(made, i, batch=True)
    rows = made._record._connection.execute("SELECT * FROM entries WHERE seq > ? ORDER BY seq", [first]).fetchall()
    cica = on_cica.prepare(path, synchronous)
    cica.rows = iter(rows)
    return cica


def work(cica: Conference, _: int) -> None:
    """Write one case."""
    for row in islice(cica.rows, 36):
        cica._record._connection.execute(_INSERT, row)


measure(prepare, work, on_cica.outcome)
