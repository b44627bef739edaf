"""Where the words of a search stand: in which originals, how they read there, and in which statement."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from operator import attrgetter

from sqlalchemy import or_, select

from allegata.actions.casebook import Casebook
from allegata.actions.current import portions, some
from allegata.actions.decided import decided
from allegata.actions.sealed import closed
from allegata.dossier.protection import mask_of
from allegata.model.canonical import parse_json
from allegata.model.document import Span
from allegata.model.incident import SHUT
from allegata.model.listing import Hit
from allegata.model.marks import Mask
from allegata.model.search import Term, places, question
from allegata.store.tables import ACCOUNTS, DOCUMENTS, ITEMS, RECORDS, STATEMENTS

AROUND = 60
"""Characters before and after the words."""
EACH = 3
"""Hits in one text that are told."""


def found(book: Casebook, words: str) -> tuple[int, ...] | None:
    """The numbers of all items whose text holds what is asked for, newest first; None: nothing is asked."""
    if not words.strip():
        return None
    terms = question(words)
    key = terms, book.index.meta("applied")
    return book.kept.get("found", key, lambda: book.index.found(terms), lambda one: 100 + 36 * len(one))


def found_open(book: Casebook, words: str) -> tuple[int, ...] | None:
    """The same for those who only read: a text in which something asked for stands in withheld words alone is left
    out, and one that tells of a sealed record. Else a search would confirm, word by word, what no page shows."""
    where, shut = found(book, words), closed(book).numbers
    if not where:
        return where
    where = tuple(number for number in where if number not in shut) if shut else where
    terms = question(words)

    def told() -> tuple[int, ...]:
        texts = _texts(book, where)
        mask = _mask(book, texts.values())
        return tuple(number for number in where if number not in texts or _tells(texts[number], terms, mask))

    key = terms, book.index.meta("applied")
    return book.kept.get("found open", key, told, lambda one: 100 + 36 * len(one))


def _tells(text: "_Text", terms: tuple[Term, ...], mask: Mask) -> bool:
    """Whether everything that is asked for stands somewhere outside what is withheld."""
    if not mask.spans(text.id):
        return True
    return all(
        any(not mask.hides(Span(text.id, start, end, "")) for start, end in places(text.text, (term,)))
        for term in terms
    )


def hits(
    book: Casebook, items: Sequence[int], words: str, each: int = EACH, withhold: bool = True
) -> Mapping[int, tuple[Hit, ...]]:
    """The first hits in each of these items, by its number (`ITEMS.seq`); one without a text is left out.

    :param withhold: leave out words that could expose a captive, a victim or a witness, here as everywhere.
    """
    terms = question(words)
    texts = _texts(book, items)
    spots = {text.id: _spots(book, text, terms, each) for text in texts.values()}
    mask = _mask(book, texts.values()) if withhold else Mask(())
    return {
        number: tuple(_hit(text, start, end, mask) for start, end in spots[text.id])
        for number, text in texts.items()
    }


@dataclass(frozen=True, slots=True)
class _Text:
    """What is needed of a text and its reading to show hits in it. It never changes for one object of the vault."""

    object: str
    id: str
    item: str
    name: str
    text: str
    statements: tuple[tuple[int, int, str], ...]  # start, end, id
    parts: frozenset[str]  # ids of its accounts and records
    careful: bool  # whether anything in it may have to be withheld, by the reading alone

    @property
    def size(self) -> int:
        """Bytes in memory, roughly."""
        return 1000 + 2 * len(self.text) + 150 * len(self.statements) + 90 * len(self.parts)

    def statement(self, start: int, end: int) -> str | None:
        """The shortest statement that holds a stretch."""
        held = [(last - first, id) for first, last, id in self.statements if first <= start and end <= last]
        return min(held)[1] if held else None


def _texts(book: Casebook, items: Sequence[int]) -> dict[int, _Text]:
    """Number of an item → its text, from memory where it is there."""
    objects: dict[int, tuple[str, str]] = {}
    joined = DOCUMENTS.join(ITEMS, ITEMS.c.id == DOCUMENTS.c.item)
    for portion in portions(items):
        query = select(ITEMS.c.seq, DOCUMENTS.c.id, DOCUMENTS.c.object).select_from(joined)
        for row in book.index.rows(query.where(ITEMS.c.seq.in_(portion))):
            objects[row.seq] = row.id, row.object
    held: dict[str, _Text] = {}
    missing, wanted = [], set(objects.values())
    for id, object in objects.values():
        known: _Text | None = book.kept.peek("texts", object)
        if known is None:
            missing.append(id)
        else:
            held[object] = known
    for ids in portions(missing):
        for text in _read(book, ids):
            if (text.id, text.object) in wanted:  # else it was read again between two questions to the index
                held[text.object] = book.kept.get(
                    "texts", text.object, partial(_same, text), attrgetter("size")
                )
    return {number: held[object] for number, (_, object) in objects.items() if object in held}


def _same(text: _Text) -> _Text:
    return text


def _read(book: Casebook, documents: Sequence[str]) -> Iterator[_Text]:
    statements: dict[str, list[tuple[int, int, str]]] = {}
    parts: dict[str, set[str]] = {}
    careful = set[str]()
    said = select(STATEMENTS.c.document, STATEMENTS.c.id, STATEMENTS.c.data)
    for row in book.index.rows(said.where(STATEMENTS.c.document.in_(documents))):
        span = parse_json(row.data)["span"]
        statements.setdefault(row.document, []).append((span["start"], span["end"], row.id))
    records = select(RECORDS.c.document, RECORDS.c.id, RECORDS.c.kind)
    for row in book.index.rows(records.where(RECORDS.c.document.in_(documents))):
        parts.setdefault(row.document, set()).add(row.id)
        if row.kind == "protected":
            careful.add(row.document)
    shut = or_(*(ACCOUNTS.c.data.contains(f'"sensitivity":"{level}"') for level in sorted(SHUT)))
    accounts = select(ACCOUNTS.c.document, ACCOUNTS.c.id, shut.label("shut"))
    for row in book.index.rows(accounts.where(ACCOUNTS.c.document.in_(documents))):
        parts.setdefault(row.document, set()).add(row.id)
        if row.shut:
            careful.add(row.document)
    query = select(DOCUMENTS.c.object, DOCUMENTS.c.data).where(DOCUMENTS.c.id.in_(documents))
    for row in book.index.rows(query):
        data = parse_json(row.data)
        id = data["id"]
        yield _Text(
            row.object,
            id,
            data["item"],
            data["publisher"] or data["name"] or id,
            data["text"],
            tuple(statements.get(id, ())),
            frozenset(parts.get(id, ())),
            id in careful,
        )


def _mask(book: Casebook, texts: Iterable[_Text]) -> Mask:
    """What is withheld in some texts. Few hold such words, so only those are read in full."""
    made = decided(book)
    now = some(
        book,
        [
            text.id
            for text in texts
            # a mark or a correction can make words protected that were not
            if text.careful or text.id in made.marks or any(part in made.subjects for part in text.parts)
        ],
    )
    every = [part for reading in now.readings for part in reading.protected]
    accounts_ = [part for reading in now.readings for part in reading.accounts]
    statements = [part for reading in now.readings for part in reading.statements]
    return mask_of(every, accounts_, statements, now.documents, True)[0]


def _spots(book: Casebook, text: _Text, terms: tuple[Term, ...], most: int) -> list[tuple[int, int]]:
    key = text.object, terms, most
    return book.kept.get("spots", key, lambda: _first(text.text, terms, most), lambda one: 300)


def _first(text: str, terms: tuple[Term, ...], most: int) -> list[tuple[int, int]]:
    """The first spots that do not lie in one another's surroundings."""
    chosen: list[tuple[int, int]] = []
    for start, end in places(text, terms):
        if all(abs(start - other) > AROUND for other, _ in chosen):
            chosen.append((start, end))
        if len(chosen) == most:
            break
    return chosen


def _hit(of: _Text, start: int, end: int, mask: Mask) -> Hit:
    words = surroundings(of.id, of.text, start, end, mask)
    return Hit(of.item, of.name, *words, start, of.statement(start, end))


def surroundings(document: str, text: str, start: int, end: int, mask: Mask) -> tuple[str, str, str]:
    """What stands before a stretch of a document's text, in it and after it, protected words withheld."""

    def shown(first: int, last: int) -> str:
        return mask.words(Span(document, first, last, text[first:last])) if last > first else ""

    return (
        _from_a_word(shown(max(0, start - AROUND), start), start > AROUND),
        shown(start, end),
        _to_a_word(shown(end, min(len(text), end + AROUND)), end + AROUND < len(text)),
    )


def _from_a_word(text: str, cut: bool) -> str:
    """Words before: whole ones, on one line."""
    if cut and " " in text.strip():
        text = "…" + text[text.index(" ") :]
    return text.replace("\n", " ")


def _to_a_word(text: str, cut: bool) -> str:
    if cut and " " in text.strip():
        text = text[: text.rindex(" ")] + " …"
    return text.replace("\n", " ")
