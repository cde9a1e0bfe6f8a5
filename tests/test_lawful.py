"""Lawful replay: of a record that somebody has forged, every digest made good, the first unlawful entry is named."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import command
import pytest
from forging import Plain, forged, plains
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cica_procedure import Conference, DamagedRecord, ToldClock, back_up, load, verify
from cica_procedure.conference import lawfulness
from cica_procedure.loading.loader import shipped
from cica_procedure.scenario import play, read_scenario

ROOT = Path(__file__).parent.parent
SCENARIOS = sorted((ROOT / "scenarios").glob("*.toml"))


@cache
def played(path: Path) -> Path:
    """Return the record of a scenario, played once."""
    file = Path(mkdtemp()) / "r.sqlite"
    scenario = read_scenario(path)
    clock = ToldClock(scenario.since)
    with Conference.create(file, since=scenario.since, rulebook=scenario.rulebook, clock=clock) as cica:
        assert play(scenario, cica).met
    return file


def renumbered(entries: list[Plain]) -> list[Plain]:
    """Return entries with the places in their cases put in order."""
    places: dict[str, int] = {}
    found = []
    for plain in entries:
        places[plain["case_id"]] = n = places.get(plain["case_id"], 0) + 1
        found.append({**plain, "n": n})
    return found


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_every_scenario_is_lawful(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whole, and in stretches that begin with what the entries before them claim."""
    record = played(path)
    assert verify(record).problem == ""
    monkeypatch.setattr(lawfulness, "KEPT", 3)
    total = verify(record, replay=False).head.seq
    for first in range(1, total + 1, 7):
        assert lawfulness._first_unlawful(record, (first, min(first + 6, total))) is None


SOC = ROOT / "scenarios" / "one-objection.toml"


def found(entries: list[Plain], path: Path = SOC) -> tuple[int | None, str]:
    """Return the number of the first unlawful entry of a forged record, and what is wrong with it."""
    verdict = verify(forged(played(path), entries))
    return verdict.seq, verdict.problem


def place(entries: list[Plain], **said: str) -> int:
    """Return the index of the first entry that says something."""
    return next(i for i, plain in enumerate(entries) if all(plain.get(k) == v for k, v in said.items()))


def test_an_objection_that_was_taken_out() -> None:
    """
    The acts of its case are counted, and what rests on it does not follow without it.

    Where nothing rests on it and everything is counted anew, the rest is lawful: then only a head finds it that
    somebody has kept.
    """
    entries = plains(played(SOC))
    i = place(entries, position="objection")
    seq, problem = found([*entries[:i], *entries[i + 1 :]])
    assert (seq, "of which" in problem) == (i + 1, True)
    circle = ROOT / "scenarios" / "circle.toml"
    tested = plains(played(circle))
    j = place(tested, position="objection")
    seq, problem = found(renumbered([*tested[:j], *tested[j + 1 :]]), circle)
    assert "has no objection" in problem
    head = verify(played(SOC)).head
    anew = forged(played(SOC), renumbered([*entries[:i], *entries[i + 1 :]]))
    assert verify(anew).sound
    assert not verify(anew, expect_head=head).sound


def test_a_decision_over_an_objection() -> None:
    """The adoption, moved to where the objection stood, names the requirement and who objects."""
    entries = plains(played(SOC))
    i, j = place(entries, position="objection"), place(entries, act="adopt")
    adopted = {**entries[j], "at": entries[i]["at"], "recorded": entries[i]["recorded"]}
    adopted["revision"] = entries[i]["revision"]
    seq, problem = found(renumbered([*entries[: i + 1], adopted]))
    assert seq == i + 2
    assert "consensus: India objects" in problem


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda plain: plain["roll"].update(IND="support"), "it has roll"),
        (lambda plain: plain["roll"].pop("IND"), "it has roll"),
        (lambda plain: plain.update(to_stage="withdrawn"), "it has to_stage withdrawn, the rules draw up adopted"),
        (lambda plain: plain.update(actor="IND", party="IND"), "actor: "),
        (lambda plain: plain.update(party="IND"), "it has party IND, the rules draw up"),
        (lambda plain: plain.update(act="sing"), "sing"),
        (lambda plain: plain.update(decision="noted"), "it has decision noted, the rules draw up adopted"),
        (lambda plain: plain.update(cites="RoP 99 [C]"), "it has cites RoP 99 [C]"),
        (lambda plain: plain.update(edition="2004"), "2004"),
        (lambda plain: plain.update(recorded="2001-01-01T00:00:00+06:00"), "time"),
        (lambda plain: plain.update(changes=[{"role": "observer", "party": "LBN", "begins": True}]), "it has changes"),
        (lambda plain: plain.update(despite=True), "it has despite True, the rules draw up none"),
    ],
)
def test_a_decision_that_was_altered(change: Callable[[Plain], object], words: str) -> None:
    """Its roll, its stage, its actor, its words, its instant, its consequences."""
    entries = plains(played(SOC))
    i = place(entries, act="adopt")
    change(entries[i])
    seq, problem = found(entries)
    assert seq == i + 1, problem
    assert words in problem or "ahead" in problem or "clock" in problem, problem


