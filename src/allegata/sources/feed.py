"""RSS and Atom files: each entry's text as it was given, with its address and day.

The file is parsed and nothing is fetched. A file that declares entities is refused: a few lines of them
unfold to gigabytes, and no feed needs any. The names of authors stay in the original; the publisher is the
feed, or the feed that an entry says it was taken from.
"""

import html
import io
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from allegata.errors import Severity
from allegata.model.item import Capture, Item, Stated
from allegata.model.vocabulary import ContentPresent, DateBasis
from allegata.sources.importer import Spool

LIMIT = 64 << 20
"""Bytes of a feed that are parsed; the whole of it is in memory, several times over."""

_FEED = re.compile(
    rb"<rss[\s>]|<(?:\w+:)?RDF\b[^>]{0,2000}http://purl\.org/rss/1\.0/|"
    rb"<(?:\w+:)?feed\b[^>]{0,2000}http://(?:www\.w3\.org/2005/Atom|purl\.org/atom)",
    re.IGNORECASE | re.DOTALL,
)
_DECLARED = re.compile(rb"^(<\?xml[^>]*?)\s+encoding=[\"'][^\"']*[\"']")
_TAG = re.compile(r"<[a-zA-Z/!][^<>]*>")
_ZONE = re.compile(r"(?:Z|[+-]\d{2}:?\d{2}|\b(?:GMT|UTC?|[ECMP][SD]T))\s*$")


class Feed:
    """A feed in any version that is in use."""

    name = "feed"
    version = "1"

    def recognises(self, head: bytes, name: str) -> bool:
        """By the root element, whatever the file is called."""
        head = head.replace(b"\x00", b"")  # UTF-16 as well
        return b"<html" not in head[:1024].lower() and _FEED.search(head) is not None

    def unpack(self, path: Path, item: Item, spool: Spool) -> None:
        """Every entry with text as a piece."""
        name = item.capture.received_name
        if item.length > LIMIT:
            what = f"The feed has {item.length:,} bytes; up to {LIMIT:,} are parsed. It is kept."
            spool.problem("feed_too_large", name, what, "Split it, and add the parts.", Severity.UNREADABLE)
            return
        data = path.read_bytes()
        if b"<!ENTITY" in data.replace(b"\x00", b""):
            what = (
                "The file declares entities, with which a few lines unfold to gigabytes; it was not parsed."
            )
            remedy = "Ask where the file comes from; add its reports as files of their own."
            spool.problem("feed_declares_entities", name, what, remedy, Severity.UNREADABLE)
            return
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            data = _DECLARED.sub(rb"\1", data.decode("utf-16", errors="replace").encode())
        _read(data, name, spool)


def _read(data: bytes, name: str, spool: Spool) -> None:
    import feedparser  # noqa: PLC0415  a slow import that only feeds need

    found = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    if found.get("bozo"):
        spool.problem(
            "feed_damaged",
            name,
            f"The feed is not well-formed ({str(found.get('bozo_exception'))[:120]}); it was read as far as it goes.",
            "Compare the number of entries with the source, if there is one still.",
        )
    if not found.get("entries"):
        what, remedy = "The feed holds no entry.", "Ask for the file again."
        spool.problem("feed_empty", name, what, remedy, Severity.UNREADABLE)
    root = "/feed/entry" if str(found.get("version")).startswith("atom") else "/rss/channel/item"
    publisher = _line(found.feed.get("title"))
    without_text = 0
    for number, entry in enumerate(found.entries, start=1):
        text, kind, done = _content(entry)
        if not text.strip():
            without_text += 1
            continue
        spool.add(
            f"{root}[{number}]",
            f"entry-{number:04}.{'html' if kind == 'text/html' else 'txt'}",
            text.encode("utf-8", errors="replace"),
            _capture(entry, publisher, done),
            kind,
        )
    if without_text:
        what = f"{without_text} entr{'y' if without_text == 1 else 'ies'} of the feed hold neither text nor title."
        spool.problem("feed_without_text", name, what, "Nothing need be done.", Severity.NOTICE)


def _content(entry: Mapping[str, Any]) -> tuple[str, str, str]:
    """The entry's text as given, its media type, and what was done to it."""
    given = [part.get("value") or "" for part in entry.get("content") or ()]
    text = max(given, key=len, default="") or entry.get("summary") or ""
    if not text.strip():
        return entry.get("title") or "", "text/plain", "the entry's title, taken out of the feed"
    if _TAG.search(text):
        return text, "text/html", "the entry's markup, taken out of the feed"
    return (
        html.unescape(text),
        "text/plain",
        "the entry's text, taken out of the feed; character references resolved",
    )


def _capture(entry: Mapping[str, Any], publisher: str | None, done: str) -> Capture:
    source = _line((entry.get("source") or {}).get("title"))
    at, day = _when(entry.get("published"), entry.get("published_parsed"))
    stated = [
        Stated(name, value[:2000])
        for name, value in (
            ("title", _line(entry.get("title"))),
            ("published", _line(entry.get("published"))),
            ("updated", _line(entry.get("updated"))),
            ("id", _line(entry.get("id"))),
            ("feed", publisher if source else None),
        )
        if value
    ]
    for link in (entry.get("enclosures") or ())[:20]:
        if link.get("href"):
            stated.append(Stated("enclosure", str(link["href"])[:2000]))
    return Capture(
        received_name="",
        url=_line(entry.get("link")),
        publisher=source or publisher,
        published=day.date() if day else None,
        published_basis=DateBasis.EXPORT_METADATA if day else DateBasis.NONE,
        claimed_at=at,
        content_present=ContentPresent.YES,
        transformations=(done,),
        stated=tuple(stated),
    )


def _when(words: object, parsed: Any) -> tuple[datetime | None, datetime | None]:
    """The instant that an entry states, if it names a zone, and the moment whose calendar day it names."""
    if not isinstance(words, str):
        return None, None
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(words.strip())
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        zoned = moment.tzinfo is not None and _ZONE.search(words) is not None
        try:
            return (moment.astimezone(UTC) if zoned else None), moment
        except (OverflowError, ValueError):
            return None, moment
    try:
        given = datetime(*parsed[:6]).replace(tzinfo=UTC) if parsed else None
    except (ValueError, TypeError):
        return None, None
    return (given if _ZONE.search(words) else None), given


def _line(words: object) -> str | None:
    """Words on one line, or None."""
    return " ".join(words.split()) or None if isinstance(words, str) else None
