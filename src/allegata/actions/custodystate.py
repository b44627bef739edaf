"""The state of custody at a glance: what is signed, stamped, copied and checked, and since when not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, select

from allegata.actions.casebook import Casebook
from allegata.actions.checkpoint import checkpoint_record
from allegata.actions.key import KeyState, key_state
from allegata.actions.sealed import closed_to
from allegata.actions.stamp import Unstamped, unstamped
from allegata.actions.tsa import Tsa, tsas
from allegata.actions.upkeep import copies
from allegata.evidence.custody import EntryKind
from allegata.model.codec import from_data, parse
from allegata.model.item import Item
from allegata.model.proof import CheckpointRecord, StampRecord
from allegata.store.tables import EVENTS, ITEMS

STAMPS = 10
"""Time stamps that are shown, the newest first."""


@dataclass(frozen=True, slots=True)
class SecondCopy:
    """A second copy as the ledger knows it: where, how far it reaches, what could not be copied."""

    place: str
    at: datetime
    by: str
    last: int  # the last entry that it holds
    left_out: int


@dataclass(frozen=True, slots=True)
class Scrubbed:
    """The last rolling check of the vault."""

    at: datetime
    checked: int
    total: int
    wrong: int
    round_ended: datetime | None  # when the last full round ended; None: there was none


@dataclass(frozen=True, slots=True)
class CustodyState:
    """Everything the page of custody tells; nothing of it is a check made now."""

    entries: int
    items: int
    begun: datetime
    last: datetime
    checkpoint: CheckpointRecord | None
    keys: KeyState
    tsas: tuple[Tsa, ...]
    stamps: tuple[StampRecord, ...]
    unstamped: Unstamped | None
    copies: tuple[SecondCopy, ...]
    scrubbed: Scrubbed | None


def custody_state(book: Casebook) -> CustodyState:
    """The state of one casebook, from its ledger."""
    end = book.ledger.end().count
    return CustodyState(
        end,
        book.index.count(ITEMS),
        from_data(datetime, book.ledger.entry(1).data["at"]),
        from_data(datetime, book.ledger.entry(end).data["at"]),
        checkpoint_record(book),
        key_state(book),
        tsas(book),
        tuple(_stamps(book)),
        unstamped(book),
        _copies(copies(book)),
        _scrubbed(book),
    )


def _stamps(book: Casebook) -> list[StampRecord]:
    query = select(EVENTS.c.seq).where(EVENTS.c.kind == EntryKind.TIMESTAMPED)
    rows = book.index.rows(query.order_by(EVENTS.c.seq.desc()).limit(STAMPS))
    return [
        from_data(StampRecord, book.ledger.entry(row.seq).data["payload"]["stamp"] | {"entry": row.seq})
        for row in rows
    ]


def _copies(made: tuple[Mapping[str, Any], ...]) -> tuple[SecondCopy, ...]:
    """The newest word on each place."""
    found: dict[str, SecondCopy] = {}
    for data in made:
        payload = data["payload"]
        at, left = from_data(datetime, data["at"]), len(payload["not_copied"])
        found[payload["place"]] = SecondCopy(payload["place"], at, data["by"], payload["last"], left)
    return tuple(sorted(found.values(), key=lambda one: one.at, reverse=True))


def _scrubbed(book: Casebook) -> Scrubbed | None:
    query = select(EVENTS.c.seq).where(EVENTS.c.kind == EntryKind.SCRUBBED, EVENTS.c.subject == book.id)
    runs = [book.ledger.entry(row.seq).data for row in book.index.rows(query.order_by(EVENTS.c.seq.desc()))]
    if not runs:
        return None
    newest = runs[0]["payload"]
    ended = next((from_data(datetime, run["at"]) for run in runs if run["payload"]["complete"]), None)
    at = from_data(datetime, runs[0]["at"])
    return Scrubbed(at, newest["checked"], newest["total"], len(newest["faults"]), ended)


# --- one page of the list of items, for a way to the proof of each --------------------------------------------


def items_page(
    book: Casebook, words: str, number: int, size: int, *, only_reads: bool = False
) -> tuple[tuple[Item, ...], int, int]:
    """Items whose name or id begins with some words, or all: one page of them, how many, and how many are withheld.

    :param only_reads: those that tell of a sealed record are withheld, whatever the words.
    """
    shut = closed_to(book, only_reads).items
    called = ITEMS.c.id.startswith(words.lower(), autoescape=True) | ITEMS.c.name.contains(
        words, autoescape=True
    )
    where = and_(*([called] if words else []), ITEMS.c.id.not_in(shut))
    total = book.index.count(ITEMS, where)
    query = select(ITEMS.c.data).where(where)
    query = query.order_by(ITEMS.c.seq).limit(size).offset((number - 1) * size)
    return tuple(parse(Item, row.data) for row in book.index.rows(query)), total, len(shut)
