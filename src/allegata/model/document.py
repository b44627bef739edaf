"""The text of an item, its stretches, and the exact spans that everything else rests on.

Offsets are Unicode code points into `Document.text`, end exclusive; `text[start:end] == quote`
holds for every span in every output.
"""

from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from allegata.errors import Problem
from allegata.model.vocabulary import DateBasis, SegmentRole, TranslationStatus

READ_ROLES = frozenset(
    {SegmentRole.HEADLINE, SegmentRole.DEK, SegmentRole.BODY, SegmentRole.QUOTE, SegmentRole.CAPTION}
)
"""The roles whose text is read for statements; everything else is furniture."""


_NO_ANCHOR = frozenset({DateBasis.WIDGET_OR_RENDER, DateBasis.PASSED_ON, DateBasis.NONE})


def derived_id(prefix: str, *parts: object) -> str:
    """An id derived from content, so that reading the same bytes twice gives the same ids.

    >>> derived_id("st", "ab12", 0, 5) == derived_id("st", "ab12", 0, 5)
    True
    """
    material = "\x1f".join(str(part) for part in parts).encode()
    return f"{prefix}_{sha256(material).hexdigest()[:20]}"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """An exact quotation: `document.text[start:end] == quote`."""

    document: str
    start: int
    end: int
    quote: str

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share at least one character of the same document."""
        return self.document == other.document and self.start < other.end and other.start < self.end

    def contains(self, other: "Span") -> bool:
        """Whether every character of the other one is in this one."""
        return self.document == other.document and self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the text with one role. Segments are ordered and do not overlap."""

    role: SegmentRole
    start: int
    end: int
    reason: str = ""  # why it was read as furniture, in words; empty for plain body text


@dataclass(frozen=True, slots=True)
class PublishedAt:
    """When the item says it was published, and on what that rests."""

    day: date | None
    basis: DateBasis
    wording: str = ""

    @property
    def is_anchor(self) -> bool:
        """Whether a relative day ("on Friday") may be resolved against it (DOMAIN 3.3)."""
        return self.day is not None and self.basis not in _NO_ANCHOR


@dataclass(frozen=True, slots=True)
class Document:
    """The exact decoded text of one item, with its segments.

    `id` derives from the item and the extractor; `language` is a BCP 47 tag or "und".
    `offset_map` gives, where a text was taken out of markup, pairs (offset here, byte or character
    offset in the source text) at every break of the correspondence; empty means one to one.
    """

    id: str
    item: str
    text: str
    language: str
    segments: tuple[Segment, ...]
    name: str = ""  # the file name it came under, for people
    language_confidence: float = 0.0
    translation_status: TranslationStatus = TranslationStatus.UNKNOWN
    translation_evidence: tuple[str, ...] = ()
    published: PublishedAt = PublishedAt(None, DateBasis.NONE)
    publisher: str | None = None  # stated by the collector or the page's metadata; never guessed
    publisher_hints: tuple[str, ...] = ()
    url: str | None = None
    extractor: str = ""
    offset_map: tuple[tuple[int, int], ...] = ()
    problems: tuple[Problem, ...] = field(default=())

    def __hash__(self) -> int:
        """By the id alone: every spot of a quotation holds its document, and pages gather thousands of them."""
        return hash(self.id)

    def span(self, start: int, end: int) -> Span:
        """The exact span of these offsets.

        :raises ValueError: when the offsets lie outside the text or are empty.
        """
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no span {start}:{end} in a text of {len(self.text)} characters")
        return Span(self.id, start, end, self.text[start:end])

    def segment_at(self, offset: int) -> Segment | None:
        """The segment that holds this offset, if any."""
        return next((s for s in self.segments if s.start <= offset < s.end), None)

    @property
    def read_segments(self) -> tuple[Segment, ...]:
        """The segments that are read for statements, in order."""
        return tuple(s for s in self.segments if s.role in READ_ROLES)
