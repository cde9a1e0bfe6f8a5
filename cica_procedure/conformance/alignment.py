"""
The cheapest path of a procedure that explains a history: exact, by Dijkstra over the product of machine and trace.

A reported step that is explained costs nothing, a step that was not reported is assumed at a small cost, and a reported
step that no path explains deviates at a high cost. The rules that a report can show are checked: the acting body, the
body that decides a kind of document, standing objections, facts that must be stated first, the end of a case. Meetings
and quorum are assumed to be in order.
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
"""The cost of a move: explained, assumed, the beginning of another matter, not explained."""

MAX_STATES = 50_000
"""How many states are examined before the search gives up; CICA's cases take some hundreds."""

Objection = tuple[str, str, str]
"""The body an objection was made in, the item it was about, and the day."""


@frozen
class Move:
    """
    One move of an alignment.

    Attributes:
        kind: ``explained``, ``assumed``, ``aside`` (reported, but it moves nothing), ``another`` (another matter
            begins) or ``deviates``.

        observed: the reported step; ``None`` for an assumed one.

        step: the step of the procedure; ``None`` when no step was taken.

        stage: the stage of the case after the move.

        remark: what had to be assumed, in words.
    """

    kind: str
    observed: Observed | None
    step: Step | None
    stage: str
    remark: str = ""


@frozen
class Alignment:
    """
    The explanation of a history, as far as there is one.

    Attributes:
        moves: the moves, in order.

        procedure: the procedure that the history was read under.

        kind: the kind of document it was read as; empty when the kind does not matter.

        cost: the total cost of all moves.

        complete: whether the search was finished; otherwise there are no moves.
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
    # Objections that are only assumed to be met, since no report says so.
    met: frozenset[Objection] = frozenset()
    stated: frozenset[str] = frozenset()
    ended: frozenset[str] = frozenset()
    # The stage at which a reported decision ended the matter; another matter must end at the same stage.
    end: str = ""
    pending: int = -1


def align(history: History, meaning: WordMeanings, *, free: int = -1, limit: int = MAX_STATES) -> Alignment:
    """
    Return the cheapest explanation of a history.

    Args:
        history: the reported case.

        meaning: the meanings of its words.

        free: the index of a step whose order is ignored, to find a repair; -1 for no such step.

        limit: the maximum number of states to examine.
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
    """Return the editions that may be in force when the case first moves, later editions last."""
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
        # The facts that must be stated before some step.
        self.awaited = {c.value for step in procedure.steps for c in step.requires if c.name == "stated"}
        self.before = [self._before(i, free) for i in range(len(self.steps))]
        # A cache of the party that some words name, since the same words are looked up many times.
        self.parties: dict[str, Party | None] = {}

    def _before(self, i: int, free: int) -> int:
        """Return the steps that come before a step, as bits: those on earlier days, and those above it on its day."""
        mask, mine = 0, self.steps[i]
        for j, other in enumerate(self.steps):
            earlier = other.last < mine.first
            same = (other.first, other.last) == (mine.first, mine.last) and j < i
            if (earlier or same) and free not in {i, j}:
                mask |= 1 << j
        return mask

    def run(self, limit: int) -> Alignment:
        """Search for the cheapest alignment; examine at most `limit` states, the cheapest first."""
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
        """Yield the explanations of a report that does not move the case, or moves something else."""
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
        """Return the state after a step that was not reported; ``None`` when assuming the step would not help."""
        names = {clause.name for clause in step.effects}
        if "position" in names and state.objections:
            # Assume that the members have withdrawn their objections.
            return evolve(state, objections=frozenset(), met=state.met | state.objections)
        moves = step.to and step.to != state.stage
        if not (moves or (step.revises and state.objections) or self.awaited & step.fields.keys() - state.stated):
            return None
        if names & {"correct", "attach", "open-silence", "position"}:
            return None
        return self._take(state, step, None)

    def _take(self, state: _State, step: Step, observed: Observed | None) -> _State | None:
        """Return the state after a step, reported or not; ``None`` when a rule that the history can show forbids it."""
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
        """
        Return whether an objection stands in a body.

        It is a reported objection, or one of the same day and matter that was only assumed to be met.
        """
        if any(where == body for where, _, _ in state.objections):
            return True
        if observed is None:
            return False
        return any(
            (where, day) == (body, observed.when) and not (item and observed.item and item != observed.item)
            for where, item, day in state.met
        )

    def _eligible(self, step: Step, observed: Observed | None) -> bool:
        """Return whether the party of the case has the roles and traits that the step requires, by the register."""
        rules = self.meaning.rulebook
        party = self._party(observed)
        if party is None:
            return True
        if observed is None:
            # The day of an assumed step is unknown, so check only traits, which do not depend on the day.
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
        """Return the party a step is about: the party that the report names, or else the subject of the case."""
        for words in (observed.matter if observed is not None else "", self.history.subject):
            if (party := self._named(words)) is not None:
                return party
        return None

    def _named(self, words: str) -> Party | None:
        """Return the only party that is named in words; ``None`` when they name no party or several."""
        if words not in self.parties:
            parties = self.meaning.rulebook.parties.values()
            named = [p for p in parties if any(name in words for name in p.names)]
            self.parties[words] = named[0] if len(named) == 1 else None
        return self.parties[words]

    def _acts(self, step: Step, stage: str, observed: Observed) -> bool:
        """Return whether the reported actor may take the step; a step without a body, by the meaning of the verb."""
        body = self.procedure.body_of(step, stage) if step.decision or step.requirement("meeting") is not None else ""
        if body:
            return body in self.meaning.bodies[observed.body]
        return observed.body in self.meaning.verbs[observed.verb].at

    def _another(self, state: _State, observed: Observed) -> bool:
        """Return whether a report is about another matter than those that have ended: its item has another name."""
        if self.several:
            return observed.matter not in state.ended
        return bool(observed.item) and observed.item not in state.ended and "" not in state.ended

    def _ends(self, stage: str) -> bool:
        known = self.procedure.stages[stage]
        return known.final or known.decided

    def _companion(self, wanted: Companion, observed: Observed) -> bool:
        """Return whether the reported actor can do the act of the other procedure, in the edition of the day."""
        rules, bodies = self.meaning.rulebook, self.meaning.bodies[observed.body]
        if wanted.procedure == self.procedure.id or self.history.kind not in wanted.kinds:
            return False
        version = rules.procedure(wanted.procedure, rules.edition_at(rules.begin(observed.last), rules.register))
        acting = {version.body_of(step, source) for step in version.steps_of(wanted.act) for source in step.sources}
        return not (acting - {""}) or bool(acting & set(bodies))

    def _refused(self, requirement: str) -> bool:
        """Return whether the rules refuse to open the case of this subject because of the reported requirement."""
        try:
            party = self.meaning.rulebook.party(self.history.subject)
        except InvalidAct:
            return False
        traits = [c.value for step in self.procedure.opening for c in step.requires if c.name == requirement == "trait"]
        return any(trait not in party.traits for trait in traits)

    def _twice(self, state: _State, i: int, observed: Observed) -> bool:
        """
        Return whether the same fact is also reported of a body, or of an actor that is not a body.

        The two reports have the same day, verb and outcome, and no different items.
        """
        mine = (observed.when, observed.verb, observed.outcome)
        return any(
            state.seen & (1 << j)
            and (other.when, other.verb, other.outcome) == mine
            and bool(self.meaning.bodies[other.body]) != bool(self.meaning.bodies[observed.body])
            and (not other.item or not observed.item or other.item == observed.item)
            for j, other in enumerate(self.steps)
            if j != i
        )
