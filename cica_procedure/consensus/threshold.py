"""A threshold: how many of a number of members are enough."""

from __future__ import annotations

import re

from attrs import field, frozen

_FORMS = re.compile(
    r"(?P<number>\d{1,9})|(?P<most>>?)(?P<part>\d{1,6})/(?P<whole>\d{1,6})|all(?:-(?P<less>\d{1,6}))?", re.ASCII
)


def _check(_: object, __: object, words: str) -> None:
    form = _FORMS.fullmatch(words)
    if form is None:
        raise ValueError(f"{words!r} is no threshold; write 3, 2/3, >1/2, all or all-2")
    if form["whole"] is not None and (int(form["whole"]) < 1 or int(form["part"]) > int(form["whole"])):
        raise ValueError(f"{words} of the members is more than all of them")
    if form["most"] and form["part"] == form["whole"]:
        raise ValueError(f"{words} of the members is more than all of them")


@frozen
class Threshold:
    """
    A number of members, or a share of them.

    Attributes:
        words: ``3`` for a number; ``2/3`` for at least that share and ``>1/2`` for more than that share, in whole
            members; ``all``, or ``all-2`` for all but two.

    Raises:
        ValueError: when the words are none of these, or name more than all members.
    """

    words: str = field(validator=_check)
    _share: tuple[int, int] | None = field(init=False, repr=False, eq=False)
    _less: int = field(init=False, repr=False, eq=False)

    @_share.default
    def _read_share(self) -> tuple[int, int] | None:
        """Return the share as a numerator and a denominator; ``None`` for a number."""
        form = _FORMS.fullmatch(self.words)
        if form is None or form["number"] is not None:
            return None
        return (int(form["part"]), int(form["whole"])) if form["part"] else (1, 1)

    @_less.default
    def _read_number(self) -> int:
        """Return the number; for a share, how many fewer than the share are enough."""
        form = _FORMS.fullmatch(self.words)
        if form is None:
            return 0
        return int(form["number"] or form["less"] or (-1 if form["most"] else 0))

    def needed(self, members: int) -> int:
        """Return the smallest number of members that is enough; for 2/3, that is 18 of 27 and 19 of 28."""
        if self._share is None:
            return self._less
        part, whole = self._share
        if self._less < 0:
            return members * part // whole + 1
        return max(-(-members * part // whole) - self._less, 0)

    def __str__(self) -> str:
        return self.words
