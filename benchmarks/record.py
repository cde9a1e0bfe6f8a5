"""What a record costs: verification, opening one case in a long record, bytes an entry, start-up."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from on_cica import prepare, work

from cica_procedure import Reading, Record, verify

SIZES = (1_000, 100_000, 1_000_000)


def fill(path: Path, entries: int) -> None:
    """Make a record of about so many entries: cases of 36, in batches."""
    cica = prepare(str(path), "OFF")
    cases = entries // 36
    for first in range(0, cases, 500):
        with cica.batch():
            for i in range(first, min(first + 500, cases)):
                work(cica, i)
    cica.close()


def opening(path: Path, cases: int) -> float:
    """Give the microseconds it takes to open one case by its id, whole, with a warm cache: the median of many."""
    record = Record.open(path)
    found = []
    for i in range(0, cases, max(1, cases // 300)):
        reading = Reading(record)
        begun = time.perf_counter()
        reading.case(f"case-{i}")
        found.append(time.perf_counter() - begun)
    record.close()
    return statistics.median(found) * 1e6


def wall(*words: str) -> float:
    """Give the milliseconds a command takes, the median of fifteen."""
    found = []
    for _ in range(15):
        begun = time.perf_counter()
        subprocess.run(words, capture_output=True, check=True)
        found.append(time.perf_counter() - begun)
    return statistics.median(found) * 1e3


def main() -> None:
    """Measure and print."""
    scratch = Path(sys.argv[1])
    costs = []
    for entries in SIZES:
        path = scratch / f"{entries}.sqlite"
        begun = time.perf_counter()
        fill(path, entries)
        filled = time.perf_counter() - begun
        begun = time.perf_counter()
        verdict = verify(path, workers=os.cpu_count() or 1)
        seconds = time.perf_counter() - begun
        costs.append(opening(path, entries // 36))
        print(
            f"{verdict.entries:>9,} entries: filled at {verdict.entries / filled:,.0f}/s in batches of 500 cases, "
            f"verified at {verdict.entries / seconds:,.0f}/s, {path.stat().st_size / verdict.entries:.0f} bytes an entry, "
            f"one case opened in {costs[-1]:.0f} us ({costs[-1] / costs[0]:.2f} of the smallest)"
        )
    bare = scratch / "bare.py"
    bare.write_text("import click\n@click.command()\ndef main():\n    click.echo('hello')\nmain()\n", encoding="utf-8")
    hello = wall(sys.executable, str(bare))
    cica = str(Path(sys.executable).parent / "cica")
    small = str(scratch / f"{SIZES[0]}.sqlite")
    print(f"a bare click program starts in {hello:.0f} ms; of that:")
    for words in (
        ["--help"],
        ["--version"],
        ["head", small],
        ["case", small, "case-1"],
        ["docket", small],
        ["verify", small],
    ):
        print(f"  cica {words[0]:10} {wall(cica, *words) / hello:.2f}")


if __name__ == "__main__":
    main()
