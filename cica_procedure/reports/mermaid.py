"""Draw a procedure as a Mermaid state diagram."""

from __future__ import annotations

from collections.abc import Iterator

from cica_procedure.rulebook.procedure import Procedure, Step
from cica_procedure.terms import NEW


def mermaid(procedure: Procedure) -> str:
    """
    Return a procedure as the text of a diagram.

    Each arrow has the act and its actors as a label; the label of a decision also has what the body decides.
    All acts that keep the case at its stage are on one arrow.
    """
    return "\n".join(_lines(procedure)) + "\n"


def _lines(procedure: Procedure) -> Iterator[str]:
    yield "---"
    yield f"title: {procedure.name}, edition {procedure.edition}"
    yield "---"
    yield "stateDiagram-v2"
    for stage in procedure.stages:
        yield f'    state "{stage}" as {_id(stage)}'
    for stage in (NEW, *procedure.stages):
        staying = []
        for step in procedure.steps_at(stage):
            if step.to and step.to != stage:
                yield f"    {_id(stage)} --> {_id(step.to)} : {_label(step)}"
            else:
                staying.append(_label(step))
        if staying:
            yield f"    {_id(stage)} --> {_id(stage)} : {', '.join(staying)}"
    for end in procedure.stages.values():
        if end.final:
            yield f"    {_id(end.id)} --> [*]"


def _label(step: Step) -> str:
    decision = f" [{step.decision}{', or by silence' if step.silence else ''}]" if step.decision else ""
    return f"{step.act} ({' or '.join(step.by)}){decision}"


def _id(stage: str) -> str:
    return "[*]" if stage == NEW else stage.replace("-", "_")
