"""`allegata rebuild`: the index made anew from ledger and vault, which hold everything it says."""

from pathlib import Path

from sqlalchemy.exc import DatabaseError

from allegata.actions.casebook import Casebook, Outside, opened_without_index
from allegata.actions.export import export_digest
from allegata.model.result import Progress, RebuildResult, Silent, Step
from allegata.store.tables import ITEMS


def rebuild(
    casebook: Path, progress: Progress | None = None, outside: Outside | None = None
) -> RebuildResult:
    """Drop the index, however damaged, and make it again; the export before and after is compared.

    :raises CasebookMissing: when the folder is no casebook.
    :raises CasebookBusy: when another process writes to it.
    :raises CasebookCorrupt: when the ledger or an object that it names was altered.
    :raises UnknownThing: when such an object is missing.
    """
    progress = progress or Silent()
    with opened_without_index(casebook, outside) as book:
        progress.begin(Step.REBUILD, len(book.ledger))
        before = _digest_before(book)
        book.index.discard()
        entries = book.index.catch_up(book.ledger)
        progress.advance(Step.REBUILD, entries)
        progress.end(Step.REBUILD)
        return RebuildResult(entries, book.index.count(ITEMS), before, export_digest(book))


def _digest_before(book: Casebook) -> str | None:
    """The digest of the old index's export, brought up first; None where it cannot be read."""
    if not book.index.readable():
        return None
    try:
        book.index.catch_up(book.ledger)
        return export_digest(book)
    except DatabaseError:  # a damaged index is why people rebuild
        return None
