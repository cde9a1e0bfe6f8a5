"""Played scenarios, cases and findings as data; see `answers`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from cica_procedure.reports.answers import CaseData, CureData, FindingData, PlayedData, RunAnswer, ScenarioData
from cica_procedure.rulebook.model import Rulebook
from cica_procedure.scenario import PlayedAct, Report
from cica_procedure.terms import Case, Finding


def report_data(reports: Iterable[Report]) -> RunAnswer:
    """Return the whole document for one run; a scenario that another one continues comes before it."""
    flat = [report for outer in reports for report in _unfold(outer)]
    return RunAnswer(all(report.met for report in flat), [*map(_scenario, flat)])


def finding_data(finding: Finding) -> FindingData:
    """Return a finding as data."""
    return FindingData(
        finding.requirement,
        finding.fact,
        finding.cure,
        finding.rule,
        finding.way,
        [CureData(cure.act, [*cure.by]) for cure in finding.cures],
    )


def case_data(case: Case) -> CaseData:
    """Return where a case stands as data."""
    return CaseData(
        case.id, case.procedure, case.edition, case.title, case.stage, case.revision, case.n, case.closed
    )  # fmt: skip


def _unfold(report: Report) -> Iterator[Report]:
    if report.earlier is not None:
        yield from _unfold(report.earlier)
    yield report


def _scenario(report: Report) -> ScenarioData:
    return ScenarioData(
        file=str(report.scenario.path),
        title=report.scenario.title,
        sources=[*report.scenario.sources],
        met=not report.missed and not any(played.missed for played in report.played),
        acts=[_act(report.rulebook, played) for played in report.played],
        docket=[*map(case_data, report.docket)],
        missed=[*report.missed],
    )


def _act(rulebook: Rulebook, played: PlayedAct) -> PlayedData:
    planned, entry, case = played.planned, played.entry, played.case
    return PlayedData(
        place=planned.place,
        at=planned.at.isoformat(),
        case=planned.case,
        act=planned.act,
        by=rulebook.id_of(planned.by),
        details={name: _plain(value) for name, value in planned.details.items()},
        reason=planned.reason,
        performed=entry is not None,
        before=entry.from_stage if entry else "",
        stage=case.stage if case else "",
        body=entry.body if entry else "",
        meeting=entry.meeting if entry else "",
        revision=case.revision if case else 0,
        decision=entry.decision if entry else "",
        roll=dict(entry.roll) if entry else {},
        findings=[*map(finding_data, played.findings)],
        missed=[*played.missed],
    )


def _plain(value: object) -> Any:  # noqa: ANN401 - whatever JSON can hold
    return value if isinstance(value, str | int | list) else str(value)
