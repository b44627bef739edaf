"""What the reading room shows: one text, its reading, and where each thing in it stands."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from allegata.actions import show
from allegata.actions.casebook import Casebook
from allegata.actions.current import every_decision, some
from allegata.actions.decided import decided as decisions
from allegata.actions.verify import damaged
from allegata.errors import CasebookCorrupt, UnknownThing
from allegata.model.decision import Decision, DecisionVerb
from allegata.model.document import Document
from allegata.model.reading import Reading
from allegata.model.room import Room, Standing
from allegata.reading.decided import ON_PARTS, applied, by_subject, in_force
from allegata.reading.missed import KINDS, extended, marks
from allegata.store.tables import DOCUMENTS, ITEMS

CHUNK = 1 << 20


def room(book: Casebook, name: str) -> Room:
    """One item under review.

    :param name: its id or the beginning of it.
    :raises UnknownThing: when there is no such item, or several.
    """
    record = show.item(book, name, check=False)
    if record.document is None:
        return Room(record, None)
    made = decisions(book)
    every, decided = made.every, made.subjects
    read = some(book, [record.document.id], decided=False).readings[0]
    by_people = made.marks.get(record.document.id, ())
    proposed = extended(read, by_people)
    kept = {id: one for id, one in decided.items() if one.verb is not DecisionVerb.REJECT}
    shown = applied(proposed, kept)
    standing = _standing(proposed, applied(proposed, decided), decided, by_people, _past(every))
    parts: dict[str, tuple[str, ...]] = {}
    for kind in KINDS[1:]:
        for part in getattr(shown, kind):
            parts[part.statement] = (*parts.get(part.statement, ()), part.id)
    return Room(record, shown, standing, parts)


def versions(book: Casebook, document: Document, thing: str) -> tuple[tuple[object, Decision | None], ...]:
    """Everything that one thing ever was, oldest first, each with the decision that made it so.

    What a stale form shows: the version that its author saw, and what came after.
    """
    every = every_decision(book)
    read = some(book, [document.id], decided=False).readings[0]
    found: list[tuple[object, Decision | None]] = []
    related = _related(every, thing)
    for number in range(len(every) + 1):
        upto = every[:number]
        if number and not {every[number - 1].subject, *every[number - 1].others} & related:
            continue
        held = in_force(upto)
        now = applied(extended(read, marks(held).get(document.id, ())), by_subject(held))
        one = next((part for kind in KINDS for part in getattr(now, kind) if part.id == thing), None)
        found.append((one, every[number - 1] if number else None))
    return tuple(found)


def _related(every: Sequence[Decision], thing: str) -> set[str]:
    """The thing and every decision on it, which a later one may undo."""
    names = {thing}
    for decision in every:
        if decision.subject in names or thing in decision.others:
            names.add(decision.id)
    return names


@dataclass(frozen=True, slots=True)
class Original:
    """The exact bytes of an item, a piece at a time, and how to call a copy of it."""

    book: Casebook
    id: str
    name: str
    length: int
    read: bool  # whether a text was taken from it; else it may be pictures or sound, or hold some

    @property
    def ending(self) -> str:
        """The ending of its name, where it is a plain one: ".pdf"."""
        found = re.search(r"\.[a-z0-9]{1,8}$", self.name.casefold())
        return found.group() if found else ""

    def chunks(self) -> Iterator[bytes]:
        """The bytes."""
        with self.book.vault.plain(self.id) as path, path.open("rb") as file:
            while chunk := file.read(CHUNK):
                yield chunk


def original(book: Casebook, name: str) -> Original:
    """The original of an item, hashed before it is handed out.

    :raises UnknownThing: when there is no such item, or several.
    :raises CasebookCorrupt: when the bytes are not those that came in.
    """
    query = select(ITEMS.c.id, ITEMS.c.name, ITEMS.c.length)
    rows = list(book.index.rows(query.where(book.index.begins(ITEMS.c.id, name)).limit(2)))
    if len(rows) != 1:
        raise UnknownThing(f"{'several items begin' if rows else 'no item begins'} with {name!r}")
    for problem in damaged(book, [rows[0].id]):
        raise CasebookCorrupt(f"{problem.what} {problem.remedy}")
    read = book.index.count(DOCUMENTS, DOCUMENTS.c.item == rows[0].id) > 0
    return Original(book, rows[0].id, rows[0].name, rows[0].length, read)


def _past(every: Sequence[Decision]) -> dict[str, tuple[Decision, ...]]:
    past: dict[str, tuple[Decision, ...]] = {}
    for decision in every:
        if decision.verb in ON_PARTS:
            past[decision.subject] = (*past.get(decision.subject, ()), decision)
    return past


def _standing(
    proposed: Reading,
    counts: Reading,
    decided: Mapping[str, Decision],
    by_people: Sequence[Decision],
    past: dict[str, tuple[Decision, ...]],
) -> dict[str, Standing]:
    by_hand = {id: decision for decision in by_people for id in decision.others}
    now = {part.id: part for kind in KINDS for part in getattr(counts, kind)}
    return {
        part.id: Standing(
            part.id,
            kind,
            part,
            now.get(part.id),
            decided.get(part.id),
            by_hand.get(part.id),
            past.get(part.id, ()),
        )
        for kind in KINDS
        for part in getattr(proposed, kind)
    }
