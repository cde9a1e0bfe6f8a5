"""
The data that commands print with ``--json``: one shape for each, with ids instead of names.

``cica schema NAME`` prints the JSON Schema of each. A key keeps its meaning as long as ``format`` says the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import field


class Shape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A JSON object whose keys are all known."""


class CureData(Shape, frozen=True):
    """An act that would change the answer, and who can do it: offices, roles, or the ids of parties."""

    act: str
    by: list[str]


class FindingData(Shape, frozen=True):
    """
    A requirement that is not met, in words.

    The way is 0 when it stands in the way of the act in any case; otherwise to meet those of one way is enough.
    """

    requirement: str
    fact: str
    cure: str
    rule: str
    way: int
    cures: list[CureData]


class CaseData(Shape, frozen=True):
    """Where a case stands."""

    case: str
    procedure: str
    edition: str
    title: str
    stage: str
    revision: int
    entries: int
    closed: bool


class OptionData(Shape, frozen=True):
    """An act of a case: whether it is open, who may do it, what it asks for by type, and what is missing."""

    case: str
    act: str
    open: bool
    by: list[str]
    fields: dict[str, str]
    findings: list[FindingData]


class PlayedData(Shape, frozen=True):
    """An act of a scenario, and what became of it."""

    place: str
    at: str
    case: str
    act: str
    by: str
    details: dict[str, Any]
    reason: str
    performed: bool
    before: str = field(name="from")
    stage: str = ""
    body: str = ""
    meeting: str = ""
    revision: int = 0
    decision: str = ""
    roll: Mapping[str, str] = field(default_factory=dict)
    findings: list[FindingData] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)


class ScenarioData(Shape, frozen=True):
    """A scenario that was played; what was missed at its end is said in words."""

    file: str
    title: str
    sources: list[str]
    met: bool
    acts: list[PlayedData]
    docket: list[CaseData]
    missed: list[str]


class RunAnswer(Shape, frozen=True, tag_field="format", tag="cica-run/1"):
    """What ``cica run`` and ``cica add`` print."""

    met: bool
    scenarios: list[ScenarioData]


class ActAnswer(Shape, frozen=True, tag_field="format", tag="cica-act/1"):
    """What one act at the prompt prints; an entry has the names of the columns of ``transitions``."""

    recorded: bool
    refused: bool
    case: CaseData
    entries: list[dict[str, Any]]
    next: list[OptionData]
    findings: list[FindingData]


class WhyAnswer(Shape, frozen=True, tag_field="format", tag="cica-why/1"):
    """What ``cica why`` prints."""

    open: bool
    findings: list[FindingData]


class NextAnswer(Shape, frozen=True, tag_field="format", tag="cica-next/1"):
    """What ``cica next`` prints."""

    acts: list[OptionData]


class SessionData(Shape, frozen=True):
    """A meeting in session: how many members are present, its agenda, and the item that has been called."""

    meeting: str
    body: str
    present: int
    agenda: list[str]
    item: str


class SilenceData(Shape, frozen=True):
    """A silence period: what it decides, who holds it, and who has a say and has not spoken."""

    case: str
    decides: str
    body: str
    until: str
    ended: bool
    holds: list[str]
    not_spoken: list[str]


class DueData(Shape, frozen=True):
    """What is due: a case, or an act that is owed; by a day, an instant, or the end of a meeting, and by whom."""

    case: str
    act: str
    stage: str
    due: str
    by: str
    title: str
    over: bool
    known: bool


class ObjectionData(Shape, frozen=True):
    """An objection or concern, and what became of it."""

    case: str
    member: str
    body: str
    position: str
    concern: str
    revision: int
    at: str
    reason: str
    fate: str
    by_entry: int


class StatusAnswer(Shape, frozen=True, tag_field="format", tag="cica-status/1"):
    """What ``cica status`` prints."""

    at: str
    zone: str
    head: str
    in_session: list[SessionData]
    silences: list[SilenceData]
    due: list[DueData]
    overdue: list[DueData]
    objections: list[ObjectionData]
    open: list[CaseData]


class SaidData(Shape, frozen=True):
    """A position; ``hand`` is ``own``, ``letter`` or ``told``."""

    body: str
    member: str
    position: str
    revision: int
    current: bool
    at: str
    hand: str
    reason: str


class SaidAnswer(Shape, frozen=True, tag_field="format", tag="cica-said/1"):
    """What ``cica who-said`` prints; the silent are those that have a say where the case is now."""

    case: CaseData
    positions: list[SaidData]
    body: str
    silent: list[str]


class DocketLine(Shape, frozen=True):
    """A line of the docket."""

    case: str
    stage: str
    revision: int
    at: str
    title: str


class DocketAnswer(Shape, frozen=True, tag_field="format", tag="cica-docket/1"):
    """What ``cica docket`` prints."""

    cases: list[DocketLine]


class CaseAnswer(Shape, frozen=True, tag_field="format", tag="cica-case/1"):
    """What ``cica case`` prints; an entry has the names of the columns of ``transitions``."""

    case: CaseData
    entries: list[dict[str, Any]]


class ObjectionsAnswer(Shape, frozen=True, tag_field="format", tag="cica-objections/1"):
    """What ``cica objections`` prints."""

    objections: list[ObjectionData]


class OverdueAnswer(Shape, frozen=True, tag_field="format", tag="cica-overdue/1"):
    """What ``cica overdue`` prints."""

    overdue: list[DueData]


class TenureData(Shape, frozen=True):
    """A role that a party holds from one instant to another; ``until`` is empty while nobody knows the end."""

    role: str
    about: str
    party: str
    since: str
    until: str


class RegisterAnswer(Shape, frozen=True, tag_field="format", tag="cica-register/1"):
    """What ``cica register`` prints."""

    tenures: list[TenureData]


class PeriodData(Shape, frozen=True):
    """The last silence period of a case: how it ended, or empty while its end is not on the record."""

    case: str
    decides: str
    body: str
    until: str
    holds: list[str]
    outcome: str


class SilenceAnswer(Shape, frozen=True, tag_field="format", tag="cica-silence/1"):
    """What ``cica silence`` prints."""

    periods: list[PeriodData]


ANSWERS: Mapping[str, type[Shape]] = {
    "act": ActAnswer,
    "case": CaseAnswer,
    "docket": DocketAnswer,
    "next": NextAnswer,
    "objections": ObjectionsAnswer,
    "overdue": OverdueAnswer,
    "register": RegisterAnswer,
    "run": RunAnswer,
    "silence": SilenceAnswer,
    "status": StatusAnswer,
    "who-said": SaidAnswer,
    "why": WhyAnswer,
}
"""The shape of the data of each command; those of one act share one."""


def plain(answer: Shape) -> Any:  # noqa: ANN401 - whatever JSON can hold
    """Return an answer as the values that JSON knows."""
    return msgspec.to_builtins(answer)


def answer_schema(name: str) -> dict[str, Any]:
    """
    Return the JSON Schema of an answer.

    Raises:
        KeyError: when there is none of that name.
    """
    made: dict[str, Any] = msgspec.json.schema(ANSWERS[name])
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"cica {name} --json", **made}
