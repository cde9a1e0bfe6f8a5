"""
The JSON document that a command prints which does one act: what is on the record now, and what is possible next.

It is documented in ``docs/reference/json.md``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cica_procedure.core.decide import Option
from cica_procedure.record.row import plain_of, row_of
from cica_procedure.reports.run_json import case_data, finding_data
from cica_procedure.terms import Case, Entry, Finding

FORMAT = "cica-act/1"
"""The name of the format of the document; its number grows when a key changes its meaning or is removed."""


def act_data(
    case: Case, entries: Iterable[Entry], possible: Iterable[Option], findings: Iterable[Finding], *, recorded: bool
) -> dict[str, Any]:
    """
    Return the document.

    Args:
        case: the case as it stands.

        entries: the entries that the act made, or would make; the last is its own.

        possible: the acts that are possible next.

        findings: what is not met, when it is refused.

        recorded: whether it is on the record now.
    """
    unmet = [*findings]
    return {
        "format": FORMAT,
        "recorded": recorded,
        "refused": bool(unmet),
        "case": case_data(case),
        "entries": [plain_of(row_of(entry)) for entry in entries],
        "next": [option_data(option) for option in possible],
        "findings": [finding_data(finding) for finding in unmet],
    }


def option_data(option: Option) -> dict[str, Any]:
    """Return an act that is possible, or not, as data."""
    return {
        "act": option.act,
        "open": option.open,
        "by": list(option.by),
        "fields": dict(option.fields),
        "findings": [finding_data(finding) for finding in option.unmet],
    }
