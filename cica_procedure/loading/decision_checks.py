"""The checks of positions, rules of decision and clocks: numbers nobody reaches, unknown parties, missing ends."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta

from cica_procedure.consensus import RULES
from cica_procedure.errors import unknown
from cica_procedure.rulebook.model import Rulebook
from cica_procedure.rulebook.procedure import Clock, Procedure, Step
from cica_procedure.terms import NOTHING_YET

MARK = re.compile(r"\[[CIA]\]")
"""The mark that every citation has: sourced [C], inferred [I] or assumed [A]."""


def position_faults(rulebook: Rulebook) -> Iterator[tuple[str, str]]:
    """Yield the faults of the positions of a rulebook, each with its key."""
    kinds = {word.does for word in rulebook.positions.values()}
    if NOTHING_YET in rulebook.positions:
        yield f"positions.{NOTHING_YET}", "takes a position back in every rulebook; choose another word"
    if "blocks" not in kinds:
        yield "positions", "no position blocks, so nobody could object"


def decision_faults(rulebook: Rulebook) -> Iterator[tuple[str, str]]:
    """Yield the faults of the rules of decision of a rulebook, each with its key."""
    largest = _largest(rulebook)
    for rule in rulebook.decisions.values():
        key = f"decisions.{rule.id}"
        if rule.id in RULES:
            if rule != RULES[rule.id]:
                yield key, "is the name of a rule that every rulebook has; choose another"
            continue
        if not MARK.search(rule.cites):
            yield f"{key}.cites", "cites nothing with a mark: end it with [C], [I] or [A]"
        passes_over = any(rule.allows.needed(n) for n in range(1, largest + 1))
        if passes_over and not rule.despite:
            yield f"{key}.despite", "a decision can pass over a block: say so with despite = true"
        if rule.despite and not passes_over:
            yield f"{key}.despite", "one block stops every decision, so none is taken despite it: leave it out"


def size_faults(rulebook: Rulebook) -> Iterator[tuple[str, str]]:
    """Yield the numbers of members that a rulebook asks for and that have never had a seat together."""
    largest = _largest(rulebook)
    asked = [("quorum", rulebook.quorum)]
    for rule in rulebook.decisions.values():
        each = [("affirm", rule.affirm), ("accept", rule.accept), ("quorum", (rule.quorum,) if rule.quorum else ())]
        asked += [(f"decisions.{rule.id}.{name}", threshold) for name, listed in each for threshold in listed]
    for key, threshold in asked:
        if threshold.words.isdigit() and int(threshold.words) > largest:
            yield key, f"{threshold} is more than the {largest} that have ever had a seat together"


def say_faults(rulebook: Rulebook, step: Step, steps: Iterable[Step]) -> Iterator[str]:
    """Yield the faults of who has a say in the decision of a step, in the procedure with these steps."""
    rule = rulebook.decisions.get(step.requirement("consensus") or rulebook.consensus)
    if rule is None or step.requirement("consensus") is None:
        return
    kinds = {word.does for word in rulebook.positions.values()}
    if (rule.affirm and "affirms" not in kinds) or (rule.accept and not kinds & {"affirms", "accepts"}):
        yield f"no position {'affirms' if rule.affirm else 'accepts'}, as {rule.id!r} asks: add one to the positions"
    acts = {other.act for other in steps}
    if rule.of.as_of and rule.of.as_of not in acts:
        yield f"{rule.id!r} asks those of the {unknown('act', rule.of.as_of, acts)}"
    opening = next((other.fields for other in steps if other.opens), {})
    named = {name for other in steps for name, kind in other.fields.items() if kind.removesuffix("?") == "party"}
    for word in (*rule.of.who, *rule.of.without):
        if word == "subject" and opening.get("subject") != "party":
            yield f"{rule.id!r} is about a state: the act that opens a case takes the field subject = 'party'"
        elif word in rulebook.roles and word in named:
            yield f"{rule.id!r}: {word!r} is a role and a particular; rename one of them"
        elif word not in {*rulebook.roles, *named, "subject", "proposer"}:
            yield f"{rule.id!r}: {unknown('party', word, [*rulebook.roles, *sorted(named), 'subject', 'proposer'])}"


def clock_faults(rulebook: Rulebook, procedure: Procedure) -> Iterator[tuple[str, str]]:
    """Yield the faults of the clocks of a procedure, each with its key."""
    clocks, steps = procedure.clocks, procedure.steps
    acts = {step.act: step.fields for step in steps}
    opening = next((step.fields for step in steps if step.opens), {})
    waiting = {clause.value for step in steps for clause in step.requires if clause.name in {"after", "before"}}
    for name, clock in clocks.items():
        key = f"clocks.{name}"
        if not MARK.search(clock.cites):
            yield f"{key}.cites", "cites nothing with a mark: end it with [C], [I] or [A]"
        ends = [bool(clock.until), clock.lasts is not None, clock.months > 0, clock.working_days > 0]
        if sum(ends) != 1:
            yield key, "has one end: say 'until' with a particular, or its length with lasts, months or working-days"
        for act in clock.since:
            if act not in acts:
                yield f"{key}.since", unknown("act", act, acts)
            elif clock.until and {**opening, **acts[act]}.get(clock.until, "") not in {"day", "instant"}:
                problem = f"{act!r} does not state {clock.until!r} as a day or an instant: add it to its fields"
                yield f"{key}.until", problem
        if name not in waiting and not clock.then and not clock.owed:
            yield (
                key,
                "no step waits for it: require it with after or before, say what follows with then, or leave it out",
            )
        yield from ((f"{key}.{where}", problem) for where, problem in _end_faults(rulebook, name, procedure))


def _end_faults(rulebook: Rulebook, name: str, procedure: Procedure) -> Iterator[tuple[str, str]]:
    """Yield the faults of what a clock leads to: an act that follows by itself, or a duty."""
    clock = procedure.clocks[name]
    for key, act in (("then", clock.then), ("owed", clock.owed)):
        if act and act not in procedure.acts:
            yield key, unknown("act", act, procedure.acts)
    yield from _following_faults(name, procedure)
    able = dict.fromkeys(word for step in procedure.steps_of(clock.owed) for word in step.by)
    if bool(clock.owed) is not bool(clock.owed_by):
        yield "owed-by", "goes with 'owed': say what has to be done, and whose duty it is"
    elif able and clock.owed_by not in able:
        yield "owed-by", unknown(f"actor of {clock.owed!r}", clock.owed_by, able)
    if clock.runs_while and clock.runs_while not in rulebook.decisions:
        yield "while", unknown("rule of decision", clock.runs_while, rulebook.decisions)
    if clock.working_days and rulebook.calendar is None:
        yield "working-days", "the rulebook has no calendar of working days"


def _following_faults(name: str, procedure: Procedure) -> Iterator[tuple[str, str]]:
    """Yield the faults of the act that follows by itself from the end of a clock."""
    clock = procedure.clocks[name]
    for step in procedure.steps_of(clock.then):
        names = [name for name, kind in step.fields.items() if not kind.endswith("?")]
        if names or step.requirement("reason") is not None:
            yield "then", f"{clock.then!r} follows by itself, so it can ask for no {names[0] if names else 'reason'}"
        waiting = {clause.value for clause in step.requires if clause.name == "after"} - {name}
        if waiting or step.requirement("meeting") is not None:
            others = f"the clock {min(waiting)}" if waiting else "a meeting"
            yield "then", f"{clock.then!r} follows by itself, so it cannot wait for {others}"
        if step.decision and not step.silence:
            yield "then", f"{clock.then!r} decides, and nobody puts it to the body: the step says silence = true"
    if clock.then in procedure.acts and (lost := _where_impossible(clock, procedure)):
        yield "then", f"{clock.then!r} is not possible at {lost!r}, where the clock starts"
    if clock.then in clock.since and clock.lasts is not None and clock.lasts < timedelta(days=1):
        yield "lasts", "starts itself again: let it last a day at least"


def _where_impossible(clock: Clock, procedure: Procedure) -> str:
    """Return a stage at which a clock starts, but the act that follows from it is not possible; empty when none is."""
    starting = [step for act in clock.since for step in procedure.steps_of(act)]
    stages = [stage for step in starting for stage in ([step.to] if step.to else step.sources)]
    known = (stage for stage in stages if stage in procedure.stages)
    return next((stage for stage in known if not procedure.steps_from(stage, clock.then)), "")


def _largest(rulebook: Rulebook) -> int:
    """Return the largest number of parties that have sat in one body together, as far as the rulebook knows."""
    begins = {tenure.since for tenure in rulebook.register.tenures}
    sizes = (len(rulebook.seats(body, rulebook.register, at)) for body in rulebook.bodies for at in begins)
    return max(sizes, default=1)
