"""What kind of file some bytes are: by their first bytes, and by the name they came under."""

import re
from posixpath import splitext

from allegata.errors import Problem, Severity
from allegata.reading import packed

HEAD = 8192
"""How many first bytes are looked at."""

TEXT, MARKDOWN, HTML, PDF, BINARY = (
    "text/plain",
    "text/markdown",
    "text/html",
    "application/pdf",
    "application/octet-stream",
)
MAIL = "message/rfc822"
CHECKSUMS, STAMP, CERTIFICATE = (
    "text/x-checksums",
    "application/vnd.etsi.timestamp-token",
    "application/x-pem-file",
)
PYTHON = "text/x-python"
ASIDE = frozenset({CHECKSUMS, STAMP, CERTIFICATE, PYTHON})
"""What lies beside evidence and tells nobody's story: kept, and no fault that it cannot be read as a report."""
EXPORT_PAGE = "application/vnd.export-page+html"
"""A page that an export program wrote to show what it exported: HTML by its bytes, and nobody's report."""

SVG = "image/svg+xml"
_NAMED = {
    ".txt": TEXT, ".text": TEXT, ".log": TEXT, "": TEXT, ".md": MARKDOWN, ".markdown": MARKDOWN,
    ".html": HTML, ".htm": HTML, ".xhtml": HTML, ".mht": "multipart/related", ".pdf": PDF,
    ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif",
    ".webp": "image/webp", ".tif": "image/tiff", ".tiff": "image/tiff", ".bmp": "image/bmp",
    ".heic": "image/heic", ".avif": "image/avif", ".svg": SVG,
    ".mp4": "video/mp4", ".m4v": "video/mp4", ".mov": "video/quicktime", ".mkv": "video/x-matroska",
    ".webm": "video/x-matroska", ".avi": "video/x-msvideo", ".ts": "video/mp2t", ".3gp": "video/3gpp",
    ".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".wav": "audio/wav", ".flac": "audio/flac",
    ".ogg": "application/ogg", ".oga": "application/ogg", ".ogv": "application/ogg", ".opus": "application/ogg",
    ".docx": packed.DOCX, ".pptx": packed.PPTX, ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet", ".epub": "application/epub+zip",
    ".zip": packed.ZIP, ".wacz": packed.WACZ,
    ".doc": "application/x-ole-storage",
    ".json": "application/json", ".jsonl": "application/json", ".csv": "text/csv",
    ".tsv": "text/tab-separated-values", ".xml": "application/xml",
    ".rss": "application/xml", ".atom": "application/xml", ".rdf": "application/xml", ".eml": MAIL,
    ".py": PYTHON,
    ".xlsx": packed.XLSX, ".xlsm": packed.XLSX,
    ".crt": CERTIFICATE, ".cer": CERTIFICATE, ".pem": CERTIFICATE,
    ".rtf": "text/rtf", ".gz": packed.GZIP, ".warc": packed.WARC, ".arc": packed.ARC,
}  # fmt: skip
TEXTS = frozenset({TEXT, MARKDOWN})
NEVER_CONTAINERS = (MARKDOWN, PDF, "image/*", "audio/*", "video/*")
"""Kinds that hold no items of their own; `*` stands for anything."""
_DATA = frozenset(
    {
        "application/json",
        "text/csv",
        "text/tab-separated-values",
        "application/xml",
        MAIL,
        CHECKSUMS,
        CERTIFICATE,
        PYTHON,
    }
)
"""Text by its bytes, data by its name: kept, and never read as if somebody had written prose."""
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"PK\x03\x04", packed.ZIP),
    (b"PK\x05\x06", packed.ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"{\\rtf", "text/rtf"),
    (b"\x1f\x8b", packed.GZIP),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!", "application/vnd.rar"),
    (b"\x7fELF", "application/x-executable"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
    (b"fLaC", "audio/flac"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"FLV\x01", "video/x-flv"),
    (b"0&\xb2u\x8ef\xcf\x11", "video/x-ms-asf"),
    (b"\x00\x00\x01\xba", "video/mpeg"),
    (b"OggS", "application/ogg"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3"),
    (b"WARC/", packed.WARC),
    (b"filedesc://", packed.ARC),
    (b"\x1aE\xdf\xa3", "video/x-matroska"),
)
_BRANDS = {
    b"qt ": "video/quicktime", b"M4A": "audio/mp4", b"hei": "image/heic", b"mif": "image/heic",
    b"avi": "image/avif", b"3gp": "video/3gpp", b"3g2": "video/3gpp",
}  # fmt: skip
"""Major brands of ISO media files that are not simply MP4, by their first three letters."""
_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
_BITMAPS = (b"\x28\x00\x00\x00", b"\x7c\x00\x00\x00", b"\x6c\x00\x00\x00", b"\x0c\x00\x00\x00")
_MAGICS = tuple(magic for magic, _ in _MAGIC)
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_TAGS = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|article|div|p|table|meta|title|h1)\b[^<]{0,2000}>", re.I
)
_EXPORT_PAGE = re.compile(
    rb"<title>\s*Exported Data\s*</title>.{0,4000}class=\"page_wrap|<h2>\s*Archived media for\s", re.DOTALL
)
_HEADER = re.compile(rb"\s*[!-9;-~]{1,76}:[ \t]*[^\s<]")
_CHECKSUMS = re.compile(
    rb"(?:[0-9a-fA-F]{32,128}(?:[ \t]+[*]?[^\r\n]{1,300})?(?:\r?\n|\Z)){1,200}[^\r\n]{0,500}"
)
"""Digests, one a line, as `sha256sum` and others write them; the last line may be cut off by the head."""
_STAMP = bytes.fromhex("060b2a864886f70d0109100104")  # id-ct-TSTInfo (RFC 3161) in DER
_ANY_TAG = re.compile(rb"<[a-z/!][^<>]{0,2000}>")


