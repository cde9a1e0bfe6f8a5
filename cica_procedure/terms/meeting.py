"""A meeting: as of an instant, and through time."""

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

        in_session: whether it sits at that instant.

        present: the ids of the members present.

        decides: whether it may take decisions, or only exchanges views.

        agenda: the ids of the cases on its agenda, in order; empty when it has none.

        item: the id of the case that has been called; empty for none.
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
        """Read it from the case of a meeting."""
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
        case: where its case stands.

        turns: (instant, the meeting as of it), in order.

        held: whether it was ever in session, rather than cancelled before.
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
        """Return it with another turn: its case as it stands since an instant."""
        turn = (at, Meeting.of(case, in_session=in_session))
        return MeetingHistory(case, (*self.turns, turn), self.held or in_session)
