"""What a record costs: verification, opening one case in a long record, bytes an entry, start-up."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from on_cica import prepare, work

from cica_procedure import Record, verify
from cica_procedure.record import verification
from cica_procedure.record.journal import JournalArchive

# Whole cases of 36.
SIZES = (1_008, 100_008, 1_000_008)

HEARD = 100_008
"""The largest of them whose acts are heard again, which takes a hundred times as long as the digests."""


def fill(path: Path, entries: int) -> None:
    """Make a record with a number of entries, in cases of 36 and in batches, and the four entries of two meetings."""
    cica = prepare(str(path), "OFF")
    cases = entries // 36
    for first in range(0, cases, 500):
        with cica.batch():
            for i in range(first, min(first + 500, cases)):
                work(cica, i)
    cica.close()


def opening(path: Path, cases: int) -> float:
    """Return the microseconds it takes to open one case by its id, whole, with a warm cache: the median of many."""
    record = Record.open(path)
    found = []
    for i in range(0, cases, max(1, cases // 300)):
        begun = time.perf_counter()
        JournalArchive(record, record.head().seq).case(f"case-{i}")
        found.append(time.perf_counter() - begun)
    record.close()
    return statistics.median(found) * 1e6


def starts(commands: dict[str, list[str]], rounds: int = 25) -> dict[str, float]:
    """Return the milliseconds each command takes, the median of some rounds; what they import is compiled beforehand."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    found: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds + 1):
        for name, words in commands.items():
            begun = time.perf_counter()
            subprocess.run(words, capture_output=True, check=True, env=env)
            found[name].append(time.perf_counter() - begun)
    return {name: statistics.median(times[1:]) * 1e3 for name, times in found.items()}


def replayed(path: Path) -> dict[int, float]:
    """Return how many seconds it takes one and two processes to hear every act again, without the digests."""
    found = {}
    for workers in (1, 2):
        begun = time.perf_counter()
        verification.verify(path, workers=workers)
        digests = time.perf_counter() - begun
        begun = time.perf_counter()
        assert verify(path, workers=workers).sound
        found[workers] = time.perf_counter() - begun - digests
    return found


def main() -> None:
    """Measure and print."""
    scratch, cica = Path(sys.argv[1]), str(Path(sys.executable).parent / "cica")
    costs = []
    for entries in SIZES:
        path = scratch / f"{entries}.sqlite"
        begun = time.perf_counter()
        fill(path, entries)
        filled = time.perf_counter() - begun
        command = [cica, "verify", str(path), "--without-replay"]
        verified = starts({"verify": command}, rounds=5)["verify"] / 1e3
        heard = replayed(path) if entries <= HEARD else {}
        costs.append(opening(path, entries // 36))
        print(
            f"{entries:>9,} entries: filled at {entries / filled:,.0f}/s in batches of 500 cases, "
            f"its digests checked in {verified:.2f} s ({entries / verified:,.0f}/s), "
            f"{''.join(f'heard again by {n} at {entries / each:,.0f}/s, ' for n, each in heard.items())}"
            f"{path.stat().st_size / entries:.0f} bytes an entry, "
            f"one case opened in {costs[-1]:.0f} us ({costs[-1] / costs[0]:.2f} of the smallest)"
        )
    bare = scratch / "bare.py"
    bare.write_text("import click\n@click.command()\ndef main():\n    click.echo('hello')\nmain()\n", encoding="utf-8")
    small = str(scratch / "small.sqlite")
    fill(Path(small), 36)
    words = (
        ["--help"],
        ["--version"],
        ["head", small],
        ["docket", small],
        ["case", small, "case-0"],
        ["overdue", small],
        ["silence", small],
        ["register", small],
        ["verify", small],
        ["status", small],
        ["next", small, "case-0"],
        ["why", "case-0", "withdraw", "--by", "IND", "--db", small],
        ["submit", "report", "new", "--by", "chair", "title=T", "--dry-run", "--db", small],
    )
    took = starts({"bare": [sys.executable, str(bare)], **{each[0]: [cica, *each] for each in words}})
    start = took.pop("bare")
    print(f"a bare click program starts in {start:.0f} ms; in starts of that, with a record of one case:")
    for name, each in took.items():
        print(f"  cica {name:10} {each / start:.2f}")


if __name__ == "__main__":
    main()
