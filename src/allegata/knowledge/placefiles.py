"""Reading files of places: GeoNames dumps, their code tables, and tables with a header.

Three forms are known by their shape:

- *GeoNames dump* (19 tab-separated columns: `allCountries.txt`, `UA.txt`, `cities500.txt`): populated places
  and administrative divisions are kept;
- *GeoNames code table* (4 columns: `admin1CodesASCII.txt`, `admin2Codes.txt`): regions and districts;
- *a table with a header*, tab- or comma-separated, with at least a name column: Who's On First extracts, a
  list made by hand. Known columns are told in `COLUMNS`.
"""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from allegata.errors import BadKnowledge, Problem, Severity
from allegata.model.vocabulary import PlaceKind

csv.field_size_limit(10_000_000)

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
_SHOWN = 20
"""Problems told one by one; the rest are only counted."""

csv.field_size_limit(10_000_000)


@dataclass(slots=True)
class Row:
    """One place as a file gives it. `code` is GeoNames' ("UA.05.1416"); region and district are names."""

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
class Count:
    """How far the reading of a file has come."""

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


def form_of(file: Path) -> Callable[[Path, Count], Iterator[Row]]:
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
        f"{file.name} is in no known form of a table of places: a GeoNames dump (19 tab-separated columns), "
        "a GeoNames code table (4 columns), or a table whose first line names its columns, 'name' among them."
    )


def _lines(file: Path, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            if delimiter == "\t":
                yield from enumerate(csv.reader(opened, delimiter=delimiter, quoting=csv.QUOTE_NONE), 1)
            else:
                yield from enumerate(csv.reader(opened, delimiter=delimiter), 1)
    except (UnicodeDecodeError, csv.Error) as fault:
        raise BadKnowledge(
            f"{file.name} is no table of places in UTF-8 ({fault}); convert it and add it again."
        ) from fault


def _dump(file: Path, count: Count) -> Iterator[Row]:
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
        yield Row(
            f"geonames:{line[0]}", line[1], names, kind, line[8], "", "", latitude, longitude,
            int(line[14] or 0) or None, code,
        )  # fmt: skip


def _feature(feature: str, code: str, population: str) -> PlaceKind | None:
    if feature == "P" and code not in ("PPLH", "PPLQ", "PPLW"):
        return PlaceKind.CITY if int(population or 0) >= CITY else PlaceKind.VILLAGE
    if feature == "A":
        return {"ADM1": PlaceKind.REGION, "ADM2": PlaceKind.DISTRICT, "ADM3": PlaceKind.DISTRICT}.get(code)
    return None


def _codes(file: Path, count: Count) -> Iterator[Row]:
    for _, line in _lines(file, "\t"):
        count.read += 1
        code, name, plain, id = line[:4]
        kind = PlaceKind.REGION if code.count(".") == 1 else PlaceKind.DISTRICT
        yield Row(f"geonames:{id}", name, (plain,), kind, code[:2], "", "", None, None, None, code)


def _headed(delimiter: str, header: list[str], file: Path, count: Count) -> Iterator[Row]:
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
        yield Row(
            _id(header, line, places, file, number), shown, (value("name"), *names),
            _kind(value("kind"), population), value("country").upper()[:2], value("region"),
            value("district"), latitude, longitude, population,
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
