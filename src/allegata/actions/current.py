"""The casebook as it counts now: documents and readings with what people decided laid over them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Select, select

from allegata.actions.casebook import Casebook
from allegata.errors import Problem
from allegata.model.canonical import parse_json
from allegata.model.codec import from_data, parse
from allegata.model.decision import Decision, Proposal
from allegata.model.document import Document
from allegata.model.incident import Incident
from allegata.model.item import Appearance, Capture, Item
from allegata.model.reading import Reading
from allegata.reading.decided import applied, by_subject, in_force
from allegata.reading.missed import extended, marks
from allegata.store.tables import APPEARANCES, DECISIONS, DOCUMENTS, INCIDENTS, ITEMS, PROBLEMS, PROPOSALS

ASKED = 500
"""Ids in one query: below every database's limit of parameters."""


@dataclass(frozen=True, slots=True)
class Current:
    """What the rooms after reading work on. Documents and readings stand in the same order."""

    documents: tuple[Document, ...]
    readings: tuple[Reading, ...]
    decisions: tuple[Decision, ...]  # in force, oldest first


def current(book: Casebook) -> Current:
    """Everything that was read, in the order in which the items came in, decisions applied."""
    decisions = in_force(every_decision(book))
    order = select(DOCUMENTS.c.object).join(ITEMS, ITEMS.c.id == DOCUMENTS.c.item).order_by(ITEMS.c.seq)
    documents, readings = [], []
    for document, reading in _loaded(book, order, decisions):
        documents.append(document)
        readings.append(reading)
    return Current(tuple(documents), tuple(readings), decisions)


def some(book: Casebook, documents: Iterable[str], *, decided: bool = True) -> Current:
    """The same for some document ids, sorted by id.

    :param decided: False: as they were read, without decisions.
    """
    decisions = in_force(every_decision(book)) if decided else ()
    wanted = sorted(set(documents))
    found: list[tuple[Document, Reading]] = []
    for at in range(0, len(wanted), ASKED):
        query = select(DOCUMENTS.c.object).where(DOCUMENTS.c.id.in_(wanted[at : at + ASKED]))
        found += _loaded(book, query.order_by(DOCUMENTS.c.id), decisions)
    return Current(tuple(d for d, _ in found), tuple(r for _, r in found), decisions)


def _loaded(
    book: Casebook, query: Select[tuple[str]], decisions: tuple[Decision, ...]
) -> Iterator[tuple[Document, Reading]]:
    decided, marked = by_subject(decisions), marks(decisions)
    for row in book.index.rows(query):
        output = parse_json(book.vault.read(row.object))
        reading = from_data(Reading, output["reading"])
        reading = extended(reading, marked.get(reading.document, ()))
        yield from_data(Document, output["document"]), applied(reading, decided)


def every_decision(book: Casebook) -> tuple[Decision, ...]:
    """Every decision ever made, undone ones included, oldest first."""
    rows = book.index.rows(select(DECISIONS.c.data).order_by(DECISIONS.c.seq))
    return tuple(parse(Decision, row.data) for row in rows)


def every_incident(book: Casebook) -> tuple[Incident, ...]:
    """The incidents as last linked, sorted by id."""
    rows = book.index.rows(select(INCIDENTS.c.data).order_by(INCIDENTS.c.id))
    return tuple(parse(Incident, row.data) for row in rows)


def every_proposal(book: Casebook) -> tuple[Proposal, ...]:
    """The proposals of the last linking, sorted by mentions."""
    rows = book.index.rows(select(PROPOSALS.c.data).order_by(PROPOSALS.c.left, PROPOSALS.c.right))
    return tuple(parse(Proposal, row.data) for row in rows)


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
