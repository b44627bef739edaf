"""What a reading of a text says about some mentions: ids and words, as it was read, without decisions."""

from collections.abc import Collection, Iterable, Iterator

from allegata.model.document import Document, Span
from allegata.model.reading import Reading
from allegata.model.result import records_of


def parts_of(document: Document, reading: Reading) -> frozenset[str]:
    """The ids of everything that a reading found, and of its document."""
    parts = (*reading.statements, *reading.mentions, *reading.accounts, *records_of(reading))
    return frozenset({document.id, *(part.id for part in parts)})


def parts_about(reading: Reading, mentions: Collection[str]) -> Iterator[str]:
    """The ids of what a reading found about these mentions: themselves, statements, values and records."""
    for mention in reading.mentions:
        if mention.id in mentions:
            yield mention.id
            yield from mention.statements
    yield from (account.id for account in reading.accounts if account.mention in mentions)
    yield from (one.id for one in records_of(reading) if not set(mentions).isdisjoint(one.about))


def words_of(reading: Reading, mentions: Collection[str]) -> Iterator[Span]:
    """Where a reading has the text speak of these mentions."""
    for mention in reading.mentions:
        if mention.id in mentions:
            yield from (act.span for act in mention.acts)
            yield from mention.anchors
    yield from (account.span for account in reading.accounts if account.mention in mentions)
    yield from (one.span for one in records_of(reading) if not set(mentions).isdisjoint(one.about))


def found_again(words: Iterable[Span], document: Document) -> Iterator[Span]:
    """Where the same words stand in a text as it is read now: in their own place, else everywhere."""
    for word in words:
        if document.text[word.start : word.end] == word.quote:
            yield Span(document.id, word.start, word.end, word.quote)
            continue
        at = document.text.find(word.quote)
        while at >= 0:
            yield Span(document.id, at, at + len(word.quote), word.quote)
            at = document.text.find(word.quote, at + 1)
