"""Cases, entries, silence periods and what is due in one line each, as they are read by whoever only looks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from cica_procedure.errors import NotARecord
from cica_procedure.record.content import period
from cica_procedure.record.instants import aware

if TYPE_CHECKING:
    from pathlib import Path


class CaseLine(NamedTuple):
    """
    A case, as one line of the docket.

    Attributes:
        case: its id.

        stage: where it is in its procedure.

        revision: the number of the text on the table.

        at: when its last act took effect.

        title: what it is called now; its id when it has no title.
    """

    case: str
    stage: str
    revision: int
    at: datetime
    title: str

    @classmethod
    def of(cls, case: str, at: str, stage: str, revision: int, title: str | None) -> CaseLine:
        """Read what one entry says of its case; the title is empty when it does not say it."""
        _texts(case, stage)
        return cls(case, stage, revision, aware(at), title or "")

    def following(self, known: CaseLine | None) -> CaseLine:
        """Give it as it stands after an earlier one: a title not given anew stays, and without any it is the id."""
        return self._replace(title=self.title or (known.title if known is not None else self.case))


class EntryLine(NamedTuple):
    """
    An entry, as one line of the history of its case.

    Attributes:
        act, actor: what was done, and by whom.

        at, recorded: when it took effect, and when it was written down.

        stage: where the case stood then.

        said: the decision or the position, when it states one.

        silence: the silence period as the act left it, by name; nothing when it did not touch it.
    """

    act: str
    actor: str
    at: datetime
    recorded: datetime
    stage: str
    said: str
    silence: Mapping[str, Any]

    @classmethod
    def of(
        cls, case: CaseLine, act: str, actor: str, recorded: str, decision: str, position: str, silence: str | None
    ) -> EntryLine:
        """Read an entry that left its case as a line says."""
        _texts(act, actor, decision, position)
        under = _period(silence) if silence else {}
        return cls(act, actor, case.at, aware(recorded), case.stage, decision or position, under)


class PeriodLine(NamedTuple):
    """
    The last silence period of a case, in one line.

    Attributes:
        case: the id of the case.

        act: what is decided by it.

        body: the body that decides.

        expires: when it ends, or has ended.

        holds: the members that hold it, set apart by commas; empty while it runs.

        outcome: how it ended; empty as long as that is not on the record.
    """

    case: str
    act: str
    body: str
    expires: datetime
    holds: str
    outcome: str

    @classmethod
    def of(cls, case: str, act: str, body: str, expires: str, holds: str | None, outcome: str | None) -> PeriodLine:
        """Read it from what an entry says of it; what is not there is empty."""
        _texts(case, act, body, holds or "", outcome or "")
        return cls(case, act, body, aware(expires), holds or "", outcome or "")

    def due(self, at: datetime) -> bool:
        """Whether it has ended by an instant, and that is not on the record."""
        return not self.holds and not self.outcome and self.expires <= at


class DueLine(NamedTuple):
    """
    A case that is open although it was due.

    Attributes:
        case: where it stands.

        due: the day by which it was due, or else the meeting at which.
    """

    case: CaseLine
    due: str


@contextmanager
def legible(path: Path | str) -> Iterator[None]:
    """
    Say of what cannot be read as an entry that it is damage.

    Raises:
        NotARecord: in the place of what reading it has raised.
    """
    try:
        yield
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NotARecord(path, f"has an entry that cannot be read ({error}); cica verify names it") from error


def _texts(*words: object) -> None:
    if not all(isinstance(word, str) for word in words):
        raise TypeError("is not text")


def _period(silence: str) -> Mapping[str, Any]:
    from json import loads  # noqa: PLC0415 - few cases have ever been under silence, and it takes a while to import

    return period(dict(loads(silence)))
