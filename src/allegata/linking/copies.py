"""Copies of texts: near-duplicates, excerpts, and notices that name where a text comes from.

Method. The read segments of a document become overlapping sequences of four words, each hashed. Two
texts are *copies* when at least half of all their sequences are shared (Jaccard ≥ .5), and one is an
*excerpt* of the other when at least four fifths of its sequences stand in the other. Texts too short for
such shares, as posts are, are copies when they are the same word by word, from eight words on. Candidates are
found by a sketch that keeps every hash divisible by eight (modulo sampling, Broder 1997; FracMinHash):
unlike a fixed-size MinHash it also finds a short text inside a long one. Each text is compared only
with the texts that share most of its sketch, so cost grows with the number of texts, not of pairs;
`brute_force` compares all pairs and is the reference in tests.

A text in another language is never found here; the same *utterance* in two translations is the matter
of `linking.utterances`.
"""

import re
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from zlib import crc32

from allegata.linking.components import components
from allegata.model.document import Document, Span
from allegata.model.vocabulary import SegmentRole

COPY_SHARE = 0.5
EXCERPT_SHARE = 0.8
SEQUENCE = 4  # words in one sequence
SHORTEST = 20  # sequences: a shorter text says too little to be called a copy
SAME = 8  # words: two short texts that are word by word the same were not written twice
SAMPLING = 8  # one hash in so many enters a long text's sketch
SMALL = 96  # texts of fewer sequences enter with all of them
LISTED = 12  # texts kept under one hash: later ones are compared with these
CHECKED = 8  # candidates compared in full for one text


class CopyKind(StrEnum):
    """How two texts hang together."""

    COPY = "copy"
    EXCERPT = "excerpt"


@dataclass(frozen=True, slots=True)
class CopyLink:
    """Two documents that share text; for an excerpt `left` is the shorter one."""

    left: str
    right: str
    kind: CopyKind
    share: float
    words: str


