"""A rulebook: all rules of one organisation, after they have been read and checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from attrs import evolve, field, frozen

from cica_procedure.consensus import DecisionRule, Kind, Threshold, Word
from cica_procedure.errors import Fault, InvalidAct, NotInRules, unknown
from cica_procedure.rulebook.calendar import Calendar, begin_of
from cica_procedure.rulebook.of_record import procedures_of_record
from cica_procedure.rulebook.procedure import Procedure, Step
from cica_procedure.terms import EDITION, Body, Case, Office, Party, Register
from cica_procedure.terms.party import DEFAULT_SEATS
from cica_procedure.text import name_form

T = TypeVar("T")


@frozen
class Basis:
    """The source that a requirement rests on in this organisation."""

    cites: str


SCOPES = ("area", "body", "kind", "case", "party")
"""What a role may be about: types of particulars."""


@frozen
class Role:
    """
    A role of the register.

    Attributes:
        id: member, observer, coordinator and so on.

        name: the name as people write it.

        scope: the type of what it is about: one of `SCOPES`; empty when the role is about the whole organisation.

        sole: whether only one party holds it at a time (in one scope).
    """

    id: str
    name: str
    scope: str = ""
    sole: bool = False


@frozen
class DocumentKind:
    """A kind of document: its name, and the body that takes the final decision on it."""

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
    """
    An edition of the rules: the rules as of a date.

    Attributes:
        id: its name.

        since: the instant it comes into force.

        cites: its source.

        until: the instant it goes out of force, after which the edition before it applies again; ``None`` for no end.
    """

    id: str
    since: datetime
    cites: str
    until: datetime | None = None


@frozen
class Rulebook:
    """
    The rules of one organisation.

    Attributes:
        id: the name of the rulebook in records and scenarios.

        name: the name of the organisation.

        zone: the time zone of the seat; days are counted in it, whatever offset an instant is written with.

        parties: the known states and organisations, by id.

        bodies, offices, roles, kinds, areas, dimensions: by id.

        editions: oldest first; one that comes into force after a record has begun needs an act that enacts it.

        positions: the positions that members may state, by their words.

        decisions: the rules of decision by id, those of `cica_procedure.consensus.RULES` among them.

        consensus: the id of the rule of decision of a step that names none.

        quorum: how many members must be present, unless the rule of decision says otherwise.

        rules: the source that each requirement rests on, by the name of the requirement.

        register: all known tenures, past and future.

        procedures: the editions of each procedure, by its id, oldest first.

        calendar: which days are worked; ``None`` when nothing is counted in working days.

        digest: the SHA-256 by which a record names the files it was compiled from, in hexadecimal; empty for none.

        introduced: the parties that acts on the record have introduced, by id; they are among the parties.

        meeting: the id of the procedure of meetings: the one in which an act notes who is present; empty when the
            rulebook has no meetings.
    """

    id: str
    name: str
    zone: ZoneInfo
    parties: Mapping[str, Party] = field(repr=False)
    bodies: Mapping[str, Body] = field(repr=False)
    offices: Mapping[str, Office] = field(repr=False)
    roles: Mapping[str, Role] = field(repr=False)
    kinds: Mapping[str, DocumentKind] = field(repr=False)
    areas: Mapping[str, Area] = field(repr=False)
    dimensions: Mapping[str, str] = field(repr=False)
    editions: tuple[Edition, ...] = field(repr=False)
    positions: Mapping[str, Word] = field(repr=False)
    decisions: Mapping[str, DecisionRule] = field(repr=False)
    consensus: str = field(repr=False)
    quorum: Threshold = field(repr=False)
    rules: Mapping[str, Basis] = field(repr=False)
    register: Register = field(repr=False)
    procedures: Mapping[str, tuple[Procedure, ...]] = field(repr=False)
    calendar: Calendar | None = field(default=None, repr=False)
    digest: str = field(default="", repr=False)
    introduced: Mapping[str, Party] = field(factory=dict, repr=False)
    meeting: str = field(init=False)
    _names: Mapping[str, str] = field(init=False, repr=False, eq=False)
    _actors: Mapping[str, str] = field(init=False, repr=False, eq=False)
    _asked: frozenset[str] = field(init=False, repr=False, eq=False)
    _of_record: Mapping[str, Procedure] = field(init=False, repr=False, eq=False)
    _found: dict[tuple[str, str], Procedure] = field(init=False, repr=False, eq=False, factory=dict)

    @meeting.default
    def _of_meetings(self) -> str:
        return next((procedure.id for procedure in self if procedure.meets), "")

    def knowing(self, parties: Mapping[str, Party]) -> Rulebook:
        """Return the rules with more parties, by id: those that acts have introduced, which the rules do not name."""
        if not parties:
            return self
        more = {**self.introduced, **parties}
        return evolve(self, parties={**self.parties, **more}, introduced=more)

    @_names.default
    def _every_name(self) -> dict[str, str]:
        return {name_form(name): party.id for party in self.parties.values() for name in (party.id, *party.names)}

    @_actors.default
    def _every_actor(self) -> dict[str, str]:
        offices = self.offices.values()
        names = {name_form(name): o.id for o in offices for name in (*(name for _, name in o.names), o.id)}
        return {**names, **self._names}

    @_asked.default
    def _acts_that_ask(self) -> frozenset[str]:
        return frozenset(rule.of.as_of for rule in self.decisions.values())

    @_of_record.default
    def _procedures_of_record(self) -> Mapping[str, Procedure]:
        seated = dict.fromkeys(role for body in self.bodies.values() for role in body.members)
        roles = [*seated, *(role.id for role in self.roles.values() if not role.scope)]
        return procedures_of_record(self.editions[0].id if self.editions else "", self.offices, dict.fromkeys(roles))

    def asks(self, act: str) -> bool:
        """Return whether a rule of decision asks those that were members when an act was done."""
        return act in self._asked

    def word(self, *kinds: Kind) -> str:
        """Return the first position that does one of some things, the things in order; empty when there is none."""
        words = self.positions.values()
        return next((word.id for kind in kinds for word in words if word.does == kind), "")

    def rule_of(self, step: Step) -> DecisionRule:
        """Return the rule of decision of a step."""
        return self.decisions[step.requirement("consensus") or self.consensus]

    def begin(self, day: date) -> datetime:
        """Return the instant at which a day begins at the seat of the organisation."""
        return begin_of(day, self.zone)

    def day(self, at: datetime) -> date:
        """Return the day that an instant belongs to at the seat of the organisation."""
        return at.astimezone(self.zone).date()

    def party(self, name: object, among: Iterable[str] = ()) -> Party:
        """
        Find a state, organisation or person by its id, its name or another name it is known by.

        Args:
            name: the name.

            among: other names that may have been meant, for the message when the name is not known.

        Raises:
            InvalidAct: when the rulebook does not know the name.
        """
        found = self._names.get(name_form(name)) if isinstance(name, str) else None
        if found is None:
            known = [*among, *(party.name for party in self.parties.values())]
            others = [other for party in self.parties.values() for other in party.names]
            raise InvalidAct([Fault("by", unknown("state or organisation", name, known, also=others))])
        return self.parties[found]

    def id_of(self, who: object) -> str:
        """
        Return the id of an office, a state, an organisation or a person, by its id or a name; ``the`` is left out.

        Raises:
            InvalidAct: when the rulebook does not know the name.
        """
        form = name_form(who) if isinstance(who, str) else ""
        found = self._actors.get(form) or self._actors.get(form.removeprefix("the "))
        return found or self.party(who, among=self.offices).id

    def knows(self, who: str) -> bool:
        """Return whether an office, a state, an organisation or a person has a name or an id."""
        return name_form(who).removeprefix("the ") in self._actors

    def name_of(self, actor: str, at: datetime | None = None) -> str:
        """Return the name of an office or party by its id, as of an instant; an unknown id is returned unchanged."""
        if actor in self.offices:
            office = self.offices[actor]
            return office.name if at is None else office.name_at(at)
        party = self.parties.get(actor)
        if party is None:
            return actor
        return party.name if at is None or not party.formerly else party.name_on(self.day(at))

    def edition_at(self, at: datetime, register: Register) -> str:
        """Return the edition that a register has in force at an instant; before all of them, the oldest edition."""
        enacted = register.holders(EDITION, at)
        return next((e.id for e in reversed(self.editions) if e.id in enacted), self.editions[0].id)

    def procedure(self, name: object, edition: str) -> Procedure:
        """
        Find a procedure as it stands in an edition.

        Raises:
            InvalidAct: when the procedure or the edition is unknown, or the procedure does not exist in the edition.
        """
        if isinstance(name, str) and name in self._of_record and name not in self.procedures:
            return self._of_record[name]
        if not isinstance(name, str) or name not in self.procedures:
            raise InvalidAct([Fault("procedure", unknown("procedure", name, self.procedures))])
        found = self._found.get((name, edition))
        if found is not None:
            return found
        order = [known.id for known in self.editions]
        if edition not in order:
            raise InvalidAct([Fault("edition", unknown("edition", edition, order))])
        reach = order.index(edition)
        versions = [p for p in self.procedures[name] if order.index(p.edition) <= reach]
        if not versions:
            problem = f"procedure {name!r} does not exist yet in edition {edition!r}"
            raise InvalidAct([Fault("procedure", problem)])
        self._found[name, edition] = versions[-1]
        return versions[-1]

    @property
    def scopes(self) -> tuple[str, ...]:
        """The types of what roles are about, such as ``area``."""
        return tuple(dict.fromkeys(role.scope for role in self.roles.values() if role.scope))

    def scopes_of(self, role: Role) -> Mapping[str, object] | None:
        """Return what a role can be about, by id; ``None`` when that is any case."""
        known: dict[str, Mapping[str, object]] = {
            "area": self.areas, "body": self.bodies, "kind": self.kinds, "party": self.parties,
        }  # fmt: skip
        return known.get(role.scope)

    def name_of_scope(self, scope: str) -> str:
        """Return the name of what a role is about, by its id: of an area, a kind, a body or a party; or the id."""
        named = next((each[scope].name for each in (self.areas, self.kinds, self.parties) if scope in each), None)
        return named if named is not None else scope

    def seated(self, register: Register, at: datetime) -> tuple[str, ...]:
        """Return the ids of those that sit in any body at an instant, sorted."""
        return tuple(sorted({party for body in self.bodies for party in self.seats(body, register, at)}))

    def seats(self, body: str, register: Register, at: datetime) -> tuple[str, ...]:
        """Return the ids of those that sit in a body at an instant, sorted; the role ``member`` is the default."""
        known = self.bodies.get(body)
        roles = known.members if known is not None else DEFAULT_SEATS
        if len(roles) == 1:
            return register.holders(roles[0], at)
        return tuple(sorted({party for role in roles for party in register.holders(role, at)}))

    def convening(self, edition: str) -> tuple[str, str]:
        """
        Return the office that convenes meetings, and the act that opens one: the one that notes who is present.

        Raises:
            InvalidAct: when the rulebook has no meetings, or no office convenes them.
        """
        procedure = self.procedure(self.meeting, edition) if self.meeting else None
        office = next((word for word in procedure.opening[0].by if word in self.offices), "") if procedure else ""
        opening = procedure.doing("presence") if procedure else None
        if not office or opening is None:
            raise InvalidAct([Fault("procedure", "no office convenes meetings", "submit a case of the procedure")])
        return office, opening.act

    def procedure_of(self, case: Case) -> Procedure:
        """
        Return the procedure of a case, as it stands in the edition the case is under.

        Raises:
            NotInRules: when there is no such procedure in that edition.
        """
        try:
            return self.procedure(case.procedure, case.edition)
        except InvalidAct as error:
            raise NotInRules(f"procedure of edition {case.edition}", case.procedure) from error

    def __iter__(self) -> Iterator[Procedure]:
        """Yield every procedure in every edition."""
        for versions in self.procedures.values():
            yield from versions


def on_record(what: str, name: str, known: Mapping[str, T]) -> T:
    """
    Look up a name that a record contains.

    Raises:
        NotInRules: when the rules do not know the name.
    """
    try:
        return known[name]
    except KeyError:
        raise NotInRules(what, name) from None
