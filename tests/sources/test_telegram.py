"""Telegram Desktop exports: what is taken out, what is only spoken of, and everything that can be wrong."""

import json
import tempfile
import tracemalloc
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.builders.exports import CHANNEL, POST, account, at, chat, message, service
from tests.builders.importer_case import ImporterCase, contents, item_of, take

from allegata.errors import Severity
from allegata.model.unpacked import Piece
from allegata.model.vocabulary import ContentPresent, DateBasis
from allegata.sources.importer import Bounds, Spool
from allegata.sources.registry import TakenApart, importer_of
from allegata.sources.telegram import Telegram, TelegramPages
from allegata.sources.telegrampost import NOT_NAMED

ABSENT = "(File not included. Change data exporting settings to download.)"
MIXED = [
    "Our report: ",
    {"type": "text_link", "text": "the full text", "href": "https://wire.example/41"},
    " and ",
    {"type": "bold", "text": "two wounded"},
    ".",
]


class TestTelegram(ImporterCase):
    importer = Telegram()

    def valid(self) -> dict[str, bytes]:
        private = {
            "name": "Ivan Example",
            "type": "personal_chat",
            "id": 7,
            "messages": [message(1), message(2)],
        }
        return {
            "result.json": chat(service(1), message(2), message(3, MIXED, photo="photos/1.jpg")),
            "all.json": account({**CHANNEL, "messages": [message(5)]}, private),
        }


def taken(*messages: object, **more: object) -> TakenApart:
    return take(Telegram(), chat(*messages, **more), "result.json")


def only(*messages: object, **more: object) -> Piece:
    (piece,) = taken(*messages, **more).pieces
    return piece


def codes(found: TakenApart) -> list[str]:
    return [problem.code for problem in found.problems]


def test_a_post_carries_its_channel_its_number_and_its_instant() -> None:
    piece = only(message(41, edited_unixtime="1714730000", reply_to_message_id=17))
    assert (piece.path, piece.name, piece.media_type) == ("/messages/0", "message-41.txt", "text/plain")
    capture = piece.capture
    assert capture.publisher == "Harbour Wire Video"
    assert capture.claimed_at == datetime(2024, 5, 3, 9, tzinfo=UTC)
    assert (capture.published, capture.published_basis) == (date(2024, 5, 3), DateBasis.EXPORT_METADATA)
    assert capture.content_present is ContentPresent.YES
    assert capture.transformations == ("message text joined from 1 run",)
    assert capture.url is None, "the export states no user name, and none is guessed"
    post = capture.post
    assert post is not None
    assert (post.platform, post.channel_id, post.post_id) == ("telegram", "1900000417", "41")
    assert (post.author, post.reply_to) == ("Harbour Wire Video", "17")
    assert post.edited_at == datetime.fromtimestamp(1714730000, UTC)


def test_the_day_is_that_of_the_instant_and_not_of_the_exporting_machine() -> None:
    late = message(1) | {
        "date": "2024-05-04T01:30:00",
        "date_unixtime": str(int(datetime(2024, 5, 3, 23, 30, tzinfo=UTC).timestamp())),
    }
    assert only(late).capture.published == date(2024, 5, 3)
    assert codes(taken(late)) == []


def test_an_address_is_made_only_where_the_export_states_the_user_name() -> None:
    assert only(message(41), username="harbour_wire").capture.url == "https://t.me/harbour_wire/41"
    assert only(message(41), username="no user name/../").capture.url is None
    late = {**CHANNEL, "messages": [message(41)], "username": "harbour_wire"}  # stated behind the messages
    (piece,) = take(Telegram(), json.dumps(late).encode(), "result.json").pieces
    assert piece.capture.url is None


def test_mixed_text_is_joined_exactly_and_link_targets_are_kept_as_stated() -> None:
    data = chat(message(1, MIXED))
    assert contents(Telegram(), data, "result.json") == {
        "/messages/0": b"Our report: the full text and two wounded."
    }
    piece = only(message(1, MIXED))
    assert piece.capture.transformations == ("message text joined from 5 runs",)
    assert ("link", "https://wire.example/41") in [(s.name, s.value) for s in piece.capture.stated]


