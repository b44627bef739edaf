"""The gazetteer: every place of a name, with what contains it; nothing is ever ranked or chosen here.

The package ships one compact file (GeoNames, CC BY 4.0; distilled by `scripts/distil_gazetteer.py`). On
first use it is unpacked once into an SQLite file in the user's cache folder; a casebook's own additions
lie in its `knowledge/` folder in the same form and are looked up beside it.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from allegata.knowledge.additions import ADDED, AddedPlaces, add
from allegata.knowledge.extents import Extent, extents
from allegata.knowledge.placetable import (
    COLUMNS,
    Progress,
    lookup,
    named_by_id,
    opened,
    place_of,
    shipped_digest,
    unpacked,
)
from allegata.model.knowledge import PlaceTable
from allegata.model.value import Place

__all__ = ["AddedPlaces", "Gazetteer"]


class Gazetteer:
    """Lookup by name over the shipped places and, if a casebook is given, its own.

    Opening one in the parent process before a pool starts spares the workers the first unpacking.
    """

    def __init__(
        self, casebook: Path | None = None, progress: Progress | None = None, cache: Path | None = None
    ) -> None:
        """Open, unpacking the shipped file if no earlier run has.

        :param casebook: the casebook folder whose `knowledge/gazetteer.sqlite` is looked up as well.
        :param progress: told how far the unpacking has come.
        :param cache: where to unpack to; by default the user's cache folder.
        :raises BadKnowledge: when the shipped file is damaged or the casebook's table is not one.
        """
        self._tables = [opened(unpacked(progress, cache))]
        if casebook is not None and (casebook / "knowledge" / ADDED).is_file():
            self._tables.append(opened(casebook / "knowledge" / ADDED))

    @property
    def version(self) -> str:
        """Digest of the shipped file and of every file added: part of a reading's provenance."""
        digest = shipped_digest()
        for own in self._tables[1:]:
            added = [row[0] for row in own.execute("SELECT digest FROM files ORDER BY digest")]
            digest = hashlib.sha256("\n".join([digest, *added]).encode()).hexdigest()
        return digest[:16]

    def lookup(self, names: Iterable[str]) -> PlaceTable:
        """Every place of each name, by the casefolded name; names without a place are left out.

        Spellings that differ in case, accents, apostrophes or hyphens meet (`knowledge.names.fold`).
        """
        return lookup(self._tables, names)

    def by_id(self, ids: Iterable[str]) -> dict[str, Place]:
        """The places of these ids; ids that no table holds are left out."""
        return named_by_id(self._tables, ids)

    def extents(self, ids: Collection[str]) -> Mapping[str, Extent]:
        """How far these regions, districts and countries reach; one without a settlement inside is left out."""
        return extents(self._tables, ids)

    def everything(self) -> Iterator[tuple[Place, int]]:
        """Every shipped place with its inhabitants (0: unknown). For benchmarks: readings never use size."""
        for *row, population in self._tables[0].execute(f"SELECT {COLUMNS}, population FROM places"):
            yield place_of(tuple(row)), int(population or 0)

    @staticmethod
    def add(file: Path, casebook: Path) -> AddedPlaces:
        """Add a file of places to a casebook; the forms are told in `knowledge.additions`.

        :raises BadKnowledge: when the file is in none of the known forms.
        """
        return add(file, casebook)

    def close(self) -> None:
        """Close the tables."""
        for table in self._tables:
            table.close()
