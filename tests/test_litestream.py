"""A record that the real Litestream copies as it grows: what it restores is the record, and verifies."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import pytest

from cica_procedure import Conference, ToldClock, verify

LITESTREAM = Path(sys.executable).with_name("litestream")
AT = datetime.fromisoformat("2021-06-01T00:00:00+06:00")


@pytest.mark.slow
def test_what_it_restores_is_the_record(tmp_path: Path) -> None:
    """It is killed while the record is open, and what it had copied by then is lawful and fits the head."""
    path, replica, restored = tmp_path / "r.sqlite", tmp_path / "replica", tmp_path / "restored.sqlite"
    with Conference.create(path, since=AT, clock=ToldClock(AT)) as cica:
        cica.meet("SOC", "soc", at=AT)
        copying = subprocess.Popen(
            [LITESTREAM, "replicate", path, f"file://{replica}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            for i in range(40):
                cica.submit("report", f"r-{i}", by="chair", at=AT, details={"title": "T"})
                time.sleep(0.05)
            head = cica.head()
            time.sleep(4)
        finally:
            copying.kill()
            copying.wait()
    assert verify(path, expect_head=head).sound
    command = [str(LITESTREAM), "restore", "-o", str(restored), f"file://{replica}"]
    subprocess.run(command, check=True, capture_output=True)
    verdict = verify(restored, expect_head=head)
    assert verdict.problem == ""
    with Conference.open(restored, clock=ToldClock(AT)) as cica:
        cica.submit("report", "afterwards", by="chair", at=AT, details={"title": "T"})
    assert verify(restored, expect_head=head).sound
