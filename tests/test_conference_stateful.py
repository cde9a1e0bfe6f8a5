"""A conference driven at random: whatever anybody tries, in whatever order, the laws hold."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from cica_procedure import Case, Conference, InvalidAct, Refused
from cica_procedure.consensus import WORDS as POSITIONS

START = datetime(2021, 6, 1, 10, tzinfo=timezone(timedelta(hours=6)))
WORDS = [*POSITIONS, "nothing yet"]
MEMBERS = ("AFG", "CHN", "IND", "IRN", "KAZ", "PAK", "TUR")
ACTORS = (*MEMBERS, "BLR", "KWT", "TKM", "UN", "chair", "secretariat")
KINDS = ("concept-paper", "advisory-body-regulations", "leaders-statement")
ACTS = {
    "draft-document": (
        "take-up", "agree", "send-up", "support-in-principle", "adopt", "recommend", "task", "defer", "return",
        "amend", "retitle", "withdraw", "refer-to-experts", "report",
    ),
    "observer-application": ("take-up", "grant", "defer", "withdraw", "renounce", "lapse", "upgrade"),
    "coordinator-assignment": ("volunteer", "retract", "take-up", "consider", "adopt", "defer", "seek-renewal", "renew", "end", "step-down"),
}  # fmt: skip
TAKES_CARE = {"volunteer", "retract", "seek-renewal", "step-down", "amend", "retitle"}
NEW_TEXT = {"amend", "retitle", "volunteer", "retract", "seek-renewal", "renew", "step-down"}
PARTICULARS: Mapping[str, Mapping[str, str]] = {
    "task": {"task": "finish the text"},
    "seek-mandate": {"task": "write the text"},
    "retitle": {"title": "Another title"},
    "volunteer": {"role": "co-coordinator", "area": "tourism"},
    "retract": {"area": "tourism"},
    "seek-renewal": {"role": "co-coordinator", "area": "tourism", "until": "2023-01-01"},
    "amend": {"summary": "another text"},
    "step-down": {"role": "co-coordinator", "area": "tourism"},
}


class AnyActs(RuleBasedStateMachine):
    """
    Everybody tries everything.

    Beside the conference a small account of objections is kept, made from what was tried and not from what it answers.
    """

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.cica = Conference.create(":memory:", since=START)
        self.cases: dict[str, str] = {}
        self.meetings: list[str] = []
        self.objections: dict[str, set[tuple[str, str]]] = {}
        self.written = 0

    def teardown(self) -> None:
        """Let go of the record."""
        self.cica.close()

    @initialize(kind=st.sampled_from(KINDS))
    def prepare(self, kind: str) -> None:
        """A draft, an application and a list with an offer, so that there is something to decide."""
        self.submit("draft-document", "IND", {"title": "A text", "kind": kind})
        self.submit("observer-application", "TKM", {"subject": "TKM"})
        self.submit("coordinator-assignment", "secretariat", {"title": "A list"})
        self.attempt("case-2", "volunteer", "IND", **PARTICULARS["volunteer"])

    def attempt(self, case: str, act: str, by: str, meeting: str = "", **details: object) -> Case | None:
        """Try an act, on a fork first, which says beforehand what it comes to; a refusal leaves everything as it was."""
        before, fork = self.cica.case(case), self.cica.fork()
        try:
            tried: object = fork.act(case, act, by=by, at=self.now, details=details, reason="a reason", meeting=meeting)
        except Refused as refused:
            tried = refused.findings
        assert before == self.cica.case(case)
        try:
            after = self.cica.act(case, act, by=by, at=self.now, details=details, reason="a reason", meeting=meeting)
            assert after == tried
        except Refused as refused:
            assert refused.findings == tried
            assert all(finding.fact and finding.cure for finding in refused.findings)
            assert before == self.cica.case(case)
            return None
        self.written += 1
        self.check(after)
        if act == "position":
            assert by in MEMBERS
            said = (self.cica.history(case)[-1].body, by)
            standing = self.objections.setdefault(case, set())
            standing.discard(said)
            if details["position"] == "objection":
                standing.add(said)
        return after

    def check(self, case: Case) -> None:
        """Hold the entry just written against the laws, by the account kept here."""
        entry = self.cica.history(case.id)[-1]
        if entry.decision:
            event(f"{entry.decision} by the {entry.body}")
            members = self.cica.members(entry.at)
            assert not {member for body, member in self.objections.get(case.id, set()) if body == entry.body}
            assert sorted(members) == sorted(entry.roll)
            present = self.cica.case(entry.meeting).texts("present")
            assert 3 * len(set(present) & set(members)) >= 2 * len(members)
            assert "objection" not in entry.roll.values()
        if entry.act in NEW_TEXT:
            assert not any(case.positions.values())
            self.objections[case.id] = set()

    @rule(minutes=st.integers(1, 600))
    def time_passes(self, minutes: int) -> None:
        """Time moves forward."""
        self.now += timedelta(minutes=minutes)

    @rule(kind=st.sampled_from(KINDS), by=st.sampled_from(ACTORS))
    def table(self, kind: str, by: str) -> None:
        """Anybody tries to table a draft."""
        self.submit("draft-document", by, {"title": "A text", "kind": kind})

    @rule(by=st.sampled_from(ACTORS))
    def apply(self, by: str) -> None:
        """Anybody tries to apply."""
        self.submit(
            "observer-application", by, {"subject": by} if by not in {"chair", "secretariat"} else {"subject": "MAR"}
        )

    @rule(by=st.sampled_from(ACTORS))
    def open_list(self, by: str) -> None:
        """Anybody tries to open a list of coordinators."""
        self.submit("coordinator-assignment", by, {"title": "A list"})

    def submit(self, procedure: str, by: str, details: Mapping[str, object]) -> None:
        """Try to open a case."""
        name = f"case-{len(self.cases)}"
        try:
            self.cica.submit(procedure, name, by=by, at=self.now, details=details)
        except Refused:
            assert name not in self.cica.cases()
        else:
            self.cases[name] = procedure
            self.written += 1

    @rule(body=st.sampled_from(["SWG", "SOC", "MC", "SUMMIT"]), absent=st.integers(0, 12))
    def convene(self, body: str, absent: int) -> None:
        """The Chair convenes a meeting, with or without a quorum."""
        self.meet(body, absent)

    def meet(self, body: str, absent: int) -> None:
        """Try to open a meeting."""
        name = f"meeting-{len(self.meetings)}"
        missing = self.cica.members(self.now)[:absent]
        self.meetings.append(name)
        try:
            self.cica.meet(body, name, at=self.now, absent=missing)
            self.written += 2
        except Refused as refused:
            assert [finding.requirement for finding in refused.findings] == ["quorum"]
            assert absent > 9  # of 27 members 18 make a quorum
            self.written += 1

    @precondition(lambda self: self.meetings)
    @rule(data=st.data(), act=st.sampled_from(["open", "close", "suspend", "resume", "leave", "arrive"]))
    def run_meeting(self, data: st.DataObject, act: str) -> None:
        """Somebody does something with a meeting."""
        self.attempt(data.draw(st.sampled_from(self.meetings)), act, data.draw(st.sampled_from(ACTORS)))

    @rule(data=st.data(), by=st.sampled_from(ACTORS), word=st.sampled_from(list(WORDS)))
    def speak(self, data: st.DataObject, by: str, word: str) -> None:
        """Anybody tries to state a position."""
        self.state(data.draw(st.sampled_from(sorted(self.cases))), by, word)

    def state(self, name: str, by: str, word: str) -> None:
        """Try to state a position."""
        self.attempt(name, "position", by, position=word)

    @rule(data=st.data(), times=st.integers(2, 6), absent=st.sampled_from([0, 0, 2, 9]))
    def pursue(self, data: st.DataObject, times: int, absent: int) -> None:
        """The Chair pursues a case through several steps, while one delegation may speak at each."""
        name = data.draw(st.sampled_from(sorted(self.cases)))
        for _ in range(times):
            self.proceed(data, name, absent)
            if data.draw(st.booleans()):
                self.state(name, data.draw(st.sampled_from(MEMBERS)), data.draw(st.sampled_from(["objection", *WORDS])))

    def proceed(self, data: st.DataObject, name: str, absent: int) -> None:
        """Bring a case a step further, in a new meeting of the body that acts."""
        case = self.cica.case(name)
        procedure = self.cica.rulebook.procedure(case.procedure, case.edition)
        steps = [step for step in procedure.steps_at(case.stage) if step.to and "chair" in step.by]
        if steps:
            step = data.draw(st.sampled_from(steps))
            body = procedure.body_of(step, case.stage)
            if body:
                self.meet(body, absent)
            self.attempt(name, step.act, "chair", self.meetings[-1] if body else "", **PARTICULARS.get(step.act, {}))

    @rule(data=st.data())
    def act(self, data: st.DataObject) -> None:
        """The Chair, mostly, or anybody else tries anything."""
        name = data.draw(st.sampled_from(sorted(self.cases)))
        act = data.draw(st.sampled_from(ACTS[self.cases[name]]))
        by = data.draw(st.one_of(st.just("chair"), st.sampled_from(ACTORS)))
        self.attempt(name, act, by, **PARTICULARS.get(act, {}))

    @rule(data=st.data(), by=st.sampled_from(ACTORS))
    def what_is_open_can_be_done(self, data: st.DataObject, by: str) -> None:
        """An act that is said to be open is performed when it is tried."""
        name = data.draw(st.sampled_from(sorted(self.cases)))
        open_acts = self.cica.open_acts(name, by=by, at=self.now)
        if open_acts:
            act = data.draw(st.sampled_from(open_acts))
            particulars: Mapping[str, str] = (
                {"position": "support"} if act == "position" else {**PARTICULARS.get(act, {})}
            )
            needed = {k for k, t in self.fields(name, act).items() if not t.endswith("?")}
            # Requirements on particulars, such as an area that is taken, are only known once they are given.
            if needed <= particulars.keys() and act not in TAKES_CARE:
                assert self.attempt(name, act, by, **particulars) is not None

    def fields(self, case: str, act: str) -> Mapping[str, str]:
        """Return the particulars an act takes."""
        known = self.cica.case(case)
        return self.cica.rulebook.procedure(known.procedure, known.edition).steps_of(act)[0].fields

    @invariant()
    def refusals_append_nothing(self) -> None:
        """The record has one entry for each act that was performed."""
        assert self.written == sum(1 for _ in self.cica.entries())

    @invariant()
    def nothing_is_adopted_by_accident(self) -> None:
        """A draft that stands adopted has a decision of the body that decides its kind."""
        for case in self.cica.docket():
            if case.stage == "adopted" and case.procedure == "draft-document":
                decided = self.cica.history(case.id)[-1]
                assert decided.body == self.cica.rulebook.kinds[case.text("kind")].decided_by

    @invariant()
    def the_record_is_the_truth(self) -> None:
        """A conference that knows nothing but the record sees every case and the register the same way."""
        fresh = Conference(self.cica._journal, self.cica.rulebook)
        assert fresh.docket() == self.cica.docket()
        assert fresh.register == self.cica.register


AnyActs.TestCase.settings = settings(
    max_examples=150, stateful_step_count=30, deadline=None, report_multiple_bugs=False
)
TestAnyActs = pytest.mark.slow(AnyActs.TestCase)


def test_a_mistake_is_no_refusal() -> None:
    """The attempts above would not hide a caller's mistake: that is an error of another kind."""
    assert not issubclass(InvalidAct, Refused)
