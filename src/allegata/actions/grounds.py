"""What the page of an incident rests on: as long as it stays, what was made of it can be shown again."""

from collections.abc import Hashable
from dataclasses import dataclass

from sqlalchemy import select

from allegata.actions.casebook import Casebook
from allegata.actions.decided import decided
from allegata.actions.show import named
from allegata.actions.verify import damaged
from allegata.errors import Problem
from allegata.evidence.custody import EntryKind
from allegata.knowledge import load
from allegata.store.tables import DOCUMENTS, MEMBERS, MENTIONS


@dataclass(frozen=True, slots=True)
class Grounds:
    """An incident, the problems of its originals, and a key that changes with everything that is told of it."""

    incident: str
    problems: tuple[Problem, ...]
    key: Hashable


def grounds(book: Casebook, name: str) -> Grounds:
    """What an incident's page rests on now.

    Reading other texts changes none of it, so a page that was made stays good while a worker reads.

    :param name: its id, or the beginning of it.
    :raises UnknownThing: when there is no such incident, or several.
    """
    id, data = named(book, name)
    linked = book.index.last(EntryKind.LINKED), book.index.last(EntryKind.ASSESSED)
    joined = MEMBERS.join(MENTIONS, MENTIONS.c.id == MEMBERS.c.mention)
    told = select(MENTIONS.c.document).select_from(joined).where(MEMBERS.c.incident == id)
    query = select(DOCUMENTS.c.item, DOCUMENTS.c.object).where(DOCUMENTS.c.id.in_(told))
    texts = tuple((row.item, row.object) for row in book.index.rows(query.order_by(DOCUMENTS.c.id)))
    problems = tuple(problem for item, _ in texts for problem in _damaged(book, item))
    rest = decided(book).seq, load(book.knowledge).version
    return Grounds(id, problems, (id, data, linked, texts, problems, rest))


def _damaged(book: Casebook, item: str) -> tuple[Problem, ...]:
    """What is wrong with an original: hashed once a day, and whenever its file was touched since."""
    try:
        status = book.vault.path(item).stat()
    except OSError:
        return damaged(book, [item])
    key = item, status.st_mtime_ns, status.st_size, status.st_ino, book.now().date()
    return book.kept.get("originals", key, lambda: damaged(book, [item]), lambda _: 500)
