"""`allegata gazetteer add`: more places for this casebook; the next read takes them into account."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Integer, cast, func, select

from allegata.actions.casebook import Casebook, Outside, opened_to_write
from allegata.errors import NothingToRead
from allegata.evidence.custody import Draft, EntryKind
from allegata.evidence.digest import of_bytes
from allegata.knowledge.gazetteer import AddedPlaces, Gazetteer
from allegata.model.value import Place
from allegata.store.tables import DOCUMENTS


def add_places(casebook: Path, file: Path, outside: Outside | None = None) -> AddedPlaces:
    """Add a file of places to a casebook's own knowledge; the ledger names the file and its SHA-256.

    :raises NothingToRead: when there is no such file.
    :raises BadKnowledge: when the file is in none of the known forms.
    """
    if not file.is_file():
        raise NothingToRead(f"{file} is no file; name a GeoNames dump or a table of places")
    with opened_to_write(casebook, outside) as book:
        return placed(book, file, file.name)


def placed(book: Casebook, file: Path, name: str) -> AddedPlaces:
    """The same in a casebook that is open to write.

    :param name: what the file is called; it may lie under another name for a while.
    :raises BadKnowledge: when the file is in none of the known forms.
    """
    (book.folder / "knowledge").mkdir(exist_ok=True)
    result = Gazetteer.add(file, book.folder)
    digest = of_bytes(file.read_bytes())
    payload = {
        "name": name,
        "sha256": digest,
        "read": result.read,
        "added": result.added,
        "named": result.named,
    }
    book.keep(book.batch(), [Draft(EntryKind.PLACES_ADDED, book.now(), book.outside.by, digest, payload)])
    return result


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """One place of a name, with the names of what contains it, nearest first."""

    place: Place
    inside: tuple[str, ...]


def looked_up(book: Casebook, name: str) -> tuple[FoundPlace, ...]:
    """Every place of a name, as a reading would find it; nothing is ranked or chosen."""
    table = Gazetteer(book.folder)
    try:
        places = [place for found in table.lookup([name.strip()]).values() for place in found]
        above = table.by_id(id for place in places for id in place.path)
    finally:
        table.close()
    inside = [tuple(above[id].name for id in place.path if id in above) for place in places]
    made = [FoundPlace(place, names) for place, names in zip(places, inside, strict=True)]
    return tuple(sorted(made, key=lambda one: (one.place.country, one.inside, one.place.id)))


@dataclass(frozen=True, slots=True)
class ReaderLine:
    """A reader of one version, and how many texts stand as it read them."""

    name: str
    version: str
    texts: int
    read: int


def readers(book: Casebook) -> tuple[ReaderLine, ...]:
    """Which readers the readings in force are of."""
    columns = (DOCUMENTS.c.reader, DOCUMENTS.c.version)
    query = select(
        *columns, func.count().label("texts"), func.sum(cast(DOCUMENTS.c.read, Integer)).label("read")
    )
    rows = book.index.rows(query.group_by(*columns).order_by(*columns))
    return tuple(ReaderLine(row.reader, row.version, row.texts, int(row.read or 0)) for row in rows)
