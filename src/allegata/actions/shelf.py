"""The footage of a casebook as text: what there is, how graphic it was found, and what the texts say of it.

Nothing here opens a file, let alone decodes one.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import func, or_, select

from allegata.actions.casebook import Casebook
from allegata.actions.contentlog import level_of
from allegata.actions.current import some
from allegata.actions.footage import decisions, footage_items, kept_matches
from allegata.actions.sealed import WITHHELD, closed_to, sealed
from allegata.actions.viewing import mask_of, quotation
from allegata.evidence.custody import EntryKind
from allegata.linking.incidents import OUT
from allegata.model.codec import parse
from allegata.model.document import READ_ROLES, Document, Span
from allegata.model.item import Item
from allegata.model.media import GraphicLevel, LogLine, MediaFacts
from allegata.model.view import Quotation
from allegata.store.tables import (
    APPEARANCES,
    ASSESSMENTS,
    DOCUMENTS,
    INCIDENTS,
    ITEMS,
    MEDIA,
    MEMBERS,
    MENTIONS,
)

SHOWN = 500
"""Characters of a text that are shown beside footage; the reading room has all of it."""


@dataclass(frozen=True, slots=True)
class FootageLine:
    """One file of footage in a line. `level` is the worst that its content log says; None: nobody noted."""

    item: Item
    facts: MediaFacts | None
    level: GraphicLevel | None
    notes: int
    met: int  # how often these bytes were met
    proposed: int  # matches that nobody decided on
    same: int  # other files that people decided to be the same


def lines(book: Casebook, *, only_reads: bool = False) -> tuple[FootageLine, ...]:
    """Every file of footage, in the order in which they came in.

    :param only_reads: without those that came with a text that tells of a sealed record.
    """
    shut = closed_to(book, only_reads).items
    facts: dict[str, MediaFacts] = {}
    log: dict[str, list[LogLine]] = {}
    kinds = (EntryKind.EXAMINED, EntryKind.NOTED)
    query = select(MEDIA.c.item, MEDIA.c.kind, MEDIA.c.data).where(MEDIA.c.kind.in_(kinds))
    for row in book.index.rows(query.order_by(MEDIA.c.seq)):
        if row.kind == EntryKind.EXAMINED:
            facts[row.item] = parse(MediaFacts, row.data)
        else:
            log.setdefault(row.item, []).append(parse(LogLine, row.data))
    counted = select(APPEARANCES.c.item, func.count().label("times")).group_by(APPEARANCES.c.item)
    met = {row.item: row.times for row in book.index.rows(counted)}
    decided = decisions(book)
    proposed: Counter[str] = Counter()
    for pair in {(one.left, one.right) for one in kept_matches(book)} - set(decided):
        proposed.update(pair)
    same: Counter[str] = Counter()
    for pair, verb in decided.items():
        if verb == "same":
            same.update(pair)
    return tuple(
        FootageLine(
            item,
            facts.get(item.id),
            level_of(log.get(item.id, ())),
            len(log.get(item.id, ())),
            met.get(item.id, 1),
            proposed[item.id],
            same[item.id],
        )
        for item in footage_items(book)
        if item.id not in shut
    )


@dataclass(frozen=True, slots=True)
class Beside:
    """A text that came with a file of footage: why they belong together, its first words, what it tells of."""

    item: str
    document: Document
    name: str
    basis: tuple[str, ...]
    quotation: Quotation
    incidents: tuple[tuple[str, str], ...]  # id, title


SAME_ADDRESS, SAME_POST = "the same address", "the same post"


def texts_about(
    book: Casebook, item: Item, *, withhold: bool = True, only_reads: bool = False
) -> tuple[Beside, ...]:
    """The texts that came with a file: captured at the same address, or out of the same post of an export.

    That they came together is all that is said: whether a text is about these pictures is for people to see.

    :param only_reads: without texts that tell of a sealed record.
    """
    shut = closed_to(book, only_reads).documents
    here = list(book.index.rows(select(APPEARANCES).where(APPEARANCES.c.item == item.id)))
    urls = {row.url for row in here if row.url}
    posts = {(row.container, row.claimed_at) for row in here if row.container and row.claimed_at}
    same_post = [
        (APPEARANCES.c.container == container) & (APPEARANCES.c.claimed_at == at) for container, at in posts
    ]
    if not urls and not posts:
        return ()
    query = select(APPEARANCES.c.item, APPEARANCES.c.url, DOCUMENTS.c.id, ITEMS.c.name)
    query = query.join(DOCUMENTS, DOCUMENTS.c.item == APPEARANCES.c.item)
    query = query.join(ITEMS, ITEMS.c.id == APPEARANCES.c.item)
    query = query.where(or_(APPEARANCES.c.url.in_(urls), *same_post)).order_by(APPEARANCES.c.seq)
    found: dict[str, tuple[str, str, dict[str, None]]] = {}
    for row in book.index.rows(query.where(DOCUMENTS.c.id.not_in(shut))):
        why = SAME_ADDRESS if row.url in urls else SAME_POST
        found.setdefault(row.id, (row.item, row.name, {}))[2][why] = None
    titles = _incidents(book, found)
    made = []
    for document, words in _first_words(book, found, withhold):
        id, name, basis = found[document.id]
        made.append(Beside(id, document, name, tuple(basis), words, titles.get(document.id, ())))
    return tuple(sorted(made, key=lambda one: (not one.incidents, one.name)))  # what tells of something first


def _incidents(book: Casebook, documents: Iterable[str]) -> dict[str, tuple[tuple[str, str], ...]]:
    joined = MEMBERS.join(MENTIONS, MENTIONS.c.id == MEMBERS.c.mention)
    joined = joined.join(INCIDENTS, INCIDENTS.c.id == MEMBERS.c.incident)
    joined = joined.join(ASSESSMENTS, ASSESSMENTS.c.incident == MEMBERS.c.incident)
    query = (
        select(MENTIONS.c.document, MEMBERS.c.incident, ASSESSMENTS.c.title).distinct().select_from(joined)
    )
    query = query.where(MENTIONS.c.document.in_(list(documents)), INCIDENTS.c.state.not_in(OUT))
    found: dict[str, list[tuple[str, str]]] = {}
    shut = sealed(book)
    for row in book.index.rows(query.order_by(MEMBERS.c.incident)):
        title = WITHHELD if row.incident in shut else row.title
        found.setdefault(row.document, []).append((row.incident, title))
    return {document: tuple(of) for document, of in found.items()}


def _first_words(
    book: Casebook, documents: Iterable[str], withhold: bool
) -> Iterator[tuple[Document, Quotation]]:
    """Each text that has words, with its beginning; protected words are left out."""
    now = some(book, documents)
    for document, reading in zip(now.documents, now.readings, strict=True):
        said = [s for s in document.segments if s.role in READ_ROLES] or list(document.segments)
        if not document.text.strip() or not said:
            continue
        start, last = said[0].start, max(s.end for s in said)
        words = document.text[start : min(last, start + SHOWN)]
        if start + len(words) < last and " " in words:
            words = words[: words.rindex(" ")]  # no word is cut in two
        mask, _ = mask_of(reading.protected, reading.accounts, reading.statements, (document,), withhold)
        span = Span(document.id, start, start + len(words), words)
        yield document, quotation(span, document, mask)
