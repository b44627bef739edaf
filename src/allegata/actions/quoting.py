"""The words behind the ids that a history names: what a statement, a value or a mention says in its text.

Withheld words stay withheld, whoever reads. Of a decision that quotes what is to be protected (`told.QUOTING`)
nothing is quoted to those who only read, and nothing at all out of a sealed record.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import select

from allegata.actions.casebook import Casebook
from allegata.actions.current import portions, some
from allegata.actions.sealed import closed
from allegata.actions.told import QUOTING
from allegata.actions.viewing import mask_of, quotation
from allegata.linking.pairs import despite
from allegata.model.canonical import parse_json
from allegata.model.codec import from_data
from allegata.model.document import Document, Span
from allegata.model.marks import Mask
from allegata.model.result import HistoryEntry
from allegata.model.view import Quotation
from allegata.store.tables import PARTS

NAMED = re.compile(r"\b[a-z]{2}_[0-9a-f]{20}\b")
MOST = 6
"""Things of one entry whose words are shown: a merge may name hundreds."""


def quoted(
    book: Casebook, thing: str, entries: Iterable[HistoryEntry], withhold: bool
) -> Mapping[int, tuple[tuple[str, Quotation], ...]]:
    """Ledger entry → the things it names, each with its words; a thing that is in no text now is left out.

    :param thing: what the history is of.
    :param withhold: for those who only read.
    """
    shut = closed(book)
    if thing in shut.incidents:
        return {}
    hidden = shut.own
    named = {one.entry: _named(one) for one in entries if not (withhold and _quotes(one))}
    words = dict(_words(book, sorted({id for ids in named.values() for id in ids} - hidden), shut.words))
    return {
        entry: found
        for entry, ids in named.items()
        if (found := tuple((id, words[id]) for id in ids if id in words))
    }


def _named(entry: HistoryEntry) -> tuple[str, ...]:
    return tuple(dict.fromkeys(NAMED.findall(entry.words)))[:MOST]


def _quotes(entry: HistoryEntry) -> bool:
    made = entry.decision
    return made is not None and (made.verb in QUOTING or bool(despite(made)))


def _words(book: Casebook, ids: list[str], sealed: tuple[Span, ...]) -> Iterator[tuple[str, Quotation]]:
    spans = dict(_spans(book, ids))
    now = some(book, {span.document for span in spans.values()})
    texts: dict[str, tuple[Document, Mask]] = {}
    for document, reading in zip(now.documents, now.readings, strict=True):
        _, hidden = mask_of(reading.protected, reading.accounts, reading.statements, (document,), True)
        mask = Mask((*hidden, *sealed))
        texts[document.id] = document, mask
    for id, span in spans.items():
        if span.document in texts:
            yield id, quotation(span, *texts[span.document])


def _spans(book: Casebook, ids: list[str]) -> Iterator[tuple[str, Span]]:
    for table in PARTS:
        for portion in portions(ids):
            query = select(table.c.id, table.c.data).where(table.c.id.in_(portion))
            for row in book.index.rows(query):
                if span := _span(parse_json(row.data)):
                    yield row.id, from_data(Span, span)


def _span(data: Mapping[str, Any]) -> Any:
    """Where a thing stands: a mention, in its first act, or else where the text first points to it."""
    places = [data.get("span"), *(act.get("span") for act in data.get("acts", ())), *data.get("anchors", ())]
    return next((place for place in places if place), None)
