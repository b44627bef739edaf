"""What the auto-archiver leaves: the record, the table, the report; names, digests, and what was not archived."""

import csv
import hashlib
import io
import json
from datetime import UTC, date, datetime

import pytest
from tests.builders.exports import POST, medium, record
from tests.builders.importer_case import ImporterCase, contents, take

from allegata.model.vocabulary import ContentPresent, DateBasis
from allegata.sources import autoarchiver
from allegata.sources.autoarchiver import AutoArchiver, AutoArchiverPage, AutoArchiverTable
from allegata.sources.registry import TakenApart, importer_of

HASHES = ("ab" * 32 + "\n" + "cd" * 64).encode()


def shown(data: dict[str, object]) -> dict[str, object]:
    """A record as the table holds it: with dates and all, as Python shows them."""
    metadata = dict(data["metadata"])  # type: ignore[call-overload]
    metadata["_processed_at"] = datetime(2024, 5, 4, 10, 0, 0, 120000, UTC)
    metadata["timestamp"] = datetime(2024, 5, 3, 16, 20, 5, tzinfo=UTC)
    return {"status": data["status"], "metadata": repr(metadata), "media": repr(data["media"])}


def table(*rows: dict[str, object]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, ["status", "metadata", "media"])
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def page() -> bytes:
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>https://clips.example/watch/1182</title>'
        "<style>h2 {color: black}</style></head><body>"
        '<h2>Archived media for <span class="copy">https://clips.example/watch/1182</span> - <a href="https://clips.example">open</a></h2>'
        '<table class="content"><tr><th>about</th></tr><tr><td><ul>'
        '<li><b>key:</b> <span class="copy">local_archive/x/abababababababababababab.mp4</span></li>'
        '<li><b>type:</b> <span class="copy">video/mp4</span></li>'
        f'<li><b>hash:</b> <span class="copy">SHA-256:{"ab" * 32}</span></li></ul></td></tr></table>'
        '<table class="metadata"><tr><th>key</th><th>value</th></tr>'
        f'<tr><td>content</td><td><span class="copy">{POST}</span></td></tr>'
        '<tr><td>timestamp</td><td><span class="copy">2024-05-03 16:20:05+00:00</span></td></tr></table>'
        '<p class="center">Made with <a href="https://github.com/bellingcat/auto-archiver">bellingcat/auto-archiver</a></p>'
        "</body></html>"
    ).encode()


def taken(data: object, name: str = "98c750618ff4.json") -> TakenApart:
    return take(AutoArchiver(), json.dumps(data, indent=4).encode(), name)


def codes(found: TakenApart) -> list[str]:
    return [p.code for p in found.problems]


class TestRecord(ImporterCase):
    importer = AutoArchiver()

    def valid(self) -> dict[str, bytes]:
        return {
            "metadata.json": json.dumps(record(), indent=4).encode(),
            "a.json": json.dumps(record()).encode(),
        }


class TestTable(ImporterCase):
    importer = AutoArchiverTable()

    def valid(self) -> dict[str, bytes]:
        return {"db.csv": table(shown(record()), shown(record()))}


class TestPage(ImporterCase):
    importer = AutoArchiverPage()

    def valid(self) -> dict[str, bytes]:
        return {"0dd8.html": page()}


def test_the_text_is_a_piece_with_its_address_and_its_times_apart() -> None:
    data = json.dumps(record()).encode()
    assert contents(AutoArchiver(), data, "x.json") == {"/metadata/content": POST.encode()}
    (piece,) = taken(record()).pieces
    capture = piece.capture
    assert capture.url == "https://clips.example/watch/1182"
    assert capture.claimed_at == datetime(2024, 5, 3, 16, 20, 5, tzinfo=UTC)
    assert (capture.published, capture.published_basis) == (date(2024, 5, 3), DateBasis.EXPORT_METADATA)
    assert capture.retrieved_at == datetime(2024, 5, 4, 10, 0, 0, 120000, UTC)
    assert (capture.publisher, capture.content_present) == (None, ContentPresent.YES)
    assert ("status", "generic_extractor: success") in [(s.name, s.value) for s in capture.stated]


