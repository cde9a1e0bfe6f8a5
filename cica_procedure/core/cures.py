"""What would cure a finding: acts that the rulebook's own procedures know, and who may do them."""

from __future__ import annotations

from collections.abc import Iterable

from cica_procedure.core.situation import Situation
from cica_procedure.rulebook.procedure import Step
from cica_procedure.terms import NEW, Cure


def same_act(situation: Situation) -> Cure:
    """Return the cure that the same actor does the same act again, with better particulars."""
    return Cure(situation.act.name, (situation.act.actor,))


def by_steps(situation: Situation, steps: Iterable[Step]) -> tuple[Cure, ...]:
    """Return a cure for each act that some steps allow, by whoever may take them."""
    acts: dict[str, list[str]] = {}
    for step in steps:
        acts.setdefault(step.act, []).extend(actors(situation, step.by))
    return tuple(Cure(act, tuple(dict.fromkeys(by))) for act, by in acts.items() if by)


def with_effect(situation: Situation, *effects: str) -> tuple[Cure, ...]:
    """Return the acts on the case that have one of some effects, where the case stands."""
    here = situation.procedure.steps_at(situation.case.stage)
    return by_steps(situation, (step for effect in effects for step in here if step.effect(effect) is not None))


def in_meetings(situation: Situation, effect: str = "") -> tuple[Cure, ...]:
    """Return the acts on a meeting that have an effect; without one, those that convene it."""
    if not situation.rulebook.meeting:
        return ()
    edition = situation.rulebook.edition_at(situation.act.at, situation.register)
    steps = situation.rulebook.procedure(situation.rulebook.meeting, edition).steps
    return by_steps(situation, (s for s in steps if (s.effect(effect) is not None if effect else NEW in s.sources)))


def actors(situation: Situation, by: Iterable[str]) -> tuple[str, ...]:
    """Return whoever may take a step: offices and roles by their ids, and the parties that are named by their own."""
    known = situation.rulebook.offices.keys() | situation.rulebook.roles.keys()
    found = (word if word in known else situation.party_named(word) for word in by)
    return tuple(dict.fromkeys(filter(None, found)))


def names(situation: Situation, actors: Iterable[str]) -> tuple[str, ...]:
    """Return actors as people write them: ``the Chair``, ``a Member State``, ``India``."""
    rulebook, at = situation.rulebook, situation.act.at
    return tuple(
        dict.fromkeys(
            rulebook.offices[actor].name_at(at)
            if actor in rulebook.offices
            else f"a {rulebook.roles[actor].name}"
            if actor in rulebook.roles
            else rulebook.name_of(actor, at)
            for actor in actors
        )
    )


def who(situation: Situation, cures: Iterable[Cure]) -> tuple[str, ...]:
    """Return the names of everybody who can cure a finding."""
    return names(situation, (actor for cure in cures for actor in cure.by))
