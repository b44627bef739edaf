"""`allegata restore --from DIR`: missing and altered objects brought back from a second copy.

An object is taken from the copy only when its bytes have the digest that is its name. What lay in its
place is moved to `quarantine/` and kept: how it was altered may itself be evidence. Objects are brought
back, and nothing else: a ledger is never rewritten from a copy, because which of two ledgers is the right
one is for people to find out.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import DatabaseError

from allegata.actions.casebook import Casebook, Outside, mark_of, opened_without_index
from allegata.errors import CasebookCorrupt, CopyDiverged, Problem, Severity, UnknownThing
from allegata.evidence.custody import Draft, Entry, EntryKind, verify_chain
from allegata.model.codec import to_data
from allegata.model.copies import Restored, RestoreResult
from allegata.model.item import CustodyEvent
from allegata.model.result import Progress, Silent, Step
from allegata.model.vocabulary import CustodyType
from allegata.store.batch import Batch
from allegata.store.project import named_objects
from allegata.store.vault import Vault

TOOL = "allegata restore"
OBJECTS = 256
BYTES = 64 << 20
"""A batch: so many objects or bytes are brought back and written down at once."""


def restore(
    casebook: Path,
    source: Path,
    items: Collection[str] = (),
    progress: Progress | None = None,
    outside: Outside | None = None,
    *,
    place: str | None = None,
) -> RestoreResult:
    """Bring back every object that is missing or altered.

    :param source: a copy made by `mirror`.
    :param items: item ids or digests of objects, or the beginnings of them; only these and what was made
        of these items are looked at. None: everything.
    :param place: what the ledger calls the copy; by default the name of its folder.
    :raises CopyDiverged: when the source is another casebook.
    :raises CasebookCorrupt: when the ledger itself is damaged: it is not rewritten.
    :raises UnknownThing: when no entry names one of the items.
    """
    progress = progress or Silent()
    place = place or source.resolve().name
    if mark_of(source)["id"] != mark_of(casebook)["id"]:
        raise CopyDiverged(f"{source} is the copy of another casebook; name one that `allegata mirror` made")
    other = Vault(source)
    try:
        with opened_without_index(casebook, outside) as book:
            wanted = _wanted(_sound(book), items)
            work = _Bringing(book, other, place)
            progress.begin(Step.RESTORE, len(wanted))
            for digest, what in wanted.items():
                work.look_at(digest, what)
                progress.advance(Step.RESTORE)
            work.flush()
            progress.end(Step.RESTORE)
            return RestoreResult(place, len(wanted), tuple(work.restored), tuple(work.problems))
    except (CasebookCorrupt, DatabaseError) as fault:
        raise CasebookCorrupt(
            f"the ledger in {casebook} is damaged ({fault}). `restore` brings back objects and never rewrites "
            f"a ledger. Keep both folders as they are; run `allegata verify` on {source}; if it is intact and "
            "reaches as far as the last head, checkpoint or time stamp that was noted elsewhere, go on working "
            "in a copy of it and keep the damaged folder as evidence"
        ) from fault


def _sound(book: Casebook) -> Iterator[Entry]:
    """The ledger's entries, once its chain was walked: which objects belong here is its word alone."""
    fault = next(verify_chain(book.ledger.entries(), book.ledger.noted), None)
    if fault is not None:
        raise CasebookCorrupt(fault.what)
    return book.ledger.entries()


def _wanted(entries: Iterator[Entry], items: Collection[str]) -> Mapping[str, str]:
    """Digest → why it must be in the vault."""
    found: dict[str, str] = {}
    met: set[str] = set()
    for entry in entries:
        data = entry.data
        named = dict(named_objects(data))
        if items:
            about = {item for item in items if str(data["subject"]).startswith(item)}
            own = {d: {item for item in items if d.startswith(item)} for d in named}
            named = {digest: what for digest, what in named.items() if about or own[digest]}
            met.update(about if named else (), *own.values())
        for digest, what in named.items():
            found.setdefault(digest, what)
    if unknown := sorted(set(items) - met):
        raise UnknownThing(
            f"no ledger entry names an object {unknown[0]!r}; `allegata show --items` lists items"
        )
    return found


@dataclass(frozen=True, slots=True)
class _Fault:
    what: str
    was: str
    actual: str  # the digest of what lies there (encrypted, when it does not open); empty where nothing does


class _Bringing:
    """Objects on their way back."""

    def __init__(self, book: Casebook, other: Vault, place: str) -> None:
        self.book, self.other, self.place = book, other, place
        self.restored: list[Restored] = []
        self.problems: list[Problem] = []
        self._faults: dict[str, _Fault] = {}
        self._batch: Batch = book.batch()

    def look_at(self, digest: str, what: str) -> None:
        """Hash one object, and fetch it from the copy when it is not what it should be."""
        fault = self._fault(digest, what)
        if fault is None:
            return
        try:
            right, _ = self._batch.stage_copy(self.other, digest)
        except (UnknownThing, OSError):
            self.problems.append(
                _lost("copy_missing", digest, f"is {fault.was} ({what}), and the copy lacks it")
            )
            return
        if not right:
            words = f"is {fault.was} ({what}), and was altered in the copy as well"
            self.problems.append(_lost("copy_altered", digest, words))
            return
        self._faults[digest] = fault
        if len(self._batch) >= OBJECTS or self._batch.bytes >= BYTES:
            self.flush()

    def _fault(self, digest: str, what: str) -> _Fault | None:
        vault = self.book.vault
        if digest not in vault:
            return _Fault(what, "missing", "")
        actual = vault.examined(str(vault.path(digest))).actual
        if actual is None:
            return _Fault(what, "unreadable", "")
        return None if actual == digest else _Fault(what, "altered", actual)

    def flush(self) -> None:
        """Make room, put the objects in place, and write down what was done."""
        book, at = self.book, self.book.now()
        kept = {d: book.vault.set_aside(d) for d, fault in self._faults.items() if fault.was != "missing"}
        drafts = []
        for digest, fault in self._faults.items():
            payload = {
                "digest": digest,
                "what": fault.what,
                "was": fault.was,
                "place": self.place,
                "kept": kept.get(digest),
                "events": to_data(self._events(digest, fault)),
            }
            drafts.append(Draft(EntryKind.RESTORED, at, book.outside.by, digest, payload))
        self._batch.publish()
        entries = book.ledger.append(drafts)
        self._batch.settle()  # the index follows when the casebook is opened next, with nothing missing
        for entry, (digest, fault) in zip(entries, self._faults.items(), strict=True):
            self.restored.append(Restored(digest, fault.what, fault.was, kept.get(digest), entry.seq))
        self._faults, self._batch = {}, book.batch()

    def _events(self, digest: str, fault: _Fault) -> tuple[CustodyEvent, ...]:
        at, by = self.book.now(), self.book.outside.by
        failed = CustodyEvent(
            digest,
            CustodyType.FIXITY_FAILED,
            at,
            by,
            digest,
            fault.actual,
            TOOL,
            f"the object was {fault.was}",
        )
        back = CustodyEvent(
            digest, CustodyType.RESTORED, at, by, fault.actual, digest, TOOL, "brought back from a second copy",
            custodian_from=self.place,
        )  # fmt: skip
        return failed, back


def _lost(code: str, digest: str, words: str) -> Problem:
    remedy = (
        "Look for another copy; its name is its SHA-256, so the right bytes can be told wherever they lie."
    )
    return Problem(code, digest, f"Object {digest} {words}", remedy, Severity.UNREADABLE)
