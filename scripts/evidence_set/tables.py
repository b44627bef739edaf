"""A feed, a table of links in two formats, a letter with attachments, a note as PDF."""

import csv
import importlib.util
import io
import re
import zipfile
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from html import escape
from pathlib import Path
from types import ModuleType

from openpyxl import Workbook

from evidence_set import words
from evidence_set.web import zipped


def feed() -> bytes:
    """An Atom feed (RFC 4287) of three entries; the last has no text of its own."""
    entries = []
    for url, at, title, text in words.FEED:
        content = f'\n    <content type="html">{escape(f"<p>{text}</p>")}</content>' if text else ""
        entries.append(
            f"  <entry>\n    <id>{url}</id>\n    <title>{escape(title)}</title>\n"
            f'    <link rel="alternate" href="{url}"/>\n    <published>{at}</published>\n'
            f"    <updated>{at}</updated>{content}\n  </entry>\n"
        )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">\n'
        f"  <id>https://meridian-review.example/rights/feed</id>\n  <title>{words.FEED_TITLE}</title>\n"
        "  <author><name>Meridian Review</name></author>\n"
        '  <link rel="self" href="https://meridian-review.example/rights/feed.xml"/>\n'
        f"  <updated>{words.FEED[-1][1]}</updated>\n{''.join(entries)}</feed>\n"
    ).encode()


def links_csv() -> bytes:
    """The desk's list of links as a comma-separated table."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(words.LINKS_HEAD)
    table.writerows(words.LINKS)
    return out.getvalue().encode()


def links_xlsx() -> bytes:
    """Another desk's list as a workbook: a title above the columns, an empty row, other names of columns."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "links"
    sheet.append(("Source", "Date", "Remarks"))
    sheet.append((words.ONE_YARD.url, words.ONE_YARD.published[:10], "captured as web/makiivka.wacz"))
    sheet.append(())
    sheet.append(
        (words.NO_NEW_CASE.url, words.NO_NEW_CASE.published[:10], "captured; package does not check")
    )
    out = io.BytesIO()
    book.save(out)
    return _settled(out.getvalue())


def _settled(workbook: bytes) -> bytes:
    """The workbook without the time at which it was saved."""
    files = {}
    with zipfile.ZipFile(io.BytesIO(workbook)) as package:
        for name in sorted(package.namelist()):
            files[name] = package.read(name)
    time = rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*"
    files["docProps/core.xml"] = re.sub(time, rb"\g<1>2026-11-22T09:00:00Z", files["docProps/core.xml"])
    first = "[Content_Types].xml"
    return zipped({first: files.pop(first), **files})


def letter(attachments: dict[str, tuple[str, bytes]]) -> bytes:
    """A mail of one invented desk to another, with a text and an HTML body.

    :param attachments: media type and bytes by file name.
    """
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address("Open Ground, research desk", "desk", "open-ground.example")
    mail["To"] = Address("Example desk, intake", "intake", "example-desk.example")
    mail["Subject"] = words.MAIL_SUBJECT
    mail["Date"] = "Sun, 22 Nov 2026 16:45:10 +0000"
    mail["Message-ID"] = "<20261122.1@open-ground.example>"
    mail.set_content(words.MAIL_BODY)
    paragraphs = "".join(f"<p>{escape(part)}</p>" for part in words.MAIL_BODY.split("\n\n"))
    mail.add_alternative(f"<html><body>{paragraphs}</body></html>\n", subtype="html")
    for name, (kind, data) in attachments.items():
        main, sub = kind.split("/")
        mail.add_attachment(data, maintype=main, subtype=sub, filename=name)
    mail.set_boundary("=_letter_outer")
    first = next(iter(mail.iter_parts()))
    first.set_boundary("=_letter_inner")
    return mail.as_bytes()


def _make_pdf() -> ModuleType:
    path = Path(__file__).resolve().parents[2] / "examples" / "make_pdf.py"
    spec = importlib.util.spec_from_file_location("make_pdf", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def note_pdf() -> bytes:
    """The research note, by the same few lines that write the PDF among the reports."""
    module = _make_pdf()
    return bytes(module.pdf(words.NOTE_TITLE, words.NOTE))
