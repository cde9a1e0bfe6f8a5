"""What is due: cases by a day or a meeting, acts owed by the end of a clock, and cases that are foreseen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime

from cica_procedure.core.clocks import running
from cica_procedure.rulebook.model import Rulebook
from cica_procedure.terms import Case, MeetingHistory
from cica_procedure.terms.struct import Struct


class Due(Struct, frozen=True):
    """
    Something that is due in a case.

    Attributes:
        case: the case.

        words: the day by which it is due, or the id of the meeting by whose end it is due, or of a case that the case
            says is foreseen.

        known: whether `words` is a valid day, or names what is on the record.

        over: whether that day or meeting is over.

        cancelled: whether that meeting was cancelled, so that it will never be over.

        act: the act that is owed, by the duty of a clock; empty when the case itself is due.

        owner: whose duty it is: an office, a party, or a role of the register.
    """

    case: Case
    words: str
    known: bool
    over: bool
    cancelled: bool = False
    act: str = ""
    owner: str = ""


def due_in(
    case: Case, at: datetime, rulebook: Rulebook, meeting_of: Callable[[str], MeetingHistory | None]
) -> Iterator[Due]:
    """Yield what is due in an open case: the case itself, and the acts that are owed; see `State.due`."""
    name = max(("due", "due-at"), key=lambda name: case.stated.get(name, 0) if case.text(name) else -1)
    words = case.text(name)
    if words and case.stated.get("discharged", 0) <= case.stated.get(name, 0):
        yield _on(case, words, at, rulebook) if name == "due" else _by_meeting(case, words, meeting_of(words))
    for _, clock, end in running(case, rulebook.procedure_of(case)):
        if clock.owed:
            owner = {"proposer": case.proposer, "subject": case.text("subject")}.get(clock.owed_by, clock.owed_by)
            yield Due(case, end.isoformat(), known=True, over=end <= at, act=clock.owed, owner=owner)


def foreseen_in(case: Case, rulebook: Rulebook, find: Callable[[str], Case | None]) -> Iterator[Due]:
    """Yield the cases that a case, open or closed, says are foreseen, and that nobody has opened yet."""
    for name in rulebook.procedure_of(case).particulars("foreseen"):
        foreseen = case.text(name)
        if foreseen and find(foreseen) is None:
            yield Due(case, foreseen, known=False, over=False, owner=case.proposer)


def _on(case: Case, words: str, at: datetime, rulebook: Rulebook) -> Due:
    day = _day(words)
    return Due(case, words, day is not None, day is not None and rulebook.day(at) > day, owner=case.proposer)


def _by_meeting(case: Case, words: str, meeting: MeetingHistory | None) -> Due:
    closed = meeting is not None and meeting.case.closed
    held = meeting is not None and meeting.held
    return Due(case, words, meeting is not None, closed and held, closed and not held, owner=case.proposer)


def _day(words: str) -> date | None:
    """Return the day written in a text; ``None`` when the text is not a day."""
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None
