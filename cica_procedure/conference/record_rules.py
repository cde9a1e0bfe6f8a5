"""The choice of the rulebook for a record that exists."""

from __future__ import annotations

from pathlib import Path

from cica_procedure.errors import NotARecord
from cica_procedure.loading.loader import load, shipped
from cica_procedure.record.sqlite_record import Record
from cica_procedure.rulebook.model import Rulebook


def rules_of(record: Record, rulebook: str | Path | None) -> Rulebook:
    """
    Load the rulebook of a record.

    Args:
        record: the record.

        rulebook: the folder of the rulebook, when the rulebook is not shipped.

    Raises:
        NotARecord: when the record is kept under another rulebook, or under one that is neither shipped nor given.

        InvalidRulebook: when the rulebook has faults.

        Inaccessible: when the rulebook cannot be read.
    """
    known = record.header.rulebook
    if rulebook is None and known not in shipped():
        raise NotARecord(record.path, f"is kept under the rulebook {known!r}, which is not shipped: name its folder")
    rules = load(rulebook if rulebook is not None else known)
    if rules.id != known:
        raise NotARecord(record.path, f"is kept under the rulebook {known!r}, not {rules.id!r}")
    return rules
