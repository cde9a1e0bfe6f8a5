"""
Histories falsified on purpose, to measure how many broken rules the conformance check finds.

Each kind of falsification certainly breaks a rule, independently of the alignment:
a body that has no such decision to take, a step after the end, an objection on the same day about the same matter,
a decision taken twice, in the same words or in others, a party that is not eligible according to the register.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from attrs import evolve, frozen

from cica_procedure.conformance.alignment import Move, align
from cica_procedure.conformance.chronology import History, Observed
from cica_procedure.conformance.result import ASSUMING, CONFORMS, ConformanceResult
from cica_procedure.conformance.word_meanings import WordMeanings


@frozen
class Falsified:
    """
    A history with one falsified step.

    Attributes:
        history: the falsified history.

        how: the kind of falsification, in a few words.

        where: the step that was falsified.

        caught: whether it no longer conforms.
    """

    history: History
    how: str
    where: str
    caught: bool


def falsified(verdicts: Iterable[ConformanceResult], meaning: WordMeanings) -> Iterator[Falsified]:
    """Falsify every history that conforms, in every way that breaks a rule; judge and yield each falsified history."""
    for verdict in verdicts:
        if verdict.result in {CONFORMS, ASSUMING}:
            for how, where, steps in _falsified(verdict, meaning):
                history = evolve(verdict.history, steps=tuple(steps))
                caught = any(move.kind == "deviates" for move in align(history, meaning).moves)
                yield Falsified(history, how, str(where), caught)


def _falsified(verdict: ConformanceResult, meaning: WordMeanings) -> Iterator[tuple[str, Observed, list[Observed]]]:
    moves = [move for move in verdict.alignment.moves if move.kind == "explained" and move.step is not None]
    for move in moves:
        yield from _other_body(verdict, move, meaning)
        yield from _other_party(verdict, move, meaning)
        if move.step is not None and move.step.decision and "blocked" in meaning.verbs:
            yield from _objection(verdict.history, move)
            yield from _twice(verdict, move, meaning)
    yield from _before(verdict, moves)


def _other_body(
    verdict: ConformanceResult, move: Move, meaning: WordMeanings
) -> Iterator[tuple[str, Observed, list[Observed]]]:
    """Replace the acting body by one that cannot take this decision under any reading of the case."""
    observed = move.observed
    if observed is None or move.step is None:
        return
    for name, bodies in meaning.bodies.items():
        if bodies == (name,) and not _may(verdict.history, observed, name, meaning):
            steps = [evolve(s, body=name) if s is observed else s for s in verdict.history.steps]
            yield "another body", observed, steps


def _may(history: History, observed: Observed, body: str, meaning: WordMeanings) -> bool:
    """Return whether the rulebook lets a body do what the verb of a step stands for."""
    verb = meaning.verbs[observed.verb]
    if verb.aside or verb.companion is not None:
        return True
    for reading in meaning.readings(history.kind, history.subject):
        decider = meaning.rulebook.kinds[reading.kind].decided_by if reading.kind else ""
        for procedure in meaning.rulebook.procedures[reading.procedure]:
            for step in procedure.steps:
                wanted = step.requirement("decided-by")
                fits = step.act in verb.acts and (wanted is None or not decider or wanted == decider)
                acting = {procedure.body_of(step, source) for source in step.sources}
                if fits and (body in acting or ("" in acting and body in verb.at)):
                    return True
    return False


def _objection(history: History, move: Move) -> Iterator[tuple[str, Observed, list[Observed]]]:
    """Insert an objection on the same day about the same matter, without a report that it was met."""
    observed = move.observed
    if observed is None or observed.precision != "day":
        return
    steps = list(history.steps)
    steps.insert(steps.index(observed), evolve(observed, verb="blocked", place="falsified"))
    yield "over an objection", observed, steps


def _other_party(
    verdict: ConformanceResult, move: Move, meaning: WordMeanings
) -> Iterator[tuple[str, Observed, list[Observed]]]:
    """Replace the party by one that already holds the role that the step requires it to lack."""
    observed, step, rules = move.observed, move.step, meaning.rulebook
    if observed is None or step is None or observed.precision != "day":
        return
    before = rules.begin(observed.first) - timedelta(seconds=1)
    for clause in step.requires:
        holders = rules.register.holders(clause.value, before) if clause.name == "lacks" else ()
        for party in holders[:2]:
            other = evolve(observed, item=f"of {rules.parties[party].name}", outcome="")
            yield "another party", observed, [other if s is observed else s for s in verdict.history.steps]


def _twice(
    verdict: ConformanceResult, move: Move, meaning: WordMeanings
) -> Iterator[tuple[str, Observed, list[Observed]]]:
    """Repeat the decision that ended a case a month later, in the same words or in others."""
    observed, procedure = move.observed, verdict.alignment.procedure
    if observed is None or not procedure.stages[move.stage].final:
        return
    later = observed.last + timedelta(days=30)
    again = evolve(observed, when=later.isoformat(), precision="day", first=later, last=later, place="falsified")
    yield "decided twice", observed, [*verdict.history.steps, again]
    if not meaning.kinds[verdict.history.kind].several:
        reworded = evolve(again, item="", outcome="once more, in other words")
        yield "decided twice", observed, [*verdict.history.steps, reworded]


def _before(verdict: ConformanceResult, moves: list[Move]) -> Iterator[tuple[str, Observed, list[Observed]]]:
    """Exchange the end of a case with an earlier step that led to it."""
    procedure = verdict.alignment.procedure
    for i, end in enumerate(moves):
        if end.observed is None or not procedure.stages[end.stage].final:
            continue
        for earlier in moves[:i]:
            there = earlier.observed
            if there is None or earlier.step is None or not earlier.step.to or there.last >= end.observed.first:
                continue
            if procedure.stages[earlier.stage].final:
                continue
            swapped = {id(there): end.observed, id(end.observed): there}
            steps = [_dated(s, swapped[id(s)]) if id(s) in swapped else s for s in verdict.history.steps]
            yield "the end first", end.observed, steps


def _dated(step: Observed, like: Observed) -> Observed:
    return evolve(step, when=like.when, precision=like.precision, first=like.first, last=like.last)
