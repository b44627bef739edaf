"""Every test that touches the database runs on SQLite and on a throw-away PostgreSQL."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest

_NUMBERS = count(1)


def _program(name: str) -> str | None:
    """A program of the PostgreSQL server; Debian keeps them out of the path."""
    own = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(own[-1]) if own else shutil.which(name)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """A cluster of its own in a temporary folder, reached by a socket; the server refuses to run as root."""
    initdb, server = _program("initdb"), _program("postgres")
    if not (initdb and server):
        pytest.skip("left out: no PostgreSQL server is installed (`apt-get install postgresql`)")
    user = "nobody" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="allegata-pg-"))  # short: a socket's path may have 107 bytes
    if user:
        shutil.chown(folder, user)
    data = folder / "data"
    subprocess.run(
        [initdb, "-D", str(data), "-U", "allegata", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C"],
        check=True, user=user, capture_output=True, cwd=folder,
    )  # fmt: skip
    process = subprocess.Popen(
        [server, "-D", str(data), "-k", str(folder), "-c", "listen_addresses=", "-c", "fsync=off"],
        user=user, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait(folder)
        yield str(folder)
    finally:
        process.send_signal(signal.SIGINT)  # "fast": it does not wait for clients to leave
        process.wait(60)
        shutil.rmtree(folder, ignore_errors=True)


def _wait(folder: Path) -> None:
    for _ in range(300):
        try:
            psycopg.connect(host=str(folder), user="allegata", dbname="postgres").close()
            return
        except psycopg.OperationalError:
            time.sleep(0.1)
    raise TimeoutError("the PostgreSQL server did not start within 30 seconds")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str | None:
    """What a new casebook is told to use: None for its own SQLite files, else the URL of an empty database."""
    if request.param == "sqlite":
        return None
    folder = request.getfixturevalue("postgresql")
    name = f"case{next(_NUMBERS)}"
    with psycopg.connect(host=folder, user="allegata", dbname="postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"postgresql+psycopg://allegata@/{name}?host={folder}"
