"""The rules that a journal keeps: which are in force is on the record, and their text with it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from attrs import field, frozen

from cica_procedure.errors import NotARecord
from cica_procedure.loading.loader import load_text, read_rules
from cica_procedure.loading.rules_text import RulesText
from cica_procedure.record.journal import Journal
from cica_procedure.record.texts import listed
from cica_procedure.rulebook.model import Rulebook
from cica_procedure.terms import RULES


def rules_text(journal: Journal, digest: str) -> RulesText:
    """
    Return the files of rules that a journal keeps.

    Args:
        journal: the journal.

        digest: the SHA-256 of their manifest, in hexadecimal.

    Raises:
        NotARecord: when a text is missing, or another one has its name.
    """
    try:
        names = listed(journal.text(digest))
    except ValueError as error:
        raise NotARecord(journal.path, f"has rules without a list of their files ({error})") from error
    return RulesText(journal.header.rulebook, {path: journal.text(name) for path, name in names.items()})


def rules_kept(journal: Journal, digest: str) -> Rulebook:
    """
    Compile rules that a journal keeps; arguments and errors as for `rules_text`.

    Raises:
        InvalidRulebook: when this program finds faults in them.
    """
    return load_text(rules_text(journal, digest))


@frozen
class RulesKept:
    """
    Rules that a journal has been kept under from an instant on.

    Attributes:
        digest: the SHA-256 of the list of their files, in hexadecimal.

        since: when they were entered; for the first, the beginning of the record.

        why: the case in which they were decided, or the reason for which they are clerical.

        text: their files.
    """

    digest: str
    since: datetime
    why: str
    text: RulesText = field(repr=False)


def rules_by_time(journal: Journal) -> tuple[RulesKept, ...]:
    """Return the rules that a journal has been kept under, in order; errors as for `rules_text`."""
    first = journal.header.rules
    found = [RulesKept(first, journal.header.since, "the record begins", rules_text(journal, first))]
    for entry in journal.shared():
        digest = entry.details.get(RULES)
        if digest is not None:
            decided = entry.details.get("decided")
            why = f"decided in {decided}" if decided else f"clerical: {entry.reason}"
            found.append(RulesKept(str(digest), entry.at, why, rules_text(journal, str(digest))))
    return tuple(found)


def check_same(journal: Journal, rulebook: str | Path, in_force: Rulebook) -> None:
    """
    Check that a rulebook is the one that a record is kept under.

    Raises:
        NotARecord: when the record is kept under another rulebook, or under other rules than these.

        InvalidRulebook, Inaccessible: when the rulebook cannot be read.
    """
    given = read_rules(rulebook)
    if given.digest == in_force.digest:
        return
    rules = load_text(given)
    if rules.id != in_force.id:
        raise NotARecord(journal.path, f"is kept under the rulebook {in_force.id!r}, not {rules.id!r}")
    problem = f"is kept under rules that differ from those in {rulebook}"
    raise NotARecord(journal.path, f"{problem}: leave the folder out, or enter them with cica rules --enter")
