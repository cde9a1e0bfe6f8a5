"""
The JSON document that ``cica run --json`` prints: stable, with ids instead of names.

It is documented in ``docs/reference/json.md``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from cica_procedure.rulebook.model import Rulebook
from cica_procedure.scenario import PlayedAct, Report
from cica_procedure.terms import Case, Finding

FORMAT = "cica-run/1"
"""The name of the format of the document; its number grows when a key changes its meaning or is removed."""


def report_data(reports: Iterable[Report]) -> dict[str, Any]:
    """Return the whole document for one run; a scenario that another one continues comes before it."""
    flat = [report for outer in reports for report in _unfold(outer)]
    return {"format": FORMAT, "met": all(r.met for r in flat), "scenarios": [_scenario(report) for report in flat]}


def finding_data(finding: Finding) -> dict[str, Any]:
    """Return a finding as data."""
    return {
        "requirement": finding.requirement,
        "fact": finding.fact,
        "cure": finding.cure,
        "rule": finding.rule,
        "cures": [{"act": cure.act, "by": list(cure.by)} for cure in finding.cures],
    }


def _unfold(report: Report) -> Iterator[Report]:
    if report.earlier is not None:
        yield from _unfold(report.earlier)
    yield report


def _scenario(report: Report) -> dict[str, Any]:
    return {
        "file": str(report.scenario.path),
        "title": report.scenario.title,
        "sources": list(report.scenario.sources),
        "met": not report.missed and not any(played.missed for played in report.played),
        "acts": [_act(report.scenario.rulebook, played) for played in report.played],
        "docket": [case_data(case) for case in report.docket],
        "missed": list(report.missed),
    }


def _act(rulebook: Rulebook, played: PlayedAct) -> dict[str, Any]:
    planned, entry, case = played.planned, played.entry, played.case
    return {
        "place": planned.place,
        "at": planned.at.isoformat(),
        "case": planned.case,
        "act": planned.act,
        "by": rulebook.id_of(planned.by),
        "details": {name: _plain(value) for name, value in planned.details.items()},
        "reason": planned.reason,
        "performed": entry is not None,
        "from": entry.from_stage if entry else "",
        "stage": case.stage if case else "",
        "body": entry.body if entry else "",
        "meeting": entry.meeting if entry else "",
        "revision": case.revision if case else 0,
        "decision": entry.decision if entry else "",
        "roll": dict(entry.roll) if entry else {},
        "findings": [finding_data(finding) for finding in played.findings],
        "missed": list(played.missed),
    }


def _plain(value: object) -> Any:  # noqa: ANN401 - whatever JSON can hold
    return value if isinstance(value, str | int | list) else str(value)


def case_data(case: Case) -> dict[str, Any]:
    """Return where a case stands as data."""
    return {
        "case": case.id,
        "procedure": case.procedure,
        "edition": case.edition,
        "title": case.title,
        "stage": case.stage,
        "revision": case.revision,
        "entries": case.n,
        "closed": case.closed,
    }
