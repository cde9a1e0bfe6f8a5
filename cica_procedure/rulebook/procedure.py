"""The procedure of one kind of case, as data: its stages, and the steps from one stage to another."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from attrs import field, frozen

from cica_procedure.terms import NEW


@frozen
class Clause:
    """
    A name from a closed registry, with its parameter: one requirement or one effect of a step.

    Attributes:
        name: the requirement or effect.

        value: its parameter; empty when it takes no parameter.
    """

    name: str
    value: str = ""


@frozen
class Stage:
    """
    One state of a procedure.

    Attributes:
        id: the word used in steps, on the record and in reports.

        body: the body that a case at this stage is before; empty when there is no body.

        final: whether the stage is an end.

        decided: whether the stage is the result of a decision, so that only a step that decides leads to it.

        in_session: for a meeting, whether the meeting is in session at this stage.

        amended: the stage to which a case falls back when its text is amended here, since it was the old text that had
            come so far; empty when the stage is not earned by a text.
    """

    id: str
    body: str = ""
    final: bool = False
    decided: bool = False
    in_session: bool = False
    amended: str = ""


@frozen
class SilenceTerms:
    """
    How long a silence period may be.

    Attributes:
        length: the usual length, when the act does not name another.

        shortest, longest: the bounds of the length that the act may name.

        cites: the source of these lengths.
    """

    length: timedelta
    shortest: timedelta
    longest: timedelta
    cites: str


@frozen
class Clock:
    """
    A clock of a case.

    Attributes:
        since: the acts that start it; the last of them counts.

        cites: the source.

        until: the particular with its end: an instant, or a day that has to be over; empty when it has a length.

        lasts, months, working_days: its length, by one of them.

        then: the act that follows by itself at the end, if it is possible then, or as soon as it is; may be empty.

        owed: the act that has to be done before the end, by a duty; empty when nothing is owed.

        owed_by: whose duty it is: an office, a role of the register, ``proposer`` or ``subject``.

        runs_while: the rule of decision under which it runs; while the rule is not met, it stands still.
    """

    since: tuple[str, ...]
    cites: str
    until: str = ""
    lasts: timedelta | None = None
    months: int = 0
    working_days: int = 0
    then: str = ""
    owed: str = ""
    owed_by: str = ""
    runs_while: str = field(default="", metadata={"key": "while"})


@frozen
class Link:
    """
    Where another case, which a particular names, has to be.

    Attributes:
        at: the stages at which it is far enough.

        cites: the source.
    """

    at: tuple[str, ...]
    cites: str


@frozen
class Step:
    """
    One move that the rules allow.

    Attributes:
        act: the act that makes this move.

        sources: the stages it can be done at; only `NEW` for the act that opens a case;
            in a file, ``*`` stands for every stage, ``@open`` for the stages that are not an end,
            ``@body`` for the stages before a body that are not an end.

        to: the stage it leads to; empty when the case keeps its stage.

        by: the actors that may do it: an office, a role of the register, ``proposer`` or ``subject``.

        body: the body that acts; empty for the body of the stage.

        requires: the requirements that must be met.

        effects: what the step does besides moving the case.

        fields: the particulars it takes, by name, with their type; a ``?`` marks an optional one.

        decision: what the body decides by this step; empty when it decides nothing.

        silence: whether the body may also decide it by silence, or only so when the step requires no meeting.

        writing: whether the body decides it in writing: members state positions, and nobody has to meet.

        carried: the particular that names the case in which it is decided together with others, as a package.

        asks: the question that the decision answers; only the positions on it count; empty for the text itself.

        on: the question of which a position speaks; empty for the text itself.

        reports: who decided elsewhere what this step reports, such as an electorate; empty when nobody did.

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
    writing: bool = False
    carried: str = ""
    asks: str = ""
    on: str = ""
    reports: str = ""

    @property
    def only_by_silence(self) -> bool:
        """Whether the decision rests on silence alone, so that no act can take it."""
        return self.silence and not (self.writing or self.carried) and self.requirement("meeting") is None

    @property
    def opens(self) -> bool:
        """Whether the step opens a case."""
        return NEW in self.sources

    @property
    def revises(self) -> bool:
        """Whether the step puts another text on the table."""
        return self.effect("revise") is not None

    @property
    def annotates(self) -> bool:
        """Whether the step only adds a note or a correction to a case; that is possible even after its end."""
        names = {clause.name for clause in self.effects}
        return not self.to and not self.decision and bool(names) and names <= {"correct", "attach"}

    def requirement(self, name: str) -> str | None:
        """Return the parameter of a requirement; ``None`` when the step does not ask for it."""
        return next((clause.value for clause in self.requires if clause.name == name), None)

    def effect(self, name: str) -> str | None:
        """Return the parameter of an effect; ``None`` when the step does not have it."""
        return next((clause.value for clause in self.effects if clause.name == name), None)


