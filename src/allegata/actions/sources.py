"""Who speaks in a casebook, and what one source says: in the order of names, never ranked by volume."""

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, distinct, func, select

from allegata.actions.casebook import Casebook
from allegata.actions.current import portions, some
from allegata.actions.sealed import closed_to
from allegata.errors import UnknownThing
from allegata.knowledge import load
from allegata.linking.incidents import OUT
from allegata.model.codec import parse
from allegata.model.reading import Reading
from allegata.model.source import OUTLET, Speaker
from allegata.model.statement import Statement
from allegata.model.voices import SaidHere, SourceLine, SourceList, SourceRecord
from allegata.store.tables import INCIDENTS, MEMBERS, MENTIONS, STATEMENTS

LINES, STATEMENTS_SHOWN = 60, 30


Shut = frozenset[str]
"""The documents that are closed to whoever asks."""


def sources(book: Casebook, words: str = "", page: int = 1, *, only_reads: bool = False) -> SourceList:
    """One page of the voices.

    :param words: part of a voice's words or of its source's id; case does not count.
    :param only_reads: without what is said in texts that tell of a sealed record.
    """
    shut = closed_to(book, only_reads).documents
    asked = book.index.meta("applied"), " ".join(words.casefold().split()), max(page, 1), shut
    keys, total = book.kept.get(
        "voices", asked, lambda: _keys(book, *asked[1:]), lambda one: 100 + 100 * len(one[0])
    )
    counted = _counts(book, keys, shut)
    lines = tuple(SourceLine(key, _speaker(book, key, shut), *counted[key]) for key in keys if key in counted)
    pages = max(1, -(-total // LINES))
    return SourceList(lines, min(max(page, 1), pages), pages, total, load(book.knowledge).parties)


def source(book: Casebook, key: str, page: int = 1, *, only_reads: bool = False) -> SourceRecord:
    """One source with one page of its statements, text by text.

    :param only_reads: without what is said in texts that tell of a sealed record; how much that is, is said.
    :raises UnknownThing: when nobody of that key speaks here.
    """
    shut = closed_to(book, only_reads).documents
    counted = _counts(book, (key,), shut)
    if key not in counted:
        raise UnknownThing(f"nobody of the key {key!r} speaks in this casebook; the list of sources has them")
    line = SourceLine(key, _speaker(book, key, shut), *counted[key])
    pages = max(1, -(-line.statements // STATEMENTS_SHOWN))
    page = min(max(page, 1), pages)
    of_key = STATEMENTS.c.speaker == key
    query = select(STATEMENTS.c.id, STATEMENTS.c.document).where(of_key, STATEMENTS.c.document.not_in(shut))
    query = query.order_by(STATEMENTS.c.document, STATEMENTS.c.row)
    query = query.limit(STATEMENTS_SHOWN).offset((page - 1) * STATEMENTS_SHOWN)
    rows = [(row.id, row.document) for row in book.index.rows(query)]
    now = some(book, [document for _, document in rows])
    documents = {document.id: document for document in now.documents}
    statements = {s.id: s for reading in now.readings for s in reading.statements}
    told = _incidents(book, now.readings)
    said = tuple(
        SaidHere(statements[id], documents[document], told.get(id, ()))
        for id, document in rows
        if id in statements and document in documents
    )
    withheld = book.index.count(STATEMENTS, of_key & STATEMENTS.c.document.in_(shut)) if shut else 0
    return SourceRecord(line, said, now.readings, page, pages, load(book.knowledge).parties, withheld)


def _keys(book: Casebook, words: str, page: int, shut: Shut) -> tuple[tuple[str, ...], int]:
    """The voices of one page and how many there are."""
    where: list[ColumnElement[bool]] = [STATEMENTS.c.document.not_in(shut)] if shut else []
    if words:
        where.append(func.lower(STATEMENTS.c.speaker).contains(words, autoescape=True))
    counting = select(func.count(distinct(STATEMENTS.c.speaker)).label("number")).where(*where)
    row = book.index.first(counting)
    total = int(row.number) if row else 0
    at = (min(page, max(1, -(-total // LINES))) - 1) * LINES
    query = select(STATEMENTS.c.speaker).where(*where).distinct().order_by(STATEMENTS.c.speaker)
    rows = book.index.rows(query.limit(LINES).offset(at))
    return tuple(row.speaker for row in rows), total


def _counts(book: Casebook, keys: tuple[str, ...], shut: Shut) -> Mapping[str, tuple[int, int, int]]:
    """Key → statements, texts, incidents told in these texts; counted once as long as nothing changes."""
    asked = book.index.meta("applied"), keys, shut
    return book.kept.get(
        "voices counted", asked, lambda: _counted(book, keys, shut), lambda one: 100 + 200 * len(one)
    )


def _counted(book: Casebook, keys: tuple[str, ...], shut: Shut) -> Mapping[str, tuple[int, int, int]]:
    index, open_ = book.index, [STATEMENTS.c.document.not_in(shut)] if shut else []
    found: dict[str, tuple[int, int, int]] = {}
    query = select(STATEMENTS.c.speaker, func.count().label("number")).group_by(STATEMENTS.c.speaker)
    for row in index.rows(query.where(STATEMENTS.c.speaker.in_(keys), *open_)):
        found[row.speaker] = (row.number, 0, 0)
    named = [key for key in found if key != OUTLET.key]
    texts = select(STATEMENTS.c.speaker, STATEMENTS.c.document).distinct()
    texts_of = texts.where(STATEMENTS.c.speaker.in_(named), *open_).subquery()
    joined = texts_of.outerjoin(MENTIONS, MENTIONS.c.document == texts_of.c.document)
    joined = joined.outerjoin(MEMBERS, MEMBERS.c.mention == MENTIONS.c.id)
    joined = joined.outerjoin(
        INCIDENTS, (INCIDENTS.c.id == MEMBERS.c.incident) & INCIDENTS.c.state.not_in(OUT)
    )
    counting = select(
        texts_of.c.speaker,
        func.count(distinct(texts_of.c.document)).label("texts"),
        func.count(distinct(INCIDENTS.c.id)).label("incidents"),
    )
    for row in index.rows(counting.select_from(joined).group_by(texts_of.c.speaker)):
        found[row.speaker] = (found[row.speaker][0], row.texts, row.incidents)
    return found


def _speaker(book: Casebook, key: str, shut: Shut) -> Speaker:
    """A voice as its first statement names it."""
    query = select(STATEMENTS.c.data).where(STATEMENTS.c.speaker == key).order_by(STATEMENTS.c.row)
    query = query.where(STATEMENTS.c.document.not_in(shut)) if shut else query
    row = book.index.first(query.limit(1))
    return parse(Statement, row.data).speaker if row else OUTLET


def _incidents(book: Casebook, readings: Sequence[Reading]) -> Mapping[str, tuple[str, ...]]:
    """Statement → the incidents that it tells of: by mention, by account, by act."""
    of: dict[str, set[str]] = {}
    for reading in readings:
        for mention in reading.mentions:
            for id in (*mention.statements, *(act.statement for act in mention.acts)):
                of.setdefault(id, set()).add(mention.id)
        for account in reading.accounts:
            of.setdefault(account.statement, set()).add(account.mention)
    mentions = sorted({mention for held in of.values() for mention in held})
    incident: dict[str, str] = {}
    for portion in portions(mentions):
        query = select(MEMBERS.c.mention, MEMBERS.c.incident).join(
            INCIDENTS, INCIDENTS.c.id == MEMBERS.c.incident
        )
        query = query.where(MEMBERS.c.mention.in_(portion), INCIDENTS.c.state.not_in(OUT))
        incident |= {row.mention: row.incident for row in book.index.rows(query)}
    return {id: tuple(sorted({incident[m] for m in held if m in incident})) for id, held in of.items()}
