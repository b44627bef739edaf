"""What every importer has to pass: a plug-in earns its tests by subclassing `ImporterCase`.

class TestZip(ImporterCase):
    importer = ZipImporter()

    def valid(self) -> dict[str, bytes]:
        return {"two.zip": ...}

Files are made in code, in our own words. Beside the plain cases the class mutates each of them (bytes
flipped, cut off, put in) and asserts what must hold for any file whatever: no exception but `SpoolFull`,
nothing outside the spool folder, nothing past its bounds, and values that the ledger can keep.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allegata.errors import Severity
from allegata.model.codec import canonical
from allegata.model.item import Capture, Item
from allegata.model.unpacked import Piece
from allegata.sources.importer import Bounds, Importer, Spool, SpoolFull
from allegata.sources.registry import IMPORTERS, TakenApart, importer_of, unpacked

HEAD = 8192
FOREIGN = {
    "report.txt": b"Officials said on Tuesday that two captives had been shot.\n",
    "page.html": b"<!doctype html><html><body><p>Officials said on Tuesday.</p></body></html>",
    "photo.jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(200),
    "paper.pdf": b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n",
    "empty": b"",
}


def item_of(data: bytes, name: str) -> Item:
    """The item that `add` would make of a file."""
    return Item(sha256(data).hexdigest(), len(data), "application/octet-stream", Capture(name))


@contextmanager
def spooled(
    importer: Importer, data: bytes, name: str, bounds: Bounds | None = None
) -> Iterator[tuple[TakenApart, Path]]:
    """What an importer takes out of some bytes, and the spool folder for as long as the block lasts."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "spool").mkdir()
        path = folder / "container"
        path.write_bytes(data)
        item = item_of(data, name)
        found = unpacked(importer, path, item, Spool(folder / "spool", item.length, bounds))
        assert path.read_bytes() == data, "an importer may not change the original"
        assert _names(folder) == ["container", "spool"]
        assert _names(folder / "spool") == sorted({piece.spooled for piece in found.pieces})
        yield found, folder / "spool"


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def take(importer: Importer, data: bytes, name: str, bounds: Bounds | None = None) -> TakenApart:
    """The same, without the bytes of the pieces."""
    with spooled(importer, data, name, bounds) as (found, _):
        return found


def contents(importer: Importer, data: bytes, name: str) -> dict[str, bytes]:
    """Path of every piece → its bytes."""
    with spooled(importer, data, name) as (found, folder):
        return {piece.path: _bytes(folder, piece) for piece in found.pieces}


def _bytes(folder: Path, piece: Piece) -> bytes:
    return (folder / piece.spooled).read_bytes()[piece.start : piece.start + piece.length]


