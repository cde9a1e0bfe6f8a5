"""The pure core: a decision is a value, a state is a fold of entries, and a fork is a state that is kept."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import reduce
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cica_procedure import Ask, Case, Conference, InvalidAct, Refused, State, ToldClock, decide, play, read_scenario
from cica_procedure.core.decide import why_not
from cica_procedure.core.persistent_map import BESIDE, PersistentMap
from cica_procedure.core.settling import settle
from cica_procedure.core.state import Archive
from cica_procedure.record import journal as journals

At = Callable[..., datetime]
SCENARIOS = sorted((Path(__file__).parent.parent / "scenarios").glob("*.toml"))
by_name = pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)


def played(path: Path, cica: Conference) -> Conference:
    """Play a scenario in a conference, and return that."""
    assert play(read_scenario(path), cica).met
    return cica


def in_memory(path: Path) -> Conference:
    """Play a scenario without a database."""
    scenario = read_scenario(path)
    clock = ToldClock(scenario.since)
    return played(path, Conference.in_memory(since=scenario.since, rulebook=scenario.rulebook, clock=clock))


@pytest.fixture
def cica(tmp_path: Path, at: At) -> Iterator[Conference]:
    """Return a conference on a file of its own, whose clock says that it is noon on 23 June 2021."""
    with Conference.create(tmp_path / "cica.sqlite", since=at(1), clock=ToldClock(at(23, 12))) as conference:
        yield conference


@pytest.fixture
def state(draft: Case, cica: Conference) -> State:
    """Return the state in which a concept paper of India lies before the SOC."""
    assert draft.stage == "before-soc"
    return cica.state


# A decision is a value.


def test_a_decision_changes_nothing_it_was_given(state: State, at: At) -> None:
    """The state before is the state before, whatever is decided on it; the same question has the same answer."""
    ask = Ask("paper", "chair", "adopt", at(23, 11))
    first, again = decide(state, ask, at(23, 12)), decide(state, ask, at(23, 12))

    assert state.case("paper").stage == "before-soc"
    assert first.state.case("paper").stage == "adopted"
    assert (first.entries, first.case, first.findings) == (again.entries, again.case, ())


def test_what_is_decided_is_what_its_entries_give(state: State, at: At) -> None:
    """A decision holds no more than its entries: folded in, they give the state it returns."""
    outcome = decide(state, Ask("paper", "India", "position", at(23, 11), {"position": "support"}), at(23, 12))
    folded = reduce(State.after, outcome.entries, state)

    assert folded.case("paper") == outcome.case == outcome.state.case("paper")
    assert (folded.seq, folded.recorded, folded.register) == (
        outcome.state.seq,
        outcome.state.recorded,
        outcome.state.register,
    )


def test_a_refusal_is_a_value_and_leaves_the_state_it_was_asked_of(state: State, at: At) -> None:
    """What is refused has findings, no entries, and the very same state; `why_not` says the same."""
    objection = Ask("paper", "Iran", "position", at(23, 11), {"position": "objection"}, "paragraph 4")
    heard = decide(state, objection, at(23, 12)).state
    adopt = Ask("paper", "chair", "adopt", at(23, 12))
    refused = decide(heard, adopt, at(23, 12))

    assert refused.state is heard
    assert not refused.entries
    assert [finding.requirement for finding in refused.findings] == ["consensus"]
    assert why_not(heard, adopt) == refused.findings


def test_going_on_from_an_older_state_takes_nothing_with_it(state: State, at: At) -> None:
    """From one state two ways lead on: adopted in the one, an objection in the other."""
    adopted = decide(state, Ask("paper", "chair", "adopt", at(23, 11)), at(23, 12)).state
    ask = Ask("paper", "Iran", "position", at(23, 11), {"position": "objection"}, "paragraph 4")
    opposed = decide(state, ask, at(23, 12)).state

    assert adopted.case("paper").stage == "adopted"
    assert not adopted.case("paper").positions
    assert opposed.case("paper").stage == "before-soc"


def test_settling_twice_is_settling_once(draft: Case, cica: Conference, at: At) -> None:
    """What silence has come to is drawn up once, with effect from its end; before its end, nothing is drawn up."""
    cica.act(
        draft,
        "open-silence",
        by="chair",
        at=at(23, 11),
        details={"decides": "adopt", "expires": at(26, 12).isoformat()},
    )
    state = cica.state
    (period,) = state.silences.values()
    early, nothing = settle(state, at(26, 11), at(26, 11))
    after, entries = settle(state, period.expires, period.expires)

    assert (early is state, nothing) == (True, ())
    assert [(entry.case, entry.at) for entry in entries] == [("paper", period.expires)]
    assert settle(after, period.expires, period.expires) == (after, ())


def test_the_core_needs_no_database(root: Path) -> None:
    """Importing the core, deciding and folding never loads SQLite, the record or the terminal."""
    code = (
        "import sys, cica_procedure.core.decide\n"
        "print([n for n in ('sqlite3', 'sqlite_utils', 'click', 'rich', 'cica_procedure.record') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)

    assert done.stdout.strip() == "[]"


# A state is a fold.


@by_name
def test_a_state_is_the_fold_of_its_entries(path: Path) -> None:
    """Every case, the register and the silence periods come out of the entries alone."""
    cica = in_memory(path)
    folded = reduce(State.after, cica.entries(), State.begin(cica.rulebook, cica.since))

    assert dict(folded.cases()) == dict(cica.state.cases())
    assert folded.register == cica.register
    assert dict(folded.silences) == dict(cica.state.silences)
    assert dict(folded.meetings) == dict(cica.state.meetings)


@by_name
def test_a_list_in_memory_and_a_record_hold_the_same(path: Path, tmp_path: Path) -> None:
    """Played without a database and into a file, a scenario leaves the same entries, to the letter."""
    scenario = read_scenario(path)
    since, clock = scenario.since, ToldClock(scenario.since)
    with Conference.create(tmp_path / "r.sqlite", since=since, rulebook=scenario.rulebook, clock=clock) as recorded:
        played(path, recorded)

        assert list(in_memory(path).entries()) == list(recorded.entries())


@by_name
def test_an_archive_says_of_a_case_what_folding_says(path: Path) -> None:
    """The cases of a journal as they stood with any of its entries, as of any instant."""
    cica = in_memory(path)
    entries = list(cica.entries())
    for until in range(0, len(entries) + 1, 7):
        folded = reduce(State.after, entries[:until], State.begin(cica.rulebook, cica.since))
        archive: Archive = journals.JournalArchive(cica._journal, until)

        assert {name: archive.case(name) for name in archive.names()} == dict(folded.cases()) == dict(archive.cases())
        assert archive.case("nobody's") is None


# A fork is a state that is kept.


def test_nothing_done_in_a_fork_is_seen_elsewhere(draft: Case, cica: Conference, at: At) -> None:
    """Neither on the record, nor in the conference it was made from, nor in another fork, nor in a fork of a fork."""
    before = cica.head()
    one, other = cica.fork(), cica.fork()
    deeper = one.fork()
    one.position(draft.id, "Iran", "objection", at=at(23, 11), reason="paragraph 4")
    other.act(draft.id, "adopt", by="chair", at=at(23, 11))
    deeper.submit("observer-application", "morocco", by="MAR", at=at(23, 11), details={"subject": "MAR"})

    assert [each.case("paper").stage for each in (cica, one, other)] == ["before-soc", "before-soc", "adopted"]
    assert [len(each.case("paper").positions) for each in (cica, one, other, deeper)] == [0, 1, 0, 0]
    assert "morocco" in deeper.cases()
    assert not any("morocco" in each.cases() for each in (cica, one, other))
    assert cica.head() == before == Conference.open(cica._journal.path).head()


def test_a_fork_goes_on_where_the_record_stood(draft: Case, cica: Conference, at: At) -> None:
    """It reads what was there; what the record gets afterwards is no part of it; its entries follow on."""
    fork = cica.fork()
    cica.position(draft, "Iran", "objection", at=at(23, 11), reason="paragraph 4")
    adopted = fork.act("paper", "adopt", by="chair", at=at(23, 12))

    assert adopted.stage == "adopted"
    assert [entry.act for entry in fork.history("paper")] == ["table", "take-up", "adopt"]
    assert fork.head().seq == len(list(fork.entries())) == len(list(cica.entries()))
    with pytest.raises(Refused, match="objects"):
        cica.act("paper", "adopt", by="chair", at=at(23, 12))


def test_a_fork_is_refused_what_the_record_is_refused(draft: Case, cica: Conference, at: At) -> None:
    """No rule is loosened in it: the same findings, in the same words."""
    cica.position(draft, "Iran", "objection", at=at(23, 11), reason="paragraph 4")
    said = []
    for each in (cica, cica.fork()):
        with pytest.raises(Refused) as caught:
            each.act("paper", "adopt", by="chair", at=at(23, 12))
        said.append(caught.value.findings)

    assert said[0] == said[1]


def test_a_fork_has_the_clock_of_its_conference_or_its_own(draft: Case, cica: Conference, at: At) -> None:
    """What a fork writes down is written down by the clock it was given, and the laws of time hold in it."""
    fork = cica.fork(clock=ToldClock(at(28)))
    assert cica.fork().clock is cica.clock
    assert fork.position(draft.id, "India", "support", at=at(27)).n == draft.n + 1
    with pytest.raises(Refused) as caught:
        fork.position(draft.id, "India", "support", at=at(29))

    assert [finding.requirement for finding in caught.value.findings] == ["ahead"]


def test_what_is_in_a_batch_cannot_be_forked(draft: Case, cica: Conference, at: At) -> None:
    """A batch may be taken back as a whole, and a fork would keep what never was."""
    with cica.batch():
        cica.position(draft, "India", "support", at=at(23, 11))
        with pytest.raises(InvalidAct, match="before you fork"):
            cica.fork()
    assert cica.fork().case("paper") == cica.case("paper")


def test_a_thousand_forks_share_what_they_have_in_common(draft: Case, cica: Conference, at: At) -> None:
    """A fork copies no case: every one of a thousand has the very state it was made from, until it acts."""
    state = cica.state
    forks = [cica.fork() for _ in range(1000)]

    assert all(fork.state is state for fork in forks)
    forks[0].position(draft.id, "India", "support", at=at(23, 11))
    assert forks[0].state is not state
    assert all(fork.state is state for fork in forks[1:])


# A mapping that shares.

CHANGES = st.lists(st.tuples(st.integers(0, 9), st.none() | st.text(max_size=2)), max_size=3 * BESIDE)


@given(st.dictionaries(st.integers(0, 9), st.text(max_size=2)), CHANGES)
def test_a_shared_map_is_a_dict_that_never_changes(base: dict[int, str], changes: list[tuple[int, str | None]]) -> None:
    """Set and taken out in any order, it holds what a dict would, in the order of a dict; every older one stands."""
    plain, shared = dict(base), PersistentMap(base)
    stages = [(dict(plain), shared)]
    for key, value in changes:
        if value is None:
            plain.pop(key, None)
            shared = shared.without(key)
        else:
            plain[key] = value
            shared = shared.set(key, value)
        stages.append((dict(plain), shared))

    for expected, found in stages:
        assert dict(found) == expected
        assert sorted(found) == sorted(expected)
        assert len(found) == len(expected)
        assert [found.get(key, "-") for key in range(10)] == [expected.get(key, "-") for key in range(10)]
        assert [key in found for key in range(10)] == [key in expected for key in range(10)]
