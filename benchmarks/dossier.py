"""Writes and checks a bag beside bagit.py, in one run, on files made here: a few large ones and many small ones.

    python benchmarks/dossier.py [FOLDER]

FOLDER is where to work (default: a temporary folder). bagit.py bags in place, so its copying is counted with it;
both write and check SHA-256 and SHA-512. Each is run `ROUNDS` times in turn, the best of each is printed.
"""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import bagit

from allegata.store.bag import ALGORITHMS, Bag, check

LARGE, LARGE_SIZE = 4, 64 << 20
SMALL, SMALL_SIZE = 2000, 16 << 10
ROUNDS = 3
CORES = os.cpu_count() or 1


def material(folder: Path) -> Iterator[tuple[str, Path]]:
    """Files of chance, each other from the next."""
    folder.mkdir(parents=True)
    for number in range(LARGE + SMALL):
        path = folder / f"{number:05}.bin"
        path.write_bytes(os.urandom(LARGE_SIZE if number < LARGE else SMALL_SIZE))
        yield f"data/{path.name}", path


def timed(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def ours(target: Path, files: list[tuple[str, Path]]) -> None:
    target.mkdir()
    bag = Bag(target)
    bag.copy(files)
    bag.finish([("Bagging-Date", "2026-01-01")])


def theirs(target: Path, source: Path, processes: int) -> None:
    shutil.copytree(source, target)
    bagit.make_bag(str(target), checksums=list(ALGORITHMS), processes=processes)


def checked(target: Path) -> None:
    assert list(check(target)) == []


def validated(target: Path, processes: int) -> None:
    bagit.Bag(str(target)).validate(processes=processes)


def main() -> None:
    work = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp())
    files = list(material(work / "source"))
    megabytes = (LARGE * LARGE_SIZE + SMALL * SMALL_SIZE) / 1e6
    found: dict[str, list[float]] = {}

    for number in range(ROUNDS):
        one, two, many = (work / f"{name}-{number}" for name in ("ours", "bagit", "bagit-many"))
        runs: dict[str, Callable[[], object]] = {
            "write, allegata": partial(ours, one, files),
            "write, bagit.py": partial(theirs, two, work / "source", 1),
            f"write, bagit.py, {CORES} processes": partial(theirs, many, work / "source", CORES),
            "check, allegata": partial(checked, one),
            "check, bagit.py": partial(validated, two, 1),
            f"check, bagit.py, {CORES} processes": partial(validated, many, CORES),
        }
        for name, run in runs.items():
            found.setdefault(name, []).append(timed(run))
        assert list(check(one)) == [] and bagit.Bag(str(one)).is_valid()
        for folder in (one, two, many):
            shutil.rmtree(folder)
    shutil.rmtree(work / "source")
    print(
        f"{LARGE} files of {LARGE_SIZE >> 20} MiB and {SMALL} of {SMALL_SIZE >> 10} KiB, "
        f"{megabytes:.0f} MB, {CORES} cores"
    )
    for name, seconds in found.items():
        mine = min(found[f"{name.split(',')[0]}, allegata"])
        print(
            f"{name:32} {min(seconds):6.2f} s  {megabytes / min(seconds):6.0f} MB/s  {min(seconds) / mine:5.2f}"
        )


if __name__ == "__main__":
    main()
