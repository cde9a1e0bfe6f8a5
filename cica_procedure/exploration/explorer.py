"""The explorer of a procedure: it finds unreached stages, unused steps, traps, routes to ends, and violations."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping

from attrs import evolve, field, frozen

from cica_procedure.conference.conference import Conference
from cica_procedure.errors import InvalidAct, Refused
from cica_procedure.exploration.laws import Laws, Violation
from cica_procedure.exploration.liveness import Key, held_up, lasso, leading, without_office
from cica_procedure.exploration.trials import Actors, TriedAct, Way
from cica_procedure.rulebook.model import Rulebook
from cica_procedure.rulebook.procedure import Procedure
from cica_procedure.terms import NEW, Case

MAX_STATES = 400


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

        held_open: the stages at which one member that blocks, holds and stays away can keep a case for ever.

        vacant: by office that nobody acts for, the stages at which a case waits while the office is vacant.

        fills: the offices that a case can fill although they are vacant.

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
    held_open: tuple[str, ...] = ()
    vacant: Mapping[str, tuple[str, ...]] = field(factory=dict)
    fills: frozenset[str] = frozenset()
    complete: bool = True

    @property
    def sound(self) -> bool:
        """Whether the exploration is complete and found no fault."""
        return self.complete and not (self.unreached or self.undone or self.traps or self.violations)


def explore(rulebook: Rulebook, procedure: Procedure) -> Exploration:
    """Explore every path of a procedure with the real rules, and return what was found."""
    return _Explorer(*_told(rulebook, procedure)).run()


def _told(rulebook: Rulebook, procedure: Procedure) -> tuple[Rulebook, Procedure]:
    """Return the rules without what they ask of the hand of an act: it decides nothing, and nobody signs here."""
    if all(step.requirement("hand") is None for each in rulebook for step in each.steps):
        return rulebook, procedure

    def told(known: Procedure) -> Procedure:
        steps = (evolve(s, requires=tuple(c for c in s.requires if c.name != "hand")) for s in known.steps)
        return evolve(known, steps=tuple(steps))

    procedures = {name: tuple(map(told, versions)) for name, versions in rulebook.procedures.items()}
    return evolve(rulebook, procedures=procedures), told(procedure)


class _Explorer:
    def __init__(self, rulebook: Rulebook, procedure: Procedure) -> None:
        self.rulebook, self.procedure = rulebook, procedure
        self.actors = Actors(rulebook, procedure, self._way)
        self.scripts: dict[Key, Way] = {}
        # For each state, a conference that has reached it; it is only forked, never acted on again.
        self.reached: dict[Key, Conference] = {}
        self.moves: dict[Key, list[tuple[TriedAct, Key]]] = {}
        self.done: set[tuple[str, str]] = set()
        self.laws = Laws(self.actors)
        asking = {"stated", "unstated", "complete", "reached"}
        asked = {c.value for s in procedure.steps for c in s.requires if c.name in asking}
        self.relevant = asked | {s.carried for s in procedure.steps} | {"offers", "renewal", "item", "agenda"}

    def run(self) -> Exploration:
        """Explore all states, those with the shortest routes first; with other parties, while a step is not taken."""
        complete = True
        for subject in self.actors.subjects():
            if self.scripts and not [*self._undone()]:
                break
            begun = self.actors.begin(subject)
            if begun is None:
                continue
            waiting: deque[Key] = deque()
            for document in self.actors.documents():
                tried = TriedAct(self.procedure.opening[0], document)
                cica = begun.fork()
                key = self._key(self.actors.play(cica, tried))
                self.scripts[key], self.reached[key] = (tried,), cica
                self.done.add((tried.step.act, NEW))
                waiting.append(key)
            self._walk(waiting, later=False)
            self._move_on(subject, waiting)
            complete = complete and not waiting
            for key in [key for key in self.scripts if key.subject == subject]:
                self.laws.hold(key, self.reached[key], self.moves.get(key, ()))
            self.done |= self.laws.opened
        return self._found(complete=complete)

    def _key(self, case: Case) -> Key:
        known = frozenset(name for name in self.relevant if case.facts.get(name))
        version = self.rulebook.procedure_of(case).edition
        return Key(case.stage, known, self.actors.kind_of(case), version, self.actors.subject)

    def _way(self, stages: Iterable[str]) -> Way:
        """Return acts that bring another case of the procedure to one of some stages, or that open it when none is."""
        among = set(stages)
        ways = [way for key, way in self.scripts.items() if key.stage in among and key.subject == self.actors.subject]
        return min(ways, key=len) if ways else (TriedAct(self.procedure.opening[0]),)

    def _walk(self, waiting: deque[Key], *, later: bool) -> None:
        while waiting and len(self.scripts) <= MAX_STATES:
            key = waiting.popleft()
            self._try(key, [TriedAct(step, later=later) for step in self.procedure.steps_at(key.stage)], waiting)

    def _try(self, key: Key, acts: Iterable[TriedAct], waiting: deque[Key]) -> None:
        """Try acts from a state, each on its own fork, and note the states they lead to."""
        for tried in acts:
            cica = self.reached[key].fork()
            try:
                after = self._key(self.actors.play(cica, tried))
            except (Refused, InvalidAct):
                continue
            self.done.add((tried.step.act, key.stage))
            self.moves.setdefault(key, []).append((tried, after))
            if after not in self.scripts:
                self.scripts[after], self.reached[after] = (*self.scripts[key], tried), cica
                waiting.append(after)

    def _move_on(self, subject: str, waiting: deque[Key]) -> None:
        """Try the steps that were never possible again at a later instant (see `LATER`)."""
        early = [key for key, way in self.scripts.items() if not any(tried.later for tried in way)]
        for key in [key for key in early if key.subject == subject]:
            steps = [step for step in self.procedure.steps_at(key.stage) if (step.act, key.stage) not in self.done]
            self._try(key, [TriedAct(step, later=True) for step in steps], waiting)
        self._walk(waiting, later=True)

    def _found(self, *, complete: bool) -> Exploration:
        ends = {key for key in self.scripts if self.procedure.stages[key.stage].final}
        trapped = self.scripts.keys() - leading(self.moves, ends)
        if trapped:
            self._show_the_trap(trapped)
        alone = held_up(self.rulebook, self.procedure, len(self.actors.members))
        return Exploration(
            procedure=self.procedure,
            states=len(self.scripts),
            unreached=tuple(s for s in self.procedure.stages if s not in {key.stage for key in self.scripts}),
            undone=tuple(dict.fromkeys(self._undone())),
            traps=tuple(sorted({key.stage for key in trapped})),
            routes=tuple(self._routes(ends)),
            violations=tuple(self.laws.violations.values()),
            stops=tuple(dict.fromkeys(self._stops())),
            held_open=self._stages(self.scripts.keys() - trapped - leading(self.moves, ends, alone)),
            vacant=dict(self._vacant(ends, trapped)),
            fills=frozenset(self._fills()),
            complete=complete,
        )

    def _stages(self, keys: Iterable[Key]) -> tuple[str, ...]:
        """Return the stages of states, each once, in the order of the procedure."""
        found = {key.stage for key in keys}
        return tuple(stage for stage in self.procedure.stages if stage in found)

    def _show_the_trap(self, trapped: Iterable[Key]) -> None:
        """Note a way into a part of the states that nothing leaves, and the acts that go round in it."""
        key, loop = lasso(self.moves, trapped)
        cica = self.reached[key].fork()
        self.actors.subject = key.subject
        for tried in loop:
            self.actors.play(cica, tried)
        acts = ", ".join(map(str, loop))
        words = f"acts that lead to no end: {acts}" if loop else "nothing more can be done"
        self.laws.violated(cica, f"{key.stage}: {words}")

    def _vacancies(self) -> list[str]:
        return [office.id for office in self.rulebook.offices.values() if office.held_by and not office.acting]

    def _vacant(self, ends: set[Key], trapped: set[Key]) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield each office for which nobody acts, with the stages at which a case waits while it is vacant."""
        for office in self._vacancies():
            can = leading(self.moves, ends, without_office(self.rulebook, self.procedure, office))
            if waiting := self._stages(self.scripts.keys() - trapped - can):
                yield office, waiting

    def _fills(self) -> Iterator[str]:
        """Yield the offices that a case of the procedure can fill although nobody speaks for them."""
        for office in self._vacancies():
            usable = without_office(self.rulebook, self.procedure, office)
            role = self.rulebook.offices[office].held_by
            opens = self.procedure.opening[0]
            if set(opens.by) == {office}:
                continue
            begun = {key for key, way in self.scripts.items() if len(way) == 1}
            there = {
                key
                for key, after in self.moves.items()
                for tried, _ in after
                if usable(key, tried.step) and role in {tried.step.effect("begin"), tried.step.effect("succeed")}
            }
            if begun & leading(self.moves, there, usable) or role in {opens.effect("begin"), opens.effect("succeed")}:
                yield office

    def _stops(self) -> Iterator[tuple[str, int, int]]:
        """Yield the decisions that one member alone cannot stop, or that so few members can never take."""
        for step in self.procedure.steps:
            if step.decision:
                members = self.actors.members_with_a_say(step, step.sources[0])
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
            ways = [self.scripts[key] for key in ends if key.stage == stage.id]
            if ways:
                shortest = min(ways, key=lambda way: (len(way), [str(played) for played in way]))
                decisions = sum(bool(played.step.decision) for played in shortest)
                yield Route(stage.id, tuple(map(str, shortest)), decisions)
