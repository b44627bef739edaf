"""`allegata history`: who did what to one thing, when and why; nothing ever leaves this list."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from allegata.actions.casebook import Casebook
from allegata.actions.current import every_decision
from allegata.actions.past import Linking, holders, last_held, linkings
from allegata.actions.sealed import Closed, closed_to, inside
from allegata.actions.told import bare, hides, reason_of, why, words
from allegata.errors import UnknownThing
from allegata.evidence.custody import EntryKind
from allegata.linking.pairs import PAIR_SEPARATOR
from allegata.model.codec import from_data, parse
from allegata.model.decision import Decision
from allegata.model.incident import Incident
from allegata.model.result import History, HistoryEntry
from allegata.reading.decided import set_aside
from allegata.store.tables import DOCUMENTS, INCIDENTS, ITEMS, PARTS


def history(book: Casebook, thing: str | None = None, withhold: bool = False) -> History:
    """What happened to one thing, oldest first; to the whole casebook where none is named.

    :param thing: an item, document, statement, account, mention, record, incident or decision, by its
        id; for items and incidents the beginning of the id is enough.
    :param withhold: without the values and quotations of decisions, and without why something was done that
        concerns a sealed record, for those who only read.
    :raises UnknownThing: when the casebook holds nothing of that name.
    """
    names = _names(book, thing) if thing else None
    held = last_held(book, thing) if thing else None
    if names is not None and held:
        names.update((held[0], *held[1]))
    changes = _changes(book, *held) if held else {}
    gone = set_aside(every_decision(book))
    shut = closed_to(book, withhold)
    names_of = book.index.rows(select(ITEMS.c.id, ITEMS.c.name))
    files = {row.id: row.name for row in names_of if row.id not in shut.items}
    entries = []
    for entry in book.ledger.entries():
        data = entry.data
        if names is None or data["seq"] in changes or _concerns(data, names):
            told = _told(data, gone, files, withhold, shut)
            entries.append(replace(told, words=changes.get(told.entry, told.words)))
    if thing and not entries:
        raise UnknownThing(f"the casebook holds no {thing!r}; `allegata show` lists what it holds")
    return History(thing or str(book.folder), tuple(entries))


def _names(book: Casebook, thing: str) -> set[str]:
    """Every name under which the ledger may speak of a thing: its own, its item's, its mentions'."""
    names = {thing}
    for table in (ITEMS, INCIDENTS):
        query = select(table.c.id).where(book.index.begins(table.c.id, thing)).limit(2)
        found = [row.id for row in book.index.rows(query)]
        names.update(found if len(found) == 1 else ())
    query = select(INCIDENTS.c.data).where(INCIDENTS.c.id.in_(names))
    mentions = {id for row in book.index.rows(query) for id in parse(Incident, row.data).mentions}
    names |= mentions | inside(book, mentions)
    documents = {name for name in names if book.index.count(DOCUMENTS, DOCUMENTS.c.id == name)}
    for table in PARTS:
        rows = book.index.rows(select(table.c.document).where(table.c.id == thing))
        documents.update(row.document for row in rows)
    items = book.index.rows(select(DOCUMENTS.c.item).where(DOCUMENTS.c.id.in_(documents)))
    return names | {row.item for row in items}


def _changes(book: Casebook, incident: str, mentions: tuple[str, ...]) -> Mapping[int, str]:
    """Ledger entry → what that linking did to the incident, where it did anything."""
    found: dict[int, str] = {}
    before: tuple[str, ...] | None = None
    for linking in linkings(book):
        now = linking.mentions.get(incident)
        if now != before:
            found[linking.seq] = _change(linking, incident, before, now)
        before = now
    if before is None and found and (left := holders(book, mentions)):
        last = max(found)
        now_in = ", ".join(left)
        found[last] += "" if found[last].endswith(now_in) else f"; what it held is in {now_in} now"
    return found


def _change(
    linking: Linking, incident: str, before: tuple[str, ...] | None, now: tuple[str, ...] | None
) -> str:
    if now is None:
        held = set(before or ())
        into = sorted(id for id, mentions in linking.mentions.items() if held.intersection(mentions))
        return f"{incident} was merged into {', '.join(into)}" if into else f"{incident} was taken out"
    number = f"{len(now)} mention{'' if len(now) == 1 else 's'}"
    if before is None:
        return f"{number} linked as {incident}"
    return f"{incident} now holds {number} ({len(before)} before)"


def _concerns(entry: Mapping[str, Any], names: set[str]) -> bool:
    if entry["subject"] in names:
        return True
    if entry["kind"] == EntryKind.ANSWERED:
        return entry["payload"]["answer"]["request"] in names
    if entry["kind"] == EntryKind.READ_AGAIN:
        return entry["payload"]["second_reading"]["incident"] in names
    if entry["kind"] not in (EntryKind.DECIDED, EntryKind.REQUESTED):
        return False
    decision = entry["payload"]["decision" if entry["kind"] == EntryKind.DECIDED else "request"]
    named = {*decision["subject"].split(PAIR_SEPARATOR), *decision["others"]}
    if named & names:
        names.add(decision["id"])  # what undoes it later concerns the thing as well
        return True
    return False


def _told(
    entry: Mapping[str, Any], gone: frozenset[str], files: Mapping[str, str], withhold: bool, shut: Closed
) -> HistoryEntry:
    decision = None
    if entry["kind"] == EntryKind.DECIDED:
        decision = from_data(Decision, entry["payload"]["decision"])
    return HistoryEntry(
        entry["seq"],
        from_data(datetime, entry["at"]),
        entry["by"],
        entry["kind"],
        words(entry, decision, files, withhold, shut),
        why(entry, decision.reason if decision else reason_of(entry["payload"]), shut),
        decision and bare(decision, withhold, hides(entry, shut)),
        decision is None or decision.id not in gone,
    )
