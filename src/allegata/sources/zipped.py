"""ZIP files: every file in them becomes a piece. What is hostile, damaged or locked in them is named.

Names are never used as paths, links are never followed, and entries that share bytes with others (the
making of a "zip bomb") are not inflated. Where the list at the end of the file is damaged or cut off, the
entries are found by their own headers, as far as they go (APPNOTE.TXT 4.3.7).
"""

import lzma
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO

from allegata.errors import Severity
from allegata.model.item import Capture, Item, Stated
from allegata.model.unpacked import Piece
from allegata.model.vocabulary import ContentPresent
from allegata.sources.importer import Spool, SpoolFull

CHUNK = 1 << 18
LOCAL = struct.Struct("<4s2B4HL2L2H")  # APPNOTE 4.3.7
DAMAGED = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, RuntimeError,
    NotImplementedError, OverflowError, struct.error, LookupError,
)  # fmt: skip
"""What the standard library raises on files that are not as they should be."""
_OFFICE = (
    b"[Content_Types].xml",
    b"_rels/",
    b"word/",
    b"xl/",
    b"ppt/",
    b"docProps/",
    b"mimetype",
    b"META-INF/",
)
_OF_THE_PACKER = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")


class ZipImporter:
    """Plain ZIP files. Office documents and program packages are ZIP files, too, and are left whole."""

    name = "zip"
    version = "1"

    def recognises(self, head: bytes, name: str) -> bool:
        """By the first header; an office document by the name of its first entry."""
        if head.startswith((b"PK\x05\x06", b"PK\x07\x08PK\x03\x04")):
            return True
        return head.startswith(b"PK\x03\x04") and not first_entry(head).startswith(_OFFICE)

    def unpack(self, path: Path, item: Item, spool: Spool) -> None:
        """Every file in it, in the order of the list at its end."""
        unpack_zip(path, item, spool)


def first_entry(head: bytes) -> bytes:
    """The name of a ZIP file's first entry; empty where there is none."""
    if len(head) < LOCAL.size or not head.startswith(b"PK\x03\x04"):
        return b""
    return head[LOCAL.size : LOCAL.size + int.from_bytes(head[26:28], "little")]


def unpack_zip(path: Path, item: Item, spool: Spool) -> None:
    """Take a ZIP file apart, whatever it holds."""
    name = item.capture.received_name
    try:
        with zipfile.ZipFile(path) as archive:
            _listed(archive, name, spool)
    except DAMAGED as fault:
        what = f"The list of its entries cannot be read ({said(fault)}); they were looked for by their own headers"
        spool.problem(
            "zip_damaged", name, what, "Ask for the file again; compare what was found with the sender."
        )
        with path.open("rb") as file:
            _searched(file, name, spool)


def said(fault: BaseException) -> str:
    """What a library said of a fault, fit to be shown."""
    words = "".join(letter if letter.isprintable() else " " for letter in str(fault)[:200])
    return words or type(fault).__name__


# --- by the list at the end -----------------------------------------------------------------------------


def _listed(archive: zipfile.ZipFile, name: str, spool: Spool) -> None:
    for entry, address in entries_of(archive, name, spool):
        take_entry(archive, entry, address, name, spool)


def entries_of(archive: zipfile.ZipFile, name: str, spool: Spool) -> Iterator[tuple[zipfile.ZipInfo, str]]:
    """The entries that are plain files, with their addresses; what is odd about the others goes to the spool."""
    entries = archive.infolist()
    shared = _sharing(entries)
    if shared:
        what = f"{len(shared):,} of {len(entries):,} entries share their bytes with others; they were not inflated"
        remedy = "Treat the file with caution: such files are made to exhaust programs. The original is kept."
        spool.problem("zip_overlapping", name, what, remedy)
    notes = _Notes()
    seen: set[str] = set()
    for number, entry in enumerate(entries):
        address = entry.filename
        if address in seen:
            notes.twice.append(address)
            address = f"{address}#{number}"
        seen.update((entry.filename, address))
        if number not in shared and _wanted(entry, address, notes, spool):
            yield entry, address
    notes.report(name, spool)


