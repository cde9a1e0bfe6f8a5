"""Nothing lost, nothing half done, whoever is killed and whatever is full."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import cast

import pytest
from spoilt import changed, copied

from cica_procedure import Conference, Record, back_up, verify

At = Callable[..., datetime]

WORKER = """
import sys
from datetime import datetime, timedelta
from cica_procedure import Conference, Conflict, ProcedureError

path, mode, name = sys.argv[1:4]
at = datetime.fromisoformat("2021-06-23T11:00:00+06:00")
members = ["AFG", "CHN", "IND", "IRN", "KAZ", "PAK", "TUR", "UZB"]


def say(words):
    sys.stdout.write(words + "\\n")
    sys.stdout.flush()


with Conference.open(path) as cica:
    say("ready")
    if mode == "own":
        for i in range(100_000):
            case = f"{name}-{i}"
            cica.submit("draft-document", case, by="India", at=at, details={"title": "T", "kind": "guidelines"})
            say(f"{case} 1")
            cica.act(case, "take-up", by="chair", at=at)
            say(f"{case} 2")
            with cica.batch():
                for member in members:
                    cica.position(case, member, "support", at=at)
            say(f"{case} {2 + len(members)}")
    elif mode == "shared":
        for _ in range(25):
            case = cica.retry("paper", lambda now: cica.position(now, name, "support", at=at), tries=1000)
            say(f"paper {case.n}")
"""


@pytest.fixture
def path(cica: Conference, at: At) -> Path:
    """Return a record with a paper before the SOC, which is in session."""
    cica.submit("draft-document", "paper", by="India", at=at(2), details={"title": "T", "kind": "guidelines"})
    cica.meet("SOC", "soc", at=at(23))
    cica.act("paper", "take-up", by="chair", at=at(23))
    cica.close()
    return Path(cica._journal.path)


def start(path: Path, mode: str, name: str, **extra: object) -> subprocess.Popen[str]:
    """Start a process that acts and says what was acknowledged."""
    command = [sys.executable, "-c", WORKER, str(path), mode, name]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **extra)  # type: ignore[call-overload,no-any-return]  # passed on as it is


def acknowledged(lines: Iterator[str]) -> dict[str, int]:
    """Return for each case how many entries were acknowledged."""
    found: dict[str, int] = {}
    for line in lines:
        words = line.split()
        if len(words) == 2:
            found[words[0]] = int(words[1])
    return found


KILLS = int(os.environ.get("CICA_TEST_KILLS", "12"))
"""How often a writer is killed; a few hundred take some minutes."""


@pytest.mark.slow
def test_killed_at_any_instant(path: Path) -> None:
    """Every acknowledged act is there after kill -9, none is there by half, and the record verifies."""
    chance = random.Random(20210623)  # noqa: S311 - any instant will do
    for i in range(KILLS):
        process = start(path, "own", f"run{i}")
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0, 0.15))
        process.send_signal(signal.SIGKILL)
        # To the end by the reader that has begun: it may hold more lines than the one it has given.
        with process:
            said = acknowledged(process.stdout)
        with Conference.open(path) as cica:
            there = {case: cica.case(case).n for case in cica.cases() if case.startswith(f"run{i}-")}
        for case, n in said.items():
            assert there[case] >= n
        assert set(there.values()) <= {1, 2, 10}  # a batch of eight positions is whole or not there
        assert len(there) <= len(said) + 1

    assert verify(path).sound


@pytest.mark.slow
def test_eight_processes_on_one_case_and_on_many(path: Path) -> None:
    """None is lost, none is doubled, and the order is one."""
    members = ["AFG", "CHN", "IND", "IRN", "KAZ", "PAK", "TUR", "UZB"]
    processes = [start(path, "shared", member) for member in members]
    answers = [process.communicate(timeout=120) for process in processes]

    assert [errors for _, errors in answers] == [""] * 8
    places = [int(line.split()[1]) for out, _ in answers for line in out.splitlines() if line.startswith("paper")]
    assert list(range(3, 3 + 200)) == sorted(places)
    with Conference.open(path) as cica:
        assert cica.case("paper").n == 202
        history = [entry.party for entry in cica.history("paper")[2:]]
    assert {25} == {history.count(member) for member in members}
    assert verify(path).sound


def test_readers_never_wait(path: Path, at: At) -> None:
    """While one holds the record for an act, others read what stood before."""
    with Conference.open(path) as writer, Conference.open(path) as reader:
        with writer.batch():
            writer.position("paper", "India", "support", at=at(23, 11))
            begun = time.monotonic()
            assert reader.case("paper").n == 2
            assert time.monotonic() - begun < 1  # the writer's wait would be five seconds
        assert reader.case("paper").n == 3


LIMITED = """
import resource, sys
from datetime import datetime
from cica_procedure import Conference, Inaccessible
path, size = sys.argv[1], int(sys.argv[2])
at = datetime.fromisoformat("2021-06-23T11:00:00+06:00")
done = 0
with Conference.open(path) as cica:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    try:
        for i in range(10_000):
            cica.submit("draft-document", f"case-{i}", by="India", at=at, details={"title": "T" * 500, "kind": "guidelines"})
            done += 1
    except Inaccessible as error:
        print(done, error)
