"""What cannot be said again is put right by remarks on its entry: who was present, and whose word it was."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from office import Office, T, unmet

from cica_procedure import Conference
from cica_procedure.cli.main import cica

DAY, NEXT = "2024-06-10T10:00+05:00", "2024-06-11T10:00+05:00"


def correct(office: Office, case: str, entry: int, value: str, detail: str = "remarks") -> None:
    """Let the Secretariat put an entry right."""
    given: dict[str, Any] = {"entry": entry, "detail": detail, "value": value, "reason": "a slip of the pen"}
    office.act(NEXT, case, "correct", by="secretariat", **given)


@pytest.fixture
def adopted(tmp_path: Path) -> Office:
    """A draft that was adopted over a reservation which the clerk wrote down under the wrong state."""
    office = Office(DAY)
    office.cica = Conference.create(tmp_path / "r.sqlite", since=T(DAY), clock=office.clock)
    office.cica.meet("SOC", "soc", at=T(DAY), absent=("Israel",))
    office.open(DAY, "a")
    office.act(DAY, "a", "take-up")
    office.act(DAY, "a", "position", by="Iran", position="reservation", reason="paragraph 4")
    office.act(DAY, "a", "adopt")
    office.act(DAY, "soc", "close")
    return office


def test_the_list_of_those_present_is_put_right(adopted: Office) -> None:
    """The meeting is over; the entry of its opening stays, and the later one names it."""
    correct(adopted, "soc", 2, "Israel was present")
    opened, *_, last = adopted.cica.history("soc")[1:]
    assert "ISR" not in opened.details["present"]  # type: ignore[operator]  # a list of parties
    assert (last.corrects, last.details["remarks"]) == (2, "Israel was present")


def test_the_roll_shows_both(adopted: Office, tmp_path: Path) -> None:
    """Iran stands on the roll as it was called, with the remark that it was Iraq."""
    correct(adopted, "a", 3, "by Iraq")
    adopted.cica.close()
    record = sqlite3.connect(tmp_path / "r.sqlite")
    for view in ("rolls", "positions"):
        said = record.execute(f"SELECT member, remarks FROM {view} WHERE position = 'reservation'").fetchall()
        assert said == [("IRN", "by Iraq")]
    assert record.execute("SELECT DISTINCT remarks FROM rolls WHERE member <> 'IRN'").fetchall() == [(None,)]
    record.close()
    done = CliRunner().invoke(cica, ["case", str(tmp_path / "r.sqlite"), "a"], env={"COLUMNS": "200"})
    assert re.search(r"  reservation; .*put right by 5", done.output)
    assert "puts 3 right: remarks: by Iraq" in done.output


def test_a_second_remark_stands_beside_the_first(adopted: Office, tmp_path: Path) -> None:
    """Nothing takes the place of anything; both say what they say."""
    correct(adopted, "a", 3, "by Iraq")
    correct(adopted, "a", 3, "on paragraph 5")
    adopted.cica.close()
    record = sqlite3.connect(tmp_path / "r.sqlite")
    assert record.execute("SELECT remarks FROM rolls WHERE member = 'IRN'").fetchone() == ("by Iraq; on paragraph 5",)
    record.close()


@pytest.mark.parametrize(("entry", "detail"), [(0, "remarks"), (9, "remarks"), (3, "title"), (1, "venue")])
def test_it_names_an_entry_of_the_case(adopted: Office, entry: int, detail: str) -> None:
    """An entry that is not there, and a wording that the entry does not state, cannot be put right."""
    assert unmet(lambda: correct(adopted, "a", entry, "x", detail)) == ["corrigible"]
