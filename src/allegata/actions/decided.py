"""The decisions of a casebook as they are in force, kept in memory and carried on as new ones come.

The ledger only grows, so what was read of it stays true; a page then costs the decisions made since the last.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock

from sqlalchemy import select

from allegata.actions.casebook import Casebook
from allegata.linking.pairs import PAIR_SEPARATOR
from allegata.model.codec import parse
from allegata.model.decision import Decision
from allegata.reading.decided import by_subject, in_force
from allegata.reading.missed import marks
from allegata.store.tables import DECISIONS


@dataclass(frozen=True, slots=True)
class Decided:
    """Every decision up to one ledger entry."""

    seq: int = 0
    every: tuple[Decision, ...] = ()  # undone ones included, oldest first
    force: tuple[Decision, ...] = ()
    subjects: Mapping[str, Decision] = field(default_factory=dict)
    marks: Mapping[str, Sequence[Decision]] = field(default_factory=dict)
    about: Mapping[str, Sequence[int]] = field(default_factory=dict)  # thing → numbers in `every`

    def on(self, things: Iterable[str]) -> tuple[Decision, ...]:
        """Decisions on any of these things and, in turn, on those decisions, oldest first."""
        found: set[int] = set()
        left = list(things)
        while left:
            for number in self.about.get(left.pop(), ()):
                if number not in found:
                    found.add(number)
                    left.append(self.every[number].id)
        return tuple(self.every[number] for number in sorted(found))


@dataclass(slots=True)
class _Holder:
    """What one open casebook holds of its decisions."""

    now: Decided = field(default_factory=Decided)
    lock: Lock = field(default_factory=Lock)


def decided(book: Casebook) -> Decided:
    """The decisions as they stand."""
    holder = book.kept.one("decided", "all", _Holder)
    with holder.lock:
        before = holder.now
        query = select(DECISIONS.c.seq, DECISIONS.c.data).where(DECISIONS.c.seq > before.seq)
        rows = list(book.index.rows(query.order_by(DECISIONS.c.seq)))
        if rows:
            holder.now = _carried_on(before, rows[-1].seq, [parse(Decision, row.data) for row in rows])
        return holder.now


def _carried_on(before: Decided, seq: int, new: Sequence[Decision]) -> Decided:
    every = (*before.every, *new)
    about = {thing: list(numbers) for thing, numbers in before.about.items()}
    for number, decision in enumerate(new, len(before.every)):
        for thing in {*decision.subject.split(PAIR_SEPARATOR), *decision.others}:
            about.setdefault(thing, []).append(number)
    force = in_force(every)
    return Decided(seq, every, force, by_subject(force), marks(force), about)
