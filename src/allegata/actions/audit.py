"""`allegata audit`: who did what, entry by entry, from the ledger; a stream, however long it is."""

import csv
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import IO, Any

from sqlalchemy import ColumnElement, and_, select

from allegata.actions.book import Casebook
from allegata.actions.proof import entries_of
from allegata.actions.sealed import Closed, closed_to
from allegata.actions.told import reason_of, why, words
from allegata.errors import UnknownThing
from allegata.evidence.custody import Entry, EntryKind
from allegata.model.audit import AuditFilter, AuditLine
from allegata.model.canonical import canonical_json
from allegata.model.codec import canonical, from_data, to_data
from allegata.model.decision import Decision
from allegata.model.item import CustodyEvent
from allegata.store.tables import EVENTS, ITEMS

AFTER = "~"
"""Sorts behind every sign that can follow the seconds of a time in the index."""

PORTION = 500
"""Entries that are fetched at a time."""
KINDS = tuple(kind.value for kind in EntryKind)
COLUMNS = ("entry", "at", "by", "kind", "subject", "words", "reason", "custody", "hash")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def audit(book: Casebook, wanted: AuditFilter | None = None, withhold: bool = False) -> Iterator[AuditLine]:
    """Every entry that is wanted, oldest first, in words.

    :param withhold: without the values and quotations of decisions, and without names and reasons of what is sealed.
    :raises UnknownThing: when no item, or no single one, has the id that was given.
    """
    wanted = _found(book, wanted or AuditFilter())
    # at once: a stream is written by several threads in turn, and a query in a database belongs to one
    numbers = iter(array("q", _numbers(book, wanted)))
    while portion := list(islice(numbers, PORTION)):
        yield from _lines(book, portion, withhold)


def audit_page(
    book: Casebook, wanted: AuditFilter, page: int, size: int, withhold: bool = False
) -> tuple[tuple[AuditLine, ...], int]:
    """One page of what is wanted, the newest first, and how many entries are wanted in all.

    :param page: from 1. :raises UnknownThing: as `audit`.
    """
    wanted = _found(book, wanted)
    where = _where(wanted)
    if wanted.item:
        where.append(EVENTS.c.seq.in_(entries_of(book, wanted.item)))
    total = book.index.count(EVENTS, and_(*where) if where else None)
    query = select(EVENTS.c.seq).where(*where).order_by(EVENTS.c.seq.desc()).limit(size)
    portion = sorted(row.seq for row in book.index.rows(query.offset((page - 1) * size)))
    return tuple(reversed(tuple(_lines(book, portion, withhold)))), total


def people(book: Casebook) -> tuple[str, ...]:
    """Everybody in whose name an entry was written."""
    return tuple(sorted(row.by for row in book.index.rows(select(EVENTS.c.by).distinct())))


def _lines(book: Casebook, portion: Sequence[int], withhold: bool) -> Iterator[AuditLine]:
    """The entries of these numbers in words, in their order."""
    entries = list(book.ledger.some(portion))
    subjects = {entry.data["subject"] for entry in entries}
    query = select(ITEMS.c.id, ITEMS.c.name).where(ITEMS.c.id.in_(subjects))
    shut = closed_to(book, withhold)
    files = {row.id: row.name for row in book.index.rows(query) if row.id not in shut.items}
    for entry in entries:
        yield _line(entry, files, withhold, shut)


def _found(book: Casebook, wanted: AuditFilter) -> AuditFilter:
    """The filter with the item by its full id."""
    if wanted.item is None:
        return wanted
    query = select(ITEMS.c.id).where(book.index.begins(ITEMS.c.id, wanted.item)).limit(2)
    found = [row.id for row in book.index.rows(query)]
    if len(found) != 1:
        many = "several items begin" if found else "no item begins"
        raise UnknownThing(f"{many} with {wanted.item!r}; `allegata show` lists them")
    return AuditFilter(wanted.by, wanted.kinds, wanted.since, wanted.until, wanted.subject, found[0])


