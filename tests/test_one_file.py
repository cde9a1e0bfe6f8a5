"""One file, one truth: what lies beside a record or takes its place is found before it is read or acknowledged."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from cica_procedure import Case, Conference, Inaccessible, NotARecord, verify
from cica_procedure.record.queries import read_docket, read_head

COMMANDS: list[Callable[[Path], object]] = [
    Conference.open,
    lambda path: Conference.open(path, to_read=True),
    verify,
    read_head,
    read_docket,
]


def log_of(path: Path) -> Path:
    """Return the log beside a file."""
    return path.with_name(path.name + "-wal")


@pytest.fixture
def record(cica: Conference, draft: Case) -> Path:
    """Return a closed record with a draft before the SOC, and with no log beside it."""
    assert draft.id == "paper"
    cica.close()
    path = Path(cica._journal.path)
    assert not log_of(path).exists()
    return path


def another(folder: Path) -> Path:
    """Return a log that another record has left: that of a process which was killed."""
    file = folder / "other.sqlite"
    program = (
        "import os, signal, sys\n"
        "from datetime import datetime\n"
        "from cica_procedure import Conference\n"
        "at = datetime.fromisoformat('2021-06-01T00:00:00+06:00')\n"
        "cica = Conference.create(sys.argv[1], since=at)\n"
        "cica.meet('SOC', 'soc', at=at)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(file)], check=False)
    assert done.returncode == -signal.SIGKILL
    return log_of(file)


@pytest.mark.parametrize("look", COMMANDS)
def test_a_log_of_another_record(record: Path, tmp_path: Path, look: Callable[[Path], object]) -> None:
    """It is found before it is taken in, and the file stays as it was."""
    before = sha256(record.read_bytes()).digest()
    shutil.copy(another(tmp_path), log_of(record))
    with pytest.raises(NotARecord, match="-wal of another database, or an older one"):
        look(record)
    assert sha256(record.read_bytes()).digest() == before
    log_of(record).unlink()
    record.with_name(record.name + "-shm").unlink(missing_ok=True)
    assert verify(record).sound


def test_an_older_log_of_the_same_record(record: Path, tmp_path: Path) -> None:
    """Entries that were in the file already would go."""
    with Conference.open(record) as cica:
        at = cica.case("paper").at
        cica.position("paper", "China", "support", at=at)
        old = shutil.copy(log_of(record), tmp_path / "old-wal")
        cica.position("paper", "Iran", "support", at=at)
    shutil.copy(old, log_of(record))
    with pytest.raises(NotARecord, match="older one"):
        Conference.open(record)


def test_its_own_log(record: Path) -> None:
    """What a killed process has left is taken in, as ever."""
    program = (
        "import os, signal, sys\n"
        "from cica_procedure import Conference\n"
        "cica = Conference.open(sys.argv[1])\n"
        "cica.position('paper', 'China', 'support', at=cica.case('paper').at)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    with Conference.open(record) as cica:
        before = cica.head().seq
    subprocess.run([sys.executable, "-c", program, str(record)], check=False)
    assert log_of(record).exists()
    assert verify(record).entries == before + 1


@pytest.mark.parametrize("look", COMMANDS)
def test_a_journal_beside_it(record: Path, tmp_path: Path, look: Callable[[Path], object]) -> None:
    """A record never has one; SQLite would roll it back into the file."""
    hot = tmp_path / "hot.sqlite"
    victim = sqlite3.connect(hot, isolation_level=None)
    victim.execute("PRAGMA cache_size = 1")
    victim.execute("CREATE TABLE t (x)")
    victim.execute("BEGIN")
    victim.executemany("INSERT INTO t VALUES (zeroblob(4000))", [()] * 50)
    journal = record.with_name(record.name + "-journal")
    shutil.copy(hot.with_name(hot.name + "-journal"), journal)
    victim.close()
    before = sha256(record.read_bytes()).digest()
    with pytest.raises(NotARecord, match="-journal beside it"):
        look(record)
    assert sha256(record.read_bytes()).digest() == before


def moved(path: Path) -> None:
    """Rename the file."""
    path.rename(path.with_name("elsewhere"))


def removed(path: Path) -> None:
    """Take its name away."""
    path.unlink()


def replaced(path: Path) -> None:
    """Put another file in its place."""
    shutil.copy(path, path.with_name("copy"))
    path.with_name("copy").replace(path)


def linked(path: Path) -> None:
    """Link it under a second name."""
    os.link(path, path.with_name("second"))


@pytest.mark.parametrize("happens", [moved, removed, replaced, linked])
@pytest.mark.parametrize("together", [False, True])
def test_a_file_that_loses_its_name(record: Path, happens: Callable[[Path], None], *, together: bool) -> None:
    """An act that went into it is not acknowledged, and it is said where it is."""
    with Conference.open(record) as cica:
        at = cica.case("paper").at
        happens(record)
        with pytest.raises(Inaccessible, match="find it, and open the record anew"):
            if together:
                with cica.batch():
                    cica.position("paper", "China", "support", at=at)
            else:
                cica.position("paper", "China", "support", at=at)


def test_two_names(record: Path, tmp_path: Path) -> None:
    """Each would have a log of its own: it is read by either, and written by none."""
    os.link(record, tmp_path / "second")
    with pytest.raises(Inaccessible, match="has 2 names"):
        Conference.open(record)
    with Conference.open(record, to_read=True) as cica:
        assert cica.head().seq
    (tmp_path / "second").unlink()
    Conference.open(record).close()


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE refusals",
        "DROP TABLE sqlar",
        "DROP VIEW rolls",
        "DROP INDEX world",
        "DROP TRIGGER sqlar_keep_delete",
        "CREATE VIEW more AS SELECT 1",
        "CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq TEXT)",
        "CREATE TABLE _litestream_lock (id INTEGER); CREATE VIEW x AS SELECT * FROM _litestream_lock",
    ],
)
def test_what_was_dropped_or_added_is_found_on_opening(record: Path, statement: str) -> None:
    """Not only by whoever verifies."""
    connection = sqlite3.connect(record)
    connection.executescript(statement)
    connection.close()
    with pytest.raises(NotARecord, match=r"not what this program made|lost its guards"):
        Conference.open(record)


def test_the_tables_of_other_programs(record: Path) -> None:
    """Those of Litestream and of SQLite itself are known by their exact text."""
    connection = sqlite3.connect(record)
    connection.executescript(
        "CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER);"
        "CREATE TABLE _litestream_lock (id INTEGER);"
        "ANALYZE"
    )
    connection.close()
    assert verify(record).sound
    with Conference.open(record) as cica:
        assert cica.head().seq


def test_an_entry_that_another_program_put_in(record: Path) -> None:
    """With the function of the guard faked, it is in the file; nothing is decided on it, open or opened anew."""
    with Conference.open(record) as opened:
        at, head = opened.case("paper").at, opened.head()
        connection = sqlite3.connect(record)
        connection.create_function("cica_seal", 7, lambda *_: 1)
        connection.execute(
            "INSERT INTO entries SELECT seq + 1, case_id, n + 1, world, content, zeroblob(32) FROM entries WHERE seq = ?",
            [head.seq],
        )
        connection.commit()
        connection.close()
        with pytest.raises(NotARecord, match=f"has an entry {head.seq + 1} that does not fit"):
            opened.position("paper", "China", "support", at=at)
    with Conference.open(record) as opened, pytest.raises(NotARecord, match="that does not fit"):
        opened.docket()
    assert verify(record).seq == head.seq + 1
