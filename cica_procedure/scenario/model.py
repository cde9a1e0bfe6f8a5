"""What a scenario says, once it has been read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from attrs import field, frozen

from cica_procedure.rulebook.model import Rulebook


@frozen
class Expectation:
    """
    What is expected of one act; whatever is left out is not looked at.

    Attributes:
        refused: the names of the requirements that must stand in the way, all of them and no others;
            empty when the act must be performed.

        stage: where the case must stand afterwards.

        decision: what the body must have decided.

        revision: the number of the text on the table afterwards.
    """

    refused: tuple[str, ...] = ()
    stage: str = ""
    decision: str = ""
    revision: int | None = None


@frozen
class PlannedAct:
    """
    One act to be played.

    Attributes:
        place: where it stands in the file, for messages.

        case: the id of the case.

        act: what is done.

        by: who does it.

        at: when it takes effect.

        recorded: when it is written down; what the clock then says.

        procedure: the kind of case, for the act that opens one; empty otherwise.

        meeting, revision, reason: as for `cica_procedure.Conference.act`.

        details: the particulars of the act.

        note: a remark for the reader; it has no effect.

        expect: what is expected.
    """

    place: str
    case: str
    act: str
    by: str
    at: datetime
    recorded: datetime
    procedure: str = ""
    meeting: str = ""
    revision: int | None = None
    reason: str = ""
    details: Mapping[str, object] = field(factory=dict)
    note: str = ""
    expect: Expectation = field(factory=Expectation)


@frozen
class FinalExpectation:
    """
    What is expected when everything has been played: of a case, or of the register.

    Attributes:
        case: the id of a case; empty when the outcome is about the register.

        stage, title, revision: what the case must be at, be called, have on the table.

        party: a state or organisation; empty when the outcome is about a case.

        role, scope: the role it must hold, and about what.

        holds: whether it must hold the role, or must not.
    """

    case: str = ""
    stage: str = ""
    title: str = ""
    revision: int | None = None
    party: str = ""
    role: str = ""
    scope: str = ""
    holds: bool = True


@frozen
class Scenario:
    """
    A file that can be played.

    Attributes:
        path: where it was read.

        title: what it shows.

        about: in a few sentences; may be empty.

        sources: where the facts come from.

        rulebook: the rules it is played under.

        since: the instant the record begins with.

        continues: a scenario that is played before it, on the same record.

        until: the instant it ends with, when that is later than its last act: silence periods that have ended by then
            are settled.

        acts: the acts, in order.

        outcomes: what is expected at the end.
    """

    path: Path
    title: str
    about: str
    sources: tuple[str, ...]
    rulebook: Rulebook = field(repr=False)
    since: datetime
    continues: Scenario | None
    acts: tuple[PlannedAct, ...] = field(repr=False)
    outcomes: tuple[FinalExpectation, ...] = field(repr=False)
    until: datetime | None = None
