"""Whose hand an act is in: signed by its actor, known from a letter, or told."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from command import cica
from forging import forged, plains
from office import T
from spoilt import changed, copied

from cica_procedure import Conference, InvalidAct, Refused, ToldClock, verify
from cica_procedure.record.keys import Key, make_key, read_key
from cica_procedure.record.notes import act_note, signed

DAY = T("2026-06-01T10:00+05:00")
LETTER = "a" * 64


class Room:
    """A record with a paper before the SOC, and the keys of two delegations."""

    def __init__(self, folder: Path, rulebook: str | Path = "cica") -> None:
        self.path, self.clock = folder / "r.sqlite", ToldClock(DAY)
        self.conference = Conference.create(self.path, since=DAY, rulebook=rulebook, clock=self.clock)
        self.keys: dict[str, Key] = {}
        for who in ("IND", "CHN", "new"):
            make_key(folder / who)
            self.keys[who] = read_key(folder / who)

    def later(self, **more: int) -> None:
        """Let time pass."""
        self.clock.at += timedelta(**(more or {"minutes": 1}))

    def draft(self, *words: object, **more: object) -> str:
        """Return a draft, a minute later."""
        self.later()
        return self.conference.draft(*words, **more)  # type: ignore[arg-type]  # passed on

    def sign(self, note: str, *who: str) -> str:
        """Return a note with the lines of some keys, under the name of its actor."""
        for each in who:
            key = self.keys[each]
            note = signed(note, act_note(note).name, key.public, key.sign)
        return note

    def enrol(self, who: str) -> None:
        """Enrol the key of a delegation."""
        details = {"key": self.keys[who].public}
        note = self.draft(f"keys-{who}", procedure="keys", by=who, details=details, letter=LETTER)
        self.conference.enter(self.sign(note, who))

    def table(self) -> None:
        """Bring a paper before the SOC."""
        paper = {"title": "Paper", "kind": "concept-paper"}
        self.conference.submit("draft-document", "paper", by="India", details=paper)
        self.conference.meet("SOC", "soc")
        self.conference.act("paper", "take-up", by="chair")

    def objection(self, by: str = "India", **more: object) -> str:
        """Return the draft of an objection."""
        return self.draft("paper", "position", by=by, details={"position": "objection"}, reason="no", **more)


@pytest.fixture
def room(tmp_path: Path) -> Room:
    """Return a room in which India has a key."""
    room = Room(tmp_path)
    room.enrol("IND")
    room.table()
    return room


def unmet(caught: pytest.ExceptionInfo[Refused]) -> list[tuple[str, object]]:
    """Return the requirements that were not met, with what was wrong."""
    return [(each.requirement, each.facts.get("wrong")) for each in caught.value.findings]


def test_the_three_hands(room: Room) -> None:
    """Signed, by letter, told: each is shown where the position is shown, and in the decision that counts it."""
    room.conference.enter(room.sign(room.objection(), "IND"))
    room.conference.position("paper", "China", "reservation", letter="b" * 64)
    room.conference.position("paper", "Kazakhstan", "support")
    hands = {who: each.hand for who, each in room.conference.case("paper").positions["SOC"].items()}
    assert hands == {"IND": "own", "CHN": "letter", "KAZ": ""}
    note = room.draft("paper", "position", by="India", details={"position": "nothing yet"})
    room.conference.enter(room.sign(note, "IND"))
    room.conference.act("paper", "adopt", by="chair")
    entry = room.conference.history("paper")[-1]
    assert (entry.hands, entry.title) == ({"CHN": "letter"}, "Paper")
    room.conference.close()
    assert verify(room.path).problem == ""
    connection = sqlite3.connect(room.path)
    shown = connection.execute("SELECT member, hand FROM positions ORDER BY seq").fetchall()
    rolled = dict(connection.execute("SELECT member, hand FROM rolls"))
    connection.close()
    assert shown == [("IND", "own"), ("CHN", "letter"), ("KAZ", "told"), ("IND", "own")]
    assert (rolled["CHN"], rolled["KAZ"]) == ("letter", "told")
    told = cica("case", room.path, "paper", env={**os.environ, "COLUMNS": "120"}).stdout
    assert [told.count(words) for words in ("objection (own)", "reservation (letter)", "support (own")] == [1, 1, 0]


def test_a_draft_that_is_not_signed_is_told(room: Room) -> None:
    """It is recorded as whoever enters it says."""
    room.conference.enter(room.objection())
    entry = room.conference.history("paper")[-1]
    assert (entry.hand, entry.said, entry.proof) == ("", "", "")


@pytest.mark.parametrize(
    ("spoil", "wrong"),
    [
        (lambda room, note: room.sign(note, "CHN"), "untrue"),
        (lambda room, note: room.sign(note, "IND").replace('"reason":"no"', '"reason":"yes"'), "untrue"),
        (lambda room, note: room.sign(note, "IND").replace('"IND"', '"CHN"').replace("cica/IND", "cica/CHN"), "untrue"),
        (lambda room, note: room.sign(note.replace(',"revision":1', ""), "IND"), "revision"),
        (lambda room, note: room.sign(note.replace('"details"', '"document":"00","details"'), "IND"), None),
        (lambda room, note: room.sign(note.replace("2026-06-01", "2026-06-02"), "IND"), "ahead"),
    ],
    ids=["another's key", "another text", "another's name", "no revision", "out of order", "ahead"],
)
def test_what_is_not_signed_as_it_stands(room: Room, spoil: Callable[[Room, str], str], wrong: str | None) -> None:
    """A signature by another key, over another text, in another name: refused, and the record stays as it was."""
    head = room.conference.head()
    with pytest.raises((Refused, InvalidAct)) as caught:
        room.conference.enter(spoil(room, room.objection()))
    if wrong is not None:
        assert ("hand", wrong) in unmet(caught)  # type: ignore[arg-type]  # a refusal, as is asserted
    assert room.conference.head() == head


def test_what_was_signed_is_good_once(room: Room) -> None:
    """Entered again, or after what was signed later, it is refused; so it is for another revision, and elsewhere."""
    first, second = room.sign(room.objection(), "IND"), room.sign(room.objection(), "IND")
    room.conference.enter(second)
    for note in (first, second):
        with pytest.raises(Refused) as caught:
            room.conference.enter(note)
        assert unmet(caught) == [("hand", "earlier")]
    note = room.sign(room.objection(), "IND")
    room.conference.act("paper", "amend", by="India", details={"summary": "s"})
    with pytest.raises(Refused) as caught:
        room.conference.enter(note)
    assert ("current-revision", None) in unmet(caught)
    with pytest.raises(InvalidAct, match="is meant for the record"):
        room.conference.enter(note.replace("cica-record/cica/", "cica-record/cica/0"))


def test_a_position_speaks_of_the_document_of_its_revision(tmp_path: Path) -> None:
    """A signature on one text is none on another."""
    room = Room(tmp_path)
    room.enrol("IND")
    paper = {"title": "Paper", "kind": "concept-paper", "document": "1" * 64}
    room.conference.submit("draft-document", "paper", by="India", details=paper)
    room.conference.meet("SOC", "soc")
    room.conference.act("paper", "take-up", by="chair")
    note = room.objection()
    assert f'"document":"{"1" * 64}"' in note
    with pytest.raises(Refused) as caught:
        room.conference.enter(room.sign(note.replace("1" * 64, "2" * 64), "IND"))
    assert unmet(caught) == [("hand", "document")]
    room.conference.enter(room.sign(note, "IND"))


def test_keys_come_and_go(room: Room) -> None:
    """A key is exchanged by both, revoked from an earlier instant on, and counts only while it is held."""
    old, new = room.keys["IND"].public, room.keys["new"].public
    note = room.draft("keys-IND", "exchange", by="India", details={"key": new})
    for who, wrong in ((("IND",), "possession"), (("new",), "untrue")):
        with pytest.raises(Refused) as caught:
            room.conference.enter(room.sign(note, *who))
        assert ("hand", wrong) in unmet(caught)
    room.conference.enter(room.sign(note, "IND", "new"))
    assert room.conference.state.register.about("key", "IND", room.clock.at) == (new,)
    with pytest.raises(Refused) as caught:
        room.conference.enter(room.sign(room.objection(), "IND"))
    assert unmet(caught) == [("hand", "untrue")]
    since = room.clock.at + timedelta(seconds=30)
    room.conference.enter(room.sign(room.objection(), "new"))
    with pytest.raises(Refused) as caught:
        room.conference.act("keys-IND", "revoke", by="secretariat", details={"since": since.isoformat()})
    assert unmet(caught) == [("hand", "letter")]
    room.later()
    room.conference.act("keys-IND", "revoke", by="secretariat", details={"since": since.isoformat()}, letter="c" * 64)
    assert room.conference.state.register.about("key", "IND", room.clock.at) == ()
    assert old != new
    room.conference.close()
    assert verify(room.path).problem == ""
    first, second = (line for line in cica("keys", room.path).stdout.splitlines() if line.startswith("India"))
    # The key signed its enrolment and the exchange, and nothing after its end; the new one, an objection since then.
    assert first.split()[1:4] == ["2026-06-01", "2026-06-01", "2"]
    assert old.startswith(first.split()[4])
    assert second.split()[1:6] == ["2026-06-01", "2026-06-01", "2", "paper", "3"]


def test_a_key_is_never_revoked_before_it_began(room: Room) -> None:
    """Revoked since long ago, it ends where it began, and does not go on by mistake."""
    room.later()
    details = {"since": (DAY - timedelta(days=1)).isoformat()}
    room.conference.act("keys-IND", "revoke", by="secretariat", details=details, letter="c" * 64)
    assert room.conference.state.register.about("key", "IND", room.clock.at) == ()


def test_to_enrol_a_key_takes_the_key_and_a_letter(tmp_path: Path) -> None:
    """Nobody enrols a key that it does not have, or without a letter."""
    room = Room(tmp_path)
    details = {"key": room.keys["IND"].public}
    note = room.draft("keys-IND", procedure="keys", by="IND", details=details, letter=LETTER)
    with pytest.raises(Refused) as caught:
        room.conference.enter(room.sign(note, "CHN"))
    assert unmet(caught) == [("hand", "possession")]
    with pytest.raises(Refused) as caught:
        room.conference.enter(note)
    assert unmet(caught) == [("hand", "possession")]
    bare = room.draft("keys-IND", procedure="keys", by="IND", details=details)
    with pytest.raises(Refused) as caught:
        room.conference.enter(room.sign(bare, "IND"))
    assert unmet(caught) == [("hand", "letter")]


def test_a_rulebook_asks_for_a_hand(tmp_path: Path) -> None:
    """Where a step asks for the actor's own hand, what is told is refused, with what to do; the letter is too little."""
    rules = copied("cica", tmp_path)
    for file in rules.glob("**/*.toml"):
        if 'effects = "position"' in file.read_text(encoding="utf-8"):
            changed(rules, str(file.relative_to(rules)), 'requires = "reasoned-objection"', 'requires = ["reasoned-objection", { hand = "own" }]')  # fmt: skip
    room = Room(tmp_path, rules)
    room.enrol("IND")
    room.table()
    for letter in ("", "b" * 64):
        with pytest.raises(Refused, match="it is not signed: draft it, let India sign it, and enter it"):
            room.conference.position("paper", "India", "support", letter=letter)
    room.conference.enter(room.sign(room.objection(), "IND"))


