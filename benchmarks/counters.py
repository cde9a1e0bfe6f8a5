"""
Counters of one act that do not move with the machine: instructions and syncs.

They need ``valgrind`` and ``strace``. Each is the difference of two runs of unlike length, so that the start is left out.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

WORK = Path(__file__).parent / "work"
FEW, MANY = 5, 15


def run(tool: list[str], peer: str, cases: int, folder: Path) -> str:
    """Run a peer under a tool at ``synchronous=FULL`` and give what the tool says."""
    path = folder / f"{peer}-{cases}.sqlite"
    command = [*tool, sys.executable, str(WORK / f"{peer}.py"), str(path), "FULL", str(cases)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": "0"})
    for file in folder.glob(f"{path.name}*"):
        file.unlink()
    return str(done.stderr)


def instructions(peer: str, folder: Path) -> float:
    """Count the instructions of one act."""
    tool = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder / 'callgrind.out'}"]

    def collected(cases: int) -> int:
        found = re.search(r"Collected : (\d+)", run(tool, peer, cases, folder))
        return int(found[1]) if found is not None else 0

    return (collected(MANY) - collected(FEW)) / (36 * (MANY - FEW))


def syncs(peer: str, folder: Path) -> float:
    """Count the syncs of one act."""
    tool = ["strace", "-f", "-e", "trace=fsync,fdatasync"]

    def asked(cases: int) -> int:
        return len(re.findall(r"f(?:data)?sync\(", run(tool, peer, cases, folder)))

    return (asked(MANY) - asked(FEW)) / (36 * (MANY - FEW))


def main() -> None:
    """Count and print."""
    with tempfile.TemporaryDirectory() as scratch:
        for peer in ("floor", "on_transitions", "on_cica", "on_cica_batch"):
            folder = Path(scratch)
            print(
                f"{peer:16} {instructions(peer, folder):>9,.0f} instructions and {syncs(peer, folder):.2f} syncs an act"
            )


if __name__ == "__main__":
    main()
