"""Texts and names from outside: whether there is anything to read, and when two of them look the same."""

from __future__ import annotations

from unicodedata import category, normalize

BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and symbols of Unicode that leave the paper white: fillers of Hangul, and the Braille cell without dots."""


TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""The characters that change the direction of the text around them, so that it reads as something else."""

HARMFUL = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""The categories of control characters, halves of characters, and separators of lines and paragraphs."""


def harmful(text: str) -> str:
    """
    Return the first character of a text that would do something to a screen or a line; empty when there is none.

    A line feed and a tab are none.
    """
    if text.isprintable():
        return ""
    return next((c for c in text if c not in "\n\t" and (c in TURNING or category(c) in HARMFUL)), "")


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