def test_what_is_disowned_is_shown(room: Room) -> None:
    """A word that was told in its name stays, and so does the decision that counted it: both are shown as disowned."""
    room.conference.position("paper", "India", "support")
    n = room.conference.case("paper").n
    room.conference.act("paper", "adopt", by="chair")
    with pytest.raises(Refused) as caught:
        room.conference.act("keys-IND", "disown", by="India", details={"of": "paper", "entry": n})
    assert unmet(caught) == [("hand", "own")]
    with pytest.raises(Refused, match="has 4 entries, and none of the number 9"):
        room.draft("keys-IND", "disown", by="India", details={"of": "paper", "entry": 9})
    note = room.draft("keys-IND", "disown", by="India", details={"of": "paper", "entry": n})
    room.conference.enter(room.sign(note, "IND"))
    room.conference.close()
    connection = sqlite3.connect(room.path)
    assert connection.execute("SELECT disowned FROM positions").fetchall() == [(1,)]
    assert connection.execute("SELECT disowned FROM decisions").fetchall() == [(1,)]
    connection.close()
    assert verify(room.path).problem == ""


@pytest.mark.parametrize("name", ["reason", "proof", "hand", "said"])
def test_a_hand_that_is_forged_is_found(room: Room, name: str) -> None:
    """What was said or signed is altered or left out, and every digest made good: the replay names the entry."""
    room.conference.enter(room.sign(room.objection(), "IND"))
    room.conference.close()
    entries = plains(room.path)
    if name == "reason":
        entries[-1][name] = "another"
    else:
        del entries[-1][name]
    found = verify(forged(room.path, entries))
    assert (found.seq, "is not lawful" in found.problem) == (len(entries), True), found.problem


