"""Reference hashes reproduced: PDQ of pictures and vPDQ of films against the hashes that their authors published.

    python benchmarks/pdq.py FOLDER [--every N]

FOLDER holds the PDQ/vPDQ archive, unpacked. Three ways to the hash of a frame are compared with the
reference: the whole frame in full size and reduced to 128 × 128 as the reference did, both hashed by
pdqhash; and the picture as allegata hashes it (luma plane, halved, averaged to 64 × 64, bars left on).
"""

import argparse
from pathlib import Path

import av
import numpy as np
import pdqhash

from allegata.engines.frames import luma_of
from allegata.linking.fingerprints import pdq, reduced, square


def bits(hexed: str) -> np.ndarray:
    return np.unpackbits(np.frombuffer(bytes.fromhex(hexed), dtype=np.uint8)).astype(bool)


def row(name: str, apart: list[int]) -> None:
    found = np.array(apart)
    shares = [100 * float((found <= limit).mean()) for limit in (0, 10, 31)]
    words = " | ".join(f"{share:.1f} %" for share in shares)
    print(f"| {name} | {len(found)} | {words} | {int(found.max())} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--every", type=int, default=10)
    given = parser.parse_args()
    full: list[int] = []
    small: list[int] = []
    ours: list[int] = []
    quality: list[bool] = []
    for path in sorted((given.folder / "tmk" / "sample-videos").glob("*.mp4")):
        stem = given.folder / "vpdq" / "sample-hashes" / path.stem
        plain = _reference(stem.with_name(f"{path.stem}.txt"))
        half = _reference(stem.with_name(f"{path.stem}-128x128.txt"))
        with av.open(str(path)) as container:
            for n, frame in enumerate(container.decode(video=0)):
                if n % given.every or n not in plain:
                    continue
                mine, grade = pdqhash.compute(frame.to_ndarray(format="rgb24"))
                full.append(int((mine.astype(bool) != plain[n][1]).sum()))
                quality.append(grade == plain[n][0])
                if n in half:
                    mine, _ = pdqhash.compute(frame.to_ndarray(width=128, height=128, format="rgb24"))
                    small.append(int((mine.astype(bool) != half[n][1]).sum()))
                own, _ = pdq(square(reduced(luma_of(frame)))[None])
                if plain[n][0] >= 50:
                    ours.append(int((own[0] != plain[n][1]).sum()))
    print("| way | frames | the same | within 10 bits | within 31 bits | most bits apart |")
    print("|---|---|---|---|---|---|")
    row("pdqhash, full size", full)
    row("pdqhash, 128 × 128", small)
    row("allegata's canonical picture (frames of quality 50 and more)", ours)
    print(f"quality the same in {100 * float(np.mean(quality)):.1f} % of the frames")


def _reference(path: Path) -> dict[int, tuple[int, np.ndarray]]:
    """Frame → quality and bits, as published: `frame,quality,hash,seconds`."""
    if not path.is_file():
        return {}
    lines = (line.split(",") for line in path.read_text().split())
    return {int(parts[0]): (int(parts[1]), bits(parts[2])) for parts in lines if len(parts) >= 3}


if __name__ == "__main__":
    main()
