"""The explorer of a procedure: it finds unreached stages, unused steps, traps, routes to ends, and violations."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import TypeAlias

from attrs import field, frozen

from cica_procedure.conference.conference import Conference
from cica_procedure.conference.simulation import actor_of, close_meetings
from cica_procedure.errors import InvalidAct, Refused
from cica_procedure.exploration.trials import CASE, LATER, Actors, TriedAct
from cica_procedure.reports.feature import feature
from cica_procedure.rulebook.model import Rulebook
from cica_procedure.rulebook.procedure import Procedure, Step
from cica_procedure.terms import NEW, Case

Key: TypeAlias = tuple[str, frozenset[str], str, str]
"""A state: the stage, the known facts that rules ask for, the kind of document, and the edition of the procedure."""

MAX_STATES = 400

SAID = (
    (),
    ("extend-silence",),
    ("hold-silence", "release-silence"),
    ("break-silence",),
    ("end-silence",),
    ("position",),
)
"""The sequences of acts, by their effects, that are tried while a silence period runs; a position blocks."""

BREAKING = frozenset({"break-silence", "end-silence", "position"})
"""Those of these acts after which nothing is decided by silence."""

STOOD_FOR = frozenset({"meeting", "quorum", "consensus"})
"""The requirements that silence replaces; a decision with other requirements may fail even if silence is unbroken."""


@frozen
class Route:
    """
    The shortest route to an end.

    Attributes:
        end: the stage at the end.

        acts: the acts, in order.

        decisions: how many of the acts are decisions, at which one member can stop the case.
    """

    end: str
    acts: tuple[str, ...]
    decisions: int


@frozen
class Violation:
    """
    An invariant that does not hold.

    Attributes:
        invariant: what was done although it must never happen, in words.

        feature: a Gherkin feature that shows the violation when it is run.
    """

    invariant: str
    feature: str = field(repr=False)


@frozen
class Exploration:
    """
    The results of exploring a procedure.

    Attributes:
        procedure: the procedure, in one edition.

        states: how many states were found.

        unreached: the stages that no case can reach.

        undone: the steps that can never be taken, as pairs of an act and a stage.

        traps: the stages from which a case may not be able to reach any end.

        routes: the shortest route to each end.

        violations: the invariants that do not hold.

        stops: the decisions that are no consensus: each an act, how many members stop it (0 when so few can never
            decide), and how many members there are.

        complete: whether every state was explored.
    """

    procedure: Procedure
    states: int
    unreached: tuple[str, ...]
    undone: tuple[tuple[str, str], ...]
    traps: tuple[str, ...]
    routes: tuple[Route, ...]
    violations: tuple[Violation, ...]
    stops: tuple[tuple[str, int, int], ...] = ()
    complete: bool = True

    @property
    def sound(self) -> bool:
        """Whether the exploration is complete and found no fault."""
        return self.complete and not (self.unreached or self.undone or self.traps or self.violations)


def explore(rulebook: Rulebook, procedure: Procedure) -> Exploration:
    """Explore every path of a procedure with the real rules, and return what was found."""
    return _Explorer(rulebook, procedure).run()


class _Explorer:
    def __init__(self, rulebook: Rulebook, procedure: Procedure) -> None:
        self.rulebook, self.procedure = rulebook, procedure
        self.actors = Actors(rulebook, procedure)
        self.scripts: dict[Key, tuple[TriedAct, ...]] = {}
        # For each state, a conference that has reached it; it is only forked, never acted on again.
        self.reached: dict[Key, Conference] = {}
        self.edges: dict[Key, set[Key]] = {}
        self.done: set[tuple[str, str]] = set()
        self.violations: dict[str, Violation] = {}
        asked = {c.value for s in procedure.steps for c in s.requires if c.name in {"stated", "unstated", "complete"}}
        self.relevant = asked | {"offers", "renewal", "item", "agenda"}

    def run(self) -> Exploration:
        """Explore all states, those with the shortest routes first."""
        waiting: deque[Key] = deque()
        begun = self.actors.begin()
        if begun is not None:
            for document in self.actors.documents():
                tried = TriedAct(self.procedure.opening[0], document)
                cica = begun.fork()
                key = self._key(self.actors.play(cica, tried))
                self.scripts[key], self.reached[key] = (tried,), cica
                self.done.add((tried.step.act, NEW))
                waiting.append(key)
        self._walk(waiting, later=False)
        self._move_on(waiting)
        for key in list(self.scripts):
            self._hold_to_the_invariants(key)
        return self._found(complete=not waiting)

    def _key(self, case: Case) -> Key:
        known = frozenset(name for name in self.relevant if case.facts.get(name))
        version = self.rulebook.procedure_of(case).edition
        return case.stage, known, self.actors.kind_of(case), version

    def _walk(self, waiting: deque[Key], *, later: bool) -> None:
        while waiting and len(self.scripts) <= MAX_STATES:
            key = waiting.popleft()
            self._try(key, [TriedAct(step, later=later) for step in self.procedure.steps_at(key[0])], waiting)

    def _try(self, key: Key, acts: Iterable[TriedAct], waiting: deque[Key]) -> None:
        """Try acts from a state, each on its own fork, and note the states they lead to."""
        for tried in acts:
            cica = self.reached[key].fork()
            try:
                after = self._key(self.actors.play(cica, tried))
            except (Refused, InvalidAct):
                continue
            self.done.add((tried.step.act, key[0]))
            self.edges.setdefault(key, set()).add(after)
            if after not in self.scripts:
                self.scripts[after], self.reached[after] = (*self.scripts[key], tried), cica
                waiting.append(after)

    def _move_on(self, waiting: deque[Key]) -> None:
        """Try the steps that were never possible again at a later instant (see `LATER`)."""
        for key in [key for key, script in self.scripts.items() if not any(tried.later for tried in script)]:
            steps = [step for step in self.procedure.steps_at(key[0]) if (step.act, key[0]) not in self.done]
            self._try(key, [TriedAct(step, later=True) for step in steps], waiting)
        self._walk(waiting, later=True)

    def _hold_to_the_invariants(self, key: Key) -> None:
        """Try each decision of a state over an objection, without quorum, without a meeting, and by silence."""
        later = any(tried.later for tried in self.scripts[key])
        for step in self.procedure.steps_at(key[0]):
            if step.decision and (step.act, key[0]) in self.done:
                tried = TriedAct(step, later=later)
                self._over_an_objection(key, tried)
                if not self.procedure.meets and step.requirement("meeting") is not None:
                    self._without(key, tried, "meeting", meets=False)
                    needed = (self.rulebook.rule_of(step).quorum or self.rulebook.quorum).needed(
                        len(self.actors.members)
                    )
                    if needed:
                        self._without(key, tried, "quorum", present=needed - 1)
                if step.silence:
                    self._by_silence(key, step)

    def _over_an_objection(self, key: Key, tried: TriedAct) -> None:
        """Try a decision after as many members that have a say have objected as are enough to stop it."""
        cica, rule = self.reached[key].fork(), self.rulebook.rule_of(tried.step)
        members = self.actors.members_with_a_say(tried.step, key[0])
        objecting = members[: rule.allows.needed(len(members)) + 1]
        if rule.despite and len(objecting) > len(members) - 1:
            return  # The rule admits that no number of objections stops it.
        try:
            for member in objecting:
                cica.position(CASE, member, self.rulebook.word("blocks"), at=self.actors.tell(cica, tried), reason="r")
        except (Refused, InvalidAct):
            self._violated(cica, f"{tried.step.act} at {key[0]}: decided where no member can object")
            return
        with suppress(Refused, InvalidAct):
            self.actors.play(cica, tried)
            self._violated(cica, f"{tried.step.act} at {key[0]}: decided over a standing objection")

    def _without(self, key: Key, tried: TriedAct, what: str, *, meets: bool = True, present: int | None = None) -> None:
        """Try a decision without a meeting, or with one member fewer than a quorum."""
        cica = self.reached[key].fork()
        with suppress(Refused, InvalidAct):
            if not meets:
                close_meetings(cica, self.actors.tell(cica, tried))
            self.actors.play(cica, tried, present=present, meets=meets)
            self._violated(cica, f"{tried.step.act} at {key[0]}: decided without a {what}")

    def _by_silence(self, key: Key, step: Step) -> None:
        """Check that a broken silence decides nothing, and an unbroken one decides if only consensus is needed."""
        opening = self.procedure.doing("open-silence", key[0])
        if opening is None:
            return
        opened = self.reached[key].fork()
        try:
            case = self.actors.play(opened, TriedAct(opening))
        except (Refused, InvalidAct):
            return
        self.done.add((opening.act, key[0]))
        decides = case.silence.act if case.silence is not None else ""
        for words in SAID:
            cica = opened.fork()
            done = self._say(cica, key, words)
            self.actors.clock.at += 20 * LATER
            cica.settle()
            decided = bool(cica.history(CASE)[-1].decision)
            broken = bool(BREAKING & done)
            held = cica.case(CASE).silence is not None
            if decides != step.act or held:
                continue
            if decided and broken:
                self._violated(cica, f"{step.act} at {key[0]}: decided although the silence was broken")
            elif not (decided or broken) and {clause.name for clause in step.requires} <= STOOD_FOR:
                self._violated(cica, f"{step.act} at {key[0]}: not decided although nobody broke the silence")

    def _say(self, cica: Conference, key: Key, words: tuple[str, ...]) -> set[str]:
        """Perform acts with these effects, as far as there are any; return the effects of those that were done."""
        at = cica.case(CASE).at or self.actors.at
        self.actors.clock.at = at
        done = set()
        for word in words:
            said = self.procedure.doing(word, key[0])
            if said is not None:
                details: dict[str, object] = {"lasts": "P1D"} if "lasts" in said.fields else {}
                details |= {"position": self.rulebook.word("blocks")} if word == "position" else {}
                by = actor_of(cica, said, cica.case(CASE), subject=self.actors.subject, at=at)
                cica.act(CASE, said.act, by=by, at=at, details=details, reason="r")
                self.done.add((said.act, key[0]))
                done.add(word)
        return done

    def _violated(self, cica: Conference, invariant: str) -> None:
        if invariant not in self.violations:
            text = feature(list(cica.entries()), cica.case(CASE), cica.since, self.rulebook)
            self.violations[invariant] = Violation(invariant, text)

    def _found(self, *, complete: bool) -> Exploration:
        reached = {key[0] for key in self.scripts}
        ends = {key for key in self.scripts if self.procedure.stages[key[0]].final}
        leading = set(ends)
        while more := {key for key, to in self.edges.items() if to & leading} - leading:
            leading |= more
        return Exploration(
            procedure=self.procedure,
            states=len(self.scripts),
            unreached=tuple(stage for stage in self.procedure.stages if stage not in reached),
            undone=tuple(dict.fromkeys(self._undone())),
            traps=tuple(sorted({key[0] for key in self.scripts if key not in leading})),
            routes=tuple(self._routes(ends)),
            violations=tuple(self.violations.values()),
            stops=tuple(dict.fromkeys(self._stops())),
            complete=complete,
        )

    def _stops(self) -> Iterator[tuple[str, int, int]]:
        """Yield the decisions that one member alone cannot stop, or that so few members can never take."""
        for step in self.procedure.steps:
            if step.decision:
                members = len(self.actors.members_with_a_say(step, step.sources[0]))
                stopped = self.rulebook.rule_of(step).stopped_by(members)
                if stopped != 1:
                    yield step.act, stopped, members

    def _undone(self) -> Iterator[tuple[str, str]]:
        """Yield the steps that were never taken from any of their stages, as pairs of an act and a stage."""
        newest = self.procedure.edition == self.rulebook.editions[-1].id
        for step in self.procedure.steps:
            if newest and step.requirement("later-edition") is not None:
                continue  # There is no later edition yet.
            if not any((step.act, source) in self.done for source in step.sources):
                yield step.act, step.sources[0]

    def _routes(self, ends: set[Key]) -> Iterator[Route]:
        for stage in self.procedure.stages.values():
            ways = [self.scripts[key] for key in ends if key[0] == stage.id]
            if ways:
                shortest = min(ways, key=lambda way: (len(way), [str(played) for played in way]))
                decisions = sum(bool(played.step.decision) for played in shortest)
                yield Route(stage.id, tuple(map(str, shortest)), decisions)
