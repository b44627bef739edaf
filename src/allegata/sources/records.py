"""The records of a web archive: WARC 1.0 and 1.1, and ARC 1, plain or gzipped, damaged or not.

A reader that was written for archives without fault stops at the first one. This one names what is wrong,
looks for the next record and goes on, so that nothing that can be read is lost.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import BinaryIO

from allegata.errors import Severity
from allegata.sources.importer import Spool
from allegata.sources.stream import CHUNK, Damaged, Gzipped, Stream
from allegata.sources.words import one_line

HEADER_LIMIT = 1 << 20
"""Bytes of one record's header: real ones have a few hundred."""
LINE_LIMIT = 1 << 16
_VERSION = re.compile(rb"WARC/(\d\.\d+)\s*$")
_ARC = re.compile(
    rb"(?P<url>[a-z][a-z0-9+.-]{1,20}:.{0,20000}?) (?P<ip>[0-9a-fA-F.:]+) (?P<date>\d{8,20}) (?P<type>\S+)"
    rb"(?: .{0,2000})? (?P<length>\S{1,20})\s*$",
    re.DOTALL,
)


@dataclass(slots=True)
class Block:
    """The bytes of one record, to be read once, forwards. `missing` is told when they have been read."""

    stream: Stream
    length: int
    left: int = field(init=False)
    damage: str = ""
    split: bool = False  # over several gzip members, against the standard

    def __post_init__(self) -> None:
        self.left = self.length

    @property
    def missing(self) -> int:
        """Bytes that the header states and that are not there."""
        return self.left

    def chunks(self) -> Iterator[bytes]:
        """The bytes, as far as they go."""
        while self.left:
            try:
                chunk = self.stream.read(min(self.left, CHUNK))
            except Damaged as fault:
                self.damage = one_line(str(fault))
                return
            if not chunk:
                if not self._goes_on():
                    return
                continue
            self.left -= len(chunk)
            yield chunk

    def _goes_on(self) -> bool:
        try:
            self.split = self.stream.goes_on() or self.split
        except Damaged as fault:
            self.damage = one_line(str(fault))
            return False
        return self.split and bool(self.stream.peek(1))

    def drain(self) -> None:
        """Pass over what nobody read."""
        for _ in self.chunks():
            pass


@dataclass(frozen=True, slots=True)
class Record:
    """One record. Header names are lower case; the first of several values counts (ARC's are made to fit)."""

    kind: str  # WARC-Type
    headers: dict[str, str]
    block: Block
    offset: int  # where it begins in the file, or the gzip member that holds it

    def get(self, name: str) -> str | None:
        """A header's value, None where it is missing or empty."""
        return self.headers.get(name) or None


