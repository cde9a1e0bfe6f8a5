"""
Requirements and effects of silence periods: decisions by consensus without a meeting.

1. Only decisions that the rulebook marks can be taken by silence, in the body the case is before.
2. A period has an exact end, within the bounds of the rules; the end can be put off, never brought forward.
3. A member breaks a period by an act; a member that waits for instructions makes it stand still.
4. While a period runs, no other act moves the case or changes its text.
5. If a period is not broken, it ends in the decision, when every other requirement of it is met at that instant.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from cica_procedure.core.clause_types import Consequence, Effect, Requirement, finding
from cica_procedure.core.cures import same_act, who, with_effect
from cica_procedure.core.situation import Situation
from cica_procedure.rulebook.model import Rulebook
from cica_procedure.terms import SILENCE, Case, Finding, Register, Silence, Value
from cica_procedure.terms.struct import replace
from cica_procedure.time import duration_words, read_duration

CHOICES = ("expires", "lasts", "working-days")
"""The particulars that say when a silence period ends; an act gives one of them, or none for the usual length."""

LAPSED, BROKEN, ENDED = "lapsed", "broken", "ended"
"""The ways in which a silence period can end."""


def _running(situation: Situation, _: str) -> Finding | None:
    """Require that a silence period runs on the case."""
    if situation.case.silence is not None:
        return None
    opening = with_effect(situation, "open-silence")
    return finding(situation, "silence-running", *opening, who=who(situation, opening))


def _no_silence(situation: Situation, _: str) -> Finding | None:
    """Require that no silence period runs on the case yet."""
    silence = situation.case.silence
    return None if silence is None else finding(situation, "no-silence", expires=silence.expires)


def _by_silence(situation: Situation, _: str) -> Finding | None:
    """Require that the proposal is a decision that the body may take by silence at this stage."""
    act = situation.act.details.get("decides")
    possible = [step for step in situation.procedure.steps_at(situation.case.stage) if step.silence]
    if act is None or any(step.act == act for step in possible):
        return None
    acts = tuple(dict.fromkeys(step.act for step in possible))
    return finding(situation, "by-silence", same_act(situation), act=act, body=situation.body, possible=acts)


def _silence_length(situation: Situation, _: str) -> Finding | None:
    """Require that the period ends after it begins, and is neither shorter nor longer than the rules allow."""
    try:
        expires = _end_of(situation)
    except (ValueError, OverflowError) as error:
        return finding(situation, "silence-length", same_act(situation), problem=str(error))
    bounds, silence = situation.procedure.silence, situation.case.silence
    if silence is not None and silence.held is not None:
        problem = f"its clock stands still for {silence.holds[0]}; it can be extended once it runs again"
        return finding(situation, "silence-length", same_act(situation), problem=problem)
    begins = silence.counted_from if silence is not None else situation.act.at
    if expires <= situation.act.at:
        return finding(situation, "silence-length", same_act(situation), expires=expires, at=situation.act.at)
    if silence is not None and expires <= silence.expires:
        return finding(situation, "silence-length", same_act(situation), expires=expires, at=silence.expires)
    if bounds is not None and not bounds.shortest <= expires - begins <= bounds.longest:
        length, shortest, longest = (
            duration_words(each) for each in (expires - begins, bounds.shortest, bounds.longest)
        )
        facts = {"length": length, "shortest": shortest, "longest": longest}
        return Finding("silence-length", bounds.cites, facts, (same_act(situation),))
    return None


def _holding(situation: Situation, _: str) -> Finding | None:
    """Require that the actor holds the silence period."""
    silence = situation.case.silence
    if silence is None or situation.act.party in silence.holds:
        return None
    return finding(situation, "holding", actor=situation.rulebook.name_of(situation.act.actor, situation.act.at))


def _not_holding(situation: Situation, _: str) -> Finding | None:
    """Require that the actor does not hold the silence period yet."""
    silence = situation.case.silence
    if silence is None or situation.act.party not in silence.holds:
        return None
    return finding(situation, "not-holding", actor=situation.rulebook.name_of(situation.act.actor, situation.act.at))


def _end_of(situation: Situation) -> datetime:
    """Return when the period ends, from the particulars of the act, or else by the usual length."""
    given, silence = situation.act.details, situation.case.silence
    begins = silence.expires if silence is not None else situation.act.at
    named = [name for name in CHOICES if name in given]
    if len(named) > 1:
        raise ValueError(f"the end is given by {' and by '.join(named)}; give one of them")
    if "expires" in given:
        return datetime.fromisoformat(str(given["expires"]))
    if "lasts" in given:
        return begins + read_duration(str(given["lasts"]))
    if "working-days" in given:
        calendar = situation.rulebook.calendar
        if calendar is None:
            raise ValueError("the rulebook has no calendar of working days")
        return calendar.after(begins, int(str(given["working-days"])), situation.rulebook.zone)
    if situation.procedure.silence is None:
        raise ValueError("the rules say nothing of how long a silence period is; give its end")
    return begins + situation.procedure.silence.length


def _open(situation: Situation, _: str) -> Consequence:
    """Open a silence period on a decision."""
    act = situation.act
    silence = Silence(
        act=str(act.details["decides"]),
        body=situation.body,
        proposer=act.actor,
        opened=act.at,
        expires=_end_of(situation),
        working="working-days" in act.details,
    )
    return Consequence({SILENCE: silence.plain()}, consumed=("decides", *CHOICES))


def _extend(situation: Situation, _: str) -> Consequence:
    """Put off the end of the period."""
    working = "working-days" in situation.act.details
    silence = _silence(situation).extended(_end_of(situation), working=working)
    return Consequence({SILENCE: silence.plain()}, consumed=CHOICES)


def _hold(situation: Situation, _: str) -> Consequence:
    """Make the period stand still for a member that waits for instructions."""
    return Consequence({SILENCE: _silence(situation).held_by(situation.act.party, situation.act.at).plain()})


def _release(situation: Situation, _: str) -> Consequence:
    """Release the actor's hold; the period runs again when no member waits for instructions any more."""
    silence = _silence(situation)
    until = _put_off(situation.rulebook, silence, situation.act.at)
    return Consequence({SILENCE: silence.released_by(situation.act.party, until).plain()})


