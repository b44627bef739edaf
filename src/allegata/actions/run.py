"""`allegata run`: the main job, one folder in, one accountable record per incident out."""

from collections.abc import Mapping
from pathlib import Path

from allegata.actions import footage, show
from allegata.actions.add import add
from allegata.actions.assess import assess
from allegata.actions.casebook import Outside, opened_to_write
from allegata.actions.current import current
from allegata.actions.link import link
from allegata.actions.read import read
from allegata.model.result import Progress, RunResult


def run(
    folder: Path,
    casebook: Path,
    progress: Progress | None = None,
    outside: Outside | None = None,
    workers: int | None = None,
    columns: Mapping[str, str] | None = None,
) -> RunResult:
    """Add, read, link, assess and show; the casebook is made where there is none.

    Interrupted, it goes on where it stopped when it is run again.

    :raises NothingToRead: when the folder does not exist or cannot be opened.
    :raises CasebookMissing: when the casebook's folder holds something else.
    :raises CasebookBusy: when another process writes to the casebook.
    """
    with opened_to_write(casebook, outside, create=True) as book:
        added = add(book, folder, progress, columns)
        footage.facts(
            book, footage.footage_items(book), progress
        )  # what files say of themselves; none is decoded
        done = read(book, progress, workers=workers)
        now = current(book)
        linked = link(book, progress, now)
        assessed = assess(book, progress, now)
        return RunResult(added, done, linked, assessed, show.overview(book))
