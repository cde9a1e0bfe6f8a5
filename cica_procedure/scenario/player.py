"""Play a scenario through the conference, and compare the results with the expectations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from attrs import field, frozen

from cica_procedure.conference.clock import ToldClock
from cica_procedure.conference.conference import Conference
from cica_procedure.errors import InvalidAct, Refused
from cica_procedure.rulebook.model import Rulebook
from cica_procedure.scenario.model import Expectation, FinalExpectation, PlannedAct, Scenario
from cica_procedure.terms import Case, Entry, Finding


@frozen
class PlayedAct:
    """
    One act that was played, and its result.

    Attributes:
        planned: the act as the scenario describes it.

        entry: the entry on the record; ``None`` when the act was refused.

        findings: the requirements that were not met.

        case: the case after the act; ``None`` when there is no such case.

        missed: each expectation that was not met, in words.
    """

    planned: PlannedAct
    entry: Entry | None = None
    findings: tuple[Finding, ...] = ()
    case: Case | None = None
    missed: tuple[str, ...] = ()


@frozen
class Report:
    """
    The results of playing a scenario.

    Attributes:
        scenario: the scenario that was played.

        played: the acts that were played, in order.

        docket: every case on the record afterwards, except the meetings.

        missed: each expectation of the end that was not met, in words.

        earlier: the report of the scenario it continues, when that was played together with it.

        rulebook: the rules in force at the end, which know whom the acts have introduced.
    """

    scenario: Scenario
    played: tuple[PlayedAct, ...]
    docket: tuple[Case, ...] = field(repr=False)
    missed: tuple[str, ...] = ()
    earlier: Report | None = None
    rulebook: Rulebook = field(kw_only=True, repr=False)

    @property
    def met(self) -> bool:
        """Whether all expectations were met."""
        here = not self.missed and not any(played.missed for played in self.played)
        return here and (self.earlier is None or self.earlier.met)


def play(
    scenario: Scenario, conference: Conference | None = None, done: Iterable[Report] = (), *, if_met: bool = False
) -> Report:
    """
    Play a scenario.

    Args:
        scenario: the scenario to play.

        conference: the conference to play it with; if left out, it is played in memory. A clock that is set by the
            program (`cica_procedure.ToldClock`) is set to the instant at which each act is recorded.

        done: the reports of scenarios that were played with the same conference; a scenario that this one continues
            is not played again.

        if_met: whether nothing is recorded unless all expectations are met.

    Raises:
        Conflict: when it opens a case that is already on the record.

        InvalidAct: when it ends after the time by the clock of the conference.
    """
    if conference is None:
        clock = ToldClock(scenario.since)
        conference = Conference.in_memory(since=scenario.since, rulebook=scenario.rulebook, clock=clock)
    earlier = None
    if scenario.continues is not None and scenario.continues.path.resolve() not in played_paths(done):
        earlier = play(scenario.continues, conference, done)
    end = scenario.until or scenario.acts[-1].recorded
    # One transaction: the whole scenario is recorded, or nothing.
    with suppress(_NotMet), conference.batch():
        played = tuple(each for planned in scenario.acts for each in _play(conference, planned))
        _tell(conference, end)
        before = conference.head().seq
        conference.settle(end)
        played += tuple(_written(conference, before))
        missed = tuple(words for outcome in scenario.outcomes for words in _missed_outcome(conference, outcome, end))
        report = Report(scenario, played, conference.docket(), missed, earlier, rulebook=conference.rulebook)
        if if_met and not report.met:
            raise _NotMet
    return report


class _NotMet(Exception):
    """An expectation was not met, so that the transaction is undone."""


def played_paths(reports: Iterable[Report]) -> set[Path]:
    """Return the files of the scenarios that have been played, including those that others continue."""
    found = set()
    for report in reports:
        found.add(report.scenario.path.resolve())
        found |= played_paths([report.earlier] if report.earlier is not None else [])
    return found


def _tell(conference: Conference, now: datetime) -> None:
    """Set the clock of a conference, if the program sets it; never set it back."""
    if isinstance(conference.clock, ToldClock):
        conference.clock.at = max(conference.clock.at, now)


def _written(conference: Conference, after: int) -> Iterator[PlayedAct]:
    """Yield the entries after a number as played acts; the end of a silence period counts as an act of its proposer."""
    for entry in conference.entries(after):
        planned = PlannedAct(
            "silence", entry.case, entry.act, entry.actor, entry.at, entry.recorded, reason=entry.reason
        )
        yield PlayedAct(planned, entry, case=conference.case(entry.case))


def _play(conference: Conference, planned: PlannedAct) -> Iterator[PlayedAct]:
    """Play one act; yield the silence periods that had to be settled for it, and then the act."""
    _tell(conference, planned.recorded)
    before = conference.head().seq
    try:
        if planned.procedure:
            case = conference.submit(
                planned.procedure,
                planned.case,
                by=planned.by,
                at=planned.at,
                details=planned.details,
                reason=planned.reason,
            )
        else:
            case = conference.act(
                planned.case,
                planned.act,
                by=planned.by,
                at=planned.at,
                details=planned.details,
                reason=planned.reason,
                meeting=planned.meeting,
                revision=planned.revision,
            )
    except Refused as refused:
        standing = refused.case if refused.case.n else None
        unmet = tuple(finding.requirement for finding in refused.findings)
        missed = (*_missed_refusal(planned.expect, unmet), *_missed_state(planned.expect, standing, ""))
        yield PlayedAct(planned, None, refused.findings, standing, missed)
        return
    except InvalidAct as error:
        # The file was checked, so the only possible fault is that the case was never opened.
        yield PlayedAct(planned, missed=(f"cannot be played: {error.faults[0].problem}",))
        return
    *settled, last = _written(conference, before)
    yield from settled
    decision = last.entry.decision if last.entry is not None else ""
    missed = (*_missed_refusal(planned.expect, ()), *_missed_state(planned.expect, case, decision))
    yield PlayedAct(planned, last.entry, case=case, missed=missed)


def _missed_refusal(expect: Expectation, unmet: tuple[str, ...]) -> Iterator[str]:
    if set(expect.refused) != set(unmet):
        expected = f"refused for {', '.join(expect.refused)}" if expect.refused else "performed"
        found = f"refused for {', '.join(unmet)}" if unmet else "performed"
        yield f"expected to be {expected}, {found}"


def _missed_state(expect: Expectation, case: Case | None, decision: str) -> Iterator[str]:
    stage, revision = (case.stage, case.revision) if case is not None else ("none", None)
    if expect.stage and expect.stage != stage:
        yield f"expected stage {expect.stage}, found {stage}"
    if expect.decision and expect.decision != decision:
        yield f"expected the decision {expect.decision!r}, found {decision or 'none'!r}"
    if expect.revision is not None and expect.revision != revision:
        yield f"expected revision {expect.revision}, found {revision}"


def _missed_outcome(conference: Conference, outcome: FinalExpectation, end: datetime) -> Iterator[str]:
    if outcome.party:
        party = conference.rulebook.party(outcome.party)
        holds = conference.register.holds(outcome.role, party.id, end, outcome.scope)
        if holds is not outcome.holds:
            about = f" for {outcome.scope}" if outcome.scope else ""
            yield f"expected {party} {'' if outcome.holds else 'not '}to be {outcome.role}{about}"
        return
    try:
        case = conference.case(outcome.case)
    except InvalidAct:
        yield f"expected the case {outcome.case}, which was never opened"
        return
    if outcome.stage and outcome.stage != case.stage:
        silence = conference.silences.get(case.id)
        runs = f"; a silence period runs until {silence.expires.isoformat()}: say until = ..." if silence else ""
        yield f"expected {case.id} at stage {outcome.stage}, found {case.stage}{runs}"
    if outcome.title and outcome.title != case.title:
        yield f"expected {case.id} to be called {outcome.title!r}, found {case.title!r}"
    if outcome.revision is not None and outcome.revision != case.revision:
        yield f"expected {case.id} at revision {outcome.revision}, found {case.revision}"
