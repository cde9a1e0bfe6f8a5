"""
Decide an act in a state: return the entries to write and the state after them, or the findings against the act.

The functions are pure: they write nothing and read no clock; the caller passes the time.

1. Silence periods that the act depends on, and that have ended by its instant, are settled first.
2. No act takes effect after it is recorded. The clock never runs back, unless an act with a reason sets it back.
3. In a case, no act takes effect before an earlier one; the same is true of a meeting and all acts done in it.
4. A sole role is held by at most one party at every instant.
5. A signature counts when it is by a key that the actor holds, over what it says; see `hands`.
6. A change of the register that is recorded late is refused when it would have changed what is on the record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, TypeVar

from cica_procedure.core.hands import Note, in_hand, values_of
from cica_procedure.core.judge import Ruling, judge
from cica_procedure.core.new_entry import draw_up
from cica_procedure.core.new_rules import unfit
from cica_procedure.core.register_laws import Later, late, sole
from cica_procedure.core.settling import actor_in, recorded_at, settle
from cica_procedure.core.state import State
from cica_procedure.errors import Conflict, Fault, InvalidAct, shown, unknown
from cica_procedure.rulebook.particulars import read_details, read_digest, read_id, read_number, read_text
from cica_procedure.terms import FOR, RULES, Act, Case, Entry, Finding, Value
from cica_procedure.terms.struct import Struct
from cica_procedure.text import id_form
from cica_procedure.time import require_offset

T = TypeVar("T")


class Ask(Struct, frozen=True):
    """
    An act as a caller asks for it, before its values have been checked.

    Attributes:
        case: the id of the case.

        by: the actor: an office, or a party by name or id.

        act: a word of the procedure of the case; left out for the act that opens a case.

        effect: an effect, such as ``position``, to ask for the act that has it without knowing its name.

        at: when it takes effect; ``None`` for the instant at which it is recorded.

        details: the particulars, by name.

        reason, meeting, revision: as for `cica_procedure.Conference.act`.

        procedure: the kind of case, for the act that opens one; ``None`` otherwise.

        letter: the SHA-256 of the letter it is known from, in hexadecimal; empty when there is none.

        note: the act as its actor has signed it; ``None`` when it has not.
    """

    case: object
    by: object
    act: object = ""
    at: datetime | None = None
    details: object = None
    reason: object = ""
    meeting: object = ""
    revision: object = None
    procedure: object = None
    effect: str = ""
    letter: object = ""
    note: Note | None = None

    @classmethod
    def of(cls, case: str, note: Note) -> Ask:
        """
        Return the act that somebody signed, as it is to be judged.

        Raises:
            InvalidAct: when what was signed says no act.
        """
        given = values_of(note.said)
        at = given.get("at")
        return cls(
            case,
            given.get("by", ""),
            given.get("act", ""),
            _read_instant(at) if at is not None else None,
            given.get("details"),
            given.get("reason", ""),
            given.get("meeting", ""),
            given.get("revision"),
            given.get("procedure"),
            letter=given.get("letter", ""),
            note=note,
        )


class Outcome(Struct, frozen=True):
    """
    The outcome of an act.

    Attributes:
        state: the state after the entries; if the act is refused, the state in which it was asked.

        case: the case after the act; if the act is refused, the case as it was when the act was judged.

        act: the act as it was judged.

        entries: those of the silence periods settled first, then that of the act; empty when the act is refused.

        findings: every requirement that is not met; empty when the act is allowed.
    """

    state: State
    case: Case
    act: Act
    entries: tuple[Entry, ...] = ()
    findings: tuple[Finding, ...] = ()


class Option(Struct, frozen=True):
    """
    An act of a procedure, as it is possible or not at the present stage of a case.

    Attributes:
        act: the name of the act.

        by: the offices and roles that may do it.

        fields: the particulars it takes, with their types.

        unmet: every requirement that is not met; empty when the act is open.
    """

    act: str
    by: tuple[str, ...]
    fields: Mapping[str, str]
    unmet: tuple[Finding, ...]

    @property
    def open(self) -> bool:
        """Whether the act may be performed now."""
        return not self.unmet


def nothing_later(_: datetime) -> tuple[tuple[State, Entry], ...]:
    """Return no entries: for a state whose entries are not available, when no act is recorded late."""
    return ()


def decide(state: State, ask: Ask, now: datetime, later: Later = nothing_later) -> Outcome:
    """
    Return the outcome of an act.

    Args:
        state: the state in which the act is judged.

        ask: the act that is asked for.

        now: the time by the clock, at which the act is recorded.

        later: returns the entries that take effect after an instant; called only for a late change of the register.

    Raises:
        InvalidAct: when a name, an instant or a particular is not understood.

        Conflict: when the act opens a case that exists already.

        NotInRules: when the record names something that its rules do not know.
    """
    judged = _Judged.of(state, ask, now)
    if judged.ruling.unmet:
        return Outcome(state, judged.case, judged.act, (), judged.ruling.unmet)
    return judged.outcome(state, later)


def why_not(state: State, ask: Ask, later: Later = nothing_later) -> tuple[Finding, ...]:
    """
    Return every requirement of an act that is not met, without performing it; empty when the act is open.

    Particulars that are left out are assumed to be correct, and the instant may be in the future.

    Raises:
        InvalidAct, Conflict, NotInRules: as for `decide`.
    """
    at = _instant(state, ask, state.recorded or state.since)
    judged = _Judged.of(state, ask, _not_behind(state, at), complete=False)
    if judged.ruling.unmet or not judged.complete:
        return judged.ruling.unmet
    return judged.outcome(state, later).findings


def options(state: State, name: str, at: datetime, by: str | None = None) -> tuple[Option, ...]:
    """
    Return every act of the procedure of a case, with what is not met; without `by`, no actor is checked.

    Raises:
        InvalidAct, NotInRules: as for `decide`, and when there is no such case.
    """
    state, _ = settle(state, at, _not_behind(state, at), name)
    case = state.case(name)
    procedure = state.rulebook.procedure_of(case)
    actor, party = actor_in(state, by, at) if by is not None else ("", "")
    # A reason and a signature are given together with the act, so without them now it is not impossible.
    ignored = {"reason", "hand"} if by is not None else {"reason", "hand", "actor"}

    def option(name: str) -> Option:
        here = procedure.steps_from(case.stage, name) or procedure.steps_of(name)
        act = Act(name, actor, party, at)
        unmet = judge(state, case, act, general=_behind(state, case, at)).unmet
        may = tuple(dict.fromkeys(role for step in here for role in step.by))
        return Option(name, may, here[0].fields, tuple(each for each in unmet if each.requirement not in ignored))

    return tuple(map(option, procedure.acts))


def read_table(details: object) -> Mapping[str, object]:
    """
    Return particulars by name; an empty table for ``None``.

    Raises:
        InvalidAct: when the value is not a table.
    """
    if details is None:
        return {}
    if not isinstance(details, (dict, Mapping)):  # `dict` is the usual case, and faster to check than `Mapping`.
        raise InvalidAct([Fault("details", f"expected a table, found {shown(details)}", "give them by name")])
    return details


class _Judged(Struct, frozen=True):
    """An act that has been read and judged, after the silence periods it depends on were settled."""

    state: State
    settled: tuple[Entry, ...]
    case: Case
    act: Act
    ruling: Ruling
    recorded: datetime
    complete: bool

    @classmethod
    def of(cls, state: State, ask: Ask, now: datetime, *, complete: bool = True) -> _Judged:
        recorded = recorded_at(state, now)
        at = _instant(state, ask, recorded)
        given = read_table(ask.details)
        name = id_form(ask.case) if isinstance(ask.case, str) else None
        before, entries = settle(state, at, now, name)
        case, act = _target(before, ask, at)
        procedure = before.rulebook.procedure_of(case)
        if ask.effect and (doing := procedure.doing(ask.effect)) is not None:
            act = doing.act
        steps = procedure.steps_of(act)
        if not steps:
            raise InvalidAct([Fault("act", unknown(f"act of {procedure.id}", act, procedure.acts))])
        details = read_details(before.rulebook, steps[0].fields, given, complete=complete)
        read = _read(before, str(act), ask, at, details)
        read, wrong = in_hand(case, read, steps[0], ask.note, before.register, recorded)
        general = _behind(before, case, at)
        actor = before.rulebook.name_of(read.actor, at) if wrong else ""
        general += [("hand", {"wrong": each, "actor": actor, "act": read.name}) for each in wrong]
        if at > recorded:
            general.append(("ahead", {"at": at, "recorded": recorded.astimezone(at.tzinfo)}))
        if state.recorded is not None and recorded < state.recorded and steps[0].effect("set-clock") is None:
            general.append(("clock", {"now": recorded, "last": state.recorded, "acts": _setting(state)}))
        if RULES in details and steps[0].effect("enter-rules") is not None:
            general += unfit(before, details, ask.reason)
        missing = tuple(dict.fromkeys(_named_in_vain(before, steps[0].fields, details)))
        if missing:
            general.append(("link", {"missing": missing}))
        ruling = judge(before, case, read, general=general)
        if not complete:
            complete = all(kind.endswith("?") or name in read.details for name, kind in steps[0].fields.items())
        return cls(before, entries, case, read, ruling, recorded, complete)

    def outcome(self, asked: State, later: Later) -> Outcome:
        """Draw up the entry of an act that the rules allow, and check its changes of the register."""
        state, entry = self.state, draw_up(self.ruling, self.recorded)
        after = state.after(entry)
        if entry.changes and (unmet := (*sole(self.ruling, after, entry), *late(self.ruling, state, entry, later))):
            return Outcome(asked, self.case, self.act, (), unmet)
        return Outcome(after, after.case(entry.case), self.act, (*self.settled, entry))


def _read_instant(value: object) -> datetime:
    try:
        return datetime.fromisoformat(str(value))
    except ValueError as error:
        raise InvalidAct([Fault("at", str(error))]) from error


def _not_behind(state: State, at: datetime) -> datetime:
    """Return the first instant at which an act that takes effect at a given one could be recorded."""
    return at if state.recorded is None else max(at, state.recorded)


def _instant(state: State, ask: Ask, recorded: datetime) -> datetime:
    """Return when an act takes effect; if it names no instant, that is when it is recorded, in the zone of the seat."""
    return require_offset("at", recorded.astimezone(state.rulebook.zone) if ask.at is None else ask.at)


def _behind(state: State, case: Case, at: datetime) -> list[tuple[str, Mapping[str, Any]]]:
    """Return the ``time`` requirement with its facts if an instant is too early for a case; otherwise an empty list."""
    bound, done = state.not_before(case)
    if at >= bound:
        return []
    act, where = (done.act, done.case) if done is not None else (case.last_act, case.id)
    facts = {"at": at, "not_before": bound, "act": act, "case": where, "meeting": done is not None}
    # A clock that ran ahead may have put the case where nothing can follow for a long time.
    return [("time", {**facts, "ahead": state.recorded is not None and bound > state.recorded})]


def _named_in_vain(state: State, fields: Mapping[str, str], details: Mapping[str, Value]) -> Iterator[str]:
    """Yield the ids in particulars of the type ``case`` or ``cases`` that are not on the record."""
    for name, value in details.items():
        if fields[name].removesuffix("?") in {"case", "cases"}:
            named = value if isinstance(value, list) else [value]
            yield from (str(each) for each in named if state.find(str(each)) is None)


def _target(state: State, ask: Ask, at: datetime) -> tuple[Case, object]:
    """Return the case an act is on, and the name of the act; if the act opens a case, the case has no entries yet."""
    if ask.procedure is None:
        return state.case(ask.case), ask.act
    try:
        name = read_id(ask.case)
    except ValueError as error:
        raise InvalidAct([Fault("case", f"{shown(ask.case)} {error}")]) from error
    known = state.find(name)
    if known is not None:
        raise Conflict(name, 0, known.n)
    edition = state.edition_at(at)
    procedure = state.rulebook.procedure(ask.procedure, edition)
    return Case(name, procedure.id, edition), procedure.opening[0].act


def _read(state: State, act: str, ask: Ask, at: datetime, details: dict[str, Value]) -> Act:
    """Return the act, after reading the values that were given besides the particulars."""
    actor, party = actor_in(state, ask.by, at)
    if actor == party and FOR in details:
        party = str(details[FOR])  # A proxy acts, and the act is that of the party.
    reason = _given("reason", read_text, ask.reason, "")
    meeting = _given("meeting", read_id, ask.meeting, "")
    revision = _given("revision", read_number, ask.revision, None)
    letter = _given("letter", read_digest, ask.letter, "")
    return Act(act, actor, party, at, meeting, revision, reason, details, letter)


def _given(name: str, read: Callable[[object], T], value: object, without: T) -> T:
    """Return a value that was given by this name, once it has been read, or the value for when none was given."""
    if value is None or value == "":
        return without
    try:
        return read(value)
    except ValueError as error:
        raise InvalidAct([Fault(name, str(error))]) from error


def _setting(state: State) -> tuple[tuple[str, str], ...]:
    """Return the acts of the rulebook that set the clock of a record back, each with its procedure."""
    steps = ((p, step) for p in state.rulebook for step in p.steps if step.effect("set-clock") is not None)
    return tuple(dict.fromkeys((step.act, p.id) for p, step in steps))
