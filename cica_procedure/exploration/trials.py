"""The actors of an exploration: perform an act on a conference, with the meeting and the particulars it needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import islice
from typing import TypeAlias, cast

from attrs import evolve, frozen

from cica_procedure.conference.clock import ToldClock
from cica_procedure.conference.conference import Conference
from cica_procedure.conference.simulation import actor_of, particular
from cica_procedure.core.clocks import running
from cica_procedure.core.situation import Situation
from cica_procedure.errors import Fault, InvalidAct, Refused
from cica_procedure.exploration.moods import Mood
from cica_procedure.rulebook.model import Rulebook
from cica_procedure.rulebook.procedure import Procedure, Step
from cica_procedure.terms import EDITION, NOTHING_YET, Act, Case, Register, Tenure, Value, clock_fact, place

CASE = "case"
OWN = ("item", "item-added")
"""The particulars that name a case already on the agenda: they are given the case itself."""

LATER = timedelta(days=50)
"""How long after the beginning the later acts are; by then the subject has its roles and the last edition applies."""


@frozen
class TriedAct:
    """
    One act of a script.

    Attributes:
        step: the step.

        document: for the act that opens a case about a document, the kind of document.

        later: whether it is done at the later instant, `LATER` after the beginning.

        case: the case it is done on.

        decides: for the act that opens a silence period, the decision it is opened for; if empty, the first possible.
    """

    step: Step
    document: str = ""
    later: bool = False
    case: str = CASE
    decides: str = ""

    def __str__(self) -> str:
        return self.step.act


Way: TypeAlias = tuple[TriedAct, ...]
"""Acts that lead from the opening of a case to a state."""


class Actors:
    """The actors that try the acts of a procedure, in one edition, on the conferences they are given."""

    def __init__(self, rulebook: Rulebook, procedure: Procedure, route: Callable[[Iterable[str]], Way]) -> None:
        self.procedure, self.rulebook, self.route = procedure, rulebook, route
        self.enacts = procedure.doing("enact") is not None
        # The roles that a party has, or that a step of a procedure gives.
        self.given = {tenure.role for tenure in rulebook.register.tenures}
        self.given |= {c.value for p in rulebook for s in p.steps for c in s.effects if c.name in {"begin", "succeed"}}
        self.at = _instant(rulebook, procedure)
        self.clock = ToldClock(self.at)
        body = next((stage.body for stage in procedure.stages.values() if stage.body), "")
        self.members = rulebook.seats(body, rulebook.register.as_known(self.at), self.at)
        self.subject = ""

    def conference(self, subject: str) -> Conference:
        """Return a new conference, in which the future roles of the subject are known beforehand."""
        roles = {c.value for step in self.procedure.steps for c in step.requires if c.name == "holds"} & self.given
        soon, known = self.at + timedelta(days=40), self.at - timedelta(days=1)
        tenures = [*self.rulebook.register.tenures]
        register = self.rulebook.register.as_known(self.at)
        if subject:
            tenures += [
                Tenure(role, subject, soon, known=known)
                for role in sorted(roles)
                if not register.holds(role, subject, self.at)
            ]
        last = self.rulebook.editions[-1].id
        if not register.holds(EDITION, last, self.at) and not self.enacts:
            tenures.append(Tenure(EDITION, last, soon, known=known))
        rules = evolve(self.rulebook, register=Register(tuple(tenures)))
        return Conference.in_memory(since=self.at, rulebook=rules, clock=self.clock)

    def subjects(self) -> Iterator[str]:
        """
        Yield parties the case can be about, one of each sort that rules can tell apart; empty for none.

        The sorts are strangers, members, those that speak for an office, and those that have another role.
        """
        now = self.rulebook.register.as_known(self.at)
        held = {t.party for t in now.tenures if t.covers(self.at)}
        officers = {holder for o in self.rulebook.offices.values() for holder in now.holders(o.held_by, self.at)}
        sorts: list[Iterable[str]] = [
            (party for party in self.rulebook.parties if party not in held),
            (member for member in reversed(self.members) if member not in officers),
            *([holder] for holder in sorted(officers)),
            *([t.party for t in now.tenures if t.role == role and t.covers(self.at)] for role in self.rulebook.roles),
        ]
        fields = self.procedure.opening[0].fields
        if fields.get("subject", "").endswith("?"):
            sorts.append([""])
        found = dict.fromkeys(party for sort in sorts for party in islice(sort, 1))
        yield from found or [""]

    def begin(self, subject: str) -> Conference | None:
        """Return a conference on which a case about a party can be opened; ``None`` when it cannot."""
        opening = TriedAct(self.procedure.opening[0], next(iter(self.documents()), ""))
        self.subject = subject
        cica = self.conference(subject)
        with suppress(Refused, InvalidAct):
            self.play(cica.fork(), opening)
            return cica
        return None

    def documents(self) -> list[str]:
        """Return one kind of document for each body that decides any; one empty kind when the case has no kind."""
        if "kind" not in self.procedure.opening[0].fields.values():
            return [""]
        return list({kind.decided_by: kind.id for kind in self.rulebook.kinds.values()}.values())

    def kind_of(self, case: Case) -> str:
        """Return the kind of document that a case is about; empty when it has none."""
        fields = self.procedure.opening[0].fields
        return next((case.text(name) for name, kind in fields.items() if kind.removesuffix("?") == "kind"), "")

    def tell(self, cica: Conference, tried: TriedAct) -> datetime:
        """Return when an act is done, and set the clock to this instant: once what it waits for is over."""
        at, case = self.at + (LATER if tried.later else timedelta()), cica.state.find(tried.case)
        if case is not None and case.at is not None:
            end = case.text(clock_fact(tried.step.requirement("after") or ""))
            at = max(at, case.at, *([datetime.fromisoformat(end)] if end else []))
        self.clock.at = at
        return at

    def play(self, cica: Conference, tried: TriedAct, *, present: int | None = None, meets: bool = True) -> Case:
        """
        Perform an act, with everything it needs: a meeting, and that members speak.

        Args:
            cica: the conference.

            tried: the act.

            present: how many members stay in the meeting; if left out, all of them.

            meets: whether the meeting is held at all.

        Raises:
            Refused: when the rules do not allow it.

            InvalidAct: when something that the act needs is not available.
        """
        step, at = tried.step, self.tell(cica, tried)
        if step.opens:
            details = self.details(cica, tried)
            self._link(cica, tried, at)
            by = actor_of(cica, step, None, subject=self.subject, at=self.at)
            return cica.submit(self.procedure.id, tried.case, by=by, at=at, details=details, reason="r")
        ends = [end for _, clock, end in running(cica.case(tried.case), self.procedure) if clock.then == step.act]
        if ends:
            return self._run_out(cica, tried, max(at, *ends))
        meeting = self.prepare(cica, tried, present=present, meets=meets)
        rule = self.rulebook.rule_of(step)
        if step.requirement("consensus") is not None and not (rule.silent and rule.of.among != "speaking"):
            say = self.say(cica, tried, meeting)
            self.speak(cica, tried, say, Mood(affirm=len(say)))
        return self.perform(cica, tried, meeting)

    def prepare(self, cica: Conference, tried: TriedAct, *, present: int | None = None, meets: bool = True) -> str:
        """Hold the meeting that an act needs, if any, and have raised the objection it is about; return the meeting."""
        step, at, case = tried.step, self.tell(cica, tried), cica.case(tried.case)
        self._link(cica, tried, at)
        body = self.procedure.body_of(step, case.stage)
        needs = step.requirement("meeting") is not None and not self.procedure.meets
        meeting = self._meet(cica, body, at, present) if body and needs and meets else ""
        if step.requirement("objecting") is not None:
            objector = self.rulebook.seats(body, cica.register, at)[0]
            self._state(cica, tried, objector, self.rulebook.word("blocks"))
        return meeting

    def perform(self, cica: Conference, tried: TriedAct, meeting: str) -> Case:
        """Perform an act that is not the first of its case, in a meeting or in none, as the members have spoken."""
        step, at, case = tried.step, self.clock.at, cica.case(tried.case)
        if step.only_by_silence:
            return self._keep_silent(cica, tried)
        lists = {c.value for other in self.procedure.steps for c in other.requires if c.name == "complete"}
        actors = [actor_of(cica, step, case, subject=self.subject, at=self.at)]
        if step.effect("enlist") in lists:  # A list that must be complete needs every member.
            actors = [*self.rulebook.seats(self.procedure.body_of(step, case.stage), cica.register, at)] or actors
        for actor in actors:
            details = self.details(cica, tried)
            case = cica.act(tried.case, step.act, by=actor, at=at, details=details, reason="r", meeting=meeting)
        return case

    def say(self, cica: Conference, tried: TriedAct, meeting: str = "") -> tuple[str, ...]:
        """Return the ids of those that have a say in what an act decides, in a meeting or in none."""
        case, at = cica.case(tried.case), self.clock.at
        details = self.details(cica, tried)
        by = actor_of(cica, tried.step, case, subject=self.subject, at=self.at)
        act = Act(tried.step.act, by, "", at, meeting, details=cast("dict[str, Value]", details))
        state = cica.state
        held = state.meeting(meeting)
        there = held.as_of(at) if held is not None else None
        return Situation(state.rulebook, self.procedure, tried.step, case, act, state.register, there).say

    def speak(self, cica: Conference, tried: TriedAct, say: Sequence[str], mood: Mood) -> None:
        """
        Let those that have a say speak until the mood is as asked, and the others say nothing.

        Raises:
            Refused: when somebody cannot say it.
        """
        does = self.rulebook.word
        yes, accepts = does("affirms", "accepts"), does("accepts", "affirms")
        words = [yes] * mood.affirm + [accepts] * mood.accept
        # Those that object come last, since the first member is the one who may have had to object before.
        words += [NOTHING_YET] * (len(say) - len(words) - mood.block) + [does("blocks")] * mood.block
        case = cica.case(tried.case)
        body = self.procedure.body_of(tried.step, case.stage)
        stated = case.positions.get(place(body, tried.step.asks))
        for member, word in zip(say, words, strict=False):
            known = stated.get(member) if stated is not None else None
            if (known.word if known is not None else NOTHING_YET) != word:
                self._state(cica, tried, member, word, tried.step.asks)

    def _state(self, cica: Conference, tried: TriedAct, member: str, word: str, on: str = "") -> None:
        """State a position on the text, or on a question of its own."""
        steps = self.procedure.steps_at(cica.case(tried.case).stage)
        stating = next((s for s in steps if s.effect("position") is not None and s.on == on), None)
        if stating is None:
            raise InvalidAct([Fault("position", "nobody can state a position here")])
        details = {"position": word}
        cica.act(tried.case, stating.act, by=member, at=self.clock.at, details=details, reason="r")

    def _link(self, cica: Conference, tried: TriedAct, at: datetime) -> None:
        """Put the cases on the record that an act names, and bring them as far as it needs them."""
        step, own = tried.step, cica.state.find(tried.case)
        far = {c.value for c in step.requires if c.name == "reached"} | ({step.carried} if step.carried else set())
        named = {name: name for name, kind in step.fields.items() if kind == "case" and name not in OWN}
        named |= {name: own.text(name) for name in sorted(far) if own is not None and name not in named}
        for field, name in named.items():
            if tried.case == CASE and name and cica.state.find(name) is None:
                link = self.procedure.links.get(field)
                decided = (stage.id for stage in self.procedure.stages.values() if stage.decided)
                stages = link.at if link is not None else decided
                for played in self.route(stages if field in far else ()):
                    self.play(cica, evolve(played, case=name, later=tried.later))
                self.clock.at = max(at, self.clock.at)

    def _run_out(self, cica: Conference, tried: TriedAct, at: datetime) -> Case:
        """Let a clock run out, and return the case after the act that follows by itself."""
        self.clock.at = at
        cica.settle()
        if cica.history(tried.case)[-1].act != tried.step.act:
            raise InvalidAct([Fault(tried.step.act, "does not follow when the clock has run out")])
        return cica.case(tried.case)

    def openings(self, stage: str) -> list[Step]:
        """Return the steps that open a silence period at a stage."""
        return [step for step in self.procedure.steps_at(stage) if step.effect("open-silence") is not None]

    def open_silence(self, cica: Conference, tried: TriedAct, opening: Step, decides: str) -> Case:
        """Open a silence period for a decision, with everything the opening needs, and return the case."""
        trial = evolve(tried, step=opening, decides=decides)
        return self.play(cica, trial)

    def _keep_silent(self, cica: Conference, tried: TriedAct) -> Case:
        """Have a decision taken by silence, and return the case after the end of the period."""
        openings = self.openings(cica.case(tried.case).stage)
        if not openings:
            raise InvalidAct([Fault("silence", "nobody can open a period")])
        opened = self.open_silence(cica, tried, openings[0], tried.step.act)
        if opened.silence is not None:
            self.clock.at = opened.silence.expires
        cica.settle()
        if not cica.history(tried.case)[-1].decision:
            raise InvalidAct([Fault("silence", "the period ends without a decision")])
        return cica.case(tried.case)

    def _meet(self, cica: Conference, body: str, at: datetime, present: int | None) -> str:
        name = f"meeting-{len(cica.cases())}"
        cica.meet(body, name, at=at)
        steps = (procedure.doing("leave") for procedure in self.rulebook.procedures[self.rulebook.meeting])
        leaving = next((step.act for step in steps if step is not None), "")
        if present is not None and not leaving:
            # No member can leave a meeting, so a quorum at the opening lasts until the end.
            raise InvalidAct([Fault("leave", "nobody can leave a meeting")])
        seats = self.rulebook.seats(body, cica.register, at)
        for member in seats[present:] if present is not None else ():
            cica.act(name, leaving, by=member, at=at)
        return name

    def members_with_a_say(self, step: Step, stage: str) -> int:
        """Return how many members the body that takes a step at a stage has, without those that its rule leaves out."""
        rule = self.rulebook.rule_of(step)
        body, register = self.procedure.body_of(step, stage), self.rulebook.register.as_known(self.at)
        seats = self.rulebook.seats(body, register, self.at)
        if rule.of.who:
            roles = [word for word in rule.of.who if word in self.rulebook.roles]
            named = {party for role in roles for party in register.holders(role, self.at)}
            return len(named) + len(rule.of.who) - len(roles)
        without = [word for word in rule.of.without if word != "subject" or self.subject in seats]
        return len(seats) - len(without)

    def details(self, cica: Conference, tried: TriedAct) -> dict[str, object]:
        """Return particulars for an act, as far as it asks for any."""
        step, at = tried.step, self.clock.at
        case = cica.state.find(tried.case)
        asked = {name for name, kind in step.fields.items() if not kind.endswith("?") or kind == "text?"}
        asked |= {"subject", "lasts"} & step.fields.keys()
        text = f"text {case.n if case is not None else 0}"
        given = {
            name: particular(
                self.rulebook, name, step.fields[name].removesuffix("?"), at=at, text=text, subject=self.subject,
                document=tried.document,
            )
            for name in asked
        }  # fmt: skip
        if "lasts" in given:
            terms = self.procedure.silence
            shortest = terms.shortest if terms is not None else timedelta(days=1)
            given["lasts"] = f"PT{shortest // timedelta(minutes=1)}M"
        own = {
            "objector": next(iter(self.members), ""),
            "item": tried.case,
            "agenda": [tried.case],
            "item-added": tried.case,
            "until": f"{at.year + 2}-01-01",
        }
        given |= {name: value for name, value in own.items() if name in given}
        if "decides" in given and case is not None:
            given["decides"] = tried.decides or self._decides(cica, case)
        if step.effect("correct") is not None and case is not None:
            given |= self._slip(cica, step, case)
        return {name: value for name, value in given.items() if value is not None and (name, value) != ("subject", "")}

    def _slip(self, cica: Conference, step: Step, case: Case) -> dict[str, object]:
        """Return the particulars of a correction: a wording, and the entry that stated it."""
        words = step.fields["detail"].split("|")
        slips = [
            {"detail": word, "entry": case.stated[word], "value": "another"} for word in words if word in case.facts
        ]
        by = actor_of(cica, step, case, subject=self.subject, at=self.at)
        for slip in slips:
            if not cica.why_not(case, step.act, by=by, at=self.at, details=slip, reason="r"):
                return dict(slip)
        return dict(slips[0]) if slips else {}

    def _decides(self, cica: Conference, case: Case) -> str:
        """Return the decision that a silence period is opened for: the first that is possible at this stage."""
        silent = [step.act for step in self.procedure.steps_at(case.stage) if step.silence]
        open_now = set(cica.open_acts(case, at=self.at)) if len(silent) > 1 else set()
        return next((act for act in silent if act in open_now), silent[0] if silent else "nothing")


def _instant(rulebook: Rulebook, procedure: Procedure) -> datetime:
    """Return an instant at which the edition of the procedure is in force, shortly before the next edition if any."""
    order = [edition.id for edition in rulebook.editions]
    later = [e.since for e in rulebook.editions if order.index(e.id) > order.index(procedure.edition)]
    roles = {office.held_by for office in rulebook.offices.values()}
    roles |= {role for body in rulebook.bodies.values() for role in body.members}
    held = [tenure.since for tenure in rulebook.register.tenures if tenure.role in roles]
    latest = max(held, default=rulebook.editions[-1].since)
    return min(later) - timedelta(days=30) if later else latest + timedelta(days=30)
