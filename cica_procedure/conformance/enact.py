"""Enact a case of a chronology: perform the path that explains it, with the real rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from attrs import define, field, frozen

from cica_procedure.conference.conference import Conference
from cica_procedure.conference.simulation import actor_of, close_meetings, in_session, particular
from cica_procedure.conformance.alignment import Move
from cica_procedure.conformance.chronology import LONG_AGO, Observed
from cica_procedure.conformance.result import ConformanceResult
from cica_procedure.conformance.word_meanings import WordMeanings
from cica_procedure.errors import InvalidAct, Refused
from cica_procedure.rulebook.procedure import Step
from cica_procedure.terms import Finding

PAUSE = timedelta(minutes=10)
TRIES = 8
"""How many times an act is tried; after each attempt, something that was missing is supplied."""

ASSUMED = "Assumed: not reported."


@frozen
class RefusedOpening:
    """An act that opens a case but is refused, and the requirements that are not met."""

    procedure: str
    case: str
    by: str
    at: datetime
    details: Mapping[str, Any]
    unmet: tuple[str, ...]


@define
class Enactment:
    """
    The result of enacting a case.

    Attributes:
        cica: the conference, on a record in memory.

        notes: by the id of the case and the number of the entry in it, whether the act is reported or assumed.

        missing: the acts that could not be performed, in words.

        refused: the opening, when the rules refuse it, with the requirements that are not met.
    """

    cica: Conference
    notes: dict[tuple[str, int], str] = field(factory=dict)
    missing: list[str] = field(factory=list)
    refused: RefusedOpening | None = None


def enact(verdict: ConformanceResult, meaning: WordMeanings) -> Enactment:
    """
    Enact the path that explains a case, and return the result.

    A reported act is done on its day, an assumed act just before the next reported one; meetings are held when needed.
    """
    first = min(step.last for step in verdict.history.steps)
    enacted = _Enacting(verdict, meaning, meaning.rulebook.begin(first) - timedelta(days=2)).act()
    if enacted.refused is not None:
        # A fact with only a known year is in the register from 1 January, and the opening may be the first act of its
        # day: so try again from just before the year, and from the beginning of the day.
        begin = meaning.rulebook.begin
        for since in (begin(date(first.year, 1, 1)) - PAUSE, begin(first)):
            other = _Enacting(verdict, meaning, since).act()
            if other.refused is None:
                return other
    return enacted


class _Enacting:
    def __init__(self, verdict: ConformanceResult, meaning: WordMeanings, since: datetime) -> None:
        self.rules, self.meaning, self.verdict = meaning.rulebook, meaning, verdict
        self.moves = verdict.alignment.moves
        self.now = since
        self.enacted = Enactment(Conference.in_memory(since=since, rulebook=self.rules, clock=lambda: self.now))
        self.cica = self.enacted.cica
        self.case = verdict.history.id
        self.matter = ""
        self.opened = 0
        self.beside = 0
        self.met = 0

    def act(self) -> Enactment:
        """Perform the moves; if no move is a step, first open the case, so that it exists."""
        if not any(move.step is not None for move in self.moves):
            self._wait(self._day(0))
            self._perform(self.verdict.alignment.procedure.opening[0], None)
        for i, move in enumerate(self.moves):
            self._wait(self._day(i))
            if self.enacted.refused is not None:
                break
            if move.kind == "another":
                self.opened += 1
                self.case, self.matter = f"{self.verdict.history.id}-{self.opened + 1}", move.remark
            elif move.step is not None:
                self._perform(move.step, move)
            elif move.observed is not None:
                self._beside(move, move.observed)
        return self.enacted

    def _day(self, i: int) -> datetime:
        """Return the instant of a move: on the day of its report, or else of the next report."""
        reported = next((m.observed for m in self.moves[i:] if m.observed is not None), None)
        if reported is None:
            return self.now
        earliest = max(self.rules.begin(reported.first), min(self.now, self.rules.begin(reported.last)))
        return (self.rules.begin(reported.last) if reported.first == LONG_AGO else earliest) + timedelta(hours=10)

    def _wait(self, until: datetime) -> None:
        """Set the time to an instant, or at least a little later; close all meetings when a new day begins."""
        if self.rules.day(until) > self.rules.day(self.now):
            close_meetings(self.cica, self.now, but=self.case)
        self.now = max(self.now + PAUSE, until)

    def _beside(self, move: Move, observed: Observed) -> None:
        """Perform an objection, or open a case that accompanies this one."""
        verb = self.meaning.verbs[observed.verb]
        if verb.objects:
            member = self._named(observed.matter) or self._members()[-1]
            self.cica.position(
                self.case, member, self.rules.word("blocks"), at=self.now, reason=observed.outcome or "as reported"
            )
            self._note(observed)
        elif verb.companion is not None and move.remark:
            procedure = self.rules.procedure(verb.companion.procedure, self.cica.edition_at(self.now))
            if procedure.opening[0].act == verb.companion.act:
                self.beside += 1
                name = f"{self.case}-{verb.companion.act}" + (f"-{self.beside}" if self.beside > 1 else "")
                details = self._details(procedure.opening[0], observed)
                self.cica.submit(procedure.id, name, by=self._actor(procedure.opening[0]), at=self.now, details=details)
                self.enacted.notes[name, 1] = f"Reported: {observed}"

    def _note(self, observed: Observed | None) -> None:
        """Mark the last entry of the case as reported or assumed."""
        words = f"Reported: {observed}" if observed is not None else ASSUMED
        self.enacted.notes[self.case, self.cica.case(self.case).n] = words

    def _perform(self, step: Step, move: Move | None) -> None:
        """Perform a step, and supply what is missing for it."""
        observed = move.observed if move is not None else None
        for _ in range(TRIES):
            try:
                self._try(step, observed)
            except Refused as refused:
                if step.opens:
                    self._refused(step, observed, refused)
                    return
                if not all(self._supply(finding, step) for finding in refused.findings):
                    break
            except InvalidAct as error:
                self.enacted.missing.append(f"{step.act}: {error}")
                return
            else:
                self._note(observed)
                return
        self.enacted.missing.append(f"{step.act} on {self.now.date()}")

    def _refused(self, step: Step, observed: Observed | None, refused: Refused) -> None:
        unmet = tuple(finding.requirement for finding in refused.findings)
        procedure, details = self.verdict.alignment.procedure.id, self._details(step, observed)
        self.enacted.refused = RefusedOpening(procedure, self.case, self._actor(step), self.now, details, unmet)

    def _try(self, step: Step, observed: Observed | None) -> None:
        details, reason = self._details(step, observed), "as reported" if observed is not None else "assumed"
        by = self._actor(step)
        if step.opens:
            self.cica.submit(
                self.verdict.alignment.procedure.id, self.case, by=by, at=self.now, details=details, reason=reason
            )
            return
        body = self.verdict.alignment.procedure.body_of(step, self.cica.case(self.case).stage)
        sitting = in_session(self.cica, body)[:1] if body and step.requirement("meeting") is not None else []
        meeting = sitting[0].id if sitting else ""
        self.cica.act(self.case, step.act, by=by, at=self.now, details=details, reason=reason, meeting=meeting)

    def _supply(self, finding: Finding, step: Step) -> bool:
        """Supply what is missing, and return whether this was possible."""
        facts = finding.facts
        match finding.requirement:
            case "meeting":
                self._meet(facts["body"])
            case "consensus":
                for party, *_ in facts["objections"]:
                    self.cica.position(self.case, party.id, self.rules.word("accepts", "affirms"), at=self.now)
            case "stated":
                steps = self.verdict.alignment.procedure.steps_at(self.cica.case(self.case).stage)
                stating = next((s for s in steps if facts["detail"] in s.fields and s.act != step.act), None)
                if stating is None:
                    return False
                self._perform(stating, None)
            case "offers":
                return self._volunteer()
            case "renewal":
                return self._seek_renewal()
            case _:
                return False
        return True

    def _meet(self, body: str) -> None:
        self.met += 1
        self.cica.meet(body, f"{body.lower()}-{self.now.date()}-{self.met}", at=self.now)

    def _volunteer(self) -> bool:
        members = [self._named(self.verdict.history.subject), *self._members()]
        member = next(member for member in members if member)
        # Prefer a role that several parties can hold, since no other holder can prevent it.
        roles = sorted((role for role in self.rules.roles.values() if role.scope), key=lambda role: role.sole)
        if not roles:
            return False
        about = list(self.rules.scopes_of(roles[0]) or ())[-1:]
        return self._do("volunteer", member, {"role": roles[0].id, roles[0].scope: next(iter(about), "")})

    def _seek_renewal(self) -> bool:
        offers = self.cica.case(self.case).facts["offers"]
        offer: dict[str, Any] = offers[0] if isinstance(offers, list) and isinstance(offers[0], dict) else {}
        until = f"{self.now.year + 2}-01-01"
        scope = self.rules.roles[offer["role"]].scope
        details = {"role": offer["role"], scope: offer["scope"], "until": until}
        return self._do("seek-renewal", str(offer["party"]), details)

    def _do(self, effect: str, by: str, details: Mapping[str, Any]) -> bool:
        """
        Perform the act that has an effect, whatever its name; return whether the procedure has such an act.

        The particulars are given by their types, or by their names when these are the same everywhere.
        """
        step = self.verdict.alignment.procedure.doing(effect)
        if step is None:
            return False
        named = {kind.removesuffix("?"): name for name, kind in step.fields.items()}
        given = {named.get(key, key): value for key, value in details.items()}
        self.cica.act(self.case, step.act, by=by, at=self.now, details=given)
        self._note(None)
        return True

    def _actor(self, step: Step) -> str:
        case = self.cica.state.find(self.case)
        return actor_of(self.cica, step, case, subject=self._subject(), at=self.now)

    def _subject(self) -> str:
        standing = self.cica.case(self.case).text("subject") if self.case in self.cica.cases() else ""
        named = self._named(self.matter) or self._named(self.verdict.history.subject)
        return standing or named or next(iter(self._strangers()), "") or self._members()[0]

    def _members(self) -> tuple[str, ...]:
        return self.rules.seated(self.cica.register, self.now)

    def _strangers(self) -> Iterator[str]:
        """Return an iterator over the parties that hold no role yet."""
        held = {tenure.party for tenure in self.cica.register.tenures if tenure.covers(self.now)}
        return (party for party in self.rules.parties if party not in held)

    def _named(self, words: str) -> str:
        """Return the id of the first party that is named in words; empty when there is no such party."""
        for party in self.rules.parties.values():
            if any(name in words for name in party.names) or party.id in words.split():
                return party.id
        return ""

    def _details(self, step: Step, observed: Observed | None) -> dict[str, object]:
        asked = {name for name, kind in step.fields.items() if not kind.endswith("?")} | {"title", "subject"}
        wanted = {name: kind for name, kind in step.fields.items() if name in asked}
        given = {name: self._detail(name, kind.removesuffix("?"), observed) for name, kind in wanted.items()}
        return {name: value for name, value in given.items() if value not in (None, "")}

    def _detail(self, name: str, kind: str, observed: Observed | None) -> object:
        # What is assumed of another matter of the history is not the same, such as the term of another chairmanship.
        title = self.verdict.history.title if name == "title" else f"{self.verdict.history.title} ({self.case})"
        said = observed.outcome if observed is not None and name != "title" else ""
        document = self.verdict.alignment.kind
        return particular(
            self.rules, name, kind, at=self.now, text=said or title, subject=self._subject(), body=self._body(),
            document=document,
        )  # fmt: skip

    def _body(self) -> str:
        """Return the first reported body that is in the rulebook, for a particular that names a body."""
        bodies = (self.meaning.bodies[step.body] for step in self.verdict.history.steps)
        return next((known[0] for known in bodies if known), next(iter(self.rules.bodies)))
