"""The acts behind the entries of a record, with the particulars they were given, so that they can be repeated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import field, frozen

from cica_procedure.core.clocks import ended_by
from cica_procedure.errors import NotInRules
from cica_procedure.rulebook.model import Rulebook
from cica_procedure.rulebook.procedure import Step
from cica_procedure.terms import DISOWNED, NEW, SILENCE, Act, Case, Entry, Value


@frozen
class PastAct:
    """
    One act, as an actor asked for it.

    Attributes:
        entry: the entry on the record.

        procedure: the kind of case, for the act that opened it; empty otherwise.

        details: the particulars the act was given.

        settled: whether no actor performed it: it is the end of a silence period, or was drawn up by a clock.
    """

    entry: Entry
    procedure: str = ""
    details: Mapping[str, Value] = field(factory=dict)
    settled: bool = False


def past_acts(entries: Iterable[Entry], rulebook: Rulebook) -> Iterator[PastAct]:
    """
    Yield the acts behind entries, in the order of the record.

    Args:
        entries: the entries of whole cases, each from its first entry on.

        rulebook: the rules the record is kept under.

    Raises:
        NotInRules: when the rules do not know an act.
    """
    cases: dict[str, Case] = {}
    for entry in entries:
        before = cases.get(entry.case, Case.before(entry))
        cases[entry.case] = before.after(entry)
        if settled(entry, before):
            yield PastAct(entry, settled=True)
        else:
            details = particulars(entry, before, rulebook)
            yield PastAct(entry, entry.procedure if before.stage == NEW else "", details)


def act_of(entry: Entry, before: Case, party: str, rulebook: Rulebook) -> Act:
    """
    Return the act behind an entry, so that it can be judged again.

    Args:
        entry: the entry on the record; it must not be the end of a silence period.

        before: the case as it was before the entry.

        party: the party on whose behalf it would be done.

        rulebook: the rules.

    Raises:
        NotInRules: when the rules do not know the act.
    """
    meeting = entry.meeting if entry.meeting != entry.case else ""
    details = particulars(entry, before, rulebook)
    signed = entry.letter, entry.hand, entry.said, entry.proof
    return Act(entry.act, entry.actor, party, entry.at, meeting, None, entry.reason, details, *signed)


def settled(entry: Entry, before: Case) -> bool:
    """Return whether no actor performed an entry: it is the end of a silence period, or was drawn up by a clock."""
    if ended_by(entry):
        return True
    plain = entry.details.get(SILENCE)
    if before.silence is None or not isinstance(plain, dict) or entry.at.isoformat() != plain["expires"]:
        return False
    return plain.get("outcome") == "lapsed" or (
        plain.get("outcome") == "ended" and entry.actor == before.silence.proposer
    )


def particulars(entry: Entry, before: Case, rulebook: Rulebook) -> dict[str, Value]:
    """
    Return the particulars that an act was given, from the entry that was drawn up from them.

    Raises:
        NotInRules: when the rules do not know the act.
    """
    given: dict[str, Value] = {}
    for name, kind in _step(entry, before, rulebook).fields.items():
        served = "scope" if (of := kind.removesuffix("?")) in rulebook.scopes else "role" if of == "role" else name
        value = _given(name, served, entry, before)
        if value not in (None, "", []):
            given[name] = value
    return given


def needed_for(entries: Iterable[Entry], case: str) -> list[Entry]:
    """
    Return the entries that a case depends on.

    These are its own, those of all meetings, those of all cases that change the register, and the first entry of each
    case that one of them names.
    """
    known = list(entries)
    end = max(i for i, entry in enumerate(known) if entry.case == case)
    story = known[: end + 1]
    whole = {case} | {e.case for e in story if e.changes or e.meeting == e.case}
    opened = {e.case: e for e in story if e.n == 1}
    named: set[str] = set()
    waiting = [e for e in story if e.case in whole]
    while waiting:
        new = {name for name in _names(waiting.pop()) if name in opened} - named - whole
        named |= new
        waiting += [opened[name] for name in new]
    return [e for e in story if e.case in whole or (e.case in named and e.n == 1)]


def _names(entry: Entry) -> Iterator[str]:
    """Yield the texts in the particulars of an entry; some of them may be the ids of cases."""
    for value in entry.details.values():
        yield from (item for item in (value if isinstance(value, list) else [value]) if isinstance(item, str))


def _step(entry: Entry, before: Case, rulebook: Rulebook) -> Step:
    steps = rulebook.procedure_of(before).steps_of(entry.act)
    if not steps:
        raise NotInRules(f"act of {entry.procedure}", entry.act)
    here = [s for s in steps if before.stage in s.sources and (s.to or before.stage) == entry.to_stage]
    return here[0] if here else steps[0]


def _given(name: str, served: str, entry: Entry, before: Case) -> Value:
    """Return a particular the act was given: from the facts it stated, or else from what it changed."""
    found = (_noted(name, entry), _said(name, entry), _served(served, entry, before))
    return next((value for value in found if value is not None), None)


def _noted(name: str, entry: Entry) -> Value:
    """Return a particular from the facts of the entry; a correction keeps its particulars under other names."""
    if entry.corrects and entry.details:
        detail, value = next(iter(entry.details.items()))
        told: Mapping[str, Value] = {"entry": entry.corrects, "detail": detail, "value": value}
        return told.get(name)
    return entry.details.get(name)


def _said(name: str, entry: Entry) -> Value:
    """Return a particular that was stated or set: a position, a statement, a silence period, an item, a day."""
    silence, since = entry.details.get(SILENCE), next((c.since for c in entry.changes if c.since is not None), None)
    told: dict[str, Value] = {
        "position": str(entry.position or "nothing yet"),
        "form": _last(entry, "statements", "form"),
        "statement": _last(entry, "statements", "text"),
        "in-force": since.date().isoformat() if since is not None else None,
    }
    agenda = entry.details.get("agenda")
    if isinstance(agenda, list) and agenda:
        told["item-added"] = agenda[-1]
    if isinstance(silence, dict):
        told |= {"decides": silence["act"], "expires": silence["expires"]}
    disowned = entry.details.get(DISOWNED)
    if isinstance(disowned, dict):
        told |= {"of": disowned["case"], "entry": disowned["n"]}
    return told.get(name)


def _served(name: str, entry: Entry, before: Case) -> Value:
    """Return the role, scope, party or term of an offer that was made or retracted, a renewal or a stepping down."""
    renewal = entry.details.get("renewal")
    if isinstance(renewal, dict):
        return renewal.get(name)
    if entry.changes:
        change = entry.changes[0]
        return {"role": change.role, "scope": change.scope, "party": change.party}.get(name)
    now, then = entry.details.get("offers"), before.facts.get("offers")
    new, old = now if isinstance(now, list) else [], then if isinstance(then, list) else []
    changed = [offer for offer in new if offer not in old] or [offer for offer in old if offer not in new]
    return changed[-1].get(name) if changed and isinstance(changed[-1], dict) and name != "party" else None


def _last(entry: Entry, name: str, key: str) -> Value:
    known = entry.details.get(name)
    last = known[-1] if isinstance(known, list) and known else None
    return last.get(key) if isinstance(last, dict) else None
