"""The document that a revision stands for: bound by its digest, named by positions and decisions, kept in the record."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import pytest
from command import cica as command

from cica_procedure import Case, Conference, InvalidAct, NotARecord, verify

At = Callable[..., datetime]
PAPER, SECOND = b"Concept paper\n" * 500, b"Another text"
FIRST = sha256(PAPER).hexdigest()


@pytest.fixture
def path(cica: Conference, at: At) -> Path:
    """Return a record in which a paper is decided on, in the second revision; the first stood for a document."""
    details = {"title": "Concept paper", "kind": "concept-paper", "document": FIRST}
    case = cica.submit("draft-document", "paper", by="India", at=at(2), details=details)
    cica.meet("SOC", "soc", at=at(23))
    case = cica.act(case, "take-up", by="chair", at=at(23))
    case = cica.position(case, "China", "support", at=at(23))
    case = cica.act(case, "amend", by="India", at=at(23), details={"summary": "shorter"})
    case = cica.position(case, "China", "support", at=at(23))
    digest = cica.keep_text(SECOND)
    case = cica.act(case, "amend", by="India", at=at(23), details={"summary": "shorter still", "document": digest})
    case = cica.position(case, "Iran", "support", at=at(23))
    cica.act(case, "adopt", by="chair", at=at(23))
    cica.close()
    return Path(cica._journal.path)


def test_positions_and_decisions_name_it(path: Path) -> None:
    """The first revision stands for one, the second for none, the third for another one."""
    second = sha256(SECOND).hexdigest()
    connection = sqlite3.connect(path)
    stated = connection.execute("SELECT revision, document FROM positions ORDER BY seq").fetchall()
    decided = connection.execute("SELECT revision, document FROM decisions").fetchall()
    connection.close()
    assert stated == [(1, FIRST), (2, None), (3, second)]
    assert decided == [(3, second)]
    assert verify(path).problem == ""


def test_it_lies_in_the_record_or_elsewhere(path: Path, tmp_path: Path) -> None:
    """What is there can be got out to the letter; what is not is told, and can be added later."""
    (tmp_path / "paper.txt").write_bytes(PAPER)
    listed = " ".join(command("text", path).stdout.split())
    assert " no " in listed
    assert f"{len(SECOND)} bytes" in listed
    added = command("text", path, "--add", tmp_path / "paper.txt")
    assert added.stdout.strip() == FIRST
    assert command("text", path, "--get", FIRST).stdout == PAPER.decode()
    assert command("text", path, "--get", "0" * 64).returncode == 4
    assert verify(path).sound
    with Conference.open(path) as opened:
        assert opened.text(FIRST) == PAPER
        with pytest.raises(NotARecord, match="lacks the text"):
            opened.text("0" * 64)


@pytest.mark.parametrize("words", ["paper.pdf", FIRST.upper(), FIRST[:-1], FIRST + "0", "x" * 64])
def test_what_is_no_digest(cica: Conference, at: At, words: str) -> None:
    """It is refused, with what was expected."""
    details = {"title": "T", "kind": "concept-paper", "document": words}
    with pytest.raises(InvalidAct, match="expected the SHA-256 of a document"):
        cica.submit("draft-document", "x", by="India", at=at(2), details=details)


def test_a_sealed_reason_stays_at_home(cica: Conference, draft: Case, at: At, tmp_path: Path) -> None:
    """The reason binds without being told; a copy for everybody has the same head, verifies, and lacks the words."""
    words, home, copy = b"on instruction of the capital 8f1c", tmp_path / "cica.sqlite", tmp_path / "copy.sqlite"
    names = {cica.keep_text(words, sealed=True) for _ in range(2)}
    assert len(names) == 2, "the same words have another digest each time"
    sealed, document = min(names), cica.keep_text(b"for everybody")
    cica.position(draft, "India", "objection", at=at(23, 11), reason=f"sealed:{sealed}")
    cica.act(draft.id, "amend", by="India", at=at(23, 12), details={"summary": "s", "document": document})
    head = cica.head()
    cica.close()
    assert f"reason of entry 3  {sealed[:9]}" in command("text", home).stdout
    done = command("publish", home, copy)
    assert (done.returncode, f"without sealed texts; head {head}" in done.stdout) == (0, True)
    assert (words in home.read_bytes(), words in copy.read_bytes()) == (True, False)
    checked = [command("verify", file).stdout.splitlines()[-1] for file in (home, copy)]
    assert checked == [f"  texts that they name: 2, of which not in this file: {missing}" for missing in (0, 1)]
    with Conference.open(copy) as opened:
        assert opened.text(document) == b"for everybody"
        with pytest.raises(NotARecord, match="lacks the text"):
            opened.text(sealed)
        opened.act(draft.id, "amend", by="India", at=at(23, 12), details={"summary": "the copy is a record"})
    assert command("text", home, "--sealed").returncode == 2
