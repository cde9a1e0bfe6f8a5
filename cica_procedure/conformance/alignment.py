"""
The cheapest path of a procedure that explains a history: exact, by Dijkstra over the product of machine and trace.

What is reported and explained costs nothing, a step that was not reported is assumed,
and what no path explains deviates. The rules that a report can show are asked: the acting body, who decides a kind,
an objection that stands, what has to be stated first, the end of a case. Meetings and quorum are taken to be in order.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from heapq import heappop, heappush
from itertools import count, product

from attrs import evolve, frozen

from cica_procedure.conformance.chronology import LONG_AGO, History, Observed
from cica_procedure.conformance.word_meanings import Companion, Interpretation, Verb, WordMeanings
from cica_procedure.errors import InvalidAct
from cica_procedure.rulebook.procedure import Procedure, Step
from cica_procedure.terms import NEW, Party

EXPLAINED, ASSUMED, ANOTHER, DEVIATES = 0, 1, 2, 20
"""What a move costs: explained, assumed, the beginning of another matter, not explained."""

MAX_STATES = 50_000
"""How many states are looked at before the search gives up; CICA's cases take some hundreds."""

Objection = tuple[str, str, str]
"""The body it was made in, the item it was about, the day."""


@frozen
class Move:
    """
    One move of an alignment.

    Attributes:
        kind: ``explained``, ``assumed``, ``aside`` (spoken of, nothing moved), ``another`` (another matter begins)
            or ``deviates``.

        observed: what was reported; ``None`` for what is assumed.

        step: the step of the procedure; ``None`` when none was taken.

        stage: where the case stands after it.

        remark: what had to be taken for granted, in words.
    """

    kind: str
    observed: Observed | None
    step: Step | None
    stage: str
    remark: str = ""


@frozen
class Alignment:
    """
    What explains a history, or fails to.

    Attributes:
        moves: in order.

        procedure: under which it was read.

        kind: the kind of document it was taken for; empty when that says nothing.

        cost: of all moves together.

        complete: whether the search came to its end.
    """

    moves: tuple[Move, ...]
    procedure: Procedure
    kind: str
    cost: int
    complete: bool = True


@frozen
class _State:
    stage: str
    seen: int = 0
    objections: frozenset[Objection] = frozenset()
    # Objections that are only taken to be met: nothing reported says so.
    met: frozenset[Objection] = frozenset()
    stated: frozenset[str] = frozenset()
    ended: frozenset[str] = frozenset()
    # The stage at which a reported decision has ended the matter; another matter has to end at the same.
    end: str = ""
    pending: int = -1


