"""What kind of thing lies in a ZIP or gzip file, by its first bytes: many formats are one of the two outside."""

import re
import zlib

ZIP, GZIP, WARC, ARC, WACZ = (
    "application/zip",
    "application/gzip",
    "application/warc",
    "application/x-ia-arc",
    "application/wacz",
)
_OFFICE = "application/vnd.openxmlformats-officedocument"
DOCX, XLSX, PPTX = (
    f"{_OFFICE}.wordprocessingml.document",
    f"{_OFFICE}.spreadsheetml.sheet",
    f"{_OFFICE}.presentationml.presentation",
)
_BY_FIRST_NAME = (
    (re.compile(rb"archive/[^\x00]*\.w?arc(?:\.gz)?\Z|datapackage\.json\Z"), WACZ),
    (re.compile(rb"word/"), DOCX),
    (re.compile(rb"xl/"), XLSX),
    (re.compile(rb"ppt/"), PPTX),
)
_FIRST_FOLDER = ((b"word/", DOCX), (b"xl/", XLSX), (b"ppt/", PPTX))
_MOST_INSIDE = 64


def zipped(head: bytes) -> str:
    """The kind of a ZIP file: by the name of its first entry and, of office files, of the next ones."""
    length = int.from_bytes(head[26:28], "little")
    first = head[30 : 30 + length]
    if first == b"mimetype":  # OpenDocument and EPUB: the first entry says it, stored as it is
        start = 30 + length + int.from_bytes(head[28:30], "little")
        stated = re.match(rb"application/[a-z0-9.+-]{1,80}", head[start : start + 100])
        return stated[0].decode() if stated else ZIP
    for pattern, kind in _BY_FIRST_NAME:
        if pattern.match(first):
            return kind
    if first.startswith((b"[Content_Types].xml", b"_rels/", b"docProps/")):
        places = [(head.find(folder), kind) for folder, kind in _FIRST_FOLDER if folder in head]
        return min(places)[1] if places else ZIP
    return ZIP


def gzipped(head: bytes) -> str:
    """The kind of a gzip file: a web archive by what its first bytes inflate to."""
    try:
        inside = zlib.decompressobj(31).decompress(head, _MOST_INSIDE)
    except zlib.error:
        return GZIP
    if inside.startswith(b"WARC/"):
        return WARC
    return ARC if inside.startswith(b"filedesc://") else GZIP


def agrees(found: str, named: str) -> bool:
    """Whether a name is right though less is said by the bytes, or by the name: `x.docx`, `x.warc.gz`."""
    if named == GZIP:
        return found in (WARC, ARC)
    office = named.startswith((_OFFICE, "application/vnd.oasis", "application/epub"))
    return (found == ZIP and (office or named == WACZ)) or (named == ZIP and found.startswith(_OFFICE))
