"""Where the words of a search stand: in which originals, how they read there, and in which statement."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import or_, select

from allegata.actions.casebook import Casebook
from allegata.actions.current import ASKED, some
from allegata.actions.decided import decided
from allegata.dossier.protection import SHUT, mask_of
from allegata.model.canonical import parse_json
from allegata.model.document import Span
from allegata.model.listing import Hit
from allegata.model.marks import Mask
from allegata.model.search import Term, places, question
from allegata.store.tables import ACCOUNTS, DOCUMENTS, ITEMS, RECORDS, STATEMENTS

AROUND = 60
"""Characters before and after the words."""
EACH = 3
"""Hits in one text that are told."""
REMEMBERED = 8 << 20
"""Bytes, roughly, of the answers to the last questions."""


def found(book: Casebook, words: str) -> tuple[int, ...] | None:
    """The numbers of all items whose text holds what is asked for, newest first; None: nothing is asked."""
    if not words.strip():
        return None
    terms = question(words)
    key = terms, book.index.meta("applied")
    return book.kept.get("found", key, lambda: book.index.found(terms), lambda one: 100 + 36 * len(one))


def hits(
    book: Casebook, items: Sequence[int], words: str, each: int = EACH, withhold: bool = True
) -> Mapping[int, tuple[Hit, ...]]:
    """The first hits in each of these items, by its number (`ITEMS.seq`); one without a text is left out.

    :param withhold: leave out words that could expose a captive, a victim or a witness, here as everywhere.
    """
    terms = question(words)
    texts: dict[int, Mapping[str, str]] = {}
    joined = DOCUMENTS.join(ITEMS, ITEMS.c.id == DOCUMENTS.c.item)
    for at in range(0, len(items), ASKED):
        query = select(ITEMS.c.seq, DOCUMENTS.c.data).select_from(joined)
        for row in book.index.rows(query.where(ITEMS.c.seq.in_(items[at : at + ASKED]))):
            texts[row.seq] = parse_json(row.data)
    spots = {text["id"]: _first(text["text"], terms, each) for text in texts.values()}
    statements = _statements(book, spots)
    mask = _mask(book, spots) if withhold else Mask(())
    return {
        number: tuple(
            _hit(text, start, end, mask, statements.get((text["id"], start)))
            for start, end in spots[text["id"]]
        )
        for number, text in texts.items()
    }


def _mask(book: Casebook, documents: Iterable[str]) -> Mask:
    """What is withheld in some documents. Few hold such words, so only those are read in full."""
    wanted, careful = list(documents), set[str]()
    made = decided(book)
    for at in range(0, len(wanted), ASKED):
        asked = wanted[at : at + ASKED]
        protected = select(RECORDS.c.document).where(
            RECORDS.c.document.in_(asked), RECORDS.c.kind == "protected"
        )
        careful.update(row.document for row in book.index.rows(protected))
        shut = [ACCOUNTS.c.data.contains(f'"sensitivity":"{level}"') for level in sorted(SHUT)]
        accounts = select(ACCOUNTS.c.document).where(ACCOUNTS.c.document.in_(asked), or_(*shut))
        careful.update(row.document for row in book.index.rows(accounts))
    careful.update(document for document in wanted if document in made.marks)
    if made.subjects:  # a correction can make words protected that were not
        for table in (ACCOUNTS, RECORDS):
            for at in range(0, len(wanted), ASKED):
                query = select(table.c.document, table.c.id).where(
                    table.c.document.in_(wanted[at : at + ASKED])
                )
                careful.update(row.document for row in book.index.rows(query) if row.id in made.subjects)
    now = some(book, careful)
    every = [part for reading in now.readings for part in reading.protected]
    accounts_ = [part for reading in now.readings for part in reading.accounts]
    statements = [part for reading in now.readings for part in reading.statements]
    return mask_of(every, accounts_, statements, now.documents, True)[0]


def _first(text: str, terms: tuple[Term, ...], most: int) -> list[tuple[int, int]]:
    """The first spots that do not lie in one another's surroundings."""
    chosen: list[tuple[int, int]] = []
    for start, end in places(text, terms):
        if all(abs(start - other) > AROUND for other, _ in chosen):
            chosen.append((start, end))
        if len(chosen) == most:
            break
    return chosen


def _hit(document: Mapping[str, str], start: int, end: int, mask: Mask, statement: str | None) -> Hit:
    text, id = document["text"], document["id"]

    def shown(first: int, last: int) -> str:
        return mask.words(Span(id, first, last, text[first:last])) if last > first else ""

    return Hit(
        document["item"],
        document["publisher"] or document["name"] or id,
        _from_a_word(shown(max(0, start - AROUND), start), start > AROUND),
        shown(start, end),
        _to_a_word(shown(end, min(len(text), end + AROUND)), end + AROUND < len(text)),
        start,
        statement,
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


def _statements(
    book: Casebook, spots: Mapping[str, Iterable[tuple[int, int]]]
) -> Mapping[tuple[str, int], str]:
    """(document, offset) → the shortest statement that holds the words there."""
    found: dict[tuple[str, int], tuple[int, str]] = {}
    wanted = list(spots)
    for at in range(0, len(wanted), ASKED):
        query = select(STATEMENTS.c.document, STATEMENTS.c.id, STATEMENTS.c.data)
        for row in book.index.rows(query.where(STATEMENTS.c.document.in_(wanted[at : at + ASKED]))):
            span = parse_json(row.data)["span"]
            for start, end in spots[row.document]:
                if span["start"] <= start and end <= span["end"]:
                    one, key = (span["end"] - span["start"], row.id), (row.document, start)
                    found[key] = min(one, found.get(key, one))
    return {key: id for key, (_, id) in found.items()}
