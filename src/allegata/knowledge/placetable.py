"""Tables of places: their form, the unpacking of the shipped file, and the asking of several at once."""

import hashlib
import io
import lzma
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from allegata.errors import BadKnowledge
from allegata.knowledge.names import fold
from allegata.model.knowledge import PlaceTable
from allegata.model.value import Place
from allegata.model.vocabulary import PlaceKind

SCHEMA = """
CREATE TABLE IF NOT EXISTS places (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, country TEXT NOT NULL,
  kind TEXT NOT NULL,
  path TEXT NOT NULL, latitude REAL, longitude REAL, population INTEGER, code TEXT
);
CREATE INDEX IF NOT EXISTS places_by_code ON places (code) WHERE code IS NOT NULL;
CREATE TABLE IF NOT EXISTS names (key TEXT PRIMARY KEY, places TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS files (digest TEXT PRIMARY KEY, name TEXT NOT NULL, added INTEGER NOT NULL);
"""
COLUMNS = "id, name, country, kind, path, latitude, longitude"
_STEP = 50_000
_ASKED = 400
"""Names asked for in one query; SQLite allows at least 999 parameters."""

Progress = Callable[[int, int], None]
"""Called with (done, whole) while the shipped file is unpacked, in name and place lines."""


def lookup(tables: Sequence[sqlite3.Connection], names: Iterable[str]) -> PlaceTable:
    """Every place of each name, by the casefolded name; an entry of a later table replaces one of the same id."""
    keys = {name.casefold(): fold(name) for name in names}
    found: dict[str, dict[str, Place]] = {}
    for table in tables:
        for key, place in _places(table, sorted(set(keys.values()))):
            found.setdefault(key, {})[place.id] = place
    return {name: tuple(found[key].values()) for name, key in keys.items() if key in found}


def named_by_id(tables: Sequence[sqlite3.Connection], ids: Iterable[str]) -> dict[str, Place]:
    """The places of these ids; an entry of a later table replaces one of the same id."""
    wanted, found = sorted(set(ids)), {}
    for table in tables:
        for at in range(0, len(wanted), _ASKED):
            asked = wanted[at : at + _ASKED]
            marks = ",".join("?" * len(asked))
            for row in table.execute(f"SELECT {COLUMNS} FROM places WHERE id IN ({marks})", asked):
                place = place_of(row)
                found[place.id] = place
    return found


def coded(tables: Sequence[sqlite3.Connection], code: str) -> Place | None:
    """The region or district of a GeoNames code ("UA.05", "UA.05.1416"); later tables first."""
    for table in reversed(tables):
        row = table.execute(f"SELECT {COLUMNS} FROM places WHERE code = ?", (code,)).fetchone()
        if row is not None:
            return place_of(row)
    return None


def _places(connection: sqlite3.Connection, keys: list[str]) -> Iterator[tuple[str, Place]]:
    for at in range(0, len(keys), _ASKED):
        asked = keys[at : at + _ASKED]
        marks = ",".join("?" * len(asked))
        for key, numbers in connection.execute(
            f"SELECT key, places FROM names WHERE key IN ({marks})", asked
        ).fetchall():
            for row in connection.execute(f"SELECT {COLUMNS} FROM places WHERE number IN ({numbers})"):
                yield key, place_of(row)


def place_of(row: tuple[Any, ...]) -> Place:
    """A place from its columns: id, name, country, kind, path, latitude, longitude."""
    id, name, country, kind, path, latitude, longitude = row
    above = tuple(path.split(",")) if path else ()
    return Place(id, name, PlaceKind(kind), country, above, latitude, longitude)


def opened(path: Path) -> sqlite3.Connection:
    """A table, read only.

    :raises BadKnowledge: when the file is none.
    """
    try:
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, check_same_thread=False)
        connection.execute("SELECT key FROM names LIMIT 1")
    except sqlite3.DatabaseError as fault:
        raise BadKnowledge(
            f"{path} is no table of places ({fault}); remove it and add its files again."
        ) from fault
    connection.execute("PRAGMA cache_size = -8000")
    return connection


@lru_cache(maxsize=1)
def shipped_digest() -> str:
    """Digest of the shipped file."""
    return hashlib.sha256(_shipped()).hexdigest()


def _shipped() -> bytes:
    return (files("allegata.knowledge") / "data" / "gazetteer.tsv.xz").read_bytes()


def cache_folder() -> Path:
    """Where unpacked data goes: `$XDG_CACHE_HOME/allegata`, else a folder among the temporary ones."""
    home = os.environ.get("XDG_CACHE_HOME")
    folder = (Path(home) if home else Path.home() / ".cache") / "allegata"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        folder = Path(tempfile.gettempdir()) / f"allegata-{os.getuid()}"
        folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def unpacked(progress: Progress | None = None, cache: Path | None = None) -> Path:
    """The unpacked table, made if it is not there yet. Several processes may try: the last rename wins."""
    folder = cache or cache_folder()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"gazetteer-{shipped_digest()[:16]}.sqlite"
    if not path.is_file():
        handle, name = tempfile.mkstemp(dir=folder, suffix=".part")
        os.close(handle)
        part = Path(name)
        try:
            _unpack(part, progress)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    return path


def _unpack(path: Path, progress: Progress | None) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + SCHEMA + "BEGIN;")
        ids: list[str] = []
        batch: list[tuple[object, ...]] = []
        with (
            io.BytesIO(_shipped()) as packed,
            io.TextIOWrapper(lzma.LZMAFile(packed), encoding="utf-8") as lines,
        ):
            whole = int(next(lines))
            for done, line in enumerate(lines, 1):
                kind, *fields = line.rstrip("\n").split("\t")
                if kind == "P":
                    batch.append(_place_row(len(ids), fields, ids))
                    ids.append(fields[0])
                else:
                    if ids and batch and len(batch[0]) > 2:
                        _insert(connection, batch)
                    batch.append((fields[0], fields[1]))
                if len(batch) >= _STEP:
                    _insert(connection, batch)
                    if progress:
                        progress(done, whole)
            _insert(connection, batch)
        connection.execute("COMMIT")
        if progress:
            progress(whole, whole)
    except (lzma.LZMAError, ValueError, EOFError) as fault:
        raise BadKnowledge(f"The shipped gazetteer is damaged ({fault}); install allegata again.") from fault
    finally:
        connection.close()


def _place_row(number: int, fields: list[str], ids: list[str]) -> tuple[object, ...]:
    id, name, country, kind, path, latitude, longitude, population, code = fields
    above = ",".join(ids[int(n)] for n in path.split(",")) if path else ""
    return (
        number, id, name, country, kind, above, float(latitude) if latitude else None,
        float(longitude) if longitude else None, int(population) if population else None, code or None,
    )  # fmt: skip


def _insert(connection: sqlite3.Connection, batch: list[tuple[object, ...]]) -> None:
    if batch:
        marks = ",".join("?" * len(batch[0]))
        table = "names" if len(batch[0]) == 2 else "places"
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", batch)
        batch.clear()
