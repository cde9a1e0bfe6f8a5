"""Write a case of a chronology that was enacted as a scenario."""

from __future__ import annotations

from cica_procedure.conformance.enact import Enactment
from cica_procedure.conformance.result import ConformanceResult
from cica_procedure.core.past_acts import past_acts
from cica_procedure.reports.scenario_file import refused_act_toml, scenario_toml


def scenario_of(verdict: ConformanceResult, enacted: Enactment) -> str:
    """
    Return a case that was enacted as a scenario in TOML; each act has a note whether it is reported or assumed.

    Raises:
        NotInRules: when the rules do not know an act of the enactment.
    """
    history, cica = verdict.history, enacted.cica
    about = f"A case of the chronology, {verdict.result}. Hours, meetings and whatever is marked so are assumed."
    sources = dict.fromkeys(step.source for step in history.steps if step.source)
    text = scenario_toml(
        past_acts(cica.entries(), cica.rulebook),
        title=history.title,
        about=about,
        sources=sources,
        rulebook=cica.rulebook.id,
        since=cica.since,
        notes=enacted.notes,
    )
    refused = enacted.refused
    if refused is not None:
        text += refused_act_toml(
            refused.procedure, refused.case, refused.by, refused.at, refused.details, refused.unmet
        )
    return text
