"""
Measure what needs no database: a decision by itself, forks, and the commands that explore and compare.

    python benchmarks/core.py

A decision is to judge an act, draw up its entry and fold it in, in a body of 28 members; what is reported is the median
of many. Commands are reported as multiples of the start of a bare click program, medians of runs side by side.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from cica_procedure import Ask, Conference, State, ToldClock, decide

ROOT = Path(__file__).parent.parent
AT = datetime.fromisoformat("2023-04-01T10:00:00+06:00")
BARE = "import click\n@click.command()\ndef main(): click.echo('.')\nmain()\n"
COMMANDS = {
    "cica run": ["run", "scenarios/soc-2021-06-23.toml"],
    "cica check": ["check"],
    "cica conform --mutants": ["conform", "--mutants"],
}


def before_soc(cica: Conference) -> State:
    """Return a state in which a draft lies before the SOC."""
    cica.meet("SOC", "soc", at=AT)
    cica.submit("draft-document", "plan", by="IND", at=AT, details={"title": "Plan", "kind": "concept-paper"})
    cica.act("plan", "take-up", by="chair", at=AT)
    return cica.state


def median(action: Callable[[], object], times: int) -> float:
    """Return how many microseconds an action takes, in the median."""
    found = []
    for _ in range(times):
        begun = time.perf_counter()
        action()
        found.append((time.perf_counter() - begun) * 1e6)
    return statistics.median(found)


def decisions() -> None:
    """Report decisions by themselves: a position of each member, and an adoption with its roll."""
    cica = Conference.in_memory(since=AT, clock=ToldClock(AT))
    state = before_soc(cica)
    members = cica.members(AT)

    def positions() -> State:
        here = state
        for member in members:
            here = decide(here, Ask("plan", member, "position", AT, {"position": "support"}), AT).state
        return here

    heard = positions()
    adopt = Ask("plan", "chair", "adopt", AT)
    objected = decide(heard, Ask("plan", "IRN", "position", AT, {"position": "objection"}, "no"), AT).state
    print(f"a position: {median(positions, 300) / len(members):6.1f} us")
    print(f"an adoption with its roll: {median(lambda: decide(heard, adopt, AT), 3000):6.1f} us")
    print(f"a refused adoption: {median(lambda: decide(objected, adopt, AT), 3000):6.1f} us")


def forks() -> None:
    """Report a thousand forks of a record with a thousand open cases."""
    with tempfile.TemporaryDirectory() as folder:
        cica = Conference.create(Path(folder) / "r.sqlite", since=AT, clock=ToldClock(AT))
        with cica.batch():
            before_soc(cica)
            for i in range(1000):
                details = {"title": "Plan", "kind": "concept-paper"}
                cica.submit("draft-document", f"case-{i}", by="IND", at=AT, details=details)
        thousand = median(lambda: [cica.fork() for _ in range(1000)], 20)
        act = median(lambda: cica.fork().position("plan", "KAZ", "support", at=AT), 1000)
        print(f"a thousand forks of a thousand open cases: {thousand / 1000:6.2f} ms")
        print(f"an act on a fork of its own: {act:6.1f} us")
        cica.close()


def commands() -> None:
    """Report whole commands."""
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder) / "bare.py"
        bare.write_text(BARE, encoding="utf-8")
        calls = {"bare": [sys.executable, str(bare)]}
        calls |= {name: [sys.executable, "-m", "cica_procedure", *words] for name, words in COMMANDS.items()}
        taken: dict[str, list[float]] = {name: [] for name in calls}
        for _ in range(7):
            for name, call in calls.items():
                begun = time.perf_counter()
                subprocess.run(call, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
                taken[name].append(time.perf_counter() - begun)
        start = statistics.median(taken["bare"])
        for name in COMMANDS:
            seconds = statistics.median(taken[name])
            print(f"{name}: {seconds:5.2f} s, {seconds / start:5.1f} starts of a bare click program")


if __name__ == "__main__":
    decisions()
    forks()
    commands()
