"""Originals as they came, what is known of their capture, and what happened to them since."""

from dataclasses import dataclass
from datetime import date, datetime

from allegata.model.vocabulary import ContentPresent, CopyKind, CustodyType, DateBasis

NOTE_OF_COLLECTOR = "note_of_collector"
"""The `Capture.method` of words that a collector wrote down: kept and shown, never read as a report."""


@dataclass(frozen=True, slots=True)
class Member:
    """Where an item lay inside another: a record of a web archive, a message of an export, a file of a ZIP.

    `path` is the importer's own address in the container: a file name, a record id, a JSON pointer
    (RFC 6901), a row number.
    """

    container: str  # item id
    path: str
    importer: str  # name and version of what took it out


@dataclass(frozen=True, slots=True)
class Post:
    """What an export says of a post: which channel, which number, whose words it passes on.

    Names of private persons are not kept here: `author` is a channel's or an outlet's name, or None; the
    original keeps everything. `forwarded_from` is the label that a channel shows to everybody.
    """

    platform: str
    channel: str | None = None  # its name as the export states it
    channel_id: str | None = None
    post_id: str | None = None
    author: str | None = None
    forwarded_from: str | None = None
    reply_to: str | None = None
    edited_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Stated:
    """One more thing that somebody wrote down of a capture, under the name that they gave it."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Capture:
    """What is known of how an item was captured (Berkeley Protocol paras 153–155). Unknown stays None.

    Six times never meet in one field: `claimed_at` (what the material or its platform says of itself),
    `published` (with its basis), `retrieved_at` (captured). What a file carries inside itself (embedded)
    lies with its metadata, when it came in (ingested) in the ledger's entry, and when a third party
    vouched for it (stamped) with the checkpoint's timestamps.
    """

    received_name: str  # the file name it came under
    url: str | None = None
    publisher: str | None = None
    published: date | None = None
    published_basis: DateBasis = DateBasis.NONE
    retrieved_at: datetime | None = None
    collector: str | None = None
    method: str = "received_from_third_party"
    note: str | None = None
    url_final: str | None = None
    redirects: tuple[str, ...] = ()
    claimed_at: datetime | None = None
    clock_source: str | None = None  # whose clock gave `retrieved_at`
    tool: str | None = None  # what captured it, with its version, as stated
    content_present: ContentPresent = ContentPresent.NOT_CHECKED
    transformations: tuple[str, ...] = ()  # what was done to the bytes on the way here (para 154)
    member_of: Member | None = None
    post: Post | None = None
    stated: tuple[Stated, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One original: its id *is* the SHA-256 of its bytes, in lower-case hex."""

    id: str
    length: int
    media_type: str
    capture: Capture
    completeness: str = "text_only"  # which of the Berkeley minimum (URL, source, full-page capture) is there


@dataclass(frozen=True, slots=True)
class CustodyEvent:
    """One act on an item; the ledger holds them in an unbroken chain (DOMAIN 1.17).

    `hash_before` and `hash_after` are equal but for `derivative_created`, where they name parent and child.
    """

    item: str
    type: CustodyType
    at: datetime
    by: str
    hash_before: str
    hash_after: str
    tool: str
    reason: str = ""
    custodian_from: str = ""
    custodian_to: str = ""
    place: str = ""  # the device, or the medium it went to
    clock_source: str = "system clock"
    authority: str = ""
    copy_kind: CopyKind = CopyKind.EVIDENTIARY


@dataclass(frozen=True, slots=True)
class Appearance:
    """One place where the bytes of an item were met: the same bytes may come many times.

    `entry` is the ledger entry that says so.
    """

    item: str
    capture: Capture
    entry: int
