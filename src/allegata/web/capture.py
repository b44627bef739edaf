"""What is known of an item's capture, as lines of label and words: how it came, when, from where, and from what.

Six kinds of time stand apart and none is filled in from another.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from allegata.model import days, phrases
from allegata.model.item import Appearance, Capture, Item
from allegata.model.media import SOURCE_NAMES
from allegata.model.result import Inside, ItemRecord
from allegata.model.vocabulary import ContentPresent

SHOWN_LINKS = 20
"""Redirects that are listed; the record holds them all."""

CONTENT = {
    ContentPresent.YES: "yes",
    ContentPresent.PARTIAL: "in part: the capture was cut off",
    ContentPresent.LOGIN_OR_BOT_WALL: "no: a login or bot wall was captured in its place",
    ContentPresent.REMOVED: "no: the page said that it was not there any more",
    ContentPresent.NOT_CHECKED: "not checked",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One line: what it is called, and what is on record."""

    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Met:
    """One place where the bytes of an item were met."""

    name: str
    place: str  # address, channel, container; empty when nothing is stated
    times: str
    entry: int


def capture_facts(record: ItemRecord) -> tuple[Fact, ...]:
    """Everything stated of the first capture of an item, in one order for every item."""
    return tuple(Fact(label, words) for label, words in _facts(record) if words)


def _facts(record: ItemRecord) -> Iterator[tuple[str, str]]:
    item, capture = record.item, record.item.capture
    yield "Received as", f"{capture.received_name}, {item.length:,} bytes, {item.media_type}"
    yield "Address", _address(capture)
    if capture.post:
        post = capture.post
        yield "Post", _joined((post.platform, post.channel, f"no. {post.post_id}" if post.post_id else None))
        yield "Passed on from", post.forwarded_from or ""
        yield "Answers", f"no. {post.reply_to}" if post.reply_to else ""
        yield "Edited", f"{_instant(post.edited_at)}, as stated" if post.edited_at else ""
    if capture.member_of:
        member = capture.member_of
        yield "Taken out of", f"{member.container[:16]}… at {member.path} by {member.importer}"
    yield "Capture", _joined((phrases.plain(capture.method), phrases.plain(item.completeness), capture.tool))
    yield "Collector", capture.collector or ""
    yield "Content present", CONTENT[capture.content_present]
    yield "Done on the way", "; ".join(capture.transformations)
    yield "Note", capture.note or ""
    for stated in capture.stated:
        yield f"Stated: {stated.name}", stated.value


def times(record: ItemRecord) -> tuple[Fact, ...]:
    """The times of an item, each in its own line; "not stated" where nothing is known."""
    capture = record.item.capture
    at = record.document.published if record.document else None
    day = (at.day if at else None) or capture.published
    basis = at.basis if at and at.day else capture.published_basis
    embedded: dict[str, list[str]] = {}
    for time in record.media.times if record.media else ():
        embedded.setdefault(time.wording, []).append(f"{SOURCE_NAMES[time.source]} {time.name}")
    came = record.custody[0].at if record.custody else None
    clock = f" (clock: {capture.clock_source})" if capture.clock_source else ""
    return (
        Fact("Time stated for it", _instant(capture.claimed_at)),
        Fact("Published", f"{days.day(day)} (basis: {phrases.plain(basis)})" if day else "not stated"),
        Fact("Embedded", "; ".join(f"{at} ({', '.join(by)})" for at, by in embedded.items()) or "not stated"),
        Fact("Captured", _instant(capture.retrieved_at) + (clock if capture.retrieved_at else "")),
        Fact("Came in", f"{_instant(came)} (ledger)" if came else "not stated"),
    )


def met(record: ItemRecord) -> tuple[Met, ...]:
    """Everywhere the bytes were met, oldest entry first."""
    return tuple(_met(one) for one in record.appearances)


def contents(inside: tuple[Inside, ...]) -> tuple[str, ...]:
    """What came of taking a container apart, in words."""
    lines = []
    for one in inside:
        left = "; ".join(f"{count} left out: {what}" for what, count in one.left_out)
        things = "thing" if one.members == 1 else "things"
        lines.append(
            f"{one.members} {things} taken out by {one.importer} {one.version} (entry {one.entry})"
            + (f"; {left}" if left else "")
        )
    return tuple(lines)


def claims(record: ItemRecord, withhold: bool = True) -> tuple[Fact, ...]:
    """What a file of footage says of itself, under the part of it that says so; empty for other items."""
    media = record.media
    if media is None:
        return ()
    size = f"{media.width} × {media.height} pixels" if media.width and media.height else ""
    length = f"{media.duration / 1000:.1f} seconds" if media.duration else ""
    turned = f"asks to be turned by {media.rotation}°" if media.rotation else ""
    codecs = ", ".join(stream.codec for stream in media.streams)
    facts = [Fact("File", _joined((media.kind, media.container, size, length, codecs, turned)))]
    for claim in media.claims:
        value = "[withheld]" if withhold and claim.exposing else claim.value
        facts.append(Fact(f"{SOURCE_NAMES[claim.source]}: {claim.name}", value))
    return tuple(facts)


def log(record: ItemRecord) -> tuple[Fact, ...]:
    """The content log: time in the film, neutral words, level, who noted it."""
    return tuple(
        Fact(
            f"{days.clock(line.start)}–{days.clock(line.end)}",
            f"{line.words} (level: {phrases.plain(line.level)}; noted by {line.by}, {days.day(line.at.date())})",
        )
        for line in record.log
    )


def words_of_others(item: Item) -> Iterator[str]:
    """What a collector, an export or a file name says, which the software only repeats."""
    capture = item.capture
    post = capture.post
    told = [capture.received_name, capture.url, capture.url_final, capture.publisher, capture.collector]
    told += [capture.note, capture.tool, capture.clock_source, *capture.redirects, *capture.transformations]
    told += [stated.name for stated in capture.stated] + [stated.value for stated in capture.stated]
    if capture.member_of:
        told.append(capture.member_of.path)
    if post:
        told += [post.channel, post.author, post.forwarded_from]
    yield from (words for words in told if words)


def _address(capture: Capture) -> str:
    parts = [capture.url or "not recorded"]
    if capture.url_final and capture.url_final != capture.url:
        parts.append(f"led to {capture.url_final}")
    passed = capture.redirects[:SHOWN_LINKS]
    if passed:
        more = len(capture.redirects) - len(passed)
        parts.append(f"by way of {', '.join(passed)}" + (f" and {more} more" if more else ""))
    return "; ".join(parts)


def _met(one: Appearance) -> Met:
    capture = one.capture
    post = capture.post
    channel = _joined((post.platform, post.channel)) if post else ""
    said = [
        ("stated", capture.claimed_at),
        ("published", capture.published),
        ("captured", capture.retrieved_at),
    ]
    stated = [
        f"{what} {_instant(at) if isinstance(at, datetime) else days.day(at)}" for what, at in said if at
    ]
    return Met(
        capture.received_name,
        _joined((capture.url, channel, capture.publisher)),
        "; ".join(stated) or "no time stated",
        one.entry,
    )


def _instant(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S} UTC" if at else "not stated"


def _joined(parts: tuple[str | None, ...]) -> str:
    return ", ".join(dict.fromkeys(part for part in parts if part))
