"""Damage is said to be damage: whoever reads a record that was altered gets an answer, or an error of the record."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from command import cica

from cica_procedure import Conference, InvalidAct, NotARecord, NotInRules, RecordError, Refused, verify
from cica_procedure.record.chain import genesis, inner, link
from cica_procedure.record.queries import read_docket, read_head, read_history, read_periods
from cica_procedure.record.row import hashed

At = Callable[..., datetime]
Tamper = Callable[..., None]


def test_an_entry_with_a_monstrous_number(path: Path, at: At, tamper: Tamper) -> None:
    """It is named, rather than walked to."""
    insert = "INSERT INTO entries VALUES (9223372036854775807, 'x', 1, 0, '[]', x'00')"
    connection = sqlite3.connect(path)
    with pytest.raises(sqlite3.OperationalError, match="no such function: cica_seal"):
        connection.execute(insert)
    connection.create_function("cica_seal", 7, lambda *_: 1)
    with pytest.raises(sqlite3.IntegrityError, match="nothing is replaced or left out"):
        connection.execute(insert)
    connection.close()
    tamper(path, insert)

    assert "entry 9 is missing" in verify(path).problem
    with Conference.open(path) as cica, pytest.raises(NotARecord, match="does not fit the one before it"):
        cica.submit("meeting", "m", by="chair", at=at(24), details={"body": "SOC"})


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE entries SET content = 'xx' WHERE seq = 5",
        "UPDATE entries SET content = '{}' WHERE seq = 5",
        "UPDATE entries SET content = '[]' WHERE seq = 5",
        f"UPDATE entries SET content = '{'[' * 50_000}' WHERE seq = 5",
        ("details", "'xx'", 5),
        ("changes", "json('[{}]')", 5),
        ("revision", "json('true')", 5),
        ("closed", "1", 5),
        ("at", "'today'", 5),
    ],
)
def test_an_entry_that_cannot_be_read(path: Path, change: str | tuple[str, str, int], tamper: Tamper) -> None:
    """It is damage wherever it is met, and verify names it."""
    tamper(path, change)

    assert verify(path).seq == 5
    with Conference.open(path) as cica, pytest.raises(NotARecord, match="cannot be read"):
        cica.case("paper")


def test_a_meeting_that_cannot_be_read(path: Path, at: At, tamper: Tamper) -> None:
    """Damage is said as such also where the world is read, and not only the case that is asked for."""
    tamper(path, ("details", "'xx'", 3))
    with Conference.open(path) as cica, pytest.raises(NotARecord, match="cannot be read"):
        _ = cica.register


def test_a_header_that_says_more(path: Path, tamper: Tamper) -> None:
    """A line that was added to what a record says of itself is damage, though no digest holds it."""
    tamper(path, "INSERT INTO header VALUES ('note', 'approved')")
    with pytest.raises(NotARecord, match="says more or less of itself"):
        verify(path)


def test_a_content_that_is_not_there(path: Path, tamper: Tamper) -> None:
    """What no statement could take away, a byte of the file can: the entry is named."""
    connection = sqlite3.connect(path, isolation_level=None)
    (sql,) = connection.execute("SELECT sql FROM sqlite_schema WHERE name = 'entries'").fetchone()

    def declared(as_it_is: str) -> None:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_schema SET sql = ? WHERE name = 'entries'", [as_it_is])
        connection.execute("PRAGMA writable_schema = RESET")

    declared(sql.replace("content TEXT NOT NULL", "content TEXT"))
    tamper(path, "UPDATE entries SET content = NULL WHERE seq = 5")
    declared(sql)
    connection.close()

    assert verify(path).seq == 5


def forge(path: Path, world: int, content: str) -> int:
    """Add an entry to the paper as the program would, with a digest that is right, and return its number."""
    connection = sqlite3.connect(path)
    seq, before = connection.execute("SELECT seq + 1, digest FROM entries ORDER BY seq DESC LIMIT 1").fetchone()
    row = ("paper", 7, world, content)
    digest = link(before, inner(hashed(seq, row)))
    connection.create_function("cica_seal", 7, lambda *_: 1)
    connection.execute("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?)", (seq, *row, digest))
    connection.commit()
    connection.close()
    return int(seq)


@pytest.mark.parametrize(
    ("old", "new", "world"),
    [
        ('{"summary":"x"}', '{"summary":"x","summary":"y"}', 0),
        ('{"summary":"x"}', '{"\\u0073ummary":"x"}', 0),
        ('{"summary":"x"}', '{"summary": "x"}', 0),
        ('{"summary":"x"}', '{"silence":{"act":"adopt"}}', 0),
        ('{"summary":"x"},{},[]', '{"summary":"x"},{},[{"begins":true,"party":"IND","role":7}]', 1),
        ('{"summary":"x"},{},[]', '{"summary":"x"},{},[{"begins":true,"party":"IND","role":"chair"}]', 0),
        ("]", "]\0x", 0),
        ("]", "] ", 0),
    ],
)
def test_an_entry_that_could_be_read_in_two_ways(path: Path, old: str, new: str, world: int) -> None:
    """A forger who knows the sums may add to a record, but no text that one reader reads otherwise than another."""
    connection = sqlite3.connect(path)
    (content,) = connection.execute("SELECT content FROM entries WHERE seq = 6").fetchone()
    connection.close()
    content = content.replace('{"summary":"without paragraph 4"}', '{"summary":"x"}')
    assert '{"summary":"x"},{},[]' in content
    forged = forge(path, world, new.join(content.rsplit(old, 1)))
    assert verify(path, replay=False).sound
    assert verify(path).seq == forged
    with Conference.open(path) as conference, pytest.raises(NotARecord, match="cannot be read"):
        list(conference.entries())


def test_what_cannot_be_read_is_not_signed(path: Path, tmp_path: Path) -> None:
    """Whoever signs vouches for what was read, to the last entry."""
    key = tmp_path / "india.key"
    assert cica("keygen", key).returncode == 0
    forge(path, 0, "[]")
    done = cica("sign", path, "--key", key, "--as", "IND")

    assert done.returncode == 4
    assert "is not lawful: has an entry that cannot be read" in done.stderr
    assert "Traceback" not in done.stderr


def _shared(path: Path) -> None:
    with Conference.open(path, to_read=True) as cica:
        assert cica.register.tenures
        assert dict(cica.silences) == {}
        assert isinstance(cica.docket(), tuple)
        cica.overdue(datetime.now(UTC))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE header SET value = CAST(x'ff' AS TEXT) WHERE name = 'rulebook'",
        "UPDATE entries SET case_id = CAST(x'ff' AS TEXT) WHERE seq = 5",
        "UPDATE entries SET content = CAST(x'ff' AS TEXT) WHERE seq = 5",
        "UPDATE entries SET content = '[1]' WHERE seq = 5",
        "UPDATE entries SET digest = x'' WHERE seq = 5",
        "UPDATE entries SET world = 1 WHERE seq = 5",
        "UPDATE header SET value = '2021-06-01' WHERE name = 'since'",
        ("silence", "json('[1]')", 5),
        ("silence", "1", 5),
        ("details", "json('[1]')", 5),
        ("revision", "'x'", 5),
        ("revision", "json('[1]')", 5),
        ("to_stage", "'nowhere'", 3),
        ("to_stage", "1", 5),
        ("silence", """json('{"act":"a","body":"SOC","by":"chair","opened":"x","expires":"x"}')""", 5),
        ("silence", """json('{"act":["a"],"body":"SOC","by":"chair","expires":"2021-06-30"}')""", 5),
        ("silence", """json('{"act":"a","body":"SOC","by":"chair","expires":"2021-06-30","outcome":"x"}')""", 5),
    ],
)
def test_damage_is_said_to_be_damage(path: Path, change: str | tuple[str, str, int], tamper: Tamper) -> None:
    """Whoever looks at a record that was altered gets an answer or an error of the record, and verify finds it."""
    tamper(path, change)
    for look in (
        read_head,
        read_docket,
        lambda path: read_history(path, "paper"),
        read_periods,
        _shared,
    ):
        with suppress(RecordError, InvalidAct):
            look(path)
    with suppress(NotARecord):
        assert not verify(path).sound


def reseal(path: Path, tamper: Tamper) -> None:
    """Return every entry the digest it ought to have: what a forger does who knows the sums."""
    connection = sqlite3.connect(path)
    header = dict(connection.execute("SELECT name, value FROM header"))
    before, seals = bytes.fromhex(genesis(header)), []
    for seq, *row in connection.execute("SELECT seq, case_id, n, world, content FROM entries ORDER BY seq"):
        before = link(before, inner(hashed(seq, (row[0], row[1], row[2], row[3]))))
        seals.append(f"UPDATE entries SET digest = x'{before.hex()}' WHERE seq = {seq}")
    connection.close()
    tamper(path, *seals)


PERIOD = """json('{"act":"sing","body":"SOC","by":"chair","expires":"2021-06-23T11:30:00+06:00","opened":"2021-06-23T11:00:00+06:00"}')"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ([("details", """json('{"kind":"poem","title":"T"}')""", 1)], "kind of document poem"),
        ([("procedure", "'poem'", seq) for seq in (1, 4, 5, 6, 7, 8)], "procedure of edition 2004 poem"),
        ([("to_stage", "'nowhere'", 3)], "stage nowhere"),
        ([("silence", PERIOD, 7), "UPDATE entries SET world = 1 WHERE seq = 7"], "act of draft-document sing"),
        (
            [("silence", PERIOD.replace("chair", "ATL"), 7), "UPDATE entries SET world = 1 WHERE seq = 7"],
            "proposer ATL",
        ),
    ],
)
def test_what_the_rules_do_not_know(
    path: Path, changes: list[str | tuple[str, str, int]], said: str, tamper: Tamper
) -> None:
    """On a record whose sums are right, such a name is the record's fault and no "no", whoever meets it first."""
    end = datetime(2021, 6, 24, tzinfo=UTC)
    tamper(path, *changes)
    reseal(path, tamper)
    assert verify(path, replay=False).sound
    assert not verify(path).sound
    found = set()
    with Conference.open(path) as conference:
        acts = ("adopt", "amend", "note", "correct", "task")
        asked: list[Callable[[], object]] = [
            lambda: conference.register,
            lambda: conference.register_as_of(8),
            lambda: conference.settle(end),
            *(partial(conference.act, "paper", act, by="chair", at=end, reason="x") for act in acts),
        ]
        for ask in asked:
            try:
                ask()
            except NotInRules as error:
                found.add(f"{error.what} {error.name}")
            except (InvalidAct, Refused):
                pass
    assert said in found
    assert "Traceback" not in cica("feature", path, "paper").stderr


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ([("act", "'sing'", 5)], "names the act of draft-document 'sing'"),
        ([("corrects", "1", 6), ("details", "json('{}')", 6)], ""),
    ],
)
def test_what_cannot_be_told_again(path: Path, changes: list[tuple[str, str, int]], said: str, tamper: Tamper) -> None:
    """A case of a record that was altered is no feature, and whoever knows the sums gets no traceback either."""
    tamper(path, *changes)
    done = cica("feature", path, "paper")
    assert (done.returncode, done.stdout) == (4, "")
    assert "restore it from a backup" in done.stderr
    reseal(path, tamper)
    done = cica("feature", path, "paper")
    assert "Traceback" not in done.stderr
    assert said in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    "changes",
    [
        [
            ("details", """json('{"due":5,"due-at":"soc","title":["T"]}')""", 1),
            ("closed", "json('true')", 3),
            ("closed", "json('false')", 8),
        ],
        [("silence", PERIOD.replace('"sing"', "5"), 7), "UPDATE entries SET world = 1 WHERE seq = 7"],
        [("at", "'soon'", 1)],
    ],
)
def test_what_is_no_line(path: Path, changes: list[str | tuple[str, str, int]], tamper: Tamper) -> None:
    """What cannot be shown of an altered record is said to be damage, or left out."""
    tamper(path, *changes)
    for command in ("overdue", "silence", "docket"):
        done = cica(command, path)
        assert done.returncode in {0, 4}
        assert "Traceback" not in done.stderr
    with Conference.open(path, to_read=True) as reading, suppress(RecordError):
        reading.overdue(datetime(2021, 6, 24, tzinfo=UTC))
