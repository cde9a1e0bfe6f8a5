"""A month of business by commands alone, each act one line, in a real terminal of 80 columns."""

from __future__ import annotations

import errno
import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from contextlib import suppress
from pathlib import Path

import pytest

from cica_procedure import Conference, verify

PAGE = Path(__file__).parent.parent / "docs" / "how-to" / "keep-a-month.md"
COLUMNS = 80


def in_a_terminal(command: str, folder: Path) -> tuple[int, str]:
    """Run a command line in a terminal; return its exit code, and what is seen, without colours."""
    main, end = pty.openpty()
    fcntl.ioctl(end, termios.TIOCSWINSZ, struct.pack("HHHH", 24, COLUMNS, 0, 0))
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    env = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "NO_COLOR"}}
    env |= {"PATH": path, "TERM": "xterm", "CICA_DB": "june.sqlite"}
    process = subprocess.Popen(["/bin/sh", "-c", command], cwd=folder, env=env, stdin=end, stdout=end, stderr=end)
    os.close(end)
    seen = b""
    while True:
        try:
            piece = os.read(main, 65536)
        except OSError as error:
            assert error.errno == errno.EIO  # The other end is closed.
            break
        if not piece:
            break
        seen += piece
    with suppress(OSError):
        os.close(main)
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", seen.decode()).replace("\r\n", "\n")
    return process.wait(), text


@pytest.mark.slow
def test_a_month(tmp_path: Path) -> None:
    """The page of the manual, line by line: nothing is refused, nothing is wider than the terminal, all is lawful."""
    blocks = re.findall(r"```sh\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    lines = [line for line in "".join(blocks).replace("\\\n", " ").splitlines() if not line.startswith("export")]
    assert len(lines) > 30
    for line in lines:
        code, seen = in_a_terminal(line, tmp_path)
        assert code == 0, f"{line}\n{seen}"
        if not line.startswith("cica init"):
            # A head is kept as it is, on one line.
            assert all(len(each) <= COLUMNS or re.search("[0-9a-f]{64}", each) for each in seen.splitlines()), seen
    assert verify(tmp_path / "june.sqlite").problem == ""
    with Conference.open(tmp_path / "june.sqlite", to_read=True) as cica:
        stages = {name: cica.case(name).stage for name in ("nepal-2026", "paper", "plan", "next-chair")}
        now = cica.clock()
        assert cica.register.holders("chair", now) == ("CHN",)
        assert cica.register.holds("observer", "NPL", now)
        entry = cica.history("paper")[-1]
    assert stages == {"nepal-2026": "granted", "paper": "adopted", "plan": "adopted", "next-chair": "in-office"}
    assert (entry.revision, entry.roll["QAT"]) == (2, "absent")
