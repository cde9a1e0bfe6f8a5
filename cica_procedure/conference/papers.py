"""What enters a record beside plain acts: other rules, documents, and acts that somebody has signed elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from datetime import date, datetime
from hashlib import sha256
from itertools import count
from pathlib import Path

from attrs import frozen

from cica_procedure.conference.performer import Performer
from cica_procedure.conference.view import id_of
from cica_procedure.core.decide import Ask, read_table, why_not
from cica_procedure.core.hands import said_of
from cica_procedure.core.settling import actor_in
from cica_procedure.errors import Fault, InvalidAct, Refused
from cica_procedure.loading.loader import load_text, read_rules
from cica_procedure.record import texts
from cica_procedure.record.notes import ActNote, act_note, key_name, note_of, origin
from cica_procedure.terms import DOCUMENT, KEY, RULES, Act, Case, Entry, Tenure
from cica_procedure.terms.struct import replace


@frozen
class KeyHeld:
    """
    A key that somebody holds or has held.

    Attributes:
        tenure: who, since when, and until when; it is about the public key.

        signed: the entries that it has signed, in order.
    """

    tenure: Tenure
    signed: tuple[Entry, ...]

    @property
    def doubted(self) -> tuple[Entry, ...]:
        """What it has signed at an instant since which somebody else may have had it; not the act that ended it."""
        since, key = self.tenure.until, self.tenure.scope
        later = [entry for entry in self.signed if since is not None and entry.recorded >= since]
        return tuple(entry for entry in later if all(change.scope != key for change in entry.changes))


class Papers(Performer):
    """The part of a conference that takes in what is written elsewhere."""

    def enter_rules(
        self,
        rulebook: str | Path,
        case: str = "",
        *,
        by: str,
        decided: str = "",
        clerical: bool = False,
        reason: str = "",
        at: datetime | None = None,
    ) -> Case:
        """
        Go on under other rules of the same organisation; what is on the record stays as it was judged.

        Args:
            rulebook: the folder of the new rules, or the name of a rulebook that is shipped.

            case: the id of the new case that says so; if left out, the next that is free, such as ``rules-1``.

            by: the office that enters them.

            decided: the case in which they were decided.

            clerical: whether nobody had to decide, since only the wording was wrong; then say why in `reason`.

            reason, at: as in `Conference.act`.

        Raises:
            InvalidRulebook, Inaccessible: when the rules have faults or cannot be read.

            Refused, InvalidAct, Conflict: as in `Conference.submit`.
        """
        load_text(text := read_rules(rulebook))
        given: dict[str, object] = {"decided": decided, "clerical": clerical}
        details = {RULES: text.digest, **{name: value for name, value in given.items() if value}}
        case = case or next(name for i in count(1) if self.state.find(name := f"{RULES}-{i}") is None)
        with nullcontext() if self._in_batch else self.batch():
            self._journal.keep_texts([text.manifest, *text.files.values()])
            return self._perform(Ask(case, by, "", at, details, reason, procedure=RULES))

    def keep_text(self, content: bytes, *, sealed: bool = False) -> str:
        """
        Keep a text in the record, such as a document or a letter that an act names; return its SHA-256.

        Args:
            content: the text.

            sealed: whether it is left out of copies for everybody, see `back_up`. An act whose reason is sealed says
                ``sealed:`` and the SHA-256 in its place.

        Raises:
            InvalidAct: when it has more than 64 MiB.

            Inaccessible: when the record cannot be written.
        """
        content = texts.sealed(content) if sealed else content
        if len(content) > texts.MAX_TEXT:
            raise InvalidAct([Fault("text", f"has {len(content):,} bytes; at most {texts.MAX_TEXT:,} are kept")])
        self._journal.keep_texts([content])
        return sha256(content).hexdigest()

    def draft(  # noqa: PLR0913 - each is a particular of one act
        self,
        case: Case | str,
        act: str = "",
        *,
        by: str,
        procedure: str = "",
        at: datetime | None = None,
        details: Mapping[str, object] | None = None,
        reason: str = "",
        meeting: str = "",
        letter: str = "",
    ) -> str:
        """
        Return an act as a note that its actor can sign elsewhere; nothing is recorded.

        A position names the revision on the table and its document, so that it is of no use for another one.

        Args:
            procedure: the kind of case, for the act that opens one; then `act` is left out.

            case, act, by, at, details, reason, meeting: as in `Conference.act`.

            letter: the SHA-256 of a letter by which the act is known too.

        Raises:
            Refused: when the rules would not allow it, however it is signed.

            InvalidAct, Conflict: as in `Conference.act`.
        """
        name, state, now = id_of(case), self.state, self._now().astimezone(self.rulebook.zone)
        ask = Ask(name, by, act, at, details, reason, meeting, None, procedure or None, letter=letter)
        unmet = tuple(each for each in why_not(state, ask) if each.requirement != "hand")
        actor, party = actor_in(state, by, now)
        before = Case(name, procedure, self.edition_at(now)) if procedure else state.case(name)
        steps = state.rulebook.procedure_of(before)
        act = act or steps.opening[0].act
        if unmet:
            raise Refused(before, Act(act, actor, party, now), unmet)
        speaks = [step for step in steps.steps_of(act) if step.effect("position") is not None]
        said = said_of(
            {
                "act": act,
                "at": at.isoformat() if at is not None else "",
                "by": actor,
                "details": {key: _plain(value) for key, value in read_table(details).items()},
                "document": before.text(DOCUMENT) if any(not step.on for step in speaks) else "",
                "letter": letter,
                "meeting": meeting,
                "procedure": procedure,
                "reason": reason,
                "revision": before.revision if speaks else None,
                "signed": now.isoformat(timespec="milliseconds"),
            }
        )
        own = origin(self._journal.header)
        return ActNote(own, before.id, said, key_name(own, actor)).note

    def enter(self, note: str) -> Case:
        """
        Perform the act of a note: in its actor's own hand when it is signed, and as told when it is not.

        Raises:
            Refused: with every requirement that is not met; ``hand`` when a signature is not true.

            InvalidAct: when it is no note, or is meant for another record.

            Conflict: when the act opens a case that exists already.
        """
        given, own = act_note(note), origin(self._journal.header)
        if given.origin != own:
            raise InvalidAct([Fault("note", f"is meant for the record {given.origin}, not for {own}")])
        ask = Ask.of(given.case, given)
        return self._perform(ask if given.proof else replace(ask, note=None))

    def keys_held(self) -> tuple[KeyHeld, ...]:
        """Return every key that was ever enrolled, with what it has signed."""
        signed = [(entry, note) for entry in self.entries() if (note := note_of(self.header, entry)) is not None]
        return tuple(
            KeyHeld(t, tuple(e for e, note in signed if e.actor == t.party and note.by(t.scope)))
            for t in self.register.tenures
            if t.role == KEY
        )


def _plain(value: object) -> object:
    """Return a particular as it is written in a note."""
    if isinstance(value, date):  # An instant is one too.
        return value.isoformat()
    return [*map(_plain, value)] if isinstance(value, list | tuple) else value
