"""Whether the objects of a vault are the ones that the ledger names, byte for byte."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from allegata.errors import Problem, Severity

DIGEST, RECORD = 32, 40
"""Bytes of a digest, and of a digest with the number of the entry that names it."""


@dataclass(frozen=True, slots=True)
class Found:
    """One file of the vault: where it lies, the digest its name claims, the digest its bytes have.

    `claimed` is None for a file whose name is no digest; `actual` is None when it cannot be opened.
    """

    place: str  # path inside the vault, with forward slashes
    claimed: str | None
    actual: str | None


class Inventory:
    """What the ledger names, in 41 bytes an object, and which of it was found.

    Name everything first, then check every file, then ask what is missing.

    :param why: digest and number of the first entry that names it → why it must be there.
    """

    def __init__(self, why: Callable[[str, int], str]) -> None:
        self.why = why
        self._parts = [bytearray() for _ in range(256)]  # by first byte: records one after another
        self._seen: list[bytearray] | None = None

    def name(self, digest: str, entry: int) -> None:
        """Say that an entry names an object."""
        raw = bytes.fromhex(digest)
        self._parts[raw[0]] += raw + entry.to_bytes(RECORD - DIGEST, "big")

    def check(self, file: Found) -> Problem | None:
        """What is wrong with a file of the vault."""
        part, at = self._find(file.claimed) if file.claimed else (0, None)
        if file.claimed is None or at is None:
            return Problem(
                "object_extra",
                file.place,
                f"The vault holds {file.place}, which no ledger entry names",
                "Find out where it came from; if it belongs to the case, add it as an item.",
            )
        assert self._seen is not None
        self._seen[part][at] = 1
        if file.actual is None:
            return self._lost("object_unreadable", part, at, f"{file.place} cannot be opened")
        if file.actual != file.claimed:
            return self._lost("object_altered", part, at, f"{file.place} was altered: its hash differs")
        return None

    def missing(self) -> Iterator[Problem]:
        """Every object that was named and not found, by digest."""
        self._settle()
        assert self._seen is not None
        for part, seen in enumerate(self._seen):
            for at, found in enumerate(seen):
                if not found:
                    digest, _ = self._record(part, at)
                    yield self._lost("object_missing", part, at, f"Object {digest} is missing")

    def _settle(self) -> None:
        """Put the records in order, the first entry of each object only."""
        if self._seen is not None:
            return
        self._seen = []
        for part, records in enumerate(self._parts):
            kept = bytearray()
            for each in sorted(bytes(records[at : at + RECORD]) for at in range(0, len(records), RECORD)):
                if kept[-RECORD : len(kept) - RECORD + DIGEST] != each[:DIGEST]:
                    kept += each
            self._parts[part] = kept
            self._seen.append(bytearray(len(kept) // RECORD))

    def _find(self, digest: str) -> tuple[int, int | None]:
        self._settle()
        raw = bytes.fromhex(digest)
        part = self._parts[raw[0]]
        count = len(part) // RECORD
        at = bisect_left(range(count), raw, key=lambda n: bytes(part[n * RECORD : n * RECORD + DIGEST]))
        return raw[0], at if part[at * RECORD : at * RECORD + DIGEST] == raw else None

    def _record(self, part: int, at: int) -> tuple[str, int]:
        record = self._parts[part][at * RECORD : (at + 1) * RECORD]
        return record[:DIGEST].hex(), int.from_bytes(record[DIGEST:], "big")

    def _lost(self, code: str, part: int, at: int, what: str) -> Problem:
        remedy = (
            "Bring the object back from a copy (`allegata restore`); its name is its SHA-256, so the right one "
            "can be told."
        )
        digest, entry = self._record(part, at)
        return Problem(code, digest, f"{what} ({self.why(digest, entry)})", remedy, Severity.UNREADABLE)


def compare(named: Mapping[str, str], found: Iterable[Found]) -> Iterator[Problem]:
    """Name every object that was altered, is missing, or that nothing accounts for.

    :param named: digest → why it must be there ("original of item …").
    :param found: every file of the vault.
    """
    inventory = Inventory(lambda digest, _: named[digest])
    for digest in named:
        inventory.name(digest, 0)
    for file in found:
        problem = inventory.check(file)
        if problem:
            yield problem
    yield from inventory.missing()