def test_entities_win_where_both_forms_are_there() -> None:
    both = message(1, "short") | {
        "text_entities": [{"type": "plain", "text": "short "}, {"type": "bold", "text": "text"}]
    }
    assert contents(Telegram(), chat(both), "r.json") == {"/messages/0": b"short text"}


def test_every_text_is_kept_letter_by_letter() -> None:
    text = "“Кавычки”, é, 🕊️, \u2028 and a tab\t."
    assert contents(Telegram(), chat(message(1, text)), "r.json") == {"/messages/0": text.encode()}


@pytest.mark.parametrize(
    "kind", ["personal_chat", "private_group", "private_supergroup", "bot_chat", "saved_messages"]
)
def test_names_of_persons_stay_in_the_original(kind: str) -> None:
    more = {
        "from": "Ivan Example",
        "from_id": "user5",
        "author": "I. Example",
        "forwarded_from": "Olha Example",
    }
    found = taken(message(1, **more), name="Ivan Example", type=kind)
    (piece,) = found.pieces
    assert "Example" not in str(piece.capture) and "Example" not in str(found.abouts) + str(found.problems)
    assert piece.capture.publisher is None and piece.capture.post is not None
    assert piece.capture.post.forwarded_from == NOT_NAMED


def test_a_group_has_a_name_and_no_publisher() -> None:
    piece = only(message(1, **{"from": "Ivan Example", "from_id": "user5"}), type="public_supergroup")
    assert piece.capture.publisher is None
    assert piece.capture.post is not None and piece.capture.post.channel == "Harbour Wire Video"
    assert "Ivan" not in str(piece.capture)


def test_a_signature_under_a_channels_post_is_not_kept() -> None:
    assert "Petrenko" not in str(only(message(1, author="O. Petrenko")).capture)


def test_a_forward_names_the_channel_that_it_comes_from() -> None:
    post = only(message(1, forwarded_from="Stepnye Vesti")).capture.post
    assert post is not None and post.forwarded_from == "Stepnye Vesti"
    named = message(1, forwarded_from="Stepnye Vesti", forwarded_from_id="channel9")
    post = only(named, type="private_group").capture.post
    assert post is not None and post.forwarded_from == "Stepnye Vesti"
    post = only(message(1, forwarded_from="Ivan", forwarded_from_id="user9")).capture.post
    assert post is not None and post.forwarded_from == NOT_NAMED
    post = only(message(1, forwarded_from=None)).capture.post  # the account was deleted
    assert post is not None and post.forwarded_from == NOT_NAMED


def test_files_beside_the_export_are_spoken_of() -> None:
    found = taken(
        message(1, "", photo="photos/photo_1.jpg"),
        message(
            2,
            POST,
            file="video_files/v.mp4",
            thumbnail="video_files/v.jpg",
            mime_type="video/mp4",
            file_name="clip.mp4",
        ),
    )
    assert [(a.path, a.beside) for a in found.abouts] == [
        ("/messages/0/photo", "photos/photo_1.jpg"),
        ("/messages/1/file", "video_files/v.mp4"),
        ("/messages/1/thumbnail", "video_files/v.jpg"),
    ]
    about = found.abouts[1]
    assert about.capture.post is not None and about.capture.post.post_id == "2"
    assert ("mime_type", "video/mp4") in [(s.name, s.value) for s in about.capture.stated]
    assert len(found.pieces) == 1 and found.problems == ()


def test_what_was_not_exported_is_a_line_without_bytes_and_one_problem_for_each_reason() -> None:
    exceeds = "clip.mp4 (File exceeds maximum size. Change data exporting settings to download.)"
    found = taken(
        message(1, "", photo=ABSENT),
        message(2, "", photo=ABSENT),
        message(3, "", file=exceeds),
        message(4, "", file=ABSENT, media_type="sticker"),
    )
    assert [a.beside for a in found.abouts] == ["", "", ""]
    assert codes(found) == ["media_absent", "media_absent"]
    assert "1 photo(s) or file(s) are larger" in found.problems[0].what
    assert "2 photo(s) or file(s) were left out" in found.problems[1].what
    assert dict(found.left_out) == {"sticker": 1}


