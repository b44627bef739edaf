"""Whether two files show the same pictures: like hashes, running side by side, checked by local features.

What comes out are proposals. That two files show the same pictures says nothing of what they show, who
filmed it, or which of them came first. Faces are no feature here: nothing is told of persons.
"""

from base64 import b64decode
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from allegata.linking.alignment import Alignment, align
from allegata.linking.frames import Packed, Pairs, packed, within
from allegata.model.media import Fingerprint, FootageMatch, FrameFeatures, FrameHash, TimeRange, View

RADIUS = 64
"""Bits within which a pair of frames is looked at more closely. Unlike pictures are about 128 apart."""
MOMENTS = 3
"""Different moments of a film that have to run side by side."""
TRIED = 12
"""Pairs of frames whose local features are compared, spread over the range."""
VERIFIED = 2
"""Pairs of frames of two films whose local features have to agree on one framing."""
INLIERS = 12
"""Local features of one pair of frames that have to fit one change of framing."""
INLIERS_STILL = 20
"""The same where one of the files is a still: there is no second moment to confirm it."""
SPREAD = 0.10
"""Share of the whole picture over which these features have to spread: a logo is smaller."""
STEADY = 0.15
"""Share of the picture's size by which the framing may vary between moments: an edit keeps one framing."""
RANGES = 3
"""Separate stretches that are looked for in a pair of files."""

Search = Callable[[Packed, Packed, int], Pairs]
Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Held:
    """All hashes of all files, in one table."""

    items: NDArray[np.int64]  # which fingerprint
    times: NDArray[np.int64]
    hashes: Sequence[FrameHash]
    bits: Packed


WORDS = {
    View.MIRRORED: "mirrored",
    View.TURNED_90: "turned by 90°",
    View.TURNED_180: "turned by 180°",
    View.TURNED_270: "turned by 270°",
    View.CROP: "cropped",
    View.WINDOW: "picture in picture",
    View.WINDOW_MIRRORED: "picture in picture, mirrored",
}


def matches(
    prints: Sequence[Fingerprint], search: Search = within, new: frozenset[str] | None = None
) -> tuple[FootageMatch, ...]:
    """Every pair of files that show the same pictures, as far as this method finds them; ordered by ids.

    :param new: ids of files to compare with all; None: each with each.
    """
    ordered = sorted(prints, key=lambda one: one.item)
    found: list[FootageMatch] = []
    for (left, right), pairs in sorted(_candidates(ordered, search, new).items()):
        found += _compared(ordered[left], ordered[right], pairs)
    return tuple(found)


Key = tuple[str, bool, int]
"""In words how the pictures differ; whether the whole picture of one file is mirrored to be like the other's;
which file holds the other's picture in a window: −1 the left one, 1 the right one, 0 neither."""
Candidates = dict[tuple[int, int], dict[Key, list[tuple[int, int, int]]]]
"""For two files and one variant: times in the left and in the right one, bits apart."""


def _candidates(prints: Sequence[Fingerprint], search: Search, new: frozenset[str] | None) -> Candidates:
    held = _table(prints, tuple(View))
    found: Candidates = defaultdict(lambda: defaultdict(list))
    for asks, against in (
        (View.WHOLE, None),
        (View.MIRRORED, View.CROP),  # mirrored and cropped: the mirror image against every crop
    ):
        asked = _table(prints, {asks})
        if new is None:
            _search(asked, held, search, asks, against, found)
            continue
        # new whole pictures against all views, and the whole pictures known before against new views
        mine = np.array([prints[n].item in new for n in asked.items.tolist()], dtype=bool)
        theirs = np.array([prints[n].item in new for n in held.items.tolist()], dtype=bool)
        _search(_some(asked, mine), held, search, asks, against, found)
        _search(_some(asked, ~mine), _some(held, theirs), search, asks, against, found)
    return found


