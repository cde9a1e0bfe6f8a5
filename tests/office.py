"""A secretariat with a clock that tests can set, for the tests of the laws of time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from cica_procedure import Case, Conference, Refused, ToldClock

T = datetime.fromisoformat
MINUTE = timedelta(minutes=1)
WORKING: dict[str, Any] = {"working-days": 3}
MORE: dict[str, Any] = {"working-days": 2}


class Office:
    """A secretariat that records each act as it takes effect, unless it says when."""

    def __init__(self, since: str, rulebook: str = "cica") -> None:
        self.clock = ToldClock(T(since))
        self.cica = Conference.in_memory(since=T(since), rulebook=rulebook, clock=self.clock)

    def act(self, at: str, case: str, act: str, by: str = "chair", *, recorded: str = "", **given: Any) -> Case:
        """Perform an act; what is given beside its reason and meeting are its particulars."""
        self.clock.at = max(self.clock.at, T(recorded or at))
        words = {name: given.pop(name) for name in ("reason", "meeting") if name in given}
        return self.cica.act(case, act, by=by, at=T(at), details=given, **words)

    def open(self, at: str, case: str, by: str = "India", procedure: str = "draft-document", **given: Any) -> Case:
        """Open a case, a draft of guidelines when nothing else is said."""
        self.clock.at = max(self.clock.at, T(at))
        details = given or {"title": case, "kind": "guidelines"}
        return self.cica.submit(procedure, case, by=by, at=T(at), details=details)

    def meet(self, at: str, body: str = "SOC", meeting: str = "soc") -> None:
        """Let a body meet."""
        self.clock.at = max(self.clock.at, T(at))
        self.cica.meet(body, meeting, at=T(at))

    def silence(self, at: str, case: str = "a", **given: Any) -> None:
        """Bring a draft before the SOC, and put its adoption under silence."""
        self.open(at, case)
        self.act(at, case, "take-up")
        self.act(at, case, "open-silence", decides="adopt", **given)


def unmet(attempt: Callable[[], object]) -> list[str]:
    """Return the names of what stands in the way of an act."""
    with pytest.raises(Refused) as caught:
        attempt()
    return [finding.requirement for finding in caught.value.findings]


def said(attempt: Callable[[], object]) -> str:
    """Return what stands in the way of an act, in words."""
    with pytest.raises(Refused) as caught:
        attempt()
    return "; ".join(map(str, caught.value.findings))


def overdue(office: Office, at: str) -> list[str]:
    """Return the cases that are overdue as of an instant."""
    return [case.id for case in office.cica.overdue(T(at))]
