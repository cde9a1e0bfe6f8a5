"""Write a case of a record as a Gherkin feature; the feature passes when it is run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from cica_procedure.core.past_acts import PastAct, needed_for, past_acts
from cica_procedure.rulebook.model import Rulebook
from cica_procedure.terms import Case, Entry, Value


def feature(entries: Iterable[Entry], case: Case, since: datetime, rulebook: Rulebook, *, named: str = "") -> str:
    """
    Return a case as the text of a feature.

    Args:
        entries: the entries of the whole record, in order.

        case: the case to write, after its last entry.

        since: the instant at which the record begins.

        rulebook: the rules the record is kept under.

        named: the name of the rulebook in the feature; if left out, its id, which is enough for a shipped rulebook.

    Raises:
        NotInRules: when the rules do not know an act of the record.
    """
    acts = list(past_acts(needed_for(entries, case.id), rulebook))
    return "\n".join(_lines(acts, case, since, named or rulebook.id)) + "\n"


def _lines(acts: list[PastAct], case: Case, since: datetime, rulebook: str) -> Iterator[str]:
    yield f"Feature: {_one_line(case.title)}"
    yield ""
    yield f"  Scenario: {case.id}, as the record has it"
    yield f'    Given the rulebook "{rulebook}"'
    yield f'    And the record begins at "{since.isoformat()}"'
    now, word = None, "When"
    for told in acts:
        entry = told.entry
        if entry.at != now:
            yield f'    {word} the time is "{entry.at.isoformat()}"'
            now, word = entry.at, "And"
        yield from _act(told, word)
        if entry.decision:
            yield f'    Then the case "{entry.case}" has the decision "{entry.decision}", by {len(entry.roll)} members'
            word = "When"
        else:
            word = "And"
    yield f'    Then the case "{case.id}" stands at "{case.stage}", with {case.n} acts'


def _act(told: PastAct, word: str) -> Iterator[str]:
    entry = told.entry
    if told.settled:
        yield f"    {word} what has ended is settled"
        return
    table = [(name, _cell(value)) for name, value in told.details.items()]
    if told.procedure:
        head = f'{word} the case "{entry.case}" of "{told.procedure}" is opened by "{entry.actor}"'
    else:
        head = f'{word} in the case "{entry.case}" "{entry.actor}" performs "{entry.act}"'
    if entry.meeting and entry.meeting != entry.case:
        head += f' in "{entry.meeting}"'
    if entry.reason:
        table.append(("reason", _cell(entry.reason)))
    yield f"    {head}" + (":" if table else "")
    for name, value in table:
        yield f"      | {name} | {value} |"


def _cell(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    words = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    words = "\n".join(words.splitlines())
    return words.replace("\\", "\\\\").replace("|", "\\|").replace("\n", "\\n")


def _one_line(words: str) -> str:
    return " ".join(words.split())
