"""Read a scenario file, or raise an error with every fault by file and key, before anything is played."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from attrs import field, frozen

from cica_procedure.core.always_required import IMPLICIT
from cica_procedure.core.requirements import REQUIREMENTS
from cica_procedure.core.state import State
from cica_procedure.errors import Fault, Inaccessible, InvalidAct, InvalidScenario, among, unknown
from cica_procedure.loading.loader import load
from cica_procedure.loading.toml_reader import parse_bytes, structure
from cica_procedure.reading import read_source
from cica_procedure.rulebook.model import Role, Rulebook
from cica_procedure.rulebook.particulars import RESERVED, read_details, read_id, read_number, read_text
from cica_procedure.rulebook.procedure import Procedure
from cica_procedure.scenario.model import Expectation, FinalExpectation, PlannedAct, Scenario
from cica_procedure.scenario.places import Places
from cica_procedure.terms import INTRODUCES, PARTIES, Party


@frozen
class _Act:
    case: str
    by: tuple[str, ...]
    act: str = ""
    at: datetime | None = None
    recorded: datetime | None = None
    procedure: str = ""
    meeting: str = ""
    revision: int | None = None
    reason: str = ""
    note: str = ""
    expect: Expectation = field(factory=Expectation)
    details: dict[str, Any] = field(factory=dict)


@frozen
class _File:
    title: str
    acts: tuple[_Act, ...]
    about: str = ""
    rulebook: str = ""
    since: datetime | None = None
    until: datetime | None = None
    continues: str = ""
    sources: tuple[str, ...] = ()
    expect: tuple[FinalExpectation, ...] = ()


DATABASE = b"SQLite format 3"
"""How the file of a record begins."""

DEFAULT = "cica"
"""The rulebook of a scenario that names none."""


def read_scenario(path: Path | str, state: State | None = None) -> Scenario:
    """
    Read a scenario and the scenarios it continues.

    Args:
        path: the file.

        state: the state of a record that its acts go on from, under the rules there; ``None`` for one of its own.

    Raises:
        InvalidScenario: with every fault, each naming its file and key; also when the rulebook or a continued scenario
            cannot be read.

        InvalidRulebook: when the rulebook it names has faults.

        Inaccessible: when the file cannot be read.
    """
    return _read(Path(path), (), state)


def _read(path: Path, trail: tuple[Path, ...], state: State | None) -> Scenario:
    content = read_source(path, str(path))
    if isinstance(content, bytes) and content.startswith(DATABASE):
        raise InvalidScenario([Fault(str(path), "is a record, not a scenario", "show it with cica docket")])
    if path.resolve() in trail:
        raise InvalidScenario([Fault(f"{path}: continues", "comes back to itself", "let one of them begin the story")])
    table = content if isinstance(content, Fault) else parse_bytes(content, str(path))
    if isinstance(table, Fault) or isinstance(content, Fault):
        raise InvalidScenario([table] if isinstance(table, Fault) else [])
    places = Places(path, content.decode("utf-8-sig"), table)
    file = structure(_with_details(table), _File, lambda key: key.lstrip("."))
    if isinstance(file, list):
        raise InvalidScenario(map(places.of, file))
    earlier = None
    try:
        if file.continues and state is None:
            earlier = _read(
                path.parent / f"{file.continues.removesuffix('.toml')}.toml", (*trail, path.resolve()), None
            )
        rulebook = state.rulebook if state is not None else load(_rulebook(path, file.rulebook or DEFAULT))
    except Inaccessible as error:
        raise InvalidScenario([Fault(f"{path}: rulebook or continues", str(error))]) from error
    checker = _Checker(rulebook, earlier, state)
    acts = tuple(planned for i, act in enumerate(file.acts) for planned in checker.acts(i, act, places.line("acts", i)))
    checker.check_outcomes(file.expect)
    checker.faults += _settings(file, earlier, state)
    if file.until is not None and acts and file.until < acts[-1].recorded:
        checker.faults.append(Fault("until", "is before the last act", "leave it out, or give a later one"))
    if checker.faults:
        raise InvalidScenario(map(places.of, checker.faults))
    since = earlier.since if earlier is not None else file.since or min(acts[0].at, acts[0].recorded)
    return Scenario(path, file.title, file.about, file.sources, rulebook, since, earlier, acts, file.expect, file.until)


def _settings(file: _File, earlier: Scenario | None, state: State | None) -> Iterator[Fault]:
    """Yield what does not fit in what a file says of the whole."""
    if earlier is not None and file.since is not None:
        yield Fault("since", "is that of the scenario it continues", "leave it out")
    if not file.acts:
        yield Fault("acts", "there is none", "add an [[acts]] table")
    if state is not None and file.rulebook and file.rulebook.rpartition("/")[2] != state.rulebook.id:
        yield Fault("rulebook", f"is {file.rulebook}, and the record is kept under {state.rulebook.id}", "leave it out")
    if state is not None and (file.since is not None or file.continues):
        yield Fault("since or continues", "the record says when it begins, and goes on from itself", "leave it out")


def _with_details(table: dict[str, Any]) -> dict[str, Any]:
    """Move the particulars of each act, which are written beside its other keys, to a table of their own."""
    acts = table.get("acts")
    if not isinstance(acts, list):
        return table
    gathered = [
        {key: value for key, value in act.items() if key in RESERVED}
        | {"details": {key: value for key, value in act.items() if key not in RESERVED}}
        if isinstance(act, dict)
        else act
        for act in acts
    ]
    return {**table, "acts": gathered}


def _rulebook(path: Path, name: str) -> str | Path:
    """Return the name of a rulebook that is shipped, or the folder of one, relative to the scenario."""
    folder = path.parent / name
    return folder if "/" in name or "\\" in name else name


class _Checker:
    """The checker of one file: it reads the acts in order, notes the cases they open, and collects the faults."""

    def __init__(self, rulebook: Rulebook, earlier: Scenario | None, state: State | None) -> None:
        self.faults: list[Fault] = []
        self._rulebook = rulebook
        self._cases: dict[str, Procedure] = {}
        self._opened: set[str] = set()
        self._at: datetime | None = None
        # The time by the clock after the last act, and the place of that act.
        self._recorded: datetime | None = None
        self._since = ""
        if earlier is not None:
            self._recorded = max(earlier.acts[-1].recorded, earlier.until or earlier.acts[-1].recorded)
            self._since = f"{earlier.path}: the end"
        if state is not None:
            self._cases = {case.id: rulebook.procedure_of(case) for case in state.cases().values()}
            self._opened = {*self._cases}
        while earlier is not None:
            for planned in earlier.acts:
                if planned.procedure:
                    self._open(planned.case, planned.procedure, planned.at)
                    self._opened.add(planned.case)
            earlier = earlier.continues

    def acts(self, i: int, act: _Act, line: int) -> Iterator[PlannedAct]:
        """Yield one planned act for each actor of an act in the file; note its faults."""
        place = f"acts[{i}]"
        at = self._at = act.at or self._at
        if at is None:
            self.faults.append(Fault(f"{place}.at", "is missing", "the first act says when it takes place"))
            return
        recorded = self._clock(i, act, at)
        try:
            if act.procedure:
                self._open(act.case, act.procedure, at)
            procedure = self._cases.get(act.case)
            if procedure is None:
                problem = unknown("case", act.case, self._cases)
                self.faults.append(Fault(f"{place}.case", problem, "an act that opens a case names its procedure"))
                return
        except InvalidAct as error:
            self.faults += [Fault(f"{place}.procedure", fault.problem) for fault in error.faults]
            return
        before = len(self.faults)
        name = act.act or (procedure.opening[0].act if act.procedure else "")
        if act.procedure:
            self._check_opening(place, act)
        if len(self.faults) == before:  # Otherwise more would be said that follows from a wrong opening.
            self._check_act(place, procedure, act, name)
        if len(self.faults) == before:
            self._introduce(act)
            for by in act.by:
                yield PlannedAct(
                    place=f"acts[{i}]",
                    line=line,
                    case=act.case,
                    act=name,
                    by=by,
                    at=at,
                    recorded=recorded,
                    procedure=act.procedure,
                    meeting=act.meeting,
                    revision=act.revision,
                    reason=act.reason,
                    details=act.details,
                    note=act.note,
                    expect=act.expect,
                )

    def _introduce(self, act: _Act) -> None:
        """Know from here on whom an act introduces."""
        if act.procedure == PARTIES:
            name, kind = str(act.details.get(INTRODUCES)), act.details.get("type", "state")
            self._rulebook = self._rulebook.knowing({name: Party(name, str(act.details.get("name", name)), kind)})

    def _clock(self, i: int, act: _Act, at: datetime) -> datetime:
        """Return when an act is recorded; note a fault when that is before the act above it in the file."""
        before, late = self._recorded, act.at is None and act.recorded is None and self._recorded is not None
        recorded = act.recorded or (before if late and before is not None else at)
        if before is not None and recorded < before:
            key = "recorded" if act.recorded is not None else "at"
            problem = f"{recorded.isoformat()} is before {self._since}, which is recorded at {before.isoformat()}"
            cure = "" if act.recorded is not None else "; if it was recorded late, say when: recorded = ..."
            self.faults.append(Fault(f"acts[{i}].{key}", problem, f"put the acts in the order of the record{cure}"))
        self._recorded, self._since = recorded, f"act {i + 1}"
        return recorded

    def check_outcomes(self, outcomes: tuple[FinalExpectation, ...]) -> None:
        """Check the expectations of the end, and note their faults."""
        for i, outcome in enumerate(outcomes):
            place = f"expect[{i}]"
            if bool(outcome.case) == bool(outcome.party):
                self.faults.append(Fault(place, "is about a case or about a party, one of them"))
            elif outcome.case:
                procedure = self._cases.get(outcome.case)
                if procedure is None:
                    self._add(f"{place}.case", unknown("case", outcome.case, self._cases))
                elif outcome.stage and outcome.stage not in procedure.stages:
                    self._add(f"{place}.stage", unknown("stage", outcome.stage, procedure.stages))
                elif not (outcome.stage or outcome.title or outcome.revision is not None):
                    self._add(place, "expects nothing; give a stage, a title or a revision")
            else:
                self._check_party(f"{place}.party", outcome.party)
                role = self._rulebook.roles.get(outcome.role)
                if role is None:
                    self._add(f"{place}.role", unknown("role", outcome.role, self._rulebook.roles))
                elif bool(role.scope) != bool(outcome.scope):
                    self._add(f"{place}.scope", f"the role {role.id} {'needs' if role.scope else 'takes no'} scope")
                else:
                    self._check_scope(f"{place}.scope", role, outcome.scope)

    def _check_scope(self, place: str, role: Role, scope: str) -> None:
        known = self._rulebook.scopes_of(role) if role.scope else None
        if known is not None and scope not in known:
            self._add(place, unknown(role.scope, scope, known))

    def _open(self, case: str, procedure: str, at: datetime) -> None:
        if case in self._opened:
            return  # The acts that follow are on the case that was opened first.
        self._cases[case] = self._rulebook.procedure(procedure, self._rulebook.edition_at(at, self._rulebook.register))

    def _check_opening(self, place: str, act: _Act) -> None:
        try:
            read_id(act.case)
        except ValueError as error:
            self._add(f"{place}.case", str(error))
        if len(act.by) > 1:
            self._add(f"{place}.by", "a case is opened by one")
        if act.case in self._opened:
            self._add(f"{place}.case", f"{act.case!r} has been opened before; choose another id")
        if not act.expect.refused:
            self._opened.add(act.case)

    def _add(self, place: str, problem: str) -> None:
        self.faults.append(Fault(place, problem))

    def _check_act(self, place: str, procedure: Procedure, act: _Act, name: str) -> None:
        if not name:
            self.faults.append(Fault(f"{place}.act", "is missing", among(procedure.acts)))
        elif act.procedure and name != procedure.opening[0].act:
            self._add(f"{place}.act", f"a case of {procedure.id} is opened by {procedure.opening[0].act!r}")
        elif name not in procedure.acts:
            self._add(f"{place}.act", unknown(f"act of {procedure.id}", name, procedure.acts))
        else:
            try:
                read_details(self._rulebook, procedure.steps_of(name)[0].fields, act.details)
            except InvalidAct as error:
                self.faults += [Fault(f"{place}.{fault.place}", fault.problem, fault.cure) for fault in error.faults]
        for by in act.by:
            self._check_actor(f"{place}.by", by)
        self._check_circumstances(place, act)
        self._check_expect(f"{place}.expect", procedure, act.expect)

    def _check_circumstances(self, place: str, act: _Act) -> None:
        meetings = [case for case, of in self._cases.items() if of.meets]
        if act.meeting and act.meeting not in meetings:
            self._add(f"{place}.meeting", unknown("meeting", act.meeting, meetings))
        for key, read, value in (("reason", read_text, act.reason), ("revision", read_number, act.revision)):
            try:
                _ = read(value) if value not in {"", None} else None
            except ValueError as error:
                self._add(f"{place}.{key}", str(error))

    def _check_expect(self, place: str, procedure: Procedure, expect: Expectation) -> None:
        known = (*IMPLICIT, *REQUIREMENTS)
        for requirement in expect.refused:
            if requirement not in known:
                self._add(f"{place}.refused", unknown("requirement", requirement, known))
        if expect.stage and expect.stage not in procedure.stages:
            self._add(f"{place}.stage", unknown("stage", expect.stage, procedure.stages))
        decisions = {step.decision: step for step in procedure.steps if step.decision}
        if expect.decision and expect.decision not in decisions:
            self._add(f"{place}.decision", unknown("decision", expect.decision, decisions))

    def _check_actor(self, place: str, name: str) -> None:
        try:
            self._rulebook.id_of(name)
        except InvalidAct as error:
            self._add(place, error.faults[0].problem)

    def _check_party(self, place: str, name: str) -> None:
        try:
            self._rulebook.party(name)
        except InvalidAct as error:
            self._add(place, error.faults[0].problem)
