"""`allegata gazetteer add`: more places for this casebook; the next read takes them into account."""

from pathlib import Path

from allegata.actions.casebook import Outside, opened_to_write
from allegata.errors import NothingToRead
from allegata.evidence.custody import Draft, EntryKind
from allegata.evidence.digest import of_bytes
from allegata.knowledge.gazetteer import AddedPlaces, Gazetteer


def add_places(casebook: Path, file: Path, outside: Outside | None = None) -> AddedPlaces:
    """Add a file of places to a casebook's own knowledge; the ledger names the file and its SHA-256.

    :raises NothingToRead: when there is no such file.
    :raises BadKnowledge: when the file is in none of the known forms.
    """
    if not file.is_file():
        raise NothingToRead(f"{file} is no file; name a GeoNames dump or a table of places")
    with opened_to_write(casebook, outside) as book:
        (book.folder / "knowledge").mkdir(exist_ok=True)
        result = Gazetteer.add(file, book.folder)
        digest = of_bytes(file.read_bytes())
        payload = {
            "name": file.name,
            "sha256": digest,
            "read": result.read,
            "added": result.added,
            "named": result.named,
        }
        book.keep(book.batch(), [Draft(EntryKind.PLACES_ADDED, book.now(), book.outside.by, digest, payload)])
        return result
