"""Records that are sealed because they put somebody at risk, and the texts that tell of them.

The one rule, for every door: whoever only reads is refused a sealed record, every text that tells of one, and the
files that came with such a text. Lists show that something is withheld, and no search leads to it. Other records
that such a text tells of stay open, in their own words alone.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from allegata.actions.casebook import Casebook
from allegata.actions.current import portions
from allegata.actions.decided import decided
from allegata.actions.footage import decisions as on_footage
from allegata.actions.states import state_now
from allegata.linking.pairs import PAIR_SEPARATOR
from allegata.model.canonical import parse_json
from allegata.model.codec import from_data, parse
from allegata.model.decision import DecisionVerb, Request
from allegata.model.document import Span
from allegata.model.incident import Account, Incident, Mention
from allegata.model.result import IncidentRecord
from allegata.model.vocabulary import RecordState
from allegata.reading.missed import marked
from allegata.store.tables import (
    ACCOUNTS,
    APPEARANCES,
    DOCUMENTS,
    FORMER,
    INCIDENTS,
    ITEMS,
    MENTIONS,
    PARTS,
    RECORDS,
    REQUESTS,
    SECOND_READINGS,
)

WITHHELD = "withheld for protection"
"""What stands for the title of a sealed record wherever everybody reads it."""


@dataclass(frozen=True, slots=True)
class Closed:
    """What sealed records close to those who only read; all of it is empty where no record is sealed."""

    incidents: frozenset[str] = frozenset()
    mentions: frozenset[str] = frozenset()  # of these records
    items: frozenset[str] = frozenset()  # that tell of them, and files that came with one
    numbers: frozenset[int] = frozenset()  # of these items (`ITEMS.seq`)
    documents: frozenset[str] = frozenset()  # of these items
    things: frozenset[str] = frozenset()  # everything read in these documents, about whatever it is
    own: frozenset[str] = frozenset()  # what the records are made of, and who decided, asked or read about it
    words: tuple[Span, ...] = ()  # of the records' mentions, values and what was said around them

    def names(self, name: str) -> bool:
        """Whether a name stands for a closed item or for something in it: an item by its beginning as well."""
        asked = name.strip()
        beginning = asked.casefold()
        return bool(asked) and (
            asked in self.things
            or asked in self.own
            or asked in self.documents
            or any(id.startswith(beginning) for id in self.items)
        )

    def told_in(self, names: Iterable[str]) -> bool:
        """Whether an entry that names these tells of a sealed record or of a closed item as a whole."""
        return any(name in self.own or name in self.documents or name in self.items for name in names)


NOTHING = Closed()


def closed(book: Casebook) -> Closed:
    """What the decisions in force close, linked since or not. It is found once for each state of the index."""
    return book.kept.one("closed", book.index.meta("applied"), lambda: _closed(book))


def closed_to(book: Casebook, only_reads: bool) -> Closed:
    """The same for whoever only reads; nothing for those who work on the records."""
    return closed(book) if only_reads else NOTHING


def sealed(book: Casebook) -> frozenset[str]:
    """The ids of records that are sealed by the decisions in force, linked since or not."""
    return closed(book).incidents


def touched(book: Casebook, names: Collection[str]) -> bool:
    """Whether any of these is the id of a sealed record, or the beginning of one."""
    asked = [name.strip().casefold() for name in names if name.strip()]
    return bool(asked) and any(id.casefold().startswith(name) for id in sealed(book) for name in asked)


def open_part(record: IncidentRecord, shut: Closed) -> IncidentRecord:
    """What those who only read see of a record: no link, proposal or decision leads to a sealed one or tells of it."""
    if not shut.incidents:
        return record
    incident = replace(record.incident, links=open_links(record.incident, shut))
    proposals = tuple(p for p in record.proposals if not shut.mentions & {p.left, p.right})
    decisions = tuple(
        one
        for one in record.decisions
        if not shut.told_in((one.id, *one.subject.split(PAIR_SEPARATOR), *one.others))
    )
    return replace(record, incident=incident, proposals=proposals, decisions=decisions)


def open_links(incident: Incident, shut: Closed) -> tuple[Any, ...]:
    """The links of a record that lead to no sealed one: their reasons may tell its place or day."""
    return tuple(link for link in incident.links if link[0] not in shut.incidents)


def words_beside(record: IncidentRecord, shut: Closed) -> tuple[Span, ...]:
    """The words about a sealed record in the texts of another one: they are withheld in what is quoted of it.

    Words that both share, as the name of a side in one sentence, belong to the open one as well.
    """
    if not shut.words:
        return ()
    documents = {document.id for document in record.documents}
    shared = [a.span for a in record.accounts] + [act.span for m in record.mentions for act in m.acts]
    return tuple(
        word
        for word in shut.words
        if word.document in documents and not any(word.contains(one) for one in shared)
    )


def inside(book: Casebook, mentions: Collection[str]) -> set[str]:
    """The statements, values and records of an incident: what people decide on in its texts is its history too."""
    if not mentions:
        return set()
    found = {row.id for row in book.index.rows(select(ACCOUNTS.c.id).where(ACCOUNTS.c.mention.in_(mentions)))}
    documents = set()
    for row in book.index.rows(
        select(MENTIONS.c.document, MENTIONS.c.data).where(MENTIONS.c.id.in_(mentions))
    ):
        documents.add(row.document)
        found.update(parse(Mention, row.data).statements)
    for row in book.index.rows(select(RECORDS.c.id, RECORDS.c.data).where(RECORDS.c.document.in_(documents))):
        if set(mentions).intersection(parse_json(row.data).get("about", ())):
            found.add(row.id)
    return found


# --- how it is found ---------------------------------------------------------------------------------------------


def _closed(book: Casebook) -> Closed:
    records = tuple(_sealed(book))
    if not records:
        return NOTHING
    incidents = frozenset(one.id for one in records)
    mentions = frozenset(mention for one in records for mention in one.mentions)
    telling = _column(book, select(MENTIONS.c.document.label("found")), MENTIONS.c.id, mentions)
    told_in = _column(book, select(DOCUMENTS.c.item.label("found")), DOCUMENTS.c.id, telling)
    told_in |= _column(book, select(FORMER.c.item.label("found")), FORMER.c.mention, mentions)
    items = frozenset(_with_the_same_pictures(book, told_in | _came_with(book, told_in)))
    documents = telling | _column(book, select(DOCUMENTS.c.id.label("found")), DOCUMENTS.c.item, items)
    things = frozenset[str]()
    for table in PARTS:
        things |= _column(book, select(table.c.id.label("found")), table.c.document, documents)
    own = set(incidents | mentions) | inside(book, mentions)
    marked_there = [marked(one)[1] for one in decided(book).on(documents) if one.verb is DecisionVerb.MISSED]
    things |= {thing.id for thing in marked_there}
    about = [thing for thing in marked_there if _is_about(thing, mentions)]
    own |= {thing.id for thing in about}
    own |= _column(book, select(SECOND_READINGS.c.id.label("found")), SECOND_READINGS.c.incident, incidents)
    own |= {one.id for one in decided(book).on(own | documents | items)}
    own |= set(_requests(book, own | documents | items))
    return Closed(
        incidents,
        mentions,
        items,
        _column(book, select(ITEMS.c.seq.label("found")), ITEMS.c.id, items),
        documents,
        things,
        frozenset(own),
        (*_words(book, mentions, telling), *(thing.span for thing in about)),
    )


def _is_about(thing: Any, mentions: Collection[str]) -> bool:
    """Whether what a person marked belongs to one of these mentions: it stands in no table but their decision's."""
    return getattr(thing, "mention", None) in mentions or not set(mentions).isdisjoint(
        getattr(thing, "about", ())
    )


