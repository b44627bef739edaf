"""What texts were read as before they were read anew, and what records held that no linking has any more.

Earlier readings stay in the vault, and what people wrote about them stays in the ledger. Whoever asks what a sealed
record closes has to ask here as well: a machine that reads otherwise than before opens nothing.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import select

from allegata.actions.casebook import Casebook
from allegata.actions.current import portions, read_as
from allegata.actions.past import linkings
from allegata.evidence.custody import EntryKind
from allegata.model.document import Document
from allegata.model.incident import Incident
from allegata.model.reading import Reading
from allegata.store.tables import DOCUMENTS, EVENTS, FORMER, MEMBERS, MENTIONS


@dataclass(frozen=True, slots=True)
class Vanished:
    """A record that the linking now in force does not hold: what it held last, and which records stood beside it."""

    incident: Incident
    beside: frozenset[str]


def vanished(book: Casebook, ids: Collection[str]) -> Iterator[Vanished]:
    """These records as they were linked last, each once; one that was never linked is left out."""
    left = set(ids)
    if not left:
        return
    for linking in linkings(book, newest_first=True):
        for id in sorted(left & linking.mentions.keys()):
            left.discard(id)
            yield Vanished(Incident(id, linking.mentions[id]), frozenset(linking.mentions))
        if not left:
            return


def came_instead(book: Casebook, one: Vanished, documents: Collection[str]) -> frozenset[str]:
    """The records that these texts tell of now and that did not stand beside the vanished one."""
    found: set[str] = set()
    for portion in portions(sorted(documents)):
        query = select(MEMBERS.c.incident).join(MENTIONS, MENTIONS.c.id == MEMBERS.c.mention)
        rows = book.index.rows(query.where(MENTIONS.c.document.in_(portion)).distinct())
        found.update(row.incident for row in rows)
    return frozenset(found) - one.beside


def items_of(book: Casebook, mentions: Collection[str]) -> frozenset[str]:
    """The items in which an earlier reading had found one of these mentions."""
    found: set[str] = set()
    for portion in portions(sorted(mentions)):
        rows = book.index.rows(select(FORMER.c.item).where(FORMER.c.mention.in_(portion)))
        found.update(row.item for row in rows)
    return frozenset(found)


def readings_of(book: Casebook, items: Collection[str]) -> Iterator[tuple[Document, Reading]]:
    """Every reading of these items that a later one replaced, oldest first.

    :raises UnknownThing, CasebookCorrupt: when the vault no longer holds one as it was.
    """
    for portion in portions(sorted(items)):
        now = select(DOCUMENTS.c.seq).where(DOCUMENTS.c.item.in_(portion))
        query = select(EVENTS.c.seq).where(EVENTS.c.kind == EntryKind.READ, EVENTS.c.subject.in_(portion))
        rows = book.index.rows(query.where(EVENTS.c.seq.not_in(now)).order_by(EVENTS.c.seq))
        seqs = [row.seq for row in rows]
        for few in portions(seqs):
            for entry in book.ledger.some(few):
                yield read_as(book, entry.data["payload"]["object"])


def of_no_record(book: Casebook, readings: Iterable[Reading]) -> frozenset[str]:
    """The mentions of these readings that no record holds now, so that nobody can say what they belong to."""
    found = {mention.id for reading in readings for mention in reading.mentions}
    held: set[str] = set()
    for portion in portions(sorted(found)):
        rows = book.index.rows(select(MEMBERS.c.mention).where(MEMBERS.c.mention.in_(portion)))
        held.update(row.mention for row in rows)
    return frozenset(found - held)
