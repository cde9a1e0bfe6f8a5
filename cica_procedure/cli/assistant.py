"""A record for assistants, over the Model Context Protocol, read only; no other module imports the package mcp."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from cica_procedure import __version__
from cica_procedure.cli.instant_options import in_zone
from cica_procedure.conference.conference import Conference
from cica_procedure.errors import Fault, Inaccessible, InvalidAct, ProcedureError
from cica_procedure.reports.answers import NextAnswer, ObjectionsAnswer, RegisterAnswer, Shape, WhyAnswer, plain
from cica_procedure.reports.impact import impact_on_cases
from cica_procedure.reports.run_json import case_data, finding_data
from cica_procedure.reports.status import (
    history_data,
    objection_data,
    option_data,
    said_data,
    status_data,
    tenure_data,
)

try:
    from mcp.server.mcpserver import MCPServer
    from mcp.server.mcpserver.exceptions import ToolError
    from mcp.types import ToolAnnotations
except ModuleNotFoundError as missing:
    raise Inaccessible("mcp", 'is not installed; this command needs it: pip install "cica-procedure[mcp]"') from missing

ABOUT = (
    "The record of an organisation that decides by consensus. Every answer is data with ids; the register and the "
    "findings say what they mean. Nothing can be recorded here."
)


def server(file: Path) -> MCPServer:
    """
    Return the server of a record.

    Each question opens the record for reading alone, and sees what has been recorded until then.
    """
    made = MCPServer("cica-procedure", instructions=ABOUT, version=__version__)
    annotations = ToolAnnotations(read_only_hint=True, destructive_hint=False, open_world_hint=False)
    for question in _Questions(file).all():
        made.add_tool(question, annotations=annotations, structured_output=False)
    return made


class _Questions:
    """The questions; an instant without an offset is as at the seat, and without an instant it is now."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def all(self) -> tuple[Callable[..., Any], ...]:
        """Return every question."""
        about_cases = self.docket, self.status, self.case, self.who_said, self.objections
        return *about_cases, self.options, self.why_not, self.register, self.impact

    def docket(self) -> Any:  # noqa: ANN401 - data
        """Return every case, with where it stands."""
        return self._ask(lambda cica: {"cases": [plain(case_data(case)) for case in cica.docket()]})

    def status(self, at: str = "") -> Any:  # noqa: ANN401 - data
        """Return the day at a glance: sessions, silence periods, what is due and overdue, objections that stand."""
        return self._ask(lambda cica: status_data(cica, _instant(cica, at)))

    def case(self, case: str) -> Any:  # noqa: ANN401 - data
        """Return one case with all its entries."""
        return self._ask(lambda cica: history_data(cica.case(case), cica.history(case)))

    def who_said(self, case: str, at: str = "") -> Any:  # noqa: ANN401 - data
        """Return who has said what on a case, on which revision, and who is silent."""
        return self._ask(lambda cica: said_data(cica, cica.case(case), _instant(cica, at)))

    def options(self, case: str, by: str = "", at: str = "") -> Any:  # noqa: ANN401 - data
        """Return every act of a case: whether it is open, to whom, what it asks for, and what is missing."""

        def ask(cica: Conference) -> NextAnswer:
            found = cica.options(case, at=_instant(cica, at), by=by or None)
            return NextAnswer([option_data(case, option) for option in found])

        return self._ask(ask)

    def why_not(self, case: str, act: str, by: str, details: dict[str, Any] | None = None, at: str = "") -> Any:  # noqa: ANN401 - data
        """Return every requirement of an act that is not met, with the fact, the rule and the cure."""

        def ask(cica: Conference) -> WhyAnswer:
            found = cica.why_not(case, act, by=by, at=_instant(cica, at), details=details, reason="-")
            return WhyAnswer(not found, [*map(finding_data, found)])

        return self._ask(ask)

    def objections(self, case: str = "", at: str = "") -> Any:  # noqa: ANN401 - data
        """Return every objection and concern, and what became of it."""
        return self._ask(
            lambda cica: ObjectionsAnswer([*map(objection_data, cica.objections(case or None, at=_instant(cica, at)))])
        )

    def register(self, at: str = "") -> Any:  # noqa: ANN401 - data
        """Return who holds which role at an instant."""

        def ask(cica: Conference) -> RegisterAnswer:
            now = _instant(cica, at)
            return RegisterAnswer([tenure_data(each) for each in cica.register.tenures if each.covers(now)])

        return self._ask(ask)

    def impact(self, edition: str, other: str) -> Any:  # noqa: ANN401 - data
        """Return what an edition of the rules would change for the open cases that are under another one."""

        def ask(cica: Conference) -> dict[str, Any]:
            rules, cases = cica.rulebook, cica.state.cases().values()
            found = impact_on_cases(cases, (rules, other), (rules, edition))
            return {
                "cases": [
                    {"case": i.case, "stage": i.stage, "stuck": i.stuck, "differences": [*map(list, i.differences)]}
                    for i in found
                ]
            }

        return self._ask(ask)

    def _ask(self, question: Any) -> Any:  # noqa: ANN401 - a function from a conference to data
        """Return the answer to a question; what the house says of an error is what the assistant reads."""
        try:
            with Conference.open(self._file, to_read=True) as cica:
                found = question(cica)
        except ProcedureError as error:
            raise ToolError(str(error)) from error
        return plain(found) if isinstance(found, Shape) else found


def _instant(cica: Conference, at: str) -> datetime:
    """Return an instant as it is given, or now."""
    try:
        return in_zone(datetime.fromisoformat(at) if at else None, cica.rulebook.zone)
    except ValueError as error:
        raise InvalidAct([Fault("at", str(error), "write it as 2024-03-20T10:00")]) from error
