"""Adding places to a casebook: GeoNames dumps, their code tables, and tables with a header.

Three forms are known by their shape:

- *GeoNames dump* (19 tab-separated columns: `allCountries.txt`, `UA.txt`, `cities500.txt`): populated places
  and administrative divisions are kept;
- *GeoNames code table* (4 columns: `admin1CodesASCII.txt`, `admin2Codes.txt`): regions and districts;
- *a table with a header*, tab- or comma-separated, with at least a name column: Who's On First extracts, a
  list made by hand. Known columns are told in `COLUMNS`.

A row for a place that is known already (by GeoNames id, or by name, region and less than 10 km) gives it its
further names and makes no second place. Nothing of the shipped gazetteer is changed.
"""

import csv
import hashlib
import math
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from allegata.errors import BadKnowledge, Problem, Severity
from allegata.knowledge.gazetteer import ADDED, SCHEMA, AddedPlaces, Gazetteer, place_of
from allegata.knowledge.names import fold
from allegata.model.value import Place
from allegata.model.vocabulary import PlaceKind

COLUMNS = {
    "id": ("geonames_id", "geonameid", "wof_id", "id"),
    "name": ("name", "name_en", "title", "place"),
    "latitude": ("latitude", "lat", "y"),
    "longitude": ("longitude", "lon", "lng", "long", "x"),
    "region": ("region", "admin1", "oblast", "province", "state"),
    "district": ("district", "county", "admin2", "raion"),
    "country": ("country", "country_code", "iso", "countrycode"),
    "population": ("population", "pop"),
    "kind": ("kind", "placetype", "type"),
    "names": ("variants", "alternatenames", "names", "aliases"),
}
"""What a column of a headed table may be called; every column `name_…` gives a further name."""

CITY = 20_000
SAME_KM = 10.0
_SHOWN = 20
"""Problems told one by one; the rest are only counted."""

csv.field_size_limit(10_000_000)


@dataclass(slots=True)
class _Row:
    id: str
    name: str
    names: tuple[str, ...]
    kind: PlaceKind
    country: str
    region: str
    district: str
    latitude: float | None
    longitude: float | None
    population: int | None
    code: str | None = None


@dataclass(slots=True)
class _Count:
    read: int = 0
    added: int = 0
    named: int = 0
    faults: int = 0
    problems: list[Problem] = field(default_factory=list)

    def fault(self, file: Path, line: int, what: str) -> None:
        """Note a row that could not be used."""
        self.faults += 1
        if len(self.problems) < _SHOWN:
            remedy = "Mend that line and add the file again; the other lines were taken."
            self.problems.append(
                Problem("place_row_unusable", f"{file.name}:{line}", what, remedy, Severity.PARTIAL)
            )


