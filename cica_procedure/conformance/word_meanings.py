"""The meanings of the words of a chronology under a rulebook, as data from a TOML file beside the chronology."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from attrs import field, frozen

from cica_procedure.errors import Fault, InvalidChronology, unknown
from cica_procedure.loading.loader import load
from cica_procedure.loading.toml_reader import read_table, structure
from cica_procedure.rulebook.model import Rulebook

NOBODY = ("none",)
"""The value for an actor that is not a body of the rulebook."""


@frozen
class Companion:
    """
    An act of another procedure that a verb may stand for, such as the Chair's own statement.

    Attributes:
        procedure: the other procedure.

        act: the act.

        kinds: the kinds of case it may go with.
    """

    procedure: str
    act: str
    kinds: tuple[str, ...]


@frozen
class Verb:
    """
    The possible meanings of a verb.

    Attributes:
        acts: the acts, of any procedure, that it may stand for.

        aside: whether it may also report something that moves no case, such as a discussion, presentation or plan.

        final: whether it ends a matter, so that another matter of the same case may begin after it.

        objects: whether it is an objection, which stands until the text changes.

        companion: an act of another procedure that may accompany the case; ``None`` when there is none.

        refuses: the name of a requirement, when the verb reports a refusal because of it.

        at: the actors of which it may be reported when the act needs no body, such as a signature.
    """

    acts: tuple[str, ...] = ()
    aside: bool = False
    final: bool = False
    objects: bool = False
    companion: Companion | None = None
    refuses: str = ""
    at: tuple[str, ...] = ()


@frozen
class Interpretation:
    """One way to read a kind of case: as a procedure and, for documents, a kind of document."""

    procedure: str
    kind: str = ""


@frozen
class CaseKind:
    """
    The possible meanings of a kind of case in the chronology.

    Attributes:
        readings: the ways to read it; the one with the cheapest alignment is used.

        subjects: other ways to read the cases with a certain subject, by the part of the subject before a semicolon.

        several: whether such a case contains several matters without names of their own.
    """

    readings: tuple[Interpretation, ...]
    subjects: Mapping[str, tuple[Interpretation, ...]] = field(factory=dict)
    several: bool = False


@frozen
class Deviation:
    """The known reason why a case deviates from the rules, and its source."""

    why: str
    source: str


@frozen
class _File:
    rulebook: str
    bodies: Mapping[str, tuple[str, ...]]
    verbs: Mapping[str, Verb]
    kinds: Mapping[str, CaseKind]
    outside: Mapping[str, tuple[str, ...]] = field(factory=dict)
    deviations: Mapping[str, Deviation] = field(factory=dict)


@frozen
class WordMeanings:
    """
    The meanings of the words of a chronology.

    Attributes:
        rulebook: the rules the words are read under.

        bodies: for each actor of the chronology, the bodies of the rulebook it may be; empty (in the file, ``none``)
            for an actor that is not a body of the rulebook.

        verbs: the meanings of the verbs, by verb.

        kinds: the meanings of the kinds of case, by kind.

        outside: for each actor that is not a body of the rulebook, the verbs that report no decision under the rules.

        deviations: the known deviations, by the id of the case.
    """

    rulebook: Rulebook
    bodies: Mapping[str, tuple[str, ...]]
    verbs: Mapping[str, Verb]
    kinds: Mapping[str, CaseKind]
    outside: Mapping[str, tuple[str, ...]]
    deviations: Mapping[str, Deviation]

    def readings(self, kind: str, subject: str) -> tuple[Interpretation, ...]:
        """Return the ways to read a case, by its kind and the part of its subject before a semicolon."""
        known = self.kinds[kind]
        return known.subjects.get(subject.split(";", maxsplit=1)[0].strip(), known.readings)


def read_meanings(path: Path) -> WordMeanings:
    """
    Read the meanings of the words of a chronology.

    Raises:
        InvalidChronology: with every fault, each naming its key.

        InvalidRulebook: when the rulebook it names has faults.

        Inaccessible: when the file or the rulebook cannot be read.
    """
    table = read_table(path)
    if isinstance(table, Fault):
        raise InvalidChronology([table])
    file = structure(table, _File, lambda key: f"{path}: {key.lstrip('.')}")
    if isinstance(file, list):
        raise InvalidChronology(file)
    rules = load(path.parent / file.rulebook if "/" in file.rulebook else file.rulebook)
    faults = [Fault(f"{path}: {place}", problem) for place, problem in _faults(file, rules)]
    if faults:
        raise InvalidChronology(faults)
    bodies = {name: () if known == NOBODY else known for name, known in file.bodies.items()}
    return WordMeanings(rules, bodies, file.verbs, file.kinds, file.outside, file.deviations)


def _faults(file: _File, rules: Rulebook) -> Iterator[tuple[str, str]]:
    acts = {act for procedure in rules for act in procedure.acts}
    for name, verb in file.verbs.items():
        yield from ((f"verbs.{name}.acts", unknown("act", act, acts)) for act in verb.acts if act not in acts)
        if not (verb.acts or verb.aside or verb.objects or verb.companion or verb.refuses):
            yield f"verbs.{name}", "means nothing"
    for name, verb in file.verbs.items():
        strange = [body for body in verb.at if body not in file.bodies]
        yield from ((f"verbs.{name}.at", unknown("body", body, file.bodies)) for body in strange)
    for name, known in file.bodies.items():
        strange = [body for body in known if body not in rules.bodies and known != NOBODY]
        yield from ((f"bodies.{name}", unknown("body", body, rules.bodies)) for body in strange)
    for name, kind in file.kinds.items():
        for reading in (*kind.readings, *(each for several in kind.subjects.values() for each in several)):
            yield from ((f"kinds.{name}", problem) for problem in _reading_faults(reading, rules))
    yield from _outside_faults(file)


def _reading_faults(reading: Interpretation, rules: Rulebook) -> Iterator[str]:
    if reading.procedure not in rules.procedures:
        yield unknown("procedure", reading.procedure, rules.procedures)
    if reading.kind and reading.kind not in rules.kinds:
        yield unknown("kind of document", reading.kind, rules.kinds)


def _outside_faults(file: _File) -> Iterator[tuple[str, str]]:
    for name, verbs in file.outside.items():
        if file.bodies.get(name) != NOBODY:
            yield f"outside.{name}", "is a body of the rulebook, or none at all"
        yield from ((f"outside.{name}", unknown("verb", v, file.verbs)) for v in verbs if v not in file.verbs)
