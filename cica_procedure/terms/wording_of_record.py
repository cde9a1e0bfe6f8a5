"""The words of findings about the record itself: its rules, and whose hand an act is in."""

from __future__ import annotations

from collections.abc import Mapping

from cica_procedure.terms.act import LETTER, OWN, TOLD

_KEEP = "keep what is on the record"

WRONG: Mapping[str, tuple[str, str]] = {
    # Other rules.
    "nothing-decided": ("nothing has been decided on {case}", "name the case in which it was decided"),
    "by-nobody": ("it is not said who decided it", "name the case in decided, or say clerical = true with a reason"),
    "without-reason": ("it is not said what was put right", "give a reason"),
    "in-force": ("these rules are in force already", "enter others"),
    "not-there": ("the rules {digest} cannot be had: {error}", "keep their texts first"),
    "of-others": ("they are the rules of {rulebook}, not of {own}", "begin a record of its own"),
    "no-stage": (
        "they do not know the stage {stage} of {procedure} in edition {edition}, at which {case} stands",
        _KEEP,
    ),
    "no-role": ("they do not know the role {name}, which is in the register", _KEEP),
    "no-party": ("they do not know {name}, which is in the register", _KEEP),
    # A party.
    "known": ("{who} is known already, as {party}", "name {party} instead"),
    "no-id": ("{who} is no id of a party", "give a word of letters, digits and hyphens, such as NPL"),
    # The hand of an act.
    "own": ("{act} is for {actor} to sign, and it is not signed", "draft it, let {actor} sign it, and enter it"),
    "letter": (
        "{act} has to be signed by {actor}, or known from its letter",
        "draft it and let {actor} sign it, or give the letter",
    ),
    "untrue": (
        "no signature under {act} is by a key that {actor} holds, over what is said",
        "let {actor} sign it as it stands, by a key that is enrolled",
    ),
    "possession": ("the new key has not signed {act}", "sign it by the new key too"),
    "earlier": (
        "{actor} has signed this act already, or a later one on the case",
        "draft it again and let {actor} sign it",
    ),
    "ahead": ("{act} is signed at an instant that is still to come", "set the clock of whoever signs, and sign again"),
    "revision": ("a position that is signed names no revision", "draft it again: a draft names the revision"),
    "document": (
        "a position that is signed speaks of another document than the one of the revision",
        "draft it again: a draft names the document",
    ),
}
"""What can be wrong with other rules, with a party and with the hand of an act: in words, with the cure."""

HANDS: Mapping[str, str] = {OWN: "in its own hand", LETTER: "by letter", TOLD: "as told"}
"""Whose hand an act is in, in words."""
