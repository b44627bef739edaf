"""`allegata dossier --check`: a package checked again, in numbered steps, with no casebook at hand.

1. The bag: every file has the bytes that the manifests list; none is missing, none is extra.
"""

from pathlib import Path

from allegata.errors import NothingToRead
from allegata.model.result import PackageCheck, Progress, Silent, Step, VerifyStep
from allegata.store import bag


def check(folder: Path, progress: Progress | None = None) -> PackageCheck:
    """Check a package as it lies there.

    :raises NothingToRead: when there is no package.
    """
    progress = progress or Silent()
    if not (folder / "bagit.txt").is_file():
        raise NothingToRead(f"{folder} is no package: it has no bagit.txt; name the folder of a dossier")
    progress.begin(Step.CHECK, None)
    files = sum(1 for path in folder.rglob("*") if path.is_file())
    steps = (VerifyStep(1, "The bag", files, tuple(bag.check(folder, lambda: progress.advance(Step.CHECK)))),)
    progress.end(Step.CHECK)
    return PackageCheck(str(folder), steps)
