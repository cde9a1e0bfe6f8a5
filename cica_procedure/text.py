"""Texts and names from outside: whether there is anything to read, and when two of them look the same."""

from __future__ import annotations

from unicodedata import category, normalize

BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and symbols of Unicode that leave the paper white: fillers of Hangul, and the Braille cell without dots."""


def visible(text: str) -> bool:
    """Return whether a text has at least one letter, number, punctuation mark or symbol that can be seen."""
    return any(category(char)[0] in "LNPS" and char not in BLANK for char in text)


def id_form(name: str) -> str:
    """Return the form in which an id is kept; ids that differ only in the encoding of their letters have the same."""
    return name if name.isascii() else normalize("NFKC", name)


def name_form(name: str) -> str:
    """
    Return the form in which names are compared: without regard to case, spaces and the encoding of letters.

    The dot that case folding leaves behind the Turkish capital İ is left out, so that ``TÜRKİYE`` is ``Türkiye``.
    """
    return " ".join(normalize("NFKC", normalize("NFKC", name).casefold()).replace("i\u0307", "i").split())
