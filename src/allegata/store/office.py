"""The server's own database: accounts, sessions, jobs. It is no part of any casebook, and holds no content.

One SQLite file in a folder of its own, readable by its owner only. What is in it can be lost without
harm to a casebook: who decided what stands in the ledger, by name.
"""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, insert, select

from allegata.errors import UnsafeOffice
from allegata.store.database import connect, reading, sqlite_url
from allegata.store.officetables import SETTINGS, VERSION, create, version_of

FILE = "office.sqlite"


class Office:
    """The database of one server.

    A committed transaction survives a crash of the program, and not always one of the machine: nothing here
    is worth a disk flush on every page that is read, and the last moments of a session can be lost.

    :param casebooks: folders that are served; the office lies in none of them.
    :raises UnsafeOffice: when it would lie in a casebook, or a later version of allegata made it.
    """

    def __init__(self, folder: Path, casebooks: Sequence[Path] = ()) -> None:
        for casebook in casebooks:
            if folder.resolve().is_relative_to(casebook.resolve()):
                raise UnsafeOffice(
                    f"accounts and sessions would lie in the casebook itself ({folder}), and go wherever a copy of "
                    "it goes; name a folder elsewhere with --office or ALLEGATA_OFFICE"
                )
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.chmod(0o700)
        self.folder = folder
        path = folder / FILE
        path.touch(mode=0o600)
        path.chmod(0o600)  # the log beside it gets the same
        self.engine: Engine = connect(sqlite_url(path), durable=False)
        with self.writing() as connection:
            if version_of(connection) > VERSION:
                raise UnsafeOffice(
                    f"{path} was written by a later version of allegata; use that one, or another --office"
                )
            create(connection)

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
