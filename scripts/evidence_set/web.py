"""Web archives: a WARC of several kinds of record, one that is cut in the middle, two WACZ packages."""

import gzip
import io
import json
import zipfile
import zlib
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from uuid import UUID, uuid5

from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from evidence_set import words
from evidence_set.words import Article

TOOL = "example crawler 1.0"
COLLECTOR = "example desk"
_IDS = UUID("8b1c0c39-5a0a-4a6f-9d53-6f2b8f1f7a10")
ZIP_TIME = (2026, 11, 20, 12, 0, 0)


def page(article: Article, picture: str | None = None) -> bytes:
    """An outlet's page in HTML, with the furniture that such pages have."""
    figure = f'<figure><img src="{picture}" alt="Sketch map"></figure>\n' if picture else ""
    body = "\n".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in article.paragraphs)
    title = escape(article.title, quote=False)
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{title} – {article.outlet}</title>
<meta property="og:site_name" content="{article.outlet}">
<meta property="og:url" content="{article.url}">
<meta property="article:published_time" content="{article.published}">
<link rel="canonical" href="{article.url}">
</head>
<body>
<header><nav><a href="/">Home</a> <a href="/world">World</a> <a href="/archive">Archive</a></nav></header>
<main>
<article>
<h1>{title}</h1>
{figure}{body}
</article>
</main>
<footer><p>© {article.outlet}. All rights reserved.</p></footer>
</body>
</html>
""".encode()


def notice(title: str, line: str, form: bool) -> bytes:
    """A page without the thing that was asked for: a login wall, or word that it is gone."""
    fields = (
        '<form action="/login" method="post"><input name="user"><input type="password" name="password">'
        "<button>Sign in</button></form>"
    )
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body><h1>{title}</h1><p>{line}</p>{fields if form else ''}</body></html>\n"
    ).encode()


def packed(data: bytes) -> bytes:
    """gzip without a time in its header."""
    return gzip.compress(data, mtime=0)


def chunked(data: bytes, size: int = 700) -> bytes:
    """HTTP/1.1 chunks (RFC 9112, 7.1)."""
    out = b"".join(
        b"%x\r\n%s\r\n" % (len(data[at : at + size]), data[at : at + size])
        for at in range(0, len(data), size)
    )
    return out + b"0\r\n\r\n"


@dataclass(slots=True)
class Archive:
    """A WARC under way; record ids come from the name and the number, so that they never change."""

    name: str
    out: io.BytesIO
    writer: WARCWriter
    count: int = 0

    @classmethod
    def begun(cls, name: str, about: str) -> "Archive":
        """A new one with its warcinfo record."""
        out = io.BytesIO()
        archive = cls(name, out, WARCWriter(out, gzip=True, warc_version="1.1"))
        info = {
            "software": TOOL,
            "format": "WARC File Format 1.1",
            "operator": COLLECTOR,
            "description": about,
        }
        record = archive.writer.create_warcinfo_record(name, info)
        record.rec_headers.replace_header("WARC-Record-ID", archive._id())
        record.rec_headers.replace_header("WARC-Date", "2026-11-20T09:00:00Z")
        archive.writer.write_record(record)
        return archive

    def _id(self) -> str:
        self.count += 1
        return f"<urn:uuid:{uuid5(_IDS, f'{self.name}/{self.count}')}>"

    def request(self, url: str, at: str) -> None:
        """What was asked for."""
        host, _, path = url.split("://", 1)[1].partition("/")
        lines = StatusAndHeaders(
            f"GET /{path} HTTP/1.1", [("Host", host), ("User-Agent", TOOL)], is_http_request=True
        )
        headers = {"WARC-Record-ID": self._id(), "WARC-Date": at}
        self.writer.write_record(
            self.writer.create_warc_record(url, "request", http_headers=lines, warc_headers_dict=headers)
        )

    def response(self, url: str, at: str, status: str, headers: list[tuple[str, str]], body: bytes) -> str:
        """What was answered; its payload digest comes back."""
        lines = StatusAndHeaders(status, [*headers, ("Content-Length", str(len(body)))], protocol="HTTP/1.1")
        if ("Transfer-Encoding", "chunked") in headers:
            lines.headers.pop()
        record = self.writer.create_warc_record(
            url,
            "response",
            payload=io.BytesIO(body),
            length=len(body),
            http_headers=lines,
            warc_headers_dict={"WARC-Record-ID": self._id(), "WARC-Date": at},
        )
        self.writer.write_record(record)
        return str(record.rec_headers.get_header("WARC-Payload-Digest"))

    def revisit(self, url: str, at: str, digest: str, first: str) -> None:
        """The same answer once more: the standard keeps only where its bytes lie."""
        lines = StatusAndHeaders(
            "200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1"
        )
        headers = {"WARC-Record-ID": self._id(), "WARC-Date": at}
        record = self.writer.create_revisit_record(
            url, digest, url, first, http_headers=lines, warc_headers_dict=headers
        )
        self.writer.write_record(record)


HTML = [("Content-Type", "text/html; charset=utf-8")]
COPY_PATH = "/img/sketch-map.png"
T0 = "2026-11-20T09:12:31Z"


def pokrovsk(harbour_wire: bytes, picture: bytes) -> bytes:
    """The large one: every kind of record.

    :param harbour_wire: a page that lies among the example reports, too: the same bytes from two places.
    """
    archive = Archive.begun("pokrovsk.warc.gz", "Pages on Pokrovsk; an exercise, all outlets invented")
    url = words.COPY_FOUND.url
    plain = url.replace("https://", "http://")
    archive.request(plain, "2026-11-20T09:12:30Z")
    archive.response(plain, "2026-11-20T09:12:30Z", "301 Moved Permanently", [("Location", url), *HTML], b"")
    archive.request(url, T0)
    body = chunked(packed(page(words.COPY_FOUND, COPY_PATH)))
    encodings = [("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")]
    digest = archive.response(url, T0, "200 OK", [*HTML, *encodings], body)
    image = "https://northern-courier.example" + COPY_PATH
    archive.response(image, "2026-11-20T09:12:33Z", "200 OK", [("Content-Type", "image/png")], picture)
    wire = "https://harbour-wire.example/2024/10/02/ombudsman-addresses-un"
    archive.response(wire, "2026-11-20T09:14:02Z", "200 OK", HTML, harbour_wire)
    wall = notice(*words.WALL, form=True)
    archive.response("https://t.example/harbour_wire_video/41", "2026-11-20T09:15:40Z", "200 OK", HTML, wall)
    gone = notice(*words.GONE, form=False)
    archive.response("https://clips.example/watch/900", "2026-11-20T09:16:05Z", "410 Gone", HTML, gone)
    archive.revisit(url, "2026-11-21T09:12:30Z", digest, T0)
    return archive.out.getvalue()


def cut() -> bytes:
    """A whole record and half of the next: what is left of a capture that broke off."""
    archive = Archive.begun("makiivka-cut.warc.gz", "Pages on Makiivka; an exercise, all outlets invented")
    article = words.STILL_EXAMINED
    archive.response(article.url, "2026-11-20T10:01:00Z", "200 OK", HTML, page(article))
    whole = archive.out.tell()
    archive.response(words.ONE_YARD.url, "2026-11-20T10:02:00Z", "200 OK", HTML, page(words.ONE_YARD))
    data = archive.out.getvalue()
    return data[: whole + (len(data) - whole) * 2 // 3]


# --- WACZ -----------------------------------------------------------------------------------------


def _index(warc: bytes, name: str) -> bytes:
    """CDXJ lines (WACZ 1.1.1, 5.2): where each response starts and how long it is."""
    lines = []
    iterator = ArchiveIterator(io.BytesIO(warc))
    for record in iterator:
        offset, kind = iterator.get_record_offset(), record.rec_type
        url = record.rec_headers.get_header("WARC-Target-URI")
        at = record.rec_headers.get_header("WARC-Date")
        digest = record.rec_headers.get_header("WARC-Payload-Digest")
        http = record.http_headers
        record.content_stream().read()
        length = iterator.get_record_length()
        if kind == "response":
            mime = http.get_header("Content-Type").split(";")[0]
            host, _, path = url.split("://", 1)[1].partition("/")
            key = ",".join(reversed(host.split("."))) + ")/" + path
            stamp = "".join(c for c in at if c.isdigit())
            fields = {"url": url, "mime": mime, "status": "200", "digest": digest, "length": str(length)}
            fields |= {"offset": str(offset), "filename": name}
            lines.append(f"{key} {stamp} {json.dumps(fields)}\n")
    return "".join(sorted(lines)).encode()


def wacz(article: Article, at: str, name: str, *, wrong: bool = False) -> bytes:
    """One page as a WACZ 1.1.1 package.

    :param wrong: state a digest of the archive that its bytes do not have.
    """
    archive = Archive.begun(f"{name}.warc.gz", f"{article.title}; an exercise, the outlet is invented")
    archive.request(article.url, at)
    archive.response(article.url, at, "200 OK", HTML, page(article))
    warc = archive.out.getvalue()
    listed = {"id": "page1", "url": article.url, "ts": at, "title": article.title}
    pages = '{"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}\n' + json.dumps(listed) + "\n"
    index = packed(_index(warc, f"{name}.warc.gz"))
    key = '!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}\n'
    first = zlib.decompress(index, 31).split(b" {", 1)[0].decode()
    idx = key + f"{first} {json.dumps({'offset': 0, 'length': len(index)})}\n"
    files = {
        f"archive/{name}.warc.gz": warc,
        "indexes/index.cdx.gz": index,
        "indexes/index.idx": idx.encode(),
        "pages/pages.jsonl": pages.encode(),
    }
    resources = []
    for path, data in files.items():
        digest = sha256(data + (b"!" if wrong and path.startswith("archive/") else b"")).hexdigest()
        resources.append(
            {"name": path.rpartition("/")[2], "path": path, "hash": f"sha256:{digest}", "bytes": len(data)}
        )
    package = {
        "profile": "data-package",
        "resources": resources,
        "wacz_version": "1.1.1",
        "software": TOOL,
        "created": at,
        "title": article.title,
    }
    written = json.dumps(package, indent=2).encode()
    seal = {"path": "datapackage.json", "hash": f"sha256:{sha256(written).hexdigest()}"}
    files |= {"datapackage.json": written, "datapackage-digest.json": json.dumps(seal).encode()}
    return zipped(files)


def zipped(files: dict[str, bytes]) -> bytes:
    """A ZIP whose members bear one fixed time; what is packed already is stored as it is."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for path, data in files.items():
            member = zipfile.ZipInfo(path, ZIP_TIME)
            member.external_attr = 0o644 << 16
            stored = path.endswith((".gz", ".jpg", ".png", ".mp4"))
            member.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            package.writestr(member, data)
    return out.getvalue()
