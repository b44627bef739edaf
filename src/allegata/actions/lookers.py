"""What runs in the confined child for footage: decoding meets hashing, and only numbers come back.

Every function here is called by name through `engines.confined` and decodes because a person asked for it.
"""

from collections.abc import Iterator

import cv2
import numpy as np

from allegata.engines import frames
from allegata.engines.frames import Film, Luma, Refused, Shot
from allegata.linking import fingerprints
from allegata.model.media import FINGERPRINTER, Fingerprint, FrameFeatures, FrameHash

APART = 24
"""Bits by which a frame has to differ from the last one kept: so every frame of a film is near a kept one."""
QUIET = 500
"""ms after which a frame is kept in any case."""
STRETCH = 8_000
"""ms of film over which bars and windows are looked for."""
MOST = 96
"""Frames of one stretch that are kept at most."""
FEATURES = 700
"""ms between frames of which local features are kept, in a film of up to three minutes."""
FEATURED = 240
"""Frames of which local features are kept, at most."""


def fingerprint(path: str, item: str, name: str, image: bool, duration: int, seconds: float) -> Fingerprint:
    """The fingerprint of one file. Faults of the file are in `.problems`.

    :param duration: ms as stated by the container; only spaces out the local features.
    :param seconds: of work, after which the film is covered as far as it came.
    """
    cv2.setNumThreads(1)  # its threads cost more than they bring on pictures as small as these
    try:
        return _still(path, item, name) if image else _film(path, item, name, duration, seconds)
    except Refused as fault:
        return Fingerprint(
            item, FINGERPRINTER, "image" if image else "video", 0, 0, problems=(fault.problem,)
        )


def _film(path: str, item: str, name: str, duration: int, seconds: float) -> Fingerprint:
    film = Film(path, name, seconds)
    hashes, features = _covered(film.shots(), duration)
    problems = tuple(film.problems)
    return Fingerprint(item, FINGERPRINTER, "video", film.end, film.decoded, hashes, features, None, problems)


def _still(path: str, item: str, name: str) -> Fingerprint:
    seen: list[int] = []

    def counted() -> Iterator[Shot]:
        for shot in frames.pictures(path, name):
            seen.append(shot.at)
            yield Shot(shot.at, np.ascontiguousarray(shot.luma))

    hashes, features = _covered(counted(), 0)
    kind = "image" if len(seen) == 1 else "video"
    return Fingerprint(item, FINGERPRINTER, kind, max(seen, default=0), len(seen), hashes, features)


def _covered(shots: Iterator[Shot], duration: int) -> tuple[tuple[FrameHash, ...], tuple[FrameFeatures, ...]]:
    """Hashes and local features of the frames that are kept, in stretches of film of one size."""
    hashes: list[FrameHash] = []
    features: list[FrameFeatures] = []
    spacing, due = max(FEATURES, duration // FEATURED), 0
    kept: list[Shot] = []
    sharp: list[tuple[int, Luma]] = []
    keeper = fingerprints.Keeper(APART, QUIET)
    featured = 0

    def close() -> None:
        made, local = fingerprints.printed([one.at for one in kept], [one.luma for one in kept], sharp)
        hashes.extend(made)
        features.extend(local)
        kept.clear()
        sharp.clear()

    for shot in shots:
        small = fingerprints.reduced(shot.luma)
        if not keeper.keeps(shot.at, small):
            continue
        if kept and (
            shot.at - kept[0].at >= STRETCH or len(kept) >= MOST or small.shape != kept[0].luma.shape
        ):
            close()
        kept.append(Shot(shot.at, np.array(small)))
        if shot.at >= due and featured < FEATURED:
            due, featured = shot.at + spacing, featured + 1
            sharp.append((shot.at, np.array(fingerprints.reduced(shot.luma, fingerprints.SHARP))))
    close()
    return tuple(hashes), tuple(features)
