"""What is made from a rulebook or a played scenario for others to read: data and diagrams, no terminal."""

from cica_procedure.core.asked import asked_for
from cica_procedure.reports.feature import feature
from cica_procedure.reports.impact import Impact, impact_on_cases, impact_on_stages, settings
from cica_procedure.reports.mermaid import mermaid
from cica_procedure.reports.run_json import FORMAT, finding_data, report_data
from cica_procedure.reports.scenario_file import attempt, story

__all__ = [
    "FORMAT",
    "Impact",
    "asked_for",
    "attempt",
    "feature",
    "finding_data",
    "impact_on_cases",
    "impact_on_stages",
    "mermaid",
    "report_data",
    "settings",
    "story",
]
