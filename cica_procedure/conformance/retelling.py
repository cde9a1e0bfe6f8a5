"""A case that was acted out, written as a scenario."""

from __future__ import annotations

from cica_procedure.conformance.staging import Staged
from cica_procedure.conformance.verdict import Verdict
from cica_procedure.reports import attempt, retell, story


def scenario_of(verdict: Verdict, staged: Staged) -> str:
    """Write a case that was acted out as a scenario, in TOML: what is reported and what is assumed beside each act."""
    history, cica = verdict.history, staged.cica
    about = f"A case of the chronology, {verdict.result}. Hours, meetings and whatever is marked so are assumed."
    sources = dict.fromkeys(step.source for step in history.steps if step.source)
    text = story(
        retell(cica.entries(), cica.rulebook),
        title=history.title,
        about=about,
        sources=sources,
        rulebook=cica.rulebook.id,
        since=cica.since,
        notes=staged.notes,
    )
    refused = staged.refused
    if refused is not None:
        text += attempt(refused.procedure, refused.case, refused.by, refused.at, refused.details, refused.unmet)
    return text