def test_an_act_of_somebody_who_has_no_say() -> None:
    """An objection of an observer, and a position stated by a state for another."""
    entries = plains(played(SOC))
    i = place(entries, position="objection")
    entries[i] |= {"actor": "BLR", "party": "BLR"}
    seq, problem = found(entries[: i + 1])
    assert (seq, "actor: " in problem) == (i + 1, True)


def test_a_silence_that_has_not_ended() -> None:
    """A lapse is what follows from the end of a period, and not sooner, and nothing else stands in its place."""
    path = ROOT / "scenarios" / "osce-silence.toml"
    entries = plains(played(path))
    i = next(i for i, plain in enumerate(entries) if plain.get("silence", {}).get("outcome") == "lapsed")
    early = [*entries[: i + 1]]
    early[i] = {**early[i], "recorded": entries[i - 1]["recorded"]}
    assert found(early, path)[0] == i + 1
    without = renumbered([*entries[:i], *entries[i + 1 :]])
    seq, problem = found(without, path)
    assert seq is not None, problem


@cache
def values() -> dict[str, list[Any]]:
    """Return values that occur in the records of the scenarios, by name."""
    known: dict[str, list[Any]] = {}
    for path in SCENARIOS:
        for plain in plains(played(path)):
            for name, value in plain.items():
                if value not in known.setdefault(name, []):
                    known[name].append(value)
    return known


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(data=st.data())
def test_whatever_a_forger_does_is_found(data: st.DataObject) -> None:
    """
    One value of one entry is replaced, or an entry dropped, doubled or moved; then the rest does not follow.

    What was only said differently, such as a reason or a title, is lawful as well: no rule can know what was said.
    """
    path = data.draw(st.sampled_from(SCENARIOS))
    entries = plains(played(path))
    i = data.draw(st.integers(0, len(entries) - 1))
    how = data.draw(st.sampled_from(["value", "value", "value", "double", "swap"]))
    if how == "value":
        name = data.draw(st.sampled_from(sorted(entries[i].keys() - SAID)))
        value = data.draw(st.sampled_from(values()[name]))
        assume(value != entries[i][name])
        entries[i] = {**entries[i], name: value}
    elif how == "double":
        entries = renumbered([*entries[: i + 1], *entries[i:]])
        assume(entries[i].get("from_stage") != entries[i].get("to_stage"))
    else:
        assume(i > 0 and entries[i]["case_id"] == entries[i - 1]["case_id"])
        assume(entries[i]["at"] != entries[i - 1]["at"])
        entries[i - 1], entries[i] = entries[i], entries[i - 1]
        entries = renumbered(entries)
    seq, problem = found(entries, path)
    assert seq is not None, (path.name, how, i, entries[i])
    assert "is not lawful" in problem


SAID = {
    "reason",
    "details",
    "at",
    "recorded",
    "actor",
    "party",
    "case_id",
    "n",
    "meeting",
    "position",
    "act",
    "revision",
}
"""What an act says, in which a forger may find another one that is lawful too, and where an entry stands."""


@pytest.mark.slow
def test_several_processes_find_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first unlawful entry is named, in whichever stretch it is."""
    path = ROOT / "scenarios" / "ministers-2021-10-12.toml"
    monkeypatch.setattr(lawfulness, "STRETCH", 10)
    assert verify(played(path), workers=2).sound
    entries = plains(played(path))
    i = max(i for i, plain in enumerate(entries) if plain.get("roll"))
    entries[i]["roll"] = {**entries[i]["roll"], "IND": "reservation"}
    file = forged(played(path), entries)
    assert verify(file, workers=2).seq == verify(file).seq == i + 1


def test_what_is_not_lawful_is_not_handed_on(tmp_path: Path) -> None:
    """No copy, no certificate and no signature is made of it, and the command says why."""
    entries = plains(played(SOC))
    entries[place(entries, act="adopt")]["roll"]["IND"] = "support"
    file = forged(played(SOC), entries)
    with pytest.raises(DamagedRecord, match="is not lawful"):
        back_up(file, tmp_path / "copy.sqlite")
    assert list(tmp_path.iterdir()) == []
    for words in (["verify", file], ["certify", file, "sustainable-development"], ["backup", file, tmp_path / "c"]):
        done = command.cica(*words)
        assert (done.returncode, "is not lawful: it has roll" in done.stderr) == (4, True), done.stderr
    assert command.cica("verify", file, "--without-replay").returncode == 0


def test_every_shipped_rulebook_is_heard() -> None:
    """There is a record of each."""
    assert {read_scenario(path).rulebook.id for path in SCENARIOS} == {load(name).id for name in shipped()}