class ImporterCase:
    """Subclass this, name the importer, and give valid files of its kind."""

    importer: ClassVar[Importer]
    examples: ClassVar[int] = 120  # mutated files that are tried

    def valid(self) -> dict[str, bytes]:
        """Files of this kind without any fault: name → bytes. At least one holds two pieces or abouts."""
        raise NotImplementedError

    def test_it_is_registered_and_recognises_its_own_files_and_no_others(self) -> None:
        assert any(one.name == self.importer.name for one in IMPORTERS)
        assert len({one.name for one in IMPORTERS}) == len(IMPORTERS)
        for name, data in self.valid().items():
            found = importer_of(data[:HEAD], name)
            assert found is not None and found.name == self.importer.name, name
        for name, data in FOREIGN.items():
            assert not self.importer.recognises(data[:HEAD], name), name

    def test_files_without_fault_are_taken_apart_without_a_problem(self) -> None:
        most = 0
        for name, data in self.valid().items():
            found = take(self.importer, data, name)
            serious = [p for p in found.problems if p.severity is not Severity.NOTICE]
            assert serious == [], name
            most = max(most, len(found.pieces) + len(found.abouts))
        assert most >= 2

    def test_the_same_bytes_give_the_same_pieces(self) -> None:
        for name, data in self.valid().items():
            first, second = take(self.importer, data, name), take(self.importer, data, name)
            assert first == second

    def test_every_value_can_be_kept_and_says_where_it_stood(self) -> None:
        for name, data in self.valid().items():
            _sound(take(self.importer, data, name), name)

    def test_bounds_hold(self) -> None:
        for name, data in self.valid().items():
            free = take(self.importer, data, name)
            few = take(self.importer, data, name, Bounds(pieces=1))
            assert len(few.pieces) <= 1 and len(few.abouts) <= 1
            if len(free.pieces) > 1:
                assert few.problems[-1].code == "unpacks_to_too_much"
            short = take(self.importer, data, name, Bounds(bytes=10))
            assert short.written <= 10

    def test_it_stops_where_the_spool_is_full(self) -> None:
        """`SpoolFull` passes through; an importer that catches it would go on for ever."""
        for name, data in self.valid().items():
            if take(self.importer, data, name).written > 10:
                with tempfile.TemporaryDirectory() as made, pytest.raises(SpoolFull):
                    (Path(made) / "container").write_bytes(data)
                    spool = Spool(Path(made), len(data), Bounds(bytes=10))
                    self.importer.unpack(Path(made) / "container", item_of(data, name), spool)

    def test_a_file_cut_off_anywhere_is_read_as_far_as_it_goes(self) -> None:
        for name, data in self.valid().items():
            for length in sorted({len(data) * part // 16 for part in range(16)} | {1, len(data) - 1}):
                _sound(take(self.importer, data[:length], name), name)

    def test_no_mutated_file_makes_it_fail_or_leave_its_bounds(self) -> None:
        files = sorted(self.valid().items())
        bounds = Bounds(bytes=1 << 20, free=1 << 20, pieces=200, problems=50)

        @settings(
            max_examples=self.examples,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        )
        @given(st.sampled_from(files), mutations())
        def holds(file: tuple[str, bytes], changes: list[Mutation]) -> None:
            name, data = file
            for change in changes:
                data = mutated(data, change)
            found = take(self.importer, data, name, bounds)
            assert found.written <= 1 << 20
            assert len(found.pieces) <= 200 and len(found.problems) <= 52
            _sound(found, name)

        holds()


Mutation = tuple[str, float, bytes]
"""(what, where as a share of the length, with which bytes)."""

_TELLING = (b"\x00", b"\xff" * 4, b"\r\n\r\n", b"../", b"99999999999", b"-1", b'"', b"{", b"[" * 2000, b"<!ENTITY a 'b'>",
            b"\xed\xa0\x80", b"\x1f\x8b", b"PK\x03\x04", b"WARC/1.0\r\n", b"\x7f\x80", b"e\xcc\x81", b"\xe2\x80\xae")  # fmt: skip


def mutations() -> st.SearchStrategy[list[Mutation]]:
    """One to four changes of a file."""
    what = st.sampled_from(("flip", "cut", "put", "drop", "double", "over"))
    with_which = st.one_of(st.sampled_from(_TELLING), st.binary(min_size=1, max_size=12))
    return st.lists(st.tuples(what, st.floats(0, 1), with_which), min_size=1, max_size=4)


def mutated(data: bytes, change: Mutation) -> bytes:
    """A file with one thing done to it."""
    what, share, words = change
    at = min(int(share * len(data)), max(len(data) - 1, 0))
    if what == "flip":
        return data[:at] + bytes(byte ^ (words[0] or 1) for byte in data[at : at + 1]) + data[at + 1 :]
    if what == "cut":
        return data[:at]
    if what == "put":
        return data[:at] + words + data[at:]
    if what == "drop":
        return data[:at] + data[at + len(words) :]
    if what == "double":
        return data[:at] + data[at : at + 500] + data[at:]
    return data[:at] + words + data[at + len(words) :]


def _sound(found: TakenApart, name: str) -> None:
    """What holds for any file whatever."""
    for part in (*found.pieces, *found.abouts):
        cleaned = replace(part.capture, received_name="x")
        canonical_or_surrogates(cleaned)
        assert part.capture.member_of is None, "the action knows the container, an importer does not"
        assert part.path, name
    for piece in found.pieces:
        assert piece.name and piece.capture.received_name == piece.name
    assert len({piece.path for piece in found.pieces}) == len(found.pieces), "two pieces have one address"
    for problem in found.problems:
        assert problem.code and problem.subject and problem.what and problem.remedy
        assert problem.what.isprintable() and problem.remedy.isprintable(), problem


def canonical_or_surrogates(capture: Capture) -> None:
    """A capture can be kept; the action itself replaces half characters."""
    with suppress(UnicodeEncodeError):
        canonical(capture)
