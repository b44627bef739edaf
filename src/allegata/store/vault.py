"""Originals and derivatives, written once: `objects/sha256/aa/<hex>`, named by their own digest.

An object is copied aside while it is hashed, forced to the disk together with its batch, and only
then renamed into place, read-only (`store/batch.py`). Nothing in place is ever opened for writing.
In an encrypted casebook objects are age files, under encrypted names in `objects/sealed/`.
"""

# ruff: noqa: PTH102, PTH110 - names as strings: a Path per object costs as much as its reading

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from io import FileIO
from pathlib import Path
from typing import TYPE_CHECKING

from allegata.errors import CasebookCorrupt, UnknownThing
from allegata.evidence.digest import CHUNK, is_digest, of_bytes, of_chunks
from allegata.evidence.fixity import Found
from allegata.store import secrets
from allegata.store.apart import clear_abandoned
from allegata.store.memory import in_memory, private
from allegata.store.writes import Announce, flush_folder, unannounced

if TYPE_CHECKING:
    from allegata.store.sealing import Sealing

PENDING = "pending"
PIECE = 64 << 10
"""Bytes that are read at once where a file is only hashed."""
SMALL = 4 * CHUNK
"""Files up to this many bytes are read whole: one read, and no copy at all of what is known already."""


class Vault:
    """The objects of one casebook.

    :raises KeyMissing: when the casebook is encrypted and no identity at hand opens it.
    """

    def __init__(self, folder: Path, announce: Announce = unannounced) -> None:
        self.folder = folder
        self.announce = announce
        self.sealing = _sealing(folder)
        self.objects = folder / "objects" / ("sealed" if self.sealing else "sha256")
        self._objects = f"{self.objects}{os.sep}"
        self._inside = f"{self.folder}{os.sep}"
        self.incoming = folder / "incoming"
        self.made: set[str] = set()  # folders known to be there: saves a system call per object

    def create(self) -> None:
        """Make the empty folders; those that are there stay as they are."""
        self.objects.mkdir(parents=True, exist_ok=True)
        self.incoming.mkdir(exist_ok=True)
        clear_abandoned(self.folder)

    # --- where things lie ---

    def name(self, digest: str) -> str:
        """The name of an object's file."""
        return self.sealing.name(digest) if self.sealing else digest

    def digest_of(self, name: str) -> str | None:
        """The digest that a file's name claims; None when it claims none."""
        if self.sealing:
            return self.sealing.digest(name)
        return name if is_digest(name) else None

    def path(self, digest: str) -> Path:
        """Where an object lies, or would lie. Its bytes are read through `read` and `plain` only."""
        name = self.name(digest)
        return Path(self._place(name) or f"{self._objects}{name[:2]}{os.sep}{name}")

    def _place(self, name: str) -> str | None:
        """Where an object lies, if it does: older casebooks have one more level of folders."""
        outer = f"{self._objects}{name[:2]}{os.sep}"
        for place in (outer + name, f"{outer}{name[2:4]}{os.sep}{name}"):
            if os.path.exists(place):
                return place
        return None

    def make_folder(self, folder: str) -> None:
        """Make a folder of the vault, unless this process knows that it is there."""
        if folder not in self.made:
            with suppress(FileExistsError):
                os.mkdir(folder)
            self.made.add(folder)

    def __contains__(self, digest: str) -> bool:
        return self._place(self.name(digest)) is not None

    # --- reading ---

    def read(self, digest: str) -> bytes:
        """The bytes of an object, checked against its digest.

        :raises UnknownThing: when the vault has no such object.
        :raises CasebookCorrupt: when its bytes are no longer the ones that were stored.
        """
        data: bytes | None = self._raw(digest)
        if self.sealing:
            data = self._opened(data or b"")
        if data is None or of_bytes(data) != digest:
            raise _altered(digest)
        return data

    def head(self, digest: str, size: int) -> bytes:
        """The first bytes of an object, unchecked: for files too large to be read whole.

        :raises UnknownThing: when the vault has no such object.
        :raises CasebookCorrupt: when it is encrypted and does not open.
        """
        if not self.sealing:
            return self._raw(digest, size)
        taken = bytearray()

        def enough(data: bytes) -> None:
            taken.extend(data)
            if len(taken) >= size:
                raise _Enough

        with suppress(_Enough), self._open(digest) as file:
            if not self._decrypted(iter(lambda: file.read(CHUNK), b""), enough):
                raise _altered(digest)
        return bytes(taken[:size])

    @contextmanager
    def plain(self, digest: str) -> Iterator[Path]:
        """A path under which a program can read the bytes of an object, for as long as the block lasts.

        Whoever opens an original does so through here or `read`: not every vault keeps plain bytes.
        Those of an encrypted object lie in memory meanwhile (`/dev/shm`, for this user only).

        :raises UnknownThing: when the vault has no such object.
        :raises CasebookCorrupt: when it is encrypted and its bytes are no longer the ones that were stored.
        """
        if digest not in self:
            raise UnknownThing(f"the vault has no object {digest}; run `allegata verify`")
        if not self.sealing:
            yield self.path(digest)
            return
        with self.workplace() as folder:
            path = folder / digest
            with open(path, "xb", opener=private) as file:
                actual = self.copied(digest, plain=file.write)
            if actual != digest:
                raise _altered(digest)
            yield path

    @contextmanager
    def workplace(self) -> Iterator[Path]:
        """An empty folder for plain bytes on their way, gone when the block ends; in memory if encrypted."""
        if not self.sealing:
            with tempfile.TemporaryDirectory(prefix="allegata-") as name:
                yield Path(name)
            return
        with in_memory() as folder:
            yield folder

    @contextmanager
    def workroom(self, aside: Path | None = None) -> Iterator[Path]:
        """The same on the disk of the casebook, where there is room: for whoever holds its lock.

        What an interrupted run leaves there is taken away by `recover`.

        :param aside: a folder of one's own (`store.apart`), for whoever does not hold the lock.
        """
        if self.sealing:
            with self.workplace() as folder:
                yield folder
            return
        with tempfile.TemporaryDirectory(prefix="unpacking-", dir=aside or self.incoming) as name:
            yield Path(name)

    def copied(
        self,
        digest: str,
        raw: Callable[[bytes], object] | None = None,
        plain: Callable[[bytes], object] | None = None,
    ) -> str | None:
        """Hash an object while it passes; the digest of its bytes, None when they do not open.

        :param raw: gets the bytes as they lie there. :param plain: gets the bytes that were stored.
        :raises UnknownThing: when the vault has no such object.
        """
        with self._open(digest) as file:
            chunks = iter(lambda: file.read(CHUNK), b"")
            if not self.sealing:

                def both(chunk: bytes) -> None:
                    for write in (raw, plain):
                        if write is not None:
                            write(chunk)

                return of_chunks(chunks, both)[0]
            state = sha256()

            def opened(chunk: bytes) -> None:
                state.update(chunk)
                if plain is not None:
                    plain(chunk)

            passing = _each(chunks, raw) if raw is not None else chunks
            return state.hexdigest() if self._decrypted(passing, opened) else None

    def _open(self, digest: str) -> "_File":
        try:
            return _File(self._place(self.name(digest)) or "")
        except FileNotFoundError:
            raise UnknownThing(f"the vault has no object {digest}; run `allegata verify`") from None

    def _raw(self, digest: str, size: int = -1) -> bytes:
        with self._open(digest) as file:
            return file.read(size)

    def _opened(self, data: bytes) -> bytes | None:
        """The plain bytes of an encrypted object; None when it does not open."""
        parts: list[bytes] = []
        return b"".join(parts) if self._decrypted(iter((data,)), parts.append) else None

    def _decrypted(self, chunks: Iterator[bytes], write: Callable[[bytes], object]) -> bool:
        assert self.sealing is not None
        return self.sealing.open_stream(chunks, write)

    # --- checking ---

    def walk(self) -> Iterator[Found]:
        """Every file below the vault with the digest of its bytes: the strays, then by name."""
        return map(self.examined, self.places())

    def places(self) -> Iterator[str]:
        """Every file below the vault, in the same order: what `examined` takes."""
        yield from self.strays()
        for _, place in self.names():
            yield place

    def names(self, after: str = "") -> Iterator[tuple[str, str]]:
        """Name and place of every file where objects lie, in the order of their names; those above one."""
        with os.scandir(self._objects) as entries:
            outers = sorted(entry.name for entry in entries if entry.is_dir(follow_symlinks=False))
        for outer in outers:
            if len(outer) == 2 and outer >= after[:2]:
                inside = [
                    (name, f"{folder}{os.sep}{name}")
                    for folder, _, names in os.walk(f"{self._objects}{outer}")
                    for name in names
                ]
                yield from ((name, place) for name, place in sorted(inside) if name > after)

    def strays(self) -> Iterator[str]:
        """The place of every file below the vault that lies where no object can."""
        for folder, folders, names in os.walk(self.objects.parent):
            if f"{folder}{os.sep}" == self._objects:
                folders[:] = [name for name in folders if len(name) != 2]
            folders.sort()
            yield from (f"{folder}{os.sep}{name}" for name in sorted(names))

    def examined(self, place: str) -> Found:
        """One file of the vault, hashed."""
        folder, _, name = place.rpartition(os.sep)
        inside = folder[len(self._objects) :] if folder.startswith(self._objects) else ""
        claimed = self.digest_of(name) if inside in (name[:2], f"{name[:2]}{os.sep}{name[2:4]}") else None
        try:
            actual = self._hashed(place)
        except OSError:
            actual = None
        return Found(place[len(self._inside) :].replace(os.sep, "/"), claimed, actual)

    def _hashed(self, place: str) -> str:
        """The digest of a file's plain bytes; of the bytes as they are when they do not open."""
        if self.sealing:
            state = sha256()
            with _File(place) as file:
                if self._decrypted(iter(lambda: file.read(CHUNK), b""), state.update):
                    return state.hexdigest()
        with _File(place) as file:
            head = file.read(PIECE)
            if len(head) < PIECE:  # most objects: one read, and no buffer to be filled
                return of_bytes(head)
            return file.hashed_after(head)

    # --- after an interruption, and after damage ---

    @property
    def unsettled(self) -> bool:
        """Whether an interrupted batch left anything behind."""
        return any(self.incoming.iterdir())

    def pending(self) -> frozenset[str]:
        """The digests of the batch that is under way, or that an interrupted run left."""
        try:
            names = (self.incoming / PENDING).read_text().splitlines()
        except FileNotFoundError:
            return frozenset()
        return frozenset(digest for name in names if (digest := self.digest_of(name)))

    def recover(self, named: Callable[[str], bool]) -> tuple[str, ...]:
        """Clear up after an interrupted batch; the casebook's lock must be held.

        Objects that the batch had put in place and that no ledger entry came to name were never said
        to be kept: they are taken away, and the source that they were copied from is added again.
        Returns their digests.
        """
        note = self.incoming / PENDING
        left = tuple(sorted(digest for digest in self.pending() if not named(digest) and digest in self))
        for digest in left:
            self.announce("vault-recover")
            self.path(digest).unlink()
        for path in sorted(self.incoming.iterdir(), key=lambda path: path == note):
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
        return left

    def set_aside(self, digest: str) -> str:
        """Move an altered object out of its place into `quarantine/`; its new place in the casebook.

        Nothing is deleted: how it was altered may itself be evidence.
        """
        path, aside = self.path(digest), self.folder / "quarantine"
        aside.mkdir(exist_ok=True)
        number = 1
        while (target := aside / f"{path.name}.{number}").exists():
            number += 1
        self.announce("vault-quarantine")
        path.rename(target)
        flush_folder(aside)
        flush_folder(path.parent)
        return target.relative_to(self.folder).as_posix()


