"""Records that are sealed because they put somebody at risk, and the texts that tell of them.

The one rule, for every door: whoever only reads is refused a sealed record, every text that tells of one, and the
files that came with such a text. Lists show that something is withheld, and no search leads to it. Other records
that such a text tells of stay open, in their own words alone.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from allegata.actions import about, formerly
from allegata.actions.casebook import Casebook
from allegata.actions.current import portions, some
from allegata.actions.decided import decided
from allegata.actions.footage import decisions as on_footage
from allegata.actions.states import state_now
from allegata.linking.pairs import PAIR_SEPARATOR
from allegata.model.codec import parse
from allegata.model.decision import DecisionVerb, Request
from allegata.model.document import Document, Span
from allegata.model.incident import Incident
from allegata.model.reading import Reading
from allegata.model.result import IncidentRecord
from allegata.model.vocabulary import RecordState
from allegata.reading.missed import marked
from allegata.store.tables import (
    APPEARANCES,
    DOCUMENTS,
    INCIDENTS,
    ITEMS,
    MEMBERS,
    MENTIONS,
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
    texts = _column(book, select(MENTIONS.c.document.label("found")), MENTIONS.c.id, mentions)
    readings = some(book, texts, decided=False).readings
    return {id for reading in readings for id in about.parts_about(reading, mentions)}


# --- how it is found ---------------------------------------------------------------------------------------------


def _closed(book: Casebook) -> Closed:
    records, gone = _sealed(book)
    if not records:
        return NOTHING
    incidents, mentions = _with_what_came_instead(book, records, gone)
    told_in = _telling(book, mentions)
    items = frozenset(_with_the_same_pictures(book, told_in | _came_with(book, told_in)))
    now = some(book, _documents(book, items), decided=False)
    former = tuple(formerly.readings_of(book, told_in))
    every = (*zip(now.documents, now.readings, strict=True), *former)
    documents = {text.id for text, _ in every}
    things = {id for text, reading in every for id in about.parts_of(text, reading)}
    meant = mentions | formerly.of_no_record(book, [reading for _, reading in former])
    own = {*incidents, *(id for _, reading in every for id in about.parts_about(reading, meant)), *meant}
    marks = [marked(one)[1] for one in decided(book).on(documents) if one.verb is DecisionVerb.MISSED]
    things |= {thing.id for thing in marks}
    marks = [thing for thing in marks if _is_about(thing, meant)]
    own |= {thing.id for thing in marks}
    own |= _column(book, select(SECOND_READINGS.c.id.label("found")), SECOND_READINGS.c.incident, incidents)
    own |= {one.id for one in decided(book).on(own | documents | items)}
    own |= set(_requests(book, own | documents | items))
    words = (*_words(now.documents, every, meant), *(thing.span for thing in marks))
    return Closed(
        frozenset(incidents),
        frozenset(mentions),
        items,
        _column(book, select(ITEMS.c.seq.label("found")), ITEMS.c.id, items),
        frozenset(documents),
        frozenset(things),
        frozenset(own),
        tuple(dict.fromkeys(words)),
    )


def _with_what_came_instead(
    book: Casebook, records: Collection[Incident], gone: Collection[formerly.Vanished]
) -> tuple[set[str], set[str]]:
    """The ids and the mentions of sealed records.

    What is read now in the texts of one that is gone may be the same by another id: it stays closed with it.
    """
    incidents = {one.id for one in records}
    mentions = {mention for one in records for mention in one.mentions}
    for one in gone:
        instead = formerly.came_instead(book, one, _documents(book, _telling(book, one.incident.mentions)))
        incidents |= instead
        mentions |= _column(book, select(MEMBERS.c.mention.label("found")), MEMBERS.c.incident, instead)
    return incidents, mentions


def _telling(book: Casebook, mentions: Collection[str]) -> frozenset[str]:
    """The items that tell of these mentions, as they are read now or as they were read before."""
    texts = _column(book, select(MENTIONS.c.document.label("found")), MENTIONS.c.id, mentions)
    now = _column(book, select(DOCUMENTS.c.item.label("found")), DOCUMENTS.c.id, texts)
    return now | formerly.items_of(book, mentions)


def _documents(book: Casebook, items: Collection[str]) -> frozenset[str]:
    return _column(book, select(DOCUMENTS.c.id.label("found")), DOCUMENTS.c.item, items)


def _words(
    now: Iterable[Document], every: Iterable[tuple[Document, Reading]], mentions: Collection[str]
) -> Iterator[Span]:
    """Where the texts, as they are read now, hold the words in which these mentions are or were told."""
    texts = {text.item: text for text in now}
    for text, reading in every:
        if text.item in texts:
            yield from about.found_again(about.words_of(reading, mentions), texts[text.item])


def _is_about(thing: Any, mentions: Collection[str]) -> bool:
    """Whether what a person marked belongs to one of these mentions: it stands in no table but their decision's."""
    return getattr(thing, "mention", None) in mentions or not set(mentions).isdisjoint(
        getattr(thing, "about", ())
    )


def _sealed(book: Casebook) -> tuple[tuple[Incident, ...], tuple[formerly.Vanished, ...]]:
    """The records that are sealed by the decisions in force, and those among them that no linking holds any more.

    Two persons unseal; a reader that no longer finds what a record tells of does not.
    """
    force = decided(book).force
    named = {
        one.subject for one in force if one.verb is DecisionVerb.STATE and one.value == RecordState.SEALED
    }
    rows = book.index.rows(select(INCIDENTS.c.data).where(INCIDENTS.c.id.in_(named))) if named else ()
    held = [parse(Incident, row.data) for row in rows]
    away = formerly.vanished(book, named - {one.id for one in held})
    gone = tuple(one for one in away if state_now(book, one.incident) is RecordState.SEALED)
    there = [one for one in held if state_now(book, one) is RecordState.SEALED]
    return (*there, *(one.incident for one in gone)), gone


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
