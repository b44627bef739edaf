"""Connections to SQLite or PostgreSQL, and the ledger's table with the triggers that guard it."""

from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    Table,
    Text,
    create_engine,
    event,
    inspect,
    text,
)

from allegata.errors import CannotEncrypt
from allegata.store.secrets import EXTRA

SQLITE = "sqlite"
BUSY_SECONDS = 30
CONNECTIONS = 12
"""Kept open to one database: a server's threads each ask one question or two at a time, and opening costs more."""

LEDGER = MetaData()
ENTRIES = Table(
    "ledger",
    LEDGER,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("hash", Text, nullable=False),
    Column("body", Text, nullable=False),
)

_GUARDS = {
    "sqlite": (
        "CREATE TRIGGER IF NOT EXISTS ledger_no_update BEFORE UPDATE ON ledger "
        "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END",
        "CREATE TRIGGER IF NOT EXISTS ledger_no_delete BEFORE DELETE ON ledger "
        "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END",
        # REPLACE deletes without the trigger above unless recursive triggers are on: refuse it here
        "CREATE TRIGGER IF NOT EXISTS ledger_no_replace BEFORE INSERT ON ledger "
        "WHEN EXISTS (SELECT 1 FROM ledger WHERE seq >= NEW.seq) "
        "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END",
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION ledger_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$",
        "CREATE OR REPLACE TRIGGER ledger_no_change BEFORE UPDATE OR DELETE ON ledger "
        "FOR EACH ROW EXECUTE FUNCTION ledger_append_only()",
        "CREATE OR REPLACE TRIGGER ledger_no_truncate BEFORE TRUNCATE ON ledger "
        "FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only()",
    ),
}

_GUARD_NAMES = {
    "sqlite": ("ledger_no_update", "ledger_no_delete", "ledger_no_replace"),
    "postgresql": ("ledger_no_change", "ledger_no_truncate"),
}


def sqlite_url(path: Path) -> str:
    """The database URL of an SQLite file."""
    return f"sqlite:///{path}"


def connect(url: str, *, durable: bool, key: str | None = None) -> Engine:
    """An engine for a database URL (`sqlite:///…` or `postgresql+psycopg://…`).

    :param key: 64 hex digits: the file is encrypted by SQLCipher with it.
    :param durable: whether a committed transaction must survive a power cut. The ledger asks for
        that; the index, which can be made anew, does not.
    """
    # what is looked for and kept is never told to a log with a fault
    given: dict[str, Any] = {"hide_parameters": True, "pool_size": CONNECTIONS}
    if key:
        given["module"] = _sqlcipher()
    engine = create_engine(url, **given)
    if engine.dialect.name == SQLITE:
        _tame_sqlite(engine, durable, key)
    return engine


def _sqlcipher() -> Any:
    try:
        from sqlcipher3 import dbapi2  # noqa: PLC0415 - optional: most casebooks are not encrypted
    except ImportError:
        raise CannotEncrypt(EXTRA) from None
    return dbapi2


def create_ledger(engine: Engine) -> None:
    """The ledger's table and guards, where they are not there yet."""
    with engine.begin() as connection:
        LEDGER.create_all(connection)
        for statement in _GUARDS[engine.dialect.name]:
            connection.execute(text(statement))


def has_ledger(engine: Engine) -> bool:
    """Whether the ledger's table is there."""
    return inspect(engine).has_table(ENTRIES.name)


def missing_guards(engine: Engine) -> tuple[str, ...]:
    """The names of the ledger's triggers that are no longer there."""
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'ledger'",
        "postgresql": (
            "SELECT tgname FROM pg_trigger WHERE tgrelid = 'ledger'::regclass AND tgenabled IN ('O', 'A')"
        ),
    }[engine.dialect.name]
    with reading(engine) as connection:
        there = {row[0] for row in connection.execute(text(query))}
    return tuple(name for name in _GUARD_NAMES[engine.dialect.name] if name not in there)


def lock_for_writing(connection: Connection) -> None:
    """Keep other writers of the ledger out until the transaction ends."""
    if connection.dialect.name != SQLITE:  # SQLite's transactions begin IMMEDIATE, hence locked
        connection.execute(text("LOCK TABLE ledger IN EXCLUSIVE MODE"))


def _tame_sqlite(engine: Engine, durable: bool, key: str | None) -> None:
    """Real transactions, begun at once, with a write-ahead log.

    A deferred transaction that turns into a writing one fails with "database is locked" when another
    wrote in between, whatever the timeout; an immediate one waits its turn.
    """

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # the driver begins nothing by itself
        cursor = connection.cursor()
        if key:  # before anything touches the file; as raw bytes, from which nothing has to be derived
            cursor.execute(f"PRAGMA key = \"x'{key}'\"")
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if not options.get("one", False):
            connection.exec_driver_sql("BEGIN" if options.get("reads", False) else "BEGIN IMMEDIATE")


def reading(engine: Engine) -> Connection:
    """A connection that only reads and keeps nobody from writing."""
    return engine.connect().execution_options(reads=True)


def asking(engine: Engine) -> Connection:
    """A connection for a single question: SQLite answers one statement from one state by itself."""
    return engine.connect().execution_options(reads=True, one=True)
