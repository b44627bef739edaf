"""Overlapping highlights, cut at every boundary into pieces that HTML can nest in any text.

Spans of a document overlap freely; elements may not. So the text is cut at each start and end, and
every piece carries the kinds and ids of all spans that cover it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from allegata.model.document import Document, Span


@dataclass(frozen=True, slots=True)
class Highlight:
    """A stretch to be marked: document offsets, what kind of thing it is, and the id of the thing."""

    start: int
    end: int
    kind: str
    thing: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text covered by the same highlights throughout; `anchor` when a span starts here."""

    start: int
    text: str
    kinds: tuple[str, ...]
    things: tuple[str, ...]
    anchor: bool = False
    masked: bool = False
    length: int = 0  # code points of the original, also where nothing of it is shown


def cut(
    text: str, start: int, end: int, highlights: Iterable[Highlight], masked: Sequence[Span], *, base: int = 0
) -> list[Piece]:
    """Cut start:end at every boundary of the highlights; the pieces joined give the text again.

    All offsets are those of the document; `text` begins at offset `base`. A masked piece has no text.

    >>> [p.text for p in cut("abcdef", 0, 6, [Highlight(1, 4, "x", "1"), Highlight(3, 5, "y", "2")], [])]
    ['a', 'bc', 'd', 'e', 'f']
    """
    inside = [h for h in highlights if h.start < end and start < h.end]
    hidden = [(s.start, s.end) for s in masked if s.start < end and start < s.end]
    if not inside and not hidden:  # most quotations
        return (
            [Piece(start, text[start - base : end - base], (), (), length=end - start)] if start < end else []
        )
    borders = {start, end}
    for one, other in [(h.start, h.end) for h in inside] + hidden:
        borders |= {max(start, one), min(end, other)}
    edges = sorted(borders)
    starts = {h.start for h in inside}
    pieces = []
    for left, right in pairwise(edges):
        over = [h for h in inside if h.start <= left and right <= h.end]
        gone = any(one <= left and right <= other for one, other in hidden)
        pieces.append(
            Piece(
                left,
                "" if gone else text[left - base : right - base],
                tuple(sorted({h.kind for h in over})),
                tuple(dict.fromkeys(h.thing for h in over)),
                left in starts,
                gone,
                right - left,
            )
        )
    return pieces


class Mask:
    """Withholds protected words wherever they would appear, in quotations as in whole texts."""

    def __init__(self, protected: Iterable[Span]) -> None:
        self._spans: dict[str, list[Span]] = {}
        for span in protected:
            self._spans.setdefault(span.document, []).append(span)

    def spans(self, document: str) -> list[Span]:
        """The protected stretches of one document."""
        return self._spans.get(document, [])

    def hides(self, span: Span) -> bool:
        """Whether any part of the span is withheld."""
        return any(span.overlaps(hidden) for hidden in self.spans(span.document))

    def quote(self, span: Span) -> list[Piece]:
        """The quotation in pieces, protected words left out."""
        return cut(span.quote, span.start, span.end, (), self.spans(span.document), base=span.start)

    def words(self, span: Span) -> str:
        """The quotation as one line of text, protected words replaced by a note."""
        return "".join("[withheld]" if piece.masked else piece.text for piece in self.quote(span))


def line_of(document: Document, offset: int) -> int:
    """The line of the original text that holds this offset, counted from 1."""
    return document.text.count("\n", 0, offset) + 1