@dataclass(slots=True, init=False)
class _Notes:
    """What is said once of a whole file, however many entries it concerns."""

    locked: list[str]
    links: list[str]
    unsafe: list[str]
    twice: list[str]
    special: list[str]

    def __init__(self) -> None:
        self.locked, self.links, self.unsafe, self.twice, self.special = [], [], [], [], []

    def report(self, name: str, spool: Spool) -> None:
        for code, entries, what, remedy, severity in (
            ("zip_encrypted", self.locked, "are locked with a password and could not be taken out",
             "Ask for the password, unpack the file yourself and add what it holds.", Severity.PARTIAL),
            ("zip_symlink", self.links, "are links to other places; they were not followed",
             "Find out what they were meant to show. The original is kept.", Severity.NOTICE),
            ("zip_special", self.special, "are devices or pipes; nothing was taken out",
             "Treat the file with caution. The original is kept.", Severity.NOTICE),
            ("zip_unsafe_name", self.unsafe, "have names that lead out of the folder; the names are kept as words "
             "and were not used as places", "Treat the file with caution. The original is kept.", Severity.NOTICE),
            ("zip_duplicate_name", self.twice, "have a name that was there before; each was taken out",
             "Look at each of them: programs show only one of the two.", Severity.NOTICE),
        ):  # fmt: skip
            if entries:
                spool.problem(
                    code, name, f"{len(entries):,} entries {what}: {_some(entries)}", remedy, severity
                )


def _some(names: list[str]) -> str:
    shown = ", ".join(said(ValueError(name[:80])) for name in names[:3])
    return shown if len(names) <= 3 else f"{shown} …"


def _wanted(entry: zipfile.ZipInfo, address: str, notes: _Notes, spool: Spool) -> bool:
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if entry.is_dir() or kind == stat.S_IFDIR:
        spool.leave_out("folder")
        return False
    if kind == stat.S_IFLNK:
        notes.links.append(address)
        return False
    if kind not in (0, stat.S_IFREG):
        notes.special.append(address)
        return False
    if entry.flag_bits & 0x1:
        notes.locked.append(address)
        return False
    parts = entry.filename.replace("\\", "/").split("/")
    if parts[-1].startswith("._") or any(part in _OF_THE_PACKER for part in parts):
        spool.leave_out("file of the program that packed it")
        return False
    if ".." in parts or parts[0] == "" or entry.filename[1:3] == ":\\" or "\x00" in entry.orig_filename:
        notes.unsafe.append(address)
    return True


def _sharing(entries: list[zipfile.ZipInfo]) -> set[int]:
    """The numbers of entries whose bytes, by the list's own word, lie within another's."""
    found: set[int] = set()
    end, last = 0, -1
    for offset, number in sorted((entry.header_offset, number) for number, entry in enumerate(entries)):
        if offset < end:
            found.update((number, last))
        reach = offset + LOCAL.size + entries[number].compress_size
        if reach > end:
            end, last = reach, number
    return found


def take_entry(
    archive: zipfile.ZipFile,
    entry: zipfile.ZipInfo,
    address: str,
    name: str,
    spool: Spool,
    each: Callable[[bytes], object] | None = None,
) -> Piece:
    """Keep one entry as a piece, as far as it can be read.

    :param each: gets the bytes as they pass.
    """
    faults: list[str] = []
    chunks = entry_bytes(archive, entry, faults, each)
    piece = spool.add(address, entry.filename, chunks, _capture(entry))
    if faults:
        piece = spool.amend(piece, content_present=ContentPresent.PARTIAL)
        what = f"{_some([address])} cannot be taken out whole ({faults[0]}); what could be read was kept"
        spool.problem("zip_entry_damaged", name, what, "Ask for the file again, or for this entry alone.")
    return piece


def entry_bytes(
    archive: zipfile.ZipFile,
    entry: zipfile.ZipInfo,
    faults: list[str],
    each: Callable[[bytes], object] | None = None,
) -> Iterator[bytes]:
    """The bytes of one entry, as far as they go; what stopped them is added to `faults`."""
    try:
        with archive.open(entry) as file:
            for chunk in _read(file):
                if each is not None:
                    each(chunk)
                yield chunk
    except SpoolFull:
        raise
    except DAMAGED as fault:  # what came before the fault is kept
        faults.append(said(fault))