def _where(wanted: AuditFilter) -> list[ColumnElement[bool]]:
    """Everything that is asked of an entry but the item that it concerns."""
    where: list[ColumnElement[bool]] = []
    if wanted.by:
        where.append(EVENTS.c.by.in_(wanted.by))
    if wanted.kinds:
        where.append(EVENTS.c.kind.in_(wanted.kinds))
    if wanted.since:
        where.append(EVENTS.c.at >= _second(wanted.since))
    if wanted.until:
        # an entry of the very second of the end is meant too: after it comes what sorts behind its digits
        where.append(EVENTS.c.at < _second(wanted.until) + AFTER)
    if wanted.subject:
        where.append(EVENTS.c.subject == wanted.subject)
    return where


def _numbers(book: Casebook, wanted: AuditFilter) -> Iterator[int]:
    """The numbers of the entries that are wanted, in order."""
    where = _where(wanted)
    about = frozenset(entries_of(book, wanted.item)) if wanted.item else None
    for row in book.index.rows(select(EVENTS.c.seq).where(*where).order_by(EVENTS.c.seq)):
        if about is None or row.seq in about:
            yield row.seq


def _second(at: datetime) -> str:
    """A time as the first characters of its text in the index: with or without parts of a second, it sorts right."""
    return at.replace(tzinfo=None).isoformat(timespec="seconds")


def _line(entry: Entry, files: Mapping[str, str], withhold: bool, shut: Closed) -> AuditLine:
    data = entry.data
    payload: Mapping[str, Any] = data["payload"]
    decision = from_data(Decision, payload["decision"]) if data["kind"] == EntryKind.DECIDED else None
    events = from_data(tuple[CustodyEvent, ...], payload.get("events", []))
    return AuditLine(
        entry.seq,
        from_data(datetime, data["at"]),
        data["by"],
        data["kind"],
        data["subject"],
        words(data, decision, files, withhold, shut),
        why(data, decision.reason if decision else str(payload.get("reason") or reason_of(payload)), shut),
        tuple(_bare(event) if event.item in shut.items else event for event in events),
        entry.hash,
    )


def _bare(event: CustodyEvent) -> CustodyEvent:
    """A custody event without what people and programs wrote into it: names of files, of places, reasons."""
    return replace(event, reason="", custodian_from="", custodian_to="", place="")


def json_pieces(wanted: AuditFilter, lines: Iterator[AuditLine]) -> Iterator[bytes]:
    """The whole audit as one canonical JSON record (RFC 8785), a line at a time."""
    yield b'{"entries":['
    for number, line in enumerate(lines):
        yield (b"," if number else b"") + canonical(line)
    yield b'],"filter":' + canonical_json(to_data(wanted)) + b"}\n"


def csv_pieces(lines: Iterator[AuditLine]) -> Iterator[bytes]:
    """The whole audit as a table (RFC 4180, UTF-8), a portion at a time."""
    first = True
    while portion := list(islice(lines, PORTION)):
        text = StringIO(newline="")
        write_csv(iter(portion), text, head=first)
        first = False
        yield text.getvalue().encode()
    if first:
        yield (",".join(COLUMNS) + "\r\n").encode()


def write_csv(lines: Iterator[AuditLine], file: IO[str], *, head: bool = True) -> int:
    """Write the audit as a table; how many lines it has.

    A cell that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    table = csv.writer(file)
    if head:
        table.writerow(COLUMNS)
    count = 0
    for line in lines:
        custody = "; ".join(f"{event.type} {event.item}" for event in line.custody)
        cells = (line.by, line.kind, line.subject, line.words, line.reason, custody)
        at = line.at.isoformat().replace("+00:00", "Z")
        table.writerow([line.entry, at, *map(_no_formula, cells), line.hash])
        count += 1
    return count


def export_csv(lines: Iterator[AuditLine], target: Path) -> int:
    """Write the audit to a file as CSV (RFC 4180, UTF-8); how many lines it has.

    :raises OSError: when the file cannot be written.
    """
    with target.open("w", encoding="utf-8", newline="") as file:
        return write_csv(lines, file)


def _no_formula(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text
