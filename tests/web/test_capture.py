"""What is known of a capture is shown with its six times apart, and nothing that could expose a person."""

from dataclasses import replace
from datetime import UTC, date, datetime

from allegata.model.item import Appearance, Capture, CustodyEvent, Item, Member, Post, Stated
from allegata.model.media import ClaimSource, EmbeddedTime, GraphicLevel, LogLine, MediaFacts, MetadataClaim
from allegata.model.result import Inside, ItemRecord
from allegata.model.vocabulary import ContentPresent, CustodyType, DateBasis
from allegata.web import capture

NOON = datetime(2025, 3, 4, 12, 0, tzinfo=UTC)
ID = "ab" * 32
CAPTURE = Capture(
    "export/message-7.txt",
    url="https://channel.example/7",
    url_final="https://channel.example/7?s",
    redirects=tuple(f"https://channel.example/{n}" for n in range(25)),
    published=date(2025, 3, 3),
    published_basis=DateBasis.EXPORT_METADATA,
    claimed_at=NOON,
    content_present=ContentPresent.LOGIN_OR_BOT_WALL,
    transformations=("message text joined from 2 runs",),
    member_of=Member("cd" * 32, "/messages/3", "telegram 1"),
    post=Post(
        "telegram", "Valley Wire", "19", "7", forwarded_from="Delta Desk", reply_to="5", edited_at=NOON
    ),
    stated=(Stated("chat type", "public_channel"),),
)
CAME = CustodyEvent(ID, CustodyType.RECEIVED, NOON, "desk", ID, ID, "allegata add")


def record(**changes: object) -> ItemRecord:
    made = ItemRecord(Item(ID, 70, "text/plain", CAPTURE), None, None, (CAME,), ())
    return replace(made, **changes)  # type: ignore[arg-type]


def test_everything_stated_of_a_capture_is_shown() -> None:
    shown = {fact.label: fact.words for fact in capture.capture_facts(record())}
    assert shown["Address"].startswith(
        "https://channel.example/7; led to https://channel.example/7?s; by way of"
    )
    assert shown["Address"].endswith("and 5 more")
    assert shown["Post"] == "telegram, Valley Wire, no. 7"
    assert shown["Passed on from"] == "Delta Desk" and shown["Answers"] == "no. 5"
    assert "/messages/3 by telegram 1" in shown["Taken out of"]
    assert shown["Content present"].startswith("no: a login")
    assert shown["Stated: chat type"] == "public_channel"


def test_each_time_stands_in_its_own_line_and_none_is_filled_in() -> None:
    media = MediaFacts(
        ID, "av 1", "video", times=(EmbeddedTime(ClaimSource.EXIF, "DateTime", "2020:01:01 00:00:00"),)
    )
    shown = [fact.words for fact in capture.times(record(media=media))]
    assert shown == [
        "2025-03-04 12:00:00 UTC",
        "3 March 2025 (basis: export metadata)",
        "2020:01:01 00:00:00 (EXIF DateTime)",
        "not stated",
        "2025-03-04 12:00:00 UTC (ledger)",
    ]


def test_claims_that_lead_to_a_person_or_place_are_withheld_unless_asked_for() -> None:
    claims = (
        MetadataClaim(ClaimSource.EXIF, "GPSLatitude", "48.1"),
        MetadataClaim(ClaimSource.EXIF, "Make", "test camera"),
    )
    media = MediaFacts(ID, "pillow 1", "image", "JPEG", width=4, height=3, claims=claims)
    shown = {fact.label: fact.words for fact in capture.claims(record(media=media))}
    assert shown["EXIF: GPSLatitude"] == "[withheld]" and shown["EXIF: Make"] == "test camera"
    whole = {fact.label: fact.words for fact in capture.claims(record(media=media), withhold=False)}
    assert whole["EXIF: GPSLatitude"] == "48.1"
    assert capture.claims(record()) == ()


def test_a_log_line_has_its_place_in_the_film() -> None:
    line = LogLine(ID, 12_000, 3_671_000, "a road sign", GraphicLevel.NONE, False, "viewer", NOON)
    (shown,) = capture.log(record(log=(line,)))
    assert shown.label == "0:12–1:01:11" and "noted by viewer" in shown.words


def test_appearances_and_contents_are_listed() -> None:
    again = Appearance(ID, Capture("b.txt"), 9)
    lines = capture.met(record(appearances=(Appearance(ID, CAPTURE, 4), again)))
    assert [one.entry for one in lines] == [4, 9]
    assert lines[0].place == "https://channel.example/7, telegram, Valley Wire"
    assert lines[1].place == "" and lines[1].times == "no time stated"
    inside = Inside(5, "zip", "1", 1, 10, 0, (("folder", 2),))
    assert capture.contents((inside,)) == ("1 thing taken out by zip 1 (entry 5); 2 left out: folder",)
