"""Texts that cannot be seen, and names and ids that look the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Literal
from unicodedata import normalize

import pytest

from cica_procedure import Case, Conference, Conflict, InvalidAct, load
from cica_procedure.record.queries import read_history
from cica_procedure.text import visible

At = Callable[..., datetime]
Form = Literal["NFC", "NFD", "NFKC", "NFKD"]

INVISIBLE = {
    "zero-width space": "\u200b",
    "word joiner": "\u2060",
    "no-break space": "\u00a0",
    "soft hyphen": "\u00ad",
    "Hangul filler": "\u3164",
    "halfwidth Hangul filler": "\uffa0",
    "empty Braille cell": "\u2800",
    "grapheme joiner alone": "\u034f",
    "tag characters": "\U000e0041\U000e0042",
    "several of them": "\u200b \u2060\t\u3000",
}


@pytest.mark.parametrize("text", INVISIBLE.values(), ids=INVISIBLE)
def test_a_text_that_cannot_be_seen_is_empty(cica: Conference, draft: Case, at: At, text: str) -> None:
    """Neither a title nor the reason of an objection can be such a text, and no case can have it as its id."""
    details = {"title": text, "kind": "guidelines"}
    with pytest.raises(InvalidAct, match=r"^title: the text is empty"):
        cica.submit("draft-document", "other", by="India", at=at(23), details=details)
    with pytest.raises(InvalidAct, match=r"^reason: the text is empty"):
        cica.position(draft, "Iran", "objection", reason=text, at=at(23))
    with pytest.raises(InvalidAct, match="is no id"):
        cica.submit("draft-document", text, by="India", at=at(23), details={"title": "T", "kind": "guidelines"})
    assert cica.cases() == ("paper", "soc")


@pytest.mark.parametrize("text", ["a", "§", "中", "ع", "1", "—", "€", "👍", "e\u0301", "\u200ba"])
def test_one_character_that_can_be_seen_is_a_text(text: str) -> None:
    """Whatever the script: a letter, a number, a mark of punctuation or a symbol."""
    assert visible(text)


@pytest.mark.parametrize(
    ("name", "party"),
    [
        (normalize("NFD", "Türkiye"), "TUR"),
        ("TÜRKİYE", "TUR"),
        ("türkiye", "TUR"),
        (normalize("NFD", "Китай"), "CHN"),
        (normalize("NFD", "КИТАЙ"), "CHN"),
        ("Viet\u00a0Nam", "VNM"),
        ("Viet  Nam ", "VNM"),
        ("\uff29\uff4e\uff44\uff49\uff41", "IND"),
    ],
)
def test_a_name_is_found_however_it_is_encoded(name: str, party: str) -> None:
    """Composed or not, in capitals, with another space: it is the same name to whoever reads it."""
    assert load("cica").party(name).id == party


@pytest.mark.parametrize(("one", "other"), [("NFC", "NFD"), ("NFD", "NFC"), ("NFKC", "NFKD")])
def test_ids_that_look_the_same_are_the_same(cica: Conference, at: At, one: Form, other: Form) -> None:
    """A second case cannot have an id that only a program can tell from that of the first; either form finds it."""
    details = {"title": "T", "kind": "guidelines"}
    name = "précis-ﬁn-1²"
    cica.submit("draft-document", normalize(one, name), by="India", at=at(2), details=details)
    with pytest.raises(Conflict):
        cica.submit("draft-document", normalize(other, name), by="India", at=at(2), details=details)
    cica.act(normalize(other, name), "withdraw", by="India", at=at(3))

    forms: tuple[Form, ...] = (one, other)
    for form in forms:
        assert cica.case(normalize(form, name)).stage == "withdrawn"
        assert [entry.act for entry in cica.history(normalize(form, name))] == ["table", "withdraw"]
        assert len(read_history(Path(cica._journal.path), normalize(form, name))[1]) == 2
    assert [case.id for case in cica.docket()] == [normalize("NFKC", name)]
