"""Parts: steps that several procedures share; each procedure takes the steps that fit its stages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from attrs import evolve, frozen

from cica_procedure.errors import Fault, unknown
from cica_procedure.rulebook.procedure import Stage, Step

PARTS = "parts"
"""The folder of a rulebook whose files are parts."""

SEVERAL: Mapping[str, Callable[[Stage], bool]] = {
    "*": lambda _: True,
    "@open": lambda stage: not stage.final,
    "@body": lambda stage: bool(stage.body) and not stage.final,
}
"""The words for several stages in the ``from`` of a step, each with the function that selects its stages."""


@frozen
class Part:
    """
    A file of common steps.

    Attributes:
        steps: each may name more stages than a procedure has; a procedure takes the step at the stages it has.
    """

    steps: tuple[Step, ...]


def assemble(
    file: str, own: Iterable[Step], parts: Mapping[str, Part], folder: str, stages: Mapping[str, Stage]
) -> list[tuple[str, Step]]:
    """
    Return the steps of a procedure, its own and those of its parts, each with its place in a file.

    Args:
        file: the file of its own steps.

        own: its own steps.

        parts: the parts it takes, by name.

        folder: the name of the rulebook's folder.

        stages: its stages.
    """
    placed = [(f"{file}: {_place(i, step)}", _spread(step, stages)) for i, step in enumerate(own)]
    for name, part in parts.items():
        for i, step in enumerate(part.steps):
            fitting = _fit(step, stages)
            if fitting.sources:
                placed.append((f"{_file(folder, name)}: {_place(i, step)}", fitting))
    return placed


def misfits(
    folder: str, parts: Mapping[str, Part], procedures: Iterable[tuple[tuple[str, ...], Mapping[str, Stage]]]
) -> list[Fault]:
    """
    Return a fault for each stage that a part names but no procedure with this part has, and for each unused part.

    Args:
        folder: the name of the rulebook's folder.

        parts: the parts by name.

        procedures: for each procedure, the names of its parts and its stages.
    """
    taking = list(procedures)
    return [fault for name, part in parts.items() for fault in _misfits(folder, name, part, taking)]


def _misfits(
    folder: str, name: str, part: Part, procedures: Iterable[tuple[tuple[str, ...], Mapping[str, Stage]]]
) -> Iterator[Fault]:
    known = {stage for taken, stages in procedures if name in taken for stage in stages}
    if not known:
        yield Fault(_file(folder, name), "is taken by no procedure")
        return
    for i, step in enumerate(part.steps):
        place = f"{_file(folder, name)}: {_place(i, step)}"
        for stage in sorted({*step.sources} - known - SEVERAL.keys()):
            yield Fault(f"{place}.from", unknown("stage", stage, known))
        if step.to and step.to not in known:
            yield Fault(f"{place}.to", unknown("stage", step.to, known))


def _fit(step: Step, stages: Mapping[str, Stage]) -> Step:
    """Return a step with only the stages that a procedure has; without stages, if the procedure lacks its target."""
    if step.to and step.to not in stages:
        return evolve(step, sources=())
    sources = tuple(source for source in step.sources if source in stages or source in SEVERAL)
    return _spread(evolve(step, sources=sources), stages)


def _spread(step: Step, stages: Mapping[str, Stage]) -> Step:
    """Replace each word for several stages by these stages."""
    if not any(source in SEVERAL for source in step.sources):
        return step
    spread = (
        [stage.id for stage in stages.values() if SEVERAL[source](stage)] if source in SEVERAL else [source]
        for source in step.sources
    )
    return evolve(step, sources=tuple(dict.fromkeys(stage for several in spread for stage in several)))


def _file(folder: str, name: str) -> str:
    return f"{folder}/{PARTS}/{name}.toml"


def _place(i: int, step: Step) -> str:
    return f"steps[{i}] ({step.act})"
