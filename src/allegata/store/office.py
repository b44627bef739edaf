"""The server's own database: accounts, sessions, jobs. It is no part of any casebook, and holds no content.

One SQLite file in a folder of its own, readable by its owner only. What is in it can be lost without
harm to a casebook: who decided what stands in the ledger, by name.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Column, Connection, Engine, MetaData, Table, Text, insert, select

from allegata.store.database import connect, reading, sqlite_url

OFFICE = MetaData()
FILE = "office.sqlite"

SETTINGS = Table(
    "settings", OFFICE, Column("key", Text, primary_key=True), Column("value", Text, nullable=False)
)


SESSIONS = Table(
    "sessions",
    OFFICE,
    Column("id", Text, primary_key=True),
    Column("digest", Text, nullable=False, unique=True),  # SHA-256 of the secret in the cookie
    Column("user", Text, nullable=False, index=True),
    Column("made_at", Text, nullable=False),
    Column("seen_at", Text, nullable=False),
)


class Office:
    """The database of one server."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.folder = folder
        path = folder / FILE
        path.touch(mode=0o600)
        self.engine: Engine = connect(sqlite_url(path), durable=False)
        OFFICE.create_all(self.engine)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction."""
        with self.engine.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection to ask with."""
        with reading(self.engine) as connection:
            yield connection

    def secret(self, name: str) -> str:
        """A secret of this server, made when it is first asked for: 32 random bytes in hex."""
        with self.writing() as connection:
            row = connection.execute(select(SETTINGS.c.value).where(SETTINGS.c.key == name)).first()
            if row:
                return str(row.value)
            made = secrets.token_hex(32)
            connection.execute(insert(SETTINGS), {"key": name, "value": made})
            return made

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()
