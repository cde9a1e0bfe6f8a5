"""An entry as a row of the record, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from cica_procedure.errors import Refused
from cica_procedure.record.chain import Row, canonical
from cica_procedure.record.columns import COLUMNS, PARTS, aware, period
from cica_procedure.terms import SILENCE, Change, Entry, Stance


def row_of(entry: Entry) -> Row:
    """Write an entry as a row."""
    at, details, silence = entry.at.isoformat(), entry.details, None
    if SILENCE in details:
        details = dict(details)
        silence = details.pop(SILENCE)
    return (
        entry.case,
        entry.n,
        entry.procedure,
        entry.edition,
        entry.act,
        entry.actor,
        entry.party,
        at,
        at if entry.recorded is entry.at else entry.recorded.isoformat(),
        entry.from_stage,
        entry.to_stage,
        int(entry.closed),
        entry.body,
        entry.meeting,
        entry.revision,
        entry.decision,
        canonical(entry.roll) if entry.roll else "",
        entry.position.value if entry.position is not None else "",
        entry.reason,
        canonical(details) if details else "",
        canonical(silence) if silence else "",
        canonical([_plain_change(change) for change in entry.changes]) if entry.changes else "",
        entry.corrects,
        entry.cites,
    )


def entry_of(row: Sequence[Any]) -> Entry:
    """
    Read an entry back from its row; the inverse of `row_of`.

    Raises:
        ValueError, KeyError, TypeError: when it was not written by `row_of`.
    """
    named = dict(zip(COLUMNS, row, strict=True))
    parts = {name: json.loads(named[name]) if named[name] else {} for name in PARTS}
    details, silence = parts["details"], parts["silence"]
    if not all(isinstance(parts[name], dict) for name in ("roll", "details", "silence")):
        raise ValueError("a part of it is no table")
    if silence:
        details[SILENCE] = period(silence)
    return Entry(
        case=named["case_id"],
        n=named["n"],
        procedure=named["procedure"],
        edition=named["edition"],
        act=named["act"],
        actor=named["actor"],
        party=named["party"],
        at=aware(named["at"]),
        recorded=aware(named["recorded"]),
        from_stage=named["from_stage"],
        to_stage=named["to_stage"],
        closed=bool(named["closed"]),
        body=named["body"],
        meeting=named["meeting"],
        revision=named["revision"],
        decision=named["decision"],
        roll=parts["roll"],
        position=Stance(named["position"]) if named["position"] else None,
        reason=named["reason"],
        details=details,
        changes=tuple(_change(plain) for plain in parts["changes"]),
        corrects=named["corrects"],
        cites=named["cites"],
    )


def plain_of(row: Row) -> dict[str, Any]:
    """Write a row as a person reads it, by the names of its columns: nothing that is empty, and parts as such."""
    named = zip(COLUMNS, row, strict=True)
    return {name: json.loads(str(value)) if name in PARTS else value for name, value in named if value}


def row_of_plain(plain: Mapping[str, Any]) -> Row:
    """
    Read a row back from what `plain_of` gives.

    Raises:
        ValueError: when there is more in it than a row has, or something that says nothing.
    """
    if strange := sorted(plain.keys() - COLUMNS.keys()):
        raise ValueError(f"an entry has no {', '.join(strange)}")
    if empty := sorted(name for name, value in plain.items() if not value):
        raise ValueError(f"nothing is said in {', '.join(empty)}")
    nothing = {name: 0 if kind.startswith("INTEGER") else "" for name, kind in COLUMNS.items()}
    parts = {name: canonical(plain[name]) for name in PARTS if name in plain}
    return tuple({**nothing, **plain, **parts}.values())


def refusal_of(refused: Refused, actor: str, at: datetime) -> str:
    """Write down a refused act as evidence, as canonical JSON."""
    plain = {
        "act": refused.act,
        "actor": actor,
        "at": at.isoformat(),
        "case": refused.case.id,
        "findings": [
            {"cure": f.cure, "fact": f.fact, "requirement": f.requirement, "rule": f.rule} for f in refused.findings
        ],
        "n": refused.case.n,
    }
    return canonical(plain)


def _plain_change(change: Change) -> dict[str, Any]:
    plain = {
        "role": change.role,
        "party": change.party,
        "scope": change.scope,
        "begins": change.begins,
        "until": change.until.isoformat() if change.until else "",
        "since": change.since.isoformat() if change.since else "",
    }
    return {name: value for name, value in plain.items() if value != ""}


def _change(plain: Mapping[str, Any]) -> Change:
    until, since = plain.get("until"), plain.get("since")
    return Change(
        role=plain["role"],
        party=plain["party"],
        scope=plain.get("scope", ""),
        begins=plain["begins"],
        until=aware(until) if until else None,
        since=aware(since) if since else None,
    )
