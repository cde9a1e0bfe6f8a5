"""A meeting of a body: as of an instant, and its history through time."""

from __future__ import annotations

from datetime import datetime

from cica_procedure.terms.case import Case
from cica_procedure.terms.struct import Struct


class Meeting(Struct, frozen=True):
    """
    A meeting as of an instant.

    Attributes:
        id: the id of its case.

        body: the body that meets.

        in_session: whether it is in session at that instant.

        present: the ids of the members present.

        decides: whether it may take decisions; a meeting that only exchanges views may not.

        agenda: the ids of the cases on its agenda, in order; empty when it has no agenda.

        item: the id of the case that has been called; empty when no case has been called.
    """

    id: str
    body: str
    in_session: bool
    present: tuple[str, ...]
    decides: bool = True
    agenda: tuple[str, ...] = ()
    item: str = ""

    @classmethod
    def of(cls, case: Case, *, in_session: bool) -> Meeting:
        """Read a meeting from its case."""
        return cls(
            id=case.id,
            body=case.text("body"),
            in_session=in_session,
            present=case.texts("present"),
            decides=not case.facts.get("exchange-of-views"),
            agenda=case.texts("agenda"),
            item=case.text("item"),
        )


class MeetingHistory(Struct, frozen=True):
    """
    A meeting through time.

    Attributes:
        case: the case of the meeting, after its last entry.

        turns: pairs of an instant and the meeting from that instant on, in order.

        held: whether it was ever in session; a meeting that was cancelled before it opened was not.
    """

    case: Case
    turns: tuple[tuple[datetime, Meeting], ...] = ()
    held: bool = False

    def as_of(self, at: datetime) -> Meeting | None:
        """Return the meeting as of an instant; ``None`` when it had not been convened by then."""
        for since, meeting in reversed(self.turns):
            if since <= at:
                return meeting
        return None

    def after(self, case: Case, at: datetime, *, in_session: bool) -> MeetingHistory:
        """Return the history with one more turn: the meeting as its case describes it from an instant on."""
        turn = (at, Meeting.of(case, in_session=in_session))
        return MeetingHistory(case, (*self.turns, turn), self.held or in_session)
