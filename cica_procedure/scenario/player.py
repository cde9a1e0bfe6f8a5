"""Play a scenario through the conference, and hold what happens against what is expected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from attrs import field, frozen

from cica_procedure.conference import Conference
from cica_procedure.errors import InvalidAct, Refused
from cica_procedure.scenario.model import Expectation, Outcome, Scenario, Scene
from cica_procedure.terms import Case, Entry, Finding


@frozen
class Played:
    """
    One act, as it went.

    Attributes:
        scene: what was asked.

        entry: what stands on the record; ``None`` when the act was refused.

        findings: what stood in its way.

        case: the case afterwards; ``None`` when there is none.

        missed: each expectation that was not met, in words.
    """

    scene: Scene
    entry: Entry | None = None
    findings: tuple[Finding, ...] = ()
    case: Case | None = None
    missed: tuple[str, ...] = ()


@frozen
class Report:
    """
    A scenario, as it went.

    Attributes:
        scenario: what was played.

        played: act by act.

        docket: every case on the record afterwards.

        missed: each expectation of the end that was not met, in words.

        earlier: the report of the scenario it continues, when that was played for it.
    """

    scenario: Scenario
    played: tuple[Played, ...]
    docket: tuple[Case, ...] = field(repr=False)
    missed: tuple[str, ...] = ()
    earlier: Report | None = None

    @property
    def met(self) -> bool:
        """Whether everything went as expected."""
        here = not self.missed and not any(played.missed for played in self.played)
        return here and (self.earlier is None or self.earlier.met)


def play(scenario: Scenario, conference: Conference | None = None, done: Iterable[Report] = ()) -> Report:
    """
    Play a scenario.

    Args:
        scenario: what to play.

        conference: the organisation to play it with; without one, it is played on a record that is not kept.

        done: what has been played with the same conference; a scenario that this one continues is not played twice.

    Raises:
        Conflict: when it opens a case that the record has already.
    """
    if conference is None:
        with Conference.create(":memory:", since=scenario.since, rulebook=scenario.rulebook) as fresh:
            return play(scenario, fresh)
    earlier = None
    if scenario.continues is not None and scenario.continues.path.resolve() not in played_paths(done):
        earlier = play(scenario.continues, conference, done)
    # One sitting, one transaction: a scenario is on the record whole, or not at all.
    with conference.batch():
        played = tuple(each for scene in scenario.scenes for each in _settle_and_play(conference, scene))
        if scenario.until is not None:
            played += tuple(_settle(conference, scenario.until))
    missed = tuple(words for outcome in scenario.outcomes for words in _missed_outcome(conference, outcome, played))
    return Report(scenario, played, conference.docket(), missed, earlier)


def played_paths(reports: Iterable[Report]) -> set[Path]:
    """Give the files that have been played, those that others continue among them."""
    found = set()
    for report in reports:
        found.add(report.scenario.path.resolve())
        found |= played_paths([report.earlier] if report.earlier is not None else [])
    return found


def _settle_and_play(conference: Conference, scene: Scene) -> Iterator[Played]:
    yield from _settle(conference, scene.at)
    yield _play(conference, scene)


def _settle(conference: Conference, at: datetime) -> Iterator[Played]:
    """Give what silence periods have come to by an instant, as acts of whoever proposed them."""
    for case in conference.settle(at):
        (entry,) = conference.history(case.id, after=case.n - 1)
        scene = Scene("silence", case.id, entry.act, entry.actor, entry.at, reason=entry.reason)
        yield Played(scene, entry, case=case)


def _play(conference: Conference, scene: Scene) -> Played:
    try:
        if scene.procedure:
            case = conference.submit(
                scene.procedure,
                scene.case,
                by=scene.by,
                at=scene.at,
                details=scene.details,
                reason=scene.reason,
            )
        else:
            case = conference.act(
                scene.case,
                scene.act,
                by=scene.by,
                at=scene.at,
                details=scene.details,
                reason=scene.reason,
                meeting=scene.meeting,
                revision=scene.revision,
            )
    except Refused as refused:
        standing = refused.case if refused.case.n else None
        unmet = tuple(finding.requirement for finding in refused.findings)
        missed = (*_missed_refusal(scene.expect, unmet), *_missed_state(scene.expect, standing, ""))
        return Played(scene, None, refused.findings, standing, missed)
    except InvalidAct as error:
        # The file was checked, so the only thing amiss can be that the case was never opened.
        return Played(scene, missed=(f"cannot be played: {error.faults[0].problem}",))
    (entry,) = conference.history(case.id, after=case.n - 1)
    missed = (*_missed_refusal(scene.expect, ()), *_missed_state(scene.expect, case, entry.decision))
    return Played(scene, entry, case=case, missed=missed)


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


def _missed_outcome(conference: Conference, outcome: Outcome, played: tuple[Played, ...]) -> Iterator[str]:
    if outcome.party:
        party = conference.rulebook.party(outcome.party)
        at = played[-1].scene.at
        holds = conference.register.holds(outcome.role, party.id, at, outcome.scope)
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
        yield f"expected {case.id} at stage {outcome.stage}, found {case.stage}"
    if outcome.title and outcome.title != case.title:
        yield f"expected {case.id} to be called {outcome.title!r}, found {case.title!r}"
    if outcome.revision is not None and outcome.revision != case.revision:
        yield f"expected {case.id} at revision {outcome.revision}, found {case.revision}"