def add(file: Path, casebook: Path) -> AddedPlaces:
    """Read a file of places into the casebook's own table; adding the same bytes twice adds nothing.

    :raises BadKnowledge: when the file cannot be read or has none of the known forms.
    """
    try:
        digest = (
            hashlib.sha256(file.read_bytes()).hexdigest() if file.stat().st_size < 1 << 28 else _digest(file)
        )
    except OSError as fault:
        raise BadKnowledge(f"{file} cannot be read ({fault.strerror}); check the path.") from fault
    form = _form(file)
    (casebook / "knowledge").mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(casebook / "knowledge" / ADDED, isolation_level=None)
    connection.executescript(SCHEMA)
    count = _Count()
    base = Gazetteer(own=connection)
    try:
        if connection.execute("SELECT 1 FROM files WHERE digest = ?", (digest,)).fetchone():
            return AddedPlaces(file.name, 0, 0, 0)
        connection.execute("BEGIN IMMEDIATE")
        _Adder(connection, base, count).take(form(file, count))
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

    def __init__(self, connection: sqlite3.Connection, base: Gazetteer, count: _Count) -> None:
        self.connection, self.base, self.count = connection, base, count
        self.codes: dict[str, Place | None] = {}
        self.regions: dict[tuple[str, str], Place | None] = {}
        self.votes: Counter[str] = Counter()

    def take(self, rows: Iterable[_Row]) -> None:
        """Add every row, in batches that share their lookups."""
        batch: list[_Row] = []
        for row in rows:
            batch.append(row)
            if len(batch) == 2000:
                self._batch(batch)
                batch = []
        self._batch(batch)

    def _batch(self, rows: list[_Row]) -> None:
        known = self.base.lookup({row.name for row in rows})
        regions = self.base.lookup({row.region for row in rows if row.region and not row.code})
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

    def _path(self, row: _Row, regions: tuple[Place, ...]) -> tuple[str, ...]:
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

    def _coded(self, row: _Row) -> tuple[str, ...]:
        parts = (row.code or "").split(".")
        for length in range(len(parts), 1, -1):
            place = self._by_code(".".join(parts[:length]))
            if place is not None and place.id != row.id:
                return (place.id, *place.path)
        return (f"iso:{row.country}",) if row.country else ()

    def _by_code(self, code: str) -> Place | None:
        if code not in self.codes:
            self.codes[code] = self.base.coded(code) or _coded_in(self.connection, code)
        return self.codes[code]

    def _write(self, row: _Row, path: tuple[str, ...], country: str) -> None:
        self.connection.execute(
            "INSERT INTO places (id, name, country, kind, path, latitude, longitude, population, code) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name, path = excluded.path",
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
                "INSERT INTO places (id, name, country, kind, path, latitude, longitude) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    place.id, place.name, place.country, place.kind.value, ",".join(place.path), place.latitude,
                    place.longitude,
                ),
            )  # fmt: skip
            found = self.connection.execute("SELECT number FROM places WHERE id = ?", (place.id,)).fetchone()
        return int(found[0])

    def _names(self, number: int, names: Iterable[str]) -> None:
        for key in {fold(name) for name in names if name.strip()}:
            if len(key) < 2:
                continue
            self.connection.execute(
                "INSERT INTO names VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET places = places || ',' || excluded.places "
                "WHERE ',' || places || ',' NOT LIKE '%,' || excluded.places || ',%'",
                (key, str(number)),
            )


def _coded_in(connection: sqlite3.Connection, code: str) -> Place | None:
    row = connection.execute(
        "SELECT id, name, country, kind, path, latitude, longitude FROM places WHERE code = ?", (code,)
    ).fetchone()
    return None if row is None else place_of(row)


def _same(row: _Row, known: tuple[Place, ...], path: tuple[str, ...]) -> Place | None:
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


# --- the three forms -----------------------------------------------------------------------------


def _form(file: Path) -> Callable[[Path, _Count], Iterator[_Row]]:
    """The reader for the form that a file's first line shows."""
    with file.open("rb") as opened:
        first = opened.readline(100_000).decode("utf-8-sig", errors="replace").rstrip("\r\n")
    columns = first.split("\t")
    if len(columns) == 19 and columns[0].isdigit():
        return _dump
    if len(columns) == 4 and "." in columns[0] and columns[3].isdigit():
        return _codes
    for delimiter in ("\t", ",", ";"):
        header = [column.strip().strip('"').lower() for column in first.split(delimiter)]
        if len(header) > 1 and any(name in header for name in COLUMNS["name"]):
            return partial(_headed, delimiter, header)
    raise BadKnowledge(
        f"{file.name} is in no known form of a table of places: a GeoNames dump (19 tab-separated columns), a GeoNames "
        "code table (4 columns), or a table whose first line names its columns, 'name' among them."
    )


