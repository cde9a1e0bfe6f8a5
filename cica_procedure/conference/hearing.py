"""What an act would meet, asked of the rules and the world; nothing is written here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from attrs import frozen

from cica_procedure.conference.world import World
from cica_procedure.errors import Fault, InvalidAct, NotInRules, shown, unknown
from cica_procedure.record import Head, Record
from cica_procedure.record.instants import as_it_was
from cica_procedure.rulebook import (
    Procedure,
    Rulebook,
    Ruling,
    draw_up,
    draw_up_end,
    judge,
    read_details,
    read_id,
    read_number,
    read_text,
)
from cica_procedure.terms import MEETING, Act, Case, Entry, Finding, Register, Silence


@frozen
class Option:
    """
    An act of a procedure, seen from where a case stands.

    Attributes:
        act: its name.

        by: the offices and roles that may do it.

        fields: the particulars it takes, with their types.

        unmet: what stands in its way; nothing when it is open.
    """

    act: str
    by: tuple[str, ...]
    fields: Mapping[str, str]
    unmet: tuple[Finding, ...]

    @property
    def open(self) -> bool:
        """Whether the act may be performed now."""
        return not self.unmet


class Hearing:
    """Reads what a caller asks for, and has the rules judge it."""

    def __init__(self, rulebook: Rulebook, record: Record) -> None:
        self._rulebook = rulebook
        self._record = record
        self._world = World(rulebook, record.header.since)

    def follow(self, head: Head) -> None:
        """Take in what has been written since the last time, up to a head."""
        self._world.follow(self._record, head)

    def note(self, seq: int, entry: Entry) -> None:
        """Take in what was just written here, so that it need not be read back."""
        self._world.note(seq, entry)

    def forget(self) -> None:
        """Let go of whatever was taken in, since it did not last."""
        self._world = World(self._rulebook, self._record.header.since)

    @property
    def register(self) -> Register:
        """Who is who, up to the last entry that was taken in."""
        return self._world.register

    def register_as_of(self, as_of: int | datetime) -> Register:
        """Give the register as it was known with an entry, or as it had come to be by an instant."""
        until = as_it_was(as_of)
        world = World(self._rulebook, self._record.header.since)
        for seq, entry in self._record.changes_of_the_world(0):
            if entry.at <= until if isinstance(until, datetime) else seq <= until:
                world.note(seq, entry)
        return world.register

    def read(  # noqa: PLR0913 - each is a particular of one act
        self,
        case: Case,
        act: str,
        by: str,
        at: datetime,
        details: Mapping[str, object] | None,
        *,
        reason: str,
        meeting: str,
        revision: int | None,
        complete: bool = True,
    ) -> Act:
        """
        Turn what a caller gave into an act that can be judged.

        Args:
            case: the case it is on.

            act: a word of its procedure.

            by: an office, or a party by name or id.

            at: the effective instant.

            details: the particulars.

            reason: the actor's words; may be empty.

            meeting: the meeting it is done in; empty to let the engine find it.

            revision: the revision the actor speaks of; ``None`` for the current one.

            complete: whether those that are not optional must all be there.

        Raises:
            InvalidAct: when a name or a particular is not understood.
        """
        procedure = self._rulebook.procedure_of(case)
        steps = procedure.steps_of(act)
        if not steps:
            raise InvalidAct([Fault("act", unknown(f"act of {procedure.id}", act, procedure.acts))])
        details = table(details)
        actor, party = self.actor(by, at)
        try:
            reason = read_text(reason) if reason else ""
            meeting = read_id(meeting) if meeting else ""
            revision = read_number(revision) if revision is not None else None
        except ValueError as error:
            raise InvalidAct([Fault("reason, meeting or revision", str(error))]) from error
        read = read_details(self._rulebook, steps[0].fields, details, complete=complete)
        return Act(act, actor, party, at, meeting, revision, reason, read)

    def judge(self, case: Case, act: Act, *, by_silence: bool = False) -> Ruling:
        """
        Have the rules judge an act, in the world as the record has it.

        Raises:
            NotInRules: when the record names what its rules do not know.
        """
        return judge(
            self._rulebook,
            case,
            act,
            register=self.register,
            sittings=() if by_silence else self._world.sittings(act.at),
            not_before=self._moved(case),
            by_silence=by_silence,
        )

    def ended(self, at: datetime) -> tuple[str, ...]:
        """Give the cases whose silence period has ended by an instant and is not on the record yet, as they ended."""
        return self._world.ended(at)

    @property
    def silences(self) -> Mapping[str, Silence]:
        """The silence periods that run or are held, by case."""
        return self._world.silences

    def lapse(self, case: Case, silence: Silence, recorded: datetime) -> Entry:
        """
        Draw up what the silence period of a case has come to at its end: the decision, or its end without one.

        It comes to nothing when the decision needs more than consensus, and that is not there.
        """
        try:
            _, party = self.actor(silence.proposer, silence.expires)
        except InvalidAct as error:
            raise NotInRules("proposer", silence.proposer) from error
        ruling = self.judge(case, Act(silence.act, silence.proposer, party, silence.expires), by_silence=True)
        if not ruling.unmet:
            return draw_up(ruling, recorded)
        return draw_up_end(case, silence, party, "; ".join(finding.fact for finding in ruling.unmet), recorded)

    @contextmanager
    def supposing(self, at: datetime, find: Callable[[str], Case]) -> Iterator[dict[str, Case]]:
        """
        Look at the world as it is once every silence period that has ended by an instant has been settled.

        Nothing is written; gives the cases that would be settled, by id.
        """
        settled: dict[str, Case] = {}
        kept = self._world
        ended = self.ended(at)
        if ended:
            self._world = kept.fork()
        try:
            for name in ended:
                case = find(name)
                entry = self.lapse(case, kept.silences[name], kept.silences[name].expires)
                settled[name] = case.after(entry)
                self._world.take(entry)
            yield settled
        finally:
            self._world = kept

    def edition_at(self, at: datetime) -> str:
        """Say which edition of the rules is in force at an instant, by the record."""
        return self._rulebook.edition_at(at, self.register)

    def _moved(self, case: Case) -> datetime:
        """Give the instant behind which a case cannot go: its last act, what was done in it, the first of all."""
        last = case.at if case.at is not None else self._record.header.since
        if case.procedure == MEETING and case.n:
            return max([last, *(entry.at for entry in self._record.done_in(case.id))])
        return last

    def options(self, case: Case, at: datetime, by: str | None) -> tuple[Option, ...]:
        """Go through every act of the procedure; without an actor, who acts is left out of account."""
        procedure = self._rulebook.procedure_of(case)
        actor, party = self.actor(by, at) if by is not None else ("", "")
        # A reason is given with the act; that there is none yet does not close it.
        ignored = {"reason"} if by is not None else {"reason", "actor"}
        return tuple(self._option(procedure, case, Act(name, actor, party, at), ignored) for name in procedure.acts)

    def _option(self, procedure: Procedure, case: Case, act: Act, ignored: set[str]) -> Option:
        steps = procedure.steps_of(act.name)
        here = procedure.steps_from(case.stage, act.name) or steps
        by = tuple(dict.fromkeys(role for step in here for role in step.by))
        unmet = tuple(finding for finding in self.judge(case, act).unmet if finding.requirement not in ignored)
        return Option(act.name, by, steps[0].fields, unmet)

    def actor(self, by: object, at: datetime) -> tuple[str, str]:
        """Give the office or party that acts, and the party on whose behalf."""
        office = self._rulebook.offices.get(by) if isinstance(by, str) else None
        if office is None:
            party = self._rulebook.party(by).id
            return party, party
        holders = self.register.holders(office.held_by, at) if office.held_by else ()
        return office.id, next(iter(holders), "")


def table(details: object) -> Mapping[str, object]:
    """Give the particulars by name; nothing for none."""
    if details is None:
        return {}
    if not isinstance(details, (dict, Mapping)):  # The first is what it is nearly always, and quicker to tell.
        raise InvalidAct([Fault("details", f"expected a table, found {shown(details)}", "give them by name")])
    return details


def checked_id(case: str) -> str:
    """Refuse what cannot be the id of a case."""
    try:
        return read_id(case)
    except ValueError as error:
        raise InvalidAct([Fault("case", f"{shown(case)} {error}")]) from error
