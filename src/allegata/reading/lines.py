"""Lines and paragraphs of a text, with the features that tell body text from furniture.

A paragraph is one line in most files. In texts that were wrapped to a column (mail, wire copy, PDF)
it spans several lines; those are joined again. Offsets are code points into the text, end exclusive.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_BREAK = re.compile(r"\r\n|[\r\n\v\f\x85\u2028\u2029]")
_WORD = re.compile(r"[^\W_]+(?:[’'.\-][^\W_]+)*")
_CLOSERS = "”’\"'»)]›“*_ \u00a0"
TERMINAL = ".!?…"
CONTINUING = ":;,–—-"
"""A line that ends so is open: what follows belongs to it."""
_WANTING = frozenset(
    {"and", "or", "but", "the", "a", "an", "of", "to", "that", "with", "by", "from", "at", "into"}
)
_QUOTE_MARK = re.compile(r"\s*(?:>\s?)+(?=\S)")
"""Mail and Markdown mark quoted lines so; the mark is no part of the words."""
_BULLET = re.compile(r"(?:[-*•·▪●◦–—]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+(?=\S)")
_ABBREVIATED_END = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Maj|Capt|Sgt|No|vs|St)|\b[A-Z])\.$")
SMALL_WORDS = frozenset(
    {
        "a", "an", "the", "and", "or", "but", "nor", "for", "of", "in", "on", "at", "to", "by", "from",
        "with", "as", "is", "are", "be", "vs", "via", "per", "over", "into", "after", "amid", "near",
        "up", "off", "out", "who", "that", "how", "why", "it", "its", "not", "no", "than",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A stretch of text between line breaks, outer white space left out, with its features."""

    start: int
    end: int
    text: str
    words: tuple[str, ...]
    lines: int
    gap_before: bool  # a blank line stands before it

    @property
    def plain(self) -> str:
        """The words as lexicon patterns want them: see `plain`."""
        return plain(self.text)

    @property
    def closed(self) -> bool:
        """Whether it ends as a sentence does, with a mark inside a closing quotation or outside of it."""
        bare = self.text.rstrip(_CLOSERS)
        return bool(bare) and bare[-1] in TERMINAL

    @property
    def open_ended(self) -> bool:
        """Whether it ends in a colon, comma, dash or joining word, so that the next paragraph goes on."""
        bare = self.text.rstrip(_CLOSERS)
        dangling = bool(self.words) and self.words[-1] in _WANTING and bare.endswith(self.words[-1])
        return bool(bare) and (bare[-1] in CONTINUING or dangling)

    @property
    def question_or_cry(self) -> bool:
        """Whether its last mark is a question or exclamation mark."""
        bare = self.text.rstrip(_CLOSERS)
        return bool(bare) and bare[-1] in "!?"

    @property
    def listed(self) -> bool:
        """Whether it is an item of a list."""
        return _BULLET.match(self.text) is not None

    @property
    def heading(self) -> bool:
        """Whether it is marked as a heading, as Markdown does."""
        return re.match(r"#{1,6}\s+\S", self.text) is not None and self.lines == 1

    @property
    def starts_low(self) -> bool:
        """Whether it begins in lower case, going on with what stood before."""
        return self.text[:1].islower()

    @property
    def quoted(self) -> bool:
        """Whether it opens with a quotation mark that it also closes at its very end, or leaves open."""
        if self.text[:1] not in "“\"«„‘'":
            return False
        closes = self.text.rstrip(" .,!?…")[-1:] in "”\"»’'“"
        inner = self.text[1:].rstrip(" .,!?…")[:-1]
        if closes:
            return not any(mark in inner for mark in '”“»«"') and self.text[:1] not in "‘'"
        return self.text[:1] in '“"«„' and not any(mark in self.text[1:] for mark in '”»"')

    @property
    def upper(self) -> bool:
        """Whether it is written in capitals throughout."""
        letters = [c for c in self.text if c.isalpha()]
        return len(letters) >= 3 and sum(c.isupper() for c in letters) >= 0.9 * len(letters)

    @property
    def title_case(self) -> bool:
        """Whether its words carry capitals as English headlines do; small words do not count."""
        content = [
            w for w in self.words if w.lower() not in SMALL_WORDS and (w[0].isalpha() or w[0].isdigit())
        ]
        counted = [w for w in content if w[0].isalpha()]
        if len(counted) < 2:
            return False
        capital = sum(w[0].isupper() for w in counted)
        return capital >= 0.8 * len(counted)

    @property
    def symbols_only(self) -> bool:
        """Whether it holds no letter and no digit."""
        return not any(c.isalnum() for c in self.text)


