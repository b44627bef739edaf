"""Sentences of a document with their syntax, quotations cut out before parsing.

A `Sentence` holds one or more `Parse`s: first the frame (the outlet's own words, each cut-out
quotation replaced by a placeholder), then one for every sentence inside a cut-out quotation. Every
token knows its exact offsets in the document, whatever was cut out before parsing. A quotation that
is part of the syntax ('the photo shows "about 30 …"') stays in the frame.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from spacy.tokens import Doc, Token

from allegata.model.document import Document, Segment

PLACEHOLDER = "It"
"""Stands for a cut-out quotation in the frame: one token that any verb of saying takes as object."""

OPENING, CLOSING = '“"«„', '”"»“'
CLOSING_MARKS = ("”", '"', "»", "“", "’")
_QUOTE = re.compile(
    r"“[^“”]{2,3000}”|\"[^\"]{2,3000}\"|«[^«»]{2,3000}»|„[^„“”]{2,3000}[“”]|"
    r"(?:“|(?<!\S)\")(?=\w)[^“”\"]{20,3000}\Z"
)
"""A quotation; one that is open at the end of its paragraph goes on in the next one, as the custom is."""
_SAYING = (
    "said|says|say|saying|asked|asks|wrote|writes|writing|added|adds|adding|told|tells|telling|tweeted|continued|"
    "concluded|warned|declared|exclaimed|stressed|noted|noting|shouted|demanded|replied|stated|stating"
)
_SAYS = re.compile(rf"(?:{_SAYING}|that)[^“”\"]{{0,30}}[,:]$")
_TAG = re.compile(rf"(?:[\w’'.-]+,? ){{1,9}}(?:{_SAYING})\b[^“”\"«»]{{0,120}}?[.:]")
"""What follows a quoted question or exclamation when it tells the speaker: '“Why?” the minister asked.'"""
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Brig|Lt|Col|Maj|Capt|Cpl|Sgt|Pvt|Adm|Cmdr|Gov|Sen|Rep|Rev|Hon|St|vs|etc|No|Nos|"
    r"Art|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|Inc|Ltd|Co|Corp|approx|pop|a\.m|p\.m|e\.g|i\.e|U\.S|U\.K|U\.N|"
    r"D\.C)|\b[A-Z])\.$"
)
_BREAK = re.compile(r"(?<=[.!?…])([”\"’»)\]]*)(\s+)(?=[“\"«‘(\[]?[A-ZА-ЯЄІЇҐ0-9])")


class Pipeline(Protocol):
    """What the room needs of a language pipeline: text in, parsed documents out, in order."""

    def pipe(self, texts: Sequence[str]) -> Iterator[Doc]:
        """Parse each text."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation in the text; `start`/`end` include the marks, `inner_*` do not."""

    start: int
    end: int
    inner_start: int
    inner_end: int
    cut: bool  # cut out of the frame and parsed by itself


@dataclass(frozen=True, slots=True, eq=False)
class Parse:
    """One parsed stretch. `offsets[i]` is the document offset of token i; placeholders map to their quote."""

    doc: Doc
    offsets: tuple[int, ...]
    ends: tuple[int, ...]
    quote: Quote | None = None  # the quotation this stretch lies in; None for the frame

    def start(self, token: Token) -> int:
        """Document offset of the token's first character."""
        return self.offsets[token.i]

    def end(self, token: Token) -> int:
        """Document offset behind the token's last character."""
        return self.ends[token.i]

    def extent(self, tokens: Sequence[Token]) -> tuple[int, int]:
        """Document offsets from the first to the last of some tokens of this parse."""
        indices = [t.i for t in tokens]
        return self.offsets[min(indices)], self.ends[max(indices)]

    def subtree(self, token: Token) -> tuple[int, int]:
        """Document offsets of everything below a token, itself included."""
        return self.extent(list(token.subtree))


@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    """One sentence of a read segment, in document offsets."""

    index: int
    start: int
    end: int
    segment: Segment
    paragraph: int  # counts read segments, so that neighbours in one paragraph are known
    quotes: tuple[Quote, ...]
    parses: tuple[Parse, ...]

    @property
    def frame(self) -> Parse:
        """The outlet's own words."""
        return self.parses[0]