@pytest.mark.parametrize(
    "where", ["../../etc/passwd", "/etc/passwd", "C:\\Windows\\x", "photos\\..\\..\\x", "a\x00b"]
)
def test_a_path_that_leads_outside_is_not_followed(where: str) -> None:
    found = taken(message(1, POST, photo=where))
    assert found.abouts == () and codes(found) == ["path_leads_outside"]


def test_what_is_no_text_is_counted_and_never_lost_in_silence() -> None:
    found = taken(
        service(1),
        service(2),
        {"id": 3, "type": "unsupported"},
        message(4, "", poll={"question": "?"}),
        message(5, "", location_information={"latitude": 1, "longitude": 2}),
        message(6, " \n"),
        "rubbish",
    )
    assert found.pieces == ()
    assert dict(found.left_out) == {
        "service message": 2,
        "unsupported message": 1,
        "poll": 1,
        "location": 1,
        "message without text": 1,
        "entries that are no message": 1,
    }


def test_the_exporters_control_characters_are_read() -> None:
    """It writes U+000B as \\x0B, which no JSON parser takes; some versions write the character itself."""
    data = chat(message(1, "one TWO three")).replace(b"TWO", b"t\\x0Bwo \x01 \\q")
    assert contents(Telegram(), data, "r.json") == {"/messages/0": b"one t\x0bwo \x01 \\q three"}
    found = take(Telegram(), data, "r.json")
    assert [(p.code, p.severity) for p in found.problems] == [("export_not_json", Severity.NOTICE)]


def test_half_characters_and_bytes_that_are_no_utf8_are_replaced_and_said() -> None:
    data = (
        chat(message(1, "a HALF b"), message(2, "c WRONG d"))
        .replace(b"HALF", b"\\ud83d")
        .replace(b"WRONG", b"\xff\xfe")
    )
    found = contents(Telegram(), data, "r.json")
    assert found["/messages/0"].decode().replace("\ufffd", "") == "a  b"
    assert found["/messages/1"].decode() == "c \ufffd\ufffd d"
    assert sorted(codes(take(Telegram(), data, "r.json"))) == ["export_not_json", "message_faulty"]


def test_a_pair_of_escaped_halves_is_one_character() -> None:
    data = chat(message(1, "a DOVE")).replace(b"DOVE", b"\\ud83d\\udd4a")
    assert contents(Telegram(), data, "r.json") == {"/messages/0": "a 🕊".encode()}


