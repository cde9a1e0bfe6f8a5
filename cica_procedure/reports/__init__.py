"""What is made from a rulebook or a played scenario for others to read: data and diagrams, no terminal."""

from cica_procedure.reports.data import FORMAT, finding_data, report_data
from cica_procedure.reports.impact import Impact, impact_on_cases, impact_on_stages, settings
from cica_procedure.reports.mermaid import mermaid

__all__ = [
    "FORMAT",
    "Impact",
    "finding_data",
    "impact_on_cases",
    "impact_on_stages",
    "mermaid",
    "report_data",
    "settings",
]
