"""What a rulebook says, once it has been read and checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING

from attrs import field, frozen

from cica_procedure.consensus import Quorum
from cica_procedure.errors import Fault, InvalidAct, unknown
from cica_procedure.rulebook.duration import Calendar
from cica_procedure.terms import EDITION, NEW, Body, Office, Party, Register

if TYPE_CHECKING:
    from cica_procedure.rulebook.machine import StepMachine


@frozen
class Clause:
    """
    A name from a closed registry, with its parameter: one requirement or one effect of a step.

    Attributes:
        name: the requirement or effect.

        value: its parameter; empty when it takes none.
    """

    name: str
    value: str = ""


@frozen
class Stage:
    """
    One state of a procedure.

    Attributes:
        id: the word used in steps, on the record and in reports.

        body: the body before which a case at this stage lies; empty for none.

        final: whether it is an end.

        decided: whether it stands for a decision, so that only a step that decides leads to it.

        in_session: for a meeting, whether it sits at this stage.
    """

    id: str
    body: str = ""
    final: bool = False
    decided: bool = False
    in_session: bool = False


@frozen
class SilenceTerms:
    """
    How long a silence period may be.

    Attributes:
        length: how long it is when nothing is said.

        shortest, longest: what can be chosen.

        cites: where that is laid down.
    """

    length: timedelta
    shortest: timedelta
    longest: timedelta
    cites: str


@frozen
class Step:
    """
    One allowed move.

    Attributes:
        act: what an actor does.

        sources: the stages it can be done at; only `NEW` for the act that opens a case;
            in a file, ``*`` stands for every stage, ``@open`` for those that are no end,
            ``@body`` for those before a body that are no end.

        to: the stage it leads to; empty when the case stays where it is.

        by: who may do it: an office, a role of the register, ``proposer`` or ``subject``.

        body: the body that acts; empty for the body of the stage.

        requires: what must hold.

        effects: what it does beside moving the case.

        fields: the particulars it takes, by name, with their type; a ``?`` marks an optional one.

        decision: what the body decides by it; empty when it decides nothing.

        silence: whether the body may decide it by silence, too.

        cites: the rule or source, with its mark.
    """

    act: str
    sources: tuple[str, ...] = field(metadata={"key": "from"})
    by: tuple[str, ...]
    cites: str
    to: str = ""
    body: str = ""
    requires: tuple[Clause, ...] = ()
    effects: tuple[Clause, ...] = ()
    fields: Mapping[str, str] = field(factory=dict)
    decision: str = ""
    silence: bool = False

    @property
    def opens(self) -> bool:
        """Whether the step opens a case."""
        return NEW in self.sources

    @property
    def revises(self) -> bool:
        """Whether the step puts another text on the table."""
        return any(clause.name == "revise" for clause in self.effects)

    @property
    def annotates(self) -> bool:
        """Whether the step only adds to what is said of a case: possible even when it has come to its end."""
        names = {clause.name for clause in self.effects}
        return not self.to and not self.decision and bool(names) and names <= {"correct", "attach"}

    def requirement(self, name: str) -> str | None:
        """Give the parameter of a requirement; ``None`` when the step does not ask for it."""
        return next((clause.value for clause in self.requires if clause.name == name), None)


@frozen
class Procedure:
    """
    The state machine of one kind of case, in one edition.

    Attributes:
        id: the kind of case.

        name: as people write it.

        edition: the edition of the rules this version came into force with.

        stages: by id.

        steps: in the order of the rulebook.

        machine: the same, compiled.

        cites: what the procedure as a whole rests on.

        silence: how long a silence period may be; ``None`` where nothing is decided by silence.
    """

    id: str
    name: str
    edition: str
    stages: Mapping[str, Stage]
    steps: tuple[Step, ...]
    machine: StepMachine = field(repr=False, eq=False)
    cites: str = ""
    silence: SilenceTerms | None = None
    _by_act: Mapping[str, tuple[Step, ...]] = field(init=False, repr=False, eq=False)
    _by_stage: Mapping[str, tuple[Step, ...]] = field(init=False, repr=False, eq=False)
    _by_stage_and_act: Mapping[tuple[str, str], tuple[Step, ...]] = field(init=False, repr=False, eq=False)

    @_by_act.default
    def _sort_by_act(self) -> dict[str, tuple[Step, ...]]:
        acts = dict.fromkeys(step.act for step in self.steps)
        return {act: tuple(step for step in self.steps if step.act == act) for act in acts}

    @_by_stage.default
    def _sort_by_stage(self) -> dict[str, tuple[Step, ...]]:
        stages = (NEW, *self.stages)
        return {stage: tuple(step for step in self.steps if stage in step.sources) for stage in stages}

    @_by_stage_and_act.default
    def _sort_by_stage_and_act(self) -> dict[tuple[str, str], tuple[Step, ...]]:
        return {
            (stage, step.act): tuple(other for other in steps if other.act == step.act)
            for stage, steps in self._by_stage.items()
            for step in steps
        }

    def body_of(self, step: Step, stage: str) -> str:
        """Say which body acts in a step taken at a stage, or at the first stage it can be taken at; empty for none."""
        where = stage if stage in step.sources else step.sources[0]
        return step.body or (self.stages[where].body if where != NEW else "")

    def steps_of(self, act: str) -> tuple[Step, ...]:
        """Give every step of an act, at whatever stage."""
        return self._by_act.get(act, ())

    def steps_at(self, stage: str) -> tuple[Step, ...]:
        """Give every step that leaves a stage or stays there."""
        return self._by_stage.get(stage, ())

    def steps_from(self, stage: str, act: str) -> tuple[Step, ...]:
        """Give every step of an act that leaves a stage or stays there."""
        return self._by_stage_and_act.get((stage, act), ())

    @property
    def opening(self) -> tuple[Step, ...]:
        """The steps that open a case."""
        return self.steps_at(NEW)

    @property
    def acts(self) -> tuple[str, ...]:
        """Every act of the procedure, once, in the order of the rulebook."""
        return tuple(self._by_act)


@frozen
class Rule:
    """What a requirement rests on in this organisation."""

    cites: str


@frozen
class Role:
    """
    A role of the register.

    Attributes:
        id: member, observer, coordinator and so on.

        name: as people write it.

        scope: what its scope is: ``area``, or empty when it has none.

        sole: whether only one party holds it at a time (in one scope).
    """

    id: str
    name: str
    scope: str = ""
    sole: bool = False


@frozen
class Kind:
    """A kind of document: its name and the body that finally decides it."""

    id: str
    name: str
    decided_by: str
    cites: str


@frozen
class Area:
    """A priority area of a dimension of cooperation."""

    id: str
    name: str
    dimension: str


@frozen
class Edition:
    """The rules as of a date."""

    id: str
    since: datetime
    cites: str


@frozen
class Rulebook:
    """
    One organisation's rules.

    Attributes:
        id: how records and scenarios name it.

        name: the organisation.

        seat: the clock by which a day begins, for dates given without a time.

        parties: the states and organisations known, by id.

        bodies, offices, roles, kinds, areas, dimensions: by id.

        editions: oldest first; one that comes into force after a record has begun needs an act that enacts it.

        consensus: the rule of decision, a name in `cica_procedure.consensus.RULES`.

        quorum: how many must be present.

        rules: what each requirement rests on, by its name.

        register: everything known of tenures, past and to come.

        procedures: by id, oldest edition first.

        calendar: which days are worked; ``None`` when nothing is counted in working days.
    """

    id: str
    name: str
    seat: tzinfo
    parties: Mapping[str, Party] = field(repr=False)
    bodies: Mapping[str, Body] = field(repr=False)
    offices: Mapping[str, Office] = field(repr=False)
    roles: Mapping[str, Role] = field(repr=False)
    kinds: Mapping[str, Kind] = field(repr=False)
    areas: Mapping[str, Area] = field(repr=False)
    dimensions: Mapping[str, str] = field(repr=False)
    editions: tuple[Edition, ...] = field(repr=False)
    consensus: str = field(repr=False)
    quorum: Quorum = field(repr=False)
    rules: Mapping[str, Rule] = field(repr=False)
    register: Register = field(repr=False)
    procedures: Mapping[str, tuple[Procedure, ...]] = field(repr=False)
    calendar: Calendar | None = field(default=None, repr=False)
    _names: Mapping[str, str] = field(init=False, repr=False, eq=False)
    _found: dict[tuple[str, str], Procedure] = field(init=False, repr=False, eq=False, factory=dict)

    @_names.default
    def _every_name(self) -> dict[str, str]:
        return {
            name.casefold(): party.id
            for party in self.parties.values()
            for name in (party.id, party.name, *party.aliases)
        }

    def begin(self, day: date) -> datetime:
        """Give the instant at which a day begins at the seat of the organisation."""
        return datetime.combine(day, time(), self.seat)

    def party(self, name: object) -> Party:
        """
        Find a state or organisation by its id, its name or another name it is known by.

        Raises:
            InvalidAct: when the rulebook does not know it.
        """
        found = self._names.get(name.casefold()) if isinstance(name, str) else None
        if found is None:
            known = [party.name for party in self.parties.values()]
            raise InvalidAct([Fault("by", unknown("state or organisation", name, known))])
        return self.parties[found]

    def name_of(self, actor: str, at: datetime | None = None) -> str:
        """Say the name of an office or party given by its id, as of an instant; an unknown id stands for itself."""
        if actor in self.offices:
            office = self.offices[actor]
            return office.name if at is None else office.name_at(at)
        return self.parties[actor].name if actor in self.parties else actor

    def edition_at(self, at: datetime, register: Register) -> str:
        """Say which edition a register has in force at an instant; the oldest one for whatever came before it."""
        enacted = register.holders(EDITION, at)
        return next((e.id for e in reversed(self.editions) if e.id in enacted), self.editions[0].id)

    def procedure(self, name: str, edition: str) -> Procedure:
        """
        Find a procedure as it stands in an edition.

        Raises:
            InvalidAct: when there is none of that name in that edition.
        """
        found = self._found.get((name, edition))
        if found is not None:
            return found
        if name not in self.procedures:
            raise InvalidAct([Fault(self.id, unknown("procedure", name, self.procedures))])
        order = [known.id for known in self.editions]
        if edition not in order:
            raise InvalidAct([Fault(self.id, unknown("edition", edition, order))])
        reach = order.index(edition)
        versions = [p for p in self.procedures[name] if order.index(p.edition) <= reach]
        if not versions:
            problem = f"procedure {name!r} does not exist yet in edition {edition!r}"
            raise InvalidAct([Fault(self.id, problem)])
        self._found[name, edition] = versions[-1]
        return versions[-1]

    def __iter__(self) -> Iterator[Procedure]:
        """Go through every procedure in every edition."""
        for versions in self.procedures.values():
            yield from versions
