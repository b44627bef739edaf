"""Originals and derivatives, written once: `objects/sha256/aa/<hex>`, named by their own digest.

An object is copied aside while it is hashed, forced to the disk together with its batch, and only
then renamed into place, read-only. Nothing in place is ever opened for writing.
"""

# ruff: noqa: PTH102, PTH104, PTH108, PTH110 - names as strings: a Path per object costs as much as its write

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from allegata.errors import CasebookCorrupt, UnknownThing
from allegata.evidence.digest import CHUNK, is_digest, of_bytes, of_chunks
from allegata.evidence.fixity import Found
from allegata.store.writes import Announce, flush_all, replace_file, unannounced

READ_ONLY = 0o444
PENDING = "pending"
SMALL = 4 * CHUNK
"""Files up to this many bytes are read whole: one read, and no copy at all of what is known already."""


@dataclass(frozen=True, slots=True)
class Stored:
    """One object of a batch. `new` is False when the vault held these bytes before."""

    digest: str
    length: int
    head: bytes  # the first bytes, by which a file's kind is told
    new: bool


class Vault:
    """The objects of one casebook."""

    def __init__(self, folder: Path, announce: Announce = unannounced) -> None:
        self.folder = folder
        self.announce = announce
        self.objects = folder / "objects" / "sha256"
        self._objects = f"{self.objects}{os.sep}"
        self.incoming = folder / "incoming"
        self.made: set[str] = set()  # folders known to be there: saves a system call per object

    def create(self) -> None:
        """Make the empty folders; those that are there stay as they are."""
        self.objects.mkdir(parents=True, exist_ok=True)
        self.incoming.mkdir(exist_ok=True)

    def path(self, digest: str) -> Path:
        """Where an object lies, or would lie."""
        return Path(self._place(digest) or f"{self._objects}{digest[:2]}{os.sep}{digest}")

    def _place(self, digest: str) -> str | None:
        """Where an object lies, if it does: older casebooks have one more level of folders."""
        outer = f"{self._objects}{digest[:2]}{os.sep}"
        for place in (outer + digest, f"{outer}{digest[2:4]}{os.sep}{digest}"):
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
        return self._place(digest) is not None

    def read(self, digest: str) -> bytes:
        """The bytes of an object, checked against its digest.

        :raises UnknownThing: when the vault has no such object.
        :raises CasebookCorrupt: when its bytes are no longer the ones that were stored.
        """
        try:
            data = self.path(digest).read_bytes()
        except FileNotFoundError:
            raise UnknownThing(f"the vault has no object {digest}; run `allegata verify`") from None
        if of_bytes(data) != digest:
            raise CasebookCorrupt(
                f"object {digest} was altered; run `allegata verify` and restore it from a backup"
            )
        return data

    @contextmanager
    def plain(self, digest: str) -> Iterator[Path]:
        """A path under which a program can read the bytes of an object, for as long as the block lasts.

        Whoever opens an original does so through here or `read`: not every vault keeps plain bytes.

        :raises UnknownThing: when the vault has no such object.
        """
        if digest not in self:
            raise UnknownThing(f"the vault has no object {digest}; run `allegata verify`")
        yield self.path(digest)

    def walk(self) -> Iterator[Found]:
        """Every file below the vault with the digest of its bytes, in the order of their names."""
        for folder, folders, names in os.walk(self.objects.parent):
            folders.sort()
            for name in sorted(names):
                yield self._examined(Path(folder) / name)

    def _examined(self, path: Path) -> Found:
        place = path.relative_to(self.folder).as_posix()
        name = path.name
        inside = path.parent.relative_to(self.objects).parts if path.is_relative_to(self.objects) else ()
        named = is_digest(name) and inside in ((name[:2],), (name[:2], name[2:4]))
        try:
            with path.open("rb") as file:
                actual, _ = of_chunks(iter(lambda: file.read(CHUNK), b""))
        except OSError:
            actual = None
        return Found(place, name if named else None, actual)

    @property
    def unsettled(self) -> bool:
        """Whether an interrupted batch left anything behind."""
        return any(self.incoming.iterdir())

    def pending(self) -> frozenset[str]:
        """The digests of the batch that is under way, or that an interrupted run left."""
        try:
            lines = (self.incoming / PENDING).read_text().splitlines()
        except FileNotFoundError:
            return frozenset()
        return frozenset(line for line in lines if is_digest(line))

    def head(self, digest: str, size: int) -> bytes:
        """The first bytes of an object, unchecked: for files too large to be read whole.

        :raises UnknownThing: when the vault has no such object.
        """
        try:
            with self.path(digest).open("rb") as file:
                return file.read(size)
        except FileNotFoundError:
            raise UnknownThing(f"the vault has no object {digest}; run `allegata verify`") from None

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
            path.unlink()
        return left


