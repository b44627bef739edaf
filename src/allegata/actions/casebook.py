"""A casebook: one folder that holds vault, ledger and index, and the lock that lets one writer in.

folder/casebook.json   what this folder is
folder/objects/…       the vault
folder/ledger.sqlite   the ledger, and ledger.end, the note of where it ends
folder/index.sqlite    the index, which `rebuild` makes anew
folder/knowledge/      the casebook's own aliases, lexicons and places
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from sqlalchemy.exc import DatabaseError

from allegata.actions.book import Casebook, Outside, operator, random_id, utc_now
from allegata.actions.signing import sign_off
from allegata.errors import (
    CannotEncrypt,
    CasebookBusy,
    CasebookCorrupt,
    CasebookMissing,
    CopyDiverged,
    Problem,
    Severity,
    UnreadableRecord,
)
from allegata.evidence.custody import Draft, EntryKind, Head
from allegata.model.canonical import canonical_json, parse_json
from allegata.model.codec import to_data
from allegata.store import secrets
from allegata.store.database import connect, sqlite_url
from allegata.store.index import Index
from allegata.store.ledger import Ledger
from allegata.store.project import named_objects
from allegata.store.secrets import KEYS, MARK
from allegata.store.vault import Vault
from allegata.store.writes import replace_file

try:
    import fcntl
except ImportError:  # not a POSIX system: the database's own lock is all there is
    fcntl = None  # type: ignore[assignment]  # a module elsewhere

__all__ = [
    "Casebook",
    "Outside",
    "examined",
    "locked",
    "mark_of",
    "opened",
    "opened_copy",
    "opened_to_write",
    "opened_without_index",
    "operator",
    "random_id",
    "utc_now",
]

LOCK, NOTE = "lock", "ledger.end"
TURN = 0.01
"""Seconds between two looks at a lock that another one holds."""
BEGUN = frozenset({LOCK, f"{MARK}.new", KEYS, f"{KEYS}.new"})
"""What an interrupted beginning leaves in a folder before it is a casebook."""
FORMAT, ENCRYPTED = 1, 2
"""What `casebook.json` calls a folder's form; a program that knows no encryption must not write into the second."""


@contextmanager
def opened(folder: Path, outside: Outside | None = None, *, patience: float = 0) -> Iterator[Casebook]:
    """Open a casebook to read from it.

    :param patience: seconds to wait for another one that writes, where the index has to be brought up.
    :raises CasebookMissing: when the folder is no casebook.
    """
    book = _assembled(folder, outside or Outside(), mark_of(folder))
    try:
        # an index left behind by an interrupted run, or none at all, is brought up first
        if not book.index.readable() or book.index.meta("applied") != str(book.ledger.end().count):
            with locked(folder, patience):
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
    book = _assembled(folder, Outside(), mark_of(folder))
    try:
        yield book
    finally:
        _close(book)


@contextmanager
def opened_to_write(
    folder: Path,
    outside: Outside | None = None,
    *,
    create: bool = False,
    patience: float = 0,
    sign: bool = True,
) -> Iterator[Casebook]:
    """Open a casebook to add to it, after putting right what an interrupted run left.

    :param create: make a new one where the folder is missing or empty.
    :param patience: seconds to wait for another one that writes, before it is called busy.
    :param sign: end with a checkpoint; work of many turns signs with the last of them.
    :raises CasebookMissing: when the folder is no casebook and none may be made of it.
    :raises CasebookBusy: when another process writes to it.
    :raises CasebookCorrupt: when its ledger does not end where it should.
    :raises UnsafeKeys: when keys would lie inside it.
    :raises KeyMissing: when it is encrypted and no key at hand opens it.
    :raises CannotEncrypt: when it should be made encrypted and cannot.
    """
    outside = outside or Outside()
    outside.keys.refuse_inside(folder)
    if create and outside.recipients is not None and outside.database:
        raise CannotEncrypt(
            "a casebook in PostgreSQL is not encrypted by allegata: the server reads what it stores. Encrypt the "
            "server's disk, or leave --database out and keep an encrypted casebook in files"
        )
    if create and not (folder / MARK).exists():
        _refuse_foreign(folder)
        folder.mkdir(parents=True, exist_ok=True)
    with locked(folder, patience):
        if create and not (folder / MARK).exists():
            outside.announce("casebook-mark")
            replace_file(folder / MARK, canonical_json(_new_mark(folder, outside)))
        book = _assembled(folder, outside, mark_of(folder))
        try:
            _recover(book)
            _bring_up(book)
            yield book
            if sign:
                sign_off(book)  # not after an error: the next one to write signs what is there
        finally:
            _close(book)


