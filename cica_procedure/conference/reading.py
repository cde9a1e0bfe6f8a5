"""What can be asked of a record, now or as of then; nothing is written here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from types import TracebackType
from typing import Self

from cica_procedure.conference.docket import Docket
from cica_procedure.record import Head, Record
from cica_procedure.record.instants import entry_number
from cica_procedure.terms import Case, Entry


class Reading:
    """A record that is read: its cases, their history, its head."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._docket = Docket(record)
        self._head: Head | None = None

    def _follow(self) -> None:
        """Take in what has been written since the last time, by whomever."""
        head = self._record.head()
        if head != self._head:
            if self._head is not None and self._record.head_at(self._head.seq) != self._head:
                # What was taken in is no longer there: the file was set back to an older copy.
                self._forget()
            try:
                self._take_in(head)
            except BaseException:
                self._forget()
                raise

    def _take_in(self, head: Head) -> None:
        """Let go of the cases that may have moved on, up to a head."""
        self._docket.forget()
        self._head = head

    def _forget(self) -> None:
        """Let go of whatever was taken in: it may not be what the record holds."""
        self._docket.forget()
        self._head = None

    def close(self) -> None:
        """Let go of the file."""
        self._record.close()

    def __enter__(self) -> Self:
        """Use the conference until the end of the block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of the file, whatever happened."""
        self.close()

    def case(self, case: str, *, as_of: int | datetime | None = None) -> Case:
        """
        Say where a case stands.

        Args:
            case: its id.

            as_of: the number of an entry of the record, or an instant; now, when left out.

        Raises:
            InvalidAct: when the record has no such case, or had none then.
        """
        self._follow()
        return self._docket.case(case, as_of)

    def history(self, case: str, *, after: int = 0, as_of: int | datetime | None = None) -> tuple[Entry, ...]:
        """
        Give the acts on a case, in order.

        Args:
            case: its id.

            after: a place in the case; only what lies beyond it.

            as_of: as for `case`.

        Raises:
            InvalidAct: when the record has no such case.
        """
        self.case(case)
        after = entry_number("after", after)
        if as_of is not None:
            return tuple(entry for entry in self._docket.history(case, as_of) if entry.n > after)
        return tuple(self._record.entries_of(case, after))

    @property
    def since(self) -> datetime:
        """The instant the record begins with."""
        return self._record.header.since

    def entries(self) -> Iterator[Entry]:
        """Go through every act on the record, in order."""
        return self._record.entries()

    def cases(self) -> tuple[str, ...]:
        """Give the id of every case, meetings among them, in the order they were opened."""
        return self._record.cases()

    def docket(self, *, as_of: int | datetime | None = None) -> tuple[Case, ...]:
        """Give every case but the meetings, in the order they were opened; now, or as of an entry or an instant."""
        self._follow()
        return self._docket.cases(as_of)

    def overdue(self, at: datetime) -> tuple[Case, ...]:
        """
        Give the cases that are open although they were due, in the order they were opened.

        Args:
            at: the instant as of which it is asked.

        A case is due by the end of the day its fact ``due`` names, or with the end of the meeting ``due-at`` names.

        Raises:
            InvalidAct: when that is no instant.
        """
        self._follow()
        return tuple(map(self._docket.case, self._record.overdue(at)))

    def refusals(self) -> list[str]:
        """Give the refused acts that were kept, as JSON, in order."""
        return self._record.refusals()

    def _known(self, case: Case | str) -> Case:
        self._follow()
        return self._docket.case(case.id if isinstance(case, Case) else case)

    def head(self) -> Head:
        """Give the number and the digest of the last entry: what to keep, so that no tail can be cut off unnoticed."""
        return self._record.head()
