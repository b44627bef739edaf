"""Whether the index's rows say what ledger and vault say: what `show` and `dossier` print comes from them.

Rows are made anew from each entry and the objects that it names (`store/project.py`) and compared in
portions, so memory holds no more than one portion of rows and the number of each item's last reading.
The search words and the rows of problems, appearances and containers taken apart are not compared.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Table, select

from allegata.actions.casebook import Casebook
from allegata.errors import CasebookCorrupt, DossierRefused, Problem, Severity, UnknownThing
from allegata.evidence.custody import EntryKind
from allegata.model.canonical import canonical_json, parse_json, parse_members
from allegata.store import project, tables
from allegata.store.index import CLEARED, FOOTAGE, LATEST, MEMBERS, NOTED

PORTION = 400
"""Rows asked for in one query: below every database's limit of parameters."""
READINGS = 32
"""Readings in memory at a time."""
KEYS = {
    tables.EVENTS: "seq",
    tables.ITEMS: "id",
    tables.DECISIONS: "id",
    tables.REQUESTS: "id",
    tables.ANSWERS: "request",
    tables.SECOND_READINGS: "id",
    tables.DOCUMENTS: "item",
    tables.INCIDENTS: "id",
    tables.MEMBERS: "mention",
    tables.ASSESSMENTS: "incident",
    tables.SETTINGS: "incident",
}
TOLD = (
    tables.EVENTS,
    tables.ITEMS,
    tables.DECISIONS,
    tables.REQUESTS,
    tables.ANSWERS,
    tables.SECOND_READINGS,
    tables.CUSTODY,
    tables.MEDIA,
)
"""The tables whose rows the entries tell by themselves."""
IN_ORDER = (tables.CUSTODY, tables.MEDIA, tables.PROPOSALS, tables.MATCHES, tables.FACETS)
REMEDY = (
    "Run `allegata rebuild`: it makes the index anew from ledger and vault; then ask who can write to it."
)
LOST = (UnknownThing, CasebookCorrupt, OSError)
"""An object that is missing or altered, which step 1 of `verify` names."""

Values = Mapping[str, Any]


def differing(book: Casebook) -> Iterator[Problem]:
    """Every row of the index that differs from what ledger and vault say; the ledger must be whole.

    :raises sqlalchemy.exc.DatabaseError: when the index cannot be read.
    """
    yield from _compared(book, None, set())


def refuse_differing(book: Casebook, incident: str, items: Iterable[str]) -> None:
    """Refuse a dossier over an index that was edited: the readings of these items, and every row beside them.

    :param items: the items that the index names for the incident.
    :raises DossierRefused: when a row differs, or a mention of the incident stands in none of the items.
    """
    mentions: set[str] = set()
    for problem in _compared(book, frozenset(items), mentions):
        raise DossierRefused(f"{problem.what}; {REMEDY[0].lower()}{REMEDY[1:]}")
    query = select(tables.MEMBERS.c.mention).where(tables.MEMBERS.c.incident == incident)
    if any(row.mention not in mentions for row in book.index.rows(query)):
        raise DossierRefused(
            f"The index leaves out a document of incident {incident}; {REMEDY[0].lower()}{REMEDY[1:]}"
        )


def _compared(book: Casebook, only: frozenset[str] | None, mentions: set[str]) -> Iterator[Problem]:
    """One walk over the ledger. `mentions` is filled with the ids that stand in the readings of `only`."""
    keyed = {table: _Keyed(book, table, key) for table, key in KEYS.items()}
    ordered = {table: _Ordered(book, table) for table in IN_ORDER}
    sides: dict[Table, _Keyed | _Ordered] = {**keyed, **ordered}
    latest: dict[str, Values] = {}
    read: dict[str, int] = {}
    for entry in book.ledger.entries():
        data = entry.data
        kind = data["kind"]
        if kind in LATEST:
            latest[kind] = data
        elif kind == EntryKind.READ and (only is None or data["subject"] in only):
            read[data["subject"]] = entry.seq
        for table, row in (project.event_row(data, entry.hash), *_told(data)):
            if table in sides:
                yield from sides[table].add(row)
    for kind in sorted(LATEST):
        yield from _result(book, EntryKind(kind), latest.get(kind), sides)
    for table in TOLD:
        yield from sides[table].end()
    yield from _readings(book, sorted(read.values()), keyed[tables.DOCUMENTS], only, mentions)


def _told(data: Values) -> Iterator[project.Row]:
    """The rows that an entry's payload tells by itself."""
    kind = data["kind"]
    yield from project.custody_rows(data)
    if kind == EntryKind.RECEIVED:
        yield from project.item_rows(data)
    elif kind in project.PEOPLE:
        yield from project.people_rows(data)
    elif kind in FOOTAGE:
        yield from project.media_rows(data)


def _result(
    book: Casebook, kind: EntryKind, entry: Values | None, sides: "Mapping[Table, _Keyed | _Ordered]"
) -> Iterator[Problem]:
    """The last result over the whole casebook, member by member."""
    if entry is not None:
        try:
            data = book.vault.read(entry["payload"]["object"])
        except LOST:
            return
        for name, member in parse_members(data):
            if name in NOTED:
                if book.index.meta(name) != canonical_json(member).decode():
                    yield _problem("meta", name, "has another value")
                continue
            for table, row in MEMBERS[name](member):
                yield from sides[table].add(row)
    for table in CLEARED[kind]:
        yield from sides[table].end()


