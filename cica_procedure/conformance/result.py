"""The result of the conformance check of a case, in words: assumptions, deviations and possible repairs."""

from __future__ import annotations

from attrs import evolve, frozen

from cica_procedure.conformance.alignment import Alignment, Move, align
from cica_procedure.conformance.chronology import History, Observed
from cica_procedure.conformance.word_meanings import WordMeanings

CONFORMS, ASSUMING, DEVIATES, UNDECIDED = "conforms", "conforms with assumptions", "deviates", "gave up"

MENDED = 4
"""For how many flaws of one case a repair is searched; further flaws usually follow from the first ones."""

REPAIRING = 2_000
"""The maximum number of states to examine for each change that might repair a history."""


@frozen
class Flaw:
    """
    One reported step that no path explains.

    Attributes:
        observed: the step.

        rule: the rule of the procedure for such a step, with its source; empty when there is no such rule.

        repair: the nearest change after which the step would be explained.
    """

    observed: Observed
    rule: str
    repair: str


@frozen
class ConformanceResult:
    """
    The result for one case.

    Attributes:
        history: the case.

        alignment: its cheapest explanation.

        result: ``conforms``, ``conforms with assumptions``, ``deviates`` or ``gave up``.

        assumed: the assumptions, in words.

        flaws: the reported steps that are not explained.

        known: the known reason why the case deviates, with its source; empty when no reason is known.
    """

    history: History
    alignment: Alignment
    result: str
    assumed: tuple[str, ...] = ()
    flaws: tuple[Flaw, ...] = ()
    known: str = ""


def judge_history(history: History, meaning: WordMeanings) -> ConformanceResult:
    """Return the result for a case: whether a rulebook explains it, and how."""
    alignment = align(history, meaning)
    if not alignment.complete:
        return ConformanceResult(history, alignment, UNDECIDED)
    assumed = tuple(words for move in alignment.moves if (words := _assumption(alignment, move)))
    unexplained = [i for i, step in enumerate(history.steps) if _deviates(alignment, step)]
    flaws = tuple(_flaw(history, meaning, alignment, i, mend=n < MENDED) for n, i in enumerate(unexplained))
    known = meaning.deviations.get(history.id)
    words = f"{known.why} [{known.source}]" if known is not None and flaws else ""
    result = DEVIATES if flaws else ASSUMING if assumed else CONFORMS
    return ConformanceResult(history, alignment, result, assumed, flaws, words)


def _deviates(alignment: Alignment, step: Observed) -> bool:
    return any(move.observed is step and move.kind == "deviates" for move in alignment.moves)


def _assumption(alignment: Alignment, move: Move) -> str:
    if move.kind == "assumed" and move.step is not None:
        sources = (stage for stage in move.step.sources)
        body = alignment.procedure.body_of(move.step, next(sources))
        decided = f", {move.step.decision!r}" if move.step.decision else ""
        return f"{move.step.act} to {move.stage}{decided}" + (f" in the {body}" if body and decided else "")
    if move.remark and move.observed is not None:
        return f"{move.observed}: {move.remark}"
    return move.remark


def _flaw(history: History, meaning: WordMeanings, alignment: Alignment, i: int, *, mend: bool) -> Flaw:
    observed = history.steps[i]
    acts = meaning.verbs[observed.verb].acts
    steps = [step for step in alignment.procedure.steps if step.act in acts]
    rule = next((f"{step.act}: {step.cites}" for step in steps), "")
    if alignment.kind and any(step.requirement("decided-by") for step in steps):
        kind = meaning.rulebook.kinds[alignment.kind]
        rule = f"the {kind.decided_by} decides a document of the kind {kind.name}: {kind.cites}"
    repair = _repair(history, meaning, alignment, i) if mend else "mend what comes before it first"
    return Flaw(observed, rule, repair)


def _repair(history: History, meaning: WordMeanings, alignment: Alignment, i: int) -> str:
    """Return the nearest change, in words: another body, another place in the order, or leaving the step out."""
    observed = history.steps[i]
    for body, acting in meaning.bodies.items():
        if acting == (body,) and body != observed.body:
            steps = (*history.steps[:i], evolve(observed, body=body), *history.steps[i + 1 :])
            if align(evolve(history, steps=steps), meaning, limit=REPAIRING).cost < alignment.cost - 1:
                return f"it would be explained of the {body}"
    if align(history, meaning, free=i, limit=REPAIRING).cost < alignment.cost - 1:
        return "it would be explained at another place in the order"
    return "leave it out, or read it as something else"