def test_media_are_found_by_digest_by_their_name_in_the_store_and_by_their_first_name() -> None:
    first, second, hashes, token = taken(record()).abouts
    assert (first.beside, first.names) == ("", ("ab" * 12 + ".mp4", "clip.mp4"))
    assert first.digests == (("sha256", "ab" * 32),)
    assert second.digests == (("sha3_512", "cd" * 64),)
    assert ("id", "screenshot") in [(s.name, s.value) for s in second.capture.stated]
    assert (token.path, token.names) == (
        "/media/2/properties/timestamp_authority_files/0",
        ("timestamp_token_tsa",),
    )
    assert ("tsa", "https://tsa.example") in [(s.name, s.value) for s in token.capture.stated]
    assert (hashes.beside, hashes.names) == ("", ("hashes.txt",))


def test_the_digest_of_the_stamped_hashes_is_told_by_the_record_itself() -> None:
    hashes = taken(record()).abouts[2]
    assert hashes.digests == (("sha256", hashlib.sha256(HASHES).hexdigest()),)


def test_a_name_in_the_store_comes_first_and_an_address_on_the_web_is_stated() -> None:
    media = [
        medium("/tmp/x/a.mp4", "local_archive/x/0123.mp4"),
        medium("/tmp/x/b.mp4", "https://cdn.example/b.mp4"),
    ]
    stored, web = taken(record(media=media)).abouts
    assert (stored.beside, stored.names) == ("local_archive/x/0123.mp4", ("0123.mp4", "a.mp4"))
    assert (web.beside, web.names) == ("", ("b.mp4",))
    assert ("stored at", "https://cdn.example/b.mp4") in [(s.name, s.value) for s in web.capture.stated]


def test_media_past_the_bounds_are_counted_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    deep: dict[str, object] = {"filename": "bottom.jpg", "properties": {}}
    for level in range(autoarchiver.NESTED + 1):
        deep = {"filename": f"{level}.mp4", "properties": {"thumbnails": [deep]}}
    found = taken({"status": "x: success", "metadata": {}, "media": [deep]})
    assert codes(found) == ["media_not_looked_at"] and "1 media" in found.problems[0].what
    monkeypatch.setattr(autoarchiver, "MEDIA", 3)
    many = [{"filename": f"{n}.jpg", "properties": {}} for n in range(5)]
    found = taken({"status": "x: success", "metadata": {}, "media": many})
    assert len(found.abouts) == 3
    assert codes(found) == ["media_not_looked_at"] and "2 media" in found.problems[0].what


@pytest.mark.parametrize("stated", ["BLAKE3:" + "0" * 64, "SHA-256:" + "0" * 63, "SHA-256:" + "0" * 128, "x"])
def test_a_digest_in_no_known_form_is_told_as_unchecked(stated: str) -> None:
    one = {"filename": "a.jpg", "properties": {"hash": stated}}
    found = taken({"status": "x: success", "metadata": {}, "media": [one]})
    assert codes(found) == ["digest_not_checked"]
    assert stated[:60] in found.problems[0].what and found.abouts[0].digests == ()


def test_names_never_lead_out_of_the_folder() -> None:
    media = [medium("../../etc/passwd", "../../../x"), medium("..", ".."), medium("C:\\a\\b.mp4")]
    assert [a.names for a in taken(record(media=media)).abouts] == [("x", "passwd"), (), ("b.mp4",)]


def test_a_text_under_title_is_taken_where_there_is_no_content() -> None:
    metadata = {
        "url": "https://t.example/a/1",
        "title": POST,
        "author": "Ivan Example",
        "api_data": {"user": "Ivan Example"},
    }
    found = taken(record(metadata=metadata))
    assert [p.path for p in found.pieces] == ["/metadata/title"]
    assert "Ivan" not in str(found)


def test_what_was_not_archived_is_said_and_kept_as_a_line() -> None:
    for status, media in (("nothing archived", []), ("no archiver", [])):
        data = record(status=status, media=media, metadata={"url": "https://gone.example/1"})
        found = taken(data)
        assert codes(found) == ["nothing_archived"] and "https://gone.example/1" in found.problems[0].what
        assert [(a.beside, a.capture.url) for a in found.abouts] == [("", "https://gone.example/1")]


