"""The laws, for every procedure of every rulebook that is shipped, whatever anybody does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from cica_procedure import Case, Conference, InvalidAct, Record, Refused, Rulebook, load
from cica_procedure.conference import lawfulness
from cica_procedure.loading.loader import shipped
from cica_procedure.rulebook.procedure import Procedure, Step
from cica_procedure.terms import NEW, Entry

AT = datetime(2024, 3, 1, 10, tzinfo=timezone(timedelta(hours=5)))
EVERY = [(name, procedure) for name in shipped() for procedure in load(name)]


def instant(rules: Rulebook, procedure: Procedure) -> datetime:
    """Return an instant at which the edition of a procedure is in force."""
    order = [edition.id for edition in rules.editions]
    later = [e.since for e in rules.editions if order.index(e.id) > order.index(procedure.edition)]
    there = {p.edition for p in rules.procedures[procedure.id]}
    superseded = [e.since for e in rules.editions if e.id in there and e.since in later]
    return min(superseded) - timedelta(days=100) if superseded else AT


@pytest.mark.parametrize(
    ("name", "procedure"), EVERY, ids=lambda value: value if isinstance(value, str) else f"{value.id}-{value.edition}"
)
def test_every_stage_can_still_reach_an_end(name: str, procedure: Procedure) -> None:
    """From wherever a case stands, some acts lead to its end."""
    assert name
    moves = {(source, step.to) for step in procedure.steps for source in step.sources if step.to}
    ends = {stage.id for stage in procedure.stages.values() if stage.final}
    while more := {source for source, to in moves if to in ends} - ends:
        ends |= more
    assert {NEW, *procedure.stages} <= ends


class Walk:
    """
    A case on its way, by acts that are tried at random.

    Beside the conference an account of objections is kept, made from what was tried and not from what it answers.
    """

    def __init__(self, name: str, procedure: Procedure, data: st.DataObject) -> None:
        self.rules, self.procedure, self.data = load(name), procedure, data
        self.now = instant(self.rules, procedure)
        self.cica = Conference.create(":memory:", since=self.now, rulebook=self.rules)
        seats = {role for body in self.rules.bodies.values() for role in body.members}
        self.members = tuple(sorted({p for role in seats for p in self.cica.register.holders(role, self.now)}))
        self.objections: dict[str, dict[str, str]] = {}
        self.sat = 0

    def value(self, kind: str) -> object:
        """Return a particular of a type."""
        kind = kind.removesuffix("?")
        if "|" in kind:
            return self.data.draw(st.sampled_from(kind.split("|")))
        known: Mapping[str, object] = {
            "area": next(iter(self.rules.areas), ""),
            "body": next(iter(self.rules.bodies)),
            "cases": ["case"],
            "day": "2025-03-01",
            "dimension": next(iter(self.rules.dimensions), ""),
            "duration": self.data.draw(st.sampled_from(["P3D", "P10D", "PT1H"])),
            "edition": self.rules.editions[-1].id,
            "flag": False,
            "instant": self.now + timedelta(days=5),
            "kind": self.data.draw(st.sampled_from(sorted(self.rules.kinds) or [""])),
            "number": 2024,
            "parties": [*self.members],
            "party": self.subject(),
            "position": self.data.draw(st.sampled_from(sorted(self.rules.positions))),
            "role": "co-coordinator",
        }
        return known.get(kind, f"text {self.data.draw(st.integers(0, 99))}")

    def subject(self) -> str:
        """Return a party the case can be about: a member, or one that could become something."""
        fitting = {
            "accession": "TKM",
            "end-of-coordination": "TUR",
            "end-of-observer-status": "BLR",
            "membership": "FAY",
            "observer-application": "LBN",
            "selection": "RAY",
        }
        return fitting.get(self.procedure.id, self.members[-1])

    def actor(self, step: Step) -> str:
        """Return somebody who may do it, mostly."""
        names = {
            "member": self.members[self.data.draw(st.integers(0, 2))],
            "subject": self.subject(),
            "proposer": next(iter(self.rules.offices)),
        }
        by = self.data.draw(st.sampled_from([*step.by, "member"]))
        holders = self.cica.register.holders(by, self.now) or self.members
        return by if by in self.rules.offices else names.get(by, self.data.draw(st.sampled_from(holders)))

    def open(self) -> None:
        """Open the case."""
        step = self.procedure.opening[0]
        details = {
            key: self.value(kind) for key, kind in step.fields.items() if not kind.endswith("?") or key == "subject"
        }
        if "decides" in details:
            details["decides"] = "adopt"
        self.cica.submit(self.procedure.id, "case", by=self.actor(step), at=self.now, details=details, reason="r")

    def meet(self, body: str) -> str:
        """Let a body meet, with or without a quorum."""
        self.sat += 1
        absent = self.members[: self.data.draw(st.sampled_from([0, 0, 0, 5, len(self.members) // 2]))]
        try:
            return self.cica.meet(body, f"meeting-{self.sat}", at=self.now, absent=absent).id
        except Refused:
            return ""

    def try_something(self) -> None:
        """Try one act of the procedure, mostly one the stage knows."""
        case = self.cica.case("case")
        steps = self.procedure.steps_at(case.stage)
        if not steps:
            return
        step = self.data.draw(st.sampled_from(steps))
        body = self.procedure.body_of(step, case.stage)
        meeting = self.meet(body) if body and step.requirement("meeting") is not None else ""
        details = {key: self.value(kind) for key, kind in step.fields.items() if not kind.endswith("?")}
        if "decides" in details:
            deciding = [other.act for other in steps if other.silence]
            details["decides"] = self.data.draw(st.sampled_from(deciding or ["adopt"]))
            details |= {"lasts": "P3D"} if "lasts" in step.fields else {}
        self.attempt(case, step.act, self.actor(step), meeting, details)

    def check_cures(self, refused: Refused) -> None:
        """A cure is an act that a procedure of the rulebook knows, by an actor that exists."""
        acts = {act for procedure in self.rules for act in procedure.acts}
        actors = {*self.rules.offices, *self.rules.roles, *self.rules.parties}
        for cure in (cure for finding in refused.findings for cure in finding.cures):
            event(f"cure of {refused.act}: {cure.act}")
            assert cure.act in acts, cure
            assert cure.by, cure
            assert actors.issuperset(cure.by), cure

    def attempt(self, case: Case, act: str, by: str, meeting: str, details: Mapping[str, object]) -> None:
        """Try it; a refusal must leave everything as it was."""
        before = list(self.cica.entries())
        try:
            self.cica.act("case", act, by=by, at=self.now, details=details, reason="a reason", meeting=meeting)
        except Refused as refused:
            assert refused.findings
            assert all(finding.fact and finding.cure for finding in refused.findings)
            self.check_cures(refused)
            assert before == list(self.cica.entries())
        except InvalidAct:
            assert before == list(self.cica.entries())
        else:
            for entry in self.cica.history("case", after=case.n):
                self.account(entry)

    def account(self, entry: Entry) -> None:
        """Hold an entry against the laws, and take in what it says."""
        if entry.position is not None:
            standing = self.objections.setdefault(entry.body, {})
            standing.pop(entry.party, None)
            word = self.rules.positions.get(entry.position)
            if word is not None and word.does == "blocks":
                standing[entry.party] = word.id
        if entry.decision:
            event(f"{self.procedure.id}: {entry.decision}")
            self.decided(entry)
        if entry.revision != self.revision:
            words = self.rules.positions
            self.objections = {
                body: {party: word for party, word in standing.items() if words[word].keeps}
                for body, standing in self.objections.items()
            }
        self.revision = entry.revision

    revision = 1

    def decided(self, entry: Entry) -> None:
        """A decision has consensus, and a quorum or the silence of all."""
        members = set(self.cica.members(entry.at)) | set(entry.roll)
        assert set(entry.roll) <= members
        steps = [step for step in self.procedure.steps_of(entry.act) if step.decision]
        excluded = {self.subject()} if any(self.rules.rule_of(step).of.without for step in steps) else set()
        seated = self.cica.register.holders(self.rules.bodies[entry.body].members[0], entry.at)
        objecting = {party for party in self.objections.get(entry.body, {}) if party in {*entry.roll, *seated}}
        assert not objecting - excluded, "decided over a standing objection"
        silence = entry.details.get("silence")
        if isinstance(silence, dict):
            assert silence["outcome"] == "lapsed"
            assert entry.at.isoformat() == silence["expires"]
            return
        if any(step.writing for step in steps):
            return
        present = self.cica.case(entry.meeting).texts("present")
        part, _, whole = str(self.rules.quorum).partition("/")
        assert int(whole) * len(set(present) & set(entry.roll)) >= int(part) * len(entry.roll)


# Setting the clock back is for a record that is ahead of it.
WALKED = [(name, procedure) for name, procedure in EVERY if not procedure.meets and procedure.id != "clock"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "procedure"), WALKED, ids=lambda value: value if isinstance(value, str) else f"{value.id}-{value.edition}"
)
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_path_decides_without_consensus(name: str, procedure: Procedure, data: st.DataObject) -> None:
    """Thirty acts at random: nothing is decided over an objection or without a quorum, and the register is the fold."""
    walk = Walk(name, procedure, data)
    with walk.cica:
        try:
            walk.open()
        except Refused:
            assume(condition=False)
        edition = walk.cica.case("case").edition
        assert walk.rules.procedure(procedure.id, edition).edition == procedure.edition
        for _ in range(30):
            walk.try_something()
            walk.now += timedelta(hours=data.draw(st.sampled_from([0, 1, 30, 100])))
            if edition != walk.cica.case("case").edition:
                return  # It was moved under another edition.
        record = walk.cica._journal
        assert isinstance(record, Record)
        assert lawfulness._Hearing(record).first_unlawful(1, walk.cica.head().seq, None) is None
        fresh = Conference(record, walk.rules)
        assert fresh.register == walk.cica.register
        assert fresh.docket() == walk.cica.docket()


@settings(max_examples=60, deadline=None)
@given(
    plans=st.lists(st.tuples(st.integers(0, 20), st.integers(3, 30), st.integers(-5, 40)), min_size=1, max_size=5),
    looks=st.lists(st.integers(0, 70), max_size=6),
)
def test_when_silence_is_looked_at_does_not_matter(plans: list[tuple[int, int, int]], looks: list[int]) -> None:
    """Silence evaluated at any set of instants, in any order, comes to the same as evaluated once at the end."""
    assert record(plans, looks) == record(plans, [])


def record(plans: list[tuple[int, int, int]], looks: list[int]) -> list[Entry]:
    """Open silence periods as planned, some broken before their end, look at them, and give each case's entries."""
    cica = Conference.create(":memory:", since=AT)
    cica.meet("SOC", "soc", at=AT)
    acts: list[tuple[int, int, str]] = []
    for i, (opened, _, broken) in enumerate(plans):
        cica.submit("draft-document", f"case-{i}", by="IND", at=AT, details={"title": "T", "kind": "guidelines"})
        cica.act(f"case-{i}", "take-up", by="chair", at=AT)
        acts.append((opened, i, "open-silence"))
        if opened <= broken:
            acts.append((broken, i, "break-silence"))
    # Whoever looks beforehand, between the acts, sees what has ended by then; looking twice changes nothing.
    early = [look for look in looks if look < max(day for day, _, _ in acts)]
    for day, i, act in sorted([*acts, *((look, -1, "") for look in early)]):
        if act:
            details = {"decides": "adopt", "lasts": f"P{plans[i][1]}D"} if act == "open-silence" else {}
            by = "chair" if act == "open-silence" else "IND"
            try:
                cica.act(f"case-{i}", act, by=by, at=AT + timedelta(days=day), details=details, reason="r")
            except Refused:
                assert act == "break-silence"  # It had ended before.
        else:
            cica.settle(AT + timedelta(days=day))
            cica.settle(AT)
    for look in [*(look for look in looks if look not in early), 70, 70]:
        cica.settle(AT + timedelta(days=look))
    # When it is written down, and what of other cases stands in between, is for whoever looks.
    entries = [replace(entry, recorded=entry.at) for name in cica.cases() for entry in cica.history(name)]
    cica.close()
    return entries
