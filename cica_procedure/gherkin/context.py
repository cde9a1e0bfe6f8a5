"""The context in which a specification takes place: one conference on a record of its own, one case at a time."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from attrs import define, field

from cica_procedure.conference.clock import ToldClock
from cica_procedure.conference.conference import Conference
from cica_procedure.conference.simulation import close_meetings, in_session
from cica_procedure.consensus import Kind
from cica_procedure.errors import Refused
from cica_procedure.loading.loader import load
from cica_procedure.rulebook.model import Rulebook
from cica_procedure.rulebook.procedure import Procedure, Step
from cica_procedure.terms import Case, Entry, Finding
from cica_procedure.terms.case import NOTHING


@define
class Context:
    """
    What the steps of one scenario share.

    Attributes:
        path: the file of the record.

        rulebook: the rules.

        since: the instant the record begins with; the first one the scenario names, unless it says otherwise.

        now: the instant at which things happen; it moves only when a step says so.

        case: the id of the case that is spoken of.

        cases: the ids of the cases that were opened, by title.

        error: why the last act was not performed; ``None`` when it was.

        noticed: whether a step has said that it should not be.
    """

    path: Path
    rulebook: Rulebook = field(factory=lambda: load("cica"))
    since: datetime | None = None
    now: datetime | None = None
    case: str = ""
    cases: dict[str, str] = field(factory=dict)
    error: Refused | None = None
    noticed: bool = False
    _conference: Conference | None = None
    _clock: ToldClock = field(init=False)

    @property
    def conference(self) -> Conference:
        """The organisation, whose record is begun when it is first needed."""
        if self._conference is None:
            since = self.since or self.instant
            self._clock = ToldClock(since)
            self._conference = Conference.create(self.path, since=since, rulebook=self.rulebook, clock=self._clock)
        if self.now is not None:
            self._clock.at = max(self._clock.at, self.now)
        return self._conference

    @property
    def instant(self) -> datetime:
        """Now, which a scenario has to set before anything can happen."""
        assert self.now is not None, "say first when it is: Given the date is 23 June 2021"
        return self.now

    def reopen(self) -> None:
        """Read the record from its file, as another program would."""
        if self._conference is not None:
            self._conference.close()
        self._conference = Conference.open(self.path, clock=self._clock)

    def close(self) -> None:
        """Let go of the record."""
        if self._conference is not None:
            self._conference.close()

    def actor(self, name: str) -> str:
        """Find an office or a party by what people call it."""
        for office in self.rulebook.offices.values():
            if name.casefold() in {office.id, *(known.casefold() for _, known in office.names)}:
                return office.id
        return self.rulebook.party(name).id

    def parties(self, names: str) -> list[str]:
        """Read ``India, Iran and Iraq``."""
        return [self.rulebook.party(name).id for name in re.split(r",\s*(?:and\s+)?|\s+and\s+", names)]

    def open_case(self, procedure: str, title: str, by: str, details: Mapping[str, object], reason: str = "") -> None:
        """Open a case and speak of it from now on."""
        name = re.sub(r"[\W_]+", "-", title.casefold()).strip("-")
        self.cases[title] = self.case = name
        self.perform(
            lambda: self.conference.submit(procedure, name, by=by, at=self.instant, details=details, reason=reason)
        )

    def act(
        self,
        act: str,
        by: str,
        *,
        case: str = "",
        reason: str = "",
        revision: int | None = None,
        **details: str | None,
    ) -> None:
        """Try an act on the case that is spoken of, or on another; particulars that are ``None`` are not given."""
        given = {name: value for name, value in details.items() if value is not None}
        self.perform(
            lambda: self.conference.act(
                case or self.case,
                act,
                by=self.actor(by),
                at=self.instant,
                reason=reason,
                revision=revision,
                details=given,
            ),
        )

    def do(
        self,
        effect: str,
        by: str,
        details: Mapping[str, object] = NOTHING,
        *,
        case: str = "",
        reason: str = "",
        revision: int | None = None,
    ) -> None:
        """Try the act that has an effect, whatever its name; particulars are given by their names or their types."""
        spoken = self.conference.case(case or self.case)
        procedure = self.rulebook.procedure_of(spoken)
        step = procedure.doing(effect, spoken.stage) or procedure.doing(effect)
        assert step is not None, f"no act of {procedure.id} has the effect {effect}"
        act, fields = step.act, step.fields
        named = {kind.removesuffix("?"): name for name, kind in fields.items()}
        given = {name if name in fields else named.get(name, name): value for name, value in details.items()}
        self.perform(
            lambda: self.conference.act(
                spoken.id, act, by=self.actor(by), at=self.instant, reason=reason, revision=revision,
                details={name: value for name, value in given.items() if value is not None},
            )
        )  # fmt: skip

    def amend(self, who: str) -> None:
        """Try to put another text on the table: whatever has to be said of it is said in words."""
        spoken = self.spoken()
        step = self.rulebook.procedure_of(spoken).doing("revise")
        assert step is not None, "no act puts another text on the table"
        texts = [name for name, kind in step.fields.items() if kind == "text"] or ["summary"]
        self.do("revise", who, dict.fromkeys(texts, f"what revision {spoken.revision + 1} changes"))

    def say(self, who: str, *kinds: Kind, reason: str = "", revision: int | None = None) -> None:
        """State the position of a member that does one of some things: that blocks, affirms, ..."""
        word = self.rulebook.word(*kinds)
        assert word, f"no position of the rulebook {' or '.join(kinds)}"
        self.do("position", who, {"position": word}, reason=reason, revision=revision)

    def members(self) -> tuple[str, ...]:
        """Return those that sit in the body the case is before; all that sit in any body, when it is before none."""
        spoken = self.conference.case(self.case) if self.case in self.conference.cases() else None
        stages = self.rulebook.procedure_of(spoken).stages if spoken is not None else {}
        body = stages[spoken.stage].body if spoken is not None and spoken.stage in stages else ""
        return self.conference.members(self.instant, body)

    def particulars(self, procedure: str, act: str, table: Sequence[Sequence[str]] | None) -> dict[str, object]:
        """Read the particulars of an act from a table of names and values, by the types the rulebook gives them."""
        rows = {row[0]: row[1] for row in table or ()}
        edition = self.conference.edition_at(self.instant)
        steps = self.rulebook.procedure(procedure, edition).steps_of(act)
        fields = steps[0].fields if steps else {}
        return {name: _value(fields.get(name, "text").removesuffix("?"), words) for name, words in rows.items()}

    def perform(self, act: Callable[[], object]) -> None:
        """Run something that may be refused, and keep the refusal for a later step."""
        self.look()
        self.error, self.noticed = None, False
        try:
            act()
        except Refused as refused:
            self.error = refused

    def look(self) -> None:
        """Fail when something was refused and no step has said that it should be."""
        if self.error is not None and not self.noticed:
            pytest.fail(f"not expected: {self.error}")

    def refused(self) -> Refused:
        """Take note that the last act was refused."""
        assert self.error is not None, "the act was performed"
        self.noticed = True
        return self.error

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What stood in the way of the last act."""
        return self.refused().findings

    def standing(self) -> Case:
        """Say where the case stands that is spoken of; nothing may have been refused unnoticed."""
        self.look()
        return self.conference.case(self.case)

    def spoken(self) -> Case:
        """Return the case that is spoken of, whatever was refused before."""
        return self.conference.case(self.case)

    def last(self) -> Entry:
        """Return the last act on the case."""
        self.look()
        history = self.conference.history(self.case)
        assert history, "no case has been opened"
        return history[-1]

    def sit(self, body: str, absent: tuple[str, ...] = (), **details: object) -> str:
        """Open a meeting of a body."""
        name = f"{body}-{len(self.conference.cases())}"
        self.perform(lambda: self.conference.meet(body, name, at=self.instant, absent=absent, details=details))
        return name

    def meeting(self) -> str:
        """Return the id of the meeting that was convened last and is not over."""
        return next(reversed(list(self.conference.state.meetings)))

    def adjourn(self, body: str = "") -> None:
        """Close every meeting in session, or those of one body."""
        close_meetings(self.conference, self.instant, body=body)

    def bring_before(self, body: str) -> None:
        """Take the case by the shortest way to a stage at which it lies before a body, meetings of others included."""
        procedure = self.rulebook.procedure(self.standing().procedure, self.standing().edition)
        for step in _way(procedure, self.standing().stage, body, self.standing().text("kind"), self.rulebook):
            acting = procedure.body_of(step, self.standing().stage)
            name = "" if not acting or in_session(self.conference, acting) else self.sit(acting)
            self.act(step.act, next(by for by in step.by if by in self.rulebook.offices))
            self.look()
            if name and acting != body:
                self.adjourn(acting)


