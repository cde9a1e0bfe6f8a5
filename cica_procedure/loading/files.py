"""What the files of a rulebook look like: the keys of each, with their types."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal
from zoneinfo import ZoneInfo

from attrs import field, frozen

from cica_procedure.consensus import DecisionRule, Threshold, Word
from cica_procedure.rulebook.calendar import Calendar
from cica_procedure.rulebook.model import Basis, DocumentKind, Role
from cica_procedure.rulebook.procedure import Clock, Link, SilenceTerms, Stage, Step
from cica_procedure.terms import Party
from cica_procedure.terms.party import DEFAULT_SEATS

KEYED = ("parties", "bodies", "offices", "roles", "kinds", "editions", "stages", "positions", "decisions")
"""The tables of tables whose keys are ids."""


@frozen
class _Name:
    since: date
    name: str


@frozen
class _Body:
    id: str
    names: tuple[_Name, ...]
    cites: str
    members: tuple[str, ...] = DEFAULT_SEATS


@frozen
class _Office:
    id: str
    names: tuple[_Name, ...]
    held_by: str = ""
    needs: tuple[str, ...] = ()
    acting: tuple[str, ...] = ()


@frozen
class _Edition:
    id: str
    since: date
    cites: str
    until: date | None = None


@frozen
class _Tenure:
    role: str
    party: str
    since: date
    cites: str
    scope: str = ""
    until: date | None = None
    planned: bool = False
    known: date | None = None
    precision: Literal["day", "month", "year", "by"] = "day"


@frozen
class _Dimension:
    name: str
    areas: Mapping[str, str]


@frozen
class RulesFile:
    """Everything in the folder except the procedures; each table is in exactly one of the files."""

    id: str
    name: str
    zone: ZoneInfo
    consensus: str
    quorum: Threshold
    editions: Mapping[str, _Edition]
    parties: Mapping[str, Party]
    bodies: Mapping[str, _Body]
    roles: Mapping[str, Role]
    offices: Mapping[str, _Office] = field(factory=dict)
    rules: Mapping[str, Basis] = field(factory=dict)
    positions: Mapping[str, Word] = field(factory=dict)
    decisions: Mapping[str, DecisionRule] = field(factory=dict)
    kinds: Mapping[str, DocumentKind] = field(factory=dict)
    dimensions: Mapping[str, _Dimension] = field(factory=dict)
    tenures: tuple[_Tenure, ...] = ()
    silence: SilenceTerms | None = None
    calendar: Calendar | None = None


@frozen
class ProcedureFile:
    """The file of one procedure in one edition."""

    id: str
    name: str
    edition: str
    cites: str
    stages: Mapping[str, Stage]
    steps: tuple[Step, ...]
    parts: tuple[str, ...] = ()
    silence: SilenceTerms | None = None
    clocks: Mapping[str, Clock] = field(factory=dict)
    links: Mapping[str, Link] = field(factory=dict)
