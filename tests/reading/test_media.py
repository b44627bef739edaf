"""What kind of file some bytes are: data is kept, and never read as prose."""

import gzip
import io
import zipfile

import pytest

from allegata.reading.media import media_type


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("notes.json", b'{"quote": "The ministry said that five men were killed."}', "application/json"),
        ("items.csv", b"file,publisher\na.txt,Courier\n", "text/csv"),
        ("feed.xml", b"<?xml version='1.0'?><items><item>x</item></items>", "application/xml"),
        (
            "letter.eml",
            b"From: A desk <a@desk.example>\r\nMIME-Version: 1.0\r\n\r\n<html><body><p>x",
            "message/rfc822",
        ),
        ("token", b"\x30\x82\x08\xf6\x06\x09\x2a\x86\x48\x00\x00\x01", "application/octet-stream"),
        ("report.txt", b'{"not": "data", by its name', "text/plain"),
        ("report.md", b"# Title\n\nText.", "text/markdown"),
    ],
)
def test_data_is_told_from_prose_by_its_name(name: str, data: bytes, kind: str) -> None:
    assert media_type(data, name) == (kind, None)


def zip_of(*names: str, first: bytes = b"x") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), first)  # at one time: the bytes name the test
    return made.getvalue()


WARC = b"WARC/1.0\r\nWARC-Type: warcinfo\r\n"
WORDS = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("x.warc", WARC, "application/warc"),
        ("x.warc.gz", gzip.compress(WARC, mtime=0), "application/warc"),
        ("x.arc.gz", gzip.compress(b"filedesc://x 0 0 0 0", mtime=0), "application/x-ia-arc"),
        ("x.json.gz", gzip.compress(b"{}", mtime=0), "application/gzip"),
        ("x.gz", b"\x1f\x8b\x08 damaged", "application/gzip"),
        ("x.wacz", zip_of("archive/data.warc.gz"), "application/wacz"),
        ("x.wacz", zip_of("indexes/index.cdx", "archive/data.warc.gz"), "application/zip"),
        ("x.zip", zip_of("photos/1.jpg"), "application/zip"),
        ("x.zip", zip_of(), "application/zip"),
        ("x.docx", zip_of("[Content_Types].xml", "word/document.xml"), WORDS),
        ("x.docx", zip_of("[Content_Types].xml", "other"), "application/zip"),
        (
            "x.odt",
            zip_of("mimetype", first=b"application/vnd.oasis.opendocument.text"),
            "application/vnd.oasis.opendocument.text",
        ),
    ],
)
def test_what_lies_in_a_zip_or_gzip_file_is_told_by_its_first_bytes(
    name: str, data: bytes, kind: str
) -> None:
    assert media_type(data, name) == (kind, None)


def test_a_page_named_json_is_still_a_page() -> None:
    kind, problem = media_type(b"<!doctype html><html><body><p>Text</p></body></html>", "page.json")
    assert kind == "text/html"
    assert problem is not None


def test_a_page_named_mail_is_still_a_page() -> None:
    kind, problem = media_type(b"<!doctype html><html><body><p>Text: x</p></body></html>", "letter.eml")
    assert kind == "text/html"
    assert problem is not None
