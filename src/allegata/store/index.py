"""The index: ordinary tables and full-text search, a projection of ledger and vault.

It is only ever written by applying ledger entries in order, one transaction at a time, and notes how
far it got; so an interrupted write, an older index and a missing one are all the same case.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Row,
    Select,
    Table,
    and_,
    delete,
    func,
    insert,
    literal,
    select,
    text,
)
from sqlalchemy.exc import DatabaseError

from allegata.evidence.custody import EntryKind
from allegata.model.canonical import canonical_json, parse_json, parse_members
from allegata.model.search import Term, question
from allegata.store import project, tables
from allegata.store.database import SQLITE, asking
from allegata.store.ledger import Ledger
from allegata.store.matching import MATCHING, STORED, STORING
from allegata.store.vault import Vault
from allegata.store.writes import Announce, unannounced

BY_THOUSANDS = {"yield_per": 1000}
FLUSH = 2000
"""Rows that are collected before they are written: many enough for speed, few enough for memory."""

APPLIED, SCHEMA, FIGURES, COVERAGE = "applied", "schema", "figures", "coverage"
LATEST = frozenset({EntryKind.LINKED, EntryKind.ASSESSED, EntryKind.MATCHED})
FOOTAGE = frozenset({EntryKind.EXAMINED, EntryKind.FINGERPRINTED, EntryKind.NOTED, EntryKind.DERIVED})
MEMBERS = {
    "proposals": project.proposal_rows,
    "incidents": project.incident_rows,
    "assessments": project.assessment_rows,
    "settings": project.setting_rows,
    "matches": project.match_rows,
}
NOTED = frozenset({FIGURES, COVERAGE})
CLEARED = {
    EntryKind.LINKED: (tables.PROPOSALS, tables.INCIDENTS, tables.MEMBERS),
    EntryKind.ASSESSED: (tables.ASSESSMENTS, tables.SETTINGS, tables.FACETS),
    EntryKind.MATCHED: (tables.MATCHES,),
}


class Index:
    """The tables of one casebook."""

    def __init__(self, engine: Engine, vault: Vault, announce: Announce = unannounced) -> None:
        self.engine = engine
        self.vault = vault
        self.announce = announce
        self._made = False  # whether this process has seen to the tables

    @property
    def in_file(self) -> bool:
        """Whether it is a file of its own, and no part of a database server."""
        return bool(self.engine.dialect.name == SQLITE)

    # --- writing ---

    def catch_up(self, ledger: Ledger, *, anew: bool = False) -> int:
        """Apply every entry that is not yet applied; returns how many there were.

        :param anew: every entry, to empty tables; whoever reads sees what was there until all is applied.
        :raises UnknownThing, CasebookCorrupt: when an object that an entry names is gone or altered.
        """
        with self.engine.connect() as connection, connection.begin():
            applied = self._opened(connection, anew=anew)
            writer = _Writer(connection)
            latest: dict[str, dict[str, Any]] = {}
            count = 0
            for entry in ledger.entries(after=applied):
                data = entry.data
                writer.add(*project.event_row(data, entry.hash))
                writer.add_all(project.custody_rows(data))
                if data["kind"] in LATEST:
                    latest[data["kind"]] = data  # an older run's result would only be replaced
                else:
                    self._apply(writer, data)
                applied, count = entry.seq, count + 1
            for kind, data in latest.items():
                self._replace(writer, EntryKind(kind), data)
            writer.flush()
            if count:
                writer.put(APPLIED, str(applied))
                self.announce("index-commit")
        return count

    def discard(self) -> None:
        """Remove the index, also one that no database can open any more."""
        self._made = False
        if self.in_file:
            self.engine.dispose()
            for ending in ("", "-wal", "-shm"):
                Path(f"{self.engine.url.database}{ending}").unlink(missing_ok=True)
            return
        with self.engine.connect() as connection, connection.begin():
            tables.drop_tables(connection)

    def sound(self) -> bool:
        """Whether the file is whole as a database: what is in its tables is another question."""
        if not self.in_file:
            return True
        try:
            with asking(self.engine) as connection:
                return connection.execute(text("PRAGMA quick_check(1)")).scalar() == "ok"
        except DatabaseError:
            return False

    def _opened(self, connection: Connection, *, anew: bool = False) -> int:
        """Create or renew the tables; returns the number of the last applied entry."""
        if not self._made:
            tables.create_tables(connection)
            self._made = True
        meta = {row.key: row.value for row in connection.execute(select(tables.META))}
        if meta.get(SCHEMA) == tables.VERSION and not anew:
            return int(meta.get(APPLIED, "0"))
        tables.drop_tables(connection)
        tables.create_tables(connection)
        _Writer(connection).put(SCHEMA, tables.VERSION)
        return 0

    def _apply(self, writer: "_Writer", entry: Mapping[str, Any]) -> None:
        kind = entry["kind"]
        if kind == EntryKind.RECEIVED:
            writer.add_all(project.item_rows(entry))
        elif kind == EntryKind.MET_AGAIN:
            writer.add_all(project.met_again_rows(entry))
        elif kind == EntryKind.NOT_TAKEN:
            writer.add_all(project.not_taken_rows(entry))
        elif kind == EntryKind.UNPACKED:
            writer.forget_unpacked(entry["subject"])
            writer.add_all(project.unpacked_rows(entry))
            for digest, _ in entry["payload"]["objects"]:
                for name, line in parse_members(self.vault.read(digest)):
                    if name == "members":
                        writer.add_all(project.member_rows(entry, line))
        elif kind in project.PEOPLE:
            writer.add_all(project.people_rows(entry))
        elif kind in FOOTAGE:
            writer.add_all(project.media_rows(entry))
        elif kind == EntryKind.READ:
            output = parse_json(self.vault.read(entry["payload"]["object"]))
            writer.forget_reading(entry["subject"])
            writer.add_all(project.reading_rows(entry, output))
            writer.add_text(entry["subject"], output["document"]["text"])

    def _replace(self, writer: "_Writer", kind: EntryKind, entry: Mapping[str, Any]) -> None:
        for table in CLEARED[kind]:
            writer.connection.execute(delete(table))
        # one by one: a large casebook's result would fill the memory as plain data
        for name, member in parse_members(self.vault.read(entry["payload"]["object"])):
            if name in NOTED:
                writer.put(name, canonical_json(member).decode())
            else:
                writer.add_all(MEMBERS[name](member))

    # --- asking ---

    def rows(self, query: Select[Any]) -> Iterator[Row[Any]]:
        """The rows of a query, a thousand at a time."""
        with (
            asking(self.engine) as connection,
            # closed here and not when it is forgotten: PostgreSQL keeps a cursor open for whoever stops early
            connection.execute(query, execution_options=BY_THOUSANDS) as result,
        ):
            yield from result

    def first(self, query: Select[Any]) -> Row[Any] | None:
        """The first row of a query, if any."""
        with asking(self.engine) as connection:
            return connection.execute(query.limit(1)).first()

    def last(self, *kinds: EntryKind) -> int:
        """The number of the last entry of some kinds that was applied, of any where none is named; 0: there is none."""
        query = select(tables.EVENTS.c.seq).order_by(tables.EVENTS.c.seq.desc())
        row = self.first(query.where(tables.EVENTS.c.kind.in_(kinds)) if kinds else query)
        return int(row.seq) if row else 0

    def meta(self, key: str) -> str | None:
        """A noted value: `figures` and `coverage` as JSON text."""
        row = self.first(select(tables.META.c.value).where(tables.META.c.key == key))
        return row.value if row else None

    def count(self, table: Table, where: ColumnElement[bool] | None = None) -> int:
        """How many rows a table has, or how many of them meet a condition."""
        query = select(func.count().label("n")).select_from(table)
        row = self.first(query if where is None else query.where(where))
        return int(row.n) if row else 0

    def known(self, items: Sequence[str]) -> frozenset[str]:
        """Which of these item ids the casebook holds."""
        query = select(tables.ITEMS.c.id).where(tables.ITEMS.c.id.in_(items))
        return frozenset(row.id for row in self.rows(query))

    def search(self, words: str, limit: int = 100) -> tuple[str, ...]:
        """Ids of the documents whose text holds all these words, newest first; the form is that of `model.search`."""
        numbers = self.found(question(words))[:limit]
        joined = tables.DOCUMENTS.join(tables.ITEMS, tables.ITEMS.c.id == tables.DOCUMENTS.c.item)
        query = select(tables.DOCUMENTS.c.id).select_from(joined).where(tables.ITEMS.c.seq.in_(numbers))
        return tuple(row.id for row in self.rows(query.order_by(tables.ITEMS.c.seq.desc())))

    def found(self, terms: Sequence[Term]) -> tuple[int, ...]:
        """The numbers (`ITEMS.seq`) of all items whose text holds every term, newest first."""
        if not terms:
            return ()
        with asking(self.engine) as connection:
            statement, bound = MATCHING[connection.dialect.name](terms)
            return tuple(row[0] for row in connection.execute(text(statement), bound))

    @staticmethod
    def begins(column: ColumnElement[str], name: str) -> ColumnElement[bool]:
        """That an id begins with a name, in a form for which the databases use the index of that column."""
        return and_(column >= name, column < f"{name}\U0010ffff")

    def readable(self) -> bool:
        """Whether there is an index that can be asked at all."""
        try:
            return self.meta(SCHEMA) == tables.VERSION
        except DatabaseError:  # no such table, or no database
            return False


class _Writer:
    """Collects rows of one transaction and writes them in large portions."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._rows: dict[str, list[dict[str, Any]]] = {}
        self._texts: list[dict[str, Any]] = []
        self._received: dict[str, int] = {}  # the items of the rows collected
        self._items: set[str] = set()  # read within the rows collected
        self._containers: set[str] = set()  # taken apart within them
        self._size = 0

    def add(self, table: Table, row: dict[str, Any]) -> None:
        self._rows.setdefault(table.name, []).append(row)
        if table is tables.ITEMS:
            self._received[row["id"]] = row["seq"]
        self._size += 1
        if self._size >= FLUSH:
            self.flush()

    def add_all(self, rows: Iterator[project.Row]) -> None:
        for table, row in rows:
            self.add(table, row)

    def add_text(self, item: str, body: str) -> None:
        number = self._number(item)
        # a NUL ends the text for the search engine, and PostgreSQL refuses it
        self._texts.append(STORED[self.connection.dialect.name](number, body.replace("\x00", " ")))

    def _number(self, item: str) -> int:
        """By which number the text of an item is found: when it came in, however often it is read."""
        number = self._received.get(item)
        if number is None:
            query = select(tables.ITEMS.c.seq).where(tables.ITEMS.c.id == item)
            number = self._received[item] = int(self.connection.execute(query).scalar_one())
        return number

    def put(self, key: str, value: str) -> None:
        self.connection.execute(delete(tables.META).where(tables.META.c.key == key))
        self.connection.execute(insert(tables.META), {"key": key, "value": value})

    def forget_reading(self, item: str) -> None:
        """Take an earlier reading of this item out of the tables."""
        if item in self._items:
            self.flush()
        self._items.add(item)
        query = select(tables.DOCUMENTS.c.id, tables.DOCUMENTS.c.seq).where(tables.DOCUMENTS.c.item == item)
        row = self.connection.execute(query).first()
        if row is None:
            return
        read = select(tables.MENTIONS.c.id).where(tables.MENTIONS.c.document == row.id)
        self.connection.execute(delete(tables.FORMER).where(tables.FORMER.c.mention.in_(read)))
        former = read.add_columns(literal(item)).distinct()
        self.connection.execute(insert(tables.FORMER).from_select(["mention", "item"], former))
        for table in tables.PARTS:
            self.connection.execute(delete(table).where(table.c.document == row.id))
        self.connection.execute(delete(tables.PROBLEMS).where(tables.PROBLEMS.c.seq == row.seq))
        self.connection.execute(delete(tables.DOCUMENTS).where(tables.DOCUMENTS.c.item == item))
        number = {"number": self._number(item)}
        self.connection.execute(text("DELETE FROM texts WHERE rowid = :number"), number)

    def forget_unpacked(self, container: str) -> None:
        """Take what an earlier importer found in this container out of the tables; the items stay."""
        if container in self._containers:
            self.flush()
        self._containers.add(container)
        here = tables.UNPACKED.c.container == container
        row = self.connection.execute(select(tables.UNPACKED.c.seq).where(here)).first()
        if row is None:
            return
        for table in (tables.APPEARANCES, tables.PROBLEMS, tables.UNPACKED):
            self.connection.execute(delete(table).where(table.c.seq == row.seq))

    def flush(self) -> None:
        for name, rows in self._rows.items():
            self.connection.execute(insert(tables.TABLES.tables[name]), rows)
        if self._texts:
            self.connection.execute(text(STORING[self.connection.dialect.name]), self._texts)
        self._rows, self._texts, self._size = {}, [], 0
        self._received.clear()
        self._items.clear()
        self._containers.clear()
