"""Link and assess while others go on deciding: computed without the casebook's lock, kept in a turn.

What was computed is not kept when a decision, a reading or another linking came in meanwhile; it is computed
anew, and kept the last time all the same, because somebody may decide for hours. Whoever asked is told
up to which entry the computed parts account for everything.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from allegata.actions.assess import assess
from allegata.actions.casebook import Casebook
from allegata.actions.current import current
from allegata.actions.link import link
from allegata.actions.turns import Turns
from allegata.errors import CasebookBusy
from allegata.evidence.custody import EntryKind
from allegata.model.result import AssessResult, LinkResult, Progress

ROUNDS, MOST_ROUNDS = 3, 9
INPUTS = (EntryKind.READ, EntryKind.DECIDED)


@dataclass(frozen=True, slots=True)
class Settled:
    """What came of it. `accounts_for` is the last ledger entry of which everything is in the result."""

    linked: LinkResult
    assessed: AssessResult
    accounts_for: int
    again: bool  # more came in meanwhile


class _Moved(Exception):
    """The casebook is no longer what the result was computed from."""


def settle(book: Casebook, turns: Turns, progress: Progress | None = None) -> Settled:
    """Bring the computed parts up to what was read and decided. `book` is only read from.

    :raises CasebookBusy: when another program links it all the time.
    """
    for number in range(1, MOST_ROUNDS + 1):
        try:
            return _once(book, turns, progress, despite=number >= ROUNDS)
        except _Moved:
            continue
    raise CasebookBusy("another program links this casebook again and again; try again when it is done")


def _once(book: Casebook, turns: Turns, progress: Progress | None, *, despite: bool) -> Settled:
    seen = book.index.last()
    inputs, linking = book.index.last(*INPUTS), book.index.last(EntryKind.LINKED)
    now = current(book)

    @contextmanager
    def unless_moved() -> Iterator[Casebook]:
        with turns() as writing:
            # what another program linked meanwhile has its own new ids: ours are never put over it
            moved = writing.index.last(EntryKind.LINKED) != linking
            if moved or (not despite and writing.index.last(*INPUTS) != inputs):
                raise _Moved
            yield writing

    linked = link(book, progress, now, unless_moved)
    linking = book.index.last(EntryKind.LINKED)
    assessed = assess(book, progress, now, turns=unless_moved)
    return Settled(linked, assessed, seen, book.index.last(*INPUTS) > seen)