def _way(procedure: Procedure, stage: str, body: str, kind: str, rulebook: Rulebook) -> list[Step]:
    """Find the shortest sequence of acts of an office that brings a case before a body."""
    queue: deque[tuple[str, list[Step]]] = deque([(stage, [])])
    seen = {stage}
    while queue:
        here, steps = queue.popleft()
        if procedure.stages[here].body == body:
            return steps
        for step in procedure.steps_at(here):
            decider = step.requirement("decided-by")
            wrong = decider is not None and rulebook.kinds[kind].decided_by != decider
            if step.to and step.to not in seen and rulebook.offices.keys() & {*step.by} and not wrong and _bare(step):
                seen.add(step.to)
                queue.append((step.to, [*steps, step]))
    pytest.fail(f"no act of an office brings a case of {procedure.id} before the {body}")


def _bare(step: Step) -> bool:
    """Return whether a step can be taken without a word of reason and without particulars."""
    return step.requirement("reason") is None and all(kind.endswith("?") for kind in step.fields.values())


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    """Yield the context, on a real file, and see at the end that no refusal went unnoticed."""
    made = Context(tmp_path / "record.sqlite")
    yield made
    made.close()
    made.look()


def _value(kind: str, words: str) -> object:
    """Read the words of a table as a value of a type."""
    if kind == "number":
        return int(words)
    if kind == "flag":
        return words == "yes"
    return re.split(r",\s*", words) if kind in {"parties", "cases"} else words


def day(words: str, rulebook: Rulebook) -> datetime:
    """Read ``23 June 2021`` as ten in the morning of that day, by the clock of the seat."""
    try:
        found = datetime.strptime(words, "%d %B %Y").replace(tzinfo=rulebook.zone)
    except ValueError:
        pytest.fail(f"{words!r} is no day; write it as 23 June 2021")
    return found + timedelta(hours=10)
