"""`allegata read`: every item becomes a document and a reading, kept as one derivative in the vault.

What a reader of the same version has read is not read again, so an interrupted run goes on where it
stopped. Reading is spread over the cores; writing stays here, in the order of the items. The text of a
PDF is taken out in a confined child, because the library for it is native code that a file can crash.
"""

import time
import weakref
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import and_, not_, or_, select

from allegata.actions.casebook import Casebook
from allegata.actions.turns import Turns, held
from allegata.engines.confined import Confined
from allegata.engines.fences import Limits
from allegata.engines.local import FEW, Job, Outcome, run
from allegata.errors import Problem
from allegata.evidence.custody import Draft, EntryKind
from allegata.knowledge import load, pipeline
from allegata.knowledge.gazetteer import Gazetteer
from allegata.model.canonical import canonical_json, parse_json
from allegata.model.codec import from_data, to_data
from allegata.model.document import Document, derived_id
from allegata.model.item import Item
from allegata.model.reading import Reading
from allegata.model.result import Progress, ReadResult, Silent, Step
from allegata.reading import extract, media, places
from allegata.reading.extracted import Extracted
from allegata.reading.pages import read_pdf
from allegata.reading.readers import RulesReader
from allegata.store.tables import DOCUMENTS, ITEMS, UNPACKED
from allegata.store.vault import Vault

BATCH = 64
"""Readings that are written in one transaction."""
SECONDS = 1.0
"""How long work that takes turns gathers readings before it keeps them: a person watches how far it is."""
UNREAD = frozenset(
    {
        "language_not_read",
        "language_unknown",
        "reader_failed",
        "reader_too_slow",
        "worker_died",
        "capture_holds_no_content",
    }
)


PDF = Limits(seconds=120, cpu_seconds=100, memory=2 << 30)
"""For taking the text out of one PDF: two thousand pages take a few seconds."""

NO_TEXT = frozenset({"binary_file", "too_large_to_read"})
"""Of a file that is no text: a fault where a report was expected, none where things were taken out of it."""


class Reads(Protocol):
    """What turns the bytes of an item into a document and its reading. Made once in every process."""

    name: str
    version: str

    def read(self, data: bytes, item: Item) -> tuple[Document, Reading]:
        """Read one item; deterministic for the bytes, the item and the version."""


class _Pipeline:
    """The language pipeline, loaded when the first text is parsed and not before."""

    def pipe(self, texts: Sequence[str]) -> Iterator[Any]:
        return pipeline().pipe(texts)


class StandardReads:
    """Extraction, the gazetteer's places for the names in the text, and the rules."""

    def __init__(self, folder: Path) -> None:
        own = folder / "knowledge"
        self.knowledge = load(own if own.is_dir() else None)
        self.gazetteer = Gazetteer(folder)
        self.child = Confined(PDF)  # which writes nowhere, and starts with the first PDF
        weakref.finalize(self, self.child.close)
        self.reader = RulesReader(_Pipeline(), self.knowledge)
        self.name = self.reader.name
        self.version = "+".join((self.reader.version, self.gazetteer.version, extract.EXTRACTOR))

    def read(self, data: bytes, item: Item) -> tuple[Document, Reading]:
        """Read one item."""
        taken_out = self._taken_out(data, item) if extract.to_take_out(data, item) else None
        document = extract.extract(data, item, self.knowledge, taken_out)
        table = self.gazetteer.lookup(places.names(document.text)) if document.language == "en" else {}
        return document, self.reader.read(document, table)

    def _taken_out(self, data: bytes, item: Item) -> Extracted:
        """The text of a PDF out of the confined child, or what kept it from coming out."""
        name = item.capture.received_name
        found = self.child.call(read_pdf, data, name, extract.TEXT_LIMIT, subject=name)
        return Extracted(problems=(found,)) if isinstance(found, Problem) else found


@dataclass(frozen=True, slots=True)
class _Ready:
    """What a process holds to read with."""

    reads: Reads
    vault: Vault


@dataclass(frozen=True, slots=True)
class _Task:
    """One item to be read; its canonical JSON travels better than the value.

    `apart`: what lay in it was taken out and is read as items of its own.
    """

    id: str
    item: str
    apart: bool = False


@dataclass(frozen=True, slots=True)
class _Output:
    """The derivative of one item, with what the ledger says of it."""

    data: bytes
    read: bool
    problems: tuple[Problem, ...]


def standard(folder: Path) -> Reads:
    """The reader that every casebook starts with."""
    return StandardReads(folder)


