"""What one entry says, in words for a reader who has only the record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from cica_procedure.cli.instant_options import moment
from cica_procedure.record.queries import EntryLine

INTERNAL = frozenset({"present", "dealt-with", "agenda", "document", "rules", "key", "concern"})
"""Particulars that are lists or digests, or are told in another way."""

LONGEST = 200
"""How many characters of a particular are told."""


def told(line: EntryLine, n: int, history: Sequence[EntryLine]) -> str:
    """Return what an entry decided, stated, gave as its reason, changed or put right, and what put it right."""
    return "; ".join(part for part in _parts(line, n, history) if part)


def _parts(line: EntryLine, n: int, history: Sequence[EntryLine]) -> Iterator[str]:
    if line.decision:
        yield f"{line.decision} by the {line.body}{_how(line)}"
        yield _roll(line)
    elif line.position:
        hand = f" ({line.hand})" if line.hand else ""
        yield f"{line.position}{f' {concern}' if (concern := line.details.get('concern')) else ''}{hand}"
    elif line.hand:
        yield f"({line.hand})"
    yield line.reason
    before = next((other.revision for other in reversed(history[: n - 1])), line.revision)
    if line.revision != before:
        yield f"revision {line.revision}"
    if line.corrects:
        yield f"puts {line.corrects} right: {_particulars(line)}"
    else:
        yield _particulars(line)
    if not line.decision:
        yield _silence(line)
    later = [str(i) for i, other in enumerate(history, 1) if other.corrects == n]
    yield f"put right by {', '.join(later)}" if later else ""


def _how(line: EntryLine) -> str:
    """Return how a decision was taken, where that is not by consensus at the table."""
    silence = ", by silence" if line.silence.get("outcome") == "lapsed" else ""
    return f"{silence}{', not by consensus' if line.despite else ''}"


def _roll(line: EntryLine) -> str:
    """Return the roll of a decision: who was absent and who spoke, by id; those that were silent are counted."""
    by_stance: dict[str, list[str]] = {}
    for member, stance in line.roll.items():
        by_stance.setdefault(stance, []).append(member)
    silent = len(by_stance.pop("silent", ()))
    said = [f"{stance} ({', '.join(members)})" for stance, members in sorted(by_stance.items())]
    return ", ".join([*said, f"{silent} silent"] if silent else said)


def _particulars(line: EntryLine) -> str:
    """Return the particulars that a person gave."""
    shown = {name: value for name, value in line.details.items() if name not in INTERNAL}
    words = [f"{name}: {_short(value)}" for name, value in shown.items() if isinstance(value, str | int) and value]
    if isinstance(present := line.details.get("present"), list):
        words.append(f"{len(present)} present")
    return "; ".join(words)


def _short(value: object) -> str:
    return words if len(words := str(value)) <= LONGEST else f"{words[:LONGEST]}..."


def _silence(line: EntryLine) -> str:
    """Return what an act did to a silence period."""
    if "outcome" in line.silence:
        return f"silence {line.silence['outcome']}"
    if "holds" in line.silence:
        return f"silence held by {', '.join(line.silence['holds'])}"
    return f"silence until {moment(datetime.fromisoformat(line.silence['expires']))}" if line.silence else ""
