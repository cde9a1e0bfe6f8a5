"""The house of seven of the shipped rulebook `circle`, with a policy before it, for the tests of its rules."""

from __future__ import annotations

from pathlib import Path

from office import Office, T
from spoilt import changed, copied

from cica_procedure import Conference

POLICY = "procedures/policy.toml"
EVERYBODY = ("Ada", "Bea", "Clo", "Dee", "Eva", "Flo", "Gil")


def edited(to: Path, *edits: tuple[str, str], file: str = POLICY) -> str:
    """Return the folder of a copy of the circle, with some places of one of its files changed."""
    folder = copied("circle", to)
    for old, new in edits:
        changed(folder, file, old, new)
    return str(folder)


def house(rulebook: str = "circle", record: Path | str = ":memory:") -> Office:
    """Return the circle with a policy before it for consent."""
    day = "2023-03-02T19:00+01:00"
    office = Office(day, rulebook)
    office.cica = Conference.create(record, since=T(day), rulebook=rulebook, clock=office.clock)
    office.meet(day, "CIRCLE", "m-1")
    office.open(day, "guests", by="Ada", procedure="policy", title="Guests")
    office.act(day, "guests", "present")
    for who in EVERYBODY:
        office.act(day, "guests", "ask", by=who)
    office.act(day, "guests", "open-reactions")
    for who in EVERYBODY:
        office.act(day, "guests", "react", by=who, reaction="good")
    office.act(day, "guests", "open-consent")
    return office
