"""`allegata rebuild`: the index made anew from ledger and vault, which hold everything it says."""

from sqlalchemy.exc import DatabaseError

from allegata.actions.casebook import Casebook
from allegata.actions.export import export_digest
from allegata.model.result import Progress, RebuildResult, Silent, Step
from allegata.store.tables import ITEMS


def rebuild(book: Casebook, progress: Progress | None = None) -> RebuildResult:
    """Drop the index and make it again; the export before and after is compared.

    :raises CasebookCorrupt: when an object that the ledger names was altered.
    :raises UnknownThing: when such an object is missing.
    """
    progress = progress or Silent()
    progress.begin(Step.REBUILD, len(book.ledger))
    try:
        before = export_digest(book)
    except DatabaseError:  # a damaged index is why people rebuild
        before = None
    entries = book.index.rebuild(book.ledger)
    progress.advance(Step.REBUILD, entries)
    progress.end(Step.REBUILD)
    return RebuildResult(entries, book.index.count(ITEMS), before, export_digest(book))
