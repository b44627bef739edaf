"""Items as people look for them: facets with their counts, full-text search, a page at a time.

Facets are kept as one long number for each value, a bit for each item, so that a hundred thousand items
are counted in milliseconds. What is kept is renewed after the ledger grew, at most a twentieth of the time.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic

from sqlalchemy import func, select

from allegata.actions.casebook import Casebook
from allegata.actions.current import some
from allegata.actions.facts import bits_of, meeting
from allegata.actions.hits import found as found_in
from allegata.actions.hits import found_open, surroundings
from allegata.actions.sealed import WITHHELD, closed_to
from allegata.dossier.protection import headline, mask_of
from allegata.errors import Problem
from allegata.linking.incidents import OUT
from allegata.model import phrases
from allegata.model.codec import parse
from allegata.model.document import Document
from allegata.model.item import Item
from allegata.model.listing import NOT_STATED, Hit
from allegata.model.marks import Mask
from allegata.model.result import records_of
from allegata.model.search import places, question
from allegata.model.texts import (
    NONE,
    ProblemLine,
    TextFacet,
    TextKind,
    TextRow,
    Texts,
    TextSelection,
    TextState,
)
from allegata.store.tables import DOCUMENTS, INCIDENTS, ITEMS, MEMBERS, MENTIONS, PROBLEMS, UNPACKED

SHARE = 20
"""A twentieth of the time at most goes into renewing what is kept."""

ARCHIVES = ("zip", "warc", "wacz", "tar", "rfc822", "export-page", "json", "x-7z", "gzip")
TABLES = ("csv", "spreadsheet", "excel", "tab-separated")
LANGUAGE_NOT_READ = "language_not_read"


@dataclass(frozen=True, slots=True)
class _Kept:
    """What facets and pages are made of; items in the order in which they came in."""

    applied: str
    until: float  # when it may be renewed
    items: tuple[str, ...]
    numbers: Mapping[int, int]  # of those with a text: number of the entry with which it came in → position
    bits: Mapping[TextFacet, Mapping[str, int]]


@dataclass(slots=True)
class _Store:
    """What one open casebook holds of its items."""

    held: _Kept | None = None
    lock: Lock = field(default_factory=Lock)


def items(book: Casebook, selection: TextSelection, *, only_reads: bool = False) -> Texts:
    """One page of the items chosen.

    :param only_reads: find no text by words that are withheld in it; one that tells of a sealed record stands in the
        whole list as withheld, and in no choice of it.
    """
    kept, shut = _kept(book), closed_to(book, only_reads).items
    found = _found(book, kept, selection.words, only_reads)
    hidden = bits_of(len(kept.items), (n for n, id in enumerate(kept.items) if id in shut)) if shut else 0
    chosen = _meeting(kept, selection, found)
    if selection.chosen:
        chosen &= ~hidden
    total = chosen.bit_count()
    at = (max(1, selection.page) - 1) * selection.per_page
    shown_here = _newest(chosen, at, selection.per_page)
    wanted = {
        kept.items[n]: "" if hidden >> n & 1 else _value(kept.bits[TextFacet.READ], n) for n in shown_here
    }
    facets = []
    for facet in TextFacet:
        others = _meeting(kept, selection, found, facet) & ~hidden
        counts = {value: (bits & others).bit_count() for value, bits in kept.bits[facet].items()}
        shown = {v: n for v, n in counts.items() if n or selection.has(facet, v)}
        for one, value in selection.chosen:
            if one is facet:
                shown.setdefault(value, 0)
        facets.append((facet, tuple(sorted(shown.items(), key=lambda one: (-one[1], one[0])))))
    return Texts(selection, total, _rows(book, wanted, selection.words), tuple(facets))


def _kept(book: Casebook) -> _Kept:
    store, applied = book.kept.one("items", "all", _Store), book.index.meta("applied") or ""
    held = store.held
    if held and (held.applied == applied or monotonic() < held.until):
        return held
    if not store.lock.acquire(blocking=held is None):
        return held or _made(book, applied)  # another thread renews it; what is there is a moment old
    try:
        store.held = made = _made(book, applied)
        return made
    finally:
        store.lock.release()


def _made(book: Casebook, applied: str) -> _Kept:
    began = monotonic()
    problems: dict[str, set[str]] = {}
    unreadable: set[str] = set()
    lost = PROBLEMS.c.data.like('%"severity":"unreadable"%')
    for row in book.index.rows(select(PROBLEMS.c.item, PROBLEMS.c.code, lost.label("lost"))):
        problems.setdefault(row.item, set()).add(row.code)
        if row.lost:
            unreadable.add(row.item)
    containers = {row.container for row in book.index.rows(select(UNPACKED.c.container))}
    columns = (ITEMS.c.id, ITEMS.c.seq.label("came"), ITEMS.c.publisher, ITEMS.c.media_type)
    query = select(*columns, DOCUMENTS.c.seq.label("entry"), DOCUMENTS.c.language, DOCUMENTS.c.read)
    query = query.select_from(ITEMS.outerjoin(DOCUMENTS, DOCUMENTS.c.item == ITEMS.c.id)).order_by(
        ITEMS.c.seq
    )
    items: list[str] = []
    numbers: dict[int, int] = {}
    given: dict[TextFacet, dict[str, list[int]]] = {facet: {} for facet in TextFacet}
    for at, row in enumerate(book.index.rows(query)):
        items.append(row.id)
        if row.entry is not None:
            numbers[row.came] = at
        codes = problems.get(row.id, set())
        kind = _kind(row.media_type)
        state = _state(row.read, kind, codes, row.id in containers, row.id in unreadable, row.entry)
        values: dict[TextFacet, Iterable[str]] = {
            TextFacet.READ: [state],
            TextFacet.LANGUAGE: [row.language] if row.language and row.language != "und" else [NOT_STATED],
            TextFacet.PUBLISHER: [row.publisher or NOT_STATED],
            TextFacet.KIND: [kind],
            TextFacet.PROBLEM: codes or [NONE],
        }
        for facet, held in values.items():
            for value in held:
                given[facet].setdefault(value, []).append(at)
    bits = {
        facet: {value: bits_of(len(items), held) for value, held in by.items()} for facet, by in given.items()
    }
    now = monotonic()
    return _Kept(applied, now + SHARE * (now - began), tuple(items), numbers, bits)


def _kind(media_type: str) -> TextKind:
    family, _, form = media_type.partition("/")
    if family in ("image", "video", "audio"):
        return {"image": TextKind.PICTURE, "video": TextKind.FILM, "audio": TextKind.SOUND}[family]
    if form == "pdf":
        return TextKind.PDF
    if form in ("html", "xhtml+xml"):
        return TextKind.PAGE
    if any(word in form for word in TABLES):
        return TextKind.TABLE
    if any(word in form for word in ARCHIVES):
        return TextKind.ARCHIVE
    return TextKind.TEXT if form in ("plain", "markdown") else TextKind.OTHER


def _state(
    read: bool | None, kind: TextKind, codes: set[str], container: bool, unreadable: bool, entry: int | None
) -> TextState:
    if read:
        return TextState.READ
    if LANGUAGE_NOT_READ in codes:
        return TextState.OTHER_LANGUAGE
    if container:
        return TextState.CONTAINER
    if unreadable:
        return TextState.UNREADABLE
    if kind in (TextKind.FILM, TextKind.PICTURE, TextKind.SOUND):
        return TextState.FOOTAGE
    return TextState.WAITING if entry is None else TextState.NO_REPORT


def _newest(bits: int, skip: int, count: int) -> list[int]:
    """The positions of set bits, highest first, some of them passed over."""
    written = f"{bits:b}"
    last, at = len(written) - 1, -1
    found: list[int] = []
    for n in range(skip + count):
        at = written.find("1", at + 1)
        if at < 0:
            break
        if n >= skip:
            found.append(last - at)
    return found


def _value(by: Mapping[str, int], at: int) -> str:
    """The value of one item in a facet in which each has one."""
    return next(value for value, bits in by.items() if bits >> at & 1)


def _found(book: Casebook, kept: _Kept, words: str, only_reads: bool) -> int | None:
    if not words.strip():
        return None
    search = found_open if only_reads else found_in
    held = (kept.numbers[n] for n in search(book, words) or () if n in kept.numbers)
    return bits_of(len(kept.items), held)


def _meeting(kept: _Kept, selection: TextSelection, found: int | None, but: TextFacet | None = None) -> int:
    met = (1 << len(kept.items)) - 1 if found is None else found
    return meeting(met, kept.bits, selection.chosen, but)


# --- one page ---

_WITHHELD = TextRow(
    "", WITHHELD, "", "", None, "und", TextKind.OTHER, TextState.NO_REPORT, 0, 0, withheld=True
)


def _rows(book: Casebook, states: Mapping[str, str], words: str) -> tuple[TextRow, ...]:
    wanted = tuple(id for id, state in states.items() if state)
    columns = (DOCUMENTS.c.id, DOCUMENTS.c.language, DOCUMENTS.c.read, DOCUMENTS.c.statements)
    query = select(ITEMS.c.data.label("item"), *columns)
    query = query.select_from(ITEMS.outerjoin(DOCUMENTS, DOCUMENTS.c.item == ITEMS.c.id))
    rows = {parse(Item, r.item).id: r for r in book.index.rows(query.where(ITEMS.c.id.in_(wanted)))}
    texts = [r.id for r in rows.values() if r.read or (words and r.id)]
    now = some(book, texts)
    mask, _ = mask_of(
        [record for reading in now.readings for record in records_of(reading)],
        [account for reading in now.readings for account in reading.accounts],
        [statement for reading in now.readings for statement in reading.statements],
        now.documents,
        True,
    )
    documents = {document.id: document for document in now.documents}
    told = _incidents(book, texts)
    problems = _problems(book, wanted)
    made = []
    for id in states:
        if id not in rows:
            made.append(_WITHHELD)
            continue
        row = rows[id]
        item, document = parse(Item, row.item), documents.get(row.id)
        made.append(
            TextRow(
                id,
                item.capture.received_name,
                headline(document, mask) if document else "",
                (document.publisher if document else None) or item.capture.publisher or "",
                (document.published.day if document else None) or item.capture.published,
                row.language or "und",
                _kind(item.media_type),
                TextState(states[id]),
                row.statements or 0,
                told.get(row.id, 0),
                tuple(dict.fromkeys(problems.get(id, ()))),
                hit(document, words, mask) if document and words.strip() else None,
            )
        )
    return tuple(made)


def _incidents(book: Casebook, documents: Sequence[str]) -> dict[str, int]:
    count = func.count(MEMBERS.c.incident.distinct()).label("n")
    query = select(MENTIONS.c.document, count).join(MEMBERS, MEMBERS.c.mention == MENTIONS.c.id)
    query = query.join(INCIDENTS, INCIDENTS.c.id == MEMBERS.c.incident).where(INCIDENTS.c.state.not_in(OUT))
    query = query.where(MENTIONS.c.document.in_(documents)).group_by(MENTIONS.c.document)
    return {row.document: row.n for row in book.index.rows(query)}


def _problems(book: Casebook, items: Sequence[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    query = select(PROBLEMS.c.item, PROBLEMS.c.code).where(PROBLEMS.c.item.in_(items))
    for row in book.index.rows(query.order_by(PROBLEMS.c.row)):
        found[row.item] = (*found.get(row.item, ()), row.code)
    return found


def hit(document: Document, words: str, mask: Mask) -> Hit:
    """Where the first of some words stands in a text, with what is around it, protected words withheld."""
    at, end = next(places(document.text, question(words)), (0, 0))
    words_there = surroundings(document.id, document.text, at, end, mask)
    return Hit(document.item, phrases.outlet(document), *words_there, at)


def problems(
    book: Casebook, page: int = 1, per_page: int = 50, *, only_reads: bool = False
) -> tuple[int, tuple[ProblemLine, ...]]:
    """The problems on record, the worst kind first and then the latest: how many, and one page of them.

    :param only_reads: without those of items that tell of a sealed record: they name them.
    """
    others = PROBLEMS.c.item.not_in(closed_to(book, only_reads).items)
    lost = PROBLEMS.c.data.like('%"severity":"unreadable"%')
    notice = PROBLEMS.c.data.like('%"severity":"notice"%')
    query = select(PROBLEMS.c.item, PROBLEMS.c.data, ITEMS.c.id.label("held"))
    query = query.select_from(PROBLEMS.outerjoin(ITEMS, ITEMS.c.id == PROBLEMS.c.item))
    query = query.where(others).order_by(lost.desc(), notice, PROBLEMS.c.seq.desc(), PROBLEMS.c.row)
    rows = book.index.rows(query.limit(per_page).offset((max(1, page) - 1) * per_page))
    lines = tuple(ProblemLine(parse(Problem, row.data), row.held) for row in rows)
    return book.index.count(PROBLEMS, others), lines