@dataclass(frozen=True, slots=True)
class CopyCluster:
    """Documents that are one text, with the links that tie them. Ids are sorted."""

    documents: tuple[str, ...]
    kind: CopyKind  # EXCERPT as soon as one link is one
    evidence: tuple[CopyLink, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """Words by which a document names where its text comes from ("appeared first on X", "Source: X")."""

    span: Span
    origin: str


_NOTICE = re.compile(
    r"(?:first (?:appeared|published) (?:on|in|by|at)|appeared first (?:on|in)|"
    r"originally (?:appeared|published) (?:on|in|by|at)|"
    r"re-?published (?:from|with permission (?:of|from))|courtesy of|source\s*:|via\s*:)\s*"
    r"(?:the\s+)?([^\n.;]{2,60})",
    re.IGNORECASE,
)
_NOTICE_ROLES = frozenset({SegmentRole.SYNDICATION_NOTICE, SegmentRole.SOURCE_NOTE, SegmentRole.BOILERPLATE})
_TOKEN = re.compile(r"\w+")


def clusters(documents: Sequence[Document]) -> tuple[CopyCluster, ...]:
    """Groups of documents that are copies or excerpts of one another, sorted by their first id.

    Deterministic and independent of the order in which the documents come.
    """
    return _joined(links(documents))


def links(documents: Sequence[Document]) -> tuple[CopyLink, ...]:
    """The links found by the sketch; see the module's text for the method."""
    texts = {d.id: _hashes(d) for d in sorted(documents, key=lambda d: d.id)}
    short = [d for d in documents if len(texts[d.id]) < SHORTEST]
    by_size = sorted(texts, key=lambda key: (-len(texts[key]), key))
    posted: dict[int, list[str]] = {}
    found = _same(short)
    for key in by_size:
        hashes = set(texts[key])
        if len(hashes) < SHORTEST:
            continue
        sketch = hashes if len(hashes) < SMALL else {h for h in hashes if h % SAMPLING == 0}
        votes: dict[str, int] = {}
        for value in sketch:
            for other in posted.get(value, ()):
                votes[other] = votes.get(other, 0) + 1
        ranked = sorted(votes.items(), key=lambda entry: (-entry[1], entry[0]))
        for other, count in ranked[:CHECKED]:
            if count < 2:
                break
            link = _link(key, hashes, other, set(texts[other]))
            if link:
                found.append(link)
        for value in sketch:
            under = posted.setdefault(value, [])
            if len(under) < LISTED:
                under.append(key)
    return tuple(sorted(found, key=lambda link: (link.left, link.right)))


def brute_force(documents: Sequence[Document]) -> tuple[CopyLink, ...]:
    """Every pair compared in full: the reference for tests, quadratic."""
    texts = {d.id: set(_hashes(d)) for d in documents}
    keys = sorted((k for k in texts if len(texts[k]) >= SHORTEST), key=lambda k: (-len(texts[k]), k))
    pairs = ((keys[j], keys[i]) for j in range(len(keys)) for i in range(j))
    made = [_link(short, texts[short], long, texts[long]) for short, long in pairs]
    made += _same([d for d in documents if len(texts[d.id]) < SHORTEST])
    return tuple(sorted((link for link in made if link), key=lambda link: (link.left, link.right)))


def cluster_of(found: Iterable[CopyCluster]) -> Mapping[str, str]:
    """Document id → the id that stands for its cluster (its first document); others are absent."""
    return {document: cluster.documents[0] for cluster in found for document in cluster.documents}


def notices(document: Document) -> tuple[Notice, ...]:
    """Where the document itself says that its text comes from, as worded; nothing is identified."""
    found = []
    for segment in document.segments:
        if segment.role not in _NOTICE_ROLES:
            continue
        for match in _NOTICE.finditer(document.text, segment.start, segment.end):
            found.append(Notice(document.span(*match.span()), match.group(1).strip(" \"'“”")))
    return tuple(found)


def _same(documents: Iterable[Document]) -> list[CopyLink]:
    """Short texts that are the same word by word: each linked with the first of them."""
    first: dict[tuple[str, ...], str] = {}
    found = []
    for document in sorted(documents, key=lambda d: d.id):
        words = tuple(_words(document))
        if len(words) < SAME:
            continue
        leader = first.setdefault(words, document.id)
        if leader != document.id:
            found.append(
                CopyLink(leader, document.id, CopyKind.COPY, 1.0, "the two texts are the same word by word")
            )
    return found


def _words(document: Document) -> list[str]:
    return [
        word
        for segment in document.read_segments
        for word in _TOKEN.findall(document.text[segment.start : segment.end].casefold())
    ]


def _hashes(document: Document) -> "array[int]":
    words = _words(document)
    made = {crc32(" ".join(words[i : i + SEQUENCE]).encode()) for i in range(len(words) - SEQUENCE + 1)}
    return array("I", sorted(made))


def _link(short: str, few: set[int], long: str, many: set[int]) -> CopyLink | None:
    shared = len(few & many)
    overall = shared / len(few | many)
    inside = shared / len(few)
    left, right = sorted((short, long))
    if overall >= COPY_SHARE:
        words = f"{overall:.0%} of the word sequences of the two texts are the same"
        return CopyLink(left, right, CopyKind.COPY, overall, words)
    if inside >= EXCERPT_SHARE:
        words = f"{inside:.0%} of the word sequences of the shorter text stand in the longer one"
        return CopyLink(short, long, CopyKind.EXCERPT, inside, words)
    return None


def _joined(found: Sequence[CopyLink]) -> tuple[CopyCluster, ...]:
    groups = components((link.left, link.right) for link in found)
    first_of = {member: first for first, members in groups.items() for member in members}
    evidence: dict[str, list[CopyLink]] = {first: [] for first in groups}
    for link in found:
        evidence[first_of[link.left]].append(link)
    return tuple(
        CopyCluster(
            members,
            CopyKind.EXCERPT if any(e.kind is CopyKind.EXCERPT for e in evidence[first]) else CopyKind.COPY,
            tuple(evidence[first]),
        )
        for first, members in groups.items()
    )