_MARKDOWN_LINK = re.compile(r"!?\[([^\[\]]{0,300})\]\([^()\s]{0,500}\)")
_STRAIGHT = {0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"', 0xA0: " ", 0x2013: "-", 0x2014: "-"}


def plain(text: str) -> str:
    """Lower case, straight marks, single spaces, without leading decoration and the addresses of links."""
    straight = _MARKDOWN_LINK.sub(r"\1", text).translate(_STRAIGHT)
    lead = re.sub(r"^[^\w\"'(\[#@©°+−-]+|^[-+*#>]+\s+", "", straight)
    return " ".join(lead.lower().split())


def lines(text: str) -> Iterator[tuple[int, int]]:
    """Offsets of every line, its break left out; empty lines too."""
    left = 0
    for match in _BREAK.finditer(text):
        yield left, match.start()
        left = match.end()
    yield left, len(text)


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a text: its lines, those of wrapped text joined again."""
    kept: list[tuple[int, int]] = []
    gaps: list[bool] = []
    blank = False
    for start, end in lines(text):
        piece = text[start:end]
        bare = piece.strip()
        if not bare:
            blank = True
            continue
        mark = _QUOTE_MARK.match(piece)
        lead = mark.end() if mark else len(piece) - len(piece.lstrip())
        kept.append((start + lead, start + len(piece.rstrip())))
        gaps.append(blank)
        blank = False
    width = _wrap_width(text, kept, gaps)
    groups: list[list[int]] = []
    for i, (start, end) in enumerate(kept):
        if groups and not gaps[i] and _goes_on(text[slice(*kept[i - 1])], text[start:end], width):
            groups[-1].append(i)
        else:
            groups.append([i])
    return tuple(
        _paragraph(text, kept[group[0]][0], kept[group[-1]][1], len(group), gaps[group[0]])
        for group in groups
    )


def _paragraph(text: str, start: int, end: int, count: int, gap: bool) -> Paragraph:
    piece = text[start:end]
    return Paragraph(start, end, piece, tuple(_WORD.findall(piece)), count, gap)


def _wrap_width(text: str, kept: Sequence[tuple[int, int]], gaps: Sequence[bool]) -> int | None:
    """The column at which this text was wrapped, or None when its lines are paragraphs.

    Wrapped text has no line beyond a page's width, and most lines that another line follows break in
    mid-sentence just before the word that would not have fitted.
    """
    lengths = [end - start for start, end in kept]
    if len(kept) < 4 or max(lengths) > 132:
        return None
    width = max(lengths)
    followed = [i for i in range(len(kept) - 1) if not gaps[i + 1]]
    if len(followed) < 3:
        return None
    forced = 0
    midway = 0
    for i in followed:
        line, after = text[slice(*kept[i])], text[slice(*kept[i + 1])]
        if len(line) + 1 + len(after.split(maxsplit=1)[0]) > width:
            forced += 1
            midway += line[-1] not in TERMINAL
    # half of the lines full, and most of these broken inside a sentence: nobody writes paragraphs so
    return width if forced >= 0.5 * len(followed) and midway >= 0.6 * forced else None


def _goes_on(line: str, after: str, width: int | None) -> bool:
    """Whether the next line belongs to the same paragraph."""
    if _BULLET.match(after):
        return False
    if width is not None:
        # the writer of a wrapped text breaks a line early only where a paragraph ends
        if len(line) + 1 + len(after.split(maxsplit=1)[0]) > width:
            return True
        return line[-1] not in TERMINAL + _CLOSERS + ":" and after[:1].islower()
    ends = line.rstrip(_CLOSERS)[-1:] in TERMINAL and not _ABBREVIATED_END.search(line)
    return not ends and after[:1].islower() and len(line) >= 25