def _put_off(rulebook: Rulebook, silence: Silence, at: datetime) -> datetime:
    """Return the end of a period, put off by the time it stood still; in working days if its length was given so."""
    held = silence.held or at
    calendar, zone = rulebook.calendar, rulebook.zone
    if silence.working and calendar is not None:
        return calendar.put_off(silence.expires, calendar.worked(held, at, zone), zone)
    return silence.expires + (at - held)


def resumed(case: Case, rulebook: Rulebook, register: Register, at: datetime) -> Case:
    """
    Return a case as it is at an instant, without the holds of members that have lost their seat by then.

    A right ends with the role it comes from: a period that nobody else holds runs again from that instant.
    """
    silence = case.silence
    if silence is None or silence.held is None:
        return case
    seats = rulebook.seats(silence.body, register, at)
    roles = rulebook.bodies[silence.body].members
    ends = ((t.until, t.party) for t in register.tenures if t.role in roles and t.until is not None and t.until <= at)
    left = {party: max(until, silence.held) for until, party in sorted(ends)}
    gone = sorted((left.get(holder, silence.held), holder) for holder in silence.holds if holder not in seats)
    for since, holder in gone:
        silence = silence.released_by(holder, _put_off(rulebook, silence, since))
    return replace(case, facts=MappingProxyType(case.facts | {SILENCE: silence.plain()})) if gone else case


def _break(situation: Situation, _: str) -> Consequence:
    """End the period without a decision, since a member has spoken."""
    return Consequence({SILENCE: over(situation, BROKEN)})


def _end(situation: Situation, _: str) -> Consequence:
    """End the period without a decision, since the Chair no longer proposes it."""
    return Consequence({SILENCE: over(situation, ENDED)})


def over(situation: Situation, outcome: str) -> dict[str, Value]:
    """Return the fact that the silence period of the case is over, with the way in which it ended."""
    return _silence(situation).plain(outcome)


def _silence(situation: Situation) -> Silence:
    silence = situation.case.silence
    if silence is None:
        raise ValueError("no silence period runs")
    return silence


REQUIREMENTS: Mapping[str, Requirement] = {
    "by-silence": Requirement(_by_silence, needs=("decides",)),
    "holding": Requirement(_holding),
    "no-silence": Requirement(_no_silence),
    "not-holding": Requirement(_not_holding),
    "silence-length": Requirement(_silence_length),
    "silence-running": Requirement(_running),
}

EFFECTS: Mapping[str, Effect] = {
    "break-silence": Effect(_break, silence=True, requires=("silence-running",)),
    "end-silence": Effect(_end, silence=True, requires=("silence-running",)),
    "extend-silence": Effect(_extend, silence=True, requires=("silence-running", "silence-length")),
    "hold-silence": Effect(_hold, silence=True, requires=("silence-running", "not-holding")),
    "open-silence": Effect(
        _open, needs=("decides",), silence=True, requires=("no-silence", "by-silence", "silence-length")
    ),
    "release-silence": Effect(_release, silence=True, requires=("silence-running", "holding")),
}
