"""Read a chronology, from YAML or from one row for each step, or raise an error with every fault by its place."""

from __future__ import annotations

import csv
import json
import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import yaml
from attrs import frozen

from cica_procedure.conformance.word_meanings import WordMeanings
from cica_procedure.errors import Fault, InvalidChronology, unknown
from cica_procedure.reading import read_source

MAX_STEPS = 20_000
"""The maximum number of steps of a chronology; CICA's has about two hundred."""

MAX_DEPTH = 20
"""How deep a YAML file may be nested; a chronology has five levels."""

MAX_CASE = 60
"""The maximum number of steps of one case; the longest of CICA's has nine."""

LONG_AGO = date(1900, 1, 1)
"""The first possible day of a step of which only the last possible day is known."""

EARLIEST, LATEST = 1901, 2999

PRECISIONS = ("day", "month", "year", "as_of", "reported_on", "not_later_than", "deadline", "planned")
"""Precisions of a date: that day, any day of its month or year, or a day up to it; ``planned`` is no fact yet."""


@frozen
class Observed:
    """
    One step of a case, as it was reported.

    Attributes:
        place: its place in the file.

        when: the date as it is written; the day, or month and day, may be missing.

        precision: the precision of the date, one of `PRECISIONS`.

        first, last: the first and last day on which it may have happened.

        body: the actor, in the words of the chronology.

        verb: what was done, in the words of the chronology.

        outcome, item: the result, and the item it was done to; may be empty.

        source: the source of the report; may be empty.
    """

    place: str
    when: str
    precision: str
    first: date
    last: date
    body: str
    verb: str
    outcome: str = ""
    item: str = ""
    source: str = ""

    @property
    def matter(self) -> str:
        """The matter the step is about: the item, or else the outcome."""
        return self.item or self.outcome

    def __str__(self) -> str:
        return f"{self.when} {self.body} {self.verb}" + (f" ({self.matter})" if self.matter else "")


@frozen
class History:
    """
    One case of a chronology.

    Attributes:
        id: the id of the case in the chronology.

        kind, subject: the kind and subject of the case, in the words of the chronology.

        title: the title as people write it.

        steps: the reported steps, in the order of the file.
    """

    id: str
    kind: str
    subject: str
    title: str
    steps: tuple[Observed, ...]


def read_chronology(path: Path, meaning: WordMeanings) -> tuple[History, ...]:
    """
    Read a chronology.

    Args:
        path: a file that ends in ``.yaml``, ``.yml``, ``.csv`` or ``.jsonl``.

        meaning: the meanings of its words.

    Raises:
        InvalidChronology: with every fault, each naming its place; also when the file cannot be read.
    """
    text = _read_text(path)
    if path.suffix in {".yaml", ".yml"}:
        cases = _from_yaml(path, text)
    elif path.suffix == ".csv":
        cases = _gather(path, _csv_rows(path, text))
    elif path.suffix == ".jsonl":
        cases = _gather(path, _json_lines(path, text))
    else:
        raise InvalidChronology([Fault(str(path), "is no chronology", "give a .yaml, .csv or .jsonl file")])
    reader = _Reader(path, meaning)
    histories = tuple(history for place, case in cases for history in reader.history(place, case))
    if not histories and not reader.faults:
        reader.faults.append(Fault(str(path), "has no case"))
    if reader.faults:
        raise InvalidChronology(reader.faults)
    return histories


def _read_text(path: Path) -> str:
    content = read_source(path, str(path))
    if isinstance(content, Fault):
        raise InvalidChronology([content])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidChronology([Fault(str(path), "is not UTF-8 text", "save the file as UTF-8")]) from error