def _search(
    asked: _Held, held: _Held, search: Search, asks: View, against: View | None, found: Candidates
) -> None:
    if not len(asked.hashes) or not len(held.hashes):
        return
    for one, other, bits in zip(*(c.tolist() for c in search(asked.bits, held.bits, RADIUS)), strict=True):
        a, b = int(asked.items[one]), int(held.items[other])
        view = held.hashes[other].view
        if a == b or (against is not None and view is not against):
            continue
        key = _key(asks, view, (1 if a < b else -1))
        ta, tb = int(asked.times[one]), int(held.times[other])
        pair = (ta, tb, bits) if a < b else (tb, ta, bits)
        found[min(a, b), max(a, b)][key].append(pair)


def _table(prints: Sequence[Fingerprint], views: Collection[View]) -> _Held:
    """The hashes of these views, with the print that each belongs to."""
    rows = [(number, one) for number, each in enumerate(prints) for one in each.hashes if one.view in views]
    hashes = [one for _, one in rows]
    return _Held(
        np.array([number for number, _ in rows], dtype=np.int64),
        np.array([one.at for one in hashes], dtype=np.int64),
        hashes,
        packed(hashes),
    )


def _some(table: _Held, mine: NDArray[np.bool_]) -> _Held:
    rows = np.flatnonzero(mine)
    return _Held(table.items[rows], table.times[rows], [table.hashes[int(n)] for n in rows], table.bits[rows])


def _key(asked: View, view: View, held: int) -> Key:
    """:param held: which of the two files is the one whose `view` was found: −1 the left, 1 the right."""
    words = [WORDS[v] for v in (asked, view) if v in WORDS]
    mirrored = (asked is View.MIRRORED) != (view in (View.MIRRORED, View.WINDOW_MIRRORED))
    return ", ".join(words), mirrored, held if view in (View.WINDOW, View.WINDOW_MIRRORED) else 0


# --- two files ---------------------------------------------------------------------------------------------


def _compared(
    left: Fingerprint, right: Fingerprint, variants: dict[Key, list[tuple[int, int, int]]]
) -> Iterable[FootageMatch]:
    """The stretches that two files share: the best variant of each stretch, no two of them overlapping."""
    found: list[FootageMatch] = []
    for key, pairs in sorted(variants.items()):
        rows = np.array(sorted(set(pairs)), dtype=np.int64)
        for _ in range(RANGES):
            line = align(rows[:, 0], rows[:, 1], rows[:, 2]) if len(rows) else None
            if line is None:
                break
            match = _checked(left, right, key, rows, line)
            if match:
                found.append(match)
            keep = np.ones(len(rows), dtype=bool)
            keep[line.pairs] = False
            keep &= ~_beside(rows, line)
            rows = rows[keep]
    found.sort(key=lambda one: (-one.aligned * (RADIUS + 1 - one.distance), -one.verified, one.variants))
    kept: list[FootageMatch] = []
    for one in found:
        if not any(_meet(one, other) for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: (one.left_range.start, one.right_range.start))


def _beside(rows: NDArray[np.int64], line: Alignment) -> NDArray[np.bool_]:
    """Pairs that the line explains already, with some room."""
    off = np.abs(rows[:, 1] - line.speed * rows[:, 0] - line.offset)
    a = rows[line.pairs, 0]
    start, end = int(a.min()) - 2_000, int(a.max()) + 2_000
    return np.logical_and.reduce([off <= 2_000, rows[:, 0] >= start, rows[:, 0] <= end])  # type: ignore[no-any-return]


def _meet(one: FootageMatch, other: FootageMatch) -> bool:
    def shared(a: TimeRange, b: TimeRange) -> bool:
        return a.start <= b.end and b.start <= a.end

    return shared(one.left_range, other.left_range) or shared(one.right_range, other.right_range)


