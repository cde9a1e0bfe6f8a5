"""The laws that every procedure is held to: what was possible in a state is tried again against each of them."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta

from attrs import field, frozen

from cica_procedure.conference.conference import Conference
from cica_procedure.conference.simulation import actor_of, close_meetings
from cica_procedure.errors import InvalidAct, Refused
from cica_procedure.exploration.liveness import Key
from cica_procedure.exploration.moods import corners, enough
from cica_procedure.exploration.trials import CASE, LATER, Actors, TriedAct
from cica_procedure.reports.feature import feature
from cica_procedure.rulebook.procedure import Step
from cica_procedure.terms import clock_fact

MINUTE = timedelta(minutes=1)
"""How long before or after the end of a clock an act is tried that must not be possible then."""

SAID = (
    (),
    ("extend-silence",),
    ("hold-silence", "release-silence"),
    ("break-silence",),
    ("end-silence",),
    ("position",),
)
"""The sequences of acts, by their effects, that are tried while a silence period runs; a position blocks."""

BREAKING = frozenset({"break-silence", "end-silence", "position"})
"""Those of these acts after which nothing is decided by silence."""

STOOD_FOR = frozenset({"meeting", "quorum", "consensus"})
"""The requirements that silence replaces; a decision with other requirements may fail even if silence is unbroken."""


@frozen
class Violation:
    """
    An invariant that does not hold.

    Attributes:
        invariant: what was done although it must never happen, in words.

        feature: a Gherkin feature that shows the violation when it is run.
    """

    invariant: str
    feature: str = field(repr=False)


class Laws:
    """The laws, tried on conferences that have reached a state; what is violated is noted with what shows it."""

    def __init__(self, actors: Actors) -> None:
        self.actors, self.rulebook, self.procedure = actors, actors.rulebook, actors.procedure
        self.violations: dict[str, Violation] = {}
        # The acts by which silence periods were opened, each with the stage.
        self.opened: set[tuple[str, str]] = set()

    def hold(self, key: Key, reached: Conference, taken: Iterable[tuple[TriedAct, Key]]) -> None:
        """
        Try what was possible in a state against its rule, its quorum, its meeting, its clock, twice, and by silence.

        Args:
            key: the state.

            reached: a conference that has reached it; it is only forked.

            taken: the acts that were possible, and the states they led to.
        """
        self.actors.subject = key.subject
        for tried, after in taken:
            step = tried.step
            if step.requirement("consensus") is not None and not step.only_by_silence:
                self._corners(key, reached, tried)
            self._out_of_time(key, reached, tried)
            if step.decision:
                self._without_meeting(key, reached, tried)
                if not step.effects and not step.to and after.stage == key.stage:
                    self._again(key, reached, tried)
            if step.silence:
                for opening in self.actors.openings(key.stage):
                    self._by_silence(key, reached, tried, opening)

    def _corners(self, key: Key, reached: Conference, tried: TriedAct) -> None:
        """Try an act at the border of its rule: with just enough, and with a little less."""
        prepared, step = reached.fork(), tried.step
        rule = self.rulebook.rule_of(step)
        with suppress(Refused, InvalidAct):
            meeting = self.actors.prepare(prepared, tried)
            say = self.actors.say(prepared, tried, meeting)
            for name, mood in corners(rule, len(say)):
                cica, may = prepared.fork(), enough(rule, len(say), mood)
                try:
                    self.actors.speak(cica, tried, say, mood)
                except (Refused, InvalidAct):
                    if step.decision and mood.block:
                        self.violated(cica, f"{step.act} at {key.stage}: decided where no member can object")
                    continue
                try:
                    self.actors.perform(cica, tried, meeting)
                except (Refused, InvalidAct):
                    if may and step.decision:
                        self.violated(cica, f"{step.act} at {key.stage}: not decided with {name} ({rule.id})")
                    continue
                if not may:
                    over = mood.block > rule.allows.needed(len(say))
                    words = "over a standing objection" if over else f"with {name}"
                    self.violated(cica, f"{step.act} at {key.stage}: decided {words} ({rule.id})")

    def _out_of_time(self, key: Key, reached: Conference, tried: TriedAct) -> None:
        """Try an act a minute before the end of a clock it waits for, or after the end of one it must not miss."""
        for name, by in (("after", -MINUTE), ("before", MINUTE)):
            clock = tried.step.requirement(name)
            end = reached.case(CASE).text(clock_fact(clock or ""))
            if not clock or not end:
                continue
            cica, at = reached.fork(), datetime.fromisoformat(end) + by
            if at < (cica.case(CASE).at or at):
                continue
            with suppress(Refused, InvalidAct):
                self.actors.clock.at = at
                by_whom = actor_of(cica, tried.step, cica.case(CASE), subject=key.subject, at=at)
                cica.act(CASE, tried.step.act, by=by_whom, at=at, details=self.actors.details(cica, tried), reason="r")
                when = "before" if name == "after" else "after"
                self.violated(cica, f"{tried.step.act} at {key.stage}: done {when} the end of {clock}")

    def _without_meeting(self, key: Key, reached: Conference, tried: TriedAct) -> None:
        step = tried.step
        if self.procedure.meets or step.requirement("meeting") is None:
            return
        self._without(key, reached, tried, "meeting", meets=False)
        body, at = self.procedure.body_of(step, key.stage), self.actors.tell(reached, tried)
        seats = self.rulebook.seats(body, reached.register, at)
        needed = (self.rulebook.rule_of(step).quorum or self.rulebook.quorum).needed(len(seats))
        if needed:
            self._without(key, reached, tried, "quorum", present=needed - 1)

    def _without(
        self,
        key: Key,
        reached: Conference,
        tried: TriedAct,
        what: str,
        *,
        meets: bool = True,
        present: int | None = None,
    ) -> None:
        """Try a decision without a meeting, or with one member fewer than a quorum."""
        cica = reached.fork()
        with suppress(Refused, InvalidAct):
            if not meets:
                close_meetings(cica, self.actors.tell(cica, tried))
            self.actors.play(cica, tried, present=present, meets=meets)
            self.violated(cica, f"{tried.step.act} at {key.stage}: decided without a {what}")

    def _again(self, key: Key, reached: Conference, tried: TriedAct) -> None:
        """Try a decision a second time on the same revision, with the same particulars."""
        cica = reached.fork()
        with suppress(Refused, InvalidAct):
            self.actors.play(cica, tried)
            first = cica.history(CASE)[-1]
            known = {name: value for name, value in first.details.items() if name in tried.step.fields}
            cica.act(CASE, first.act, by=first.actor, at=first.at, details=known, reason="r", meeting=first.meeting)
            self.violated(cica, f"{tried.step.act} at {key.stage}: decided twice on one revision")

    def _by_silence(self, key: Key, reached: Conference, tried: TriedAct, opening: Step) -> None:
        """Check that a broken silence decides nothing, and an unbroken one decides if only consensus is needed."""
        opened = reached.fork()
        try:
            case = self.actors.open_silence(opened, tried, opening, tried.step.act)
        except (Refused, InvalidAct):
            return
        self.opened.add((opening.act, key.stage))
        silence, step = case.silence, tried.step
        for words in SAID:
            cica = opened.fork()
            done = self._say(cica, key, words)
            self.actors.clock.at += 20 * LATER
            cica.settle()
            decided = bool(cica.history(CASE)[-1].decision)
            broken = bool(BREAKING & done)
            held = cica.case(CASE).silence is not None
            if silence is None or silence.act != step.act or held:
                continue
            if decided and broken:
                self.violated(cica, f"{step.act} at {key.stage}: decided although the silence was broken")
            elif not (decided or broken) and {clause.name for clause in step.requires} <= STOOD_FOR:
                self.violated(cica, f"{step.act} at {key.stage}: not decided although nobody broke the silence")

    def _say(self, cica: Conference, key: Key, words: tuple[str, ...]) -> set[str]:
        """Perform acts with these effects, as far as there are any; return the effects of those that were done."""
        at = cica.case(CASE).at or self.actors.at
        self.actors.clock.at = at
        done = set()
        for word in words:
            said = self.procedure.doing(word, key.stage)
            if said is not None:
                details: dict[str, object] = {"lasts": "P1D"} if "lasts" in said.fields else {}
                details |= {"position": self.rulebook.word("blocks")} if word == "position" else {}
                by = actor_of(cica, said, cica.case(CASE), subject=self.actors.subject, at=at)
                cica.act(CASE, said.act, by=by, at=at, details=details, reason="r")
                self.opened.add((said.act, key.stage))
                done.add(word)
        return done

    def violated(self, cica: Conference, invariant: str) -> None:
        """Note that a law is violated, with the record that shows it."""
        if invariant not in self.violations:
            text = feature(list(cica.entries()), cica.case(CASE), cica.since, self.rulebook)
            self.violations[invariant] = Violation(invariant, text)
