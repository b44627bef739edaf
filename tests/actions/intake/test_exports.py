"""Exports from folder to casebook: posts, notes and files where they belong, each read once or not at all."""

import csv
import io
import json
from dataclasses import replace
from hashlib import sha3_512, sha256
from pathlib import Path

import pytest
from tests.actions import fakes
from tests.actions.intake.taken import names
from tests.builders.exports import CHANNEL, POST, chat, medium, message, record

from allegata.actions.add import add, columns_of
from allegata.actions.casebook import Casebook, opened_to_write
from allegata.actions.current import every_item
from allegata.actions.read import read
from allegata.actions.rebuild import rebuild
from allegata.errors import BadKnowledge
from allegata.evidence.custody import EntryKind
from allegata.model.codec import parse
from allegata.model.item import NOTE_OF_COLLECTOR
from allegata.model.unpacked import MemberLine, Unpacked

CLIP, PICTURE = b"\x00\x00\x00\x18ftypisom clip", b"\xff\xd8\xff picture"
EVIDENCE = Path(__file__).resolve().parents[3] / "examples" / "evidence"


def lines(book: Casebook) -> list[MemberLine]:
    """Every line of every container, in order."""
    found: list[MemberLine] = []
    for entry in book.ledger.entries():
        if entry.data["kind"] == EntryKind.UNPACKED:
            for digest, _ in entry.data["payload"]["objects"]:
                found += parse(Unpacked, book.vault.read(digest).decode()).members
    return found


def test_a_telegram_folder_ties_posts_and_files_and_says_what_is_absent(book: Casebook, source: Path) -> None:
    (source / "photos").mkdir()
    (source / "photos" / "p1.jpg").write_bytes(PICTURE)
    export = chat(message(1, photo="photos/p1.jpg"), message(2, "", file="video_files/gone.mp4"))
    (source / "result.json").write_bytes(export)
    result = add(book, source)
    assert names(book) == ["photos/p1.jpg", "result.json", "result.json/message-1.txt"]
    by_path = {line.path: line for line in lines(book)}
    assert by_path["/messages/0/photo"].item == sha256(PICTURE).hexdigest()
    assert by_path["/messages/1/file"].item is None
    assert [(p.code, p.subject) for p in result.problems] == [("media_absent", "result.json")]
    assert "video_files/gone.mp4" in result.problems[0].what
    assert result.absent == 1


def test_what_was_taken_apart_is_not_read_and_its_members_are(book: Casebook, source: Path) -> None:
    (source / "result.json").write_bytes(chat(message(1)))
    page = '<html><head><title>Exported Data</title></head><body><div class="page_wrap"><p>3 killed</p></div></body></html>'
    (source / "messages.html").write_text(page)
    (source / "letter.eml").write_text("From: a@b.example\nDate: x\nSubject: y\n\n2 killed\n")
    add(book, source)
    result = read(book, workers=1, make=fakes.line_reads)
    items = {item.id: item.capture.received_name for item in every_item(book)}
    seen = {items[one] for one in (*result.read, *result.unread)}
    assert seen >= {"letter.eml/body.txt", "result.json/message-1.txt"}
    assert not seen & {"letter.eml", "messages.html"}


def test_archived_files_are_found_by_digest_whatever_they_are_called(book: Casebook, source: Path) -> None:
    media = [
        medium("/archive/a/clip.mp4", hash=f"SHA-256:{sha256(CLIP).hexdigest()}"),
        medium("/archive/a/picture.jpg", hash=f"SHA3-512:{sha3_512(PICTURE).hexdigest()}"),
        medium("/archive/a/thumb.jpg", "local_archive/gone/thumb.jpg"),
    ]
    (source / "qq.mp4").write_bytes(CLIP)
    (source / "zz.jpg").write_bytes(PICTURE)
    (source / "0a1b.json").write_text(json.dumps(record(media=media)))
    result = add(book, source)
    by_path = {line.path: line for line in lines(book)}
    clip, picture = by_path["/media/0"], by_path["/media/1"]
    assert clip.item == sha256(CLIP).hexdigest() and picture.item == sha256(PICTURE).hexdigest()
    assert any(s.name == "sha256_agrees" for s in clip.capture.stated)
    assert any(s.name == "sha3_512_agrees" for s in picture.capture.stated)
    assert [p.code for p in result.problems] == ["media_absent"]


def test_a_file_of_the_right_name_and_other_bytes_is_named(book: Casebook, source: Path) -> None:
    media = [
        medium("/archive/a/clip.mp4", hash="SHA-256:" + "ab" * 32),
        medium("/archive/a/b.mp4", hash="SHA-256:" + "cd" * 32),
    ]
    (source / "clip.mp4").write_bytes(CLIP)
    (source / "metadata.json").write_text(json.dumps(record(media=media)))
    result = add(book, source)
    assert sorted((p.code, p.subject) for p in result.problems) == [
        ("digest_contradicts", "clip.mp4"), ("digest_without_file", "metadata.json"),
    ]  # fmt: skip