def _readings(
    book: Casebook, seqs: list[int], documents: "_Keyed", only: frozenset[str] | None, mentions: set[str]
) -> Iterator[Problem]:
    """The last reading of each item, some at a time."""
    counts, lost = dict.fromkeys(tables.PARTS, 0), False
    for at in range(0, len(seqs), READINGS):
        parts: dict[Table, list[dict[str, Any]]] = {table: [] for table in tables.PARTS}
        here: list[str] = []
        for entry in book.ledger.some(seqs[at : at + READINGS]):
            try:
                output = parse_json(book.vault.read(entry.data["payload"]["object"]))
            except LOST:
                lost = True
                continue
            here.append(output["document"]["id"])
            for table, row in project.reading_rows(entry.data, output):
                if table is tables.DOCUMENTS:
                    yield from documents.add(row)
                elif table in parts:
                    parts[table].append(row)
        if only is not None:
            mentions.update(row["id"] for row in parts[tables.MENTIONS])
        for table, rows in parts.items():
            counts[table] += len(rows)
            yield from _parts(book, table, here, rows)
    if only is not None or lost:  # what the others hold is not known here
        yield from documents.flush()
        return
    yield from documents.end()
    for table, count in counts.items():
        yield from _number(book, table, count)


def _parts(
    book: Casebook, table: Table, documents: list[str], rows: list[dict[str, Any]]
) -> Iterator[Problem]:
    """What was found in some documents: the same things in the same order."""
    asked = select(table).where(table.c.document.in_(documents)).order_by(table.c.row)
    found: dict[str, list[Values]] = {}
    told: dict[str, list[Values]] = {}
    for there in book.index.rows(asked):
        found.setdefault(there.document, []).append(there._asdict())
    for row in rows:
        told.setdefault(row["document"], []).append(row)
    for document in documents:
        ours, theirs = told.get(document, []), found.get(document, [])
        for one, other in zip(ours, theirs, strict=False):
            if names := _other(one, other):
                yield _problem(table.name, one["id"], f"has another {names}")
        if len(ours) != len(theirs):
            yield _problem(table.name, document, f"has {len(theirs)} rows instead of {len(ours)}")


class _Keyed:
    """A table whose rows have a key: compared in portions, whatever their order."""

    def __init__(self, book: Casebook, table: Table, key: str) -> None:
        self.book, self.table, self.key = book, table, key
        self._rows: dict[Any, Values] = {}
        self._count = 0

    def add(self, row: Values) -> Iterator[Problem]:
        self._rows[row[self.key]] = row
        self._count += 1
        if len(self._rows) >= PORTION:
            yield from self.flush()

    def flush(self) -> Iterator[Problem]:
        rows, self._rows = self._rows, {}
        asked = select(self.table).where(self.table.c[self.key].in_(list(rows)))
        found = {there[self.key]: there for there in (row._asdict() for row in self.book.index.rows(asked))}
        for key, row in rows.items():
            if key not in found:
                yield _problem(self.table.name, key, "is missing")
            elif names := _other(row, found[key]):
                yield _problem(self.table.name, key, f"has another {names}")

    def end(self) -> Iterator[Problem]:
        """What is left, and whether there are rows that nothing tells of."""
        yield from self.flush()
        yield from _number(self.book, self.table, self._count)


class _Ordered:
    """A table without a key: its rows stand in the order in which they were told."""

    def __init__(self, book: Casebook, table: Table) -> None:
        self.book, self.table = book, table
        self._rows: list[Values] = []
        self._after, self._count = -1, 0

    def add(self, row: Values) -> Iterator[Problem]:
        self._rows.append(row)
        self._count += 1
        if len(self._rows) >= PORTION:
            yield from self._flush()

    def _flush(self) -> Iterator[Problem]:
        number = self.table.c.row
        rows, self._rows = self._rows, []
        asked = select(self.table).where(number > self._after).order_by(number).limit(len(rows))
        for row, found in zip(rows, self.book.index.rows(asked), strict=False):
            self._after = found.row
            if names := _other(row, found._asdict()):
                yield _problem(self.table.name, found.row, f"has another {names}")

    def end(self) -> Iterator[Problem]:
        """What is left, and whether there are as many rows as are told."""
        yield from self._flush()
        yield from _number(self.book, self.table, self._count)


def _number(book: Casebook, table: Table, told: int) -> Iterator[Problem]:
    there = book.index.count(table)
    if there != told:
        yield _problem(table.name, "as a whole", f"has {there} rows instead of {told}")


def _other(told: Values, found: Values) -> str:
    """The names of the columns that differ."""
    return ", ".join(name for name, value in told.items() if found[name] != value)


def _problem(table: str, key: object, harm: str) -> Problem:
    what = f"The index differs from ledger and vault: {table} {key} {harm}"
    return Problem("index_differs", f"index:{table}:{key}", what, REMEDY, Severity.UNREADABLE)
