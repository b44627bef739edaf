"""The index's tables: each row is canonical JSON with the few columns that queries need beside it."""

from sqlalchemy import BigInteger, Boolean, Column, Connection, Integer, MetaData, Table, Text, text

VERSION = "8"
"""Changes whenever a table or a projection changes; an index of another version is made anew."""

TABLES = MetaData()

# one order of names on every system: exports must come out alike from SQLite and PostgreSQL
Name = Text().with_variant(Text(collation="C"), "postgresql")


def _table(name: str, *columns: Column[object]) -> Table:
    return Table(name, TABLES, *columns)


META = _table("meta", Column("key", Name, primary_key=True), Column("value", Text, nullable=False))

EVENTS = _table(
    "events",
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("hash", Text, nullable=False),
    Column("kind", Name, nullable=False, index=True),
    Column("at", Name, nullable=False),
    Column("by", Text, nullable=False),
    Column("subject", Name, nullable=False, index=True),
)

CUSTODY = _table(  # entries whose custody events concern another item than their subject
    "custody",
    Column("row", Integer, primary_key=True),
    Column("item", Name, nullable=False, index=True),
    Column("seq", Integer, nullable=False),
)

ITEMS = _table(
    "items",
    Column("id", Name, primary_key=True),
    Column("seq", Integer, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("publisher", Name),
    Column("published", Name, index=True),
    Column("media_type", Name, nullable=False),
    Column("length", BigInteger, nullable=False),
    Column("data", Text, nullable=False),
)

DOCUMENTS = _table(
    "documents",
    Column("id", Name, primary_key=True),
    Column("item", Name, nullable=False, unique=True),
    Column("seq", Integer, nullable=False),
    Column("object", Name, nullable=False, index=True),  # the derivative in the vault
    Column("reader", Name, nullable=False),
    Column("version", Name, nullable=False),
    Column("language", Name, nullable=False),
    Column("read", Boolean, nullable=False),
    Column("statements", Integer, nullable=False),
    Column("data", Text, nullable=False),
)


APPEARANCES = _table(
    "appearances",
    Column("row", Integer, primary_key=True),
    Column("item", Name, nullable=False, index=True),
    Column("seq", Integer, nullable=False, index=True),  # the entry that says so
    Column("name", Name, nullable=False, index=True),
    Column("container", Name, index=True),
    Column("url", Text, index=True),
    Column("channel", Text),
    Column("claimed_at", Name),
    Column("published", Name),
    Column("retrieved_at", Name),
    Column("data", Text, nullable=False),
)

UNPACKED = _table(
    "unpacked",
    Column("container", Name, primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("importer", Name, nullable=False),
    Column("version", Name, nullable=False),
    Column("top", Name, nullable=False, index=True),  # the file that came in, which holds all the others
    Column("depth", Integer, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("members", Integer, nullable=False),
    Column("unfinished", Boolean, nullable=False),  # the process failed: it is tried again
    Column("data", Text, nullable=False),
)


def _part(name: str, *columns: Column[object]) -> Table:
    """A table of things found in documents."""
    return _table(
        name,
        Column("row", Integer, primary_key=True),
        Column("id", Name, nullable=False, index=True),
        Column("document", Name, nullable=False, index=True),
        *columns,
        Column("data", Text, nullable=False),
    )


STATEMENTS = _part("statements", Column("speaker", Name, nullable=False, index=True))
MENTIONS = _part("mentions")
ACCOUNTS = _part(
    "accounts", Column("mention", Name, nullable=False), Column("attribute", Name, nullable=False)
)
RECORDS = _part("records", Column("kind", Name, nullable=False, index=True))
PARTS = (STATEMENTS, MENTIONS, ACCOUNTS, RECORDS)

FORMER = (
    _table(  # of readings that a later one replaced: incidents are made of them until they are linked again
        "former",
        Column("mention", Name, primary_key=True),
        Column("item", Name, nullable=False),
    )
)

PROBLEMS = _table(
    "problems",
    Column("row", Integer, primary_key=True),
    Column("seq", Integer, nullable=False, index=True),
    Column("item", Name, nullable=False, index=True),
    Column("code", Name, nullable=False),
    Column("data", Text, nullable=False),
)

PROPOSALS = _table(
    "proposals",
    Column("row", Integer, primary_key=True),
    Column("left", Name, nullable=False, index=True),
    Column("right", Name, nullable=False, index=True),
    Column("verb", Name, nullable=False),
    Column("data", Text, nullable=False),
)

INCIDENTS = _table(
    "incidents",
    Column("id", Name, primary_key=True),
    Column("state", Name, nullable=False),
    Column("data", Text, nullable=False),
)

MEMBERS = _table(
    "members",
    Column("mention", Name, primary_key=True),
    Column("incident", Name, nullable=False, index=True),
)

ASSESSMENTS = _table(
    "assessments",
    Column("incident", Name, primary_key=True),
    Column("title", Text, nullable=False),
    Column("conflict", Boolean, nullable=False),  # whether two of its accounts cannot both hold
    Column("brief", Text, nullable=False),  # without what grows with the square of its accounts
    Column("data", Text, nullable=False),
)

SETTINGS = _table(  # where and when incidents are said to have taken place
    "settings",
    Column("incident", Name, primary_key=True),
    Column("data", Text, nullable=False),
)

FACETS = _table(  # what incidents can be chosen by, beside their state
    "facets",
    Column("row", Integer, primary_key=True),
    Column("incident", Name, nullable=False),
    Column("facet", Name, nullable=False),
    Column("value", Name, nullable=False),
)

MEDIA = _table(  # what was done with footage: facts read, fingerprints made, lines noted, derivatives
    "media",
    Column("row", Integer, primary_key=True),
    Column("seq", Integer, nullable=False, index=True),
    Column("item", Name, nullable=False, index=True),
    Column("kind", Name, nullable=False),
    Column("tool", Name, nullable=False),
    Column("object", Name),
    Column("data", Text, nullable=False),
)

MATCHES = _table(  # proposals that two files show the same pictures
    "matches",
    Column("row", Integer, primary_key=True),
    Column("left", Name, nullable=False, index=True),
    Column("right", Name, nullable=False, index=True),
    Column("data", Text, nullable=False),
)

DECISIONS = _table(
    "decisions",
    Column("id", Name, primary_key=True),
    Column("seq", Integer, nullable=False, unique=True),
    Column("verb", Name, nullable=False),
    Column("subject", Name, nullable=False, index=True),
    Column("by", Text, nullable=False),
    Column("at", Name, nullable=False),
    Column("data", Text, nullable=False),
)

REQUESTS = _table(
    "requests",
    Column("id", Name, primary_key=True),
    Column("seq", Integer, nullable=False, unique=True),
    Column("verb", Name, nullable=False),
    Column("subject", Name, nullable=False, index=True),
    Column("by", Text, nullable=False),
    Column("at", Name, nullable=False),
    Column("data", Text, nullable=False),
)

ANSWERS = _table(  # how requests ended
    "answers",
    Column("request", Name, primary_key=True),
    Column("seq", Integer, nullable=False, unique=True),
    Column("how", Name, nullable=False),
    Column("by", Text, nullable=False),
    Column("data", Text, nullable=False),
)

SECOND_READINGS = _table(
    "second_readings",
    Column("id", Name, primary_key=True),
    Column("seq", Integer, nullable=False, unique=True),
    Column("incident", Name, nullable=False, index=True),
    Column("by", Text, nullable=False),
    Column("data", Text, nullable=False),
)

_SEARCH = {
    "sqlite": (
        "CREATE VIRTUAL TABLE IF NOT EXISTS texts "
        "USING fts5(body, tokenize = \"unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'\")",
    ),
    "postgresql": (
        # words made by us: the server's own parser knows hosts, numbers and signs, and depends on its locale
        "CREATE TABLE IF NOT EXISTS texts (rowid integer PRIMARY KEY, body text NOT NULL, words tsvector NOT NULL)",
        "CREATE INDEX IF NOT EXISTS texts_words ON texts USING gin (words)",
    ),
}


def create_tables(connection: Connection) -> None:
    """Every table of the index, where it is not there yet."""
    TABLES.create_all(connection)
    for statement in _SEARCH[connection.dialect.name]:
        connection.execute(text(statement))


def drop_tables(connection: Connection) -> None:
    """Remove the index; the ledger's table is another matter and stays."""
    connection.execute(text("DROP TABLE IF EXISTS texts"))
    TABLES.drop_all(connection)
