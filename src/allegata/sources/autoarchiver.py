"""What Bellingcat's auto-archiver leaves: a JSON record of one address, its table of all, its HTML report.

A record has `status`, `metadata` and `media`; a medium has the file's name while archiving (`filename`),
its name in the store (`_key`, `urls`), and `properties`: the `hash`, thumbnails, and for `hashes.txt` the
time-stamp tokens over it. The table (CSV) holds the same three as Python shows values. Files are stored
under other names than the record was written with, so a digest finds them more surely than a name.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from lxml import etree, html

from allegata.errors import Severity
from allegata.model.item import Capture, Item, Stated
from allegata.model.unpacked import About
from allegata.model.vocabulary import ContentPresent, DateBasis
from allegata.sources.grid import RowFault, encoding_of, read_text
from allegata.sources.importer import Spool
from allegata.sources.jsonstream import Broken, JsonCursor, Unusable
from allegata.sources.pyliteral import NoLiteral, literal
from allegata.sources.words import one_line

LIMIT = 64 << 20
"""Bytes of a record or report that are parsed whole."""
TOOL = "Bellingcat auto-archiver"
STATED = (
    "title", "original_url", "timestamp", "_processed_at", "timestamped", "opentimestamped", "wayback",
    "check wayback", "ghostarchive", "total_bytes", "archive_duration_seconds", "duration",
)  # fmt: skip
"""Members of `metadata` that are kept as stated; the others (the platform's own record of a post, with its
author and commenters) stay in the original."""
ABOUT_MEDIA = ("id", "src", "pdq_hash", "bytes", "duration", "tsa", "subject", "opentimestamps_version")
NESTED = 6
MEDIA = 20_000
_RECORD = re.compile(rb'\s*\{\s*"status"\s*:\s*(?:null|"(?:[^"\\]|\\.)*")\s*,\s*"metadata"\s*:\s*\{')
_TABLE = re.compile(rb'"?status"?\s*,\s*"?metadata"?\s*,\s*"?media"?\s*[\r\n]')
_PAGE = re.compile(rb"<h2>\s*Archived media for\s")
_HASH = re.compile(r"(SHA-256(?=:.{64}\Z)|SHA3-512(?=:.{128}\Z)):([0-9a-fA-F]+)")
_ALGORITHMS = {"SHA-256": "sha256", "SHA3-512": "sha3_512"}

Data = Mapping[str, object]


class AutoArchiver:
    """One record: `metadata.json`, under whatever name it was stored."""

    name = "auto-archiver"
    version = "1"

    def recognises(self, head: bytes, name: str) -> bool:
        """By the first members of the object."""
        return _RECORD.match(head.removeprefix(b"\xef\xbb\xbf")) is not None

    def unpack(self, path: Path, item: Item, spool: Spool) -> None:
        """The text as a piece, every medium spoken of."""
        name = item.capture.received_name
        try:
            with path.open("rb") as file:
                record = JsonCursor(file, LIMIT).value()
        except (Broken, Unusable) as fault:
            what = f"The auto-archiver's record cannot be read: {fault}."
            spool.problem("record_broken", name, what, "Ask for the file again.", Severity.UNREADABLE)
            return
        if isinstance(record, dict):
            _Record("", record, name, spool).read()


class AutoArchiverTable:
    """All records of a run: the CSV with `status,metadata,media`."""

    name = "auto-archiver-table"
    version = "1"

    def recognises(self, head: bytes, name: str) -> bool:
        """By its header."""
        return _TABLE.match(head.removeprefix(b"\xef\xbb\xbf")) is not None

    def unpack(self, path: Path, item: Item, spool: Spool) -> None:
        """Each row as a record."""
        name = item.capture.received_name
        broken = 0
        try:
            for row in read_text(path, "table.csv", encoding_of(path)[0]):
                if row.number == 1 or not any(cell.words for cell in row.cells):
                    continue
                try:
                    status, metadata, media = (cell.words for cell in row.cells[:3])
                    record = {"status": status, "metadata": literal(metadata), "media": literal(media)}
                except (NoLiteral, ValueError) as fault:
                    broken += 1
                    if broken <= 20:
                        what = f"Row {row.number} of the auto-archiver's table cannot be read: {fault}."
                        spool.problem("record_broken", name, what, "Look at the row in the original.")
                    continue
                _Record(f"/row/{row.number}", record, name, spool).read()
        except RowFault as fault:
            what = f"The auto-archiver's table was read up to a point: {fault}."
            spool.problem("table_breaks_off", name, what, "Ask for the file again.")
        if broken > 20:
            what = f"{broken} rows of the auto-archiver's table cannot be read; the first twenty are named."
            spool.problem("records_broken", name, what, "Ask for the file again.")


class AutoArchiverPage:
    """The HTML report: it shows what was archived, and is no report of what happened."""

    name = "auto-archiver-page"
    version = "1"

    def recognises(self, head: bytes, name: str) -> bool:
        """By its heading; the style sheet before it takes 2 KiB."""
        return _PAGE.search(head) is not None

    def unpack(self, path: Path, item: Item, spool: Spool) -> None:
        """The same record, read from the page."""
        name = item.capture.received_name
        why = f"it has more than {LIMIT:,} bytes" if item.length > LIMIT else ""
        page = None
        try:
            parser = html.HTMLParser(encoding="utf-8", no_network=True)
            page = html.document_fromstring(path.read_bytes(), parser=parser) if not why else None
        except (etree.LxmlError, AssertionError, ValueError) as fault:
            why = type(fault).__name__
        if page is None:
            what = f"The auto-archiver's report cannot be parsed ({why}); it is kept."
            spool.problem(
                "record_broken", name, what, "Add the record as JSON beside it.", Severity.UNREADABLE
            )
            return
        _Record("", _shown(page), name, spool).read()


class _Record:
    """One record, whatever it was read from."""

    def __init__(self, pointer: str, record: Data, name: str, spool: Spool) -> None:
        self._pointer, self._name, self._spool = pointer, name, spool
        self._status = str(record.get("status") or "")
        metadata, media = record.get("metadata"), record.get("media")
        self._metadata: Data = metadata if isinstance(metadata, dict) else {}
        self._media = [one for one in media if isinstance(one, dict)] if isinstance(media, list) else []
        self._count = 0
        self._over = 0
        self._unknown: list[str] = []

    def read(self) -> None:
        capture = self._capture()
        text, where = str(self._metadata.get("content") or ""), "content"
        if not text.strip():  # some of its extractors put a post's text under title
            text, where = str(self._metadata.get("title") or ""), "title"
        archived = bool(text.strip()) or bool(self._media)
        if text.strip():
            made = replace(
                capture,
                content_present=ContentPresent.YES,
                transformations=(f"text as the auto-archiver took it out ({where})",),
            )
            prefix = self._pointer.strip("/").replace("/", "-")
            data = text.encode("utf-8", errors="replace")
            self._spool.add(
                f"{self._pointer}/metadata/{where}",
                f"{prefix}{'-' if prefix else ''}text.txt",
                data,
                made,
                "text/plain",
            )
        if not archived:
            self._spool.about(About(self._pointer or "/", "", capture))
        if (self._status and not archived) or "nothing" in self._status.lower():
            self._spool.problem(
                "nothing_archived",
                self._name,
                f"Of {capture.url or 'an address that is not stated'} nothing was archived "
                f"(status “{self._status or 'not stated'}”).",
                "Capture the page again if it is still there; the address alone proves nothing.",
            )
        hashed = self._hashed_text()
        for number, medium in enumerate(self._media):
            self._medium(f"{self._pointer}/media/{number}", medium, capture, hashed, 0)
        self._passed_over()

    def _capture(self) -> Capture:
        posted = _instant(self._metadata.get("timestamp"))
        stated = [Stated("status", self._status[:200])] if self._status else []
        for key in STATED:
            value = self._metadata.get(key)
            if isinstance(value, str | int | float | date) and value != "":
                stated.append(Stated(key, str(value)[:2000]))
        url = self._metadata.get("url")
        return Capture(
            received_name="",
            url=url if isinstance(url, str) and url else None,
            published=posted.date() if posted else None,
            published_basis=DateBasis.EXPORT_METADATA if posted else DateBasis.NONE,
            claimed_at=posted,
            retrieved_at=_instant(self._metadata.get("_processed_at")),
            clock_source="clock of the machine that ran the auto-archiver",
            tool=TOOL,
            stated=tuple(stated),
        )

    def _medium(self, pointer: str, medium: Data, capture: Capture, hashed: bytes, depth: int) -> None:
        self._count += 1
        if self._count > MEDIA or depth > NESTED:
            self._over += 1  # what lies in it is not looked at, and not counted
            return
        given = medium.get("properties")
        properties: Data = given if isinstance(given, dict) else {}
        digests = _digests(properties.get("hash"))
        if properties.get("hash") and not digests:
            self._unknown.append(str(properties["hash"]))
        names = _names(medium, digests)
        if properties.get("id") == "timestamped_hashes" and hashed:
            digests = (*digests, ("sha256", hashlib.sha256(hashed).hexdigest()))
        stated = [*capture.stated]
        for key in ABOUT_MEDIA:
            value = properties.get(key)
            if isinstance(value, str | int | float) and value != "":
                stated.append(Stated(key, str(value)[:2000]))
        stated += [Stated("stored at", name[:2000]) for name in _stored(medium)]
        self._spool.about(
            About(pointer, _stored_as(medium), replace(capture, stated=tuple(stated)), digests, names)
        )
        for key, inner in properties.items():
            listed = inner if isinstance(inner, list) else [inner]
            for number, one in enumerate(listed):
                if isinstance(one, dict) and "filename" in one:
                    self._medium(f"{pointer}/properties/{key}/{number}", one, capture, hashed, depth + 1)

    def _passed_over(self) -> None:
        """Say which media are not told of, and which digests could not be compared."""
        if self._over:
            what = (
                f"{self._over:,} media of a record were not looked at: those past {MEDIA:,}, or more than {NESTED} "
                "deep in one another"
            )
            remedy = "Look at the record in the original, and add these files singly."
            self._spool.problem("media_not_looked_at", self._name, what, remedy)
        if self._unknown:
            what = (
                f"The record states {len(self._unknown):,} digests in no form known here, which were not compared; "
                f"the first is {one_line(self._unknown[0], 150)}"
            )
            remedy = "Compare these digests with the files by a program that knows their form."
            self._spool.problem("digest_not_checked", self._name, what, remedy)

    def _hashed_text(self) -> bytes:
        """The text of `hashes.txt` as the record tells it: the digests before it, one a line."""
        lines = []
        for medium in self._media:
            given = medium.get("properties")
            properties: Data = given if isinstance(given, dict) else {}
            if properties.get("id") == "timestamped_hashes":
                break
            if (
                isinstance(value := properties.get("hash"), str)
                and value
                and properties.get("id") != "_final_media"
            ):
                lines.append(value.replace("SHA-256:", "").replace("SHA3-512:", ""))
        return "\n".join(lines).encode()


def _stored_as(medium: Data) -> str:
    """The path of a medium in the store, from where the archiver ran; empty where nobody noted it."""
    found = (name for name in _stored(medium) if "://" not in name and _last(name) not in ("", ".", ".."))
    return next(found, "").removeprefix("./")


def _names(medium: Data, digests: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """The names that a medium may lie under beside the record, the likeliest first."""
    ending = PurePosixPath(str(medium.get("filename") or "").replace("\\", "/")).suffix
    found = [_last(name) for name in _stored(medium) if "://" not in name]
    found += [f"{digest[:24]}{ending}" for _, digest in digests]  # its “static” naming
    found.append(_last(str(medium.get("filename") or "")))
    return tuple(dict.fromkeys(name for name in found if name and name not in (".", "..")))


def _stored(medium: Data) -> Iterator[str]:
    urls = medium.get("urls")
    for name in (medium.get("_key"), medium.get("key"), *(urls if isinstance(urls, list) else ())):
        if isinstance(name, str) and name:
            yield name


def _last(path: str) -> str:
    return path.replace("\\", "/").rstrip("/").rpartition("/")[2].replace("\x00", "")[:255]


def _digests(value: object) -> tuple[tuple[str, str], ...]:
    match = _HASH.fullmatch(value.strip()) if isinstance(value, str) else None
    return ((_ALGORITHMS[match.group(1)], match.group(2).lower()),) if match else ()


def _instant(value: object) -> datetime | None:
    """The instant in a value; the tool writes UTC, and an instant without a zone is taken as none."""
    try:
        if isinstance(value, str):
            value = datetime.fromisoformat(value.strip())
        elif isinstance(value, float | int) and not isinstance(value, bool):
            value = datetime.fromtimestamp(value, UTC)
        return value.astimezone(UTC) if isinstance(value, datetime) and value.tzinfo else None
    except (ValueError, OverflowError, OSError):
        return None


def _shown(page: Any) -> Data:
    """The record that a report shows: the metadata's table, and each medium's list of properties."""
    metadata: dict[str, object] = {}
    for row in page.iterfind(".//table[@class='metadata']//tr"):
        cells = [" ".join("".join(cell.itertext()).split()) for cell in row.iterfind("td")]
        if len(cells) == 2:
            metadata.setdefault(cells[0], cells[1])
    heading = page.find(".//h2")
    words = "".join(heading.itertext()).split() if heading is not None else []
    metadata["url"] = next((word for word in words if "://" in word), "")
    media: list[Data] = []
    for group in page.iterfind(".//ul"):
        pairs: dict[str, object] = {}
        for line in group.iterfind("li"):
            label, value = line.find("b"), line.find("span")
            if label is not None and label.text and value is not None:
                pairs[label.text.strip().rstrip(":")] = "".join(value.itertext()).strip()
        if "key" in pairs:
            key = pairs.pop("key")
            media.append({"filename": key, "_key": key, "urls": [], "properties": pairs})
    return {"status": "", "metadata": metadata, "media": media}
