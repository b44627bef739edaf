"""A casebook: one folder that holds vault, ledger and index, and the lock that lets one writer in.

folder/casebook.json   what this folder is
folder/objects/…       the vault
folder/ledger.sqlite   the ledger, and ledger.end, the note of where it ends
folder/index.sqlite    the index, which `rebuild` makes anew
folder/knowledge/      the casebook's own aliases, lexicons and places
"""

import getpass
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from sqlalchemy.exc import DatabaseError

from allegata.errors import CasebookBusy, CasebookCorrupt, CasebookMissing, UnreadableRecord
from allegata.evidence.custody import Draft, Entry, EntryKind, Head
from allegata.model.canonical import canonical_json, parse_json
from allegata.store.database import connect, sqlite_url
from allegata.store.index import Index
from allegata.store.ledger import Ledger
from allegata.store.project import named_objects
from allegata.store.vault import Batch, Vault
from allegata.store.writes import Announce, replace_file, unannounced

try:
    import fcntl
except ImportError:  # not a POSIX system: the database's own lock is all there is
    fcntl = None  # type: ignore[assignment]

MARK, LOCK, NOTE = "casebook.json", "lock", "ledger.end"
FORMAT = 1
NOBODY = "unnamed operator"
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def utc_now() -> datetime:
    """The clock of every action."""
    return datetime.now(UTC)


def random_id(prefix: str) -> str:
    """A random id that sorts by time and cannot be guessed: 48 bits of milliseconds, 80 of chance (ULID)."""
    number = (int(utc_now().timestamp() * 1000) << 80) | secrets.randbits(80)
    return f"{prefix}_{''.join(_CROCKFORD[number >> shift & 31] for shift in range(125, -1, -5))}"


def operator() -> str:
    """Who works, as the system knows them: what is written where no name is given."""
    try:
        return getpass.getuser() or NOBODY
    except (OSError, KeyError, ImportError):  # no name in the environment and no account of this number
        return NOBODY


@dataclass(frozen=True, slots=True)
class Outside:
    """What an action takes from the world: who works, the time, chance. Tests put their own in place."""

    by: str = field(default_factory=operator)
    clock: Callable[[], datetime] = utc_now
    new_id: Callable[[str], str] = random_id
    announce: Announce = unannounced
    database: str | None = None  # a PostgreSQL URL for a new casebook; None: SQLite files in the folder


@dataclass(frozen=True, slots=True)
class Casebook:
    """An open casebook. `outside` is fixed for as long as it is open."""

    folder: Path
    vault: Vault
    ledger: Ledger
    index: Index
    outside: Outside = field(default_factory=Outside)

    @property
    def knowledge(self) -> Path | None:
        """The casebook's own knowledge folder, if it has one."""
        folder = self.folder / "knowledge"
        return folder if folder.is_dir() else None

    def now(self) -> datetime:
        """The time of this step, in UTC."""
        return self.outside.clock().astimezone(UTC)

    def batch(self) -> Batch:
        """Objects that will be kept together."""
        return Batch(self.vault)

    def keep(self, batch: Batch, drafts: Sequence[Draft]) -> tuple[Entry, ...]:
        """Write objects, then the ledger, then the index: a crash at any point leaves nothing half said."""
        batch.publish()
        entries = self.ledger.append(drafts)
        batch.settle()
        self.index.catch_up(self.ledger)
        return entries


@contextmanager
def opened(folder: Path, outside: Outside | None = None) -> Iterator[Casebook]:
    """Open a casebook to read from it.

    :raises CasebookMissing: when the folder is no casebook.
    """
    book = _assembled(folder, outside or Outside(), _mark(folder))
    try:
        # an index left behind by an interrupted run, or none at all, is brought up first
        if not book.index.readable() or book.index.meta("applied") != str(book.ledger.end().count):
            with _locked(folder):
                _recover(book)
                _bring_up(book)
        yield book
    finally:
        _close(book)


@contextmanager
def examined(folder: Path) -> Iterator[Casebook]:
    """Open a casebook exactly as it lies there: for `verify`, which must not put anything right.

    :raises CasebookMissing: when the folder is no casebook.
    """
    book = _assembled(folder, Outside(), _mark(folder))
    try:
        yield book
    finally:
        _close(book)


