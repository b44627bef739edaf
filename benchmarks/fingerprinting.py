"""Fingerprinting a film against decoding it with PyAV and nothing else, in turn, with the same threads.

    python benchmarks/fingerprinting.py FILE [--times N]

Processor time is what other work on the machine changes least; wall time is given beside it.
"""

import argparse
import resource
import time
from collections.abc import Callable
from pathlib import Path

import av

from allegata.actions.lookers import fingerprint


def decoded(path: Path) -> int:
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        return sum(1 for _ in container.decode(stream))


def taken(work: Callable[[], object]) -> tuple[float, float]:
    def processor() -> float:
        used = resource.getrusage(resource.RUSAGE_SELF)
        return used.ru_utime + used.ru_stime

    wall, before = time.perf_counter(), processor()
    work()
    return time.perf_counter() - wall, processor() - before


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--times", type=int, default=5)
    given = parser.parse_args()
    frames = decoded(given.file)
    plain, printed = [], []
    for _ in range(given.times):
        plain.append(taken(lambda: decoded(given.file)))
        printed.append(taken(lambda: fingerprint(str(given.file), "a", "a", False, 60_000, 3600.0)))
    for name, part in (("wall", 0), ("processor", 1)):
        one, other = min(p[part] for p in plain), min(p[part] for p in printed)
        print(
            f"{name}: decoding {one:.2f} s, fingerprinting {other:.2f} s, ratio {other / one:.2f} ({frames} frames)"
        )


if __name__ == "__main__":
    main()
