"""The ledger's word that an item came in: from a folder, or out of a container."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from allegata.actions.casebook import Casebook
from allegata.errors import Problem
from allegata.evidence.custody import Draft, EntryKind
from allegata.knowledge import load
from allegata.model.codec import to_data
from allegata.model.item import Capture, CustodyEvent, Item
from allegata.model.vocabulary import ContentPresent, CustodyType
from allegata.reading import walls
from allegata.reading.media import HTML, PDF, TEXTS, media_type
from allegata.store.batch import Stored

T = TypeVar("T")

BATCH_FILES = 1024
BATCH_BYTES = 64 << 20
"""A batch is one transaction: large enough that its flush to disk costs little per file."""
TURN_FILES = 128
"""Files that are kept in one turn, where others wait for theirs."""
_FROM_OUTSIDE = (CustodyType.RECEIVED, CustodyType.HASHED, CustodyType.STORED)
_FROM_INSIDE = (CustodyType.DERIVATIVE_CREATED, CustodyType.HASHED, CustodyType.STORED)


def batches(found: Iterable[tuple[T, int]], files: int = BATCH_FILES) -> Iterator[list[T]]:
    """Things with their lengths in bytes, a transaction's worth at a time."""
    batch: list[T] = []
    size = 0
    for one, length in found:
        batch.append(one)
        size += length
        if len(batch) >= files or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def received(
    book: Casebook, stored: Stored, capture: Capture, tool: str, problems: tuple[Problem, ...] = ()
) -> Draft:
    """One entry for what happened to an item in one go: received or taken out, hashed, stored."""
    at, by = book.now(), book.outside.by
    kind, _ = media_type(stored.head, capture.received_name)
    item = Item(stored.digest, stored.length, kind, capture, completeness(kind, capture))
    before = capture.member_of.container if capture.member_of else item.id
    # they differ in two fields: one is written out in full and the others after it, which is a third of the work
    kinds = _FROM_INSIDE if capture.member_of else _FROM_OUTSIDE
    same = to_data(CustodyEvent(item.id, kinds[0], at, by, item.id, item.id, tool))
    events = [
        same
        | {"type": event.value, "hash_before": before if event is CustodyType.DERIVATIVE_CREATED else item.id}
        for event in kinds
    ]
    payload = {"item": to_data(item), "events": events, "problems": to_data(problems)}
    return Draft(EntryKind.RECEIVED, at, by, item.id, payload)


def met_again(
    book: Casebook, item: str, capture: Capture, tool: str, problems: tuple[Problem, ...] = ()
) -> Draft:
    """One entry for bytes that were held and came in once more: a second receipt is an act, too."""
    at, by = book.now(), book.outside.by
    event = CustodyEvent(
        item, CustodyType.RECEIVED, at, by, item, item, tool, "held already; not stored twice"
    )
    payload = {"capture": to_data(capture), "events": to_data((event,)), "problems": to_data(problems)}
    return Draft(EntryKind.MET_AGAIN, at, by, item, payload)


def told(book: Casebook, stored: Stored, capture: Capture) -> Capture:
    """A capture with what its bytes tell: whether a page holds content, or a login and the like."""
    if capture.content_present is not ContentPresent.NOT_CHECKED:
        return capture
    kind, _ = media_type(stored.head, capture.received_name)
    if kind != HTML:
        return capture
    present = walls.content_present(walls.glance(stored.head), load(book.knowledge).lexicon("walls"))
    return replace(capture, content_present=present)


def completeness(kind: str, capture: Capture) -> str:
    """Which of the Berkeley minimum (para 155: URL, source of the page, full-page capture) an item is."""
    if kind in (HTML, PDF):
        own = "source" if kind == HTML else "page_image"
        return f"url+{own}" if capture.url else own
    own = "text_only" if kind in TEXTS else "file_only"
    return f"url+{own}" if capture.url else own
