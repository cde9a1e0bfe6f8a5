"""
Measure this program and its peers on the same work, in one run.

The work: a draft document from tabling to adoption by 28 members, 36 entries, one durable transaction each, 200 cases.
Every sample is a fresh process; each peer's sample stands between two of the floor (raw sqlite3), the order is
shuffled anew in each round, and what is reported is the median of the ratios of floor to peer, with their range.
The floor against itself says what difference means nothing.

    python benchmarks/run.py                     # what is installed here: the floor, transitions, this program
    python benchmarks/run.py --all               # every peer, each in a throw-away environment of its own
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
    "on_statemachine": ["python-statemachine"],
    "on_sismic": ["sismic"],
    "on_eventsourcing": ["eventsourcing"],
    "on_spiff": ["SpiffWorkflow"],
    "on_dbos": ["dbos"],
}
"""By the name of its script in ``work/``: what each peer needs to be installed."""

HOME = ("floor", "on_transitions", "on_cica", "on_cica_batch")
"""What runs in the environment that runs this file."""


def interpreter(peer: str, scratch: Path) -> Path:
    """Give the Python that runs a peer, in an environment made for it when it needs one."""
    if peer in HOME:
        return Path(sys.executable)
    folder = scratch / f"venv-{peer}"
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", *PEERS[peer]], check=True)
    return python


def sample(python: Path, peer: str, synchronous: str, cases: int, folder: Path) -> float:
    """Run a peer once in a fresh process and give the seconds its work took; its outcome is checked."""
    path = folder / f"{peer}-{uuid4()}.sqlite"
    command = [python, WORK / f"{peer}.py", str(path), synchronous, str(cases)]
    env = {**os.environ, "PYTHONHASHSEED": "0"}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=env)
    for file in folder.glob(f"{path.name}*"):
        file.unlink()
    outcome = json.loads(done.stdout)
    if outcome["adopted"] != cases or outcome["events"] < 36 * cases:
        raise SystemExit(f"{peer} did not do the work: {outcome}")
    return float(outcome["seconds"])


def compare(peers: list[str], synchronous: str, cases: int, rounds: int, scratch: Path) -> None:
    """Run every peer between two floors, round after round, and print the ratios."""
    pythons = {peer: interpreter(peer, scratch) for peer in {*peers, "floor"}}
    ratios: dict[str, list[float]] = {peer: [] for peer in peers}
    floors: list[float] = []
    for _ in range(rounds):
        for peer in random.sample(peers, len(peers)):
            before = sample(pythons["floor"], "floor", synchronous, cases, scratch)
            mine = sample(pythons[peer], peer, synchronous, cases, scratch)
            after = sample(pythons["floor"], "floor", synchronous, cases, scratch)
            floors += [before, after]
            ratios[peer].append((before + after) / 2 / mine)
    floor = 36 * cases / statistics.median(floors)
    print(
        f"\nsynchronous={synchronous}; the floor does {floor:,.0f} entries a second; {rounds} rounds of {cases} cases"
    )
    print(f"{'':16} {'of the floor':>12}  {'range':>14}")
    for peer, found in sorted(ratios.items(), key=lambda item: -statistics.median(item[1])):
        print(f"{peer:16} {statistics.median(found):12.2f}  {min(found):6.2f} .. {max(found):.2f}")


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true", help="every peer, each in an environment of its own")
    parser.add_argument("--record", action="store_true", help="verification, opening, bytes and start-up instead")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--cases", type=int, default=200)
    options = parser.parse_args()
    print(
        f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}, {os.cpu_count()} CPUs"
    )
    with tempfile.TemporaryDirectory(dir=os.environ.get("CICA_BENCH_DIR", str(HERE))) as scratch:
        if options.record:
            subprocess.run([sys.executable, HERE / "record.py", scratch], check=True)
            return
        peers = list(PEERS) if options.all else list(HOME)
        for synchronous in ("FULL", "NORMAL"):
            compare(peers, synchronous, options.cases, options.rounds, Path(scratch))


if __name__ == "__main__":
    main()