class _Enough(Exception):
    """As many bytes as were asked for are there."""


class _File:
    """A file read without a buffer of Python's own: most objects are read in one go."""

    def __init__(self, place: str) -> None:
        self._handle = os.open(place, os.O_RDONLY | getattr(os, "O_BINARY", 0))

    def __enter__(self) -> "_File":
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._handle)

    def hashed_after(self, head: bytes) -> str:
        """The digest of what was read and what is left, through one buffer that the processor can keep."""
        state, buffer = sha256(head), memoryview(bytearray(4 * PIECE))
        with FileIO(self._handle, closefd=False) as rest:
            while got := rest.readinto(buffer):
                state.update(buffer[:got])
        return state.hexdigest()

    def read(self, size: int = -1) -> bytes:
        """So many bytes, fewer at the end; all of them by default."""
        if size >= 0:
            return os.read(self._handle, size)
        parts = [os.read(self._handle, os.fstat(self._handle).st_size + 1)]
        while parts[-1]:
            parts.append(os.read(self._handle, CHUNK))
        return b"".join(parts)


def _each(chunks: Iterator[bytes], write: Callable[[bytes], object]) -> Iterator[bytes]:
    for chunk in chunks:
        write(chunk)
        yield chunk


def _sealing(folder: Path) -> "Sealing | None":
    kept = secrets.opened(folder)
    if kept is None:
        return None
    from allegata.store.sealing import Sealing  # noqa: PLC0415 - needs a library that is optional

    return Sealing(kept.objects, kept.names)


def _altered(digest: str) -> CasebookCorrupt:
    return CasebookCorrupt(
        f"object {digest} was altered; run `allegata verify` and bring it back with `allegata restore`"
    )