"""


def test_a_full_disk(path: Path) -> None:
    """When a file may grow no further the act is an error with a cure, and what was acknowledged is there."""
    command = [sys.executable, "-c", LIMITED, str(path), str(300_000)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    count, _, said = done.stdout.partition(" ")

    assert done.returncode == 0, done.stderr
    assert "nothing was written" in said
    with Conference.open(path) as cica:
        assert int(count) == len([case for case in cica.cases() if case.startswith("case-")])
    assert verify(path).sound


UNDONE = """
import resource, sys
from datetime import datetime
from cica_procedure import Conference, Inaccessible
at = datetime.fromisoformat("2021-06-23T11:00:00+06:00")
with Conference.open(sys.argv[1]) as cica:
    def submit(i):
        cica.submit("draft-document", f"case-{i}", by="India", at=at, details={"title": "T" * 20_000, "kind": "guidelines"})
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    cica._journal._connection.execute("PRAGMA cache_size = 5")
    said = []
    try:
        with cica.batch():
            for i in range(100):
                resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, hard))
                try:
                    submit(i)
                except Inaccessible as error:
                    said.append(str(error))
                    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
                    cica.docket()
                    for attempt in (lambda: submit(i), cica.settle):
                        try:
                            attempt()
                        except Inaccessible as error:
                            said.append(str(error))
                    break
    except Inaccessible as error:
        said.append(str(error))
    print(*said, sep="\\n")
    submit("after")
"""


def test_a_disk_that_undoes_a_batch(path: Path) -> None:
    """What is done after the disk has failed inside a batch, and the error was caught, is refused until it ends."""
    before = verify(path).head.seq
    done = subprocess.run([sys.executable, "-c", UNDONE, str(path)], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    full, undone, unsettled, ended = done.stdout.splitlines()
    assert "nothing was written" in full
    assert "the disk has undone the batch" in undone
    assert "the disk has undone the batch" in unsettled
    assert "nothing was written" in ended
    assert verify(path).sound
    assert verify(path).head.seq == before + 1


READ_ONLY = """
import os, sys
from cica_procedure import Conference, ProcedureError
if os.getuid() == 0:
    os.setuid(65534)
try:
    Conference.open(sys.argv[1])
except ProcedureError as error:
    print(type(error).__name__, error)
"""


def test_a_file_that_may_not_be_written(path: Path) -> None:
    """A reader without the right to write, or to look, is told so."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    copy = Path(shutil.copy(path, folder / "cica.sqlite"))
    try:
        for mode in (0o444, 0o000):
            copy.chmod(mode)
            command = [sys.executable, "-c", READ_ONLY, str(copy)]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            assert done.stdout.startswith("Inaccessible"), done.stderr
    finally:
        shutil.rmtree(folder)


ARCHIVED = """
import os, sys
from types import SimpleNamespace
from cica_procedure import back_up, load, verify
from cica_procedure.record.queries import read_docket
from cica_procedure.record.queries import read_head
load("cica")  # Python itself may be out of reach for the user that is nobody.
if os.getuid() == 0:
    os.setuid(65534)
os.statvfs = lambda path: SimpleNamespace(f_flag=os.ST_RDONLY)
print(read_head(sys.argv[1]), len(read_docket(sys.argv[1])), verify(sys.argv[1]).sound, back_up(*sys.argv[1:]).sound)
"""


