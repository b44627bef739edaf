"""What runs in the confined child for footage: decoding meets hashing, and only numbers come back.

Every function here is called by name through `engines.confined` and decodes because a person asked for it.
"""

from collections.abc import Iterator

import cv2
import numpy as np

from allegata.engines import covering, frames
from allegata.engines.ahead import ahead
from allegata.engines.frames import Film, Luma, Refused, Shot
from allegata.errors import Problem
from allegata.linking import fingerprints
from allegata.model.media import FINGERPRINTER, Fingerprint, FrameFeatures, FrameHash, Region

APART = 24
"""Bits by which a frame has to differ from the last one kept: so every frame of a film is near a kept one."""
QUIET = 500
"""ms after which a frame is kept in any case."""
STRETCH = 8_000
"""ms of film over which bars and windows are looked for."""
MOST = 96
"""Frames of one stretch that are kept at most."""
OPENING, DENSE = 10_000, 250
"""ms at the beginning of a film in which local features are kept so often: of a short clip all counts."""
FEATURES = 700
"""ms between frames of which local features are kept after that, in a film of up to three minutes."""
AHEAD = 8
"""Frames that are decoded while earlier ones are hashed: enough to keep both busy, few enough for memory."""
FEATURED = 270
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
    hashes, features = _covered(ahead(film.shots(), AHEAD), duration)
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
    made = [fingerprints.printed(*one) for one in ahead(_stretches(shots, duration), 2)]
    return tuple(h for hashes, _ in made for h in hashes), tuple(f for _, local in made for f in local)


def _stretches(
    shots: Iterator[Shot], duration: int
) -> Iterator[tuple[list[int], list[Luma], list[tuple[int, Luma]]]]:
    """The frames that are kept, stretch by stretch: their times, themselves, and some of them sharp."""
    spacing, due = max(FEATURES, duration // FEATURED), 0
    kept: list[Shot] = []
    sharp: list[tuple[int, Luma]] = []
    keeper = fingerprints.Keeper(APART, QUIET)
    featured = 0
    for shot in shots:
        small = fingerprints.reduced(shot.luma)
        if not keeper.keeps(shot.at, small):
            continue
        if kept and (
            shot.at - kept[0].at >= STRETCH or len(kept) >= MOST or small.shape != kept[0].luma.shape
        ):
            yield [one.at for one in kept], [one.luma for one in kept], sharp
            kept, sharp = [], []
        kept.append(Shot(shot.at, np.array(small)))
        if shot.at >= due and featured < FEATURED:
            due = shot.at + (DENSE if shot.at < OPENING else spacing)
            featured += 1
            sharp.append((shot.at, np.array(fingerprints.reduced(shot.luma, fingerprints.SHARP))))
    yield [one.at for one in kept], [one.luma for one in kept], sharp


# --- for human eyes, because a person asked ------------------------------------------------------------------


def stills(
    path: str,
    name: str,
    image: bool,
    moments: tuple[int, ...],
    sharp: bool,
    seconds: float,
    colours: bool = False,
) -> tuple[list[tuple[int, bytes]], tuple[Problem, ...]]:
    """The frames nearest to some moments as PNG: (ms, bytes) each.

    Grey unless `colours`, and blurred unless `sharp`.
    """
    if image:
        try:
            shot = next(frames.pictures(path, name, colours=colours))
        except Refused as fault:
            return [], (fault.problem,)
        return [(0, _still_of(shot.luma, sharp))], ()
    film = Film(path, name, seconds, colours=colours)
    made: list[tuple[int, bytes]] = []
    left = list(moments)
    before: Shot | None = None
    try:
        for shot in film.shots():
            while left and shot.at >= left[0]:
                near = before if before and left[0] - before.at < shot.at - left[0] else shot
                made.append((near.at, _still_of(near.luma, sharp)))
                left.pop(0)
            if not left:
                break
            before = Shot(shot.at, np.array(shot.luma))
        if left and before:
            made.append((before.at, _still_of(before.luma, sharp)))
    except Refused as fault:
        return [], (fault.problem,)
    return list({at: (at, data) for at, data in made}.values()), tuple(film.problems)


def _still_of(luma: Luma, sharp: bool) -> bytes:
    small = fingerprints.reduced(luma, 360)
    shown = small if sharp else cv2.GaussianBlur(small, (0, 0), min(small.shape[:2]) / 45)
    done, data = cv2.imencode(".png", shown)
    if not done:
        raise ValueError("the picture could not be written as PNG")
    return data.tobytes()


def blurred(
    path: str, name: str, image: bool, regions: tuple[Region, ...], seconds: float
) -> tuple[bytes, tuple[Problem, ...]]:
    """A copy with regions (none: everything) made unrecognisable; no sound, no metadata."""
    try:
        if image:
            return covering.picture(path, name, regions), ()
        film = covering.CoveredFilm(path, name, seconds)
        return film.written(regions), tuple(film.problems)
    except Refused as fault:
        return b"", (fault.problem,)
