"""
Hear an entry again: what the rules draw up from what was said, in the state before it.

What was said is read from what its actor signed, or else from the entry, as it would be to repeat the act. Nobody said
the end of a silence period or what follows from a clock; then the period has to have ended.
"""

from __future__ import annotations

from cica_procedure.core.decide import Ask, decide
from cica_procedure.core.hands import Note
from cica_procedure.core.past_acts import particulars, settled
from cica_procedure.core.register_laws import Later
from cica_procedure.core.settling import redrawn
from cica_procedure.core.state import State
from cica_procedure.errors import ProcedureError
from cica_procedure.terms import NEW, Case, Entry


class Unlawful(Exception):
    """The rules do not allow an entry, or know no such act; the message says why."""


def hear_again(state: State, entry: Entry, later: Later, note: Note | None) -> tuple[State, Entry]:
    """
    Return the state after an entry and the entry itself, as the rules draw it up.

    Args:
        state: the state before it.

        entry: the entry as it is on the record.

        later: the entries before it that take effect after an instant, as for `decide`.

        note: what its actor has signed; ``None`` when it has signed nothing.

    Raises:
        Unlawful: when they draw up none.
    """
    known = state.find(entry.case)
    before = known if known is not None else Case.before(entry)
    if entry.n != before.n + 1:
        raise Unlawful(f"it is act {entry.n} of {entry.case}, of which {before.n} are on the record")
    try:
        if settled(entry, before):
            return _ended(state, before, entry)
        return _said(state, before, entry, later, note)
    except ProcedureError as error:
        raise Unlawful(str(error)) from error


def _ended(state: State, before: Case, entry: Entry) -> tuple[State, Entry]:
    """Return what follows from the end of a silence period or a clock."""
    if entry.recorded < entry.at:
        raise Unlawful(f"{entry.case}: the end of {entry.at.isoformat()} was still to come when it was recorded")
    drawn = redrawn(state, before, entry)
    if drawn is None:
        raise Unlawful(f"{entry.act} on {entry.case} does not follow by itself")
    return state.after(drawn), drawn


def _said(state: State, before: Case, entry: Entry, later: Later, note: Note | None) -> tuple[State, Entry]:
    """Return what is drawn up from an act."""
    outcome = decide(
        state, _ask(state, before, entry) if note is None else Ask.of(entry.case, note), entry.recorded, later
    )
    if outcome.findings:
        raise Unlawful(
            f"{entry.act} on {entry.case}: {'; '.join(f'{f.requirement}: {f.fact}' for f in outcome.findings)}"
        )
    if len(outcome.entries) > 1:
        first = outcome.entries[0]
        raise Unlawful(f"before it {first.act} on {first.case} had followed by itself, and it is not on the record")
    return outcome.state, outcome.entries[0]


def _ask(state: State, before: Case, entry: Entry) -> Ask:
    """Return an act as it was told, from its entry."""
    return Ask(
        case=entry.case,
        by=entry.actor,
        act=entry.act,
        at=entry.at,
        details=particulars(entry, before, state.rulebook),
        reason=entry.reason,
        meeting=entry.meeting if entry.meeting != entry.case else "",
        procedure=entry.procedure if before.stage == NEW else None,
        letter=entry.letter,
    )
