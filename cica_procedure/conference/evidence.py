"""Refusals kept as evidence, apart from the acts, once no batch can take them with it."""

from __future__ import annotations

from datetime import datetime

from cica_procedure.errors import ProcedureError, Refused
from cica_procedure.record.journal import Journal


class Evidence:
    """
    The refusals of a conference that are still to be written.

    Args:
        journal: where they are kept.

        keep: whether they are kept at all.
    """

    def __init__(self, journal: Journal, *, keep: bool) -> None:
        self._journal = journal
        self._keep = keep
        self._pending: list[tuple[Refused, str, datetime]] = []

    def add(self, refused: Refused, actor: str, at: datetime) -> None:
        """Note a refused act: by whom it was tried, and when."""
        if self._keep:
            self._pending.append((refused, actor, at))

    def write(self, beside: BaseException | None = None) -> None:
        """
        Write what is pending; if that fails, add a note to an error that is under way.

        Raises:
            Inaccessible, NotARecord: when it fails and no error is under way.
        """
        try:
            while self._pending:
                self._journal.refuse(*self._pending[0])
                del self._pending[0]
        except ProcedureError as error:
            if beside is None:
                raise
            beside.add_note(f"not kept as evidence yet: {error}")
