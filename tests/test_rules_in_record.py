"""The rules are in the record: nothing beside it changes what it is judged by, and other rules enter by an act."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command import cica
from office import T, said, unmet
from spoilt import changed, copied

from cica_procedure import (
    Conference,
    Inaccessible,
    InvalidRulebook,
    NotARecord,
    Refused,
    ToldClock,
    load,
    verify,
)
from cica_procedure.record.queries import read_head

DAY = "2007-02-01T10:00+01:00"
POSITIONS = 'effects = "position"'


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """The rules of the OSCE in a folder that can be edited."""
    return copied("osce", tmp_path)


@pytest.fixture
def path(tmp_path: Path, rules: Path) -> Path:
    """A record under these rules, with a draft to which Spain objects."""
    file = tmp_path / "r.sqlite"
    with Conference.create(file, since=T("2007-01-01T00:00+01:00"), rulebook=rules, clock=ToldClock(T(DAY))) as cica:
        cica.meet("PC", "pc", at=T(DAY))
        cica.submit("decision", "d", by="Germany", at=T(DAY), details={"title": "D"})
        cica.act("d", "put-to-council", by="chair", at=T(DAY))
        cica.position("d", "Spain", "objection", at=T(DAY), reason="no")
    return file


def opened(path: Path) -> Conference:
    """Return the record with a clock at that day."""
    return Conference.open(path, clock=ToldClock(T(DAY)))


def test_a_rule_that_is_edited_beside_the_record_changes_nothing(path: Path, rules: Path) -> None:
    """An objection goes on stopping a decision, whatever happens to the folder that the rules once came from."""
    changed(rules, "rulebook.toml", 'consensus = "no-objection"', 'consensus = "minus-one"')
    with opened(path) as cica:
        assert unmet(lambda: cica.act("d", "adopt", by="chair", at=T(DAY))) == ["consensus"]
    shutil.rmtree(rules)
    with opened(path) as cica:
        assert unmet(lambda: cica.act("d", "adopt", by="chair", at=T(DAY))) == ["consensus"]


def test_a_folder_that_differs_is_refused(path: Path, rules: Path) -> None:
    """Whoever names the folder is told that it is another one; with the same one nothing is said."""
    Conference.open(path, rulebook=rules).close()
    changed(rules, "rulebook.toml", 'name = "', 'name = "The ')
    with pytest.raises(NotARecord, match="kept under rules that differ from those in"):
        Conference.open(path, rulebook=rules)
    with pytest.raises(NotARecord, match="kept under the rulebook 'osce', not 'cica'"):
        Conference.open(path, rulebook="cica")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE sqlar SET data = x'00'",
        "UPDATE sqlar SET data = zeroblob(10), sz = 10",
        "UPDATE sqlar SET sz = -1",
        "UPDATE sqlar SET sz = 1 << 60",
        "DELETE FROM sqlar",
        "DELETE FROM sqlar WHERE sz = (SELECT max(sz) FROM sqlar)",
    ],
)
def test_rules_that_were_altered_are_not_opened(path: Path, sql: str, tamper: Callable[..., None]) -> None:
    """A text is what its name says, or the record is not opened."""
    tamper(path, sql)
    with pytest.raises(NotARecord, match=r"the text|another text"):
        Conference.open(path)


def test_the_header_is_bound_by_every_digest(path: Path, tamper: Callable[..., None]) -> None:
    """Other rules in the header make every entry false."""
    tamper(path, f"UPDATE header SET value = '{load('osce').digest[::-1]}' WHERE name = 'rules'")
    assert verify(path).seq == 1


def test_no_two_records_are_the_same(tmp_path: Path) -> None:
    """Two records of one rulebook from one instant on differ before their first entry."""
    heads = set()
    for name in ("a", "b"):
        with Conference.create(tmp_path / name, since=T(DAY), rulebook="osce") as cica:
            heads.add(cica.head())
    assert len(heads) == 2


def test_other_rules_enter_by_an_act(path: Path, rules: Path) -> None:
    """What is on the record stays as it was judged; from the act on, the new rules apply, also after opening it again."""
    changed(rules, "rulebook.toml", "numerator = 0, denominator = 1", "numerator = 2, denominator = 3")
    with opened(path) as cica:
        cica.enter_rules(rules, "fraction", by="secretariat", clerical=True, reason="Article 5 was misread", at=T(DAY))
        assert cica.rulebook.quorum.words == "2/3"
        assert cica.history("fraction")[0].recorded == T(DAY)
    with opened(path) as cica:
        assert cica.rulebook.quorum.words == "2/3"
        assert cica.as_of(known=3).rulebook.quorum.words == "0/1"
        assert [each.why for each in cica.rules()] == ["the record begins", "clerical: Article 5 was misread"]
        assert cica.fork().rulebook.quorum.words == "2/3"
    assert verify(path).sound


def test_two_writers_act_under_the_same_rules(path: Path, rules: Path) -> None:
    """A process that was open when the rules changed judges its next act by the new ones."""
    changed(rules, "procedures/decision.toml", 'act = "withdraw"', 'act = "retract"')
    with opened(path) as other, opened(path) as cica:
        assert "withdraw" in other.open_acts("d", at=T(DAY))
        cica.enter_rules(rules, "words", by="secretariat", clerical=True, reason="a word", at=T(DAY))
        assert other.act("d", "retract", by="Germany", at=T(DAY)).closed


def test_who_decided_is_said(path: Path, rules: Path) -> None:
    """Either a case in which something was decided, or that it is clerical and why."""
    changed(rules, "rulebook.toml", 'name = "', 'name = "The ')
    with opened(path) as cica:
        enter: dict[str, Any] = {"by": "secretariat", "at": T(DAY)}
        assert "it is not said who decided it" in said(lambda: cica.enter_rules(rules, "n", **enter))
        assert "it is not said what was put right" in said(lambda: cica.enter_rules(rules, "n", clerical=True, **enter))
        assert "nothing has been decided on d" in said(lambda: cica.enter_rules(rules, "n", decided="d", **enter))
        cica.position("d", "Spain", "no objection", at=T(DAY))
        cica.act("d", "adopt", by="chair", at=T(DAY))
        cica.enter_rules(rules, "n", decided="d", **enter)
        assert cica.rules()[-1].why == "decided in d"
        assert "in force already" in said(lambda: cica.enter_rules(rules, "m", decided="d", **enter))


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("rulebook.toml", 'id = "osce"', 'id = "csce"', "they are the rules of csce, not of osce"),
        ("procedures/decision.toml", "before-pc", "at-pc", "they do not know the stage before-pc of decision"),
    ],
)
def test_nothing_on_the_record_is_lost(path: Path, rules: Path, file: str, old: str, new: str, words: str) -> None:
    """Rules of somebody else, or rules that do not know where a case stands, are refused and leave no trace."""
    text = (rules / file).read_text(encoding="utf-8")
    (rules / file).write_text(text.replace(old, new), encoding="utf-8")
    with opened(path) as cica:
        before = cica.head()
        with pytest.raises(Refused, match=words):
            cica.enter_rules(rules, "n", by="secretariat", clerical=True, reason="r", at=T(DAY))
        assert cica.head() == before
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT count(*) FROM sqlar").fetchone() == (len([*rules.rglob("*.toml")]) + 1,)
    connection.close()


def test_rules_with_faults_do_not_enter(path: Path, rules: Path) -> None:
    """They are refused by file and key, and nothing is written."""
    changed(rules, "rulebook.toml", 'consensus = "no-objection"', 'consensus = "nobody"')
    with opened(path) as cica, pytest.raises(InvalidRulebook):
        cica.enter_rules(rules, "n", by="secretariat", clerical=True, reason="r", at=T(DAY))


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    """The root of a disk, a loop of links and a name that no file can have are told, and do not hang."""
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for name in (tmp_path / "loop", "a\0b", tmp_path / "nothing"):
        with pytest.raises(Inaccessible):
            load(name)
    with pytest.raises((InvalidRulebook, Inaccessible)):
        load("/")


def test_the_command(path: Path, rules: Path, tmp_path: Path) -> None:
    """It lists the rules, takes new ones, prints the difference, and unpacks those in force."""
    assert "the record begins" in cica("rules", path).stdout
    changed(rules, "rulebook.toml", "numerator = 0, denominator = 1", "numerator = 2, denominator = 3")
    assert cica("rules", path, "--enter", rules).returncode == 2
    entered = cica("rules", path, "--enter", rules, "--by", "secretariat", "--clerical", "--reason", "misread")
    assert "clerical: misread" in entered.stdout, entered.stderr
    assert "+quorum = { numerator = 2, denominator = 3 }" in cica("rules", path, "--diff", "2").stdout.splitlines()
    assert cica("rules", path, "--diff", "3").returncode == 2
    assert cica("rules", path, "--extract", tmp_path / "out").returncode == 0
    assert load(tmp_path / "out").digest == load(rules).digest
    assert cica("rules", path, "--extract", tmp_path / "out").returncode == 5


def test_the_head_of_a_record_that_does_not_say_what_it_is(tmp_path: Path, tamper: Callable[..., None]) -> None:
    """Before its first entry, the head of a record is its header; without one it has no head."""
    file = tmp_path / "r.sqlite"
    Conference.create(file, since=T(DAY)).close()
    tamper(file, "DELETE FROM header WHERE name = 'rules'")
    with pytest.raises(NotARecord):
        read_head(file)