class Batch:
    """Objects that go into the vault together: stage them, publish, write the ledger, settle."""

    def __init__(self, vault: Vault) -> None:
        self.vault = vault
        self._staged: dict[str, str] = {}
        self.bytes = 0

    def stage_file(self, source: Path) -> Stored:
        """Copy a file aside while hashing it.

        :raises OSError: when the source cannot be read.
        """
        with source.open("rb", buffering=0) as file:
            # a read asks for memory for as much as it may bring: no more than the file is said to hold
            head = file.read(min(os.fstat(file.fileno()).st_size + 1, SMALL)) or b""
            rest = file.read(CHUNK) or b""
            if not rest:  # the whole file is in hand: hash first, copy only what is new
                return self.stage_bytes(head)
            aside = self._aside()
            with open(aside, "wb", opener=_read_only) as copy:
                chunks = chain([head, rest], iter(lambda: file.read(CHUNK), b""))
                digest, length = of_chunks(chunks, copy.write)
        if digest in self._staged or digest in self.vault:
            os.unlink(aside)
            return Stored(digest, length, head[:CHUNK], False)
        self._keep(digest, aside, length)
        return Stored(digest, length, head[:CHUNK], True)

    def stage_bytes(self, data: bytes) -> Stored:
        """Write some bytes aside."""
        digest = of_bytes(data)
        new = digest not in self._staged and digest not in self.vault
        if new:
            aside = self._aside()
            copy = _read_only(aside, os.O_WRONLY | os.O_CREAT)
            try:
                left = memoryview(data)
                while left:
                    left = left[os.write(copy, left) :]
            finally:
                os.close(copy)
            self._keep(digest, aside, len(data))
        return Stored(digest, len(data), data[:CHUNK], new)

    def publish(self) -> None:
        """Force the batch to the disk and put it in place."""
        if not self._staged:
            return
        vault = self.vault
        flush_all(list(self._staged.values()))
        vault.announce("vault-pending")
        replace_file(vault.incoming / PENDING, "\n".join(self._staged).encode())
        folders = {str(vault.objects)}
        for digest, aside in self._staged.items():
            folder = f"{vault.objects}{os.sep}{digest[:2]}"
            if folder not in folders:
                vault.make_folder(folder)
                folders.add(folder)
            vault.announce("vault-object")
            os.rename(aside, f"{folder}{os.sep}{digest}")
        flush_all(list(folders))

    def settle(self) -> None:
        """The ledger names every object of the batch now: forget the note about it."""
        if self._staged:
            self.vault.announce("vault-settle")
            (self.vault.incoming / PENDING).unlink(missing_ok=True)
            self._staged.clear()
            self.bytes = 0

    def _aside(self) -> str:
        self.vault.announce("vault-copy")
        return f"{self.vault.incoming}{os.sep}{len(self._staged)}.part"

    def _keep(self, digest: str, aside: str, length: int) -> None:
        self._staged[digest] = aside
        self.bytes += length


def _read_only(path: str, flags: int) -> int:
    """Open a new file to write that nobody can open to write a second time."""
    return os.open(path, flags | os.O_EXCL | getattr(os, "O_BINARY", 0), READ_ONLY)
