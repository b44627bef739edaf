"""Adding places to a casebook: GeoNames dumps, their code tables, and tables with a header.

The forms are told in `knowledge.placefiles`. A row for a place that is known already (by GeoNames id, or by
name, region and less than 10 km) gives it its further names and makes no second place. Nothing of the
shipped gazetteer is changed.
"""

import hashlib
import math
import sqlite3
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from allegata.errors import BadKnowledge, Problem
from allegata.knowledge.names import fold
from allegata.knowledge.placefiles import Count, Row, form_of
from allegata.knowledge.placetable import COLUMNS, SCHEMA, coded, lookup, opened, unpacked
from allegata.model.value import Place
from allegata.model.vocabulary import PlaceKind

ADDED = "gazetteer.sqlite"
"""Name of a casebook's own table of places, inside its `knowledge/` folder."""

SAME_KM = 10.0


@dataclass(frozen=True, slots=True)
class AddedPlaces:
    """What came of adding a file: rows read, places added, rows that only gave names to a known place."""

    file: str
    read: int
    added: int
    named: int
    problems: tuple[Problem, ...] = ()


def add(file: Path, casebook: Path) -> AddedPlaces:
    """Read a file of places into the casebook's own table; adding the same bytes twice adds nothing.

    :raises BadKnowledge: when the file cannot be read or has none of the known forms.
    """
    try:
        digest = _digest(file)
    except OSError as fault:
        raise BadKnowledge(f"{file} cannot be read ({fault.strerror}); check the path.") from fault
    form = form_of(file)
    (casebook / "knowledge").mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(casebook / "knowledge" / ADDED, isolation_level=None)
    connection.executescript(SCHEMA)
    count = Count()
    base = opened(unpacked())
    try:
        if connection.execute("SELECT 1 FROM files WHERE digest = ?", (digest,)).fetchone():
            return AddedPlaces(file.name, 0, 0, 0)
        connection.execute("BEGIN IMMEDIATE")
        _Adder(connection, [base, connection], count).take(form(file, count))
        connection.execute("INSERT INTO files VALUES (?, ?, ?)", (digest, file.name, count.added))
        connection.execute("COMMIT")
    finally:
        base.close()
        connection.close()
    if count.faults > len(count.problems):
        what = f"{count.faults} lines could not be used"
        count.problems.append(Problem("place_rows_unusable", file.name, what, "See the first of them above."))
    return AddedPlaces(file.name, count.read, count.added, count.named, tuple(count.problems))


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


