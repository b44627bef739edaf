"""Footage found again after edits, on a folder of films: found of asked, and false matches, for each edit.

    python benchmarks/footage.py FOLDER [--edits NAME …]

FOLDER holds films (the sample videos of the PDQ/vPDQ archive, unpacked) and, in folders called `images`,
pictures. Files whose names begin with the same word, up to the first hyphen, are taken for one family; a
match between two families is false.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import av
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.builders import films

from allegata.actions.lookers import fingerprint
from allegata.linking.samefootage import matches
from allegata.model.media import Fingerprint, FootageMatch

PICTURES = (".jpg", ".jpeg", ".png")


def pictures(path: Path) -> tuple[list[films.Picture], int]:
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        rate = round(float(stream.average_rate or 30))
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(stream)], rate


def family(name: str) -> str:
    return name.split("|", maxsplit=1)[0].split("-", maxsplit=1)[0]


def look(path: Path, name: str) -> Fingerprint:
    return fingerprint(str(path), name, name, path.suffix in PICTURES, 0, 600.0)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--edits", nargs="*", default=list(films.EDITS))
    given = parser.parse_args()
    every = sorted(p for p in given.folder.rglob("*") if p.suffix in (".mp4", *PICTURES))
    library = [look(p, p.name) for p in every]
    originals = [p for p in every if p.suffix == ".mp4"]
    print(
        f"{len(originals)} films, {len(every) - len(originals)} pictures, "
        f"{len({family(p.name) for p in every})} families"
    )
    false = {(m.left, m.right) for m in matches(library) if family(m.left) != family(m.right)}
    print(f"originals among themselves: {len(false)} false matches {sorted(false)}")
    print("| edit | found | asked | false matches | range off by at most 1 s | median bits |")
    print("|---|---|---|---|---|---|")
    made: dict[str, list[Fingerprint]] = {edit: [] for edit in given.edits}
    with tempfile.TemporaryDirectory() as folder:
        for path in originals:
            frames, rate = pictures(path)
            behind = pictures(ground_of(path, originals))[0][:150]
            for edit in given.edits:
                target = Path(folder) / "edited.mp4"
                films.EDITS[edit](target, frames, behind, rate)
                made[edit].append(look(target, f"{path.name}|{edit}"))
            sys.stderr.write(f"{path.name} edited\n")
    for edit, asked in made.items():
        began = time.time()
        found = matches([*library, *asked], new=frozenset(a.item for a in asked))
        _row(edit, originals, found)
        sys.stderr.write(f"{edit}: {time.time() - began:.0f} s\n")


def ground_of(path: Path, originals: list[Path]) -> Path:
    """The film behind a picture in picture: the first one of another family."""
    return next(p for p in originals if family(p.name) != family(path.name))


def _row(edit: str, originals: list[Path], found: Sequence[FootageMatch]) -> None:
    hits, near = 0, 0
    false: set[tuple[str, str]] = set()
    bits: list[int] = []
    missed: list[str] = []
    for path in originals:
        mine = [m for m in found if {m.left, m.right} == {path.name, f"{path.name}|{edit}"}]
        hits += bool(mine)
        if not mine:
            missed.append(path.name)
        else:
            near += _covers(edit, mine, path.name)
            bits.append(mine[0].distance)
    for m in found:
        behind = "picture in picture" in edit
        names = {family(m.left), family(m.right)}
        if len(names) > 1 and not (behind and _is_ground(m, originals)):
            false.add((m.left, m.right))
    print(
        f"| {edit} | {hits} | {len(originals)} | {len(false)} | {near} of {hits} | {np.median(bits) if bits else '–'} |"
    )
    for name in missed:
        print(f"  missed: {name}")
    for pair in sorted(false):
        print(f"  false: {pair}")


def _is_ground(m: FootageMatch, originals: list[Path]) -> bool:
    """Whether a match is with the film that was put behind on purpose, or two have the same one: not false."""
    held = [_families(id, originals) for id in (m.left, m.right)]
    return bool(held[0] & held[1])


def _families(id: str, originals: list[Path]) -> set[str]:
    """The families of which there are pictures in a file: its own, and that of its ground."""
    own = Path(id.split("|", maxsplit=1)[0])
    return {family(id), *((family(ground_of(own, originals).name),) if "|" in id else ())}


def _covers(edit: str, mine: Sequence[FootageMatch], name: str) -> bool:
    """Whether the ranges fit the edit: both go with the same share of their films, to a second."""
    m = mine[0]
    own, made = (m.left_range, m.right_range) if m.left == name else (m.right_range, m.left_range)
    speed = 1.25 if "faster" in edit else 0.75 if "slower" in edit else 1.0
    ends = [(own.start, made.start), (own.end, made.end)]
    offsets = [a / 1000 - b / 1000 * speed for a, b in ends]
    return all(abs(b - a) <= 1.0 for a, b in pairwise(offsets))


if __name__ == "__main__":
    main()
