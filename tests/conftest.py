"""What several tests share: instants, a conference on a real file, a draft before the SOC."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from cica_procedure import Case, Conference

ROOT = Path(__file__).parent.parent
ALMATY = timezone(timedelta(hours=6))


@pytest.fixture
def root() -> Path:
    """Give the folder of the project."""
    return ROOT


@pytest.fixture
def at() -> Callable[..., datetime]:
    """Give instants of June 2021, by the clock of the seat."""

    def instant(day: int, hour: int = 10, minute: int = 0) -> datetime:
        return datetime(2021, 6, day, hour, minute, tzinfo=ALMATY)

    return instant


@pytest.fixture
def cica(tmp_path: Path, at: Callable[..., datetime]) -> Iterator[Conference]:
    """Give a conference of June 2021 on a file of its own."""
    with Conference.create(tmp_path / "cica.sqlite", since=at(1)) as conference:
        yield conference


@pytest.fixture
def draft(cica: Conference, at: Callable[..., datetime]) -> Case:
    """Give a concept paper of India that lies before the SOC, which is in session since 23 June."""
    paper = {"title": "Concept paper", "kind": "concept-paper"}
    case = cica.submit("draft-document", "paper", by="India", at=at(2), details=paper)
    cica.meet("SOC", "soc", at=at(23))
    return cica.act(case, "take-up", by="chair", at=at(23))


@pytest.fixture
def path(cica: Conference, draft: Case, at: Callable[..., datetime]) -> Path:
    """Give the file of a record with eight entries, on a paper and a meeting."""
    case = cica.position(draft, "India", "objection", at=at(23, 11), reason="paragraph 4")
    case = cica.act(case, "amend", by="India", at=at(23, 12), details={"summary": "without paragraph 4"})
    case = cica.position(case, "Türkiye", "reservation", at=at(23, 12), reason="in the capital")
    cica.act(case, "adopt", by="chair", at=at(23, 13))
    cica.close()
    return Path(cica._record.path)
