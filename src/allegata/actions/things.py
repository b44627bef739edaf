"""What a person names by its id: an incident, a text, or what was read from a text, as it counts now."""

from typing import Any

from sqlalchemy import select

from allegata.actions.casebook import Casebook
from allegata.actions.current import some
from allegata.actions.decided import decided
from allegata.actions.past import missing
from allegata.errors import BadDecision, UnknownThing
from allegata.model.codec import parse
from allegata.model.decision import DecisionVerb
from allegata.model.document import Document
from allegata.model.incident import Incident
from allegata.model.reading import Reading
from allegata.reading.decided import PARTS
from allegata.reading.missed import marked
from allegata.store.tables import DOCUMENTS, INCIDENTS
from allegata.store.tables import PARTS as TABLES

INCIDENT = "inc_"


def incident_named(book: Casebook, name: str) -> Incident:
    """An incident by its id, or the beginning of it where that is enough to tell.

    :raises UnknownThing: when there is none, saying what became of it.
    """
    found = incident_if_any(book, name)
    if found is None:
        raise missing(book, name)
    return found


def incident_if_any(book: Casebook, name: str) -> Incident | None:
    """The same; None when there is none, or when several begin so."""
    query = select(INCIDENTS.c.data).where(book.index.begins(INCIDENTS.c.id, name)).limit(2)
    rows = list(book.index.rows(query))
    return parse(Incident, rows[0].data) if len(rows) == 1 else None


def text_named(book: Casebook, name: str) -> tuple[Document, Reading]:
    """A text and its reading as it counts, by the id of the document or item, or the beginning of an item's.

    :raises UnknownThing: when no item of that name has a text.
    """
    here = book.index.begins(DOCUMENTS.c.item, name) | (DOCUMENTS.c.id == name)
    rows = list(book.index.rows(select(DOCUMENTS.c.id).where(here).limit(2)))
    if len(rows) != 1:
        many = "several texts begin" if rows else "no text of an item begins"
        raise UnknownThing(f"{many} with {name!r}; `allegata show` lists the items")
    now = some(book, [rows[0].id])
    return now.documents[0], now.readings[0]


def is_copy(subject: str) -> bool:
    """Whether this is the name of something made from footage: a bare hash; every other id has a prefix."""
    return "_" not in subject


def thing_named(book: Casebook, id: str) -> tuple[Any, Any]:
    """A statement, mention, account or record as it counts now, with its document.

    One that was rejected is found as it was read, so that the rejection can be revised.
    """
    for table in TABLES:
        row = book.index.first(select(table.c.document).where(table.c.id == id))
        if row is None:
            continue
        now = some(book, [row.document])
        for reading in (now.readings[0], some(book, [row.document], decided=False).readings[0]):
            thing = _inside(reading, id)
            if thing is not None:
                return thing, now.documents[0]
    if found := _marked_thing(book, id):
        return found
    if id.startswith(INCIDENT):
        if incident_if_any(book, id):
            raise BadDecision(
                f"{id} is an incident; correct one of its accounts (`allegata show {id} --ids`)"
            )
        raise missing(book, id)
    raise UnknownThing(
        f"the casebook holds no {id!r}; `allegata show INCIDENT --ids` lists what can be decided on"
    )


def _marked_thing(book: Casebook, id: str) -> tuple[Any, Any] | None:
    """The same of something that a person marked, which stands in no table but the decisions."""
    for decision in decided(book).force:
        if decision.verb is DecisionVerb.MISSED and id in decision.others:
            now = some(book, [decision.subject])
            if not now.documents:
                return None  # the text has another extraction now
            return _inside(now.readings[0], id) or marked(decision)[1], now.documents[0]
    return None


def _inside(reading: Reading, id: str) -> Any:
    return next((part for name in PARTS for part in getattr(reading, name) if part.id == id), None)
