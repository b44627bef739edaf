"""Two texts laid side by side, and which others of the casebook are worth laying beside one."""

from dataclasses import dataclass

from sqlalchemy import select

from allegata.actions.casebook import Casebook
from allegata.actions.current import some
from allegata.actions.sealed import closed_to
from allegata.linking import copies
from allegata.linking.differences import Differences, Row, differences
from allegata.model import phrases
from allegata.model.document import Document
from allegata.store.tables import INCIDENTS, MEMBERS, MENTIONS

MOST = 30
"""Texts that are looked at for what can be laid beside one."""

__all__ = ["Beside", "Differences", "Row", "differences", "worth_laying_beside"]


@dataclass(frozen=True, slots=True)
class Beside:
    """A text that can be laid beside another, and how the two hang together."""

    item: str
    name: str
    language: str
    why: str


def worth_laying_beside(
    book: Casebook, document: Document, *, only_reads: bool = False
) -> tuple[Beside, ...]:
    """Texts that tell of the same alleged incidents: copies and excerpts first, each with why it is named.

    :param only_reads: without texts that tell of a sealed record as well.
    """
    shut = closed_to(book, only_reads).documents
    mine = select(MEMBERS.c.incident).join(MENTIONS, MENTIONS.c.id == MEMBERS.c.mention)
    mine = mine.join(INCIDENTS, INCIDENTS.c.id == MEMBERS.c.incident)
    mine = mine.where(MENTIONS.c.document == document.id)
    query = select(MENTIONS.c.document).distinct().join(MEMBERS, MENTIONS.c.id == MEMBERS.c.mention)
    query = query.where(MEMBERS.c.incident.in_(mine), MENTIONS.c.document.not_in(shut | {document.id}))
    ids = [row.document for row in book.index.rows(query.order_by(MENTIONS.c.document).limit(MOST))]
    others = some(book, ids, decided=False).documents
    linked = {
        (link.right if link.left == document.id else link.left): link
        for link in copies.links((document, *others))
        if document.id in (link.left, link.right)
    }
    found = []
    for other in others:
        link = linked.get(other.id)
        told = f"{link.kind}: {link.words}" if link else "tells of the same alleged incident"
        found.append((link is None, Beside(other.item, phrases.outlet(other), other.language, told)))
    return tuple(one for _, one in sorted(found, key=lambda pair: (pair[0], pair[1].name, pair[1].item)))
