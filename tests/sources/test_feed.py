"""RSS and Atom: entries as given, days as stated, and no entity unfolded."""

from datetime import UTC, date, datetime

import pytest
from tests.builders.importer_case import ImporterCase, contents, item_of, take

from allegata.errors import Severity
from allegata.model.vocabulary import DateBasis
from allegata.sources.feed import LIMIT, Feed
from allegata.sources.registry import importer_of

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Northern  Courier</title><link>https://courier.example/</link>
<item><title>Two shot near Makiivka</title><link>https://courier.example/1</link><guid>c-1</guid>
<pubDate>Sat, 04 May 2024 01:30:00 +0300</pubDate><dc:creator>Anna Petrenko</dc:creator>
<description>A summary.</description>
<content:encoded><![CDATA[<p>The office said <b>two</b> were shot.</p><script>alert(1)</script>]]></content:encoded>
<enclosure url="https://courier.example/v.mp4" length="1" type="video/mp4"/></item>
<item><title>Plain</title><link>https://courier.example/2</link><description>Smith &amp;amp; sons said no.</description></item>
<item><title>A title alone</title></item>
<item><link>https://courier.example/4</link></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Meridian: rights</title><id>x</id>
<entry><id>urn:1</id><title>T</title><link href="https://m.example/1"/><updated>2024-05-03T09:00:00Z</updated>
<content type="html">&lt;p&gt;One.&lt;/p&gt;</content></entry>
<entry><id>urn:2</id><title>T2</title><published>2024-05-03T09:00:00</published><author><name>Bohdan</name></author>
<source><title>Harbour Wire</title></source><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Two.</p></div></content></entry>
</feed>"""


class TestFeed(ImporterCase):
    importer = Feed()

    def valid(self) -> dict[str, bytes]:
        return {"feed.xml": RSS.encode(), "feed.atom": ATOM.encode(), "index": ATOM.encode("utf-16")}


def codes(data: str | bytes) -> list[str]:
    return [
        p.code for p in take(Feed(), data if isinstance(data, bytes) else data.encode(), "feed.xml").problems
    ]


def test_entries_keep_their_markup_and_say_where_they_stood() -> None:
    assert contents(Feed(), RSS.encode(), "feed.xml") == {
        "/rss/channel/item[1]": b"<p>The office said <b>two</b> were shot.</p><script>alert(1)</script>",
        "/rss/channel/item[2]": b"Smith & sons said no.",
        "/rss/channel/item[3]": b"A title alone",
    }
    first, second, third = take(Feed(), RSS.encode(), "feed.xml").pieces
    assert [p.name for p in (first, second, third)] == ["entry-0001.html", "entry-0002.txt", "entry-0003.txt"]
    assert (first.capture.url, first.capture.publisher) == ("https://courier.example/1", "Northern Courier")
    stated = {s.name: s.value for s in first.capture.stated}
    assert stated["enclosure"] == "https://courier.example/v.mp4"
    assert stated["title"] == "Two shot near Makiivka"
    assert codes(RSS) == ["feed_without_text"]


def test_the_day_is_the_outlets_own_and_the_instant_is_in_utc() -> None:
    capture = take(Feed(), RSS.encode(), "feed.xml").pieces[0].capture
    assert (capture.published, capture.published_basis) == (date(2024, 5, 4), DateBasis.EXPORT_METADATA)
    assert capture.claimed_at == datetime(2024, 5, 3, 22, 30, tzinfo=UTC)


def test_an_update_is_no_publication_and_a_time_without_zone_no_instant() -> None:
    updated, local = (p.capture for p in take(Feed(), ATOM.encode(), "feed.atom").pieces)
    assert (updated.published, updated.published_basis) == (None, DateBasis.NONE)
    assert ("updated", "2024-05-03T09:00:00Z") in [(s.name, s.value) for s in updated.stated]
    assert (local.published, local.claimed_at) == (date(2024, 5, 3), None)


def test_names_of_authors_stay_in_the_original_and_the_source_is_the_publisher() -> None:
    found = take(Feed(), ATOM.encode(), "feed.atom")
    assert found.pieces[1].capture.publisher == "Harbour Wire"
    assert "Bohdan" not in str(found) and "Petrenko" not in str(take(Feed(), RSS.encode(), "feed.xml"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_file_that_declares_entities_is_not_parsed(encoding: str) -> None:
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 20))
    bomb = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "ha">{lines}]><rss version="2.0"><channel><title>&e19;</title></channel></rss>'
    found = take(Feed(), bomb.encode(encoding), "feed.xml")
    assert found.pieces == ()
    assert [(p.code, p.severity) for p in found.problems] == [("feed_declares_entities", Severity.UNREADABLE)]


def test_outside_entities_are_not_fetched() -> None:
    data = RSS.replace("<rss", '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss', 1).replace(
        "A summary.", "&x;"
    )
    assert codes(data) == ["feed_declares_entities"]
    outside = RSS.replace("<rss", '<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd"><rss', 1)
    assert len(take(Feed(), outside.encode(), "feed.xml").pieces) == 3


def test_a_damaged_feed_is_read_as_far_as_it_goes() -> None:
    broken = RSS.replace(
        "</description></item>\n<item><title>A title", "</description></item>\n<item><title>A <b title"
    )
    assert "feed_damaged" in codes(broken)
    assert len(take(Feed(), broken.encode(), "feed.xml").pieces) >= 2
    assert "feed_empty" in codes("<rss version='2.0'><channel><title>Nothing</title></channel></rss>")


def test_a_feed_too_large_is_kept_and_not_parsed() -> None:
    import tempfile
    from dataclasses import replace
    from pathlib import Path

    from allegata.sources.importer import Spool

    with tempfile.TemporaryDirectory() as made:
        path = Path(made) / "container"
        path.write_bytes(RSS.encode())
        spool = Spool(Path(made), 10)
        Feed().unpack(path, replace(item_of(b"", "feed.xml"), length=LIMIT + 1), spool)
    assert [p.code for p in spool.problems] == ["feed_too_large"]


def test_pages_and_other_xml_are_no_feeds() -> None:
    assert (
        importer_of(b"<!doctype html><html><body><p>About the <rss> element.</p></body></html>", "a.html")
        is None
    )
    assert importer_of(b"<?xml version='1.0'?><feedback xmlns='x'/>", "a.xml") is None
