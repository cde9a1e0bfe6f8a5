"""The record in SQLite: create it, open it, append entries to it and read them back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias

from cica_procedure.errors import Conflict, Inaccessible, NotARecord, Refused
from cica_procedure.record import texts
from cica_procedure.record.beside import check_beside, check_place, place_of
from cica_procedure.record.chain import Head, genesis, head_at, inner, link
from cica_procedure.record.files import connect, connect_to_read, new_file, prepare, regular, trouble
from cica_procedure.record.guard import seal
from cica_procedure.record.header import Header, header_of
from cica_procedure.record.queries import LAST_ENTRY, legible
from cica_procedure.record.row import entry_of, hashed, refusal_of, row_of
from cica_procedure.record.statements import IN_MEETING, INSERT, OF_CASE, OPENED, PAGE, RECORDED, SHARED
from cica_procedure.record.verification import first_bad
from cica_procedure.terms import Entry
from cica_procedure.time import LAST, read_instant

Values: TypeAlias = tuple[str | int, ...] | dict[str, str | int]
"""The parameters of a SQL statement: by position, or by name."""

AGAIN = "try again once the disk has room, or the program that holds the record is done"
"""The advice in messages when an act could not be written."""


class Record:
    """
    An open record.

    Make it with `Record.create` or `Record.open`, and close it with `Record.close`.

    Raises:
        Inaccessible: by every method that reads, when the file cannot be reached, was written to from elsewhere while
            it was thought to be unchanging, or the record is closed or used in another thread.

        NotARecord: by every method that reads, when the file or one of its entries cannot be read.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        path: Path | str,
        header: Header,
        *,
        to_read: bool = False,
        sealed: tuple[int, int] | None = None,
    ) -> None:
        self._connection = connection
        self._to_read = to_read
        self._sealed = sealed
        self._genesis = Head(0, genesis(header.plain()))
        self._place = None if path == ":memory:" or to_read else place_of(path, alone=True)
        self.path = path
        self.header = header

    @classmethod
    def create(cls, path: Path | str, header: Header, rules: Iterable[bytes] = ()) -> Record:
        """
        Create a record in a new file, or in memory when the path is ``:memory:``, with the texts of its first rules.

        Raises:
            NotARecord: when the file exists.

            Inaccessible: when the file cannot be created.
        """
        from cica_procedure.record.migrations import migrate  # noqa: PLC0415 - slow to import, and only for a new record

        with new_file(path):
            connection = connect(path)
            try:
                seal(connection, genesis(header.plain()))
                connection.execute("BEGIN IMMEDIATE")  # Before there is a log: what it is stands in the file itself.
                migrate(connection)
                connection.executemany(
                    "INSERT INTO header (name, value) VALUES (?, ?)",
                    [*header.plain().items()],
                )
                texts.keep(connection, rules)
                connection.execute("COMMIT")
                prepare(connection)
            except sqlite3.Error as error:
                connection.close()
                raise Inaccessible(path, f"{error}; check the folder and the space on the disk") from error
        return cls(connection, path, header)

    @classmethod
    def open(cls, path: Path | str, *, to_read: bool = False) -> Record:
        """
        Open a record that exists.

        Args:
            path: the file.

            to_read: whether the record is opened only for reading, which works even where nothing can be written.

        Raises:
            Inaccessible: when there is no such file, or it cannot be read.

            NotARecord: when the file is not a record that this program can read.
        """
        known = regular(path)
        place_of(path, alone=not to_read)
        check_beside(path)
        connection, sealed = connect_to_read(path) if to_read else (connect(path), False)
        try:
            header = header_of(connection, path)
            if not to_read:
                prepare(connection)
                seal(connection, genesis(header.plain()))
        except BaseException:
            connection.close()
            raise
        return cls(connection, path, header, to_read=to_read, sealed=known if sealed else None)

    def close(self) -> None:
        """
        Close the file.

        Raises:
            Inaccessible: when the record was opened in another thread.
        """
        try:
            self._connection.close()
        except sqlite3.ProgrammingError as error:
            raise trouble(self.path, error) from error

    @property
    def held(self) -> bool:
        """Whether a `transaction` is in progress."""
        try:
            return self._connection.in_transaction
        except sqlite3.ProgrammingError as error:
            raise trouble(self.path, error) from error

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """
        Hold the record: no other program can write between a read inside and the append that follows.

        A nested transaction is part of the outer one: it is committed or rolled back together with it.

        Raises:
            Inaccessible: when the record was opened to be read, or the disk or another program prevents writing.
        """
        self._check_writable()
        if self.held:
            yield
            return
        try:
            self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise Inaccessible(self.path, f"{error}; {AGAIN}") from error
        except sqlite3.ProgrammingError as error:
            raise trouble(self.path, error) from error
        try:
            yield
            self._connection.execute("COMMIT")
            check_place(self.path, self._place)
        except BaseException as error:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            if isinstance(error, sqlite3.Error):
                raise Inaccessible(self.path, f"{error}; nothing was written") from error
            raise

    def _check_writable(self) -> None:
        if self._to_read:
            raise Inaccessible(self.path, "was opened to be read; open it without to_read")

    def _rows(self, statement: str, values: Values = ()) -> list[Any]:
        """Run a query and return its rows; translate SQLite errors."""
        self._check_sealed()
        try:
            return self._connection.execute(statement, values).fetchall()
        except UnicodeEncodeError:
            return []  # A text that cannot be encoded is on no record.
        except sqlite3.DatabaseError as error:
            raise trouble(self.path, error) from error

    def _check_sealed(self) -> None:
        if self._sealed is not None and regular(self.path) != self._sealed:
            raise Inaccessible(self.path, "was written to meanwhile from elsewhere; open it again")

    def head(self) -> Head:
        """Return the head: the number and digest of the last entry."""
        rows = self._rows(LAST_ENTRY)
        return Head(*rows[0]) if rows else self._genesis

    def head_at(self, seq: int) -> Head:
        """Return an entry as a head, by its number; the digest is empty when there is no such entry."""
        self._check_sealed()
        try:
            return head_at(self._connection, seq, self.genesis)
        except sqlite3.DatabaseError as error:
            raise trouble(self.path, error) from error

    def check_links(self, after: int, until: int) -> None:
        """
        Check that the entries above one, up to another, are sealed to those before them.

        Raises:
            NotARecord: with the first that is not: another program has put it in, and nothing is decided on it.
        """
        self._check_sealed()
        try:
            bad = first_bad(self._connection, (self.genesis, after + 1, until)) if until > after else None
        except sqlite3.DatabaseError as error:
            raise trouble(self.path, error) from error
        if bad is not None:
            raise NotARecord(self.path, f"has an entry {bad} that does not fit the one before it; cica verify names it")

    def known_by(self, at: datetime, until: int) -> int:
        """
        Return the number of the last entry up to `until` that was recorded by an instant; 0 when there is none.

        The clock of a record may have been set back, so the search begins at the end.
        """
        while page := self._rows(RECORDED, (until,)):
            with legible(self.path):
                for seq, recorded in page:
                    if read_instant(recorded) <= at:
                        return int(seq)
            until = page[-1][0] - 1
        return 0

    def append(self, entries: Sequence[Entry], after: Head) -> Head:
        """
        Write entries directly after a head, in a transaction of their own or in the one that is in progress.

        Args:
            entries: the entries to write, in order: all of them are written, or nothing.

            after: the last entry that was taken into account; the number of the next entry is free only if no other
                program has written since, so that nothing is written on a stale view.

        Returns:
            The new head.

        Raises:
            Conflict: when another program has written meanwhile.

            Inaccessible: when the record was opened to be read, or the disk or another program prevents writing;
                nothing is written.

            NotARecord: when the file is damaged so that it takes no entries.
        """
        if len(entries) == 1:
            return self._append(entries[0], after)  # One statement is a transaction by itself.
        with self.transaction():
            for entry in entries:
                after = self._append(entry, after)
        return after

    def _append(self, entry: Entry, after: Head) -> Head:
        self._check_writable()
        seq, row, before = after.seq + 1, row_of(entry), bytes.fromhex(after.digest)
        digest = link(before, inner(hashed(seq, row)))
        if seq > LAST:
            raise NotARecord(self.path, "has no room for another entry: its last one has a number of another hand")
        values = (before if after.seq else None, seq, *row, digest)
        try:
            written = self._connection.execute(INSERT, values).rowcount
        except sqlite3.IntegrityError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_CONSTRAINT_TRIGGER:
                raise  # The guard did not refuse the entry, so this is a fault of this program.
            raise Conflict(entry.case, entry.n - 1, self.length(entry.case)) from error
        except sqlite3.OperationalError as error:
            raise Inaccessible(self.path, f"{error}; nothing was written; {AGAIN}") from error
        except sqlite3.DatabaseError as error:
            raise trouble(self.path, error) from error
        if not self._connection.in_transaction:
            check_place(self.path, self._place)
        if written != 1:
            raise NotARecord(self.path, "takes no entries: something in it swallows them; restore it from a backup")
        return Head(seq, digest.hex())

    def keep_refusal(self, refused: Refused) -> None:
        """
        Keep a refused act as evidence, apart from the acts.

        Raises:
            Inaccessible: as for `transaction`.
        """
        with self.transaction():
            self._connection.execute("INSERT INTO refusals (content) VALUES (?)", [refusal_of(refused)])

    def length(self, case: str) -> int:
        """Return the number of entries of a case."""
        ((n,),) = self._rows("SELECT max(n) FROM entries WHERE case_id = ?", (case,))
        return int(n or 0)

    def entries(self, after: int = 0, until: int = LAST) -> Iterator[Entry]:
        """
        Yield the entries with numbers above `after` and up to `until`, in order.

        They are read in pages, and no query stays open between pages, so that other programs may write.
        """
        while page := list(self._numbered(PAGE, (after, until))):
            yield from (entry for _, entry in page)
            after = page[-1][0]

    def entries_of(self, case: str, after: int = 0, until: int = LAST) -> Iterator[Entry]:
        """Yield the entries of a case above its number `after`, up to entry `until` of the record, in order."""
        return self._parse(OF_CASE, (case, after, until))

    def done_in(self, meeting: str, until: int = LAST) -> Iterator[Entry]:
        """Yield the entries done in a meeting, up to entry `until`, in order."""
        return self._parse(IN_MEETING, {"meeting": meeting, "until": until})

    def _parse(self, statement: str, values: Values) -> Iterator[Entry]:
        return (entry for _, entry in self._numbered(statement, values))

    def _numbered(self, statement: str, values: Values) -> Iterator[tuple[int, Entry]]:
        """Yield entries with their numbers; raise `NotARecord` for an entry that cannot be read."""
        with legible(self.path):
            for seq, *row in self._rows(statement, values):
                yield seq, entry_of(tuple(row))

    def numbered(self, case: str) -> list[tuple[int, Entry]]:
        """Return the entries of a case with their numbers in the record."""
        return list(self._numbered(OF_CASE, (case, 0, LAST)))

    @property
    def genesis(self) -> str:
        """The digest of the header, which is the digest before the first entry."""
        return self._genesis.digest

    def keep_lines(self, lines: Iterable[tuple[int, str, str]]) -> None:
        """
        Keep lines of those who have cosigned a head, each with the size and the root of the head, unless they are kept.

        Raises:
            Inaccessible: as for `transaction`.
        """
        with self.transaction():
            self._connection.executemany(
                "INSERT INTO notes (size, root, line) SELECT ?1, ?2, ?3 WHERE NOT EXISTS "
                "(SELECT 1 FROM notes WHERE (size, root, line) = (?1, ?2, ?3))",
                lines,
            )

    def keep_texts(self, content: Iterable[bytes]) -> None:
        """
        Keep texts under their SHA-256, unless they are kept already.

        Raises:
            Inaccessible: as for `transaction`.
        """
        with self.transaction():
            texts.keep(self._connection, content)

    def text(self, name: str) -> bytes:
        """
        Return a text by its SHA-256, in hexadecimal.

        Raises:
            NotARecord: when there is no such text, or another one has its name.
        """
        self._check_sealed()
        try:
            return texts.text(self._connection, name)
        except sqlite3.DatabaseError as error:
            raise trouble(self.path, error) from error
        except ValueError as error:
            raise NotARecord(self.path, f"{error}; restore it from a backup") from error

    def cases(self, until: int = LAST) -> tuple[str, ...]:
        """Return the id of every case opened up to entry `until`, including meetings, in the order of opening."""
        return tuple(case for (case,) in self._rows(OPENED, (until,)))

    def refusals(self) -> list[str]:
        """Return the refused acts that were kept, as JSON, in order."""
        return [content for (content,) in self._rows("SELECT content FROM refusals ORDER BY seq")]

    def shared(self, after: int = 0, until: int = LAST) -> Iterator[Entry]:
        """Yield entries on which other cases may depend: those about meetings, the register and silence periods."""
        return self._parse(SHARED, (after, until))
