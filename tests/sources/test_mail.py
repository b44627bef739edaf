"""Mail: bodies and attachments come out, names stay in, broken parts are named."""

from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from tests.builders.importer_case import ImporterCase, contents, take

from allegata.sources.mail import Mail
from allegata.sources.registry import importer_of

MARK = b"\x89PNG\r\n\x1a\n" + bytes(40)


def letter(text: str = "Two were shot, the office said.\n", charset: str = "utf-8") -> EmailMessage:
    made = EmailMessage()
    made["From"] = "Anna Petrenko <anna@open-ground.example>"
    made["To"] = "desk@example-desk.example"
    made["Subject"] = "Note on Makiivka"
    made["Date"] = "Fri, 03 May 2024 10:00:00 +0300"
    made["Message-ID"] = "<1@open-ground.example>"
    made.set_content(text, charset=charset)
    return made


def bound(message: EmailMessage) -> bytes:
    """A mail's bytes with boundaries that do not change."""
    for number, part in enumerate(message.walk()):
        if part.is_multipart() and part.get_content_type() != "message/rfc822":
            part.set_boundary(f"=_{number}")
    return message.as_bytes()


def full() -> bytes:
    made = letter()
    made.add_alternative("<p>Two were shot, the office said.</p>", subtype="html")
    made.add_attachment(MARK, maintype="image", subtype="png", filename="map.png")
    made.add_attachment(letter("An older mail.\n"), filename="older.eml")
    made.add_attachment("a,b\n", filename="table.csv", subtype="csv")
    return bound(made)


class TestMail(ImporterCase):
    importer = Mail()

    def valid(self) -> dict[str, bytes]:
        return {"letter.eml": full(), "short": bound(letter())}


def codes(data: bytes) -> list[str]:
    return [p.code for p in take(Mail(), data, "x.eml").problems]


def test_bodies_and_attachments_come_out_under_the_numbers_of_their_parts() -> None:
    found = contents(Mail(), full(), "letter.eml")
    assert found["1.1"] == b"Two were shot, the office said.\n"
    assert found["1.2"].strip() == b"<p>Two were shot, the office said.</p>"
    assert found["2"] == MARK
    assert b"An older mail." in found["3"] and found["3"].startswith(b"From: ")
    assert found["4"] == b"a,b\n"
    names = [p.name for p in take(Mail(), full(), "letter.eml").pieces]
    assert names == ["body.txt", "body.html", "map.png", "older.eml", "table.csv"]
    kinds = [p.media_type for p in take(Mail(), full(), "letter.eml").pieces]
    assert kinds == ["text/plain", "text/html", "image/png", "message/rfc822", "text/csv"]


def test_headers_are_stated_and_correspondents_are_not() -> None:
    capture = take(Mail(), full(), "letter.eml").pieces[0].capture
    assert capture.claimed_at == datetime(2024, 5, 3, 7, tzinfo=UTC)
    assert (capture.publisher, capture.published) == (None, None)
    stated = {s.name: s.value for s in capture.stated}
    assert stated["Subject"] == "Note on Makiivka" and stated["Message-ID"] == "<1@open-ground.example>"
    assert "Petrenko" not in str(capture) and "anna@" not in str(capture) and "desk@" not in str(capture)


def test_text_is_converted_to_utf8_and_says_so() -> None:
    data = bound(letter("Двоє людей.\n", charset="koi8-u"))
    assert contents(Mail(), data, "x.eml") == {"1": "Двоє людей.\n".encode()}
    assert take(Mail(), data, "x.eml").pieces[0].capture.transformations == (
        "text converted from koi8-u to UTF-8",
    )


def test_two_attachments_of_one_name_and_names_that_climb_are_told_apart() -> None:
    made = letter()
    made.add_attachment(b"1", maintype="image", subtype="png", filename="../../map.png")
    made.add_attachment(b"2", maintype="image", subtype="png", filename="C:\\x\\map.png")
    made.add_attachment(b"3", maintype="image", subtype="png", filename="\x07 .")
    names = [p.name for p in take(Mail(), bound(made), "x.eml").pieces]
    assert names == ["body.txt", "map.png", "map-2.png", "part-4"]


@pytest.mark.parametrize("words", ["soon", "", "Fri, 99 May 2024", "Fri, 03 May 2024 10:00:00 -0000"])
def test_a_date_that_is_no_instant_stays_words(words: str) -> None:
    data = bound(letter()).replace(b"Fri, 03 May 2024 10:00:00 +0300", words.encode())
    (piece,) = take(Mail(), data, "x.eml").pieces
    assert piece.capture.claimed_at is None


def test_broken_mail_is_read_as_far_as_it_goes_and_says_how_it_is_broken() -> None:
    whole = full()
    assert codes(whole[: whole.index(b'filename="table.csv"')]).count("mail_damaged") >= 1
    assert len(take(Mail(), whole[: len(whole) // 2], "x.eml").pieces) >= 2
    missing = (
        b"From: a@b.example\nDate: x\nContent-Type: multipart/mixed; boundary=never\n\nText in no part.\n"
    )
    assert contents(Mail(), missing, "x.eml") == {"1": b"Text in no part.\n"}
    assert "mail_damaged" in codes(missing)
    base64 = b"From: a@b.example\nDate: x\nContent-Transfer-Encoding: base64\n\nVHdvIHNob3Q\n"
    assert contents(Mail(), base64, "x.eml") == {"1": b"Two shot"}
    assert "mail_damaged" in codes(base64)


def test_parts_nested_beyond_reason_end_the_reading_and_nothing_else() -> None:
    deep = b"From: a@b.example\nDate: x\nSubject: y\n"
    for level in range(400):
        deep += b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (level, level)
    assert "mail_nested" in codes(deep + b"\nText.\n") or codes(deep + b"\nText.\n") == ["mail_without_text"]
    many = b"From: a@b.example\nDate: x\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 3000
    found = take(Mail(), many, "x.eml")
    assert len(found.pieces) == 1000 and "mail_parts" in [p.code for p in found.problems]


def test_mail_is_known_by_its_headers_and_prose_is_not() -> None:
    assert importer_of(bound(letter())[:8192], "no-ending") is not None
    assert importer_of(b"Date: yesterday\nFrom: the north\n\nA report.\n", "report.txt") is None
    assert importer_of(b"Two were shot. From: here\n", "report.eml") is None
