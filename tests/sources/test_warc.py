"""Web archives: what is in them comes out, digests are compared, and damage costs no more than what it touches."""

import base64
import gzip
import io
import re
import zlib
from collections import Counter
from functools import cache
from hashlib import sha1

import pytest
from fastwarc.stream_io import BrotliWriter, ZstdWriter
from tests.builders.importer_case import ImporterCase, contents, take
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from allegata.model.vocabulary import ContentPresent
from allegata.sources.importer import Bounds
from allegata.sources.warc import WarcImporter
from allegata.sources.webnames import name_of

# the library that writes the archives leaves its temporary files to be closed by chance
pytestmark = [
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

WARC = WarcImporter()
DATE = "2024-05-03T10:12:00Z"
PAGE = b"<!doctype html><html><body><p>Officials said on Tuesday that two captives had been shot.</p></body></html>"
PICTURE = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 3


class Maker:
    """Writes a WARC with the library that everybody uses, record by record."""

    def __init__(self, packed: bool = True) -> None:
        self.made = io.BytesIO()
        self.writer = WARCWriter(self.made, gzip=packed, warc_version="1.1")

    def info(self) -> "Maker":
        self.writer.write_record(self.writer.create_warcinfo_record("x.warc", {"software": "crawler 1.0"}))
        return self

    def page(
        self,
        url: str,
        body: bytes = PAGE,
        status: str = "200 OK",
        warc: dict[str, str] | None = None,
        **headers: str,
    ) -> "Maker":
        pairs = [
            (name.replace("_", "-"), value)
            for name, value in {"Content_Type": "text/html", **headers}.items()
        ]
        record = self.writer.create_warc_record(
            url, "response", io.BytesIO(body), warc_headers_dict={"WARC-Date": DATE, **(warc or {})},
            http_headers=StatusAndHeaders(status, pairs, protocol="HTTP/1.1"),
        )  # fmt: skip
        self.writer.write_record(record)
        return self

    def revisit(self, url: str, digest: str) -> "Maker":
        record = self.writer.create_revisit_record(url, digest, "https://a.example/", DATE)
        self.writer.write_record(record)
        return self

    def resource(self, url: str, body: bytes, kind: str) -> "Maker":
        headers = {"WARC-Date": DATE}
        self.writer.write_record(
            self.writer.create_warc_record(
                url, "resource", io.BytesIO(body), warc_content_type=kind, warc_headers_dict=headers
            )
        )
        return self

    def request(self, url: str) -> "Maker":
        heads = StatusAndHeaders("GET / HTTP/1.1", [("Host", "a.example")], is_http_request=True)
        self.writer.write_record(self.writer.create_warc_record(url, "request", http_headers=heads))
        return self

    @property
    def data(self) -> bytes:
        return self.made.getvalue()


@cache  # the library makes other record ids each time
def whole(packed: bool = True) -> bytes:
    made = Maker(packed).info().request("https://a.example/").page("https://a.example/")
    made.page("https://a.example/p.jpg", PICTURE, **{"Content_Type": "image/jpeg"})
    return made.resource("https://a.example/paper", b"%PDF-1.7\n", "application/pdf").data


def arc() -> bytes:
    body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE
    first = b"1 0 Somebody\nURL IP-address Archive-date Content-type Archive-length\n"
    lines = b"filedesc://x.arc 0.0.0.0 20240503101200 text/plain %d\n" % len(first) + first + b"\n"
    return lines + b"".join(
        b"https://%s.example/ 192.0.2.1 20240503101200 text/html %d\n" % (host, len(body)) + body + b"\n"
        for host in (b"a", b"b")
    )


class TestWarc(ImporterCase):
    importer = WARC

    def valid(self) -> dict[str, bytes]:
        return {
            "x.warc.gz": whole(),
            "x.warc": whole(packed=False),
            "x.arc": arc(),
            "x.arc.gz": gzip.compress(arc(), mtime=0),
        }


def codes(data: bytes) -> list[str]:
    return [problem.code for problem in take(WARC, data, "x.warc").problems]


def only(data: bytes) -> bytes:
    (bytes_,) = contents(WARC, data, "x.warc").values()
    return bytes_


def test_a_page_comes_out_with_what_the_archive_says_of_it() -> None:
    found = take(WARC, whole(), "x.warc.gz")
    page, picture, paper = found.pieces
    assert [p.name for p in found.pieces] == [
        "a.example/index.html",
        "a.example/p.jpg",
        "a.example/paper.pdf",
    ]
    capture = page.capture
    assert capture.url == "https://a.example/"
    assert (
        capture.retrieved_at is not None and capture.retrieved_at.isoformat() == "2024-05-03T10:12:00+00:00"
    )
    assert capture.tool == "crawler 1.0" and capture.clock_source == "the archiving program"
    assert ("http_status", "200") in [(s.name, s.value) for s in capture.stated]
    assert (picture.media_type, paper.media_type) == ("image/jpeg", "application/pdf")
    assert list(contents(WARC, whole(), "x.warc.gz").values()) == [PAGE, PICTURE, b"%PDF-1.7\n"]
    assert dict(found.left_out) == {"request record": 1, "warcinfo record": 1}


def test_codings_are_taken_off_and_said() -> None:
    chunked = b"".join(
        b"%x\r\n%s\r\n" % (len(PAGE[n : n + 40]), PAGE[n : n + 40]) for n in range(0, len(PAGE), 40)
    )
    raw = zlib.compressobj(wbits=-15)
    for body, headers in (
        (chunked + b"0\r\n\r\n", {"Transfer_Encoding": "chunked"}),
        (gzip.compress(PAGE), {"Content_Encoding": "gzip"}),
        (zlib.compress(PAGE), {"Content_Encoding": "deflate"}),
        (raw.compress(PAGE) + raw.flush(), {"Content_Encoding": "deflate"}),
    ):
        data = Maker().page("https://a.example/", body, **headers).data
        assert only(data) == PAGE, headers
        assert codes(data) == [], headers
        assert len(take(WARC, data, "x").pieces[0].capture.transformations) == 1


def test_brotli_and_zstandard_are_taken_off() -> None:
    for coding, writer in (("br", BrotliWriter), ("zstd", ZstdWriter)):
        packed = io.BytesIO()
        made = writer(packed)
        made.write(PAGE)
        made.close()
        data = Maker().page("https://a.example/", packed.getvalue(), Content_Encoding=coding).data
        assert only(data) == PAGE, coding
        assert codes(data) == []
        cut = Maker().page("https://a.example/", packed.getvalue()[:20], Content_Encoding=coding).data
        assert set(codes(cut)) <= {"warc_coding"}


def test_a_coding_that_is_stated_and_not_there_costs_nothing() -> None:
    for headers in ({"Transfer_Encoding": "chunked"}, {"Content_Encoding": "gzip"}):
        data = Maker().page("https://a.example/", PAGE, **headers).data
        assert only(data) == PAGE
        assert codes(data) == []


def test_a_coding_that_breaks_off_is_named_and_what_came_before_is_kept() -> None:
    data = Maker().page("https://a.example/", gzip.compress(PAGE * 50)[:90], Content_Encoding="gzip").data
    assert codes(data) == ["warc_coding"]
    piece = take(WARC, data, "x").pieces[0]
    assert piece.capture.content_present is ContentPresent.PARTIAL
    assert PAGE.startswith(only(data)[:50])


def test_what_a_page_is_dressed_with_is_counted_and_left_in_the_archive() -> None:
    made = Maker()
    for kind, body in (("text/css", b"p {}"), ("text/javascript", b"1"), ("font/woff2", b"x" * 300),
                       ("image/gif", b"GIF89a" + bytes(30)), ("text/html", b"")):  # fmt: skip
        made.page(f"https://a.example/{kind}", body, Content_Type=kind)
    found = take(WARC, made.data, "x")
    assert found.pieces == ()
    assert dict(found.left_out) == {
        "style sheet": 1, "script": 1, "font": 1, "picture of a few bytes": 1, "empty answer": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("status", "present"),
    [
        ("200 OK", ContentPresent.NOT_CHECKED),
        ("404 Not Found", ContentPresent.REMOVED),
        ("410 Gone", ContentPresent.REMOVED),
        ("403 Forbidden", ContentPresent.LOGIN_OR_BOT_WALL),
        ("429 Too Many Requests", ContentPresent.LOGIN_OR_BOT_WALL),
    ],
)
def test_the_status_says_whether_content_was_captured(status: str, present: ContentPresent) -> None:
    (piece,) = take(WARC, Maker().page("https://a.example/", status=status).data, "x").pieces
    assert piece.capture.content_present is present


def test_a_chain_of_redirects_is_kept_with_what_it_led_to() -> None:
    made = Maker()
    made.page("http://a.example/", b"", "301 Moved", Location="https://a.example/")
    made.page("https://a.example/", b"", "302 Found", Location="/en/")
    found = take(WARC, made.page("https://a.example/en/").data, "x")
    (page,) = found.pieces
    assert page.capture.redirects == ("http://a.example/", "https://a.example/")
    assert [(a.capture.url, a.capture.url_final) for a in found.abouts] == [
        ("http://a.example/", "https://a.example/"),
        ("https://a.example/", "https://a.example/en/"),
    ]


def test_the_same_bytes_met_again_are_one_more_appearance() -> None:
    digest = "sha1:" + base64.b32encode(sha1(PAGE).digest()).decode()
    data = Maker().page("https://a.example/").revisit("https://b.example/", digest).data
    first, again = take(WARC, data, "x").pieces
    assert (first.spooled, first.start) == (again.spooled, again.start) and first.path != again.path
    assert again.capture.url == "https://b.example/"
    alone = take(WARC, Maker().revisit("https://b.example/", digest).data, "x")
    assert alone.pieces == () and [about.capture.url for about in alone.abouts] == ["https://b.example/"]


def test_a_digest_that_does_not_fit_is_named_with_its_record() -> None:
    good = Maker(packed=False).page("https://a.example/").data
    changed = good.replace(b"two captives", b"six captives")
    found = take(WARC, changed, "x")
    assert [p.code for p in found.problems] == [
        "warc_digest_contradicts"
    ] * 2  # of the block and of the payload
    assert "https://a.example/" in found.problems[0].what
    assert only(changed) == PAGE.replace(b"two", b"six"), "it is kept as it is"


def test_digests_are_known_in_every_spelling() -> None:
    state = sha1(PAGE)
    for spelling in (state.hexdigest(), state.hexdigest().upper(), base64.b64encode(state.digest()).decode()):
        data = Maker(packed=False).page("https://a.example/").data
        line = re.search(rb"WARC-Payload-Digest: sha1:(\w+)", data)
        assert line is not None
        assert codes(data.replace(line[1], spelling.encode())) == []
        assert codes(data.replace(line[1], b"0" * len(spelling))) == ["warc_digest_contradicts"]


def test_a_digest_in_no_known_form_is_told_as_unchecked() -> None:
    data = Maker(packed=False).page("https://a.example/").data
    line = re.search(rb"WARC-Payload-Digest: (sha1:\w+)", data)
    assert line is not None
    for stated in (b"tiger:" + b"A" * 32, b"A" * 32):
        found = take(WARC, data.replace(line[1], stated), "x")
        assert [p.code for p in found.problems] == ["warc_digest_not_checked"]
        assert stated.decode() in found.problems[0].what


def test_the_digest_of_nothing_fits_nothing_but_nothing() -> None:
    data = Maker(packed=False).page("https://a.example/").data
    line = re.search(rb"WARC-Payload-Digest: sha1:(\w+)", data)
    assert line is not None
    of_nothing = base64.b32encode(sha1(b"").digest())
    assert codes(data.replace(line[1], of_nothing)) == ["warc_digest_contradicts"]


def test_a_truncated_record_is_partial_and_no_fault_of_the_file() -> None:
    data = (
        Maker()
        .page("https://a.example/", PAGE[:40], warc={"WARC-Truncated": "length"}, Content_Length="9999")
        .data
    )
    (piece,) = take(WARC, data, "x").pieces
    assert piece.capture.content_present is ContentPresent.PARTIAL
    assert codes(data) == []


def test_damage_costs_no_more_than_the_record_it_touches() -> None:
    made = Maker()
    places = []
    for host in "abcdef":
        places.append(len(made.data))
        made.page(f"https://{host}.example/", PAGE + host.encode() * 3000)
    data = bytearray(made.data)
    for at in range(places[2] + 60, places[2] + 100):
        data[at] ^= 0x5A
    found = take(WARC, bytes(data), "x")
    assert [p.capture.url for p in found.pieces if p.capture.url != "https://c.example/"] == [
        f"https://{host}.example/" for host in "abdef"
    ]
    assert {p.code for p in found.problems} <= {"warc_damaged", "warc_digest_contradicts", "warc_coding"}
    assert "warc_damaged" in {p.code for p in found.problems}


def test_a_wrong_length_loses_no_record() -> None:
    for factor in (0.5, 3, 100):
        made = (
            Maker(packed=False)
            .page("https://a.example/")
            .page("https://b.example/")
            .page("https://c.example/")
        )
        length = re.search(rb"Content-Length: (\d+)", made.data)
        assert length is not None
        wrong = b"Content-Length: %d" % int(int(length[1]) * factor)
        data = made.data.replace(length[0], wrong, 1)
        found = take(WARC, data, "x")
        assert [p.capture.url for p in found.pieces] == [f"https://{h}.example/" for h in "abc"], factor
        assert [p.code for p in found.problems] == ["warc_length_wrong"], factor
        assert list(contents(WARC, data, "x").values()) == [PAGE] * 3


def test_bytes_between_records_are_named() -> None:
    made = Maker(packed=False).page("https://a.example/")
    data = made.data + b"garbage\n" * 50 + Maker(packed=False).page("https://b.example/").data
    found = take(WARC, data, "x")
    assert len(found.pieces) == 2
    assert [p.code for p in found.problems] == ["warc_gap"]


def test_one_gzip_around_everything_is_read_and_named() -> None:
    found = take(WARC, gzip.compress(whole(packed=False)), "x.warc.gz")
    assert len(found.pieces) == 3
    assert [p.code for p in found.problems] == ["warc_compression"]


def test_a_header_without_end_takes_no_memory() -> None:
    endless = b"WARC/1.0\r\nWARC-Type: response\r\nX: " + b"a" * (100 << 20) + b"\r\n\r\n"
    data = Maker(packed=False).page("https://a.example/").data
    for huge in (endless + data, gzip.compress(endless, 1) + data):
        found = take(WARC, huge, "x.warc")
        assert "warc_header_too_large" in {p.code for p in found.problems}
    assert [p.capture.url for p in take(WARC, endless + data, "x.warc").pieces] == ["https://a.example/"]


def test_a_bomb_in_a_coding_is_stopped() -> None:
    bomb = gzip.compress(bytes(300 << 20))
    found = take(WARC, Maker().page("https://a.example/", bomb, Content_Encoding="gzip").data, "x")
    assert [p.code for p in found.problems] == ["unpacks_to_too_much"]
    assert found.written == 0
    twice = gzip.compress(bomb)
    data = Maker().page("https://a.example/", twice, Content_Encoding="gzip, gzip").data
    assert take(WARC, data, "x", Bounds(bytes=1 << 20)).written == 0


def test_a_style_sheet_that_is_a_bomb_is_not_inflated() -> None:
    bomb = gzip.compress(bytes(64 << 20))
    data = Maker().page("https://a.example/", bomb, Content_Type="text/css", Content_Encoding="gzip").data
    found = take(WARC, data, "x", Bounds(bytes=1 << 20))
    assert dict(found.left_out) == {"style sheet": 1} and found.problems == ()


@pytest.mark.parametrize(
    ("url", "kind", "name"),
    [
        ("https://a.example/", "text/html", "a.example/index.html"),
        ("https://a.example/news/2024", "text/html", "a.example/news/2024.html"),
        ("https://a.example/photo.jpeg", "image/jpeg", "a.example/photo.jpeg"),
        ("https://a.example/x.php?id=1", "application/json", "a.example/x.php.json"),
        ("https://a.example/%D1%8F", "text/html", "a.example/я.html"),
        ("urn:x:y", "", "urn/x:y"),
        ("http://[bad", "text/html", "record at 7.html"),
        (None, "", "record at 7"),
    ],
)
def test_names_are_made_of_addresses(url: str | None, kind: str, name: str) -> None:
    assert name_of(url, kind, 7) == name


def test_requests_are_counted_with_their_digests_compared() -> None:
    data = Maker(packed=False).request("https://a.example/").data
    assert codes(data) == []
    assert codes(data.replace(b"GET / ", b"GET /x")) == ["warc_digest_contradicts"]
    assert Counter(dict(take(WARC, data, "x").left_out)) == {"request record": 1}
