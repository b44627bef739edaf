"""Taking turns: long work holds the casebook's lock only while it writes.

An action that is handed `Turns` prepares without the lock, on a casebook that is open to read, and asks for
the casebook to write only to keep what it prepared. Without them it works as it always did, on a casebook
that it holds from beginning to end.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

from allegata.actions.book import Casebook, Outside
from allegata.actions.casebook import opened_to_write
from allegata.store.apart import apart

Turns = Callable[[], AbstractContextManager[Casebook]]
"""Gives the casebook to write, for as long as the block lasts."""

PATIENCE = 600.0
"""Seconds that background work waits for its turn; a person at the command line may hold the casebook long."""


def held(book: Casebook) -> Turns:
    """The turns of work that holds the casebook anyway: it is always its turn."""
    return lambda: nullcontext(book)


def taking_turns(folder: Path, outside: Outside, *, sign: bool = True, patience: float = PATIENCE) -> Turns:
    """Turns of a casebook that others write to as well.

    :param sign: whether every turn ends with a checkpoint; work of many turns signs once, with its last.
    """

    @contextmanager
    def turn() -> Iterator[Casebook]:
        with opened_to_write(folder, outside, patience=patience, sign=sign) as book:
            yield book

    return turn


def room(book: Casebook, turns: Turns | None) -> AbstractContextManager[Path | None]:
    """Where objects are staged: aside from others while turns are taken, else where they always are (None)."""
    return nullcontext() if turns is None else apart(book.folder)