def test_a_medium_that_takes_no_writes(path: Path) -> None:
    """Where nothing can be written beside a record, as in an archive, it is read, checked and copied all the same."""
    folder, other = Path(tempfile.mkdtemp()), Path(tempfile.mkdtemp())
    copy = Path(shutil.copy(path, folder / "50% of it?#.sqlite"))
    copy.chmod(0o444)
    folder.chmod(0o555)
    other.chmod(0o777)
    try:
        command = [sys.executable, "-c", ARCHIVED, str(copy), str(other / "copy.sqlite")]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.stdout == f"{verify(path).head} 1 True True\n", done.stderr
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)
        shutil.rmtree(other)


def test_a_record_that_is_held(path: Path, at: At) -> None:
    """When another program holds the record for long, the act is an error that says so, and nothing is lost."""
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with Conference.open(path) as cica:
        cast("Record", cica._journal)._connection.execute("PRAGMA busy_timeout = 50")
        with pytest.raises(Exception, match="the program that holds the record is done"):
            cica.position("paper", "India", "support", at=at(23, 11))
        holder.execute("ROLLBACK")
        holder.close()

        assert cica.position("paper", "India", "support", at=at(23, 11)).n == 3


def test_a_folder_that_goes_away(path: Path, at: At, tmp_path: Path) -> None:
    """A record whose folder was removed is an error, not a new record."""
    moved = tmp_path / "moved"
    moved.mkdir()
    for file in path.parent.glob("cica.sqlite*"):
        file.rename(moved / file.name)
    with pytest.raises(Exception, match="there is no such file"):
        Conference.open(path)

    assert verify(moved / "cica.sqlite").sound


MAKING = """
import sys, time
from datetime import datetime
from pathlib import Path
from cica_procedure import Conference, ToldClock, back_up, load
what, source, target, key = sys.argv[1:5]
rules = load("cica")
print("ready", flush=True)
at = datetime.fromisoformat("2021-06-23T11:00:00+06:00")
if what == "backup":
    back_up(source, target)
elif what == "create":
    Conference.create(target, since=at).close()
elif what == "rules":
    with Conference.open(target, clock=ToldClock(at)) as cica:
        cica.enter_rules(source, "rules", by="secretariat", clerical=True, reason="r", at=at)
else:
    from cica_procedure.record.heads import cosign
    from cica_procedure.record.keys import read_key
    cosign(Path(target), read_key(Path(key)), "IND", at, Path(f"{target}.memory"))
print("done", flush=True)
"""


@pytest.mark.slow
@pytest.mark.parametrize("what", ["backup", "create", "rules", "sign"])
def test_what_is_made_is_whole_or_not_there(tmp_path: Path, path: Path, what: str) -> None:
    """A copy, a record, other rules and a signature, each killed at forty instants drawn at random."""
    from cica_procedure.record.keys import make_key  # noqa: PLC0415 - an extra

    make_key(tmp_path / "k")
    rules = changed(copied("cica", tmp_path / "folder"), "rulebook.toml", 'name = "', 'name = "The ')
    source, whole = str(rules) if what == "rules" else str(path), 0
    draw = random.Random(7)  # noqa: S311 - instants, not secrets
    for i in range(40):
        target = tmp_path / f"{i}.sqlite"
        if what in {"rules", "sign"}:
            back_up(path, target)
        command = [sys.executable, "-c", MAKING, what, source, str(target), str(tmp_path / "k")]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as made:
            assert made.stdout is not None
            assert made.stdout.readline() == "ready\n"
            time.sleep(draw.uniform(0, 0.25))
            made.kill()
            done = "done" in made.stdout.read()
        if what == "create" and not done:
            continue  # What there is of a file is no record yet, and is not taken for one.
        if not target.exists():
            assert not done
            continue
        assert verify(target).problem == ""
        whole += 1
        if what == "rules":
            with Conference.open(target) as cica:
                assert len(cica.rules()) == (2 if "rules" in cica.cases() else 1)
                assert not done or "rules" in cica.cases()
        if what == "sign":
            connection = sqlite3.connect(target)
            ((lines,),) = connection.execute("SELECT count(*) FROM notes")
            connection.close()
            # The signer remembers the head before anybody else has the line.
            assert lines == 1 or not done
            assert not lines or Path(f"{target}.memory").exists()
    assert whole > 0