def _from_yaml(path: Path, text: str) -> list[tuple[str, object]]:
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        depth = 0
        for event in yaml.parse(text, Loader=loader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH:
                raise InvalidChronology([Fault(str(path), "is nested too deeply")])
            if isinstance(event, yaml.AliasEvent):
                line = event.start_mark.line + 1 if event.start_mark is not None else 0
                raise InvalidChronology([Fault(f"{path}, line {line}", "refers to another place", "write it out")])
        # Keep every scalar as text: NO can mean Norway, and a date must stay as it was written.
        data = yaml.load(text, Loader=loader)  # noqa: S506 - the loader that makes nothing but texts, lists and tables
    except yaml.YAMLError as error:
        raise InvalidChronology([Fault(str(path), f"is not YAML: {' '.join(str(error).split())}")]) from error
    except RecursionError as error:
        raise InvalidChronology([Fault(str(path), "is nested too deeply")]) from error
    cases = data.get("cases") if isinstance(data, dict) else data
    if not isinstance(cases, list):
        raise InvalidChronology([Fault(str(path), "has no list of cases", "give a key cases with a list")])
    return [(f"{path}: cases[{i}]", case) for i, case in enumerate(cases)]


def _csv_rows(path: Path, text: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    reader = csv.DictReader(StringIO(text))
    try:
        for row in reader:
            if None in row:
                place = f"{path}, line {reader.line_num}"
                raise InvalidChronology([Fault(place, "has more fields than the first line")])
            yield reader.line_num, row
    except csv.Error as error:
        raise InvalidChronology([Fault(f"{path}, line {reader.line_num}", f"is not CSV: {error}")]) from error


def _json_lines(path: Path, text: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for line, words in enumerate(text.split("\n"), 1):
        if words.strip():
            try:
                row = json.loads(words)
            except (ValueError, RecursionError) as error:
                raise InvalidChronology([Fault(f"{path}, line {line}", f"is not JSON: {error}")]) from error
            if not isinstance(row, dict):
                raise InvalidChronology([Fault(f"{path}, line {line}", "is no table")])
            yield line, row


def _gather(path: Path, rows: Iterator[tuple[int, Mapping[str, Any]]]) -> list[tuple[str, object]]:
    """Gather rows with one step each into cases."""
    cases: dict[str, dict[str, Any]] = {}
    for line, row in rows:
        plain = {key: str(value) for key, value in row.items() if isinstance(value, str | int) and value != ""}
        case = plain.get("case", "")
        known = cases.setdefault(case, {"id": case, "steps": []})
        known |= {key: plain[key] for key in ("kind", "subject", "title") if key in plain and key not in known}
        precision = plain.get("precision", plain.get("date_precision", "day"))
        known["steps"].append({**plain, "date_precision": precision, "place": f"{path}, line {line}"})
    return [(f"{path}: case {case!r}", table) for case, table in cases.items()]


class _Reader:
    def __init__(self, path: Path, meaning: WordMeanings) -> None:
        self.faults: list[Fault] = []
        self._path = path
        self._meaning = meaning
        self._ids: set[str] = set()
        self._steps = 0

    def history(self, place: str, case: object) -> Iterator[History]:
        """Read one case and yield it; yield nothing when it has a fault."""
        before = len(self.faults)
        if not isinstance(case, dict):
            self._fault(place, "expected a table")
            return
        id_, kind = self._text(place, case, "id"), self._text(place, case, "kind")
        if id_ in self._ids:
            self._fault(f"{place}.id", f"{id_!r} stands for another case already")
        self._ids.add(id_)
        if kind and kind not in self._meaning.kinds:
            self._fault(f"{place}.kind", unknown("kind", kind, self._meaning.kinds))
        given = case.get("steps")
        if not isinstance(given, list) or not given:
            self._fault(f"{place}.steps", "there is none")
            return
        self._steps += len(given)
        if len(given) > MAX_CASE or self._steps > MAX_STEPS:
            if len(self.faults) == before:
                self._fault(f"{place}.steps", f"has {len(given):,} steps, at most {MAX_CASE} a case are aligned")
            return
        steps = tuple(step for i, each in enumerate(given) for step in self._step(f"{place}.steps[{i}]", each))
        if len(self.faults) == before:
            yield History(id_, kind, str(case.get("subject") or ""), str(case.get("title") or id_), steps)

    def _step(self, place: str, step: object) -> Iterator[Observed]:
        before = len(self.faults)
        if not isinstance(step, dict):
            self._fault(place, "expected a table")
            return
        place = str(step.get("place", place))
        body, verb = self._text(place, step, "body"), self._text(place, step, "verb")
        if body and body not in self._meaning.bodies:
            self._fault(f"{place}.body", unknown("body", body, self._meaning.bodies))
        if verb and verb not in self._meaning.verbs:
            self._fault(f"{place}.verb", unknown("verb", verb, self._meaning.verbs))
        precision = str(step.get("date_precision") or "day")
        if precision not in PRECISIONS:
            self._fault(f"{place}.date_precision", unknown("precision", precision, PRECISIONS))
        written = self._text(place, step, "date")
        try:
            first, last = _days(written, precision) if written else (LONG_AGO, LONG_AGO)
        except ValueError as error:
            self._fault(f"{place}.date", f"{written!r} is no date: {error}")
        if len(self.faults) == before:
            outcome, item, source = (str(step.get(key) or "") for key in ("outcome", "item", "source"))
            yield Observed(place, written, precision, first, last, body, verb, outcome, item, source)

    def _text(self, place: str, table: Mapping[str, Any], key: str) -> str:
        value = table.get(key)
        if not isinstance(value, str) or not value.strip():
            self._fault(f"{place}.{key}", "is missing")
            return ""
        return value

    def _fault(self, place: str, problem: str) -> None:
        self.faults.append(Fault(place, problem))


def _days(written: str, precision: str) -> tuple[date, date]:
    """Return the first and last possible day: ``2023-05`` is any day of May, ``not_later_than`` any day until then."""
    match = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", written, re.ASCII)
    if match is None:
        raise ValueError("write it as 2023, 2023-05 or 2023-05-16")
    year, month, day = (int(part) if part else None for part in match.groups())
    if not EARLIEST <= (year or 0) <= LATEST:
        raise ValueError("no chronology reaches so far")
    first = date(year or 0, month or 1, day or 1)
    last = first if day else date(first.year, month or 12, monthrange(first.year, month or 12)[1])
    if precision in {"as_of", "not_later_than", "deadline"}:
        return LONG_AGO, last
    if precision == "reported_on":
        # Assume that a report comes at most a month after the fact.
        return first - timedelta(days=31), last
    return first, last
