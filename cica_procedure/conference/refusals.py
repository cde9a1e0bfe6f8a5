"""Refusals kept as evidence, apart from the acts; they are written when no batch can roll them back."""

from __future__ import annotations

from cica_procedure.errors import ProcedureError, Refused
from cica_procedure.record.journal import Journal


class PendingRefusals:
    """
    The refusals of a conference that have not been written yet.

    Args:
        journal: the journal they are written to.

        keep: whether refusals are kept at all.
    """

    def __init__(self, journal: Journal, *, keep: bool) -> None:
        self._journal = journal
        self._keep = keep
        self._pending: list[Refused] = []

    def add(self, error: ProcedureError, *, hold: bool) -> None:
        """Keep an error that is a refusal; with `hold`, it is not written before the next call of `write`."""
        if self._keep and isinstance(error, Refused):
            self._pending.append(error)
        if not hold:
            self.write(error)

    def write(self, beside: BaseException | None = None) -> None:
        """
        Write pending refusals; if that fails, add a note to `beside`.

        Raises:
            Inaccessible, NotARecord: when writing fails and `beside` is ``None``.
        """
        try:
            while self._pending:
                self._journal.keep_refusal(self._pending[0])
                del self._pending[0]
        except ProcedureError as error:
            if beside is None:
                raise
            beside.add_note(f"not kept as evidence yet: {error}")
