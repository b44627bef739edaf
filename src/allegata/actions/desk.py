"""One casebook as a server holds it: open for reading all the time, for writing in turns."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Lock

from sqlalchemy import func, select
from sqlalchemy.exc import DatabaseError, OperationalError

from allegata.actions.casebook import Casebook, Outside, locked, mark_of, opened, opened_to_write
from allegata.errors import CasebookBusy
from allegata.store.tables import DECISIONS

PATIENCE = 20.0
"""Seconds that a decision waits for others who write. Background work holds the casebook for far less."""


Unanswered = DatabaseError
"""What is raised where a database is asked in vain."""


def silent(fault: Unanswered) -> bool:
    """Whether the database is the cause: gone, locked or damaged. Else it was asked for what it cannot do."""
    return type(fault) in (DatabaseError, OperationalError)


class Desk:
    """An open casebook that many threads read and one at a time writes to.

    Readers never wait: the databases keep a reader's view while another one writes. A writer opens the
    casebook anew, as the command line does, so that `allegata` in a terminal and the server take turns.

    :raises CasebookMissing, CasebookCorrupt, KeyMissing: as `opened`.
    """

    def __init__(self, folder: Path, outside: Outside | None = None) -> None:
        self.folder = folder
        self.id = str(mark_of(folder)["id"])
        self.name = folder.resolve().name
        self._outside = outside or Outside()
        self._turn = Lock()
        self._stack = ExitStack()
        self.decided: Callable[[Desk, str], object] = lambda desk, by: None
        """Called after a turn in which somebody decided, so that the computed parts follow."""
        self._book: Casebook = self._stack.enter_context(opened(folder, self._outside))
        self._made = self._file_of(self._book)
        self._following = Lock()

    @property
    def book(self) -> Casebook:
        """The casebook, open to read. When its index was thrown away and made anew, it is the new one.

        :raises CasebookBusy: while that is under way.
        """
        there = self._file_of(self._book)
        if there != self._made:
            with self._following:
                self._follow(there)
        return self._book

    @staticmethod
    def _file_of(book: Casebook) -> tuple[int, int] | None:
        """Which file the index is, whatever its name; None: it is in no file, or there is none now."""
        path = book.index.engine.url.database if book.index.in_file else None
        try:
            there = Path(path).stat() if path else None
        except FileNotFoundError:
            return None
        return (there.st_dev, there.st_ino) if there else None

    def _follow(self, there: tuple[int, int] | None) -> None:
        if there == self._made:
            return  # another thread has seen to it
        try:
            if there is None:
                with locked(self.folder):
                    pass  # nothing is opened while somebody makes it: an empty file would be in the way
            book = self._stack.enter_context(opened(self.folder, self._outside))
        except CasebookBusy:
            raise CasebookBusy(
                "the index of this casebook is being made anew; open the page again in a moment"
            ) from None
        self._book.index.engine.dispose()
        self._book, self._made = book, self._file_of(book)

    @contextmanager
    def writing(self, by: str, patience: float = PATIENCE) -> Iterator[Casebook]:
        """Open the casebook to write in somebody's name, when it is our turn.

        :raises CasebookBusy: when others write for longer than `patience` seconds.
        """
        if not self._turn.acquire(timeout=patience):
            raise CasebookBusy("others are writing to this casebook; try again in a moment")
        try:
            outside = replace(self._outside, by=by)
            with opened_to_write(self.folder, outside, patience=patience) as book:
                before = _decisions(book)
                yield book
                new = _decisions(book) != before
        finally:
            self._turn.release()
        if new:
            self.decided(self, by)

    def applied(self) -> int:
        """The number of the last ledger entry in the index: what is cached is good as long as it stays."""
        return int(self.book.index.meta("applied") or 0)

    def close(self) -> None:
        """Let go of the databases."""
        self._stack.close()


def _decisions(book: Casebook) -> int:
    """The number of the last entry with a decision."""
    row = book.index.first(select(func.max(DECISIONS.c.seq).label("seq")))
    return int(row.seq or 0) if row else 0
