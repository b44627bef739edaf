"""`allegata rebuild`: the index made anew from ledger and vault, which hold everything it says."""

from pathlib import Path

from sqlalchemy.exc import DatabaseError

from allegata.actions.casebook import Casebook, Outside, opened_without_index
from allegata.actions.export import export_digest
from allegata.errors import CasebookCorrupt
from allegata.evidence.custody import verify_chain
from allegata.model.result import Progress, RebuildResult, Silent, Step
from allegata.store.tables import ITEMS


def rebuild(
    casebook: Path,
    progress: Progress | None = None,
    outside: Outside | None = None,
    *,
    despite_damage: bool = False,
) -> RebuildResult:
    """Make the index anew, however damaged; the export before and after is compared.

    A sound one is replaced in one transaction: whoever reads meanwhile reads the old one. One that is damaged,
    or said something else than ledger and vault, is thrown away, so that whoever has it open lets go of it.

    :param despite_damage: also from a ledger whose chain is broken: the index, a witness of what the
        ledger once said, is given up.
    :raises CasebookMissing: when the folder is no casebook.
    :raises CasebookBusy: when another process writes to it.
    :raises CasebookCorrupt: when the ledger or an object that it names was altered.
    :raises UnknownThing: when such an object is missing.
    """
    progress = progress or Silent()
    with opened_without_index(casebook, outside) as book:
        progress.begin(Step.REBUILD, len(book.ledger))
        if not despite_damage:
            _refuse_broken(book)
        before = _digest_before(book)
        entries = after = None
        if before is not None and book.index.sound():
            entries = book.index.catch_up(book.ledger, anew=True)
            after = export_digest(book)
        if entries is None or before != after:
            book.index.discard()
            entries = book.index.catch_up(book.ledger)
            after = export_digest(book)
        progress.advance(Step.REBUILD, entries)
        progress.end(Step.REBUILD)
        return RebuildResult(entries, book.index.count(ITEMS), before, after or "")


def _refuse_broken(book: Casebook) -> None:
    """An index that disagrees with an altered ledger is evidence; it is not replaced by mistake."""
    broken = tuple(verify_chain(book.ledger.entries(), book.ledger.noted))
    if broken:
        what = "; ".join(dict.fromkeys(problem.what for problem in broken))
        raise CasebookCorrupt(
            f"the ledger's chain is broken: {what}; the index is kept, as it may still say what stood there. "
            "Copy this folder and compare it with a backup; `--despite-damage` rebuilds all the same"
        )


def _digest_before(book: Casebook) -> str | None:
    """The digest of the old index's export, brought up first; None where it cannot be read."""
    if not book.index.readable():
        return None
    try:
        book.index.catch_up(book.ledger)
        return export_digest(book)
    except DatabaseError:  # a damaged index is why people rebuild
        return None
