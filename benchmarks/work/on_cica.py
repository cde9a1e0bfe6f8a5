"""The façade of cica-procedure, with everything on: entitlement, findings, consensus, digest chain, guards."""

from __future__ import annotations

import sqlite3
from contextlib import nullcontext
from datetime import datetime, timedelta

from common import measure

from cica_procedure import Clock, Conference, Record, load
from cica_procedure.record.queries import read_docket

START = datetime.fromisoformat("2023-04-01T10:00:00+06:00")
RULES = load("cica")
MEMBERS = RULES.seated(RULES.register, START)


def connection(cica: Conference) -> sqlite3.Connection:
    """Return the connection of a conference on a file, which no user should touch."""
    assert isinstance(cica._journal, Record)
    return cica._journal._connection


def prepare(path: str, synchronous: str, clock: Clock | None = None) -> Conference:
    """Begin a record with the SWG and the SOC in session."""
    cica = Conference.create(path, since=START, rulebook=RULES, clock=clock)
    connection(cica).execute(f"PRAGMA synchronous = {synchronous}")
    cica.meet("SWG", "swg", at=START)
    cica.meet("SOC", "soc", at=START)
    return cica


def work(cica: Conference, i: int, *, batch: bool = False) -> None:
    """Take one draft document from tabling to adoption: 36 acts."""
    at, name = START + timedelta(minutes=i), f"case-{i}"
    details = {"title": "Concept paper", "kind": "concept-paper"}
    with cica.batch() if batch else nullcontext():
        case = cica.submit("draft-document", name, by="IND", at=at, details=details)
        case = cica.act(case, "take-up", by="chair", at=at, meeting="swg")
        case = cica.act(case, "agree", by="chair", at=at)
        case = cica.act(case, "take-up", by="chair", at=at)
        case = cica.act(case, "amend", by="IND", at=at, details={"summary": "paragraph 4"})
        case = cica.act(case, "retitle", by="IND", at=at, details={"title": "Concept paper, revised"})
        for member in MEMBERS:
            case = cica.position(case, member, "support", at=at)
        case = cica.act(case, "support-in-principle", by="chair", at=at)
        cica.act(case, "adopt", by="chair", at=at)


def outcome(cica: Conference) -> tuple[int, int]:
    """Return how many cases were adopted, and how many entries they have, as read from the file."""
    (entries,) = connection(cica).execute("SELECT count(*) FROM entries WHERE case_id LIKE 'case-%'").fetchone()
    return sum(case.stage == "adopted" for case in read_docket(cica._journal.path)), entries


if __name__ == "__main__":
    measure(prepare, work, outcome)