class _Adder:
    """Writes rows, tied to what the gazetteer knows."""

    def __init__(
        self, connection: sqlite3.Connection, tables: list[sqlite3.Connection], count: Count
    ) -> None:
        self.connection, self.tables, self.count = connection, tables, count
        self.codes: dict[str, Place | None] = {}
        self.regions: dict[tuple[str, str], Place | None] = {}
        self.votes: Counter[str] = Counter()

    def take(self, rows: Iterable[Row]) -> None:
        """Add every row, in batches that share their lookups."""
        batch: list[Row] = []
        for row in rows:
            batch.append(row)
            if len(batch) == 2000:
                self._batch(batch)
                batch = []
        self._batch(batch)

    def _batch(self, rows: list[Row]) -> None:
        known = lookup(self.tables, {row.name for row in rows})
        regions = lookup(self.tables, {row.region for row in rows if row.region and not row.code})
        self.votes.update(
            country
            for row in rows
            for country in {
                p.country for p in regions.get(row.region.casefold(), ()) if p.kind is PlaceKind.REGION
            }
        )
        for row in rows:
            path = self._path(row, regions.get(row.region.casefold(), ()))
            country = row.country or (path[-1].removeprefix("iso:") if path else "")
            same = _same(row, known.get(row.name.casefold(), ()), path)
            if same is None:
                self._write(row, path, country)
                self.count.added += 1
            else:
                self._names(self._number(same), (row.name, *row.names))
                self.count.named += 1

    def _path(self, row: Row, regions: tuple[Place, ...]) -> tuple[str, ...]:
        """The ids of what contains a row, nearest first."""
        if row.code is not None:
            return self._coded(row)
        wanted = [p for p in regions if p.kind is PlaceKind.REGION and row.country in ("", p.country)]
        if len({p.country for p in wanted}) > 1 and self.votes:
            # a file without country codes is about one country: the one that holds most of its regions
            top = max(sorted({p.country for p in wanted}), key=lambda c: self.votes[c])
            wanted = [p for p in wanted if p.country == top]
        if not wanted:
            country = row.country or self._one_country()
            return (f"iso:{country}",) if country else ()
        region = wanted[0]
        return (region.id, *region.path)

    def _one_country(self) -> str:
        """The country that a file without country codes is about, if nearly all its regions say so."""
        if not self.votes:
            return ""
        country, votes = self.votes.most_common(1)[0]
        return country if votes >= 0.9 * self.votes.total() else ""

    def _coded(self, row: Row) -> tuple[str, ...]:
        parts = (row.code or "").split(".")
        for length in range(len(parts), 1, -1):
            place = self._by_code(".".join(parts[:length]))
            if place is not None and place.id != row.id:
                return (place.id, *place.path)
        return (f"iso:{row.country}",) if row.country else ()

    def _by_code(self, code: str) -> Place | None:
        if code not in self.codes:
            self.codes[code] = coded(self.tables, code)
        return self.codes[code]

    def _write(self, row: Row, path: tuple[str, ...], country: str) -> None:
        self.connection.execute(
            "INSERT INTO places (id, name, country, kind, path, latitude, longitude, population, code) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET name = excluded.name, path = excluded.path",
            (
                row.id, row.name, country, row.kind.value, ",".join(path), row.latitude, row.longitude,
                row.population, row.code if row.kind in (PlaceKind.REGION, PlaceKind.DISTRICT) else None,
            ),
        )  # fmt: skip
        self.codes.pop(row.code or "", None)
        number = self.connection.execute("SELECT number FROM places WHERE id = ?", (row.id,)).fetchone()[0]
        self._names(number, (row.name, *row.names))

    def _number(self, place: Place) -> int:
        """The line of a known place in the casebook's own table, copied there when it is only in ours."""
        found = self.connection.execute("SELECT number FROM places WHERE id = ?", (place.id,)).fetchone()
        if found is None:
            self.connection.execute(
                f"INSERT INTO places ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    place.id, place.name, place.country, place.kind.value, ",".join(place.path),
                    place.latitude, place.longitude,
                ),
            )  # fmt: skip
            found = self.connection.execute("SELECT number FROM places WHERE id = ?", (place.id,)).fetchone()
        return int(found[0])

    def _names(self, number: int, names: Iterable[str]) -> None:
        for key in {fold(name) for name in names if name.strip()}:
            if len(key) < 2:
                continue
            self.connection.execute(
                "INSERT INTO names VALUES (?, ?) "
                "ON CONFLICT (key) DO UPDATE SET places = places || ',' || excluded.places "
                "WHERE ',' || places || ',' NOT LIKE '%,' || excluded.places || ',%'",
                (key, str(number)),
            )


def _same(row: Row, known: tuple[Place, ...], path: tuple[str, ...]) -> Place | None:
    """The known place that a row is about, if it is certain."""
    for place in known:
        if place.id == row.id:
            return place
    settlements = (PlaceKind.CITY, PlaceKind.VILLAGE)
    if row.kind not in settlements or row.latitude is None or row.longitude is None:
        return None
    for place in known:
        if place.kind not in settlements or place.latitude is None or place.longitude is None:
            continue
        if path and not set(path) & set(place.path):
            continue
        if kilometres(row.latitude, row.longitude, place.latitude, place.longitude) < SAME_KM:
            return place
    return None


def kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great-circle distance of two points in degrees (haversine, mean radius 6371 km)."""
    one, other = math.radians(lat), math.radians(other_lat)
    half = (
        math.sin((other - one) / 2) ** 2
        + math.cos(one) * math.cos(other) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    )
    return 2 * 6371 * math.asin(math.sqrt(min(1.0, half)))
