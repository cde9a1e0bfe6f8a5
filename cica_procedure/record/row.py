"""An entry as a row of the record, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeAlias

from cica_procedure.record.columns import COLUMNS, PARTS
from cica_procedure.terms import SILENCE, Change, Entry, Stance

Row: TypeAlias = Sequence[str | int]
"""The values of an entry, in the order of `COLUMNS`."""

_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode
"""Canonical JSON, of what SQLite would write alike."""


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
        _encode(entry.roll) if entry.roll else "",
        entry.position.value if entry.position is not None else "",
        entry.reason,
        _encode(details) if details else "",
        _encode(silence) if silence else "",
        _encode([_plain_change(change) for change in entry.changes]) if entry.changes else "",
        entry.corrects,
        entry.cites,
    )


def entry_of(row: Sequence[Any]) -> Entry:
    """
    Read an entry back from its row; the inverse of `row_of`.

    Raises:
        ValueError, KeyError, TypeError: when it was not written by `row_of`.
    """
    case, n, procedure, edition, act, actor, party, at, recorded, from_stage, to_stage, closed, *others = row
    body, meeting, revision, decision, roll, position, reason, details, silence, changes, corrects, cites = others
    known = json.loads(details) if details else {}
    if silence:
        known[SILENCE] = json.loads(silence)
    return Entry(
        case=case,
        n=n,
        procedure=procedure,
        edition=edition,
        act=act,
        actor=actor,
        party=party,
        at=datetime.fromisoformat(at),
        recorded=datetime.fromisoformat(recorded),
        from_stage=from_stage,
        to_stage=to_stage,
        closed=bool(closed),
        body=body,
        meeting=meeting,
        revision=revision,
        decision=decision,
        roll=json.loads(roll) if roll else {},
        position=Stance(position) if position else None,
        reason=reason,
        details=known,
        changes=tuple(_change(plain) for plain in json.loads(changes)) if changes else (),
        corrects=corrects,
        cites=cites,
    )


def hashed(seq: int, row: Row) -> bytes:
    """Give everything an entry holds as one text, a JSON array of its number and its row: that is what is hashed."""
    return _encode((seq, *row)).encode()


def plain_of(row: Row) -> dict[str, Any]:
    """Write a row as a person reads it, by the names of its columns: nothing that is empty, and parts as such."""
    named = zip(COLUMNS, row, strict=True)
    return {name: json.loads(str(value)) if name in PARTS else value for name, value in named if value}


def row_of_plain(plain: Mapping[str, Any]) -> Row:
    """
    Read a row back from what `plain_of` gives.

    Raises:
        ValueError: when there is more in it than a row has.
    """
    if strange := sorted(plain.keys() - COLUMNS.keys()):
        raise ValueError(f"an entry has no {', '.join(strange)}")
    nothing = {name: 0 if kind.startswith("INTEGER") else "" for name, kind in COLUMNS.items()}
    parts = {name: _encode(plain[name]) for name in PARTS if name in plain}
    return tuple({**nothing, **plain, **parts}.values())


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
        until=datetime.fromisoformat(until) if until else None,
        since=datetime.fromisoformat(since) if since else None,
    )