@contextmanager
def opened_without_index(folder: Path, outside: Outside | None = None) -> Iterator[Casebook]:
    """Open a casebook to write, its index left as it is: for `rebuild`.

    :raises CasebookMissing, CasebookBusy, CasebookCorrupt: as `opened_to_write`.
    """
    with locked(folder):
        book = _assembled(folder, outside or Outside(), mark_of(folder))
        try:
            _recover(book)
            yield book
        finally:
            _close(book)


@contextmanager
def opened_copy(folder: Path, of: Casebook) -> Iterator[Casebook]:
    """Open the second copy of a casebook to copy into it; one is made where the folder is missing or empty.

    :raises CopyDiverged: when the folder holds another casebook, or lies in the casebook itself.
    :raises CasebookMissing, CasebookBusy, CasebookCorrupt: as `opened_to_write`.
    """
    if folder.resolve().is_relative_to(of.folder.resolve()):
        raise CopyDiverged(f"{folder} lies in the casebook itself; name a folder on another disk")
    if not (folder / MARK).exists():
        _refuse_foreign(folder)
        folder.mkdir(parents=True, exist_ok=True)
    with locked(folder):
        if (folder / MARK).exists() and mark_of(folder)["id"] != of.id:
            raise CopyDiverged(f"{folder} is another casebook and no copy of this one; name a new folder")
        # the copy of a casebook in PostgreSQL has its ledger in a file of its own
        mark = mark_of(of.folder) | {"database": None}
        for name in (KEYS, MARK):
            data = canonical_json(mark) if name == MARK else _bytes(of.folder / name)
            if data is not None and data != _bytes(folder / name):
                of.outside.announce("copy-mark")
                replace_file(folder / name, data)
        copy = _assembled(folder, of.outside, mark)
        try:
            copy.vault.create()
            copy.ledger.create()
            copy.ledger.recover()
            _settle(copy)
            yield copy
        finally:
            _close(copy)


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def secret_of(book: Casebook) -> bool:
    """Whether a casebook is encrypted: its plain bytes touch no disk."""
    return book.vault.sealing is not None


def recipients_of(mark: dict[str, object]) -> tuple[str, ...]:
    """Whose keys open a casebook, as its mark says; empty for one that is not encrypted."""
    named = mark.get("recipients", ())
    return tuple(str(name) for name in named) if isinstance(named, (list, tuple)) else ()


