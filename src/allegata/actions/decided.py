"""The decisions of a casebook as they are in force, kept in memory and carried on as new ones come.

The ledger only grows, so what was read of it stays true; a page then costs the decisions made since the last.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock

from sqlalchemy import select

from allegata.actions.casebook import Casebook
from allegata.errors import BadDecision, UnknownThing
from allegata.linking.pairs import PAIR_SEPARATOR
from allegata.model.codec import parse
from allegata.model.decision import Decision, DecisionVerb
from allegata.reading.decided import by_subject, in_force, set_aside
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
    by_id: Mapping[str, Decision] = field(default_factory=dict)

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


def decision_named(book: Casebook, id: str) -> Decision:
    """A decision by its id, undone or not.

    :raises UnknownThing: when there is none of this id.
    """
    found = decided(book).by_id.get(id)
    if found is None:
        raise UnknownThing(
            f"there is no decision {id!r}; the history of what it is about lists those on record (`allegata history`)"
        )
    return found


def standing_decision(book: Casebook, id: str) -> Decision:
    """The same of one that is not undone, which can be undone.

    :raises UnknownThing: as `decision_named`. :raises BadDecision: when it is undone already.
    """
    found = decision_named(book, id)
    if id in set_aside(decided(book).every):
        raise BadDecision(f"{id} is undone already")
    return found


def undone(book: Casebook, id: str) -> Decision | None:
    """The decision that an undo, or an undo of an undo, is about in the end; None where there is none."""
    by_id = decided(book).by_id
    found = by_id.get(id)
    while found and found.verb is DecisionVerb.UNDO:
        found = by_id.get(found.subject)
    return found


def _carried_on(before: Decided, seq: int, new: Sequence[Decision]) -> Decided:
    every = (*before.every, *new)
    about = {thing: list(numbers) for thing, numbers in before.about.items()}
    for number, decision in enumerate(new, len(before.every)):
        for thing in {*decision.subject.split(PAIR_SEPARATOR), *decision.others}:
            about.setdefault(thing, []).append(number)
    force = in_force(every)
    by_id = {**before.by_id, **{decision.id: decision for decision in new}}
    return Decided(seq, every, force, by_subject(force), marks(force), about, by_id)
