"""Two texts laid side by side: which paragraph stands beside which, and which words only one of them has.

Texts of one language are compared word by word (the longest matching runs, Ratcliff and Obershelp); case and
punctuation at a word's edges do not count. Texts of two languages are laid side by side paragraph for
paragraph in their order, and nothing is marked: which words answer which is not known here.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from itertools import zip_longest

from allegata.model.document import Document

Stretch = tuple[int, int]
"""Offsets in a document, end exclusive."""

MANY = 2_000
"""Words from which on very frequent ones are no anchor of a match: what keeps long texts quick."""
_WORD = re.compile(r"\S+")
_EDGES = re.compile(r"^\W+|\W+$")


@dataclass(frozen=True, slots=True)
class Row:
    """Paragraphs that stand beside one another; either side may be empty."""

    left: tuple[Stretch, ...]
    right: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Differences:
    """Rows in the order of both texts; words that only one side has; the share of words that both have."""

    rows: tuple[Row, ...]
    only_left: tuple[Stretch, ...] = ()
    only_right: tuple[Stretch, ...] = ()
    shared: float | None = None  # None: not compared, the languages differ


def differences(left: Document, right: Document) -> Differences:
    """The rows and, for texts of one language, the words that differ."""
    mine, theirs = _paragraphs(left.text), _paragraphs(right.text)
    if left.language != right.language:
        pairs = zip_longest(mine, theirs)
        return Differences(tuple(Row((a,) if a else (), (b,) if b else ()) for a, b in pairs))
    a, b = _words(left.text), _words(right.text)
    matcher = SequenceMatcher(None, [w for _, w in a], [w for _, w in b], autojunk=len(a) + len(b) > MANY)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    held_a = {n for block in blocks for n in range(block.a, block.a + block.size)}
    held_b = {n for block in blocks for n in range(block.b, block.b + block.size)}
    votes = _votes(a, b, blocks, [start for start, _ in mine], [start for start, _ in theirs])
    total = len(a) + len(b)
    return Differences(
        tuple(_rows(mine, theirs, votes)),
        tuple(_runs(a, held_a)),
        tuple(_runs(b, held_b)),
        (len(held_a) + len(held_b)) / total if total else 1.0,
    )


def _paragraphs(text: str) -> list[Stretch]:
    return [hit.span() for hit in re.finditer(r"[^\n]*\S[^\n]*", text)]


def _words(text: str) -> list[tuple[Stretch, str]]:
    return [(hit.span(), _EDGES.sub("", hit.group()).casefold()) for hit in _WORD.finditer(text)]


def _votes(
    a: Sequence[tuple[Stretch, str]],
    b: Sequence[tuple[Stretch, str]],
    blocks: Sequence[Match],
    mine: Sequence[int],
    theirs: Sequence[int],
) -> dict[int, int]:
    """Paragraph of the right → the paragraph of the left with which it shares most words, never backwards."""
    found: dict[int, Counter[int]] = {}
    for at, there, size in blocks:
        for step in range(size):
            one = bisect_right(mine, a[at + step][0][0]) - 1
            other = bisect_right(theirs, b[there + step][0][0]) - 1
            found.setdefault(other, Counter())[one] += 1
    votes, last = {}, 0
    for other in sorted(found):
        last = max(last, found[other].most_common(1)[0][0])
        votes[other] = last
    return votes


def _rows(mine: Sequence[Stretch], theirs: Sequence[Stretch], votes: dict[int, int]) -> Iterator[Row]:
    """A paragraph that shares no word stands by itself, after the one that comes before it."""
    under: dict[int, list[int]] = {}
    at = -1
    for number in range(len(theirs)):
        at = votes.get(number, at)
        under.setdefault(at, []).append(number)
    for number in range(-1, len(mine)):
        here = under.get(number, [])
        shared = max((place + 1 for place, other in enumerate(here) if other in votes), default=0)
        if number >= 0:
            yield Row((mine[number],), tuple(theirs[other] for other in here[:shared]))
        for other in here[shared:]:
            yield Row((), (theirs[other],))


def _runs(words: Sequence[tuple[Stretch, str]], held: set[int]) -> Iterator[Stretch]:
    """Words that are not held, neighbours as one stretch; marks of punctuation alone do not differ."""
    start: int | None = None
    end = 0
    for number, ((first, last), word) in enumerate(words):
        if number in held or not word:
            if start is not None:
                yield start, end
            start = None
            continue
        start, end = (first if start is None else start), last
    if start is not None:
        yield start, end