def _checked(
    left: Fingerprint,
    right: Fingerprint,
    key: Key,
    rows: NDArray[np.int64],
    line: Alignment,
) -> FootageMatch | None:
    """The proposal for one stretch, if the local features bear it out."""
    still = "image" in (left.kind, right.kind)
    pairs = rows[line.pairs]
    if not still and line.slots < MOMENTS:
        return None
    tried, framings = _framings(left, right, key, pairs, line, INLIERS_STILL if still else INLIERS)
    verified = len(framings) if still else _steady(framings)
    if verified < (1 if still else VERIFIED):
        return None
    a, b = pairs[:, 0], pairs[:, 1]
    bits = int(np.median(pairs[:, 2]))
    speed = 1.0 if still else round(line.speed, 2)
    return FootageMatch(
        left.item,
        right.item,
        TimeRange(int(a.min()), int(a.max())),
        TimeRange(int(b.min()), int(b.max())),
        _variants(key[0], speed),
        speed,
        line.slots,
        bits,
        verified,
        tried,
        _reasons(line.slots, bits, verified, tried, still),
    )


def _variants(words: str, speed: float) -> tuple[str, ...]:
    said = [words] if words else []
    if abs(speed - 1) > 0.02:
        said.append(f"speed {speed:g}×")
    return tuple(said) or ("the same framing",)


def _reasons(slots: int, bits: int, verified: int, tried: int, still: bool) -> tuple[str, ...]:
    moments = "one picture is" if still else f"{slots} moments are"
    alike = f"{moments} alike in PDQ (median {bits} of 256 bits apart)"
    if not still:
        alike += " and run side by side"
    return alike, f"local features agree on one framing in {verified} of {tried} pairs of frames compared"


# --- local features -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Framing:
    """Where the corners of the left picture lie in the right one, in shares of its size: shape (4, 2)."""

    corners: NDArray[np.float64]
    inliers: int


@dataclass(frozen=True, slots=True)
class _Points:
    """Local features, unpacked."""

    at: int
    size: tuple[int, int]
    points: NDArray[np.float32]
    descriptors: Packed


def _unpacked(one: FrameFeatures) -> _Points:
    points = np.frombuffer(b64decode(one.points), dtype="<u2").reshape(-1, 2).astype(np.float32)
    descriptors = np.frombuffer(b64decode(one.descriptors), dtype=np.uint8).reshape(-1, 32)
    return _Points(one.at, (one.width, one.height), points, descriptors)


def _framings(
    left: Fingerprint,
    right: Fingerprint,
    key: Key,
    pairs: NDArray[np.int64],
    line: Alignment,
    inliers: int,
) -> tuple[int, list[Framing]]:
    """How many pairs of moments were compared, and the framings that came out of them."""
    _, mirrored, window = key
    turned = View.MIRRORED if mirrored else View.WHOLE
    # of the two one is mirrored; where one file holds the other in a window, it is the other
    ones = _by_time(left, View.WINDOW if window < 0 else turned)
    others = _by_time(right, turned if window < 0 else View.WINDOW if window > 0 else View.WHOLE)
    if not ones or not others:
        return 0, []
    start, end = int(pairs[:, 0].min()) - 500, int(pairs[:, 0].max()) + 500
    times = np.array(sorted(others))
    wanted: list[tuple[float, int, int]] = []
    for at in sorted(ones):
        if start <= at <= end:
            off = np.abs(times - (line.speed * at + line.offset))
            nearest = int(np.argmin(off))
            wanted.append((float(off[nearest]), at, int(times[nearest])))
    chosen = _spread_out(wanted)
    found = [_best(ones[at], others[other], inliers) for at, other in chosen]
    return len(chosen), [one for one in found if one]


def _by_time(one: Fingerprint, view: View) -> dict[int, list[FrameFeatures]]:
    found: dict[int, list[FrameFeatures]] = defaultdict(list)
    for local in one.features:
        if local.view is view:
            found[local.at].append(local)
    return found


def _best(ones: Sequence[FrameFeatures], others: Sequence[FrameFeatures], inliers: int) -> "Framing | None":
    """The framing on which most features agree, among the windows of a moment."""
    every = [_framing(_unpacked(one), _unpacked(other), inliers) for one in ones for other in others]
    return max((one for one in every if one), key=lambda one: one.inliers, default=None)


