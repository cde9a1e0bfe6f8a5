"""Read a scenario file, or refuse it with every fault by file and key, before anything is played."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from attrs import field, frozen

from cica_procedure.errors import Fault, InvalidAct, InvalidScenario, unknown
from cica_procedure.rulebook import Procedure, Rulebook, load, read_details
from cica_procedure.rulebook.document import read_table, structure
from cica_procedure.rulebook.requirements import IMPLICIT, REQUIREMENTS
from cica_procedure.scenario.model import Expectation, Outcome, Scenario, Scene

OWN_KEYS = ("at", "case", "act", "by", "procedure", "meeting", "revision", "reason", "note", "expect")
"""The keys every act may have; any other is a particular of the act."""


@frozen
class _Act:
    case: str
    by: tuple[str, ...]
    act: str = ""
    at: datetime | None = None
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
    rulebook: str = "cica"
    since: datetime | None = None
    continues: str = ""
    sources: tuple[str, ...] = ()
    expect: tuple[Outcome, ...] = ()


def read_scenario(path: Path | str) -> Scenario:
    """
    Read a scenario and whatever it continues.

    Raises:
        InvalidScenario: with every fault, each naming its file and key.

        InvalidRulebook: when the rulebook it names is unfit.

        Inaccessible: when a file cannot be read.
    """
    return _read(Path(path), ())


def _read(path: Path, trail: tuple[Path, ...]) -> Scenario:
    if path.resolve() in trail:
        raise InvalidScenario([Fault(f"{path}: continues", "comes back to itself", "let one of them begin the story")])
    table = read_table(path)
    if isinstance(table, Fault):
        raise InvalidScenario([table])
    file = structure(_with_details(table), _File, lambda key: f"{path}: {key.lstrip('.').replace('.details', '')}")
    if isinstance(file, list):
        raise InvalidScenario(file)
    earlier = None
    if file.continues:
        earlier = _read(path.parent / f"{file.continues.removesuffix('.toml')}.toml", (*trail, path.resolve()))
    rulebook = load(_rulebook(path, file.rulebook))
    checker = _Checker(path, rulebook, earlier)
    scenes = tuple(scene for i, act in enumerate(file.acts) for scene in checker.scenes(i, act))
    checker.check_outcomes(file.expect)
    if not file.acts:
        checker.faults.append(Fault(f"{path}: acts", "there is none", "add an [[acts]] table"))
    if checker.faults:
        raise InvalidScenario(checker.faults)
    since = earlier.since if earlier is not None else file.since or scenes[0].at
    return Scenario(path, file.title, file.about, file.sources, rulebook, since, earlier, scenes, file.expect)


def _with_details(table: dict[str, Any]) -> dict[str, Any]:
    """Gather the particulars of each act, which stand beside its own keys, in a table of their own."""
    acts = table.get("acts")
    if not isinstance(acts, list):
        return table
    gathered = [
        {key: value for key, value in act.items() if key in OWN_KEYS}
        | {"details": {key: value for key, value in act.items() if key not in OWN_KEYS}}
        if isinstance(act, dict)
        else act
        for act in acts
    ]
    return {**table, "acts": gathered}


def _rulebook(path: Path, name: str) -> str | Path:
    """A rulebook is named as it is shipped, or by a folder as seen from the scenario."""
    folder = path.parent / name
    return folder if "/" in name or "\\" in name else name


class _Checker:
    """Goes through the acts of a file in order, noting which cases they open, and gathers the faults."""

    def __init__(self, path: Path, rulebook: Rulebook, earlier: Scenario | None) -> None:
        self.faults: list[Fault] = []
        self._path = path
        self._rulebook = rulebook
        self._cases: dict[str, Procedure] = {}
        self._now: datetime | None = None
        while earlier is not None:
            for scene in earlier.scenes:
                if scene.procedure:
                    self._open(scene.case, scene.procedure, scene.at)
            earlier = earlier.continues

    def scenes(self, i: int, act: _Act) -> Iterator[Scene]:
        """Turn one act of the file into as many scenes as it has actors."""
        place = f"{self._path}: acts[{i}]"
        self._now = act.at or self._now
        if self._now is None:
            self.faults.append(Fault(f"{place}.at", "is missing", "the first act says when it takes place"))
            return
        try:
            if act.procedure:
                self._open(act.case, act.procedure, self._now)
            procedure = self._cases.get(act.case)
            if procedure is None:
                problem = unknown("case", act.case, self._cases)
                self.faults.append(Fault(f"{place}.case", problem, "an act that opens a case names its procedure"))
                return
        except InvalidAct as error:
            self.faults += [Fault(f"{place}.procedure", fault.problem) for fault in error.faults]
            return
        name = act.act or (procedure.opening[0].act if act.procedure else "")
        before = len(self.faults)
        self._check_act(place, procedure, act, name)
        if len(self.faults) == before:
            for by in act.by:
                yield Scene(
                    place=f"acts[{i}]",
                    case=act.case,
                    act=name,
                    by=by,
                    at=self._now,
                    procedure=act.procedure,
                    meeting=act.meeting,
                    revision=act.revision,
                    reason=act.reason,
                    details=act.details,
                    note=act.note,
                    expect=act.expect,
                )

    def check_outcomes(self, outcomes: tuple[Outcome, ...]) -> None:
        """Check what is expected at the end."""
        for i, outcome in enumerate(outcomes):
            place = f"{self._path}: expect[{i}]"
            if bool(outcome.case) == bool(outcome.party):
                self.faults.append(Fault(place, "is about a case or about a party, one of them"))
            elif outcome.case:
                procedure = self._cases.get(outcome.case)
                if procedure is None:
                    self._add(f"{place}.case", unknown("case", outcome.case, self._cases))
                elif outcome.stage and outcome.stage not in procedure.stages:
                    self._add(f"{place}.stage", unknown("stage", outcome.stage, procedure.stages))
            else:
                self._check_party(f"{place}.party", outcome.party)
                if outcome.role not in self._rulebook.roles:
                    self._add(f"{place}.role", unknown("role", outcome.role, self._rulebook.roles))
                if outcome.scope and outcome.scope not in self._rulebook.areas:
                    self._add(f"{place}.scope", unknown("priority area", outcome.scope, self._rulebook.areas))

    def _open(self, case: str, procedure: str, at: datetime) -> None:
        self._cases[case] = self._rulebook.procedure(procedure, self._rulebook.edition_at(at))

    def _add(self, place: str, problem: str) -> None:
        self.faults.append(Fault(place, problem))

    def _check_act(self, place: str, procedure: Procedure, act: _Act, name: str) -> None:
        if name not in procedure.acts:
            self._add(f"{place}.act", unknown(f"act of {procedure.id}", name, procedure.acts))
        else:
            try:
                read_details(self._rulebook, procedure.steps_of(name)[0].fields, act.details)
            except InvalidAct as error:
                self.faults += [Fault(f"{place}.{fault.place}", fault.problem, fault.cure) for fault in error.faults]
        for by in act.by:
            if by not in self._rulebook.offices:
                self._check_party(f"{place}.by", by)
        if act.meeting and act.meeting not in self._cases:
            self._add(f"{place}.meeting", unknown("meeting", act.meeting, self._cases))
        known = (*IMPLICIT, *REQUIREMENTS)
        for requirement in act.expect.refused:
            if requirement not in known:
                self._add(f"{place}.expect.refused", unknown("requirement", requirement, known))
        if act.expect.stage and act.expect.stage not in procedure.stages:
            self._add(f"{place}.expect.stage", unknown("stage", act.expect.stage, procedure.stages))

    def _check_party(self, place: str, name: str) -> None:
        try:
            self._rulebook.party(name)
        except InvalidAct as error:
            self._add(place, error.faults[0].problem)
