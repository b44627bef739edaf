"""Attribution on PolNeAR: sources, cues and contents found in news text, against the corpus.

    python benchmarks/attribution.py ../shared/bench --split dev

Exact: all pieces of a span equal. Overlap: at least half of either span's characters are shared.
Pair: source and content of one attribution both overlap those of one annotated attribution. The
peers' figures are exact F1 on the corpus's test split, as the CofeNet paper reports them.

    python benchmarks/attribution.py ../shared/bench --learn src/allegata/knowledge/data/cues_broad.toml

writes anew which lemmas are cues in which frame, from the training part: a list of words, no text.
"""

import argparse
import gzip
import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from allegata.knowledge import load, pipeline
from allegata.model.document import Document, Segment
from allegata.model.knowledge import Knowledge, Lexicon
from allegata.model.vocabulary import SegmentRole
from allegata.reading import attributions, broad, sentences
from allegata.reading.voices import FIRST_PERSON

ROLES = ("source", "cue", "content")
PEERS = {
    "rules (CofeNet paper)": (10.7, 22.8, 5.6),
    "CRF (CofeNet paper)": (50.6, 53.4, 28.6),
    "BERT+Cofe (CofeNet paper)": (83.2, 75.3, 72.9),
}
Extents = tuple[tuple[int, int], ...]
OFTEN = 0.4
"""From this share of its occurrences on, a lemma counts as a cue in a frame."""


@dataclass
class Score:
    """Counts of one measure."""

    hit: int = 0
    found: int = 0
    wanted: int = 0

    def line(self) -> str:
        """Precision, recall and F1 in per cent."""
        precision, recall = self.hit / max(self.found, 1), self.hit / max(self.wanted, 1)
        f1 = 2 * self.hit / max(self.found + self.wanted, 1)
        return f"P {100 * precision:5.1f}  R {100 * recall:5.1f}  F1 {100 * f1:5.1f}"


@dataclass
class Scores:
    """All measures of a run."""

    exact: dict[str, Score] = field(default_factory=lambda: {r: Score() for r in ROLES})
    overlap: dict[str, Score] = field(default_factory=lambda: {r: Score() for r in ROLES})
    pair: Score = field(default_factory=Score)