def _spread_out(wanted: list[tuple[float, int, int]]) -> list[tuple[int, int]]:
    """Moments from all over the range, in each part the one whose two frames are nearest in time."""
    parts = np.array_split(np.arange(len(wanted)), min(TRIED, len(wanted))) if wanted else []
    best = [min(wanted[int(n)] for n in part) for part in parts]
    return [(one, other) for _, one, other in best]


def _framing(one: _Points, other: _Points, least: int) -> Framing | None:
    """The change of framing that most local features of two frames agree on, if it is a plausible one."""
    pairs = _mutual(one.descriptors, other.descriptors)
    if len(pairs) < least:
        return None
    a, b = one.points[pairs[:, 0]], other.points[pairs[:, 1]]
    found, mask = cv2.findHomography(a, b, cv2.RANSAC, 4.0, maxIters=1000, confidence=0.999)
    if found is None or mask is None or int(mask.sum()) < least:
        return None
    kept = mask.ravel().astype(bool)
    width, height = one.size
    box = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    corners = cv2.perspectiveTransform(box[None], found)[0]
    if not _plausible(corners, other.size, one.size):
        return None
    spread = max(_spread(a[kept], one.size), _spread(b[kept], other.size))
    if spread < SPREAD:
        return None
    return Framing(corners / np.array(other.size, dtype=np.float64), int(kept.sum()))


def _mutual(one: Packed, other: Packed) -> NDArray[np.int64]:
    """Features that are each other's likest, and clearly liker than the next."""
    apart = np.bitwise_count(
        np.ascontiguousarray(one).view(np.uint64)[:, None] ^ np.ascontiguousarray(other).view(np.uint64)[None]
    ).sum(axis=2, dtype=np.int64)
    if apart.shape[1] < 2:
        return np.zeros((0, 2), dtype=np.int64)
    to, back = apart.argmin(axis=1), apart.argmin(axis=0)
    rows = np.arange(len(apart))
    two = np.partition(apart, 1, axis=1)[:, :2]
    good = (back[to] == rows) & (two[:, 0] <= 64) & (two[:, 0] < 0.85 * two[:, 1])
    return np.stack([rows[good], to[good]], axis=1)


def _plausible(corners: NDArray[np.float32], size: tuple[int, int], own: tuple[int, int]) -> bool:
    """Whether the picture stays a picture: not folded, not squeezed flat, its sides nearly parallel."""
    if not np.isfinite(corners).all():
        return False
    sides = np.roll(corners, -1, axis=0) - corners
    lengths = np.hypot(sides[:, 0], sides[:, 1])
    turns = sides[:, 0] * np.roll(sides[:, 1], -1) - sides[:, 1] * np.roll(sides[:, 0], -1)
    if (turns <= 0).any() or lengths.min() < 0.08 * min(size):
        return False
    if lengths.max() > 12 * max(size):
        return False
    opposite = max(
        lengths[0] / lengths[2], lengths[2] / lengths[0], lengths[1] / lengths[3], lengths[3] / lengths[1]
    )
    shape = (lengths[0] / lengths[1]) / (own[0] / own[1])
    return bool(opposite < 1.35 and 0.5 < shape < 2.0)


def _spread(points: NDArray[np.float32], size: tuple[int, int]) -> float:
    hull = cv2.convexHull(points.astype(np.float32))
    return float(cv2.contourArea(hull)) / (size[0] * size[1])


def _steady(framings: Sequence[Framing]) -> int:
    """How many moments agree on one framing, the largest such group."""
    best = 0
    for one in framings:
        scale = max(0.3, float(np.ptp(one.corners, axis=0).max()))
        near = [np.abs(one.corners - other.corners).max() <= STEADY * scale for other in framings]
        best = max(best, int(np.sum(near)))
    return best