@contextmanager
def opened_to_write(
    folder: Path, outside: Outside | None = None, *, create: bool = False
) -> Iterator[Casebook]:
    """Open a casebook to add to it, after putting right what an interrupted run left.

    :param create: make a new one where the folder is missing or empty.
    :raises CasebookMissing: when the folder is no casebook and none may be made of it.
    :raises CasebookBusy: when another process writes to it.
    :raises CasebookCorrupt: when its ledger does not end where it should.
    """
    outside = outside or Outside()
    if create and not (folder / MARK).exists():
        _refuse_foreign(folder)
        folder.mkdir(parents=True, exist_ok=True)
    with _locked(folder):
        if create and not (folder / MARK).exists():
            outside.announce("casebook-mark")
            mark = {"format": FORMAT, "id": outside.new_id("cb"), "database": outside.database}
            replace_file(folder / MARK, canonical_json(mark))
        book = _assembled(folder, outside, _mark(folder))
        try:
            _recover(book)
            _bring_up(book)
            yield book
        finally:
            _close(book)


@contextmanager
def opened_without_index(folder: Path, outside: Outside | None = None) -> Iterator[Casebook]:
    """Open a casebook to write, its index left as it is: for `rebuild`.

    :raises CasebookMissing, CasebookBusy, CasebookCorrupt: as `opened_to_write`.
    """
    with _locked(folder):
        book = _assembled(folder, outside or Outside(), _mark(folder))
        try:
            _recover(book)
            yield book
        finally:
            _close(book)


def _mark(folder: Path) -> dict[str, object]:
    try:
        mark = parse_json((folder / MARK).read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        raise CasebookMissing(
            f"{folder} is no casebook; make one with `allegata init {folder}` or `allegata run`"
        ) from None
    except UnreadableRecord as error:
        raise CasebookCorrupt(f"{folder / MARK}: {error}; restore this file from a backup") from None
    if not isinstance(mark, dict) or mark.get("format") != FORMAT:
        raise CasebookCorrupt(
            f"{folder / MARK} is of another format; use a version of allegata that knows it"
        )
    return mark


def _refuse_foreign(folder: Path) -> None:
    """A folder with other things in it is not made a casebook by mistake."""
    if folder.exists() and not folder.is_dir():
        raise CasebookMissing(f"{folder} is a file; name a new folder for the casebook")
    if folder.is_dir() and any(child.name not in (LOCK, f"{MARK}.new") for child in folder.iterdir()):
        raise CasebookMissing(f"{folder} holds other files and is no casebook; name a new or empty folder")


def _assembled(folder: Path, outside: Outside, mark: dict[str, object]) -> Casebook:
    database = mark.get("database")
    ledger_url = str(database) if database else sqlite_url(folder / "ledger.sqlite")
    index_url = str(database) if database else sqlite_url(folder / "index.sqlite")
    vault = Vault(folder, outside.announce)
    ledger = Ledger(connect(ledger_url, durable=True), folder / NOTE, outside.announce)
    index = Index(connect(index_url, durable=False), vault, outside.announce)
    return Casebook(folder, vault, ledger, index, outside)


def _recover(book: Casebook) -> None:
    """Complete what was begun: the empty stores, the note of the ledger's end, the vault."""
    book.vault.create()
    book.ledger.create()
    book.ledger.recover()
    if book.ledger.end() == Head():
        mark = _mark(book.folder)
        payload = {"casebook": mark["id"], "format": FORMAT}
        book.ledger.append([Draft(EntryKind.CREATED, book.now(), book.outside.by, str(mark["id"]), payload)])
    if book.vault.unsettled:
        named = {digest for entry in book.ledger.entries() for digest, _ in named_objects(entry.data)}
        book.vault.recover(named.__contains__)


def _bring_up(book: Casebook) -> None:
    """Apply to the index what it has not seen yet."""
    try:
        book.index.catch_up(book.ledger)
    except DatabaseError as fault:
        raise CasebookCorrupt(f"the index is damaged ({fault.orig}); run `allegata rebuild`") from fault


def _close(book: Casebook) -> None:
    book.ledger.engine.dispose()
    book.index.engine.dispose()


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the casebook's lock; the system lets go of it when the process ends, however it ends."""
    try:
        handle: IO[bytes] = (folder / LOCK).open("ab")
    except FileNotFoundError:
        raise CasebookMissing(
            f"{folder} does not exist; make a casebook with `allegata init {folder}`"
        ) from None
    with handle:
        if fcntl is not None:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise CasebookBusy(
                    f"another process is writing to {folder}; wait until it is done and try again"
                ) from None
        yield