def articles(folder: Path, split: str) -> Iterator[tuple[Document, Sequence[Mapping[str, Any]]]]:
    """The articles of one split, a paragraph a segment, with their annotated attributions."""
    with gzip.open(folder / "attribution-polnear.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            entry = json.loads(line)
            if entry["split"] != split:
                continue
            text = entry["text"]
            segments = tuple(
                Segment(SegmentRole.BODY, m.start(), m.end()) for m in re.finditer(r"[^\n]*\S[^\n]*", text)
            )
            yield Document(entry["id"], entry["id"], text, "en", segments), entry["attributions"]


def measure(scores: Scores, found: Sequence[broad.Spans], wanted: Sequence[Mapping[str, Any]]) -> None:
    """Add one article."""
    mine = [{r: getattr(s, r) for r in ROLES} for s in found]
    theirs = [{r: tuple(tuple(e) for e in a.get(r, ())) for r in ROLES} for a in wanted]
    for role in ROLES:
        left = Counter(m[role] for m in mine if m[role])
        right = Counter(t[role] for t in theirs if t[role])
        for score, hits in (
            (scores.exact[role], sum((left & right).values())),
            (scores.overlap[role], _matched([m[role] for m in mine], [t[role] for t in theirs])),
        ):
            score.hit += hits
            score.found += sum(left.values())
            score.wanted += sum(right.values())
    pairs = [m for m in mine if m["source"] and m["content"]]
    others = [t for t in theirs if t["source"] and t["content"]]
    scores.pair.found += len(pairs)
    scores.pair.wanted += len(others)
    free = list(range(len(pairs)))
    for other in others:
        for i in free:
            if all(_half(_characters(pairs[i][r]), _characters(other[r])) for r in ("source", "content")):
                free.remove(i)
                scores.pair.hit += 1
                break


def _matched(mine: Sequence[Extents], theirs: Sequence[Extents]) -> int:
    free = [_characters(m) for m in mine if m]
    hits = 0
    for wanted in (_characters(t) for t in theirs if t):
        match = next((f for f in free if _half(f, wanted)), None)
        if match is not None:
            free.remove(match)
            hits += 1
    return hits


def _characters(extents: Extents) -> frozenset[int]:
    return frozenset(i for a, b in extents for i in range(a, b))


def _half(one: frozenset[int], other: frozenset[int]) -> bool:
    shared = len(one & other)
    return shared > 0 and 2 * shared >= len(one) and 2 * shared >= len(other)


def run(folder: Path, split: str, knowledge: Knowledge) -> None:
    """Measure one split and print the table."""
    scores, parsing, attributing, words = Scores(), 0.0, 0.0, 0
    language = pipeline()
    for document, wanted in articles(folder, split):
        started = time.perf_counter()
        parsed = sentences.parse(document, language)
        between = time.perf_counter()
        found = broad.find(parsed, knowledge)
        parsing, attributing = parsing + between - started, attributing + time.perf_counter() - between
        words += len(document.text.split())
        measure(scores, found, wanted)
    for role in ROLES:
        print(f"{role:8} exact {scores.exact[role].line()}   overlap {scores.overlap[role].line()}")
    print(f"pair                                          overlap {scores.pair.line()}")
    for peer, figures in PEERS.items():
        print(f"{peer:28} exact F1 source {figures[0]}, cue {figures[1]}, content {figures[2]}")
    print(f"{words} words: parsing {parsing:.1f} s, attribution {attributing:.2f} s")


def learn(folder: Path, knowledge: Knowledge, target: Path) -> None:
    """Write the cue lemmas of every frame, from the training part."""
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    cues = _every_verb(knowledge.lexicon("cues"))
    language = pipeline()
    for document, wanted in articles(folder, "train"):
        parsed = sentences.parse(document, language)
        marked = {i for a in wanted for start, end in a.get("cue", ()) for i in range(start, end)}
        for sentence in parsed.sentences:
            for found in attributions.find(sentence.frame, sentence.quotes, cues):
                if broad.in_quotation(found.head) or (
                    found.source is not None and found.source.lower_ in FIRST_PERSON
                ):
                    continue
                seen = counts[broad.frame_name(found), found.head.lemma_.lower()]
                seen[0] += 1
                seen[1] += found.parse.start(found.head) in marked
    frames: dict[str, list[str]] = defaultdict(list)
    totals = {f: [sum(c[i] for (g, _), c in counts.items() if g == f) for i in (0, 1)] for f, _ in counts}
    for (frame, lemma), (seen_, hit) in sorted(counts.items()):
        prior = totals[frame][1] / totals[frame][0]
        if hit >= 2 and (hit + 2 * prior) / (seen_ + 2) >= OFTEN and re.fullmatch(r"[a-z-]{2,}", lemma):
            frames[frame].append(lemma)
    lines = [
        "# Which lemmas are cues of attribution in which frame, distilled from the training part of",
        "# PolNeAR by `benchmarks/attribution.py --learn`: twice or more, and two times in five. No text.",
        'matching = "lemma"',
        'provenance = "PolNeAR (train), distilled: a list of words with no text of the corpus"',
        "",
        "[groups]",
    ]
    for frame, lemmas in sorted(frames.items()):
        if frame in {"according", "quote"}:
            continue
        lines += [f"{frame} = [", *_folded(lemmas), "]"]
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _folded(lemmas: Sequence[str]) -> Iterator[str]:
    row = " "
    for lemma in lemmas:
        if len(row) + len(lemma) > 110:
            yield row
            row = " "
        row += f' "{lemma}",'
    yield row


def _every_verb(cues: Lexicon) -> Lexicon:
    return _AnyWord(cues.name, cues.groups, cues.matching, cues.provenance)


class _AnyWord(Lexicon):
    """A lexicon that takes every word for a word of saying: used only to count."""

    __slots__ = ()

    def terms_of(self, word: str) -> tuple[str, ...]:
        """The groups of the word, and `say` for any."""
        return (*Lexicon.terms_of(self, word), "say")


def main() -> None:
    """Parse the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="the folder of the corpora")
    parser.add_argument("--split", default="dev", choices=("train", "dev"))
    parser.add_argument(
        "--learn", type=Path, metavar="FILE", help="write the cue lists from the training part"
    )
    given = parser.parse_args()
    if given.learn is not None:
        learn(given.folder, load(), given.learn)
        return
    run(given.folder, given.split, load())


if __name__ == "__main__":
    main()
