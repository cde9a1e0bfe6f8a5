"""Load a rulebook from its folder of TOML files, or raise an error with every fault by file and key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from cica_procedure.consensus import RULES, WORDS
from cica_procedure.errors import Fault, Inaccessible, InvalidAct, InvalidRulebook, unknown
from cica_procedure.loading.checks import check_links, check_procedure, check_rulebook, check_together
from cica_procedure.loading.files import KEYED, ProcedureFile, RulesFile
from cica_procedure.loading.parts import PARTS, Part, assemble, misfits
from cica_procedure.loading.rules_text import RulesText, read_folder
from cica_procedure.loading.toml_reader import parse_bytes, structure
from cica_procedure.rulebook.calendar import begin_of
from cica_procedure.rulebook.model import Area, Edition, Rulebook
from cica_procedure.rulebook.procedure import Procedure, Stage, Step
from cica_procedure.terms import EDITION, Body, Office, Register, Tenure

SHIPPED = Path(__file__).parent.parent / "rulebooks"
"""The folder of the rulebooks that come with the package."""


@frozen
class _Sheet:
    """A procedure as it was read: its file, and its own steps and those of its parts, each with its place."""

    path: Path
    procedure: ProcedureFile
    placed: tuple[tuple[str, Step], ...]


def shipped() -> tuple[str, ...]:
    """Return the names of the rulebooks that come with the package."""
    return tuple(sorted(path.name for path in SHIPPED.iterdir() if path.is_dir()))


def load(rulebook: str | Path) -> Rulebook:
    """
    Load a rulebook that is shipped, by its name, or a rulebook from a folder.

    Raises:
        InvalidRulebook: with every fault; each names its file and key.

        Inaccessible: when there is no such rulebook, or a file cannot be read.
    """
    return load_text(read_rules(rulebook))


def read_rules(rulebook: str | Path) -> RulesText:
    """
    Read the files of a rulebook that is shipped, by its name, or of one in a folder.

    Raises:
        InvalidRulebook, Inaccessible: when there is no such rulebook, or a file cannot be read.
    """
    known = shipped()
    if isinstance(rulebook, str) and rulebook in known:
        return _read_once(SHIPPED / rulebook)
    folder = Path(rulebook)
    try:
        if not str(rulebook) or not folder.is_dir():
            raise Inaccessible(rulebook, f"{unknown('rulebook', str(rulebook), known)} (or give a folder)")
        folder = folder.resolve()
    except (OSError, RuntimeError, ValueError) as error:
        raise Inaccessible(rulebook, f"{error}; name a folder") from error
    return read_folder(folder)


_read_once = cache(read_folder)
"""What is shipped does not change while the program runs."""


def load_text(text: RulesText) -> Rulebook:
    """
    Compile the files of a rulebook; the same files are compiled once.

    Raises:
        InvalidRulebook: with every fault; each names its file and key.
    """
    if text.digest not in _COMPILED:
        _COMPILED[text.digest] = text, _compile_text(text)
    return _COMPILED[text.digest][1]


_COMPILED: dict[str, tuple[RulesText, Rulebook]] = {}
"""What has been compiled, by its digest, with the files."""


def text_of(rulebook: Rulebook) -> RulesText:
    """
    Return the files that a rulebook was compiled from.

    Raises:
        InvalidAct: when it was not loaded from files, or was altered since, so that no record could be kept under it.
    """
    text, compiled = _COMPILED.get(rulebook.digest, (None, None))
    if text is None or compiled is not rulebook:
        problem = "was made or altered in the program, so that a record could not say what it was judged by"
        raise InvalidAct([Fault("rulebook", problem, "name a rulebook that is shipped, or a folder")])
    return text


def _compile_text(text: RulesText) -> Rulebook:
    folder = Path(text.name)
    tables, faults = _parse(text)
    if folder / "rulebook.toml" not in tables and not faults:
        raise InvalidRulebook([Fault(folder.name, "has no rulebook.toml", "name the folder of a rulebook")])
    rules, place, found = _read_rules(folder, tables)
    parts, in_parts = _read_parts(folder, tables)
    sheets, in_procedures = _read_procedures(folder, tables, parts)
    faults += [*found, *in_parts, *in_procedures]
    if rules is None or faults:
        raise InvalidRulebook(faults)
    bare = _assemble(rules, ())
    faults += [Fault(place(key), problem) for key, problem in check_rulebook(bare)]
    faults += _without_meetings(folder, rules, sheets)
    compiled = {str(sheet.path.relative_to(folder.parent)): _compile(rules, sheet.procedure) for sheet in sheets}
    for sheet, (file, procedure) in zip(sheets, compiled.items(), strict=True):
        faults += check_procedure(file, bare, procedure, sheet.placed)
    faults += _duplicates(folder, sheets)
    faults += [Fault(where, problem) for where, problem in check_links(compiled)]
    faults += [Fault(place(key), problem) for key, problem in check_together(bare, compiled.values())]
    if faults:
        # Report a fault in a part only once, even if several procedures take the part.
        raise InvalidRulebook(list(dict.fromkeys(faults)))
    return _assemble(rules, [sheet.procedure for sheet in sheets], text.digest)


def _read_parts(folder: Path, tables: Mapping[Path, dict[str, Any]]) -> tuple[dict[str, Part], list[Fault]]:
    parts: dict[str, Part] = {}
    faults: list[Fault] = []
    for path, table in tables.items():
        if path.parent == folder / PARTS:
            outcome = structure(table, Part, _placer(_always(path), folder))
            if isinstance(outcome, list):
                faults += outcome
            else:
                parts[path.stem] = outcome
    return parts, faults


def _read_procedures(
    folder: Path, tables: Mapping[Path, dict[str, Any]], parts: Mapping[str, Part]
) -> tuple[list[_Sheet], list[Fault]]:
    sheets: list[_Sheet] = []
    faults: list[Fault] = []
    for path, table in tables.items():
        if path.parent in (folder, folder / PARTS):
            continue
        place = _placer(_always(path), folder)
        outcome = structure(_keyed(table), ProcedureFile, place)
        if isinstance(outcome, list):
            faults += outcome
            continue
        faults += [Fault(place(".parts"), unknown("part", name, parts)) for name in outcome.parts if name not in parts]
        taken = {name: parts[name] for name in outcome.parts if name in parts}
        placed = assemble(place(""), outcome.steps, taken, folder.name, outcome.stages)
        steps = tuple(step for _, step in placed)
        sheets.append(_Sheet(path, evolve(outcome, steps=steps), tuple(placed)))
    taking = [(sheet.procedure.parts, sheet.procedure.stages) for sheet in sheets]
    return sheets, faults + misfits(folder.name, parts, taking)


def _parse(text: RulesText) -> tuple[dict[Path, dict[str, Any]], list[Fault]]:
    """Return the tables of the files, by path from the folder of the rulebook on."""
    tables: dict[Path, dict[str, Any]] = {}
    faults: list[Fault] = []
    for name in sorted(text.files):
        path = Path(text.name, name)
        table = parse_bytes(text.files[name], str(path))
        if isinstance(table, Fault):
            faults.append(table)
        else:
            tables[path] = table
    return tables, faults


def _read_rules(
    folder: Path, tables: Mapping[Path, dict[str, Any]]
) -> tuple[RulesFile | None, Callable[[str], str], list[Fault]]:
    merged: dict[str, Any] = {}
    homes: dict[str, Path] = {}
    faults: list[Fault] = []
    for path in (path for path in tables if path.parent == folder):
        for key, value in tables[path].items():
            if key in merged:
                here = _placer(_always(path), folder)(f".{key}")
                faults.append(Fault(here, f"stands in {homes[key].name} already"))
            merged[key], homes[key] = value, path
    main = folder / "rulebook.toml"
    place = _placer(lambda key: homes.get(key, main), folder)
    outcome = structure(_keyed(merged), RulesFile, place)
    return (None, place, faults + outcome) if isinstance(outcome, list) else (outcome, place, faults)


def _keyed(table: dict[str, Any]) -> dict[str, Any]:
    """Return a table in which each inner table whose key is its id also contains the id."""
    return {
        name: {key: {"id": key, **inner} if isinstance(inner, dict) else inner for key, inner in value.items()}
        if name in KEYED and isinstance(value, dict)
        else value
        for name, value in table.items()
    }


def _always(path: Path) -> Callable[[str], Path]:
    return lambda _: path


def _placer(home: Callable[[str], Path], folder: Path) -> Callable[[str], str]:
    def place(path: str) -> str:
        key = path.lstrip(".").replace("']['", ".").replace("['", ".").replace("']", "")
        file = home(key.split(".")[0].split("[")[0]).relative_to(folder.parent)
        return f"{file}: {key}" if key else str(file)

    return place


def _without_meetings(folder: Path, rules: RulesFile, sheets: Sequence[_Sheet]) -> Iterator[Fault]:
    """Yield the faults of a rulebook that asks for meetings nobody could hold."""
    meets = any(step.requirement("meeting") is not None for sheet in sheets for _, step in sheet.placed)
    noting = [sheet.procedure.id for sheet in sheets if _notes_presence(sheet)]
    if meets and not noting:
        cure = "add one in which an act has the effect 'presence'"
        yield Fault(f"{folder.name}/procedures", "meetings are required, and no procedure is one of meetings", cure)
    for sheet in sheets:
        place = str(sheet.path.relative_to(folder.parent))
        if noting and _notes_presence(sheet) and sheet.procedure.id != noting[0]:
            yield Fault(f"{place}: steps", f"meetings are cases of one procedure, and {noting[0]!r} is one already")
        if sheet.procedure.id in noting:
            opening = [step for _, step in sheet.placed if step.opens]
            if not any(word in rules.offices for step in opening for word in step.by):
                yield Fault(f"{place}: steps", "no office convenes a meeting: name one in 'by' of the opening act")
            if not _notes_presence(sheet):
                yield Fault(f"{place}: steps", "no act has the effect 'presence': nobody would be there")


def _notes_presence(sheet: _Sheet) -> bool:
    return any(step.effect("presence") is not None for _, step in sheet.placed)


def _compile(rules: RulesFile, file: ProcedureFile) -> Procedure:
    silence = file.silence or rules.silence
    steps = tuple(other for step in file.steps for other in _falling_back(step, file.stages))
    return Procedure(file.id, file.name, file.edition, file.stages, steps, file.cites, silence, file.clocks, file.links)


def _falling_back(step: Step, stages: Mapping[str, Stage]) -> Iterator[Step]:
    """Yield a step once for the stages at which the case stays, and once for each stage to which it falls back."""
    if not step.revises or step.to:
        yield step
        return
    targets = {source: stages[source].amended if source in stages else "" for source in step.sources}
    for target in dict.fromkeys(targets.values()):
        yield evolve(step, sources=tuple(source for source in targets if targets[source] == target), to=target)


def _duplicates(folder: Path, sheets: Iterable[_Sheet]) -> list[Fault]:
    seen: dict[tuple[str, str], Path] = {}
    faults = []
    for sheet in sheets:
        path, key = sheet.path, (sheet.procedure.id, sheet.procedure.edition)
        if key in seen:
            problem = f"{key[0]!r} in edition {key[1]!r} stands in {seen[key].name} already"
            faults.append(Fault(str(path.relative_to(folder.parent)), problem))
        seen[key] = path
    return faults


def _assemble(rules: RulesFile, procedures: Iterable[ProcedureFile], digest: str = "") -> Rulebook:
    zone = rules.zone

    def begin(day: date) -> datetime:
        return begin_of(day, zone)

    editions = tuple(
        Edition(e.id, begin(e.since), e.cites, begin(e.until) if e.until else None) for e in rules.editions.values()
    )
    order = [edition.id for edition in editions]
    versions: dict[str, tuple[Procedure, ...]] = {}
    for procedure in sorted(procedures, key=lambda p: order.index(p.edition)):
        versions[procedure.id] = (*versions.get(procedure.id, ()), _compile(rules, procedure))
    return Rulebook(
        id=rules.id,
        name=rules.name,
        zone=zone,
        parties=rules.parties,
        bodies={
            body.id: Body(body.id, tuple((begin(n.since), n.name) for n in body.names), body.cites, body.members)
            for body in rules.bodies.values()
        },
        offices={
            office.id: Office(
                office.id,
                tuple((begin(n.since), n.name) for n in office.names),
                office.held_by,
                office.needs,
                office.acting,
            )
            for office in rules.offices.values()
        },
        roles=rules.roles,
        kinds=rules.kinds,
        areas={
            id_: Area(id_, name, dimension)
            for dimension, entry in rules.dimensions.items()
            for id_, name in entry.areas.items()
        },
        dimensions={id_: dimension.name for id_, dimension in rules.dimensions.items()},
        editions=editions,
        positions=rules.positions or WORDS,
        decisions={**RULES, **rules.decisions},
        consensus=rules.consensus,
        quorum=rules.quorum,
        rules=rules.rules,
        register=Register(
            tuple(
                Tenure(
                    t.role,
                    t.party,
                    begin(t.since),
                    t.scope,
                    begin(t.until) if t.until else None,
                    t.planned,
                    t.cites,
                    begin(t.known) if t.known else None,
                )
                for t in rules.tenures
            )
            + tuple(Tenure(EDITION, e.id, e.since, until=e.until, planned=True, cites=e.cites) for e in editions),
        ),
        calendar=rules.calendar,
        procedures=dict(sorted(versions.items())),
        digest=digest,
    )