def _lines(file: Path, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    quoting = csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            yield from enumerate(csv.reader(opened, delimiter=delimiter, quoting=quoting), 1)
    except (UnicodeDecodeError, csv.Error) as fault:
        raise BadKnowledge(
            f"{file.name} is no table of places in UTF-8 ({fault}); convert it and add it again."
        ) from fault


def _dump(file: Path, count: _Count) -> Iterator[_Row]:
    for number, line in _lines(file, "\t"):
        count.read += 1
        if len(line) != 19:
            count.fault(file, number, f"{len(line)} columns where a GeoNames dump has 19")
            continue
        kind = _feature(line[6], line[7], line[14])
        if kind is None:
            continue
        try:
            latitude, longitude = float(line[4]), float(line[5])
        except ValueError:
            count.fault(file, number, "latitude or longitude is no number")
            continue
        code = ".".join(part for part in (line[8], line[10], line[11]) if part)
        names = (line[2], *line[3].split(","))
        yield _Row(
            f"geonames:{line[0]}", line[1], names, kind, line[8], "", "", latitude, longitude,
            int(line[14] or 0) or None, code,
        )  # fmt: skip


def _feature(feature: str, code: str, population: str) -> PlaceKind | None:
    if feature == "P" and code not in ("PPLH", "PPLQ", "PPLW"):
        return PlaceKind.CITY if int(population or 0) >= CITY else PlaceKind.VILLAGE
    if feature == "A":
        return {"ADM1": PlaceKind.REGION, "ADM2": PlaceKind.DISTRICT, "ADM3": PlaceKind.DISTRICT}.get(code)
    return None


def _codes(file: Path, count: _Count) -> Iterator[_Row]:
    for _, line in _lines(file, "\t"):
        count.read += 1
        code, name, plain, id = line[:4]
        kind = PlaceKind.REGION if code.count(".") == 1 else PlaceKind.DISTRICT
        yield _Row(f"geonames:{id}", name, (plain,), kind, code[:2], "", "", None, None, None, code)


def _headed(delimiter: str, header: list[str], file: Path, count: _Count) -> Iterator[_Row]:
    places = {key: [header.index(c) for c in columns if c in header] for key, columns in COLUMNS.items()}
    further = [i for i, column in enumerate(header) if column.startswith("name_")]

    for number, line in _lines(file, delimiter):
        if number == 1:
            continue
        count.read += 1

        def value(key: str, line: list[str] = line) -> str:
            return next((line[i].strip() for i in places[key] if i < len(line) and line[i].strip()), "")

        names = [line[i].strip() for i in further if i < len(line) and line[i].strip()]
        names += [n.strip() for n in value("names").replace(";", "|").split("|")]
        shown = next((n for n in (*names, value("name")) if n and n.isascii()), value("name"))
        if not shown:
            count.fault(file, number, "no name")
            continue
        try:
            latitude, longitude = _degrees(value("latitude")), _degrees(value("longitude"))
            population = int(float(value("population") or 0)) or None
        except ValueError:
            count.fault(file, number, "latitude, longitude or population is no number")
            continue
        yield _Row(
            _id(header, line, places, file, number), shown, (value("name"), *names),
            _kind(value("kind"), population), value("country").upper()[:2], value("region"), value("district"),
            latitude, longitude, population,
        )  # fmt: skip


def _id(header: list[str], line: list[str], places: dict[str, list[int]], file: Path, number: int) -> str:
    for i in places["id"]:
        if i < len(line) and line[i].strip():
            scheme = (
                "geonames"
                if "geoname" in header[i]
                else header[i].removesuffix("_id")
                if header[i] != "id"
                else "casebook"
            )
            return f"{scheme}:{line[i].strip()}"
    return f"casebook:{file.stem}:{number}"


def _degrees(value: str) -> float | None:
    return float(value) if value else None


def _kind(word: str, population: int | None) -> PlaceKind:
    for kind in PlaceKind:
        if word.lower() == kind.value:
            return kind
    if word.lower() in ("county", "raion", "district"):
        return PlaceKind.DISTRICT
    if word.lower() in ("oblast", "province", "state"):
        return PlaceKind.REGION
    return PlaceKind.CITY if (population or 0) >= CITY else PlaceKind.VILLAGE