def test_draft_sign_enter_at_the_prompt(room: Room, tmp_path: Path) -> None:
    """As a clerk and a delegation do it, with files between them."""
    room.conference.close()
    draft, note = tmp_path / "draft.note", tmp_path / "signed.note"
    words = ("paper", "position", "--by", "India", "position=objection", "--reason", "paragraph 4")
    draft.write_text(cica("draft", "--db", room.path, *words).stdout, encoding="utf-8")
    note.write_text(cica("sign", draft, "--key", tmp_path / "IND").stdout, encoding="utf-8")
    done = cica("enter", room.path, note)
    assert (done.returncode, done.stderr) == (0, "")
    assert "paper: position by India, in its own hand" in done.stdout
    again = cica("enter", room.path, note)
    assert (again.returncode, "has signed this act already" in again.stderr) == (1, True)
    assert cica("enter", room.path, tmp_path / "IND").returncode == 2
    assert cica("draft", "--db", room.path, *words[:-3], "position=maybe").returncode == 2
    assert cica("draft", "--db", room.path, "paper", "position", "position", "--by", "India").returncode == 2
    assert cica("verify", room.path).returncode == 0


def test_a_rulebook_that_asks_for_a_hand_is_explored(tmp_path: Path) -> None:
    """Nobody signs in an exploration: what can be reached is the same, whoever has to sign."""
    from cica_procedure import load  # noqa: PLC0415 - this test alone
    from cica_procedure.exploration import explore  # noqa: PLC0415 - this test alone

    folder = copied("rust-fcp", tmp_path)
    file = next(f for f in folder.glob("p*/*.toml") if 'effects = "position"' in f.read_text(encoding="utf-8"))
    place = str(file.relative_to(folder))
    changed(folder, place, 'requires = "reasoned-objection"', 'requires = ["reasoned-objection", { hand = "own" }]')
    plain, asking = load("rust-fcp"), load(folder)
    procedures = [*zip(plain, asking, strict=True)]
    assert any(step.requirement("hand") for _, each in procedures for step in each.steps)
    for one, other in procedures:
        found = explore(asking, other)
        assert (found.sound, found.states) == (explore(plain, one).sound, explore(plain, one).states)
