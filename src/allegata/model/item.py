"""Originals as they came, what is known of their capture, and what happened to them since."""

from dataclasses import dataclass
from datetime import date, datetime

from allegata.model.vocabulary import CustodyType, DateBasis


@dataclass(frozen=True, slots=True)
class Capture:
    """What is known of how an item was captured (Berkeley Protocol paras 153–155). Unknown stays None."""

    received_name: str  # the file name it came under
    url: str | None = None
    publisher: str | None = None
    published: date | None = None
    published_basis: DateBasis = DateBasis.NONE
    retrieved_at: datetime | None = None
    collector: str | None = None
    method: str = "received_from_third_party"
    note: str | None = None


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
    """One act on an item; the ledger holds them in an unbroken chain."""

    item: str
    type: CustodyType
    at: datetime
    by: str
    hash_before: str
    hash_after: str
    tool: str
    reason: str = ""
