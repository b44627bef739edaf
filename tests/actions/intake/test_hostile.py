"""Files made to do harm: they are kept and named, and cost no more than their share. Nothing in them is done.

Bounds are those of the system on the child process, and what the child says that it held at most; no clock
is asserted.
"""

import gzip
import io
import sys
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tests.builders.scripted_pdf import pdf_with_scripts
from tests.sources.test_warc import Maker
from tests.sources.test_zipped import overlapping, packed

from allegata.actions import unpack as action
from allegata.actions.add import add
from allegata.actions.casebook import Casebook
from allegata.actions.current import every_item, every_problem
from allegata.actions.read import read
from allegata.actions.verify import verify
from allegata.engines.confined import Confined
from allegata.evidence.digest import of_bytes

pytestmark = [
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
MUCH = 400 << 20
"""Bytes of memory that no hostile file may take: an interpreter with every importer loaded holds a quarter of it."""


@pytest.fixture
def child(monkeypatch: pytest.MonkeyPatch) -> list[Confined]:
    """The confined children that `unpack` uses."""
    made: list[Confined] = []

    class Watched(Confined):
        def __init__(self, *arguments: object) -> None:
            super().__init__(*arguments)  # type: ignore[arg-type]
            made.append(self)

    monkeypatch.setattr(action, "Confined", Watched)
    return made


def codes(book: Casebook) -> set[str]:
    return {problem.code for problem in every_problem(book)}


def kept(book: Casebook, data: bytes) -> bool:
    return book.vault.read(of_bytes(data)) == data


def test_bombs_in_bombs_come_to_an_end(book: Casebook, source: Path, child: list[Confined]) -> None:
    """Like the well-known 42.zip, only that no two of its files are alike."""

    def level(depth: int, mark: str) -> bytes:
        if depth == 0:
            made = io.BytesIO()
            with (
                zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive,
                archive.open("zeros", "w") as file,
            ):
                file.write(mark.encode())
                for _ in range(100):
                    file.write(bytes(1 << 20))
            return made.getvalue()
        return packed({f"{n}.zip": level(depth - 1, f"{mark}.{n}") for n in range(4)})

    bomb = level(2, "x")
    assert len(bomb) < 4 << 20
    (source / "bomb.zip").write_bytes(bomb)
    result = add(book, source)
    assert kept(book, bomb)
    assert codes(book) == {"unpacks_to_too_much"}
    assert result.bytes_added < 20 << 20
    assert 0 < child[0].peak_memory < MUCH
    assert verify(book.folder).intact


def test_a_bomb_of_entries_that_share_their_bytes(
    book: Casebook, source: Path, child: list[Confined]
) -> None:
    (source / "bomb.zip").write_bytes(overlapping(3_000))
    add(book, source)
    assert codes(book) == {"zip_overlapping"}
    assert len(every_item(book)) == 1 and 0 < child[0].peak_memory < MUCH


def test_more_entries_than_anybody_looks_at(
    book: Casebook, source: Path, child: list[Confined], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for n in range(100_001):
            archive.writestr(f"{n}.txt", f"{n % 50}")
    (source / "many.zip").write_bytes(made.getvalue())
    result = add(book, source)
    assert codes(book) == {"unpacks_to_too_much"}
    assert len(result.members) == 50
    entry = list(book.ledger.entries())[-1].data
    assert entry["payload"]["members"] == 100_000
    assert 0 < child[0].peak_memory < 2 * MUCH


def test_a_header_of_a_hundred_megabytes(book: Casebook, source: Path, child: list[Confined]) -> None:
    header = b"WARC/1.0\r\nWARC-Type: response\r\nX: " + b"a" * (100 << 20) + b"\r\n\r\n"
    (source / "plain.warc").write_bytes(header)
    (source / "packed.warc.gz").write_bytes(gzip.compress(header, 1))
    page = b"HTTP/1.1 200 OK\r\nX: " + b"a" * (100 << 20)
    lines = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\nContent-Length: %d\r\n\r\n"
    )
    (source / "http.warc").write_bytes(lines % len(page) + page + b"\r\n\r\n")
    add(book, source)
    assert "warc_header_too_large" in codes(book)
    assert 0 < child[0].peak_memory < MUCH


def test_a_bomb_in_a_page_of_an_archive(book: Casebook, source: Path, child: list[Confined]) -> None:
    bomb = gzip.compress(gzip.compress(bytes(200 << 20)))
    data = Maker().page("https://a.example/", bomb, Content_Encoding="gzip, gzip").data
    (source / "x.warc.gz").write_bytes(data)
    add(book, source)
    assert codes(book) == {"unpacks_to_too_much"} and kept(book, data)
    assert 0 < child[0].peak_memory < MUCH


def test_depth_without_end(book: Casebook, source: Path, child: list[Confined]) -> None:
    """JSON, XML and mail, each nested deeper than any program's stack."""
    feed = b'<?xml version="1.0"?><rss version="2.0"><channel>'
    mail = b"From: a@a.example\r\nTo: b@b.example\r\nSubject: x\r\nDate: Fri, 3 May 2024 10:12:00 +0000\r\n"
    parts = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(3_000)
    )
    files = {
        "result.json": b'{"name": "x", "type": "public_channel", "id": 1, "messages": [' + b"[" * 300_000,
        "notes.json": b"[" * 2_000_000,
        "feed.xml": feed + b"<item>" * 200_000,
        "mail.eml": mail + parts,
    }
    for name, data in files.items():
        (source / name).write_bytes(data)
    result = add(book, source)
    assert all(kept(book, data) for data in files.values())
    assert {p.subject for p in result.problems} >= {"result.json", "feed.xml"}
    assert 0 < child[0].peak_memory < 2 * MUCH


