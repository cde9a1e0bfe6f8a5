"""What several tests share: instants, a conference on a real file, a draft before the SOC."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import settings

from cica_procedure import Case, Conference
from cica_procedure.record.content import CONTENT

settings.register_profile("house", deadline=None)  # Speed is reported by the benchmarks, and never tested.
settings.load_profile("house")

ROOT = Path(__file__).parent.parent
ALMATY = timezone(timedelta(hours=6))


@pytest.fixture
def root() -> Path:
    """Return the folder of the project."""
    return ROOT


@pytest.fixture
def at() -> Callable[..., datetime]:
    """Return instants of June 2021, by the clock of the seat."""

    def instant(day: int, hour: int = 10, minute: int = 0) -> datetime:
        return datetime(2021, 6, day, hour, minute, tzinfo=ALMATY)

    return instant


@pytest.fixture
def cica(tmp_path: Path, at: Callable[..., datetime]) -> Iterator[Conference]:
    """Return a conference of June 2021 on a file of its own."""
    with Conference.create(tmp_path / "cica.sqlite", since=at(1)) as conference:
        yield conference


@pytest.fixture
def draft(cica: Conference, at: Callable[..., datetime]) -> Case:
    """Return a concept paper of India that lies before the SOC, which is in session since 23 June."""
    paper = {"title": "Concept paper", "kind": "concept-paper"}
    case = cica.submit("draft-document", "paper", by="India", at=at(2), details=paper)
    cica.meet("SOC", "soc", at=at(23))
    return cica.act(case, "take-up", by="chair", at=at(23))


@pytest.fixture
def path(cica: Conference, draft: Case, at: Callable[..., datetime]) -> Path:
    """Return the file of a record with eight entries, on a paper and a meeting."""
    case = cica.position(draft, "India", "objection", at=at(23, 11), reason="paragraph 4")
    case = cica.act(case, "amend", by="India", at=at(23, 12), details={"summary": "without paragraph 4"})
    case = cica.position(case, "Türkiye", "reservation", at=at(23, 12), reason="in the capital")
    cica.act(case, "adopt", by="chair", at=at(23, 13))
    cica.close()
    return Path(cica._journal.path)


@pytest.fixture
def adopted(cica: Conference, draft: Case, at: Callable[..., datetime]) -> Path:
    """Return the file of a record on which a paper was adopted, and the meeting then closed."""
    case = cica.position(draft, "Türkiye", "reservation", at=at(23, 12), reason="in the capital")
    cica.act(case, "adopt", by="chair", at=at(23, 13))
    cica.act("soc", "close", by="chair", at=at(23, 18))
    cica.close()
    return Path(cica._journal.path)


@pytest.fixture
def keys(tmp_path: Path) -> dict[str, Path]:
    """Return a key each for two delegations and the Chair."""
    found = {who: tmp_path / f"{who}.key" for who in ("IND", "CHN", "chair")}
    from cica_procedure.record.keys import make_key  # noqa: PLC0415 - an extra

    for file in found.values():
        make_key(file)
    return found


@pytest.fixture
def tamper() -> Callable[..., None]:
    """
    Return what only a hand on the file itself can do: take the guards away, change, and put them back.

    A change is a statement, or the name of one thing an entry says with another value for it, in SQL, and the entry.
    """

    def change(path: Path, *changes: str | tuple[str, str, int]) -> None:
        connection = sqlite3.connect(path, isolation_level=None)
        guards = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        connection.execute("PRAGMA ignore_check_constraints = ON")
        for name, _ in guards:
            connection.execute(f"DROP TRIGGER {name}")
        for each in changes:
            connection.execute(each if isinstance(each, str) else _restated(*each))
        for _, sql in guards:
            connection.execute(sql)
        connection.close()

    return change


def _restated(name: str, value: str, seq: int) -> str:
    place = [*CONTENT].index(name)
    return f"UPDATE entries SET content = json_replace(content, '$[{place}]', {value}) WHERE seq = {seq}"
