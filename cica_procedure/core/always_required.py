"""The requirements of every act, whatever its step says: an entitled actor, a deciding meeting, no silence period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cica_procedure.core.clause_types import finding
from cica_procedure.core.cures import actors, by_steps, in_meetings, names, same_act, who, with_effect
from cica_procedure.core.effects import EFFECTS
from cica_procedure.core.requirements import reached
from cica_procedure.core.situation import Situation
from cica_procedure.terms import CLOCK, FOR, Act, Cure, Finding, Meeting, Silence

IMPLICIT = (
    "stage", "actor", "time", "ahead", "clock", "current-revision", "silence", "session", "agenda", "ground",
    "undecided", "link", "sole", "late", "proxy", "carried", "new-rules", "hand",
)  # fmt: skip
"""
The names of the requirements of every act.

The stage and the time of the act are checked before this module is called; the changes of the register, after it.
"""


def examine(situation: Situation) -> Iterator[Finding]:
    """Yield a finding for each requirement of every act that is not met."""
    yield from _undecided(situation)
    if situation.by_silence:
        # The proposer acted when the period was opened; the decision now is that of the members who kept silent. What
        # follows from a clock is no decision, unless its step may be taken by silence.
        if not situation.step.silence and (situation.step.decision or CLOCK not in situation.act.details):
            yield finding(situation, "by-silence", act=situation.act.name, body=situation.body, possible=())
        return
    if not entitled(situation):
        yield _actor(situation)
    if FOR in situation.act.details and not _is_proxy(situation):
        names = {name: situation.rulebook.name_of(who, situation.act.at) for name, who in _hands(situation.act)}
        yield finding(situation, "proxy", same_act(situation), **names)
    act, case = situation.act, situation.case
    if act.revision is not None and act.revision != case.revision:
        yield finding(situation, "current-revision", same_act(situation), given=act.revision, current=case.revision)
    if (silence := case.silence) is not None and _disturbs(situation):
        yield _silence(situation, silence)
    if situation.step.decision and situation.step.only_by_silence:
        opening = with_effect(situation, "open-silence")
        yield finding(situation, "ground", *opening, act=act.name, who=who(situation, opening))
    if situation.step.carried and (unmet := reached(situation, situation.step.carried, "carried")) is not None:
        yield unmet
    if situation.meeting is not None and situation.step.decision and not situation.is_meeting:
        yield from _session(situation, situation.meeting)


def entitled(situation: Situation) -> bool:
    """Return whether the actor may take the step: as an office, by a role at that instant, or as a party it names."""
    act, by, offices = situation.act, situation.step.by, situation.rulebook.offices
    if act.actor in offices:
        held = bool(act.party) or not offices[act.actor].held_by
        return held and (act.actor in by or ("proposer" in by and act.actor == situation.case.proposer))
    if "proposer" in by and act.actor == situation.case.proposer and _may_propose(situation):
        return True
    named = (word for word in by if word not in situation.rulebook.roles and word != "proposer")
    return _has_one_of(situation, by) or any(situation.party_named(word) == act.party for word in named)


def _hands(act: Act) -> tuple[tuple[str, str], ...]:
    """Return the proxy that acts, and the party for which it acts."""
    return ("actor", act.actor), ("party", act.party)


def _is_proxy(situation: Situation) -> bool:
    """Return whether the actor holds a role that lets it act for the party: one whose scope is a party."""
    act, rulebook = situation.act, situation.rulebook
    proxies = (role.id for role in rulebook.roles.values() if role.scope == "party")
    return act.actor == act.party or any(
        situation.register.holds(role, act.actor, act.at, act.party) for role in proxies
    )


def _may_propose(situation: Situation) -> bool:
    """Return whether the proposer, a party, could open the case today: its right ends with the role it came from."""
    opening = situation.procedure.opening[0].by
    return ("subject" in opening and situation.act.actor == situation.subject) or _has_one_of(situation, opening)


def _has_one_of(situation: Situation, words: Iterable[str]) -> bool:
    roles, offices = situation.rulebook.roles, situation.rulebook.offices
    return any(word in roles and word not in offices and situation.has_role(word) for word in words)


def _actor(situation: Situation) -> Finding:
    """Return the finding that only another actor may take the step."""
    rulebook, act, by = situation.rulebook, situation.act, situation.step.by
    office = act.actor in rulebook.offices
    first = {role: rulebook.register.first(role, act.party) for role in by if role in rulebook.roles}
    coming = {rulebook.roles[role].name: since for role, since in first.items() if since and since > act.at}
    entitled = actors(situation, by)
    roles = [rulebook.roles[role].name for role in rulebook.roles if situation.has_role(role)]
    facts = {
        "act": act.name,
        "who": names(situation, entitled) or tuple(f"the {word}" for word in by),
        "actor": rulebook.name_of(act.actor, act.at),
        "roles": tuple(roles) if not office and set(by) & set(rulebook.roles) - set(rulebook.offices) else (),
        "vacant": act.at if office and not act.party and rulebook.offices[act.actor].held_by else None,
        "coming": next(iter(coming.items()), None),
    }
    return Finding("actor", situation.step.cites, facts, (Cure(act.name, entitled),) if entitled else ())


def _disturbs(situation: Situation) -> bool:
    """Return whether the step moves the case, decides on it or changes its text, and is not a silence-period act."""
    step, names = situation.step, [clause.name for clause in situation.step.effects]
    moves = step.to or step.decision or any(EFFECTS[name].revises or name == "correct" for name in names)
    return bool(moves) and not (names and all(EFFECTS[name].silence for name in names))


def _silence(situation: Situation, silence: Silence) -> Finding:
    """Return the finding that a silence period runs on the case: no other act may move it or change its text."""
    breaking, ending = with_effect(situation, "break-silence"), with_effect(situation, "end-silence")
    return finding(
        situation,
        "silence",
        *breaking,
        *ending,
        act=situation.act.name,
        decides=silence.act,
        expires=silence.expires,
        held=situation.parties(silence.holds),
        breaking=who(situation, breaking),
        ending=who(situation, ending),
    )


def _session(situation: Situation, meeting: Meeting) -> Iterator[Finding]:
    """Yield a finding if the meeting only exchanges views, and one if its agenda exists but the case is not called."""
    case = situation.case
    if not meeting.decides:
        cures = in_meetings(situation)
        able = who(situation, cures)
        yield finding(situation, "session", *cures, meeting=meeting.id, body=meeting.body, who=able)
    if meeting.agenda and meeting.item != case.id:
        listed = case.id in meeting.agenda
        cures = in_meetings(situation, "call-item" if listed else "add-item")
        able = who(situation, cures)
        yield finding(
            situation, "agenda", *cures, case=case.id, meeting=meeting.id, listed=listed, item=meeting.item, who=able
        )


def _undecided(situation: Situation) -> Iterator[Finding]:
    """
    Yield a finding if the body has taken this decision on this revision already, with the same particulars.

    A decision that moves the case, or has other effects, has requirements of its own: the case may have come back. What
    the decision is about may be stated anew, such as the plan of another year.
    """
    step, case, act = situation.step, situation.case, situation.act
    if not step.decision or not case.decisions or step.effects or step.to or case.stage not in step.sources:
        return
    matter = max((case.stated.get(c.value, 0) for c in step.requires if c.name == "stated"), default=0)
    for n, body, words, details in case.decisions:
        same = all(details.get(name) == act.details.get(name) for name in step.fields)
        if (body, words) == (situation.body, step.decision) and same and n > matter:
            amending = by_steps(situation, (s for s in situation.procedure.steps_at(case.stage) if s.revises))
            facts = {"body": body, "decision": words, "revision": case.revision, "acts": tuple(c.act for c in amending)}
            yield finding(situation, "undecided", *amending, **facts)
            return
