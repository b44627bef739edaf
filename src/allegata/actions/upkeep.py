"""What the ledger says of keeping a casebook whole: copies, checks, what was brought back, who can open it."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from allegata.actions.casebook import Casebook
from allegata.evidence.custody import EntryKind
from allegata.model.codec import from_data
from allegata.model.item import CustodyEvent
from allegata.model.vocabulary import CustodyType
from allegata.store.tables import EVENTS


def words(entry: Mapping[str, Any], files: Mapping[str, str]) -> str | None:
    """An entry of upkeep in words; None for any other.

    :param files: item → the name it came under.
    """
    payload, name = entry["payload"], files.get(entry["subject"], f"object {entry['subject']}")
    if entry["kind"] == EntryKind.MIRRORED:
        left = (
            f", {_number(len(payload['not_copied']), 'object')} could not be" if payload["not_copied"] else ""
        )
        return (
            f"entries {payload['first']} to {payload['last']} and {_number(payload['copied'], 'object')} were copied "
            f"to {payload['place']}{left}"
        )
    if entry["kind"] == EntryKind.RESTORED:
        kept = f"; what lay there is kept in {payload['kept']}" if payload["kept"] else ""
        return f"{name} was {payload['was']} and was brought back from {payload['place']}{kept}"
    if entry["kind"] == EntryKind.SCRUBBED and "fault" in payload:
        return f"{name} was found {payload['fault'].removeprefix('object_')} when it was hashed anew"
    if entry["kind"] == EntryKind.SCRUBBED:
        wrong = f"{len(payload['faults']) or 'nothing'} wrong"
        end = "; a round was complete" if payload["complete"] else ""
        return f"{payload['checked']} of {_number(payload['total'], 'object')} were hashed anew, {wrong}{end}"
    if entry["kind"] == EntryKind.RECIPIENTS_NAMED:
        added = [one for one in payload["recipients"] if one not in payload["before"]]
        taken = [one for one in payload["before"] if one not in payload["recipients"]]
        parts = [f"{one} can open the casebook" for one in added] + [f"{one} was taken out" for one in taken]
        return "; ".join(parts)
    return None


def copies(book: Casebook) -> tuple[Mapping[str, Any], ...]:
    """Every entry that tells of a second copy, oldest first."""
    query = select(EVENTS.c.seq).where(EVENTS.c.kind == EntryKind.MIRRORED).order_by(EVENTS.c.seq)
    return tuple(book.ledger.entry(row.seq).data for row in book.index.rows(query))


def copied(made: Iterable[Mapping[str, Any]], item: str, entry: int) -> Iterator[tuple[int, CustodyEvent]]:
    """The copies that an item went into, with the number of the ledger entry that says so.

    A copy names the stretch of entries that it took; an item goes along with its own entry.

    :param made: as `copies` gives them. :param entry: the number of the entry with which the item came in.
    """
    for data in made:
        payload = data["payload"]
        if payload["first"] <= entry <= payload["last"] and item not in payload["not_copied"]:
            at, place = from_data(datetime, data["at"]), payload["place"]
            yield (
                data["seq"],
                CustodyEvent(
                    item, CustodyType.COPIED, at, data["by"], item, item, payload["tool"], "second copy",
                    place=place,
                ),
            )  # fmt: skip


def _number(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
