"""Where the acts and expectations of a scenario stand in its file, for messages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cica_procedure.errors import Fault

_ITEM = re.compile(r"^(acts|expect)\[(\d+)\]\.?(.*)$", re.DOTALL)
_HEADER = re.compile(r"^[ \t]*\[\[[ \t]*(acts|expect)[ \t]*\]\]", re.MULTILINE)
_NOUNS = {"acts": "act", "expect": "expectation"}


class Places:
    """
    The places in one file.

    Args:
        path: the file.

        text: its text.

        table: what it says.
    """

    def __init__(self, path: Path, text: str, table: Mapping[str, Any]) -> None:
        self._path, self._text, self._table = path, text, table
        # An offset that is advised is the first that the file uses.
        offset = re.search(r"\d:\d\d([+-]\d\d:\d\d|Z)", text)
        self._offset = offset[1] if offset else "+06:00"
        self._begins: dict[str, list[int]] = {"acts": [], "expect": []}
        for header in _HEADER.finditer(text):
            self._begins[header[1]].append(header.start())

    def line(self, item: str, i: int, key: str = "") -> int:
        """Return the line of a key of the act or expectation with a number, from 0, or of its header; 0 if unknown."""
        begins = self._begins[item]
        if i >= len(begins):
            return 0
        start = begins[i]
        following = _HEADER.search(self._text, start + 1)
        end = following.start() if following else len(self._text)
        name = re.escape(key.partition(".")[0].partition("[")[0])
        found = re.compile(rf"^[ \t]*{name}[ \t]*[=.]", re.MULTILINE).search(self._text, start, end) if name else None
        return self._text.count("\n", 0, found.start() if found else start) + 1

    def named(self, place: str) -> str:
        """Return a place such as ``acts[2].by`` in words, with the file, the line and the case."""
        item = _ITEM.match(place)
        if item is None:
            return f"{self._path}: {place}" if place else str(self._path)
        name, i, key = item[1], int(item[2]), item[3].removeprefix("details.").removeprefix("details")
        line = self.line(name, i, key)
        where = f"{self._path}:{line}" if line else str(self._path)
        words = f"{where}: {_NOUNS[name]} {i + 1}{self._case(name, i)}"
        return f"{words}: {key}" if key else words

    def of(self, fault: Fault) -> Fault:
        """Return a fault with its place in words."""
        problem = fault.problem.replace("+06:00, say", f"{self._offset}, say")
        return fault._replace(place=self.named(fault.place), problem=problem)

    def _case(self, name: str, i: int) -> str:
        items = self._table.get(name)
        item = items[i] if isinstance(items, list) and i < len(items) else None
        case = item.get("case") if isinstance(item, dict) else None
        return f" ({str(case)[:40]})" if case else ""
