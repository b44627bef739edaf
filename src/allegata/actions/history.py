"""`allegata history`: who did what to one thing, when and why; nothing ever leaves this list."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from allegata.actions.casebook import Casebook
from allegata.actions.current import every_decision
from allegata.errors import UnknownThing
from allegata.evidence.custody import EntryKind
from allegata.linking.pairs import PAIR_SEPARATOR
from allegata.model.codec import from_data, parse
from allegata.model.decision import Decision, DecisionVerb
from allegata.model.incident import Incident
from allegata.model.result import History, HistoryEntry
from allegata.reading.decided import set_aside
from allegata.store.tables import DOCUMENTS, INCIDENTS, ITEMS, PARTS

WORDS: Mapping[str, str] = {
    EntryKind.CREATED: "the casebook was made",
    EntryKind.LINKED: "mentions were linked to incidents",
    EntryKind.ASSESSED: "incidents were assessed",
}


def history(book: Casebook, thing: str | None = None) -> History:
    """What happened to one thing, oldest first; to the whole casebook where none is named.

    :param thing: an item, document, statement, account, mention, record, incident or decision, by its
        id; for items and incidents the beginning of the id is enough.
    :raises UnknownThing: when the casebook holds nothing of that name.
    """
    names = _names(book, thing) if thing else None
    gone = set_aside(every_decision(book))
    entries = []
    for entry in book.ledger.entries():
        data = entry.data
        if names is None or _concerns(data, names):
            entries.append(_told(data, gone))
    if thing and not entries:
        raise UnknownThing(f"the casebook holds no {thing!r}; `allegata show` lists what it holds")
    return History(thing or str(book.folder), tuple(entries))


def _names(book: Casebook, thing: str) -> set[str]:
    """Every name under which the ledger may speak of a thing: its own, its item's, its mentions'."""
    names = {thing}
    for table in (ITEMS, INCIDENTS):
        query = select(table.c.id).where(table.c.id.startswith(thing, autoescape=True)).limit(2)
        found = [row.id for row in book.index.rows(query)]
        names.update(found if len(found) == 1 else ())
    query = select(INCIDENTS.c.data).where(INCIDENTS.c.id.in_(names))
    for row in book.index.rows(query):
        names.update(parse(Incident, row.data).mentions)
    documents = {name for name in names if book.index.count(DOCUMENTS, DOCUMENTS.c.id == name)}
    for table in PARTS:
        rows = book.index.rows(select(table.c.document).where(table.c.id == thing))
        documents.update(row.document for row in rows)
    items = book.index.rows(select(DOCUMENTS.c.item).where(DOCUMENTS.c.id.in_(documents)))
    return names | {row.item for row in items}


def _concerns(entry: Mapping[str, Any], names: set[str]) -> bool:
    if entry["subject"] in names:
        return True
    if entry["kind"] != EntryKind.DECIDED:
        return False
    decision = entry["payload"]["decision"]
    named = {*decision["subject"].split(PAIR_SEPARATOR), *decision["others"]}
    if named & names:
        names.add(decision["id"])  # what undoes it later concerns the thing as well
        return True
    return False


def _told(entry: Mapping[str, Any], gone: frozenset[str]) -> HistoryEntry:
    decision = None
    if entry["kind"] == EntryKind.DECIDED:
        decision = from_data(Decision, entry["payload"]["decision"])
    return HistoryEntry(
        entry["seq"],
        from_data(datetime, entry["at"]),
        entry["by"],
        entry["kind"],
        _words(entry, decision),
        decision.reason if decision else "",
        decision,
        decision is None or decision.id not in gone,
    )


def _words(entry: Mapping[str, Any], decision: Decision | None) -> str:
    payload = entry["payload"]
    if decision is not None:
        others = f" with {', '.join(decision.others)}" if decision.others else ""
        value = f": {decision.value}" if decision.verb is DecisionVerb.CORRECT else ""
        return f"{decision.verb} {decision.subject}{others}{value}"
    if entry["kind"] == EntryKind.RECEIVED:
        events = ", ".join(event["type"] for event in payload["events"])
        return f"{payload['item']['capture']['received_name']} was {events}"
    if entry["kind"] == EntryKind.READ:
        done = "read" if payload["read"] else "looked at and not read"
        return f"{done} by {payload['reader']}, version {payload['version']}"
    return WORDS.get(entry["kind"], str(entry["kind"]))
