"""`allegata mirror DIR`: a second copy of vault, ledger and knowledge, itself a casebook that can be verified.

The ledger leads: entry after entry, the objects that it names are copied where the copy does not hold
them yet, hashed on the way, and the entry is added behind. So a copy that was interrupted at any point is
a whole casebook of an earlier day, and the next run goes on from there.
"""

import os
from dataclasses import dataclass, field
from pathlib import Path

from allegata.actions.casebook import Casebook, opened_copy
from allegata.errors import CopyDiverged, Problem, Severity, UnknownThing
from allegata.evidence.custody import Draft, Entry, EntryKind, Head
from allegata.evidence.digest import of_bytes
from allegata.model.copies import MirrorResult
from allegata.model.result import Progress, Silent, Step
from allegata.model.vocabulary import CustodyType
from allegata.store.batch import Batch
from allegata.store.project import named_objects
from allegata.store.writes import replace_file

TOOL = "allegata mirror"
ENTRIES = 1000
BYTES = 64 << 20
"""A batch: so many entries, or so many bytes of objects, whichever is reached first."""
OF_ITSELF = frozenset({EntryKind.MIRRORED, EntryKind.CHECKPOINTED, EntryKind.TIMESTAMPED})
"""Entries that follow from a copy: when nothing else is new, a copy takes them along without a further one."""


def mirror(
    book: Casebook, folder: Path, progress: Progress | None = None, *, place: str | None = None
) -> MirrorResult:
    """Bring a second copy up to date; it is made where the folder is missing or empty.

    :param place: what the ledger calls the copy; by default the folder's own name, never its whole path,
        which may say more of a person or a machine than the record should.
    :raises CopyDiverged: when the copy's ledger is no beginning of this one, or it is another casebook.
    :raises CasebookBusy: when another process writes to the copy.
    """
    progress = progress or Silent()
    place = place or folder.resolve().name
    with opened_copy(folder, book) as copy:
        start, end = _agreed(book, copy, folder), book.ledger.end()
        work = _Copying(book, copy, start.count)
        progress.begin(Step.MIRROR, end.count)
        for entry in book.ledger.entries():
            work.take(entry)
            progress.advance(Step.MIRROR)
        work.flush()
        _knowledge(book, copy)
        progress.end(Step.MIRROR)
        said = None
        if work.objects or work.new or start == Head():
            said = _said(book, place, start, end, work)
            copy.ledger.extend([said])
        problems = (*work.problems, *_same_disk(book.folder, folder))
        number = copy.ledger.end().count
        return MirrorResult(place, number, work.objects, work.bytes, said.seq if said else None, problems)


def _agreed(book: Casebook, copy: Casebook, folder: Path) -> Head:
    """Where the copy ends; it must be a place that this ledger went through."""
    head, end = copy.ledger.end(), book.ledger.end()
    if head.count > end.count or (head.count and book.ledger.entry(head.count).hash != head.hash):
        where = f"its entry {head.count} is not in this ledger" if head.count > end.count else ""
        raise CopyDiverged(
            f"the copy in {folder} went its own way: {where or f'its entry {head.count} is another one'}. "
            "Nothing was copied. Run `allegata verify` on both, keep both as they are, find out which was "
            "changed, and make a new copy in another folder"
        )
    return head


@dataclass
class _Copying:
    """The copy while it grows."""

    book: Casebook
    copy: Casebook
    held: int  # entries that the copy has already
    objects: int = 0
    bytes: int = 0
    new: bool = False  # whether anything but entries that follow from copies was new
    problems: list[Problem] = field(default_factory=list)
    _entries: list[Entry] = field(default_factory=list)
    _batch: Batch | None = None

    def take(self, entry: Entry) -> None:
        """One entry with the objects that it names."""
        data = entry.data
        batch = self._batch = self._batch or self.copy.batch()
        for digest, what in named_objects(data):
            if digest not in batch and digest not in self.copy.vault:
                self._object(batch, digest, what, data["kind"])
        if entry.seq > self.held:
            self._entries.append(entry)
            self.new = self.new or data["kind"] not in OF_ITSELF
        if batch.bytes >= BYTES or len(batch) >= ENTRIES or len(self._entries) >= ENTRIES:
            self.flush()

    def _object(self, batch: Batch, digest: str, what: str, kind: str) -> None:
        try:
            right, size = batch.stage_copy(self.book.vault, digest)
        except UnknownThing:
            self.problems.append(_lost("object_missing", digest, f"Object {digest} is missing ({what})"))
        except OSError as fault:
            words = f"Object {digest} cannot be read ({what}; {fault.strerror})"
            self.problems.append(_lost("object_unreadable", digest, words))
        else:
            if not right:
                words = f"Object {digest} was altered ({what}); it was not copied"
                self.problems.append(_lost("object_altered", digest, words))
                return
            self.bytes += size
            if kind not in OF_ITSELF:
                self.objects += 1

    def flush(self) -> None:
        """Objects first, then the entries that name them."""
        if self._batch is not None:
            self._batch.publish()
            self.copy.ledger.extend(self._entries)
            self._batch.settle()
        self._entries, self._batch = [], None


def _said(book: Casebook, place: str, start: Head, end: Head, work: _Copying) -> Entry:
    """The entry that says what was copied: every item of entries `first` to `last` was copied to `place`."""
    payload = {
        "type": CustodyType.COPIED,
        "tool": TOOL,
        "place": place,
        "first": start.count + 1,
        "last": end.count,
        "head": end.hash,
        "copied": work.objects,
        "bytes": work.bytes,
        "not_copied": [problem.subject for problem in work.problems],
    }
    draft = Draft(EntryKind.MIRRORED, book.now(), book.outside.by, book.id, payload)
    return book.keep(book.batch(), [draft])[-1]


def _knowledge(book: Casebook, copy: Casebook) -> None:
    """The casebook's own aliases, lexicons and places; a file of the copy is replaced as a whole."""
    source = book.folder / "knowledge"
    for path in sorted(source.rglob("*")):
        if path.is_file() and not path.is_symlink():
            target = copy.folder / "knowledge" / path.relative_to(source)
            data = path.read_bytes()
            if not target.exists() or of_bytes(target.read_bytes()) != of_bytes(data):
                target.parent.mkdir(parents=True, exist_ok=True)
                copy.outside.announce("copy-knowledge")
                replace_file(target, data)


def _same_disk(source: Path, target: Path) -> tuple[Problem, ...]:
    if os.stat(source).st_dev != os.stat(target).st_dev:  # noqa: PTH116 - two numbers of the system
        return ()
    what = f"{target.name} lies on the same disk as the casebook: what destroys the disk destroys both"
    remedy = "Keep a copy on another disk, and one of them in another place."
    return (Problem("copy_on_same_disk", target.name, what, remedy, Severity.NOTICE),)


def _lost(code: str, digest: str, what: str) -> Problem:
    remedy = "Bring it back from another copy with `allegata restore`, then run mirror again."
    return Problem(code, digest, what, remedy, Severity.UNREADABLE)
