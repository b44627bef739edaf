"""The gazetteer: every place of a name, with what contains it; nothing is ever ranked or chosen here.

The package ships one compact file (GeoNames, CC BY 4.0; distilled by `scripts/distil_gazetteer.py`). On
first use it is unpacked once into an SQLite file in the user's cache folder; a casebook's own additions
lie in its `knowledge/` folder in the same form and are looked up beside it.
"""

import hashlib
import lzma
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from allegata.errors import BadKnowledge, Problem
from allegata.knowledge.names import fold
from allegata.model.knowledge import PlaceTable
from allegata.model.value import Place
from allegata.model.vocabulary import PlaceKind

ADDED = "gazetteer.sqlite"
"""Name of a casebook's own table of places, inside its `knowledge/` folder."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS places (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, country TEXT NOT NULL, kind TEXT NOT NULL,
  path TEXT NOT NULL, latitude REAL, longitude REAL, population INTEGER, code TEXT
);
CREATE INDEX IF NOT EXISTS places_by_code ON places (code) WHERE code IS NOT NULL;
CREATE TABLE IF NOT EXISTS names (key TEXT PRIMARY KEY, places TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS files (digest TEXT PRIMARY KEY, name TEXT NOT NULL, added INTEGER NOT NULL);
"""
_STEP = 50_000
_ASKED = 400
"""Names asked for in one query; SQLite allows at least 999 parameters."""

Progress = Callable[[int, int], None]
"""Called with (done, whole) while the shipped file is unpacked, in name and place lines."""


@dataclass(frozen=True, slots=True)
class AddedPlaces:
    """What came of adding a file: rows read, places added, rows that only gave names to a known place."""

    file: str
    read: int
    added: int
    named: int
    problems: tuple[Problem, ...] = ()


class Gazetteer:
    """Lookup by name over the shipped places and, if a casebook is given, its own.

    Opening one in the parent process before a pool starts spares the workers the first unpacking.
    """

    def __init__(
        self,
        casebook: Path | None = None,
        progress: Progress | None = None,
        cache: Path | None = None,
        own: sqlite3.Connection | None = None,
    ) -> None:
        """Open, unpacking the shipped file if no earlier run has.

        :param casebook: the casebook folder whose `knowledge/gazetteer.sqlite` is looked up as well.
        :param own: an open table of the casebook's places, in place of the folder's.
        :param cache: where to unpack to; by default the user's cache folder.
        :raises BadKnowledge: when the shipped file is damaged or the casebook's table is not one.
        """
        self._base = _opened(unpacked(progress, cache))
        self._own = own
        if casebook is not None and (casebook / "knowledge" / ADDED).is_file():
            self._own = _opened(casebook / "knowledge" / ADDED)

    @property
    def version(self) -> str:
        """Digest of the shipped file and of every file added: part of a reading's provenance."""
        digest = _shipped_digest()
        if self._own is not None:
            added = [row[0] for row in self._own.execute("SELECT digest FROM files ORDER BY digest")]
            digest = hashlib.sha256("\n".join([digest, *added]).encode()).hexdigest()
        return digest[:16]

    def lookup(self, names: Iterable[str]) -> PlaceTable:
        """Every place of each name, by the casefolded name; names without a place are left out.

        Spellings that differ in case, accents, apostrophes or hyphens meet (`knowledge.names.fold`).
        """
        keys = {name.casefold(): fold(name) for name in names}
        found: dict[str, dict[str, Place]] = {}
        for connection in filter(None, (self._base, self._own)):
            for key, place in _places(connection, sorted(set(keys.values()))):
                found.setdefault(key, {})[place.id] = place  # a casebook's own entry replaces ours
        return {name: tuple(found[key].values()) for name, key in keys.items() if key in found}

    def coded(self, code: str) -> Place | None:
        """The region or district of a GeoNames code ("UA.05", "UA.05.1416")."""
        for connection in filter(None, (self._own, self._base)):
            row = connection.execute(
                "SELECT id, name, country, kind, path, latitude, longitude FROM places WHERE code = ?",
                (code,),
            ).fetchone()
            if row is not None:
                return place_of(row)
        return None

    def everything(self) -> Iterator[tuple[Place, int]]:
        """Every shipped place with its inhabitants (0: not known). For benchmarks: readings never choose by size."""
        columns = "id, name, country, kind, path, latitude, longitude, population"
        for *row, population in self._base.execute(f"SELECT {columns} FROM places"):
            yield place_of(tuple(row)), int(population or 0)

    @staticmethod
    def add(file: Path, casebook: Path) -> AddedPlaces:
        """Add a file of places to a casebook; the forms are told in `knowledge.additions`.

        :raises BadKnowledge: when the file is in none of the known forms.
        """
        from allegata.knowledge.additions import add  # noqa: PLC0415 - it imports this module

        return add(file, casebook)

    def close(self) -> None:
        """Close the tables."""
        self._base.close()
        if self._own is not None:
            self._own.close()


def _places(connection: sqlite3.Connection, keys: list[str]) -> Iterator[tuple[str, Place]]:
    for at in range(0, len(keys), _ASKED):
        asked = keys[at : at + _ASKED]
        marks = ",".join("?" * len(asked))
        for key, numbers in connection.execute(
            f"SELECT key, places FROM names WHERE key IN ({marks})", asked
        ).fetchall():
            for row in connection.execute(
                f"SELECT id, name, country, kind, path, latitude, longitude FROM places WHERE number IN ({numbers})"
            ):
                yield key, place_of(row)


def place_of(row: tuple[Any, ...]) -> Place:
    """A place from its columns: id, name, country, kind, path, latitude, longitude."""
    id, name, country, kind, path, latitude, longitude = row
    above = tuple(path.split(",")) if path else ()
    return Place(id, name, PlaceKind(kind), country, above, latitude, longitude)


def _opened(path: Path) -> sqlite3.Connection:
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
def _shipped_digest() -> str:
    return hashlib.sha256(_shipped()).hexdigest()


def _shipped() -> bytes:
    return (files("allegata.knowledge") / "data" / "gazetteer.tsv.xz").read_bytes()


def cache_folder() -> Path:
    """Where unpacked data goes: `$XDG_CACHE_HOME/allegata`, or a folder of its own under the temporary ones."""
    home = os.environ.get("XDG_CACHE_HOME")
    folder = (Path(home) if home else Path.home() / ".cache") / "allegata"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        folder = Path(tempfile.gettempdir()) / f"allegata-{os.getuid()}"
        folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def unpacked(progress: Progress | None = None, cache: Path | None = None) -> Path:
    """The unpacked table, made if it is not there yet. Several processes may try at once: the last rename wins."""
    folder = cache or cache_folder()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"gazetteer-{_shipped_digest()[:16]}.sqlite"
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
            (files("allegata.knowledge") / "data" / "gazetteer.tsv.xz").open("rb") as packed,
            lzma.open(packed, "rt", encoding="utf-8") as lines,
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
