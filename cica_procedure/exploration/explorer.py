"""What is found when a procedure is walked through: stages, steps, ways to an end, and laws that do not hold."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import closing

from attrs import field, frozen

from cica_procedure.consensus import RULES
from cica_procedure.errors import InvalidAct, Refused
from cica_procedure.exploration.troupe import CASE, LATER, Played, Troupe
from cica_procedure.reports import feature
from cica_procedure.rulebook import Procedure, Rulebook, Step
from cica_procedure.terms import MEETING, NEW, Case

Key = tuple[str, frozenset[str], str, str]
"""A state: the stage, what is known of the case that a rule asks for, its kind and the version of its procedure."""

MAX_STATES = 400

SAID = ((), ("extend-silence",), ("hold-silence", "release-silence"), ("break-silence",), ("end-silence",))
"""What can be said while a silence period runs."""

STOOD_FOR = frozenset({"meeting", "quorum", "consensus"})
"""What silence stands for; a decision that needs more may come to nothing at the end of an unbroken one."""


@frozen
class Route:
    """
    The shortest way to an end.

    Attributes:
        end: the stage.

        acts: in order.

        decisions: at how many of them one member can stop it.
    """

    end: str
    acts: tuple[str, ...]
    decisions: int


@frozen
class Breach:
    """
    A law that does not hold.

    Attributes:
        law: in words.

        feature: a Gherkin feature that shows it when it is run.
    """

    law: str
    feature: str = field(repr=False)


@frozen
class Exploration:
    """
    What is found of a procedure.

    Attributes:
        procedure: in its edition.

        states: how many were found.

        unreached: the stages nobody can bring a case to.

        undone: the steps nobody can ever take: (act, stage).

        traps: the stages at which a case can stand with no way to any end.

        routes: the shortest way to each end.

        breaches: the laws that do not hold.

        complete: whether every state was looked at.
    """

    procedure: Procedure
    states: int
    unreached: tuple[str, ...]
    undone: tuple[tuple[str, str], ...]
    traps: tuple[str, ...]
    routes: tuple[Route, ...]
    breaches: tuple[Breach, ...]
    complete: bool = True

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong with it."""
        return self.complete and not (self.unreached or self.undone or self.traps or self.breaches)


def explore(rulebook: Rulebook, procedure: Procedure) -> Exploration:
    """Walk through a procedure in every way, with the real rules."""
    explorer = _Explorer(rulebook, procedure)
    with closing(explorer.troupe):
        return explorer.run()


