"""What taking containers apart costs beside the usual programs.

    python benchmarks/unpack.py [--megabytes 64] [--files 2000] [--folder DIR]

One run, one disk, processor time, each side three times and the middle one taken: a ZIP file by `unzip` and by our
importer; a WARC file by warcio, reading and checking every record, and by our importer, which also writes what it
takes out; then `add` of both as a whole, with everything that is kept of them. The material is made here.
"""

import argparse
import random
import resource
import shutil
import statistics
import subprocess
import tempfile
import zipfile
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from allegata.actions.add import add
from allegata.actions.casebook import Outside, opened_to_write
from allegata.model.item import Capture, Item
from allegata.sources.importer import Bounds
from allegata.sources.registry import take_apart

WORDS = ("officials", "said", "that", "village", "near", "river", "reported", "residents", "day", "check")


def page(chance: random.Random, length: int) -> bytes:
    words = " ".join(chance.choices(WORDS, k=length // 6)).encode()
    return b"<!doctype html><html><body><p>" + words[:length] + b"</p></body></html>"


def make_zip(path: Path, megabytes: int, files: int) -> None:
    chance = random.Random(7)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(files):
            archive.writestr(f"{n % 20}/{n}.html", page(chance, (megabytes << 20) // files))


def make_warc(path: Path, megabytes: int, files: int) -> None:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    chance = random.Random(8)
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for n in range(files):
            heads = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            body = BytesIO(page(chance, (megabytes << 20) // files))
            writer.write_record(
                writer.create_warc_record(
                    f"https://a.example/{n}", "response", payload=body, http_headers=heads
                )
            )


def busy() -> float:
    """Processor time so far, that of ended children included: what other work on the machine changes least."""
    return sum(
        used.ru_utime + used.ru_stime
        for used in (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def middle(work: Callable[[Path], object], folder: Path) -> float:
    """Processor seconds of the middle one of three runs, each into a fresh folder."""
    took = []
    for _ in range(3):
        target = folder / "out"
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir()
        start = busy()
        work(target)
        took.append(busy() - start)
    return statistics.median(took)


def ours(importer: str, path: Path) -> Callable[[Path], object]:
    item = Item(sha256(path.read_bytes()).hexdigest(), path.stat().st_size, "", Capture(path.name))

    def work(target: Path) -> None:
        found = take_apart(importer, str(path), item, str(target), Bounds())
        assert not found.problems, found

    return work


def unzip(path: Path) -> Callable[[Path], object]:
    return lambda target: subprocess.run(["unzip", "-qq", str(path), "-d", str(target)], check=True)


def warcio(path: Path) -> Callable[[Path], None]:
    from warcio.archiveiterator import ArchiveIterator

    def work(_: Path) -> None:
        with path.open("rb") as file:
            for record in ArchiveIterator(file, check_digests=True):
                record.content_stream().read()

    return work


def whole(path: Path, folder: Path) -> float:
    """Processor seconds of `add`, the confined child included."""
    source = folder / f"source-{path.stem}"
    source.mkdir()
    shutil.copy(path, source)
    start = busy()
    with opened_to_write(folder / f"book-{path.stem}", Outside(), create=True) as book:
        add(book, source)
    return busy() - start


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--megabytes", type=int, default=64)
    arguments.add_argument("--files", type=int, default=2000)
    arguments.add_argument("--folder", type=Path, default=None)
    given = arguments.parse_args()
    megabytes, files = given.megabytes, given.files
    with tempfile.TemporaryDirectory(dir=given.folder) as made:
        folder = Path(made)
        zipped, warc = folder / "many.zip", folder / "many.warc.gz"
        make_zip(zipped, megabytes, files)
        make_warc(warc, megabytes, files)
        print(
            f"{files} pages, {megabytes} MB inflated; MB per second of processor time, the middle one of three"
        )
        for kind, peer, theirs, own in (
            ("ZIP", "unzip", unzip(zipped), ours("zip", zipped)),
            ("WARC", "warcio, read and checked", warcio(warc), ours("warc", warc)),
        ):
            others, mine = middle(theirs, folder), middle(own, folder)
            rates = f"{peer} {megabytes / others:.0f}, importer {megabytes / mine:.0f}"
            print(f"{kind}: {rates}, ratio of rates {others / mine:.2f}")
        for path in (zipped, warc):
            seconds = whole(path, folder)
            rates = f"{megabytes / seconds:.0f} MB/s, {files / seconds:.0f} members/s"
            print(f"add of {path.name}: {rates}, everything kept and listed")


if __name__ == "__main__":
    main()