@dataclass(frozen=True, slots=True, eq=False)
class ParsedDocument:
    """A document with the sentences of its read segments, in order."""

    document: Document
    sentences: tuple[Sentence, ...]

    @property
    def text(self) -> str:
        """The document's exact text."""
        return self.document.text

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence that holds this offset, if any."""
        return next((s for s in self.sentences if s.start <= offset < s.end), None)


def parse(document: Document, pipeline: Pipeline) -> ParsedDocument:
    """Split the read segments of a document into sentences and parse them.

    :param pipeline: an English pipeline with tagger, parser and lemmatizer.
    """
    plans = [
        (start, end, segment, number, _quotes(document.text, start, end))
        for number, segment in enumerate(document.read_segments)
        for start, end in split(document.text, segment.start, segment.end)
    ]
    stretches = [list(_stretches(document.text, start, end, quotes)) for start, end, _, _, quotes in plans]
    docs = iter(pipeline.pipe([text for group in stretches for text, _, _ in group]))
    sentences = []
    for index, ((start, end, segment, number, quotes), group) in enumerate(
        zip(plans, stretches, strict=True)
    ):
        parses = tuple(_aligned(next(docs), pieces, quote) for _, pieces, quote in group)
        sentences.append(Sentence(index, start, end, segment, number, quotes, parses))
    return ParsedDocument(document, tuple(sentences))


def split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Sentence borders of text[start:end], never inside a quotation; borders exclude outer white space."""
    segment = text[start:end]
    quotes = [(m.start(), m.end()) for m in _QUOTE.finditer(segment)]
    borders, left = [], 0
    for match in _BREAK.finditer(segment):
        cut = match.start(2)
        inside = any(a < cut < b for a, b in quotes)
        head = segment[left : match.start(1)]
        if inside or _ABBREVIATION.search(head):
            continue
        if match.group(1)[-1:] in CLOSING_MARKS and head[-1:] in "?!…" and _TAG.match(segment, match.end(2)):
            continue
        borders.append((left, cut))
        left = match.end(2)
    borders.append((left, len(segment)))
    for one, other in borders:
        piece = segment[one:other]
        lead = len(piece) - len(piece.lstrip())
        if piece.strip():
            yield start + one + lead, start + one + len(piece.rstrip())


def _quotes(text: str, start: int, end: int) -> tuple[Quote, ...]:
    found = []
    for match in _QUOTE.finditer(text, start, end):
        inner = match.group()[1:]
        before = text[start : match.start()].rstrip()
        # a whole clause set off by comma, colon or the sentence's edge is cut out; the rest is syntax
        cut = len(inner.split()) >= 4 and (not before or before[-1] in ",:;—–-.!?" or before[-1] in CLOSING)
        if cut and before and inner[:1].islower() and before[-1] == ",":
            cut = _SAYS.search(before) is not None
        closed = match.group()[-1] in CLOSING
        found.append(
            Quote(match.start(), match.end(), match.start() + 1, match.end() - (1 if closed else 0), cut)
        )
    return tuple(found)


Pieces = list[tuple[int, int, str]]
"""(document start, document end, words used for parsing)."""


def _stretches(
    text: str, start: int, end: int, quotes: Sequence[Quote]
) -> Iterator[tuple[str, Pieces, Quote | None]]:
    pieces: Pieces = []
    left = start
    for quote in quotes:
        if not quote.cut:
            continue
        pieces.append((left, quote.start, text[left : quote.start]))
        inner = text[quote.inner_start : quote.inner_end].rstrip()
        comma = "," if inner.endswith((",", "?", "!")) and quote.end < end else ""
        pieces.append((quote.start, quote.end, PLACEHOLDER + comma))
        left = quote.end
    pieces.append((left, end, text[left:end]))
    yield _plain("".join(words for _, _, words in pieces)), pieces, None
    for quote in quotes:
        if quote.cut:
            for one, other in split(text, quote.inner_start, quote.inner_end):
                yield _plain(text[one:other]), [(one, other, text[one:other])], quote


def _plain(words: str) -> str:
    """The same number of characters, in the spellings the pipeline was trained on."""
    return words.translate({0xA0: " ", 0x2019: "'", 0x2018: "'", 0x201C: '"', 0x201D: '"', 0x2013: "-"})


def _aligned(doc: Doc, pieces: Pieces, quote: Quote | None) -> Parse:
    starts: list[int] = []
    ends: list[int] = []
    borders = []
    at = 0
    for start, end, words in pieces:
        borders.append((at, at + len(words), start, end, len(words) == end - start))
        at += len(words)
    for token in doc:
        first = _back(borders, token.idx)
        last = _back(borders, token.idx + len(token.text) - 1, last=True)
        starts.append(first)
        ends.append(last)
    return Parse(doc, tuple(starts), tuple(ends), quote)


def _back(borders: list[tuple[int, int, int, int, bool]], at: int, last: bool = False) -> int:
    for one, other, start, end, same in borders:
        if one <= at < other:
            if same:
                return start + at - one + (1 if last else 0)
            return end if last else start
    raise ValueError(f"offset {at} lies outside the parsed text")