def test_a_time_stamp_token_finds_what_it_is_over(book: Casebook, source: Path) -> None:
    given = next((EVIDENCE / "auto-archiver" / "handed-over").iterdir())
    (source / "f").mkdir()
    for file in given.iterdir():
        if not file.name.startswith("metadata"):
            (source / "f" / file.name).write_bytes(file.read_bytes())
    result = add(book, source)
    (line,) = [line for line in lines(book) if line.path == "/messageImprint"]
    assert line.item == sha256((given / "hashes.txt").read_bytes()).hexdigest()
    assert any(s.name == "sha256_agrees" for s in line.capture.stated)
    assert [p.code for p in result.problems] == ["stamp_authority_not_checked"]


def test_a_token_over_another_digest_finds_the_small_file_beside_it(book: Casebook, source: Path) -> None:
    from allegata.actions.beside import resolved
    from allegata.model.item import Capture
    from allegata.model.unpacked import About

    (source / "hashes").write_bytes(b"ab12")
    (source / "token").write_bytes(b"x")
    add(book, source)
    here = {item.capture.received_name: item.id for item in every_item(book)}
    token = next(item for item in every_item(book) if item.capture.received_name == "token")
    about = About("/messageImprint", "", Capture(""), (("sha3_512", sha3_512(b"ab12").hexdigest()),))
    other = replace(about, digests=(("sha512", "00" * 64),))
    assert [item for _, item in resolved(book, token, [about, other], here)] == [here["hashes"], None]


# --- tables ---------------------------------------------------------------------------------------------


def links(*rows: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows([["Quelle X", "Was", "Wann"], *rows])
    return out.getvalue()


def notes(book: Casebook) -> list[str]:
    return [book.vault.read(i.id).decode() for i in every_item(book) if i.capture.method == NOTE_OF_COLLECTOR]


def test_columns_said_anew_take_a_table_apart_anew_and_another_add_does_not(
    book: Casebook, source: Path
) -> None:
    (source / "links.csv").write_text(links(["https://a.example/1", "seen by both", "2024-05-03"]))
    first = add(book, source)
    assert [p.code for p in first.problems] == ["table_half_mapped"] and notes(book) == []
    said = columns_of("url=Quelle X,note=Was,published=Wann")
    second = add(book, source, columns=said)
    assert notes(book) == ["seen by both"] and second.unpacked == first.unpacked
    assert add(book, source, columns=said).unpacked == ()
    (source / "report.txt").write_text(POST)
    assert add(book, source).unpacked == ()
    assert [line.capture.url for line in lines(book) if line.path == "/row/2"] == ["https://a.example/1"] * 2


def test_a_columns_file_beside_the_table_or_in_the_casebook(book: Casebook, source: Path) -> None:
    own = book.folder / "knowledge"
    own.mkdir()
    (own / "columns.toml").write_text('[columns]\nurl = "Quelle X"\nnote = "Was"\n')
    (source / "links.csv").write_text(links(["https://a.example/1", "by the casebook's word", ""]))
    add(book, source)
    assert notes(book) == ["by the casebook's word"]
    (own / "columns.toml").write_text("[columns]\ncolour = 'x'\n")
    with pytest.raises(BadKnowledge, match="colour"):
        add(book, source)
    with pytest.raises(BadKnowledge, match="is no field"):
        columns_of("colour=Link")


def test_a_note_is_not_read_and_copied_text_is(book: Casebook, source: Path) -> None:
    head = "Link,Notes,Text content\n"
    (source / "links.csv").write_text(head + "https://a.example/1,9 killed,3 killed\n")
    add(book, source)
    texts = {book.vault.read(i.id).decode(): i.capture for i in every_item(book)}
    assert texts["9 killed"].method == NOTE_OF_COLLECTOR
    assert texts["3 killed"].method != NOTE_OF_COLLECTOR and texts["3 killed"].url == "https://a.example/1"


def test_the_index_made_anew_says_the_same(tmp_path: Path, source: Path) -> None:
    (source / "result.json").write_bytes(chat(message(1), message(2, "Another text of the channel.")))
    (source / "links.csv").write_text("Link,Notes\nhttps://a.example/1,seen\n")
    folder = tmp_path / "other"
    with opened_to_write(folder, fakes.outside(), create=True) as book:
        add(book, source)
    assert rebuild(folder).identical


def test_the_same_post_in_two_exports_is_one_item(book: Casebook, source: Path) -> None:
    for name in ("a", "b"):
        (source / name).mkdir()
        other = {**CHANNEL, "name": f"Channel {name}"}
        (source / name / "result.json").write_bytes(chat(message(1, forwarded_from="Stepnye Vesti"), **other))
    add(book, source)
    posts = [item for item in every_item(book) if item.capture.member_of]
    assert len(posts) == 1 and len([line for line in lines(book) if line.item == posts[0].id]) == 2
