"""Objects that go into the vault together: stage them, publish, write the ledger, settle."""

# ruff: noqa: PTH104, PTH108, PTH110 - names as strings: a Path per object costs as much as its write

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path

from allegata.evidence.digest import CHUNK, of_bytes, of_chunks
from allegata.store.vault import PENDING, SMALL, Vault
from allegata.store.writes import flush_all, replace_file

READ_ONLY = 0o444
_NUMBERS = count()
"""Of the files under way, over all batches of this process: what a batch left cannot be in the next one's way."""


@dataclass(frozen=True, slots=True)
class Stored:
    """One object of a batch. `new` is False when the vault held these bytes before."""

    digest: str
    length: int
    head: bytes  # the first bytes, by which a file's kind is told
    new: bool


class Batch:
    """Objects that go into the vault together.

    :param aside: a folder of one's own to stage in without the casebook's lock (`store.apart`). What the vault
        seems to hold is staged all the same then: only who holds the lock knows that it stays.
    """

    def __init__(self, vault: Vault, aside: Path | None = None) -> None:
        self.vault = vault
        self.apart = aside is not None
        self._folder = aside or vault.incoming
        self._staged: dict[str, str] = {}
        self.bytes = 0

    def __contains__(self, digest: str) -> bool:
        return digest in self._staged

    def __len__(self) -> int:
        return len(self._staged)

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
            with _gone_on_fault(aside), open(aside, "wb", opener=_read_only) as copy:
                chunks = chain([head, rest], iter(lambda: file.read(CHUNK), b""))
                if self.vault.sealing:
                    digest, length = self.vault.sealing.seal_stream(chunks, copy)
                else:
                    digest, length = of_chunks(chunks, copy.write)
        if self._at_hand(digest):
            os.unlink(aside)
            return Stored(digest, length, head[:CHUNK], False)
        self._keep(digest, aside, length)
        return Stored(digest, length, head[:CHUNK], True)

    def stage_bytes(self, data: bytes) -> Stored:
        """Write some bytes aside."""
        digest = of_bytes(data)
        new = not self._at_hand(digest)
        if new:
            aside = self._aside()
            with _gone_on_fault(aside):
                copy = _read_only(aside, os.O_WRONLY | os.O_CREAT)
                try:
                    left = memoryview(self.vault.sealing.sealed(data) if self.vault.sealing else data)
                    while left:
                        left = left[os.write(copy, left) :]
                finally:
                    os.close(copy)
            self._keep(digest, aside, len(data))
        return Stored(digest, len(data), data[:CHUNK], new)

    def stage_copy(self, other: Vault, digest: str) -> tuple[bool, int]:
        """Copy an object of another vault with the same keys aside, hashing it on the way.

        Whether it was the right one (only then it is staged), and how many bytes were read. An object
        that lies in this vault already is copied all the same: `Vault.set_aside` makes room for it.

        :raises UnknownThing: when the other vault has no such object.
        :raises OSError: when it cannot be read.
        """
        aside, length = self._aside(), 0
        with _gone_on_fault(aside), open(aside, "wb", opener=_read_only) as copy:
            actual = other.copied(digest, raw=copy.write)
            length = copy.tell()
        if actual != digest:
            os.unlink(aside)
            return False, length
        self._keep(digest, aside, length)
        return True, length

    def _at_hand(self, digest: str) -> bool:
        return digest in self._staged or (not self.apart and digest in self.vault)

    def flush(self) -> None:
        """Force what was staged apart to the disk before the turn, which is all the shorter."""
        if self.apart:
            flush_all(list(self._staged.values()))

    def publish(self) -> None:
        """Force the batch to the disk and put it in place."""
        if not self._staged:
            return
        vault = self.vault
        flush_all(list(self._staged.values()))
        vault.announce("vault-pending")
        names = {vault.name(digest): aside for digest, aside in self._staged.items()}
        replace_file(vault.incoming / PENDING, "\n".join(names).encode())
        folders = {str(vault.objects)}
        for name, aside in names.items():
            folder = f"{vault.objects}{os.sep}{name[:2]}"
            if folder not in folders:
                vault.make_folder(folder)
                folders.add(folder)
            vault.announce("vault-object")
            os.rename(aside, f"{folder}{os.sep}{name}")
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
        return f"{self._folder}{os.sep}{next(_NUMBERS)}.part"

    def _keep(self, digest: str, aside: str, length: int) -> None:
        self._staged[digest] = aside
        self.bytes += length


@contextmanager
def _gone_on_fault(aside: str) -> Iterator[None]:
    """Take half a copy away again: nobody asks for it, and it would keep its place on the disk."""
    try:
        yield
    except BaseException:
        if os.path.exists(aside):
            os.unlink(aside)
        raise


def _read_only(path: str, flags: int) -> int:
    """Open a new file to write that nobody can open to write a second time."""
    return os.open(path, flags | os.O_EXCL | getattr(os, "O_BINARY", 0), READ_ONLY)