class Archive:
    """Reads the records of one file; what is wrong with it goes to the spool."""

    def __init__(self, file: BinaryIO, name: str, spool: Spool) -> None:
        head = file.read(3)
        file.seek(0)
        self._gzipped = Gzipped(file) if head == b"\x1f\x8b\x08" else None
        self.stream: Stream = self._gzipped or Stream(file)
        self._file = file
        self._name = name
        self._spool = spool
        self.found = 0
        self._odd_members = False

    def records(self) -> Iterator[Record]:
        """Every record in its order. Each block is drained before the next one is looked for."""
        while True:
            try:
                record = self._next()
            except Damaged as fault:
                self._report(
                    "warc_damaged", f"the bytes from {self.stream.offset:,} on cannot be inflated ({fault})"
                )
                if self.stream.resume():
                    continue
                record = None
            if record is None:
                break
            self.found += 1
            yield record
            self._finish(record)
        if self._odd_members:
            what = "the file was compressed in other pieces than record by record (WARC 1.1, annex D)"
            self._report("warc_compression", f"{what}; everything was read all the same", Severity.NOTICE)
        if self._gzipped and self._gzipped.broken_off:
            self._report("warc_breaks_off", "the file ends in the middle of a compressed record")

    def _report(self, code: str, what: str, severity: Severity = Severity.PARTIAL) -> None:
        remedy = "The original is kept, with what could be read. Ask whoever sent it for the file again."
        if severity is Severity.NOTICE:
            remedy = "Nothing need be done; other programs may refuse the file."
        self._spool.problem(code, self._name, f"{what[:1].upper()}{what[1:]}", remedy, severity)

    # --- finding ---

    def _next(self) -> Record | None:
        skipped = 0
        where = self.stream.offset
        if self._gzipped:
            self._gzipped.stop_at_members = False
            self._gzipped.next_member()
        while line := self._first_line():
            offset, alone = self._line_at, self._alone
            record = self._begun(line, offset, alone)
            if record is not None:
                if skipped:
                    self._report("warc_gap", f"{skipped:,} bytes from {where:,} on belong to no record")
                return record
            if line.strip():
                skipped += len(line)
        if skipped:
            self._report("warc_gap", f"{skipped:,} bytes from {where:,} on belong to no record")
        return None

    def _first_line(self) -> bytes:
        self.stream.peek(1)  # so that the reader stands in the member that holds the line
        self._line_at, self._alone = self.stream.offset, self.stream.fresh
        return self.stream.line(LINE_LIMIT)

    def _begun(self, line: bytes, offset: int, alone: bool) -> Record | None:
        """The record that begins with this line; None where none does."""
        if line.startswith(b"WARC/"):
            if _VERSION.match(line) is None:
                return None
            headers = self._headers(offset)
            return None if headers is None else self._record(headers, offset, alone)
        arc = _ARC.match(line)
        return self._arc(arc, offset, alone) if arc else None

    def _headers(self, offset: int) -> dict[str, str] | None:
        headers: dict[str, str] = {}
        size, last = 0, ""
        while line := self.stream.line(LINE_LIMIT):
            size += len(line)
            if size > HEADER_LIMIT:
                self._report(
                    "warc_header_too_large", f"the header of the record at {offset:,} has no end in reach"
                )
                return None
            words = line.decode("utf-8", "replace").rstrip("\r\n")
            if not words:
                return headers
            if words[0] in " \t" and last:  # folded, as WARC 1.0 allows
                headers[last] += f" {words.strip()}"
                continue
            name, colon, value = words.partition(":")
            last = name.strip().lower() if colon else ""
            if last:
                headers.setdefault(last, value.strip())
        return headers

    def _record(self, headers: dict[str, str], offset: int, alone: bool) -> Record:
        stated = headers.get("content-length", "")
        length = int(stated) if re.fullmatch(r"\d{1,15}", stated) else -1
        actual = self._measured(length)
        if actual != length:
            said = f"states {length:,} bytes" if length >= 0 else "states no length that can be used"
            self._report("warc_length_wrong", f"the record at {offset:,} {said} and has {actual:,}")
        self._bound(alone)
        return Record(headers.get("warc-type", "").lower(), headers, Block(self.stream, actual), offset)

    def _measured(self, length: int) -> int:
        """A record's length, checked, in a plain file, against what follows: the next one or the file's end."""
        if self._gzipped:
            return length if length >= 0 else 1 << 62  # its gzip member bounds it
        here, before = self.stream.place, self._file.tell()
        end = self._file.seek(0, 2)
        try:
            if length >= 0:
                if here + length >= end:
                    return (
                        length if self._header_after(here, end) < 0 else self._header_after(here, end) - here
                    )
                self._file.seek(here + length)
                if re.match(rb"\r?\n\r?\n|\r?\n?WARC/|\r?\n?[a-z]{3,8}://|\s*\Z", self._file.read(12)):
                    return length
            found = self._header_after(here, end)
            return (found if found >= 0 else end) - here
        finally:
            self._file.seek(before)

    def _header_after(self, here: int, end: int) -> int:
        """Where the block ends that lies before the next header, in a plain file; -1 where none follows."""
        self._file.seek(here)
        before = b""
        at = here
        while at < end and (chunk := self._file.read(CHUNK)):
            window = before + chunk
            match = re.search(rb"\r?\n\r?\n(?=WARC/1\.[01]\r?\n)", window)
            if match:
                return at - len(before) + match.start()
            at += len(chunk)
            before = window[-32:]
        return -1

    def _arc(self, line: re.Match[bytes], offset: int, alone: bool) -> Record:
        url = line["url"].decode("utf-8", "replace")
        filedesc = url.startswith("filedesc://")
        headers = {
            "warc-target-uri": url,
            "warc-date": _arc_date(line["date"].decode()),
            "warc-ip-address": line["ip"].decode(),
            "content-type": line["type"].decode("latin-1"),
            "arc": "1",
        }
        http = url.startswith(("http:", "https:"))
        if http:
            headers["content-type"] = "application/http; msgtype=response"
        length = int(line["length"]) if line["length"].isdigit() and len(line["length"]) < 16 else -1
        if length < 0:
            self._report("warc_length_wrong", f"the record at {offset:,} states no length that can be used")
            length = 0
        self._bound(alone)
        kind = "warcinfo" if filedesc else "response" if http else "resource"
        return Record(kind, headers, Block(self.stream, length), offset)

    def _bound(self, alone: bool) -> None:
        """Within a member of its own a record ends with the member, whatever length it states."""
        if self._gzipped:
            self._gzipped.stop_at_members = alone
            self._odd_members = self._odd_members or not alone

    def _finish(self, record: Record) -> None:
        block = record.block
        block.drain()
        self._odd_members = self._odd_members or block.split
        if block.damage:
            self._report(
                "warc_damaged",
                f"the record at {record.offset:,} cannot be inflated to its end ({block.damage})",
            )
            self.stream.resume()
        elif block.missing and block.length < 1 << 62:
            what = f"{block.missing:,} of the {block.length:,} bytes of the record at {record.offset:,} are missing"
            self._report("warc_breaks_off", what)


def _arc_date(words: str) -> str:
    try:
        made = datetime.strptime(words[:14].ljust(14, "0"), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return words
    return made.isoformat()