def test_a_time_without_zone_is_no_instant() -> None:
    metadata = {"url": "https://a.example/", "content": POST, "timestamp": "2024-05-03 16:20:05"}
    capture = taken(record(metadata=metadata)).pieces[0].capture
    assert (capture.claimed_at, capture.published) == (None, None)
    assert ("timestamp", "2024-05-03 16:20:05") in [(s.name, s.value) for s in capture.stated]


def test_the_table_holds_the_same_as_the_record() -> None:
    from_table = take(AutoArchiverTable(), table(shown(record())), "db.csv")
    alone = taken(record())
    assert [a.digests for a in from_table.abouts] == [a.digests for a in alone.abouts]
    assert from_table.pieces[0].capture.claimed_at == alone.pieces[0].capture.claimed_at
    assert (from_table.pieces[0].path, from_table.pieces[0].name) == (
        "/row/2/metadata/content",
        "row-2-text.txt",
    )


def test_cells_that_would_do_something_are_refused_and_the_next_row_is_read() -> None:
    bad = {"status": "success", "metadata": "__import__('os').getcwd()", "media": "[]"}
    deep = {"status": "success", "metadata": "[" * 5000 + "]" * 5000, "media": "[]"}
    found = take(AutoArchiverTable(), table(bad, deep, shown(record())), "db.csv")
    assert codes(found) == ["record_broken", "record_broken"]
    assert [p.path for p in found.pieces] == ["/row/4/metadata/content"]


def test_the_report_is_read_for_its_facts_and_never_as_an_article() -> None:
    found = take(AutoArchiverPage(), page(), "0dd8.html")
    assert [p.path for p in found.pieces] == ["/metadata/content"]
    (about,) = found.abouts
    assert about.beside == "local_archive/x/abababababababababababab.mp4"
    assert about.digests == (("sha256", "ab" * 32),)
    assert found.pieces[0].capture.url == "https://clips.example/watch/1182"
    assert found.pieces[0].capture.claimed_at == datetime(2024, 5, 3, 16, 20, 5, tzinfo=UTC)


def test_the_exported_sheet_is_read_as_a_table() -> None:
    head = "Link,Archive status,Archive location,Archive date,Upload timestamp,Upload title,Text content,Hash,Thumbnail\n"
    row = f'https://c.example/1,wayback: success,local_archive/x/0dd8.html,2024-05-04T10:00:00+00:00,2024-05-03T16:20:05+00:00,T,"{POST}",SHA-256:{"0d" * 32},"=IMAGE(""x"")"\n'
    found = importer_of(head.encode(), "sheet.csv")
    assert found is not None and found.name == "table"
    got = take(found, (head + row).encode(), "sheet.csv")
    (about,) = got.abouts
    assert (about.beside, about.digests) == ("local_archive/x/0dd8.html", (("sha256", "0d" * 32),))
    assert about.capture.retrieved_at == datetime(2024, 5, 4, 10, tzinfo=UTC)
    assert [p.path for p in got.pieces] == ["/row/2/content"]


def test_a_record_that_is_cut_off_or_hostile_is_named() -> None:
    data = json.dumps(record()).encode()
    assert codes(take(AutoArchiver(), data[:-40], "x.json")) == ["record_broken"]
    deep = data.replace(b'"Clip from Makiivka"', b"[" * 50_000 + b"]" * 50_000)
    assert codes(take(AutoArchiver(), deep, "x.json")) == ["record_broken"]
    nested: object = medium("x.mp4")
    for _ in range(20):
        nested = medium("x.mp4", inner=[nested])
    assert len(taken(record(media=[nested])).abouts) == 7


def test_other_json_is_no_record() -> None:
    for other in (
        b'{"status": "ok"}',
        b'{"metadata": {}, "media": []}',
        b'{"status": "x", "metadata": []}',
        b"[]",
    ):
        assert not AutoArchiver().recognises(other, "metadata.json")
