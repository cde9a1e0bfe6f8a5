"""A scenario as data, after it has been read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from attrs import field, frozen

from cica_procedure.rulebook.model import Rulebook


@frozen
class Expectation:
    """
    The expectations of one act; those that are left out are not checked.

    Attributes:
        refused: the names of the requirements that must not be met, all of them and no others;
            empty when the act must be performed.

        stage: the expected stage of the case after the act.

        decision: the expected decision of the body.

        revision: the expected number of the revision after the act.
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
        place: its place in the file, such as ``acts[2]``.

        line: the line of the file where it begins; 0 when that is not known.

        case: the id of the case.

        act: the act, a word of the procedure.

        by: the actor.

        at: when it takes effect.

        recorded: when it is recorded; the clock is set to this instant.

        procedure: the kind of case, for the act that opens a case; empty otherwise.

        meeting, revision, reason: as for `cica_procedure.Conference.act`.

        details: the particulars of the act.

        note: a remark for the reader; it has no effect.

        expect: the expectations of the act.
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
    line: int = 0


@frozen
class FinalExpectation:
    """
    An expectation of a case or of the register, after all acts have been played.

    Attributes:
        case: the id of a case; empty when the expectation is about the register.

        stage, title, revision: the expected stage, title and revision of the case.

        party: a state or organisation; empty when the expectation is about a case.

        role, scope: the role that the party must or must not hold, and the scope of the role.

        holds: whether the party must hold the role; if false, it must not hold it.
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
    A scenario that can be played.

    Attributes:
        path: the file it was read from.

        title: the title of the scenario.

        about: a description in a few sentences; may be empty.

        sources: the sources of the facts.

        rulebook: the rules it is played under.

        since: the instant at which the record begins.

        continues: a scenario that is played before it, on the same record; ``None`` when it continues no other.

        until: the instant at which it ends, when that is later than its last act: silence periods that have ended by
            then are settled.

        acts: the acts, in order.

        outcomes: the expectations at the end.
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
