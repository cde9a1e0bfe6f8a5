"""
Measure this program and its peers on the same work, in one run.

The work: a draft document from tabling to adoption by 28 members, 36 entries, one durable transaction each, 200 cases.
Every sample is a fresh process; each peer's sample stands between two of the floor (raw sqlite3), the order is
shuffled anew in each round, and what is reported is the median of the ratios of floor to peer, with their range.
The floor against itself says what difference means nothing.

    python benchmarks/run.py                     # what is installed here: the floor, transitions, this program
    python benchmarks/run.py --all               # every peer, each in a throw-away environment of its own
    python benchmarks/run.py --slow 1000         # as on a disk whose every sync takes 1000 us more (needs a C compiler)
    python benchmarks/run.py --record            # verification, opening, bytes, start-up
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path
from uuid import uuid4

HERE = Path(__file__).parent
WORK = HERE / "work"

PEERS = {
    "floor": [],
    "on_transitions": ["transitions>=0.9.3,<0.10"],
    "on_cica": [],
    "on_cica_batch": [],
    "on_cica_rows": [],
    "on_statemachine": ["python-statemachine"],
    "on_sismic": ["sismic"],
    "on_eventsourcing": ["eventsourcing"],
    "on_spiff": ["SpiffWorkflow"],
    "on_dbos": ["dbos"],
}
"""By the name of its script in ``work/``: what each peer needs to be installed."""

HOME = ("floor", "on_transitions", "on_cica", "on_cica_batch", "on_cica_rows")
"""What runs in the environment that runs this file."""


SLOW: dict[str, str] = {}
"""What makes every sample run as on a slower disk."""


def interpreter(peer: str, scratch: Path) -> Path:
    """Return the Python that runs a peer, in an environment made for it when it needs one."""
    if peer in HOME:
        return Path(sys.executable)
    folder = scratch / f"venv-{peer}"
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", *PEERS[peer]], check=True, stderr=subprocess.DEVNULL)
    return python


def sample(python: Path, peer: str, synchronous: str, cases: int, folder: Path) -> tuple[float, float]:
    """
    Run a peer once in a fresh process; its outcome is checked.

    Returns:
        The seconds its work took, and those of a processor.
    """
    path = folder / f"{peer}-{uuid4()}.sqlite"
    command = [str(python), str(WORK / f"{peer}.py"), str(path), synchronous, str(cases)]
    env = {**os.environ, **SLOW, "PYTHONHASHSEED": "0"}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=env)
    for file in folder.glob(f"{path.name}*"):
        file.unlink()
    outcome = json.loads(done.stdout)
    if outcome["adopted"] != cases or outcome["events"] < 36 * cases:
        raise SystemExit(f"{peer} did not do the work: {outcome}")
    return float(outcome["seconds"]), float(outcome["cpu"])


def compare(peers: list[str], synchronous: str, cases: int, rounds: int, scratch: Path) -> None:
    """Run every peer between two floors, round after round, and print the ratios."""
    pythons = {peer: interpreter(peer, scratch) for peer in {*peers, "floor"}}
    ratios: dict[str, list[float]] = {peer: [] for peer in peers}
    spent: dict[str, list[float]] = {peer: [] for peer in peers}
    floors: list[float] = []
    for _ in range(rounds):
        for peer in random.sample(peers, len(peers)):
            before, _ = sample(pythons["floor"], "floor", synchronous, cases, scratch)
            mine, cpu = sample(pythons[peer], peer, synchronous, cases, scratch)
            after, _ = sample(pythons["floor"], "floor", synchronous, cases, scratch)
            floors += [before, after]
            ratios[peer].append((before + after) / 2 / mine)
            spent[peer].append(cpu / (36 * cases) * 1e6)
    floor = 36 * cases / statistics.median(floors)
    print(
        f"\nsynchronous={synchronous}; the floor does {floor:,.0f} entries a second; {rounds} rounds of {cases} cases"
    )
    print(f"{'':16} {'of the floor':>12}  {'range':>14}  {'CPU us an entry':>16}")
    for peer, found in sorted(ratios.items(), key=lambda item: -statistics.median(item[1])):
        median, cpu = statistics.median(found), statistics.median(spent[peer])
        print(f"{peer:16} {median:12.2f}  {min(found):6.2f} .. {max(found):4.2f}  {cpu:16.1f}")


def sync(folder: Path) -> float:
    """Return the microseconds a sync of 4 KiB takes here, the median of 300."""
    found = []
    with tempfile.TemporaryFile(dir=folder, buffering=0) as file:
        for _ in range(300):
            file.seek(0)
            file.write(os.urandom(4096))
            begun = time.perf_counter()
            os.fdatasync(file.fileno())
            found.append(time.perf_counter() - begun)
    return statistics.median(found) * 1e6


def slow_down(microseconds: int, scratch: Path) -> None:
    """Have every sample run as on a slower disk."""
    library = scratch / "slow_disk.so"
    compile_it = ["cc", "-shared", "-fPIC", "-o", str(library), str(HERE / "slow_disk.c"), "-ldl"]
    subprocess.run(compile_it, check=True)
    SLOW.update(LD_PRELOAD=str(library), SLOW_DISK_US=str(microseconds))


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true", help="every peer, each in an environment of its own")
    parser.add_argument("--record", action="store_true", help="verification, opening, bytes and start-up instead")
    parser.add_argument("--slow", type=int, metavar="US", help="as on a disk whose every sync takes longer")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--cases", type=int, default=200)
    options = parser.parse_args()
    print(
        f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}, {os.cpu_count()} CPUs"
    )
    with tempfile.TemporaryDirectory(dir=os.environ.get("CICA_BENCH_DIR", str(HERE))) as scratch:
        if options.record:
            env = {**os.environ, "PYTHONPATH": str(WORK)}
            subprocess.run([sys.executable, HERE / "record.py", scratch], check=True, env=env)
            return
        slower = f", and {options.slow} us more in what follows" if options.slow else ""
        print(f"a sync of 4 KiB takes {sync(Path(scratch)):.0f} us{slower}")
        peers = list(PEERS) if options.all else list(HOME)
        if options.slow:
            slow_down(options.slow, Path(scratch))
        for synchronous in ("FULL",) if options.slow else ("FULL", "NORMAL"):
            compare(peers, synchronous, options.cases, options.rounds, Path(scratch))


if __name__ == "__main__":
    main()