def _sealed(book: Casebook) -> Iterator[Incident]:
    force = decided(book).force
    named = {
        one.subject for one in force if one.verb is DecisionVerb.STATE and one.value == RecordState.SEALED
    }
    rows = book.index.rows(select(INCIDENTS.c.data).where(INCIDENTS.c.id.in_(named))) if named else ()
    for row in rows:
        one = parse(Incident, row.data)
        if state_now(book, one) is RecordState.SEALED:
            yield one


def _column(
    book: Casebook, query: Select[Any], column: ColumnElement[Any], among: Collection[str]
) -> frozenset[Any]:
    """What a query finds where a column is one of these, however many they are."""
    asked, found = sorted(among), set[Any]()
    for portion in portions(asked):
        found.update(row.found for row in book.index.rows(query.where(column.in_(portion))))
    return frozenset(found)


def _came_with(book: Casebook, items: Collection[str]) -> frozenset[str]:
    """The files that came with these texts, by the same address or in the same post, and were not read themselves.

    A picture of a post shows what its text tells; another text says for itself what it tells of.
    """
    asked, found = sorted(items), set[str]()
    for portion in portions(asked):
        here = APPEARANCES.alias("here")
        same = or_(
            and_(here.c.url != "", here.c.url == APPEARANCES.c.url),
            and_(here.c.container == APPEARANCES.c.container, here.c.claimed_at == APPEARANCES.c.claimed_at),
        )
        query = select(APPEARANCES.c.item.label("found")).join(here, same)
        query = query.outerjoin(DOCUMENTS, DOCUMENTS.c.item == APPEARANCES.c.item)
        query = query.where(here.c.item.in_(portion))
        query = query.where(or_(DOCUMENTS.c.id.is_(None), DOCUMENTS.c.read.is_not(True)))
        found.update(row.found for row in book.index.rows(query.distinct()))
    return frozenset(found)


def _with_the_same_pictures(book: Casebook, items: Collection[str]) -> set[str]:
    """These items, and the footage that people decided to show the same pictures as one of them."""
    found = set(items)
    same = [pair for pair, verb in on_footage(book).items() if verb == DecisionVerb.SAME]
    while more := [pair for pair in same if len(found.intersection(pair)) == 1]:
        found.update(item for pair in more for item in pair)
    return found


def _requests(book: Casebook, names: Collection[str]) -> Iterator[str]:
    for row in book.index.rows(select(REQUESTS.c.data)):
        one = parse(Request, row.data)
        if not {*one.subject.split(PAIR_SEPARATOR), *one.others}.isdisjoint(names):
            yield one.id


def _words(book: Casebook, mentions: frozenset[str], documents: Collection[str]) -> Iterator[Span]:
    """Where the texts speak of these mentions."""
    for table, column, among in (
        (MENTIONS, MENTIONS.c.id, mentions),
        (ACCOUNTS, ACCOUNTS.c.mention, mentions),
        (RECORDS, RECORDS.c.document, documents),
    ):
        asked = sorted(among)
        for portion in portions(asked):
            for row in book.index.rows(select(table.c.data).where(column.in_(portion))):
                if table is MENTIONS:
                    mention = parse(Mention, row.data)
                    yield from (act.span for act in mention.acts)
                    yield from mention.anchors
                elif table is ACCOUNTS:
                    yield parse(Account, row.data).span
                elif mentions.intersection((data := parse_json(row.data)).get("about", ())):
                    yield from_data(Span, data["span"])
