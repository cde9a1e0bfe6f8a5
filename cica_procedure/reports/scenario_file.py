"""Write acts of a record as a scenario file that can be played."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from cica_procedure.core.past_acts import PastAct
from cica_procedure.terms import Value


def scenario_toml(  # noqa: PLR0913 - each stands at the head of the file
    acts: Iterable[PastAct],
    *,
    title: str,
    about: str,
    sources: Iterable[str],
    rulebook: str,
    since: datetime,
    notes: Mapping[tuple[str, int], str],
    until: datetime | None = None,
) -> str:
    """
    Return acts as the text of a scenario file.

    Args:
        acts: the acts, in order.

        title: the title of the scenario.

        about: a description in a few sentences.

        sources: the sources of the facts.

        rulebook: the rules it is played under.

        since: the instant at which the record begins.

        until: the instant at which the scenario ends; ``None`` for the instant of its last act.

        notes: remarks for the reader, by the id of the case and the number of the entry in it.
    """
    named = list(sources)
    head = [
        f"title = {_text(title)}",
        f"about = {_text(about)}",
        *([f"sources = [{', '.join(map(_text, named))}]"] if named else []),
        f"rulebook = {_text(rulebook)}",
        f"since = {since.isoformat()}",
    ]
    if until is not None:
        head.append(f"until = {until.isoformat()}")
    return "\n".join([*head, *_acts(acts, notes)]) + "\n"


def refused_act_toml(
    procedure: str, case: str, by: str, at: datetime, details: Mapping[str, Value], unmet: Iterable[str]
) -> str:
    """Return an act that opens a case and is refused, as the text of a table in a scenario file."""
    lines = [
        "",
        "[[acts]]",
        f"at = {at.isoformat()}",
        f"case = {_text(case)}",
        f"procedure = {_text(procedure)}",
        f"by = {_text(by)}",
        *(f"{name} = {_value(value)}" for name, value in details.items()),
        f"expect = {{ refused = [{', '.join(map(_text, unmet))}] }}",
    ]
    return "\n".join(lines) + "\n"


def _acts(acts: Iterable[PastAct], notes: Mapping[tuple[str, int], str]) -> Iterator[str]:
    now = None
    for told in acts:
        entry = told.entry
        if told.settled:
            continue  # A later act settles the silence period when the scenario is played.
        yield ""
        yield "[[acts]]"
        if entry.at != now:
            now = entry.at
            yield f"at = {now.isoformat()}"
        yield f"case = {_text(entry.case)}"
        yield f"procedure = {_text(told.procedure)}" if told.procedure else f"act = {_text(entry.act)}"
        yield f"by = {_text(entry.actor)}"
        yield from (f"{name} = {_value(value)}" for name, value in told.details.items())
        if entry.reason:
            yield f"reason = {_text(entry.reason)}"
        if entry.meeting and entry.meeting != entry.case:
            yield f"meeting = {_text(entry.meeting)}"
        if note := notes.get((entry.case, entry.n)):
            yield f"note = {_text(note)}"
        if entry.meeting != entry.case:
            decision = f", decision = {_text(entry.decision)}" if entry.decision else ""
            yield f"expect = {{ stage = {_text(entry.to_stage)}{decision} }}"


def _value(value: Value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    return str(value) if isinstance(value, int) else _text(str(value))


def _text(words: str) -> str:
    """Return a text as a TOML string."""
    escaped = "".join(
        char if char.isprintable() and char not in '"\\' else f"\\u{ord(char):04x}" if ord(char) < 1 << 16 else "?"
        for char in words
    )
    return f'"{escaped}"'
