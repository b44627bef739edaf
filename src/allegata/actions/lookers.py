"""What runs in the confined child for footage: decoding meets hashing, and only numbers come back.

Every function here is called by name through `engines.confined` and decodes because a person asked for it.
"""

from collections.abc import Iterator

import numpy as np

from allegata.engines import frames
from allegata.engines.frames import Film, Luma, Refused, Shot
from allegata.linking import fingerprints
from allegata.linking.fingerprints import Bits
from allegata.model.media import Fingerprint, FrameFeatures, FrameHash

TOOL = "allegata.fingerprint/1"

APART = 14
"""Bits by which a frame has to differ from the last one kept: so every frame of a film is near a kept one."""
QUIET = 500
"""ms after which a frame is kept in any case."""
STRETCH = 8_000
"""ms of film over which bars and windows are looked for."""
MOST = 96
"""Frames of one stretch that are kept at most."""
FEATURES = 500
"""ms between frames of which local features are kept, in a film of up to two minutes."""
FEATURED = 240
"""Frames of which local features are kept, at most."""


def fingerprint(path: str, item: str, name: str, image: bool, duration: int, seconds: float) -> Fingerprint:
    """The fingerprint of one file. Faults of the file are in `.problems`.

    :param duration: ms as stated by the container; only spaces out the local features.
    :param seconds: of work, after which the film is covered as far as it came.
    """
    try:
        return _still(path, item, name) if image else _film(path, item, name, duration, seconds)
    except Refused as fault:
        return Fingerprint(item, TOOL, "image" if image else "video", 0, 0, problems=(fault.problem,))


def _film(path: str, item: str, name: str, duration: int, seconds: float) -> Fingerprint:
    film = Film(path, name, seconds)
    hashes: list[FrameHash] = []
    features: list[FrameFeatures] = []
    spacing = max(FEATURES, duration // FEATURED)
    due = 0
    for stretch in _stretches(film.shots()):
        hashes += fingerprints.hashes([shot.at for shot in stretch], [shot.luma for shot in stretch])
        for shot in stretch:
            if shot.at >= due and len(features) < 2 * FEATURED:
                due = shot.at + spacing
                features += _features(shot)
    problems = tuple(film.problems)
    return Fingerprint(item, TOOL, "video", film.end, film.decoded, tuple(hashes), tuple(features), None, problems)


def _stretches(shots: Iterator[Shot]) -> Iterator[list[Shot]]:
    """The frames that are kept, reduced, in stretches of film of one size."""
    kept: list[Shot] = []
    last: Bits | None = None
    before = -QUIET
    for shot in shots:
        small = fingerprints.reduced(shot.luma)
        bits = fingerprints.pdq(fingerprints.square(small)[None])[0][0]
        if last is not None and shot.at - before < QUIET and int(np.sum(bits != last)) < APART:
            continue
        last, before = bits, shot.at
        new = bool(kept) and (
            shot.at - kept[0].at >= STRETCH or len(kept) >= MOST or small.shape != kept[0].luma.shape
        )
        if new:
            yield kept
            kept = []
        kept.append(Shot(shot.at, np.array(small)))
    if kept:
        yield kept


def _features(shot: Shot) -> list[FrameFeatures]:
    both = (fingerprints.features(shot.at, shot.luma, mirrored) for mirrored in (False, True))
    return [one for one in both if one]


def _still(path: str, item: str, name: str) -> Fingerprint:
    shots = [Shot(shot.at, np.array(shot.luma)) for shot in _reduced_pictures(path, name)]
    hashes: list[FrameHash] = []
    features: list[FrameFeatures] = []
    for stretch in _stretches(iter(shots)):
        hashes += fingerprints.hashes([shot.at for shot in stretch], [shot.luma for shot in stretch])
        features += [one for shot in stretch for one in _features(shot)]
    end = shots[-1].at if shots else 0
    kind = "image" if len(shots) == 1 else "video"
    return Fingerprint(item, TOOL, kind, end, len(shots), tuple(hashes), tuple(features[: 2 * FEATURED]))


def _reduced_pictures(path: str, name: str) -> Iterator[Shot]:
    for shot in frames.pictures(path, name):
        yield Shot(shot.at, fingerprints.reduced(_readable(shot.luma)))


def _readable(luma: Luma) -> Luma:
    return np.ascontiguousarray(luma)
