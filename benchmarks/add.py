"""What `add` costs beside copying and hashing, and whether it grows with what is there.

    python benchmarks/add.py [--texts 10000] [--megabytes 512] [--folder DIR]

Ratios taken in one run on one disk: `cp -r`, `sha256sum` and `sync` (so that both sides have their
bytes on the disk at the end) against `add`. The material is made here.
"""

import argparse
import os
import random
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from allegata.actions.add import add
from allegata.actions.casebook import opened_to_write

WORDS = ("officials", "said", "that", "village", "near", "river", "reported", "residents", "day", "check")


def texts(folder: Path, number: int) -> Path:
    chance = random.Random(7)
    folder.mkdir(parents=True)
    for n in range(number):
        words = " ".join(chance.choices(WORDS, k=200))
        (folder / f"{n:06}.txt").write_text(f"Report {n}\n\n{words}.\n")
    return folder


def large(folder: Path, megabytes: int) -> Path:
    folder.mkdir(parents=True)
    for n in range(megabytes // 16):
        (folder / f"{n:04}.bin").write_bytes(os.urandom(16 << 20))
    return folder


def copied(source: Path, target: Path) -> float:
    """Seconds for copying, hashing and writing through."""
    os.sync()
    start = time.perf_counter()
    subprocess.run(["cp", "-r", str(source), str(target)], check=True)
    names = [str(path) for path in sorted(target.iterdir())]
    for at in range(0, len(names), 2000):
        subprocess.run(["sha256sum", *names[at : at + 2000]], check=True, stdout=subprocess.DEVNULL)
    os.sync()
    return time.perf_counter() - start


def added(source: Path, target: Path) -> float:
    """Seconds for `add`, everything on the disk at the end."""
    os.sync()
    start = time.perf_counter()
    with opened_to_write(target, create=True) as book:
        add(book, source)
    return time.perf_counter() - start


def compare(name: str, source: Path, folder: Path, rounds: int) -> None:
    pairs = []
    for n in range(rounds):  # in turn, so that a busy machine hits both alike
        pairs.append((copied(source, folder / f"copy{n}"), added(source, folder / f"book{n}")))
        shutil.rmtree(folder / f"copy{n}")
        shutil.rmtree(folder / f"book{n}")
    copy, own = min(c for c, _ in pairs), min(a for _, a in pairs)
    print(f"{name:<28} copy + sha256sum {copy:7.2f} s   add {own:7.2f} s   ratio {own / copy:5.2f}")


def growth(folder: Path, number: int) -> None:
    """Time for each further thousand in one casebook."""
    source = texts(folder / "grow", number)
    paths = sorted(source.iterdir())
    with opened_to_write(folder / "growing", create=True) as book:
        for at in range(0, number, 1000):
            part = folder / f"part{at}"
            part.mkdir()
            for path in paths[at : at + 1000]:
                path.rename(part / path.name)
            start = time.perf_counter()
            add(book, part)
            print(f"  texts {at + 1:>6} to {at + 1000:>6}: {time.perf_counter() - start:6.2f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=10_000)
    parser.add_argument("--megabytes", type=int, default=512)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        compare(
            f"{options.megabytes} MB in large files",
            large(folder / "large", options.megabytes),
            folder,
            options.rounds,
        )
        shutil.rmtree(folder / "large")
        compare(
            f"{options.texts} short texts", texts(folder / "texts", options.texts), folder, options.rounds
        )
        print("each further thousand:")
        growth(folder, options.texts)


if __name__ == "__main__":
    main()
