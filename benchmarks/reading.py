"""How fast one process reads once it is loaded, and how much memory it takes.

    OMP_NUM_THREADS=1 python benchmarks/reading.py [FOLDER] [--rounds 3] [--profile 30]

Reads the invented texts of `examples/reports` and `tests/heldout/articles` (or the text files of a folder),
each with extraction, gazetteer and rules, and counts articles of 450 words for each second of *processor*
time of this process (`time.process_time`), which other work on the machine hardly touches. The bare spaCy
pipeline parses the same stretches in the same run: the ratio says what the rules cost on top, on any machine.
The digest covers every reading and document, so that two versions can be told to read alike.
"""

import argparse
import cProfile
import pstats
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

import spacy

from allegata.actions.read import StandardReads
from allegata.knowledge.syntax import NAME
from allegata.model.codec import canonical
from allegata.model.document import Document
from allegata.model.item import Capture, Item
from allegata.model.reading import Reading
from allegata.reading import acts, attribute, context, extract, incidents, places, records, scenes, sentences

ROOT = Path(__file__).resolve().parents[1]
OWN = ("examples/reports", "tests/heldout/articles")
KINDS = (".txt", ".md", ".html")
WORDS = 450
"""The length of a report for which the figure is given."""

T = TypeVar("T")


def material(folders: Sequence[Path]) -> list[tuple[bytes, Item]]:
    """The bytes of every text with the item that they come in as."""
    paths = [path for folder in folders for path in sorted(folder.iterdir()) if path.suffix in KINDS]
    found = []
    for path in paths:
        data = path.read_bytes()
        digest = sha256(data).hexdigest()
        kind = "text/html" if path.suffix == ".html" else "text/plain"
        found.append((data, Item(digest, len(data), kind, Capture(path.name))))
    return found


class Clock:
    """Processor seconds by step."""

    def __init__(self) -> None:
        self.steps: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Count what is done within for `name`."""
        start = time.process_time()
        yield
        self.steps[name] = self.steps.get(name, 0.0) + time.process_time() - start

    def timed(self, name: str, work: Callable[..., T], *given: Any) -> T:
        """The result of some work, counted for `name`."""
        with self.step(name):
            return work(*given)


def by_step(reads: StandardReads, document: Document, clock: Clock) -> None:
    """The steps of the reader one by one, to see where the time goes."""
    knowledge = reads.knowledge
    table = clock.timed("gazetteer", lambda: reads.gazetteer.lookup(places.names(document.text)))
    parsed = clock.timed("sentences", sentences.parse, document, reads.reader.pipeline)
    statements = clock.timed("attribute", attribute.attribute, parsed, knowledge)
    if not statements:
        return
    around = clock.timed("context", context.build, parsed, statements, table, knowledge)
    found = clock.timed("acts", acts.find, around)
    totals = clock.timed("totals", records.totals, around, found)
    spans = [(total.span.start, total.span.end) for total in totals]
    threads = clock.timed("incidents", incidents.find, around, found, spans)
    clock.timed("mentions", incidents.mentions, around, threads)
    clock.timed("scenes", scenes.accounts, around, threads)
    clock.timed("records", records.find, around, threads, totals)


def stretches(document: Document) -> list[str]:
    """What the reader gives to the parser for one document."""
    asked: list[str] = []

    class Asks:
        def pipe(self, texts: Sequence[str]) -> Iterator[Any]:
            asked.extend(texts)
            return iter(())

    with suppress(StopIteration, RuntimeError):  # nothing was parsed: only what was asked for is wanted
        sentences.parse(document, Asks())
    return asked


def digest(read: Sequence[tuple[Document, Reading]]) -> str:
    """SHA-256 over every document and reading."""
    total = sha256()
    for document, reading in read:
        total.update(canonical(document))
        total.update(canonical(reading))
    return total.hexdigest()


def megabytes() -> float:
    """The most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Parse the command line, measure, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="?", help="a folder of texts instead of our own")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--profile", type=int, metavar="LINES", help="print where the time goes, and end")
    given = parser.parse_args()
    pieces = material([given.folder] if given.folder else [ROOT / name for name in OWN])

    start = time.process_time()
    reads = StandardReads(ROOT / "no casebook")
    first = [reads.read(data, item) for data, item in pieces]  # loads what is loaded late
    print(f"loading and first reading {time.process_time() - start:.1f} s; digest {digest(first)[:16]}")

    if given.profile:
        profile = cProfile.Profile(time.process_time)
        profile.runcall(lambda: [reads.read(data, item) for data, item in pieces])
        for order in ("tottime", "cumulative"):
            pstats.Stats(profile).sort_stats(order).print_stats("allegata|spacy", given.profile)
        return

    memory = megabytes()  # before a second pipeline is loaded to compare with
    bare = spacy.load(NAME, exclude=["ner"])
    english = [document for document, _ in first if document.language == "en"]
    words = sum(len(document.text.split()) for document in english)
    texts = [text for document in english for text in stretches(document)]
    whole: list[float] = []
    alone: list[float] = []
    clocks: list[Clock] = []
    for _ in range(given.rounds):  # in turn, so that a busy machine hits both alike
        start = time.process_time()
        for data, item in pieces:
            reads.read(data, item)
        between = time.process_time()
        for _ in bare.pipe(texts):
            pass
        whole.append(between - start)
        alone.append(time.process_time() - between)
        clocks.append(Clock())
        for data, item in pieces:
            document = clocks[-1].timed("extract", extract.extract, data, item, reads.knowledge)
            if document.language == "en":
                by_step(reads, document, clocks[-1])
    best, least = min(whole), min(alone)
    print(f"{len(pieces)} texts, {len(english)} of them English with {words} words in {len(texts)} stretches")
    print(
        f"whole reader {best:.2f} s: {words / WORDS / best:.1f} articles of {WORDS} words per second and core"
    )
    print(f"bare pipeline {least:.2f} s: {words / WORDS / least:.1f}; reader / pipeline {best / least:.2f}")
    print(
        "by step:",
        ", ".join(
            f"{name} {min(clock.steps.get(name, 0.0) for clock in clocks) / best:.0%}"
            for name in clocks[-1].steps
        ),
    )
    print(f"most memory while reading {memory:.0f} MB")


if __name__ == "__main__":
    main()
