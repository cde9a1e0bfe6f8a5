"""Whoever acts when a procedure is explored: a conference on which everything is tried and nothing lasts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta

from attrs import evolve, frozen

from cica_procedure.conference import Conference
from cica_procedure.consensus import RULES
from cica_procedure.errors import Fault, InvalidAct, Refused
from cica_procedure.rulebook import Procedure, Rulebook, Step
from cica_procedure.scenario.samples import particular
from cica_procedure.terms import EDITION, MEETING, Case, Register, Tenure

CASE = "case"
LATER = timedelta(days=50)
"""When the world has moved on: the party a case is about has every role, and the latest edition is in force."""


@frozen
class Played:
    """
    One act of a script.

    Attributes:
        step: the step.

        document: for the act that opens a case of documents, their kind.

        later: whether it is done once the world has moved on.
    """

    step: Step
    document: str = ""
    later: bool = False

    def __str__(self) -> str:
        return self.step.act


class _Undone(Exception):
    pass


class Troupe:
    """A procedure, in an edition, with a conference to try it on."""

    def __init__(self, rulebook: Rulebook, procedure: Procedure) -> None:
        self.procedure, self.rulebook = procedure, rulebook
        self.enacts = procedure.doing("enact") is not None
        # The roles that somebody has, or that some step of some procedure gives.
        self.given = {tenure.role for tenure in rulebook.register.tenures}
        self.given |= {c.value for p in rulebook for s in p.steps for c in s.effects if c.name in {"begin", "succeed"}}
        self.at = _instant(rulebook, procedure)
        self.members = rulebook.register.as_known(self.at).members(self.at)
        self.subject = ""
        self.cica = self._conference("")
        self.met = 0

    def _conference(self, subject: str) -> Conference:
        """Begin a record, in a world in which it is known beforehand what the subject will become."""
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
        return Conference.create(":memory:", since=self.at, rulebook=rules)

    def cast(self) -> bool:
        """Find a party the case can be about; say whether there is one for whom it can be opened."""
        held = {t.party for t in self.rulebook.register.as_known(self.at).tenures if t.covers(self.at)}
        strangers = [party for party in self.rulebook.parties if party not in held]
        for subject in (*strangers, *reversed(self.members), *sorted(held & self.rulebook.parties.keys())):
            self.close()
            self.subject, self.cica = subject, self._conference(subject)
            opening = Played(self.procedure.opening[0], next(iter(self.documents()), ""))
            with self.tried(), suppress(Refused, InvalidAct):
                self.play(opening)
                return True
        return False

    def close(self) -> None:
        """Let go of the conference."""
        self.cica.close()

    def documents(self) -> list[str]:
        """Give a kind of document for each body that decides some; one that says nothing when the case has none."""
        if "kind" not in self.procedure.opening[0].fields.values():
            return [""]
        return list({kind.decided_by: kind.id for kind in self.rulebook.kinds.values()}.values())

    @contextmanager
    def tried(self) -> Iterator[None]:
        """Take back whatever is done inside."""
        with suppress(_Undone), self.cica.batch():
            yield
            raise _Undone

    def instant(self, played: Played) -> datetime:
        """Give when an act is done."""
        return self.at + (LATER if played.later else timedelta())

    def play(self, played: Played, *, present: int | None = None, meets: bool = True) -> Case:
        """
        Perform an act, holding the meeting it needs.

        Args:
            played: the act.

            present: how many members stay in the meeting; all of them when left out.

            meets: whether there is a meeting at all.
        """
        step, at = played.step, self.instant(played)
        if step.opens:
            details = self._details(step, at, played.document)
            return self.cica.submit(self.procedure.id, CASE, by=self._actor(step), at=at, details=details, reason="r")
        case = self.cica.case(CASE)
        body = self.procedure.body_of(step, case.stage)
        needs = step.requirement("meeting") is not None and self.procedure.id != MEETING
        meeting = self._meet(body, at, present) if body and needs and meets else ""
        if step.decision and not self._silent(step):
            self._affirm(at)
        for actor in self._actors(step):
            details = self._details(step, at, "")
            case = self.cica.act(CASE, step.act, by=actor, at=at, details=details, reason="r", meeting=meeting)
        return case

    def _meet(self, body: str, at: datetime, present: int | None) -> str:
        self.met += 1
        name = f"meeting-{self.met}"
        self.cica.meet(body, name, at=at)
        steps = (procedure.doing("leave") for procedure in self.rulebook.procedures[MEETING])
        leaving = next((step.act for step in steps if step is not None), "")
        if present is not None and not leaving:
            # Nobody can leave, so that a quorum that was there at the opening stays.
            raise InvalidAct([Fault("leave", "nobody can leave a meeting")])
        for member in self.members[present:] if present is not None else ():
            self.cica.act(name, leaving, by=member, at=at)
        return name

    def _silent(self, step: Step) -> bool:
        return RULES[step.requirement("consensus") or self.rulebook.consensus].silent

    def _affirm(self, at: datetime) -> None:
        """Let every member say yes that has not spoken, where the rule waits for their word."""
        case = self.cica.case(CASE)
        body = self.procedure.stages[case.stage].body
        for member in self.cica.register.members(at):
            if member not in case.positions.get(body, {}):
                self.cica.position(CASE, member, "support", at=at)

    def _actors(self, step: Step) -> tuple[str, ...]:
        """Give who acts: everybody, for a list that has to be complete."""
        lists = {c.value for other in self.procedure.steps for c in other.requires if c.name == "complete"}
        if step.effect("enlist") in lists:
            return self.members
        return (self._actor(step),)

    def _actor(self, step: Step) -> str:
        offices = [word for word in step.by if word in self.rulebook.offices]
        if offices:
            return "chair" if "chair" in offices else offices[0]
        held = self.cica.register.holders
        somebody = [w for w in step.by if w in {"subject", "proposer"} or held(w, self.at)]
        word = next(iter(somebody), step.by[0])
        if word == "subject":
            return self.subject
        if word == "proposer":
            return self.cica.case(CASE).proposer
        silence = self.cica.case(CASE).silence if CASE in self.cica.cases() else None
        if silence is not None and silence.holds:
            return silence.holds[0]
        return next(iter(held(word, self.at)), "chair")

    def _details(self, step: Step, at: datetime, document: str) -> dict[str, object]:
        asked = {name for name, kind in step.fields.items() if not kind.endswith("?") or kind == "text?"}
        asked |= {"subject", "lasts"} & step.fields.keys()
        text = f"text {len(self.cica.history(CASE)) if CASE in self.cica.cases() else 0}"
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
        own = {"item": CASE, "agenda": [CASE], "item-added": CASE, "until": f"{at.year + 2}-01-01"}
        given |= {name: value for name, value in own.items() if name in given}
        if "decides" in given:
            given["decides"] = self._decides()
        if step.effect("correct") is not None:
            given |= self._slip(step)
        return {name: value for name, value in given.items() if value is not None}

    def _slip(self, step: Step) -> dict[str, object]:
        """Give a wording that can be put right, with the entry it stands in."""
        case = self.cica.case(CASE)
        words = step.fields["detail"].split("|")
        slips = [
            {"detail": word, "entry": case.stated[word], "value": "another"} for word in words if word in case.facts
        ]
        at = self.at
        for slip in slips:
            by = self._actor(step)
            if not self.cica.why_not(CASE, step.act, by=by, at=at, details=slip, reason="r"):
                return dict(slip)
        return dict(slips[0]) if slips else {}

    def _decides(self) -> str:
        """Give the decision that a silence period is opened for: the first that is possible here."""
        stage = self.cica.case(CASE).stage
        silent = [step.act for step in self.procedure.steps_at(stage) if step.silence]
        open_now = set(self.cica.open_acts(CASE, at=self.at)) if silent else set()
        return next((act for act in silent if act in open_now), silent[0] if silent else "nothing")


def _instant(rulebook: Rulebook, procedure: Procedure) -> datetime:
    """Give an instant at which the procedure is that of its edition, with a later one to come if there is one."""
    order = [edition.id for edition in rulebook.editions]
    later = [e.since for e in rulebook.editions if order.index(e.id) > order.index(procedure.edition)]
    held = [t.since for t in rulebook.register.tenures if t.role == "chair"]
    latest = max(held, default=rulebook.editions[-1].since)
    return min(later) - timedelta(days=30) if later else latest + timedelta(days=30)
