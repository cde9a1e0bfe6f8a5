"""The actors of an exploration: perform an act on a conference, with the meeting and the particulars it needs."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

from attrs import evolve, frozen

from cica_procedure.conference.clock import ToldClock
from cica_procedure.conference.conference import Conference
from cica_procedure.conference.simulation import actor_of, particular
from cica_procedure.core.clocks import running
from cica_procedure.errors import Fault, InvalidAct, Refused
from cica_procedure.rulebook.model import Rulebook
from cica_procedure.rulebook.procedure import Procedure, Step
from cica_procedure.terms import EDITION, Case, Register, Tenure, clock_fact

CASE = "case"
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
    """

    step: Step
    document: str = ""
    later: bool = False

    def __str__(self) -> str:
        return self.step.act


class Actors:
    """The actors that try the acts of a procedure, in one edition, on the conferences they are given."""

    def __init__(self, rulebook: Rulebook, procedure: Procedure) -> None:
        self.procedure, self.rulebook = procedure, rulebook
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

    def begin(self) -> Conference | None:
        """Return a conference with a party the case can be about; ``None`` when no case can be opened for any party."""
        held = {t.party for t in self.rulebook.register.as_known(self.at).tenures if t.covers(self.at)}
        strangers = [party for party in self.rulebook.parties if party not in held]
        opening = TriedAct(self.procedure.opening[0], next(iter(self.documents()), ""))
        for subject in (*strangers, *reversed(self.members), *sorted(held & self.rulebook.parties.keys())):
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
        at, case = self.at + (LATER if tried.later else timedelta()), cica.state.find(CASE)
        if case is not None and case.at is not None:
            end = case.text(clock_fact(tried.step.requirement("after") or ""))
            at = max(at, case.at, *([datetime.fromisoformat(end)] if end else []))
        self.clock.at = at
        return at

    def play(self, cica: Conference, tried: TriedAct, *, present: int | None = None, meets: bool = True) -> Case:
        """
        Perform an act, and first hold the meeting it needs.

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
            details = self._details(cica, step, at, tried.document)
            by = actor_of(cica, step, None, subject=self.subject, at=self.at)
            return cica.submit(self.procedure.id, CASE, by=by, at=at, details=details, reason="r")
        case = cica.case(CASE)
        ends = [end for _, clock, end in running(case, self.procedure) if clock.then == step.act]
        if ends:
            return self._run_out(cica, step, max(at, *ends))
        body = self.procedure.body_of(step, case.stage)
        needs = step.requirement("meeting") is not None and not self.procedure.meets
        meeting = self._meet(cica, body, at, present) if body and needs and meets else ""
        if step.requirement("consensus") is not None and not self.rulebook.rule_of(step).silent:
            self._affirm(cica, at)
        if step.requirement("objecting") is not None:
            objector = self.members_with_a_say(step, case.stage)[0]
            cica.position(CASE, objector, self.rulebook.word("blocks"), at=at, reason="r")
        if step.only_by_silence:
            return self._keep_silent(cica, step, at)
        lists = {c.value for other in self.procedure.steps for c in other.requires if c.name == "complete"}
        actors = (actor_of(cica, step, case, subject=self.subject, at=self.at),)
        # A list that must be complete needs every member.
        for actor in self.members if step.effect("enlist") in lists else actors:
            details = self._details(cica, step, at, "")
            case = cica.act(CASE, step.act, by=actor, at=at, details=details, reason="r", meeting=meeting)
        return case

    def _run_out(self, cica: Conference, step: Step, at: datetime) -> Case:
        """Let a clock run out, and return the case after the act that follows by itself."""
        self.clock.at = at
        cica.settle()
        if cica.history(CASE)[-1].act != step.act:
            raise InvalidAct([Fault(step.act, "does not follow when the clock has run out")])
        return cica.case(CASE)

    def _keep_silent(self, cica: Conference, step: Step, at: datetime) -> Case:
        """Have a decision taken by silence, and return the case after the end of the period."""
        opening = self.procedure.doing("open-silence", cica.case(CASE).stage)
        if opening is None:
            raise InvalidAct([Fault("silence", "nobody can open a period")])
        if opening.requirement("consensus") is not None and not self.rulebook.rule_of(opening).silent:
            self._affirm(cica, at)
        details = {**self._details(cica, opening, at, ""), "decides": step.act}
        by = actor_of(cica, opening, cica.case(CASE), subject=self.subject, at=self.at)
        opened = cica.act(CASE, opening.act, by=by, at=at, details=details, reason="r")
        if opened.silence is not None:
            self.clock.at = opened.silence.expires
        cica.settle()
        after = cica.case(CASE)
        if not cica.history(CASE)[-1].decision:
            raise InvalidAct([Fault("silence", "the period ends without a decision")])
        return after

    def _meet(self, cica: Conference, body: str, at: datetime, present: int | None) -> str:
        name = f"meeting-{len(cica.cases())}"
        cica.meet(body, name, at=at)
        steps = (procedure.doing("leave") for procedure in self.rulebook.procedures[self.rulebook.meeting])
        leaving = next((step.act for step in steps if step is not None), "")
        if present is not None and not leaving:
            # No member can leave a meeting, so a quorum at the opening lasts until the end.
            raise InvalidAct([Fault("leave", "nobody can leave a meeting")])
        for member in self.members[present:] if present is not None else ():
            cica.act(name, leaving, by=member, at=at)
        return name

    def members_with_a_say(self, step: Step, stage: str) -> list[str]:
        """Return the members of the body that takes a step at a stage, without those that its rule leaves out."""
        rule = self.rulebook.rule_of(step)
        without = {self.subject} if "subject" in rule.of.without else set()
        body, register = self.procedure.body_of(step, stage), self.rulebook.register.as_known(self.at)
        return [member for member in self.rulebook.seats(body, register, self.at) if member not in without]

    def _affirm(self, cica: Conference, at: datetime) -> None:
        """Let every member that has not spoken express support."""
        case = cica.case(CASE)
        body = self.procedure.stages[case.stage].body
        for member in self.rulebook.seats(body, cica.register, at):
            if member not in case.positions.get(body, {}):
                cica.position(CASE, member, self.rulebook.word("affirms", "accepts"), at=at)

    def _details(self, cica: Conference, step: Step, at: datetime, document: str) -> dict[str, object]:
        case = cica.state.find(CASE)
        asked = {name for name, kind in step.fields.items() if not kind.endswith("?") or kind == "text?"}
        asked |= {"subject", "lasts"} & step.fields.keys()
        text = f"text {case.n if case is not None else 0}"
        given = {
            name: particular(
                self.rulebook, name, step.fields[name].removesuffix("?"), at=at, text=text, subject=self.subject,
                document=document,
            )
            for name in asked
        }  # fmt: skip
        if "lasts" in given:
            terms = self.procedure.silence
            days = (terms.shortest.days or 1) if terms is not None else 1
            given["lasts"] = f"P{days}D"
        own = {
            "objector": next(iter(self.members), ""),
            "item": CASE,
            "agenda": [CASE],
            "item-added": CASE,
            "until": f"{at.year + 2}-01-01",
        }
        given |= {name: value for name, value in own.items() if name in given}
        if "decides" in given and case is not None:
            given["decides"] = self._decides(cica, case)
        if step.effect("correct") is not None and case is not None:
            given |= self._slip(cica, step, case)
        return {name: value for name, value in given.items() if value is not None}

    def _slip(self, cica: Conference, step: Step, case: Case) -> dict[str, object]:
        """Return the particulars of a correction: a wording, and the entry that stated it."""
        words = step.fields["detail"].split("|")
        slips = [
            {"detail": word, "entry": case.stated[word], "value": "another"} for word in words if word in case.facts
        ]
        by = actor_of(cica, step, case, subject=self.subject, at=self.at)
        for slip in slips:
            if not cica.why_not(CASE, step.act, by=by, at=self.at, details=slip, reason="r"):
                return dict(slip)
        return dict(slips[0]) if slips else {}

    def _decides(self, cica: Conference, case: Case) -> str:
        """Return the decision that a silence period is opened for: the first that is possible at this stage."""
        silent = [step.act for step in self.procedure.steps_at(case.stage) if step.silence]
        open_now = set(cica.open_acts(CASE, at=self.at)) if silent else set()
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