def mark_of(folder: Path) -> dict[str, object]:
    """What a casebook's `casebook.json` says: format, id, database, whether it is encrypted.

    :raises CasebookMissing: when the folder is no casebook.
    :raises CasebookCorrupt: when the file is damaged or of another format.
    """
    try:
        mark = parse_json((folder / MARK).read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        raise CasebookMissing(
            f"{folder} is no casebook; make one with `allegata init {folder}` or `allegata run`"
        ) from None
    except UnreadableRecord as error:
        raise CasebookCorrupt(f"{folder / MARK}: {error}; restore this file from a backup") from None
    if not isinstance(mark, dict) or mark.get("format") not in (FORMAT, ENCRYPTED):
        raise CasebookCorrupt(
            f"{folder / MARK} is of another format; use a version of allegata that knows it"
        )
    return mark


def _new_mark(folder: Path, outside: Outside) -> dict[str, object]:
    """What `casebook.json` will say; an encrypted casebook's keys are made and wrapped before."""
    mark: dict[str, object] = {
        "format": FORMAT,
        "id": outside.new_id("cb"),
        "database": outside.database,
    }
    if outside.recipients is None:
        return mark
    names = secrets.create(folder, str(mark["id"]), outside.recipients)
    return mark | {"format": ENCRYPTED, "encrypted": True, "recipients": list(names)}


def _refuse_foreign(folder: Path) -> None:
    """A folder with other things in it is not made a casebook by mistake."""
    if folder.exists() and not folder.is_dir():
        raise CasebookMissing(f"{folder} is a file; name a new folder for the casebook")
    if folder.is_dir() and any(child.name not in BEGUN for child in folder.iterdir()):
        raise CasebookMissing(f"{folder} holds other files and is no casebook; name a new or empty folder")


def _assembled(folder: Path, outside: Outside, mark: dict[str, object]) -> Casebook:
    database = mark.get("database")
    ledger_url = str(database) if database else sqlite_url(folder / "ledger.sqlite")
    index_url = str(database) if database else sqlite_url(folder / "index.sqlite")
    kept = secrets.opened(folder)
    key = kept.database if kept else None
    vault = Vault(folder, outside.announce)
    ledger = Ledger(connect(ledger_url, durable=True, key=key), folder / NOTE, outside.announce)
    index = Index(connect(index_url, durable=False, key=key), vault, outside.announce)
    return Casebook(folder, vault, ledger, index, outside, str(mark["id"]))


def _recover(book: Casebook) -> None:
    """Complete what was begun: the empty stores, the note of the ledger's end, the vault."""
    book.vault.create()
    _put_back_guards(book)
    book.ledger.create()
    book.ledger.recover()
    if book.ledger.end() == Head():
        mark = mark_of(book.folder)
        payload = {"casebook": book.id, "format": mark["format"]}
        if "recipients" in mark:
            payload["recipients"] = mark["recipients"]
        book.ledger.append([Draft(EntryKind.CREATED, book.now(), book.outside.by, book.id, payload)])
    _settle(book)


def _put_back_guards(book: Casebook) -> None:
    """Say, here and in the ledger, that it no longer refused to be changed; `create` makes the guards anew."""
    gone = book.ledger.gone_guards()
    if not gone:
        return
    problems = tuple(guard_missing(name) for name in gone)
    for problem in problems:
        book.outside.tell(problem)
    book.ledger.recover()
    payload = {"problems": to_data(problems)}
    book.ledger.append([Draft(EntryKind.CHECKED, book.now(), book.outside.by, book.id, payload)])


def guard_missing(name: str) -> Problem:
    """What to say of a trigger of the ledger that is gone."""
    what = f"The database no longer refuses changes to the ledger: its trigger {name} is gone"
    remedy = "Find out who took it away, and compare the ledger with a backup."
    return Problem("guard_missing", name, what, remedy, Severity.UNREADABLE)


def _settle(book: Casebook) -> None:
    """Take away what an interrupted batch put in place and no entry names."""
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
def locked(folder: Path, patience: float = 0) -> Iterator[None]:
    """Hold the casebook's lock; the system lets go of it when the process ends, however it ends."""
    try:
        handle: IO[bytes] = (folder / LOCK).open("ab")
    except FileNotFoundError:
        raise CasebookMissing(
            f"{folder} does not exist; make a casebook with `allegata init {folder}`"
        ) from None
    with handle:
        until = time.monotonic() + patience
        while fcntl is not None:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= until:
                    raise CasebookBusy(
                        f"another process is writing to {folder}; wait until it is done and try again"
                    ) from None
            time.sleep(TURN)
        yield