def align(history: History, meaning: WordMeanings, *, free: int = -1, limit: int = MAX_STATES) -> Alignment:
    """
    Find the cheapest explanation of a history.

    Args:
        history: what was reported.

        meaning: what its words mean.

        free: the place of a step whose order is left out of account; for finding a repair.

        limit: how many states are looked at, at most.
    """
    found: list[Alignment] = []
    editions, readings = _editions(history, meaning), meaning.readings(history.kind, history.subject)
    ways = list(product(editions, readings))
    for edition, reading in ways:
        try:
            procedure = meaning.rulebook.procedure(reading.procedure, edition)
        except InvalidAct:
            continue
        found.append(_Search(history, meaning, procedure, reading, free).run(limit // len(ways)))
    return min(found, key=lambda alignment: (not alignment.complete, alignment.cost))


def _editions(history: History, meaning: WordMeanings) -> list[str]:
    """Give the editions that may be in force when the case first moves, the later ones last."""
    rules = meaning.rulebook
    moving = [s for s in history.steps if not meaning.verbs[s.verb].aside and s.precision != "planned"]
    first = min(moving or history.steps, key=lambda step: step.last)
    days = (max(first.first, LONG_AGO), first.last)
    return list(dict.fromkeys(rules.edition_at(rules.begin(day), rules.register) for day in days))


class _Search:
    def __init__(
        self, history: History, meaning: WordMeanings, procedure: Procedure, reading: Interpretation, free: int
    ) -> None:
        self.steps = history.steps
        self.history = history
        self.several = meaning.kinds[history.kind].several
        self.meaning = meaning
        self.procedure = procedure
        self.kind = reading.kind
        self.full = (1 << len(self.steps)) - 1
        # What some step waits for until it has been stated.
        self.awaited = {c.value for step in procedure.steps for c in step.requires if c.name == "stated"}
        self.before = [self._before(i, free) for i in range(len(self.steps))]
        # The party that is named in words, which are asked of the same words again and again.
        self.parties: dict[str, Party | None] = {}

    def _before(self, i: int, free: int) -> int:
        """Give the steps that come before one, as bits: those over before it, and those of its day above it."""
        mask, mine = 0, self.steps[i]
        for j, other in enumerate(self.steps):
            earlier = other.last < mine.first
            same = (other.first, other.last) == (mine.first, mine.last) and j < i
            if (earlier or same) and free not in {i, j}:
                mask |= 1 << j
        return mask

    def run(self, limit: int) -> Alignment:
        """Search, the cheapest state first."""
        start = _State(NEW)
        best = {start: 0}
        came: dict[_State, tuple[_State, Move]] = {}
        order = count()
        heap = [(0, next(order), start)]
        while heap:
            cost, _, state = heappop(heap)
            if cost > best[state]:
                continue
            if state.seen == self.full and state.pending < 0:
                return Alignment(self._path(came, state), self.procedure, self.kind, cost)
            if len(best) > limit:
                break
            for price, after, move in self._moves(state):
                total = cost + price
                if total < best.get(after, 1 << 30):
                    best[after] = total
                    came[after] = (state, move)
                    heappush(heap, (total, next(order), after))
        return Alignment((), self.procedure, self.kind, DEVIATES * len(self.steps), complete=False)

    def _path(self, came: dict[_State, tuple[_State, Move]], state: _State) -> tuple[Move, ...]:
        moves = []
        while state in came:
            state, move = came[state]
            moves.append(move)
        return tuple(reversed(moves))

    def _moves(self, state: _State) -> Iterator[tuple[int, _State, Move]]:
        for i, observed in enumerate(self.steps):
            if state.seen & (1 << i) or self.before[i] & ~state.seen:
                continue
            if state.pending in {-1, i}:
                yield from self._explain(state, i, observed)
        for step in self.procedure.steps_at(state.stage):
            if (after := self._assume(state, step)) is not None:
                yield ASSUMED, after, Move("assumed", None, step, after.stage)

    def _explain(self, state: _State, i: int, observed: Observed) -> Iterator[tuple[int, _State, Move]]:
        verb = self.meaning.verbs[observed.verb]
        after = evolve(state, seen=state.seen | 1 << i, pending=-1)
        for step in self.procedure.steps_at(state.stage):
            taken = self._take(after, step, observed) if step.act in verb.acts else None
            if state.pending >= 0 and taken is not None and taken.stage != state.end:
                continue
            if taken is not None and self._acts(step, state.stage, observed):
                yield EXPLAINED, taken, Move("explained", observed, step, taken.stage)
        if state.pending < 0:
            yield from self._beside(state, i, observed, verb)
            yield DEVIATES, after, Move("deviates", observed, None, state.stage)

    def _beside(self, state: _State, i: int, observed: Observed, verb: Verb) -> Iterator[tuple[int, _State, Move]]:
        """Explain what moves nothing, or moves something else than the case."""
        bodies = self.meaning.bodies[observed.body]
        after = evolve(state, seen=state.seen | 1 << i)
        here = self.procedure.stages[state.stage].body if state.stage != NEW else ""
        if verb.objects and here in bodies:
            objection = (here, observed.item, observed.when)
            yield (
                EXPLAINED,
                evolve(after, objections=after.objections | {objection}),
                Move("explained", observed, None, state.stage),
            )
        if (
            verb.aside
            or observed.precision == "planned"
            or observed.verb in self.meaning.outside.get(observed.body, ())
        ):
            before_it = not bodies or here in bodies
            remark = "" if before_it else "spoken of while it was not before that body"
            yield EXPLAINED if before_it else ASSUMED, after, Move("aside", observed, None, state.stage, remark)
        if verb.companion is not None and self._companion(verb.companion, observed):
            remark = f"a case of its own: {verb.companion.procedure}"
            yield ASSUMED, after, Move("aside", observed, None, state.stage, remark)
        if verb.refuses and self._refused(verb.refuses):
            yield EXPLAINED, after, Move("explained", observed, None, state.stage)
        if self._twice(state, i, observed):
            yield ASSUMED, after, Move("aside", observed, None, state.stage, "the same fact, reported of another body")
        if verb.final and state.end and self._another(state, observed):
            fresh = _State(NEW, state.seen, ended=state.ended, end=state.end, pending=i)
            yield ANOTHER, fresh, Move("another", None, None, NEW, f"another matter: {observed.matter}")

    def _assume(self, state: _State, step: Step) -> _State | None:
        """Give the state after a step that was not reported; ``None`` when assuming it would help nobody."""
        names = {clause.name for clause in step.effects}
        if "position" in names and state.objections:
            # The member has withdrawn it.
            return evolve(state, objections=frozenset(), met=state.met | state.objections)
        moves = step.to and step.to != state.stage
        if not (moves or (step.revises and state.objections) or self.awaited & step.fields.keys() - state.stated):
            return None
        if names & {"correct", "attach", "open-silence", "position"}:
            return None
        return self._take(state, step, None)

    def _take(self, state: _State, step: Step, observed: Observed | None) -> _State | None:
        """Take a step, reported or not; ``None`` when a rule stands in the way that the history can show."""
        body = self.procedure.body_of(step, state.stage)
        for clause in step.requires:
            if clause.name == "decided-by" and self.kind:
                if self.meaning.rulebook.kinds[self.kind].decided_by != clause.value:
                    return None
            elif (clause.name == "stated" and clause.value not in state.stated) or (
                clause.name == "unstated" and clause.value in state.stated
            ):
                return None
        if step.decision and self._stands(state, body, observed):
            return None
        if not self._eligible(step, observed):
            return None
        stated = state.stated | {name for name, kind in step.fields.items() if not kind.endswith("?")}
        met, objections = state.met, state.objections
        if step.revises:
            met, objections = (met if observed else met | objections), frozenset()
        ended, end, stage = state.ended, "" if state.pending < 0 else state.end, step.to or state.stage
        if observed is not None and self.meaning.verbs[observed.verb].final and self._ends(stage):
            ended, end = ended | {observed.matter if self.several else observed.item}, stage
        return evolve(state, stage=stage, objections=objections, met=met, stated=stated, ended=ended, end=end)

    def _stands(self, state: _State, body: str, observed: Observed | None) -> bool:
        """Whether an objection stands: none that is reported, and none of the same day and matter taken to be met."""
        if any(where == body for where, _, _ in state.objections):
            return True
        if observed is None:
            return False
        return any(
            (where, day) == (body, observed.when) and not (item and observed.item and item != observed.item)
            for where, item, day in state.met
        )

    def _eligible(self, step: Step, observed: Observed | None) -> bool:
        """Whether the party a case is about is what the step asks for, on the day, as far as the register knows."""
        rules = self.meaning.rulebook
        party = self._party(observed)
        if party is None:
            return True
        if observed is None:
            # Of a step that is assumed no day is known: what is asked of the party at any time has to hold.
            return all(clause.value in party.traits for clause in step.requires if clause.name == "trait")
        before, after = (
            rules.begin(observed.first) - timedelta(seconds=1),
            rules.begin(observed.last + timedelta(days=1)),
        )
        for clause in step.requires:
            if clause.name == "trait" and clause.value not in party.traits:
                return False
            if (
                clause.name == "lacks"
                and observed.first > LONG_AGO
                and rules.register.holds(clause.value, party.id, before)
            ):
                return False
            if clause.name == "holds" and not rules.register.holds(clause.value, party.id, after):
                return False
        return True

    def _party(self, observed: Observed | None) -> Party | None:
        """Find the party a step is about: the one that what is reported names, or else the subject of the case."""
        for words in (observed.matter if observed is not None else "", self.history.subject):
            if (party := self._named(words)) is not None:
                return party
        return None

    def _named(self, words: str) -> Party | None:
        """Return the one party that is named in words; ``None`` when it is none or several."""
        if words not in self.parties:
            parties = self.meaning.rulebook.parties.values()
            named = [p for p in parties if any(name in words for name in (p.name, *p.aliases))]
            self.parties[words] = named[0] if len(named) == 1 else None
        return self.parties[words]

    def _acts(self, step: Step, stage: str, observed: Observed) -> bool:
        """Whether who is reported can be the one that acts; what no body has to take, those the meaning names."""
        body = self.procedure.body_of(step, stage) if step.decision or step.requirement("meeting") is not None else ""
        if body:
            return body in self.meaning.bodies[observed.body]
        return observed.body in self.meaning.verbs[observed.verb].at

    def _another(self, state: _State, observed: Observed) -> bool:
        """Whether what is reported is another matter than those that have ended: another item by name."""
        if self.several:
            return observed.matter not in state.ended
        return bool(observed.item) and observed.item not in state.ended and "" not in state.ended

    def _ends(self, stage: str) -> bool:
        known = self.procedure.stages[stage]
        return known.final or known.decided

    def _companion(self, wanted: Companion, observed: Observed) -> bool:
        """Whether who is reported can do the act in the other procedure, in the edition of the day."""
        rules, bodies = self.meaning.rulebook, self.meaning.bodies[observed.body]
        if wanted.procedure == self.procedure.id or self.history.kind not in wanted.kinds:
            return False
        version = rules.procedure(wanted.procedure, rules.edition_at(rules.begin(observed.last), rules.register))
        acting = {version.body_of(step, source) for step in version.steps_of(wanted.act) for source in step.sources}
        return not (acting - {""}) or bool(acting & set(bodies))

    def _refused(self, requirement: str) -> bool:
        """Whether the rules refuse to open the case of that subject for the requirement that is reported."""
        try:
            party = self.meaning.rulebook.party(self.history.subject)
        except InvalidAct:
            return False
        traits = [c.value for step in self.procedure.opening for c in step.requires if c.name == requirement == "trait"]
        return any(trait not in party.traits for trait in traits)

    def _twice(self, state: _State, i: int, observed: Observed) -> bool:
        """Whether the same fact is reported of somebody who is no body: same day, verb, outcome, no other item."""
        mine = (observed.when, observed.verb, observed.outcome)
        return any(
            state.seen & (1 << j)
            and (other.when, other.verb, other.outcome) == mine
            and bool(self.meaning.bodies[other.body]) != bool(self.meaning.bodies[observed.body])
            and (not other.item or not observed.item or other.item == observed.item)
            for j, other in enumerate(self.steps)
            if j != i
        )
