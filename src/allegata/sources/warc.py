"""Web archives (WARC 1.0, 1.1; ARC 1): every document, picture and recording in them becomes a piece.

Style sheets, scripts, fonts and the like are counted and stay in the archive. Digests are computed anew and
compared with the ones that were written down (WARC 1.1, 5.8 and 5.9); a difference is named, never mended.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from urllib.parse import urljoin

from allegata.model.item import Capture, Item, Stated
from allegata.model.unpacked import About, Piece
from allegata.model.vocabulary import ContentPresent
from allegata.sources.httpbody import Answer, Body, first_of, head_of, request_body
from allegata.sources.importer import Spool
from allegata.sources.records import Archive, Record
from allegata.sources.warcdigests import Check
from allegata.sources.webnames import name_of, path_of
from allegata.sources.words import one_line

_LEFT_OUT = (
    (re.compile(r"^text/css\b"), "style sheet"),
    (re.compile(r"javascript|ecmascript|\bwasm\b"), "script"),
    (re.compile(r"^(?:font/|application/(?:x-)?font|application/vnd\.ms-fontobject)"), "font"),
    (re.compile(r"^image/(?:x-icon|vnd\.microsoft\.icon|svg\+xml)"), "icon or drawing of the page"),
    (re.compile(r"manifest\+json|^application/(?:x-)?pkix|ocsp"), "technical file"),
    (re.compile(r"^text/dns\b"), "name look-up"),
)
_BY_ENDING = {
    ".css": "style sheet", ".js": "script", ".mjs": "script", ".map": "script", ".ico": "icon or drawing of the page",
    ".woff": "font", ".woff2": "font", ".ttf": "font", ".otf": "font", ".eot": "font",
}  # fmt: skip
"""What an address ends in, where the server gave no media type, or one that says nothing."""
_SAYS_NOTHING = frozenset({"", "text/plain", "application/octet-stream", "binary/octet-stream"})
SMALL_IMAGE = 200
"""Bytes up to which a picture is no picture of anything: tracking pixels have some fifty."""
_GONE = frozenset({404, 410, 451})
_WALL = frozenset({401, 403, 407, 429, 503})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
_KEPT_HEADERS = ("last-modified", "date", "etag")
_GZIP = b"\x1f\x8b\x08"


class WarcImporter:
    """WARC and ARC files, plain or gzipped."""

    name = "warc"
    version = "1"

    def recognises(self, head: bytes, name: str) -> bool:
        """By the first line; of a gzipped file by its inflated beginning, or by its name where that is damaged."""
        from zlib import decompressobj, error  # noqa: PLC0415 - used once for each file that is gzipped

        if head.startswith(_GZIP):
            try:
                inside = decompressobj(31).decompress(head, 64)
            except error:
                inside = b""
            head = inside or (b"WARC/" if re.search(r"\.w?arc\.gz\b", name.lower()) else b"")
        return head.startswith((b"WARC/0.", b"WARC/1.", b"WARC/", b"filedesc://"))

    def unpack(self, path: Path, item: Item, spool: Spool) -> None:
        """Every record in its order."""
        with path.open("rb") as file:
            _Reader(item, spool).read(Archive(file, item.capture.received_name, spool))


class _Reader:
    """One archive being read: what its records say of one another."""

    def __init__(self, item: Item, spool: Spool) -> None:
        self.name = item.capture.received_name
        self.spool = spool
        self.tool: str | None = None
        self.seen: set[str] = set()  # addresses given
        self.led_here: dict[str, tuple[str, ...]] = {}  # URL → the URLs that redirected to it
        self.by_digest: dict[str, Piece] = {}  # payload digest as written → the piece that has it
        self.by_url: dict[str, Piece] = {}
        self.posted: dict[str, str] = {}  # record id of an answer → method of its request, if not GET

    def read(self, archive: Archive) -> None:
        """Take out what is to be taken out; name what cannot be read."""
        for record in archive.records():
            if record.kind == "warcinfo":
                self._about_the_archive(record)
            elif record.kind in ("response", "resource", "conversion"):
                self._content(record)
            elif record.kind == "revisit":
                self._again(record)
            else:
                self._other(record)
        if not archive.found:
            what = "No record of a web archive was found in the file"
            self.spool.problem("warc_empty", self.name, what, "Ask whoever sent it for the file again.")

    def _about_the_archive(self, record: Record) -> None:
        words = b"".join(first_of(record.block.chunks(), 100_000)).decode("utf-8", "replace")
        fields = dict(re.findall(r"(?im)^([a-z-]{1,40}):[ \t]*(.+?)\r?$", words))
        stated = {key.lower(): value for key, value in fields.items()}
        if stated.get("software"):
            self.tool = one_line(stated["software"])
        self.spool.leave_out("warcinfo record")

    def _other(self, record: Record) -> None:
        """A request, metadata …: counted; its digests are compared all the same."""
        check = Check(record)
        chunks = check.block(record.block.chunks())
        http = "http" in (record.get("content-type") or "").lower()
        rest = request_body(chunks) if http else b""
        for _ in check.payload(_chained(rest, chunks)):
            pass
        self._compared(record, check, Answer())
        self.spool.leave_out(f"{one_line(record.kind, 30) or 'unnamed'} record")

    # --- content ---

    def _content(self, record: Record) -> None:
        check = Check(record)
        http = record.kind == "response" and "http" in (record.get("content-type") or "http").lower()
        chunks = check.block(record.block.chunks())
        answer, rest = head_of(chunks) if http else (Answer(), b"")
        if http and answer.status is None:
            what = (
                f"the record at {record.offset:,} is said to be an answer of a server and has no head of one"
            )
            self._report("warc_no_http", what)
        url = _url(record)
        raw = check.payload(_chained(rest, chunks))
        body = Body(raw, answer, check.joined)
        piece = None
        if answer.status in REDIRECTS:
            self._redirect(record, answer, url)
        else:
            kind = answer.headers.get("content-type") if http else record.get("content-type")
            piece = self._take(record, url, answer, body, (kind or "").split(";")[0].strip().lower())
            for fault in body.faults:
                self._report("warc_coding", f"the record at {record.offset:,}: {fault}")
        for rest_of_it in (raw, chunks):
            for _ in rest_of_it:  # what no piece was made of is part of the digests, too
                pass
        whole = self._compared(record, check, answer) and not body.faults
        if piece and not whole and piece.capture.content_present is ContentPresent.NOT_CHECKED:
            self.spool.amend(piece, content_present=ContentPresent.PARTIAL)

    def _take(self, record: Record, url: str | None, answer: Answer, body: Body, kind: str) -> Piece | None:
        left_out = next((words for pattern, words in _LEFT_OUT if pattern.search(kind)), None)
        if left_out is None and kind in _SAYS_NOTHING:
            left_out = _BY_ENDING.get(PurePosixPath(path_of(url)).suffix.lower())
        if left_out is None and (answer.status or 0) >= 400 and answer.status not in _GONE | _WALL:
            left_out = f"error page of a server, status {answer.status}"
        if left_out is not None:
            self.spool.leave_out(left_out)
            for _ in body.joined():  # not inflated: nobody looks at it
                pass
            return None
        chunks = body.chunks()
        first = b""
        while len(first) <= SMALL_IMAGE and (chunk := next(chunks, None)) is not None:
            first += chunk
        if not first or (len(first) <= SMALL_IMAGE and kind.startswith("image/")):
            self.spool.leave_out("picture of a few bytes" if first else "empty answer")
            return None
        capture = self._capture(record, url, answer, kind)
        address, name = self._address(record), name_of(url, kind, record.offset)
        piece = self.spool.add(address, name, _chained(first, chunks), capture, kind or None)
        if body.done:
            piece = self.spool.amend(piece, transformations=(*capture.transformations, *body.done))
        if url is not None:
            self.by_url.setdefault(url, piece)
        if digest := record.get("warc-payload-digest"):
            self.by_digest.setdefault(digest.lower(), piece)
        return piece

    def _capture(self, record: Record, url: str | None, answer: Answer, kind: str) -> Capture:
        present = ContentPresent.NOT_CHECKED
        if answer.status in _GONE:
            present = ContentPresent.REMOVED
        elif answer.status in _WALL:
            present = ContentPresent.LOGIN_OR_BOT_WALL
        elif record.get("warc-truncated"):
            present = ContentPresent.PARTIAL
        stated = [
            ("warc_record_type", record.kind),
            ("http_status", str(answer.status or "")),
            ("http_content_type", kind),
        ]
        stated += [(f"http_{name.replace('-', '_')}", answer.headers.get(name, "")) for name in _KEPT_HEADERS]
        stated += [(name.replace("-", "_"), record.get(name) or "") for name in _WARC_HEADERS]
        done = ("converted by the archiving program",) if record.kind == "conversion" else ()
        return Capture(
            "",
            url=url,
            retrieved_at=_instant(record.get("warc-date")),
            clock_source="the archiving program" if record.get("warc-date") else None,
            tool=self.tool,
            redirects=self.led_here.get(url or "", ()),
            content_present=present,
            transformations=done,
            stated=tuple(Stated(name, one_line(value, 500)) for name, value in stated if value),
        )

    def _redirect(self, record: Record, answer: Answer, url: str | None) -> None:
        """An address that led to another one: words without bytes."""
        target = _joined(url, answer.headers.get("location"))
        if url and target and target != url and len(before := self.led_here.get(url, ())) < 20:
            self.led_here.setdefault(target, (*before, url))
        capture = self._capture(record, url, answer, "")
        self._words_only(record, url, capture, target)

    def _words_only(
        self, record: Record, url: str | None, capture: Capture, target: str | None = None
    ) -> None:
        named = Capture(
            name_of(url, "", record.offset),
            url=capture.url,
            url_final=target,
            retrieved_at=capture.retrieved_at,
            clock_source=capture.clock_source,
            tool=capture.tool,
            redirects=capture.redirects,
            stated=capture.stated,
        )
        self.spool.about(About(self._address(record), "", named))

    def _again(self, record: Record) -> None:
        """The same bytes met once more (WARC 1.1, 6.7): an appearance of the piece, or words without bytes."""
        url = _url(record)
        answer, _ = head_of(record.block.chunks())
        first = self.by_digest.get((record.get("warc-payload-digest") or "").lower())
        first = first or self.by_url.get(record.get("warc-refers-to-target-uri") or "")
        capture = self._capture(record, url, answer, "")
        if first is None:
            self._words_only(record, url, capture)
        else:
            self.spool.again(
                first, self._address(record), name_of(url, first.media_type or "", record.offset), capture
            )

    # --- checking ---

    def _compared(self, record: Record, check: "Check", answer: Answer) -> bool:
        """Compare what the record says of itself; whether the answer is all there."""
        if record.block.damage or record.block.missing:
            return False  # the archive's reader says so
        for what, stated, found in check.differences():
            words = (
                f"the record at {record.offset:,} ({one_line(_url(record) or 'no address', 120)}) states the "
            )
            words += f"{what} digest {one_line(stated, 120)}; its bytes have {found}"
            self._report("warc_digest_contradicts", words)
        for what, stated in check.unchecked():
            words = (
                f"the record at {record.offset:,} ({one_line(_url(record) or 'no address', 120)}) states the "
            )
            words += f"{what} digest {one_line(stated, 120)}, in no form known here; it was not compared"
            self._report("warc_digest_not_checked", words)
        stated_length = answer.headers.get("content-length", "")
        bodiless = check.payload_length == 0 or answer.status in (204, 304)
        if (
            bodiless
            or not re.fullmatch(r"\d{1,15}", stated_length)
            or check.payload_length >= int(stated_length)
        ):
            return not record.get("warc-truncated")
        if not record.get("warc-truncated"):
            words = f"the record at {record.offset:,} holds {check.payload_length:,} of {int(stated_length):,} bytes"
            self._report("warc_partial_answer", f"{words} that the server announced")
        return False

    def _report(self, code: str, what: str) -> None:
        remedy = "The original is kept, with what could be read. Compare it with the sender's own copy."
        self.spool.problem(code, self.name, f"{what[:1].upper()}{what[1:]}", remedy)

    def _address(self, record: Record) -> str:
        address = (record.get("warc-record-id") or "").strip("<>") or f"@{record.offset}"
        if address in self.seen:
            address = f"{address}@{record.offset}"
        while address in self.seen:
            address += "+"
        self.seen.add(address)
        return address


_WARC_HEADERS = ("warc-truncated", "warc-ip-address", "warc-page-id", "warc-profile", "warc-refers-to-date")


def _chained(first: bytes, chunks: Iterator[bytes]) -> Iterator[bytes]:
    if first:
        yield first
    yield from chunks


def _url(record: Record) -> str | None:
    words = (record.get("warc-target-uri") or "").strip("<> ")
    return one_line(words, 4000) or None


def _joined(base: str | None, target: str | None) -> str | None:
    if not target:
        return None
    try:
        return one_line(urljoin(base or "", target), 4000)
    except ValueError:
        return None


def _instant(words: str | None) -> datetime | None:
    try:
        made = datetime.fromisoformat((words or "").strip())
        return made.astimezone(UTC) if made.tzinfo else None
    except (ValueError, OverflowError):
        return None
