"""`allegata add`: take the files of a folder into the casebook, untouched, with what is known of them."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from allegata.actions.casebook import Casebook
from allegata.errors import Problem, Severity
from allegata.evidence.custody import Draft, EntryKind
from allegata.model.codec import to_data
from allegata.model.item import CustodyEvent, Item
from allegata.model.result import AddResult, Progress, Silent, Step
from allegata.model.vocabulary import CustodyType
from allegata.reading.media import media_type
from allegata.sources.folder import Found, walk
from allegata.store.batch import Stored

TOOL = "allegata add"
BATCH_FILES = 1024
BATCH_BYTES = 64 << 20
"""A batch is one transaction: large enough that its flush to disk costs little per file."""


def add(book: Casebook, folder: Path, progress: Progress | None = None) -> AddResult:
    """Add every file below a folder; bytes that the casebook holds already are not added again.

    :raises NothingToRead: when the folder does not exist or cannot be opened.
    """
    progress = progress or Silent()
    found = list(walk(folder, leave_out=[book.folder]))
    progress.begin(Step.ADD, len(found))
    added: list[str] = []
    known: list[str] = []
    problems: list[Problem] = []
    size = 0
    for batch in _batches(found):
        result = _add_batch(book, batch)
        added += result.added
        known += result.known
        problems += result.problems
        size += result.bytes_added
        progress.advance(Step.ADD, len(batch))
    progress.end(Step.ADD)
    return AddResult(tuple(added), tuple(known), tuple(problems), size)


def _batches(found: Iterable[Found]) -> Iterator[list[Found]]:
    batch: list[Found] = []
    size = 0
    for file in found:
        batch.append(file)
        size += file.length
        if len(batch) >= BATCH_FILES or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _add_batch(book: Casebook, found: list[Found]) -> AddResult:
    objects = book.batch()
    problems = [problem for file in found for problem in file.problems]
    staged: list[tuple[Found, Stored]] = []
    for file in found:
        if file.path is None:
            continue
        try:
            staged.append((file, objects.stage_file(file.path)))
        except OSError as fault:
            problems.append(_unreadable(file, fault))
    held = set(book.index.known([stored.digest for _, stored in staged]))
    added, known, drafts = [], [], []
    for file, stored in staged:
        if stored.digest in held:
            known.append(stored.digest)
            continue
        held.add(stored.digest)  # the same bytes under a second name are one item
        added.append(stored)
        drafts.append(_received(book, file, stored))
    book.keep(objects, drafts)
    size = sum(stored.length for stored in added)
    return AddResult(tuple(stored.digest for stored in added), tuple(known), tuple(problems), size)


def _received(book: Casebook, file: Found, stored: Stored) -> Draft:
    """One entry for what happened to an item in one go: received, hashed, stored."""
    at, by = book.now(), book.outside.by
    kind, _ = media_type(stored.head, file.name)
    item = Item(stored.digest, stored.length, kind, file.capture)
    received = to_data(CustodyEvent(item.id, CustodyType.RECEIVED, at, by, item.id, item.id, TOOL))
    events = [
        received,
        *(received | {"type": str(what)} for what in (CustodyType.HASHED, CustodyType.STORED)),
    ]
    payload = {
        "item": to_data(item),
        "events": events,
        "problems": to_data(file.problems),
    }
    return Draft(EntryKind.RECEIVED, at, by, item.id, payload)


def _unreadable(file: Found, fault: OSError) -> Problem:
    what = f"The file could not be read to its end ({fault.strerror})"
    remedy = "Make it readable, or copy it again from where it came, and add the folder once more."
    return Problem("file_unreadable", file.name, what, remedy, Severity.UNREADABLE)
