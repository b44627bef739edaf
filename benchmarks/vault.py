"""What storing, checking and copying cost beside `cp` and `sha256sum`, and how they grow with a casebook.

    python benchmarks/vault.py [--texts 10000] [--megabytes 512] [--grow 10000 100000] [--encrypted] [--folder DIR]

Ratios are taken in turn in one run on one disk. Growth runs each verb in a process of its own, so that
its peak memory can be told. Nothing is deleted before the end: for a minute after mass deletions ext4 is
slow to make new files, for `cp` and for us.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from add import Seconds, copied, large, now, since, texts
from allegata.actions.add import add
from allegata.actions.casebook import Outside, opened_to_write
from allegata.actions.mirror import mirror
from allegata.actions.restore import restore
from allegata.actions.scrub import scrub
from allegata.actions.verify import verify
from allegata.store import secrets
from allegata.store.batch import Batch
from allegata.store.vault import Vault

STEPS: dict[str, Callable[[Path], object]] = {}


def outside(encrypted: bool) -> Outside:
    return replace(Outside(by="benchmark"), recipients=() if encrypted else None)


def stored(source: Path, target: Path, encrypted: bool) -> Seconds:
    """The vault alone: staged, flushed in batches, in place."""
    target.mkdir()
    if encrypted:
        secrets.create(target, target.name, ())
        (target / "casebook.json").write_text(f'{{"encrypted": true, "id": "{target.name}"}}')
    vault = Vault(target)
    vault.create()
    paths = sorted(source.iterdir())
    os.sync()
    start = now()
    batch = Batch(vault)
    for path in paths:
        batch.stage_file(path)
        if len(batch) >= 1024 or batch.bytes >= 64 << 20:
            batch.publish()
            batch.settle()
    batch.publish()
    batch.settle()
    os.sync()
    return since(start)


def added(source: Path, target: Path, encrypted: bool) -> Seconds:
    os.sync()
    start = now()
    with opened_to_write(target, outside(encrypted), create=True) as book:
        add(book, source)
    os.sync()
    return since(start)


def summed(folder: Path) -> Seconds:
    """`sha256sum` over the objects."""
    names = [str(path) for path in folder.rglob("*") if path.is_file()]
    start = now()
    for at in range(0, len(names), 2000):
        subprocess.run(["sha256sum", *names[at : at + 2000]], check=True, stdout=subprocess.DEVNULL)
    return since(start)


def walked(folder: Path) -> Seconds:
    """Every object hashed and compared with its name, as `verify` and `scrub` do."""
    vault = Vault(folder)
    start = now()
    assert all(found.actual == found.claimed for found in vault.walk())
    return since(start)


def beside(source: Path, folder: Path, rounds: int, encrypted: bool) -> None:
    """One line for each thing that is compared."""
    number = sum(1 for _ in source.iterdir())
    size = sum(path.stat().st_size for path in source.iterdir())
    peers: list[Seconds] = []
    own: dict[str, list[Seconds]] = {"vault": [], "add": []}
    sums: list[Seconds] = []
    walks: list[Seconds] = []
    for n in range(rounds):
        name = f"{source.name}{n}"
        peers.append(copied(source, folder / f"copy-{name}"))
        own["vault"].append(stored(source, folder / f"vault-{name}", encrypted))
        own["add"].append(added(source, folder / f"book-{name}", encrypted))
        sums.append(summed(folder / f"vault-{name}" / "objects"))
        walks.append(walked(folder / f"vault-{name}"))
    what = f"{number} files, {size / 1e6:.0f} MB"
    for title, peer, ours in (
        ("store (vault) / cp + sha256sum", peers, own["vault"]),
        ("add / cp + sha256sum", peers, own["add"]),
        ("hash all objects / sha256sum", sums, walks),
    ):
        for kind, part in (("clock", 0), ("processor", 1)):
            theirs, mine = min(p[part] for p in peer), min(o[part] for o in ours)
            print(
                f"{what:<20} {title:<32} {kind:<9} {theirs:7.2f} s {mine:7.2f} s  rate of the peer's "
                f"{theirs / mine:6.0%}  {number / mine:8.0f} files/s {size / mine / 1e6:7.0f} MB/s",
                flush=True,
            )


def step(function: Callable[[Path], object]) -> Callable[[Path], object]:
    STEPS[function.__name__.removeprefix("do_")] = function
    return function


@step
def do_add(folder: Path) -> object:
    with opened_to_write(folder / "book", outside((folder / "encrypted").exists()), create=True) as book:
        return len(add(book, folder / "source").added)


@step
def do_verify(folder: Path) -> object:
    assert verify(folder / "book").intact
    return "intact"


@step
def do_scrub(folder: Path) -> object:
    with opened_to_write(folder / "book") as book:
        return f"{scrub(book).checked} objects"


@step
def do_mirror(folder: Path) -> object:
    with opened_to_write(folder / "book") as book:
        return f"{mirror(book, folder / 'second').objects} objects"


@step
def do_restore(folder: Path) -> object:
    result = restore(folder / "book", folder / "second")
    assert not result.problems
    return f"{result.checked} hashed"


def growth(folder: Path, number: int, encrypted: bool) -> None:
    """Every verb on a casebook of so many small texts, each in a process of its own."""
    here = folder / f"grow{number}"
    texts(here / "source", number)
    if encrypted:
        (here / "encrypted").touch()
    print(f"{number} texts", flush=True)
    for name in ("add", "verify", "scrub", "mirror", "mirror", "restore"):
        command = [sys.executable, __file__, "--step", name, "--folder", str(here)]
        print(subprocess.run(command, check=True, capture_output=True, text=True).stdout, end="", flush=True)


def one(name: str, folder: Path) -> None:
    start = time.perf_counter()
    said = STEPS[name](folder)
    seconds = time.perf_counter() - start
    usage = resource.getrusage(resource.RUSAGE_SELF)
    busy = usage.ru_utime + usage.ru_stime
    # not ru_maxrss: a process inherits that from the one which started it
    status = Path("/proc/self/status").read_text().splitlines()
    peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
    print(f"  {name:<8} {seconds:7.1f} s (processor {busy:6.1f} s), {peak / 1024:5.0f} MB at most: {said}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=10_000)
    parser.add_argument("--megabytes", type=int, default=512)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--grow", type=int, nargs="*", default=[])
    parser.add_argument("--encrypted", action="store_true")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--step", choices=sorted(STEPS), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        one(options.step, options.folder)
        return
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        os.environ["ALLEGATA_KEYS"] = str(folder / "keys")
        if options.texts:
            beside(texts(folder / "texts", options.texts), folder, options.rounds, options.encrypted)
        if options.megabytes:
            beside(large(folder / "large", options.megabytes), folder, options.rounds, options.encrypted)
        for number in options.grow:
            growth(folder, number, options.encrypted)


if __name__ == "__main__":
    main()