def _read(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        yield chunk


def _capture(entry: zipfile.ZipInfo) -> Capture:
    year, month, day, hour, minute, second = entry.date_time
    when = f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}, no time zone"
    stated = [Stated("zip_modified", when)] if (year, month, day) != (1980, 1, 1) else []
    if entry.comment:
        stated.append(Stated("zip_comment", entry.comment[:1000].decode("utf-8", "replace")))
    return Capture(entry.filename, stated=tuple(stated))


# --- without it: entry by entry, by their own headers ----------------------------------------------------


def _searched(file: BinaryIO, name: str, spool: Spool) -> None:
    found = {piece.path for piece in spool.pieces}
    at = 0
    while (at := _next_header(file, at)) >= 0:
        at = _salvaged(file, at, name, spool, found)


def _next_header(file: BinaryIO, at: int) -> int:
    """Where the next local header begins, at or after a place; -1 where there is none."""
    file.seek(at)
    before = b""
    while chunk := file.read(CHUNK):
        window = before + chunk
        if (hit := window.find(b"PK\x03\x04")) >= 0:
            return at - len(before) + hit
        at += len(chunk)
        before = window[-3:]
    return -1


def _salvaged(file: BinaryIO, at: int, name: str, spool: Spool, found: set[str]) -> int:
    """Take out the entry whose header is here; returns where to look on."""
    file.seek(at)
    header = file.read(LOCAL.size)
    if len(header) < LOCAL.size:
        return at + 4
    fields: tuple[int, ...] = LOCAL.unpack(header)[3:]
    flags, method, _, _, checksum, packed, _, length, extra = fields
    raw = file.read(length)
    entry = raw.decode("utf-8" if flags & 0x800 else "cp437", "replace")
    start = at + LOCAL.size + length + extra
    if not entry or entry.endswith("/") or entry in found or len(raw) < length:
        return at + 4
    if flags & 0x1 or method not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        spool.problem("zip_entry_damaged", name, f"{_some([entry])} cannot be taken out of the damaged file",
                      "Ask for the file again, or for this entry alone.")  # fmt: skip
        return start
    file.seek(start)
    state = _Inflated(file, packed, method, known=not flags & 0x8)
    piece = spool.add(entry, entry, state.chunks(), Capture(entry))
    found.add(entry)
    if not state.whole or (not flags & 0x8 and state.checksum != checksum):
        spool.amend(piece, content_present=ContentPresent.PARTIAL)
        what = f"{_some([entry])} breaks off or is damaged; what could be read was kept"
        spool.problem("zip_entry_damaged", name, what, "Ask for the file again, or for this entry alone.")
    return max(start + state.taken, at + 4)


class _Inflated:
    """The bytes of one entry, as far as they can be had."""

    def __init__(self, file: BinaryIO, packed: int, method: int, *, known: bool) -> None:
        self._file, self._left, self._method = file, packed if known else 1 << 62, method
        self._bounded = known
        self.whole, self.taken, self.checksum = False, 0, 0

    def chunks(self) -> Iterator[bytes]:
        """Inflated bytes; how it went is told afterwards by `whole`, `taken` and `checksum`."""
        for chunk in self._stored() if self._method == zipfile.ZIP_STORED else self._deflated():
            self.checksum = zlib.crc32(chunk, self.checksum)
            yield chunk

    def _packed(self) -> Iterator[bytes]:
        while self._left and (chunk := self._file.read(min(CHUNK, self._left))):
            self._left -= len(chunk)
            self.taken += len(chunk)
            yield chunk

    def _stored(self) -> Iterator[bytes]:
        if self._bounded:  # without a length nobody can tell where a stored entry ends
            yield from self._packed()
            self.whole = not self._left

    def _deflated(self) -> Iterator[bytes]:
        state = zlib.decompressobj(-15)
        try:
            for packed in self._packed():
                chunk = packed
                while chunk and not state.eof:
                    yield state.decompress(chunk, CHUNK)
                    chunk = state.unconsumed_tail
                if state.eof:
                    self.taken -= len(state.unused_data) + len(chunk)
                    break
        except zlib.error:
            return
        self.whole = state.eof
