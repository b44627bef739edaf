"""The casebook as it counts now: documents and readings with what people decided laid over them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select

from allegata.actions.casebook import Casebook
from allegata.actions.decided import Decided
from allegata.actions.decided import decided as standing
from allegata.errors import Problem
from allegata.model.canonical import parse_json
from allegata.model.codec import from_data, parse
from allegata.model.decision import Decision, Proposal
from allegata.model.document import Document
from allegata.model.incident import Incident
from allegata.model.item import Appearance, Capture, Item
from allegata.model.reading import Reading
from allegata.model.record import Aggregate
from allegata.reading.decided import applied
from allegata.reading.missed import extended
from allegata.store.tables import APPEARANCES, DOCUMENTS, INCIDENTS, ITEMS, PROBLEMS, PROPOSALS, RECORDS

ASKED = 500
"""Ids in one query: below every database's limit of parameters."""
BYTES_OF_A_PART = 4000
"""What one thing read from a text takes in memory, roughly."""

One = TypeVar("One")


@dataclass(frozen=True, slots=True)
class Current:
    """What the rooms after reading work on. Documents and readings stand in the same order."""

    documents: tuple[Document, ...]
    readings: tuple[Reading, ...]
    decisions: tuple[Decision, ...]  # in force, oldest first


def portions(things: Sequence[One]) -> Iterator[Sequence[One]]:
    """So many at a time as one query may ask for, in their order."""
    for at in range(0, len(things), ASKED):
        yield things[at : at + ASKED]


def current(book: Casebook) -> Current:
    """Everything that was read, in the order in which the items came in, decisions applied."""
    made = standing(book)
    order = select(DOCUMENTS.c.object).join(ITEMS, ITEMS.c.id == DOCUMENTS.c.item).order_by(ITEMS.c.seq)
    documents, readings = [], []
    for row in book.index.rows(order):
        document, reading = _read(book, row.object)
        documents.append(document)
        readings.append(_counting(reading, made))
    return Current(tuple(documents), tuple(readings), made.force)


def some(book: Casebook, documents: Iterable[str], *, decided: bool = True) -> Current:
    """The same for some document ids, sorted by id.

    :param decided: False: as they were read, without decisions.
    """
    made = standing(book) if decided else Decided()
    wanted = sorted(set(documents))
    found: list[tuple[Document, Reading]] = []
    for portion in portions(wanted):
        query = select(DOCUMENTS.c.object).where(DOCUMENTS.c.id.in_(portion))
        for row in book.index.rows(query.order_by(DOCUMENTS.c.id)):
            document, reading = read_as(book, row.object)
            found.append((document, _counting(reading, made)))
    return Current(tuple(d for d, _ in found), tuple(r for _, r in found), made.force)


def _read(book: Casebook, name: str) -> tuple[Document, Reading]:
    output = parse_json(book.vault.read(name))
    return from_data(Document, output["document"]), from_data(Reading, output["reading"])


def read_as(book: Casebook, name: str) -> tuple[Document, Reading]:
    """A document and its reading out of the vault, from memory where they were asked for before.

    :param name: the object, which never changes.
    """

    def size(of: tuple[Document, Reading]) -> int:
        document, reading = of
        parts = len(reading.statements) + len(reading.accounts) + len(reading.mentions) + len(reading.media)
        return len(document.text) * 2 + parts * BYTES_OF_A_PART

    return book.kept.get("readings", name, lambda: _read(book, name), size)


def _counting(reading: Reading, made: Decided) -> Reading:
    """A reading with what people marked, and then what they decided, laid over it."""
    return applied(extended(reading, made.marks.get(reading.document, ())), made.subjects)


def every_decision(book: Casebook) -> tuple[Decision, ...]:
    """Every decision ever made, undone ones included, oldest first."""
    return standing(book).every


def every_incident(book: Casebook) -> tuple[Incident, ...]:
    """The incidents as last linked, sorted by id."""
    rows = book.index.rows(select(INCIDENTS.c.data).order_by(INCIDENTS.c.id))
    return tuple(parse(Incident, row.data) for row in rows)


def every_proposal(book: Casebook) -> tuple[Proposal, ...]:
    """The proposals of the last linking, sorted by mentions."""
    rows = book.index.rows(select(PROPOSALS.c.data).order_by(PROPOSALS.c.left, PROPOSALS.c.right))
    return tuple(parse(Proposal, row.data) for row in rows)


def every_total(book: Casebook) -> tuple[Aggregate, ...]:
    """Published totals as they count: corrected, marked and taken out by people; by document and id.

    Only texts in which somebody decided on one are opened; the others' totals stand in the index.
    """
    made = standing(book)
    query = select(RECORDS.c.data).where(RECORDS.c.kind == "aggregates")
    read = [parse(Aggregate, row.data) for row in book.index.rows(query)]
    touched = {one.span.document for one in read if {one.id, one.statement} & made.subjects.keys()}
    touched |= made.marks.keys()
    decided = (total for reading in some(book, touched).readings for total in reading.aggregates)
    kept = (one for one in read if one.span.document not in touched)
    return tuple(sorted((*kept, *decided), key=lambda one: (one.span.document, one.id)))


def every_item(book: Casebook) -> tuple[Item, ...]:
    """The items in the order in which they came in."""
    return tuple(parse(Item, row.data) for row in book.index.rows(select(ITEMS.c.data).order_by(ITEMS.c.seq)))


def appearances(book: Casebook, item: str) -> tuple[Appearance, ...]:
    """Everywhere the bytes of an item were met, in the order of the ledger."""
    query = select(APPEARANCES.c.seq, APPEARANCES.c.data).where(APPEARANCES.c.item == item)
    rows = book.index.rows(query.order_by(APPEARANCES.c.seq, APPEARANCES.c.row))
    return tuple(Appearance(item, parse(Capture, row.data), row.seq) for row in rows)


def every_problem(book: Casebook) -> tuple[Problem, ...]:
    """The problems on record, in the order in which they came up."""
    rows = book.index.rows(select(PROBLEMS.c.data).order_by(PROBLEMS.c.seq, PROBLEMS.c.row))
    return tuple(dict.fromkeys(parse(Problem, row.data) for row in rows))
