"""The program as a person runs it: in a process of its own."""

from __future__ import annotations

import subprocess
import sys


def cica(*words: object, **options: object) -> subprocess.CompletedProcess[str]:
    """Run ``cica`` with some words; options are those of `subprocess.run`."""
    command = [sys.executable, "-m", "cica_procedure", *map(str, words)]
    return subprocess.run(command, check=False, **{"capture_output": True, "text": True, **options})  # type: ignore[call-overload,no-any-return]  # passed on as they are