def test_a_file_cut_off_gives_everything_before_the_cut() -> None:
    data = chat(*(message(n, f"{POST} {n}") for n in range(20)))
    found = take(Telegram(), data[: len(data) // 2], "result.json")
    assert 8 <= len(found.pieces) <= 11
    assert codes(found) == ["export_truncated"]
    assert "byte" in found.problems[0].what


def test_one_unusable_message_costs_no_other() -> None:
    deep = {"id": 2, "type": "message", "text": "DEEP"}
    data = chat(message(1), deep, message(3)).replace(b'"DEEP"', b"[" * 100_000 + b"]" * 100_000)
    found = take(Telegram(), data, "result.json")
    assert [p.path for p in found.pieces] == ["/messages/0", "/messages/2"]
    assert codes(found) == ["message_unusable"]


def test_a_message_larger_than_any_is_passed_over_without_being_held() -> None:
    huge = b"x" * (40 << 20)
    data = chat(message(1), message(2, "HUGE"), message(3)).replace(b"HUGE", huge)
    with tempfile.TemporaryDirectory() as made:
        path = Path(made) / "container"
        path.write_bytes(data)
        (Path(made) / "spool").mkdir()
        spool = Spool(Path(made) / "spool", len(data))
        item = item_of(b"", "result.json")
        del data, huge
        tracemalloc.start()
        Telegram().unpack(path, item, spool)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert [p.path for p in spool.pieces] == ["/messages/0", "/messages/2"]
    assert [p.code for p in spool.problems] == ["message_unusable"]
    assert peak < 24 << 20


def test_dates_without_an_instant_or_against_it_are_said() -> None:
    old = {k: v for k, v in message(1).items() if k != "date_unixtime"}
    found = taken(old)
    assert found.pieces[0].capture.claimed_at is None
    assert (found.pieces[0].capture.published, found.pieces[0].capture.published_basis) == (
        None,
        DateBasis.NONE,
    )
    assert any(s.value == "2024-05-03T11:00:00" for s in found.pieces[0].capture.stated)
    assert codes(found) == ["message_faulty"]
    wrong = message(1) | {"date": "2023-01-01T00:00:00"}
    assert "contradicts" in taken(wrong).problems[0].what
    assert taken(wrong).pieces[0].capture.published == date(2024, 5, 3)
    for nonsense in ("", "-99999999999999999", "soon", None, [1]):
        assert taken(message(1) | {"date_unixtime": nonsense}).pieces[0].capture.published is None


def test_an_account_gives_every_chat_and_none_of_its_contacts() -> None:
    private = {"name": "Ivan Example", "type": "personal_chat", "id": 7, "messages": [message(1)]}
    left = {"name": "Left Channel", "type": "private_channel", "id": 8, "messages": [message(9)]}
    found = take(
        Telegram(), account({**CHANNEL, "messages": [message(5)]}, private, left=(left,)), "result.json"
    )
    assert [(p.path, p.name) for p in found.pieces] == [
        ("/chats/list/0/messages/0", "chat-1900000417/message-5.txt"),
        ("/chats/list/1/messages/0", "chat-7/message-1.txt"),
        ("/left_chats/list/0/messages/0", "chat-8/message-9.txt"),
    ]
    assert [p.capture.publisher for p in found.pieces] == ["Harbour Wire Video", None, "Left Channel"]
    assert codes(found) == ["account_left_out"]
    assert not any(name in str(found) for name in ("Anna", "Bohdan", "Ivan"))


def test_the_export_is_known_by_its_bytes_and_foreign_json_is_not() -> None:
    head = chat(message(1))[:8192]
    assert importer_of(head, "whatever.bin") is not None
    for other in (
        b'{"messages": []}',
        b'{"name": "x", "type": "podcast"}',
        b'{"about": "us"}',
        b"[]",
        b'{"type": 3}',
    ):
        assert not Telegram().recognises(other, "result.json")


def test_pages_of_an_html_export_are_kept_and_not_taken_for_articles() -> None:
    page = (
        b'<!DOCTYPE html>\n<html>\n <head>\n  <meta charset="utf-8"/>\n<title>Exported Data</title>\n'
        b'<link href="css/style.css" rel="stylesheet"/></head>\n<body onload="CheckLocation();">\n'
        b'<div class="page_wrap">\n<div class="text">Two were shot.</div></div></body></html>'
    )
    found = importer_of(page[:8192], "messages.html")
    assert isinstance(found, TelegramPages)
    got = take(found, page, "messages.html")
    assert got.pieces == () and [p.code for p in got.problems] == ["telegram_html"]
    assert "JSON" in got.problems[0].remedy


def test_memory_does_not_grow_with_the_export() -> None:
    """What is held grows by the lines that name the pieces, never by the texts."""

    def peak(messages: int) -> int:
        with tempfile.TemporaryDirectory() as made:
            path = Path(made) / "container"
            with path.open("wb") as file:
                file.write(b'{"name": "A", "type": "public_channel", "id": 1, "messages": [')
                for number in range(messages):
                    photo = json.dumps(
                        {"id": number, "type": "message", **at(3), "text": "", "sticker_emoji": "x" * 20_000}
                    )
                    file.write((b"," if number else b"") + photo.encode())
                file.write(b"]}")
            spool = Spool(Path(made), path.stat().st_size, Bounds())
            tracemalloc.start()
            Telegram().unpack(path, item_of(b"", "result.json"), spool)
            most = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            assert spool.left_out["message without text"] == messages
            return most

    assert peak(2000) < 1.3 * peak(500)
