"""What can be asked of the rules, in the world as the record has it; nothing is written here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from cica_procedure.conference.hearing import Hearing, Option
from cica_procedure.conference.reading import Reading
from cica_procedure.record import Head, Record
from cica_procedure.record.instants import with_offset
from cica_procedure.rulebook import Rulebook
from cica_procedure.terms import Case, Finding, Register, Silence


class Asking(Reading):
    """A record that is read under its rulebook: who is who, what may be done, and what stands in the way."""

    def __init__(self, record: Record, rulebook: Rulebook) -> None:
        super().__init__(record)
        self.rulebook = rulebook
        self._hearing = Hearing(rulebook, record)

    def _take_in(self, head: Head) -> None:
        """Let go of the cases that may have moved on, and follow what every case depends on."""
        super()._take_in(head)
        self._hearing.follow(head)

    def _forget(self) -> None:
        """Let go of the world too."""
        super()._forget()
        self._hearing.forget()

    @property
    def register(self) -> Register:
        """Who is who, at any instant: the baseline of the rulebook and every change the record holds."""
        self._follow()
        return self._hearing.register

    def register_as_of(self, as_of: int | datetime) -> Register:
        """Give the register as the record knew it with an entry, or as what had taken effect by an instant makes it."""
        return self._hearing.register_as_of(as_of)

    def edition_at(self, at: datetime) -> str:
        """Say which edition of the rules is in force at an instant, by the record."""
        self._follow()
        return self._hearing.edition_at(with_offset("at", at))

    def open_acts(self, case: Case | str, *, at: datetime, by: str | None = None) -> tuple[str, ...]:
        """Give the acts that may be performed on a case now; by anyone, or by one actor."""
        return tuple(option.act for option in self.options(case, at=at, by=by) if option.open)

    def why_not(  # noqa: PLR0913 - each is a particular of one act
        self,
        case: Case | str,
        act: str,
        *,
        by: str,
        at: datetime,
        details: Mapping[str, object] | None = None,
        reason: str = "",
        meeting: str = "",
        revision: int | None = None,
    ) -> tuple[Finding, ...]:
        """
        Give everything that stands in the way of an act, without trying it; nothing when it is open.

        The arguments are those of `act`; particulars that are left out are taken to be in order.
        """
        known, at = self._known(case), with_offset("at", at)
        with self._hearing.supposing(at, self._docket.case) as settled:
            known = settled.get(known.id, known)
            asked = self._hearing.read(
                known, act, by, at, details, reason=reason, meeting=meeting, revision=revision, complete=False
            )
            return self._hearing.judge(known, asked).unmet

    def options(self, case: Case | str, *, at: datetime, by: str | None = None) -> tuple[Option, ...]:
        """Go through every act of the procedure, open or not; without an actor, who acts is left out of account."""
        known, at = self._known(case), with_offset("at", at)
        with self._hearing.supposing(at, self._docket.case) as settled:
            return self._hearing.options(settled.get(known.id, known), at, by)

    @property
    def silences(self) -> Mapping[str, Silence]:
        """The silence periods on the record that are not settled, by case: they run, are held, or have ended."""
        self._follow()
        return dict(self._hearing.silences)