def read(
    book: Casebook,
    progress: Progress | None = None,
    *,
    again: bool = False,
    workers: int | None = None,
    make: Callable[[Path], Reads] = standard,
    turns: Turns | None = None,
    few: int = FEW,
    since: int | None = None,
) -> ReadResult:
    """Read what this reader has not read yet.

    :param again: read everything once more.
    :param workers: processes to read with; by default one for each core.
    :param make: makes the reader, in every process; a function of a module, so that it can travel.
    :param turns: keep every batch in a turn of its own; `book` is then only read from.
    :param since: with `again`: the ledger entry after which it began, so that it goes on where it was.
    :param few: up to so many items are read in this process, which one of them may crash.
    """
    progress = progress or Silent()
    seconds = None if turns is None else SECONDS
    turns = turns or held(book)
    reads = make(book.folder)
    tasks, skipped = _tasks(book, reads, again, since)
    job: Job[_Ready, _Task, _Output] = Job(partial(_prepared, book.folder, make), _work, _subject)
    progress.begin(Step.READ, len(tasks))
    done: list[str] = []
    unread: list[str] = []
    problems: list[Problem] = []
    for group in _gathered(run(job, tasks, workers, few, polite=seconds is not None), seconds):
        outputs = [_settled(outcome, reads) for outcome in group]
        with turns() as open_book:
            _keep(open_book, reads, outputs)
        for task, output in outputs:
            (done if output.read else unread).append(task.id)
            problems += output.problems
        progress.advance(Step.READ, len(outputs))
    progress.end(Step.READ)
    return ReadResult(tuple(done), tuple(unread), skipped, tuple(problems), reads.name, reads.version)


def _gathered(
    outcomes: Iterator[Outcome[_Task, _Output]], seconds: float | None
) -> Iterator[list[Outcome[_Task, _Output]]]:
    """Outcomes in batches; with `seconds`, also whatever there is after that time."""
    batch: list[Outcome[_Task, _Output]] = []
    since = time.monotonic()
    for outcome in outcomes:
        batch.append(outcome)
        if len(batch) >= BATCH or (seconds is not None and time.monotonic() - since >= seconds):
            yield batch
            batch, since = [], time.monotonic()
    if batch:
        yield batch


def _tasks(
    book: Casebook, reads: Reads, again: bool, since: int | None
) -> tuple[list[_Task], tuple[str, ...]]:
    same = and_(DOCUMENTS.c.reader == reads.name, DOCUMENTS.c.version == reads.version)
    columns = (ITEMS.c.id, ITEMS.c.data, or_(False, same).label("done"), UNPACKED.c.members, DOCUMENTS.c.seq)
    query = select(*columns)
    taken = ITEMS.outerjoin(DOCUMENTS, DOCUMENTS.c.item == ITEMS.c.id)
    query = query.select_from(taken.outerjoin(UNPACKED, UNPACKED.c.container == ITEMS.c.id))
    text = ITEMS.c.media_type.in_([media.TEXT, media.HTML, media.MAIL, media.EXPORT_PAGE])
    query = query.where(
        or_(UNPACKED.c.container.is_(None), not_(text))
    )  # a text that was taken apart is no report
    tasks, skipped = [], []
    for row in book.index.rows(query.order_by(ITEMS.c.seq)):
        if row.done and (not again or (since is not None and row.seq > since)):
            skipped.append(row.id)
        else:
            tasks.append(_Task(row.id, row.data, bool(row.members)))
    return tasks, tuple(skipped)


def _prepared(folder: Path, make: Callable[[Path], Reads]) -> _Ready:
    return _Ready(make(folder), Vault(folder))


def _subject(task: _Task) -> str:
    return str(parse_json(task.item)["capture"]["received_name"])


def _work(ready: _Ready, task: _Task) -> _Output:
    """One item → its derivative: the pure part, wherever it runs."""
    item = from_data(Item, parse_json(task.item))
    unread = media.is_footage(item.media_type) or extract.too_large(
        item.length, item.media_type, item.capture.received_name
    )
    data = ready.vault.head(item.id, media.HEAD) if unread else ready.vault.read(item.id)
    document, reading = ready.reads.read(data, item)
    if task.apart:  # nothing is wrong with a container that cannot be read as a text
        document = replace(document, problems=tuple(p for p in document.problems if p.code not in NO_TEXT))
    return _output(document, reading)


def _output(document: Document, reading: Reading) -> _Output:
    problems = tuple(dict.fromkeys((*document.problems, *reading.problems)))
    read = bool(document.text) and not any(problem.code in UNREAD for problem in problems)
    data = canonical_json({"document": to_data(document), "reading": to_data(reading)})
    return _Output(data, read, problems)


def _settled(outcome: Outcome[_Task, _Output], reads: Reads) -> tuple[_Task, _Output]:
    """The output of a task; one that failed leaves an empty document that says so."""
    if outcome.result is not None:
        return outcome.task, outcome.result
    item = from_data(Item, parse_json(outcome.task.item))
    problems = (outcome.problem,) if outcome.problem else ()
    name = item.capture.received_name
    document = Document(derived_id("doc", item.id, "failed"), item.id, "", "und", (), name, problems=problems)
    return outcome.task, _output(document, Reading(document.id, item.id, reads.name, reads.version))


def _keep(book: Casebook, reads: Reads, outputs: Sequence[tuple[_Task, _Output]]) -> None:
    objects = book.batch()
    drafts = []
    for task, output in outputs:
        stored = objects.stage_bytes(output.data)
        payload = {
            "object": stored.digest,
            "read": output.read,
            "reader": reads.name,
            "version": reads.version,
        }
        drafts.append(Draft(EntryKind.READ, book.now(), book.outside.by, task.id, payload))
    book.keep(objects, drafts)
