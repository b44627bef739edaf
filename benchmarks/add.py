"""What `add` costs beside copying and hashing, and whether it grows with what is there.

    python benchmarks/add.py [--texts 10000] [--megabytes 512] [--folder DIR]

Ratios taken in one run on one disk: `cp -r`, `sha256sum` and `sync` (so that both sides have their
bytes on the disk at the end) against `add`. The material is made here.
"""

import argparse
import os
import random
import resource
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


Seconds = tuple[float, float]
"""By the clock, and of processor time (children included), which other work on the machine changes less."""


def now() -> Seconds:
    """Both at this moment."""
    own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return time.perf_counter(), own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def since(start: Seconds) -> Seconds:
    """What has passed since then."""
    clock, busy = now()
    return clock - start[0], busy - start[1]


def copied(source: Path, target: Path) -> Seconds:
    """What copying, hashing and writing through take."""
    os.sync()
    start = now()
    subprocess.run(["cp", "-r", str(source), str(target)], check=True)
    names = [str(path) for path in sorted(target.iterdir())]
    for at in range(0, len(names), 2000):
        subprocess.run(["sha256sum", *names[at : at + 2000]], check=True, stdout=subprocess.DEVNULL)
    os.sync()
    return since(start)


def added(source: Path, target: Path) -> Seconds:
    """What `add` takes, everything on the disk at the end."""
    os.sync()
    start = now()
    with opened_to_write(target, create=True) as book:
        add(book, source)
    return since(start)


def compare(name: str, source: Path, folder: Path, rounds: int) -> None:
    pairs = []
    for n in range(rounds):  # in turn, so that a busy machine hits both alike
        pairs.append((copied(source, folder / f"copy{n}"), added(source, folder / f"book{n}")))
    for n in range(rounds):  # not before: for a while after mass deletions ext4 is slow to make new files
        shutil.rmtree(folder / f"copy{n}")
        shutil.rmtree(folder / f"book{n}")
    for kind, part in (("by the clock", 0), ("processor", 1)):
        copy, own = min(c[part] for c, _ in pairs), min(a[part] for _, a in pairs)
        single = ", ".join(f"{a[part] / c[part]:.2f}" for c, a in pairs)
        print(
            f"{name:<26} {kind:<12} copy + sha256sum {copy:6.2f} s  add {own:6.2f} s  "
            f"ratio {own / copy:5.2f} ({single})",
            flush=True,
        )


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
            f"{options.texts} short texts", texts(folder / "texts", options.texts), folder, options.rounds
        )
        compare(
            f"{options.megabytes} MB in large files",
            large(folder / "large", options.megabytes),
            folder,
            options.rounds,
        )
        shutil.rmtree(folder / "large")
        print("each further thousand:")
        growth(folder, options.texts)


if __name__ == "__main__":
    main()
