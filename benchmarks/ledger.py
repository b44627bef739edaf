"""A casebook of 100,000 items and a million ledger entries: what verify, audit, checkpoint and prove need.

    python benchmarks/ledger.py [--entries 100000 1000000] [--items 100000] [--folder DIR]
    python benchmarks/ledger.py --hashing [--megabytes 512] [--files 20000]

One casebook grows to each number of entries; every verb then runs in a process of its own, of which the
time and the peak memory are printed. The entries are real ones (items received, with their originals in
the vault, and further receipts of the same bytes), a thousand to a transaction, with a checkpoint after
every twentieth of them. `--hashing` sets re-verification beside `sha256sum` in one run.
"""

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

from allegata.actions.casebook import Casebook, opened_to_write
from allegata.actions.received import met_again, received
from allegata.actions.verify import hashed
from allegata.model.item import Capture
from allegata.store.batch import Batch
from allegata.store.vault import Vault

BATCH = 1000
SIGNED = 20
"""Batches to a checkpoint."""


def text(number: int) -> bytes:
    chance = random.Random(number)
    words = " ".join(
        chance.choices(("officials", "said", "near", "river", "reported", "day", "check"), k=200)
    )
    return f"Report {number}\n\n{words}.\n".encode()


def grow(folder: Path, entries: int, items: int) -> None:
    """Add entries until there are so many."""
    while True:
        with opened_to_write(folder, create=True) as book:
            for _ in range(SIGNED):
                there = book.ledger.end().count
                if there >= entries - 1:
                    return
                batch(book, there, min(BATCH, entries - 1 - there), items)


def batch(book: Casebook, there: int, number: int, items: int) -> None:
    """One transaction: new items as long as there are to be any, then the same bytes once more."""
    objects, drafts = book.batch(), []
    for n in range(there, there + number):
        capture = Capture(f"{n % items:06}.txt", url=f"https://example.org/{n}", publisher="Harbour Wire")
        stored = objects.stage_bytes(text(n % items))
        make = received(book, stored, capture, "benchmark") if stored.new else None
        drafts.append(make or met_again(book, stored.digest, capture, "benchmark"))
    book.keep(objects, drafts)


PEAK = """
import atexit, re, runpy, sys
target = sys.argv[-1]
atexit.register(lambda: open(target, "w").write(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]))
sys.argv = ["allegata", *sys.argv[1:-1]]
runpy.run_module("allegata", run_name="__main__")
"""
"""Runs a verb and leaves its own peak: what the system says of a child counts the process it was forked from."""


def measured(*arguments: str) -> tuple[float, float, float]:
    """Seconds by the clock, seconds of processor time, peak memory in MB of a verb."""
    with tempfile.NamedTemporaryFile() as target:
        start = time.perf_counter()
        process = subprocess.Popen(
            (sys.executable, "-c", PEAK, *arguments, target.name),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0, f"{arguments} ended with {process.returncode}"
        clock = time.perf_counter() - start
        return clock, used.ru_utime + used.ru_stime, int(Path(target.name).read_text()) / 1024


def verbs(folder: Path, entries: int, item: str) -> None:
    """Every verb once, each in a process of its own."""
    at = ("--casebook", str(folder))
    for name, arguments in (
        ("verify", ("verify",)),
        ("audit, all", ("audit",)),
        ("audit --csv, all", ("audit", "--csv", os.devnull)),
        ("audit --item", ("audit", "--item", item)),
        ("prove, one item", ("prove", item)),
        ("tsa list: opening alone", ("tsa", "list")),
    ):
        clock, busy, memory = measured(*arguments, *at)
        print(
            f"| {entries:>9,} | {name:<24} | {clock:7.1f} s | {busy:7.1f} s | {memory:5.0f} MB |", flush=True
        )
    with opened_to_write(folder) as book:
        batch(book, entries, 1, 1)
        start = time.perf_counter()
    print(
        f"| {entries:>9,} | {'a checkpoint, one entry':<24} | {time.perf_counter() - start:7.3f} s | | |",
        flush=True,
    )


def scale(folder: Path, steps: list[int], items: int) -> None:
    print("| entries | verb | clock | processor | peak memory |\n|---|---|---|---|---|", flush=True)
    for entries in steps:
        start = time.perf_counter()
        grow(folder, entries, items)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"(made in {time.perf_counter() - start:.0f} s, {peak:.0f} MB)", file=sys.stderr, flush=True)
        verbs(folder, entries, sha256(text(7)).hexdigest())


@contextmanager
def vault_of(files: int, size: int) -> Iterator[Vault]:
    """A vault of so many objects of chance."""
    with tempfile.TemporaryDirectory() as name:
        vault = Vault(Path(name))
        vault.create()
        objects = Batch(vault)
        for _ in range(files):
            objects.stage_bytes(os.urandom(size))
        objects.publish()
        objects.settle()
        yield vault


def now() -> tuple[float, float]:
    """Seconds by the clock and of processor time, children included."""
    used = os.times()
    return time.perf_counter(), used.user + used.system + used.children_user + used.children_system


def hashing(megabytes: int, files: int) -> None:
    """Re-verification beside `sha256sum` over the same objects, in turn, so that other work hits both alike."""
    print("| objects | | sha256sum | allegata | rate |\n|---|---|---|---|---|")
    for number, size in ((megabytes // 32, 32 << 20), (files, 1500)):
        with vault_of(number, size) as vault:
            book = argparse.Namespace(vault=vault)
            command = f"find {vault.objects} -type f -print0 | sort -z | xargs -0 sha256sum"
            marks = []
            for _ in range(5):
                marks.append(now())
                subprocess.run(command, shell=True, check=True, stdout=subprocess.DEVNULL)
                marks.append(now())
                assert sum(found.claimed == found.actual for found in hashed(book)) == number
            marks.append(now())
            for part, kind in enumerate(("by the clock", "processor")):
                spans = [b[part] - a[part] for a, b in pairwise(marks)]
                theirs, ours = (sorted(each)[len(each) // 2] for each in (spans[::2], spans[1::2]))
                what = f"{number:,} of {size:,} bytes"
                print(
                    f"| {what} | {kind} | {theirs:.2f} s | {ours:.2f} s | {theirs / ours:.2f} |", flush=True
                )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--hashing", action="store_true")
    parser.add_argument("--megabytes", type=int, default=512)
    parser.add_argument("--files", type=int, default=20_000)
    options = parser.parse_args()
    if options.hashing:
        hashing(options.megabytes, options.files)
        return
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        os.environ["ALLEGATA_KEYS"] = f"{name}/keys"
        scale(Path(name) / "book", options.entries, options.items)


if __name__ == "__main__":
    main()