@frozen(eq=False)
class Procedure:
    """
    The state machine of one kind of case, in one edition.

    Attributes:
        id: the kind of case.

        name: the name as people write it.

        edition: the edition of the rules with which this version came into force.

        stages: the stages by id.

        steps: the steps, in the order of the rulebook.

        cites: the source that the procedure as a whole rests on.

        silence: how long a silence period may be; ``None`` when nothing is decided by silence.

        clocks: the clocks of a case, by name.

        links: where another case that a particular names has to be, by the particular.
    """

    id: str
    name: str
    edition: str
    stages: Mapping[str, Stage]
    steps: tuple[Step, ...]
    cites: str = ""
    silence: SilenceTerms | None = None
    clocks: Mapping[str, Clock] = field(factory=dict)
    links: Mapping[str, Link] = field(factory=dict)
    _by_act: Mapping[str, tuple[Step, ...]] = field(init=False, repr=False)
    _by_stage: Mapping[str, tuple[Step, ...]] = field(init=False, repr=False)
    _by_stage_and_act: Mapping[tuple[str, str], tuple[Step, ...]] = field(init=False, repr=False)
    _doing: dict[tuple[str, str | None], Step | None] = field(init=False, repr=False, eq=False, factory=dict)
    _particulars: dict[tuple[str, ...], tuple[str, ...]] = field(init=False, repr=False, eq=False, factory=dict)

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
        """Return the body that acts in a step at a stage, or else at the first stage of the step; may be empty."""
        where = stage if stage in step.sources else step.sources[0]
        return step.body or (self.stages[where].body if where != NEW else "")

    def steps_of(self, act: object) -> tuple[Step, ...]:
        """Return every step of an act, at all stages; empty when the procedure has no such act."""
        return self._by_act.get(act, ()) if isinstance(act, str) else ()

    def steps_at(self, stage: str) -> tuple[Step, ...]:
        """Return every step that can be taken at a stage, whether it leaves the stage or stays there."""
        return self._by_stage.get(stage, ())

    def steps_from(self, stage: str, act: str) -> tuple[Step, ...]:
        """Return every step of an act that can be taken at a stage, whether it leaves the stage or stays there."""
        return self._by_stage_and_act.get((stage, act), ())

    def doing(self, effect: str, stage: str | None = None) -> Step | None:
        """Return the first step with an effect, at one stage or at any stage; ``None`` when there is no such step."""
        key = effect, stage
        if key not in self._doing:
            steps = self.steps if stage is None else self.steps_at(stage)
            self._doing[key] = next((step for step in steps if step.effect(effect) is not None), None)
        return self._doing[key]

    def particulars(self, *types: str) -> tuple[str, ...]:
        """Return the particulars of its steps that have one of some types, required or not, each once."""
        if types not in self._particulars:
            fields = (item for step in self.steps for item in step.fields.items())
            named = dict.fromkeys(name for name, kind in fields if kind.removesuffix("?") in types)
            self._particulars[types] = tuple(named)
        return self._particulars[types]

    @property
    def meets(self) -> bool:
        """Whether its cases are meetings: one of its acts notes who is present."""
        return self.doing("presence") is not None

    def ending(self, stage: str) -> Step | None:
        """Return the first step that leads from a stage to an end; ``None`` when there is no such step."""
        return next((step for step in self.steps_at(stage) if step.to and self.stages[step.to].final), None)

    @property
    def opening(self) -> tuple[Step, ...]:
        """The steps that open a case."""
        return self.steps_at(NEW)

    @property
    def acts(self) -> tuple[str, ...]:
        """Every act of the procedure, once, in the order of the rulebook."""
        return tuple(self._by_act)
