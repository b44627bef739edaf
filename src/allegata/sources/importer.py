"""The protocol of importers: one for each kind of material that holds others.

An importer runs in a confined child process (`engines.confined`): it reads a file that nobody vouches
for, writes what it takes out into a `Spool`, and never touches network, casebook or clock. It is
deterministic: the same bytes give the same pieces in the same order. A damaged container is read as far
as it goes; every failure is a `Problem`, none an exception.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from allegata.errors import Problem, Severity
from allegata.model.item import Capture, Item
from allegata.model.unpacked import About, Piece

PACK = "small.pieces"
SMALL = 1 << 17
"""Bytes up to which pieces share one file of the spool."""


class SpoolFull(Exception):
    """A container unpacks to more than it may: the importer stops where it stands."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much one container may unpack to."""

    bytes: int = 8 << 30
    ratio: int = 200  # times the container's own length, once past `free`
    free: int = 64 << 20  # bytes that any container may unpack to, however small
    pieces: int = 100_000
    problems: int = 1_000


class Spool:
    """A folder that takes what an importer finds, within bounds.

    `pieces`, `abouts` and `problems` fill up in the order of finding; `left_out` counts, in words, what the
    container holds and no item is made of.
    """

    def __init__(self, folder: Path, length: int, bounds: Bounds | None = None) -> None:
        """:param length: bytes of the container, for the ratio."""
        self.folder = folder
        self.bounds = bounds or Bounds()
        self.limit = min(self.bounds.bytes, max(self.bounds.free, length * self.bounds.ratio))
        self.written = 0
        self.pieces: list[Piece] = []
        self.abouts: list[About] = []
        self.problems: list[Problem] = []
        self.unnamed: Counter[str] = Counter()  # problems past the bound, by code
        self.left_out: Counter[str] = Counter()

    def add(
        self, path: str, name: str, data: bytes | Iterable[bytes], capture: Capture, kind: str | None = None
    ) -> Piece:
        """Keep one piece; `capture.received_name` is set to `name`.

        :raises SpoolFull: when the bounds are reached; the piece under way is not kept.
        """
        if len(self.pieces) >= self.bounds.pieces:
            raise SpoolFull(f"it holds more than {self.bounds.pieces:,} things")
        chunks = iter((data,)) if isinstance(data, bytes) else iter(data)
        first, size, whole = [], 0, False
        while size <= SMALL:
            chunk = next(chunks, None)
            if chunk is None:
                whole = True
                break
            size = self._counted(size, chunk)
            first.append(chunk)
        if whole:
            spooled, start = PACK, self._append(first)
        else:
            spooled, start = f"{len(self.pieces)}.piece", 0
            size = self._write(spooled, first, chunks, size)
        self.written += size
        piece = Piece(path, name, spooled, replace(capture, received_name=name), kind, start, size)
        self.pieces.append(piece)
        return piece

    def _counted(self, size: int, chunk: bytes) -> int:
        size += len(chunk)
        if self.written + size > self.limit:
            raise SpoolFull(f"it unpacks to more than {self.limit:,} bytes")
        return size

    def _append(self, chunks: list[bytes]) -> int:
        """Small pieces lie one after another in one file: a file each costs more than the piece."""
        with (self.folder / PACK).open("ab", buffering=0) as file:
            start = file.tell()
            file.write(b"".join(chunks))
        return start

    def _write(self, spooled: str, first: list[bytes], chunks: Iterator[bytes], size: int) -> int:
        target = self.folder / spooled
        try:
            with target.open("wb") as file:
                file.writelines(first)
                for chunk in chunks:
                    size = self._counted(size, chunk)
                    file.write(chunk)
        except BaseException:
            target.unlink(missing_ok=True)
            raise
        return size

    def again(self, piece: Piece, path: str, name: str, capture: Capture) -> Piece:
        """Keep one more place where the bytes of a piece were met.

        :raises SpoolFull: when the bounds are reached.
        """
        if len(self.pieces) >= self.bounds.pieces:
            raise SpoolFull(f"it holds more than {self.bounds.pieces:,} things")
        self.pieces.append(replace(piece, path=path, name=name, capture=replace(capture, received_name=name)))
        return self.pieces[-1]

    def amend(self, piece: Piece, **changes: Any) -> Piece:
        """Say more of the capture of the piece kept last: what only showed once its bytes had been read."""
        assert self.pieces[-1] is piece, "only the last piece can be amended"
        self.pieces[-1] = replace(piece, capture=replace(piece.capture, **changes))
        return self.pieces[-1]

    def about(self, about: About) -> None:
        """Keep what the container says of a file beside it.

        :raises SpoolFull: when the bounds are reached.
        """
        if len(self.abouts) >= self.bounds.pieces:
            raise SpoolFull(f"it speaks of more than {self.bounds.pieces:,} files beside it")
        self.abouts.append(about)

    def leave_out(self, what: str, count: int = 1) -> None:
        """Count what no item is made of, so that nothing is lost in silence: "style sheet", "empty folder"."""
        self.left_out[what] += count

    def problem(
        self, code: str, subject: str, what: str, remedy: str, severity: Severity = Severity.PARTIAL
    ) -> None:
        """Keep a fault; of a container with a great many, the first ones are named and the others counted."""
        if len(self.problems) < self.bounds.problems:
            self.problems.append(Problem(code, subject, _printable(what), remedy, severity))
        else:
            self.unnamed[code] += 1


def _printable(words: str) -> str:
    """Words that may quote the file: no control character of it reaches a terminal."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in words)


class Importer(Protocol):
    """What takes one kind of container apart."""

    name: str  # "warc", "telegram" …
    version: str  # changes whenever the same bytes would give other pieces

    def recognises(self, head: bytes, name: str) -> bool:
        """Whether a file is of this kind, by its first 8 KiB and the name it came under."""

    def unpack(self, path: Path, item: Item, spool: Spool) -> None:
        """Take the file apart. Faults of the data go to the spool; `SpoolFull` passes through."""