class _Explorer:
    def __init__(self, rulebook: Rulebook, procedure: Procedure) -> None:
        self.rulebook, self.procedure = rulebook, procedure
        self.troupe = Troupe(rulebook, procedure)
        self.scripts: dict[Key, tuple[Played, ...]] = {}
        self.edges: dict[Key, set[Key]] = {}
        self.done: set[tuple[str, str]] = set()
        self.breaches: dict[str, Breach] = {}
        asked = {c.value for s in procedure.steps for c in s.requires if c.name in {"stated", "unstated", "complete"}}
        self.relevant = asked | {"offers", "renewal", "item", "agenda"}

    def run(self) -> Exploration:
        """Walk, the shortest ways first."""
        waiting: deque[Key] = deque()
        if self.troupe.cast():
            for document in self.troupe.documents():
                self._begin(Played(self.procedure.opening[0], document), waiting)
        while waiting and len(self.scripts) <= MAX_STATES:
            key = waiting.popleft()
            self._try(key, [Played(step) for step in self.procedure.steps_at(key[0])], waiting)
        self._move_on(waiting)
        for key in list(self.scripts):
            self._hold_to_the_laws(key)
        return self._found(complete=not waiting)

    def _key(self, case: Case) -> Key:
        known = frozenset(name for name in self.relevant if case.facts.get(name))
        version = self.rulebook.procedure_of(case).edition
        return case.stage, known, case.text("kind"), version

    def _begin(self, played: Played, waiting: deque[Key]) -> None:
        with self.troupe.tried():
            key = self._key(self.troupe.play(played))
            self.scripts[key] = (played,)
            self.done.add((played.step.act, NEW))
            waiting.append(key)

    def _replay(self, key: Key) -> None:
        for played in self.scripts[key]:
            self.troupe.play(played)

    def _try(self, key: Key, plays: list[Played], waiting: deque[Key]) -> None:
        """Try acts from a state, and note where they lead; what is refused leaves the state as it was."""
        while plays:
            with self.troupe.tried():
                self._replay(key)
                while plays:
                    played = plays.pop(0)
                    try:
                        after = self._key(self.troupe.play(played))
                    except (Refused, InvalidAct):
                        continue
                    self._note(key, played, after, waiting)
                    break

    def _note(self, key: Key, played: Played, after: Key, waiting: deque[Key]) -> None:
        self.done.add((played.step.act, key[0]))
        self.edges.setdefault(key, set()).add(after)
        if after not in self.scripts:
            self.scripts[after] = (*self.scripts[key], played)
            waiting.append(after)

    def _move_on(self, waiting: deque[Key]) -> None:
        """Try what was never possible once more, in a world that has moved on."""
        for key in [key for key, script in self.scripts.items() if not any(played.later for played in script)]:
            steps = [step for step in self.procedure.steps_at(key[0]) if (step.act, key[0]) not in self.done]
            self._try(key, [Played(step, later=True) for step in steps], waiting)
        while waiting and len(self.scripts) <= MAX_STATES:
            key = waiting.popleft()
            self._try(key, [Played(step, later=True) for step in self.procedure.steps_at(key[0])], waiting)

    def _hold_to_the_laws(self, key: Key) -> None:
        """Try each decision of a state over an objection, without quorum, without a meeting, and by silence."""
        later = any(played.later for played in self.scripts[key])
        for step in self.procedure.steps_at(key[0]):
            if step.decision and (step.act, key[0]) in self.done:
                played = Played(step, later=later)
                self._refused(key, played, "decided over a standing objection", self._object)
                if self.procedure.id != MEETING:
                    self._refused(key, played, "decided without a meeting", self._adjourn, meets=False)
                    self._refused(key, played, "decided without a quorum", lambda _: None, present=self._too_few())
                if step.silence:
                    self._by_silence(key, step)

    def _too_few(self) -> int | None:
        needed = self.rulebook.quorum.needed(len(self.troupe.members))
        return needed - 1 if needed else None

    def _adjourn(self, played: Played) -> None:
        """Close every meeting."""
        cica, at = self.troupe.cica, self.troupe.instant(played)
        for name in cica.cases():
            meeting = cica.case(name)
            ending = self.rulebook.procedure_of(meeting).ending(meeting.stage)
            if meeting.procedure == MEETING and ending is not None:
                cica.act(name, ending.act, by="chair" if "chair" in ending.by else ending.by[0], at=at)

    def _object(self, played: Played) -> None:
        """Let a member object that has a say: any but the one the matter is about."""
        rule = played.step.requirement("consensus") or self.rulebook.consensus
        without = self.troupe.subject if RULES[rule].without else ""
        member = next(member for member in self.troupe.members if member != without)
        at = self.troupe.instant(played)
        self.troupe.cica.position(CASE, member, "objection", at=at, reason="r")

    def _refused(
        self,
        key: Key,
        played: Played,
        law: str,
        prepare: Callable[[Played], None],
        *,
        present: int | None = None,
        meets: bool = True,
    ) -> None:
        """Try what the law forbids; when it is performed, the law does not hold."""
        if law == "decided without a quorum" and present is None:
            return
        with self.troupe.tried():
            self._replay(key)
            try:
                prepare(played)
            except (Refused, InvalidAct):
                if prepare == self._object:
                    self._breach(f"{played.step.act} at {key[0]}: decided where no member can object")
                return
            try:
                self.troupe.play(played, present=present, meets=meets)
            except (Refused, InvalidAct):
                return
            self._breach(f"{played.step.act} at {key[0]}: {law}")

    def _by_silence(self, key: Key, step: Step) -> None:
        """Open a silence period on a decision: broken it decides nothing, unbroken it does, unless more is needed."""
        opening = self.procedure.doing("open-silence", key[0])
        if opening is None:
            return
        for words in SAID:
            with self.troupe.tried():
                self._replay(key)
                try:
                    case = self.troupe.play(Played(opening))
                except (Refused, InvalidAct):
                    return
                self.done.add((opening.act, key[0]))
                self._say(key, words)
                decides = case.silence.act if case.silence is not None else ""
                self.troupe.cica.settle(self.troupe.at + 20 * LATER)
                decided = bool(self.troupe.cica.history(CASE)[-1].decision)
                broken = bool({"break-silence", "end-silence"} & set(words))
                held = self.troupe.cica.case(CASE).silence is not None
                if decides != step.act or held:
                    continue
                if decided and broken:
                    self._breach(f"{step.act} at {key[0]}: decided although the silence was broken")
                elif not (decided or broken) and {clause.name for clause in step.requires} <= STOOD_FOR:
                    self._breach(f"{step.act} at {key[0]}: not decided although nobody broke the silence")

    def _say(self, key: Key, words: tuple[str, ...]) -> None:
        for word in words:
            said = self.procedure.doing(word, key[0])
            if said is not None:
                details = {"lasts": "P1D"} if "lasts" in said.fields else {}
                by = "chair" if "chair" in said.by else self.troupe.members[0]
                self.troupe.cica.act(CASE, said.act, by=by, at=self.troupe.at, details=details, reason="r")
                self.done.add((said.act, key[0]))

    def _breach(self, law: str) -> None:
        cica = self.troupe.cica
        if law not in self.breaches:
            text = feature(list(cica.entries()), cica.case(CASE), cica.since, self.rulebook)
            self.breaches[law] = Breach(law, text)

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
            breaches=tuple(self.breaches.values()),
            complete=complete,
        )

    def _undone(self) -> Iterator[tuple[str, str]]:
        """Give the steps that were never taken from any of their stages."""
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
