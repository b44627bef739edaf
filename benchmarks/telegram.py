"""How fast and in how much memory a large Telegram export is taken apart, beside a parser of whole documents.

    python -m benchmarks.telegram [MEGABYTES …]

Both run in a process of their own on the same file, made here from our own words: the importer (which
writes each text into the spool, too) and `json.load`, which only reads. The time is computing time, so
that a busy disk does not count; peak memory is the process's.
"""

import json
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from allegata.model.item import Capture, Item
from allegata.sources.importer import Bounds, Spool
from allegata.sources.telegram import Telegram

WORDS = "The office said on Tuesday that an inquiry into the footage had been opened and that no result was known. "


def made(path: Path, megabytes: int) -> int:
    """A channel's export of about this size; the number of its messages."""
    number = 0
    with path.open("w", encoding="utf-8") as file:
        file.write('{\n "name": "Example",\n "type": "public_channel",\n "id": 1,\n "messages": [\n')
        while file.tell() < megabytes << 20:
            text = f"{number}: " + WORDS * (1 + number % 8)
            message = {
                "id": number, "type": "message", "date": "2024-05-03T12:00:00", "date_unixtime": "1714730400",
                "from": "Example", "from_id": "channel1", "photo": f"photos/photo_{number}.jpg", "width": 800,
                "text": [text, {"type": "bold", "text": "!"}],
                "text_entities": [{"type": "plain", "text": text}, {"type": "bold", "text": "!"}],
            }  # fmt: skip
            file.write((",\n" if number else "") + json.dumps(message, ensure_ascii=False, indent=1))
            number += 1
        file.write("\n ]\n}\n")
    return number


def taken_apart(path: Path) -> int:
    """The importer's work."""
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        spool = Spool(Path(folder), path.stat().st_size, Bounds(pieces=10**7))
        Telegram().unpack(path, Item("0" * 64, 0, "application/json", Capture("result.json")), spool)
        return len(spool.pieces)


def loaded(path: Path) -> int:
    """The peer's work."""
    with path.open(encoding="utf-8") as file:
        return len(json.load(file)["messages"])


def _measured(
    work: Callable[[Path], int], path: Path, out: "multiprocessing.Queue[tuple[float, int, int]]"
) -> None:
    start = time.process_time()
    found = work(path)
    out.put((time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, found))


def main(sizes: list[int]) -> None:
    """Print one line for each size and each way."""
    context = multiprocessing.get_context("spawn")
    print(
        "| export | messages | way | seconds of computing | MB/s | peak memory, MB |\n|---|---|---|---|---|---|"
    )
    for megabytes in sizes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "result.json"
            made(path, megabytes)
            for name, work in (
                ("importer, with spooling", taken_apart),
                ("`json.load`, reading only", loaded),
            ):
                out = context.Queue()
                process = context.Process(target=_measured, args=(work, path, out))
                process.start()
                seconds, memory, found = out.get()
                process.join()
                rate = megabytes / seconds
                print(
                    f"| {megabytes} MB | {found:,} | {name} | {seconds:.1f} | {rate:.0f} | {memory} |",
                    flush=True,
                )


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [20, 80])