_ALIKE = ({TEXT, MARKDOWN}, {TEXT, CHECKSUMS}, {HTML, EXPORT_PAGE})


def is_footage(kind: str) -> bool:
    """Whether a media type is pictures or sound: kept, described, and never decoded unasked."""
    return kind.startswith(("image/", "video/", "audio/")) or kind == "application/ogg"


def media_type(head: bytes, name: str) -> tuple[str, Problem | None]:
    """The media type of a file, and a Problem when its name says something else.

    :param head: its first bytes (`HEAD` of them are enough).
    :param name: the file name; only its ending counts. The bytes win over the name.
    """
    head = head[:HEAD]
    suffix = splitext(name.lower())[1]
    named = _NAMED.get(suffix)
    found = _by_bytes(head, named)
    unnamed = not suffix and found not in (TEXT, MARKDOWN, HTML, PDF)  # nothing contradicts no ending
    if named is None or found == named or not head or unnamed or {found, named} in _ALIKE:
        return found, None
    if packed.agrees(found, named):
        return found, None
    if found in (TEXT, BINARY) and named not in (HTML, PDF, TEXT, MARKDOWN):
        return (found, None) if found == BINARY else (found, _contradiction(name, named, found))
    return found, _contradiction(name, named, found)


def _contradiction(name: str, named: str, found: str) -> Problem:
    return Problem(
        "media_type_contradicts",
        name,
        f"The name says {named}, the bytes say {found}; the bytes were followed.",
        "Check where the file comes from and that it was not renamed on the way.",
        Severity.NOTICE,
    )


def _by_bytes(head: bytes, named: str | None) -> str:
    kind = _by_magic(head)
    if kind:
        return kind
    if not head.startswith(_BOMS) and not utf16_without_bom(head) and _looks_binary(head):
        return BINARY
    if named == MAIL and _HEADER.match(head):
        return MAIL  # whatever its body is
    if _CHECKSUMS.fullmatch(head):
        return CHECKSUMS
    if _is_page(head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower(), named == HTML):
        return EXPORT_PAGE if _EXPORT_PAGE.search(head) else HTML
    return named if named in (MARKDOWN, SVG) or named in _DATA else TEXT


def _by_magic(head: bytes) -> str | None:
    if b"%PDF-" in head[:1024]:
        return PDF
    if head[:1] == b"0" and _STAMP in head[:1024]:
        return STAMP
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:11], "video/mp4")
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12])
    if head[:1] == b"G" and head[188:189] == b"G" and head[376:377] == b"G":
        return "video/mp2t"
    if head[:2] == b"BM" and head[6:10] == b"\x00\x00\x00\x00" and head[14:18] in _BITMAPS:
        return "image/bmp"
    if not head.startswith(_MAGICS):
        return None
    kind = next(kind for magic, kind in _MAGIC if head.startswith(magic))
    if kind == packed.ZIP:
        return packed.zipped(head)
    return packed.gzipped(head) if kind == packed.GZIP else kind


def _is_page(head: bytes, named_so: bool) -> bool:
    if head.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return True
    if head.startswith((b"<?xml", b"<!--")) and b"<html" in head:
        return True
    # a fragment of a page counts when the name says so; without that only when it is full of tags
    return _ANY_TAG.search(head) is not None if named_so else len(_TAGS.findall(head)) >= 5


def utf16_without_bom(head: bytes) -> str | None:
    """The codec of UTF-16 text without a byte order mark, told by its zero bytes; None when it is none."""
    sample = head[:2000]
    if len(sample) < 8 or b"\x00" not in sample:
        return None
    even, odd = sample[0::2], sample[1::2]
    for zeros, letters, codec in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        printable = sum(32 <= byte < 127 or byte in b"\t\r\n" for byte in letters)
        if zeros.count(0) > 0.4 * len(zeros) and printable > 0.7 * len(letters) and not letters.count(0):
            return codec
    return None


# control characters that text does not have: all but tab, line ends and ESC
_CONTROL = bytes(byte for byte in range(128) if byte < 9 or 13 < byte < 27 or 27 < byte < 32 or byte == 127)


def _looks_binary(head: bytes) -> bool:
    if b"\x00" in head:
        return True
    control = len(head) - len(head.translate(None, _CONTROL))
    return control > 0.02 * max(len(head), 1)
