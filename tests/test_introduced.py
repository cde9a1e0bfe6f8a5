"""A party that no list knows is named by an act, and known from then on, whatever the rules."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from spoilt import changed, copied

from cica_procedure import Conference, InvalidAct, Refused, verify
from cica_procedure.conference import lawfulness
from cica_procedure.scenario import play, read_scenario

At = Callable[..., datetime]
NEPAL = {"introduces": "NPL", "name": "Nepal", "type": "state"}


def introduced(cica: Conference, at: datetime, **other: str) -> None:
    """Introduce Nepal, or somebody else."""
    cica.submit("parties", "new-party", by="secretariat", at=at, details={**NEPAL, **other})


def test_an_applicant_that_no_list_knows(cica: Conference, at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    """It cannot act before it is named; then it applies, is admitted, and the replay finds the same."""
    with pytest.raises(InvalidAct, match="unknown state or organisation 'Nepal'"):
        cica.submit("observer-application", "nepal", by="Nepal", at=at(2), details={"subject": "Nepal"})
    introduced(cica, at(2))
    cica.submit("observer-application", "nepal", by="nepal", at=at(3), details={"subject": "NPL"})
    cica.meet("SOC", "soc", at=at(23))
    cica.act("nepal", "take-up", by="chair", at=at(23))
    cica.act("nepal", "grant", by="chair", at=at(23))
    assert cica.register.holds("observer", "NPL", at(24))
    assert cica.rulebook.name_of("NPL") == "Nepal"
    path = Path(cica._journal.path)
    cica.close()
    assert verify(path).problem == ""
    monkeypatch.setattr(lawfulness, "STRETCH", 2)
    assert verify(path, workers=2).problem == ""
    with Conference.open(path, to_read=True) as again:
        assert again.rulebook.id_of("Nepal") == "NPL"
        assert not again.as_of(known=0).rulebook.knows("Nepal")


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"introduces": "IND"}, "IND is known already, as India: name India instead"),
        ({"name": "Turkey"}, "Turkey is known already, as Turkey: name Turkey"),
        ({"name": "The Chair"}, "The Chair is known already, as the Chair"),
        ({"introduces": "N P"}, "N P is no id of a party"),
    ],
)
def test_nobody_is_known_twice(cica: Conference, at: At, other: dict[str, str], said: str) -> None:
    """An id or a name that somebody has, in whatever spelling, is refused."""
    with pytest.raises(Refused, match=said):
        introduced(cica, at(2), **other)


def test_other_rules_know_whom_the_record_has_introduced(cica: Conference, at: At, tmp_path: Path) -> None:
    """The rules that follow need not name them."""
    introduced(cica, at(2))
    folder = copied("cica", tmp_path)
    changed(folder, "procedures/report.toml", 'name = "', 'name = "A ')
    cica.enter_rules(folder, by="secretariat", clerical=True, reason="a name")
    assert len(cica.rules()) == 2
    assert cica.rulebook.name_of("NPL") == "Nepal"
    path = Path(cica._journal.path)
    cica.close()
    assert verify(path).problem == ""


def test_in_a_scenario(tmp_path: Path) -> None:
    """Whoever is introduced acts in the acts that follow."""
    (tmp_path / "s.toml").write_text(
        """title = "An applicant"
[[acts]]
at = 2026-06-01T10:00:00+05:00
case = "party"
procedure = "parties"
by = "secretariat"
introduces = "NPL"
name = "Nepal"
type = "state"
[[acts]]
case = "nepal"
procedure = "observer-application"
by = "Nepal"
subject = "Nepal"
expect = { stage = "applied" }
""",
        encoding="utf-8",
    )
    assert play(read_scenario(tmp_path / "s.toml")).met
