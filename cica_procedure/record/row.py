"""The conversion of an entry to a row of the record, and back."""

from __future__ import annotations

from collections.abc import Mapping
from types import GenericAlias
from typing import Any, TypeAlias

from msgspec.json import Decoder, Encoder

from cica_procedure.errors import Refused
from cica_procedure.record.content import CONTENT, period
from cica_procedure.terms import DISOWNED, INTRODUCES, RULES, SILENCE, Change, Entry, Value, turns_clock
from cica_procedure.time import read_instant

Row: TypeAlias = tuple[str, int, int, str]
"""The id of the case, the number in the case, 1 if other cases may depend on the entry (otherwise 0), the content."""

_write = Encoder(order="deterministic").encode
_read = Decoder(GenericAlias(tuple, tuple(map(type, CONTENT.values())))).decode

_SHARED = frozenset({DISOWNED, INTRODUCES, RULES})
"""The particulars on which other cases may depend."""

_object = Decoder(dict[str, Any]).decode


def row_of(entry: Entry) -> Row:
    """Return an entry as a row."""
    at, details = entry.at.isoformat(), entry.details
    silence: Value = {}
    if SILENCE in details:
        details = dict(details)
        silence = details.pop(SILENCE)
    content = (
        entry.procedure,
        entry.edition,
        entry.act,
        entry.actor,
        entry.party,
        at,
        at if entry.recorded is entry.at else entry.recorded.isoformat(),
        entry.from_stage,
        entry.to_stage,
        entry.closed,
        entry.body,
        entry.meeting,
        entry.revision,
        entry.decision,
        entry.roll,
        entry.rule,
        entry.despite,
        entry.position or "",
        entry.does,
        entry.reason,
        details,
        silence,
        [*map(_plain_change, entry.changes)],
        entry.corrects,
        entry.cites,
        entry.hand,
        entry.letter,
        entry.said,
        entry.proof,
        entry.hands,
        entry.title,
    )
    return (
        entry.case,
        entry.n,
        _world(entry.case, entry.meeting, silence, entry.changes, details),
        _write(content).decode(),
    )


def hashed(seq: int, row: Row) -> bytes:
    """Return the hashed text of an entry: a JSON array of its number and the other columns, followed by the content."""
    case, n, world, content = row
    return _write((seq, case, n, world)) + content.encode()


def _world(case: str, meeting: str, silence: object, changes: object, details: Mapping[str, Any]) -> int:
    """Return 1 if other cases may depend on an entry: on a meeting, a period, a clock, the register, and so on."""
    if meeting == case or silence or changes:
        return 1
    return 1 if details and (not _SHARED.isdisjoint(details) or turns_clock(details)) else 0


def entry_of(row: Row) -> Entry:
    """
    Return the entry of a row; this is the inverse of `row_of`.

    Raises:
        ValueError, KeyError, TypeError: when the row differs from what `row_of` writes, so that it might be read in
            two ways.
    """
    case, n, _, content = row
    said = dict(zip(CONTENT, _read(content), strict=True))
    if silence := said.pop("silence"):
        said["details"][SILENCE] = period(silence)
    if said["said"]:
        read_instant(_object(said["said"].encode())["signed"])
    said["at"], said["recorded"] = read_instant(said["at"]), read_instant(said["recorded"])
    said["position"] = said["position"] or None
    said["changes"] = tuple(_change(plain) for plain in said["changes"])
    entry = Entry(case=case, n=n, **said)
    if row_of(entry) != row:
        raise ValueError("it is not written as a record writes it")
    return entry


def plain_of(row: Row) -> dict[str, Any]:
    """Return the values of a row by name, without empty values, so that a person can read them."""
    case, n, _, content = row
    said = zip(CONTENT, _read(content), strict=True)
    return {"case_id": case, "n": n, **{name: value for name, value in said if value}}


def row_of_plain(plain: Mapping[str, Any]) -> Row:
    """
    Return the row of values by name; this is the inverse of `plain_of`.

    Raises:
        KeyError: when the id of the case or the number in it is missing.

        ValueError: when there is an unknown name or an empty value.
    """
    if strange := sorted(plain.keys() - CONTENT.keys() - {"case_id", "n"}):
        raise ValueError(f"an entry has no {', '.join(strange)}")
    if empty := sorted(name for name, value in plain.items() if not value):
        raise ValueError(f"nothing is said in {', '.join(empty)}")
    said = {name: plain.get(name, nothing) for name, nothing in CONTENT.items()}
    world = _world(plain["case_id"], said["meeting"], said["silence"], said["changes"], said["details"])
    return plain["case_id"], plain["n"], world, _write([*said.values()]).decode()


def refusal_of(refused: Refused) -> str:
    """Return a refused act as canonical JSON, to be kept as evidence."""
    plain = {
        "act": refused.act,
        "actor": refused.actor,
        "at": refused.at.isoformat(),
        "case": refused.case.id,
        "findings": [
            {"cure": f.cure, "fact": f.fact, "requirement": f.requirement, "rule": f.rule} for f in refused.findings
        ],
        "n": refused.case.n,
    }
    return _write(plain).decode()


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
    until, since, scope = plain.get("until"), plain.get("since"), plain.get("scope", "")
    if not all(isinstance(word, str) for word in (plain["role"], plain["party"], scope)):
        raise ValueError("a change of the register in it is none")
    return Change(
        role=plain["role"],
        party=plain["party"],
        scope=scope,
        begins=plain["begins"],
        until=read_instant(until) if until else None,
        since=read_instant(since) if since else None,
    )
