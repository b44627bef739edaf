"""What an audit lists: every entry of the ledger, or those that were asked for."""

from dataclasses import dataclass
from datetime import datetime

from allegata.model.item import CustodyEvent


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which entries are wanted; nothing set: all. `since` and `until` are both included, to the second."""

    by: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    subject: str | None = None
    item: str | None = None  # entries that concern it, whatever they are about


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One act: who, when, what, on what; `hash` is the entry's, `custody` the acts on items that it records."""

    entry: int
    at: datetime
    by: str
    kind: str
    subject: str
    words: str
    reason: str
    custody: tuple[CustodyEvent, ...]
    hash: str