def test_entities_that_grow(book: Casebook, source: Path, tmp_path: Path, child: list[Confined]) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    secret = tmp_path / "secret.txt"
    secret.write_text("a word from another file")
    feed = (
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "words">{entities}'
        f'<!ENTITY other SYSTEM "file://{secret}">]><rss version="2.0"><channel><title>x</title>'
        "<item><title>&e11;</title><description>&other; is told here</description><link>https://a.example/1</link></item>"
        "</channel></rss>"
    ).encode()
    (source / "feed.xml").write_bytes(feed)
    add(book, source)
    assert kept(book, feed)
    for item in every_item(book)[1:]:
        assert b"another file" not in book.vault.read(item.id)
        assert item.length < 1 << 20
    assert 0 < child[0].peak_memory < MUCH


@dataclass
class Asked:
    """What a server on this machine was asked."""

    address: str
    requests: list[str] = field(default_factory=list)


@pytest.fixture
def server() -> Iterator[Asked]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.requests.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    asked = Asked(f"http://127.0.0.1:{running.server_port}")
    thread = threading.Thread(target=running.serve_forever)
    thread.start()
    yield asked
    running.shutdown()
    thread.join()
    running.server_close()


STARTED: list[list[str]] = []


def _started(event: str, arguments: tuple[object, ...]) -> None:
    if event == "subprocess.Popen":
        STARTED.append([str(word) for word in arguments[1]])  # type: ignore[attr-defined]


sys.addaudithook(_started)


def test_nothing_is_executed_and_nothing_fetched(book: Casebook, source: Path, server: Asked) -> None:
    """Scripts, frames, style sheets, pictures, forms, entities, links: all lead to a server that is never asked."""
    a = server.address
    page = (
        f'<!doctype html><html><head><base href="{a}/base/"><link rel="stylesheet" href="{a}/css"><script src="{a}/js">'
        f'</script><meta http-equiv="refresh" content="0; url={a}/refresh"></head><body onload="fetch(\'{a}/load\')">'
        f'<p>Officials said on Tuesday that two captives had been shot by soldiers near the road.</p><img src="{a}/img">'
        f'<iframe src="{a}/frame"></iframe><object data="{a}/object"></object><form action="{a}/form"></form>'
        f'<svg><image href="{a}/svg"/></svg><video src="{a}/video" autoplay></video><a ping="{a}/ping" href="{a}/a">x</a></body></html>'
    ).encode()
    feed = (
        f'<?xml version="1.0"?><?xml-stylesheet href="{a}/xsl"?><!DOCTYPE rss SYSTEM "{a}/dtd"><rss version="2.0"><channel>'
        f"<title>x</title><link>{a}/channel</link><item><title>A report</title><link>{a}/item</link>"
        f'<description>Officials said that two were shot. &lt;img src="{a}/pixel"&gt;</description>'
        f'<enclosure url="{a}/enclosure" type="image/jpeg" length="1"/></item></channel></rss>'
    ).encode()
    mail = (
        f"From: a@a.example\r\nTo: b@b.example\r\nSubject: A report\r\nDate: Fri, 3 May 2024 10:12:00 +0000\r\n"
        f'Content-Type: text/html\r\n\r\n<p>Officials said that two were shot.</p><img src="{a}/mail">'
    ).encode()
    files = {
        "page.html": page,
        "paper.pdf": pdf_with_scripts(a),
        "feed.xml": feed,
        "mail.eml": mail,
        "x.warc.gz": Maker().page(f"{a}/page", page).data,
        "list.csv": f"url,note\n{a}/csv,a note\n".encode(),
        "playlist.m3u8": f"#EXTM3U\n{a}/segment.ts\n".encode(),
        "drawing.svg": f'<svg xmlns="http://www.w3.org/2000/svg"><script href="{a}/svg.js"/><image href="{a}/i"/></svg>'.encode(),
    }
    for name, data in files.items():
        (source / name).write_bytes(data)
    STARTED.clear()
    add(book, source)
    read(book, workers=1)
    assert server.requests == []
    assert all(command[0] == sys.executable for command in STARTED), (
        "only our own confined child is ever started"
    )
    assert all(kept(book, data) for data in files.values())
    text = {item.capture.received_name for item in every_item(book)}
    assert len(text) > len(files), "what lay in them came out all the same"
