"""Pictures → perceptual hashes and local features: one canonical size and orientation, bars taken off.

The hash is PDQ (Facebook, 2019): the 16×16 lowest frequencies, the mean left out, of a 64×64 picture of
the luma, each bit telling whether one lies above their median. It is computed here for many pictures at
once; `tests/linking` holds it against the reference, bit by bit.

Everything here works on luma pictures: arrays of unsigned bytes, shape (height, width).
"""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

import cv2
import numpy as np
from numpy.typing import NDArray

from allegata.model.media import FrameFeatures, FrameHash, View

Luma = NDArray[np.uint8]
Bits = NDArray[np.bool_]

SIDE = 64
BITS = 256
SMALL = 160
"""The shorter side of a frame, in pixels, as it is kept while it is worked on (up to twice as much)."""
GOOD = 50
"""Hashes of lower quality tell nothing: a wall, a sky, a black frame (vPDQ's own threshold)."""
CROPS = (92, 84, 77, 70)
"""Centred parts that are hashed as well, in percent of width and height: each step is within a hash's reach."""
FLAT = 4
"""Grey levels by which the pixels of a bar may lie off the tone of the frame's edge."""
BARE = 0.75
"""Share of a row that has to be of that tone: a logo may stand in a bar."""
LOOKED_AT = 16
"""Frames of a stretch in which bars and rectangles are looked for."""
WINDOWS = 4
"""Rectangles inside a frame that are hashed at most."""
SMALLEST = 0.12
"""Share of the frame's width and height that a rectangle has at least."""
KEYPOINTS = 160
"""Local features of a frame at most, a fair number in each cell of a grid first: a logo may not take them all."""
GRID = 4
SHARP = 300
"""The shorter side of a frame, in pixels, for local features (up to twice as much)."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels: left, top, right, bottom, ends exclusive."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def area(self) -> int:
        """Pixels."""
        return max(0, self.right - self.left) * max(0, self.bottom - self.top)


# --- hashing ----------------------------------------------------------------------------------------------


@cache
def _transform() -> NDArray[np.float32]:
    rows, columns = np.arange(1, 17)[:, None], np.arange(SIDE)[None, :]
    waves: NDArray[np.float64] = np.sqrt(2 / SIDE) * np.cos(np.pi / (2 * SIDE) * rows * (2 * columns + 1))
    return waves.astype(np.float32)


def pdq(pictures: NDArray[np.uint8]) -> tuple[Bits, NDArray[np.int64]]:
    """PDQ of many 64×64 pictures: bits of shape (n, 256) in the order of the hex form, and quality 0–100."""
    luma = pictures.astype(np.float32)
    steps = _steps(luma[:, 1:] - luma[:, :-1]) + _steps(luma[:, :, 1:] - luma[:, :, :-1])
    return _bits(luma), np.minimum(100, (steps / 90).astype(np.int64))


def _bits(luma: NDArray[np.float32]) -> Bits:
    found = (_transform() @ luma @ _transform().T).reshape(len(luma), BITS)
    median = np.partition(found, BITS // 2 - 1, axis=1)[:, BITS // 2 - 1 : BITS // 2]
    return (found > median)[:, ::-1]


@dataclass(slots=True)
class Keeper:
    """Says of one frame after another whether it differs from the last one kept, by `apart` bits of PDQ."""

    apart: int
    quiet: int  # ms after which a frame is kept in any case
    _at: int | None = None
    _bits: Bits | None = None
    _square: Luma | None = None

    def keeps(self, at: int, small: Luma) -> bool:
        """:param small: the frame, reduced."""
        picture = square(small)
        if self._at is not None and self._square is not None and at - self._at < self.quiet:
            # a change that is hardly one is not worth a hash
            if cv2.norm(picture, self._square, cv2.NORM_L1) < SIDE * SIDE:
                return False
            bits = _bits(picture[None].astype(np.float32))[0]
            if self._bits is None:
                self._bits = _bits(self._square[None].astype(np.float32))[0]
            if int(np.count_nonzero(bits != self._bits)) < self.apart:
                return False
            self._bits = bits
        else:
            self._bits = None
        self._at, self._square = at, picture
        return True


def _steps(difference: NDArray[np.float32]) -> NDArray[np.float32]:
    steps: NDArray[np.float32] = np.abs(np.trunc(difference * 100 / 255)).sum(axis=(1, 2))
    return steps


def hexed(bits: Bits) -> str:
    """The hash as 64 hex digits."""
    return np.packbits(bits).tobytes().hex()


def square(picture: Luma) -> Luma:
    """A picture in the canonical size."""
    return cv2.resize(picture, (SIDE, SIDE), interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)


def reduced(picture: Luma, side: int = SMALL) -> Luma:
    """A frame as small as it is worked on: halved again and again, which is the quickest averaging there is.

    :param side: the shorter side stays this long or up to twice as long, unless the frame is smaller.
    """
    small = picture
    while min(small.shape[:2]) >= 2 * side:
        height, width = small.shape[0] // 2, small.shape[1] // 2
        even = small[: 2 * height, : 2 * width]
        small = cv2.resize(even, (width, height), interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
    return np.ascontiguousarray(small)


# --- what is not picture ------------------------------------------------------------------------------------


def bars_off(frames: Sequence[Luma]) -> Box:
    """The part of the frames inside bars: rows and columns at the edges that have the tone of the edge in
    most of their pixels (a logo may stand in a bar), in every frame.

    Where less than a third of either side would be left (a blank stretch), the whole frame is given.
    """
    height, width = frames[0].shape
    seen = _some_of(frames)
    top, bottom = _inside([frame[:, ::2] for frame in seen])
    if bottom - top < height / 3:
        top, bottom = 0, height
    left, right = _inside([frame[top:bottom:2].T for frame in seen])
    if right - left < width / 3:
        left, right = 0, width
    return Box(left, top, right, bottom)


def _inside(frames: Sequence[Luma]) -> tuple[int, int]:
    """First and last row (exclusive) that are no bar."""
    count = len(frames[0])
    first, last = count, count
    for frame in frames:
        first = min(first, _bar(frame))
        last = min(last, _bar(frame[::-1]))
    # a bar's inner edge is smeared by scaling: one more row goes with it
    return (first + 1 if first else 0), count - (last + 1 if last else 0)


def _bar(picture: Luma) -> int:
    """How many rows from the first on are a bar."""
    tone = np.median(picture[0])
    like = (np.abs(picture.astype(np.int16) - tone) <= FLAT).mean(axis=1) >= BARE
    return len(like) if like.all() else int(np.argmin(like))


def _some_of(frames: Sequence[Luma]) -> Sequence[Luma]:
    """Frames from all over a stretch: what stands still is seen in a few of them."""
    step = -(-len(frames) // LOOKED_AT)
    return frames[::step]


def windows(frames: Sequence[Luma], inside: Box) -> tuple[Box, ...]:
    """Rectangles within frames whose sides keep their place: a picture in the picture, a filled-up margin.

    A side is a straight run of steps in brightness that stands at the same place in most frames; the
    frame's own borders count as sides. The best few are given, without the frame itself and without bars
    of their own.
    """
    seen = _some_of(frames)
    stack = np.stack(seen).astype(np.int16)
    upright = (np.abs(np.diff(stack, axis=2)) > 10).mean(axis=0)  # (height, width − 1)
    level = (np.abs(np.diff(stack, axis=1)) > 10).mean(axis=0).T  # (width, height − 1)
    columns = _sides(upright, inside.top, inside.bottom, inside.left, inside.right)
    rows = _sides(level, inside.left, inside.right, inside.top, inside.bottom)
    wide, high = (inside.right - inside.left) * SMALLEST, (inside.bottom - inside.top) * SMALLEST
    found: list[tuple[float, Box]] = []
    for left, right in combinations(sorted(columns), 2):
        for top, bottom in combinations(sorted(rows), 2):
            box = Box(left, top, right, bottom)
            if right - left < wide or bottom - top < high or box.area > inside.area * 0.85:
                continue
            sides = (
                columns[left].along(top, bottom),
                columns[right].along(top, bottom),
                rows[top].along(left, right),
                rows[bottom].along(left, right),
            )
            real = [side for side in sides if side is not None]
            if real and min(real) >= 0.45 and sum(real) / len(real) >= 0.65:
                found.append((sum(real) / len(real), box))
    return tuple(_without_bars(seen, box) for box in _apart(found))


@dataclass(frozen=True, slots=True)
class _Side:
    """One straight line on which rectangles may end; `edges` counts edge pixels up to each place along it."""

    edges: NDArray[np.int64] | None  # None: the frame's own border

    def along(self, start: int, end: int) -> float | None:
        """The share of a stretch of the line that is edge; None for a border, which is given."""
        if self.edges is None:
            return None
        return float(self.edges[end] - self.edges[start]) / (end - start)


def _sides(persistent: NDArray[np.float64], start: int, end: int, first: int, last: int) -> dict[int, _Side]:
    """Where long straight edges stand, at most ten, and the two borders.

    :param persistent: how often there is a step across each place; lines run along its first axis.
    """
    own = persistent[start:end]
    # the edge may be smeared over two pixels: a pixel's neighbour counts for it as well
    pair = np.maximum(own[:, 1:], own[:, :-1]) if own.shape[1] > 1 else own
    score = np.where(pair > 0.45, pair, 0).sum(axis=0) / max(1, end - start)
    strength = own.sum(axis=0)
    chosen: dict[int, _Side] = {}
    for x in np.argsort(-score, kind="stable")[:40].tolist():
        # the step between pixels n and n + 1 begins a picture at n + 1
        place = x + 1 if x + 1 >= len(strength) or strength[x] >= strength[x + 1] else x + 2
        near = any(abs(place - other) <= 3 for other in (*chosen, first, last))
        if score[x] < 0.08 or len(chosen) == 10:
            break
        if not near:
            strip = persistent[:, max(0, place - 2) : place + 1].max(axis=1) > 0.35
            chosen[place] = _Side(np.concatenate([[0], np.cumsum(strip)]))
    return chosen | {first: _Side(None), last: _Side(None)}


def _without_bars(frames: Sequence[Luma], box: Box) -> Box:
    """A rectangle without bars of its own."""
    inner = bars_off([frame[box.top : box.bottom, box.left : box.right] for frame in frames])
    return Box(box.left + inner.left, box.top + inner.top, box.left + inner.right, box.top + inner.bottom)


def _apart(found: list[tuple[float, Box]]) -> tuple[Box, ...]:
    """The best supported rectangles, no two nearly the same."""
    chosen: list[Box] = []
    for _, box in sorted(found, key=lambda pair: (-round(pair[0], 2), -pair[1].area)):
        if all(_overlap(box, other) < 0.8 for other in chosen):
            chosen.append(box)
        if len(chosen) == WINDOWS:
            break
    return tuple(chosen)


def _overlap(one: Box, other: Box) -> float:
    shared = Box(
        max(one.left, other.left),
        max(one.top, other.top),
        min(one.right, other.right),
        min(one.bottom, other.bottom),
    )
    if shared.right <= shared.left or shared.bottom <= shared.top:
        return 0.0
    return shared.area / (one.area + other.area - shared.area)


# --- views ---------------------------------------------------------------------------------------------------


def printed(
    times: Sequence[int], frames: Sequence[Luma], sharp: Sequence[tuple[int, Luma]]
) -> tuple[tuple[FrameHash, ...], tuple[FrameFeatures, ...]]:
    """Hashes and local features of one stretch of film; views that tell nothing are left out.

    :param frames: frames of one size that follow each other, reduced to `SMALL`; bars and windows are found
        over all of them.
    :param sharp: times and frames, reduced to `SHARP`, of which local features are kept.
    """
    if not frames:
        return (), ()
    inside = bars_off(frames)
    boxes = windows(frames, inside)
    labels: list[tuple[int, View, int]] = []
    pictures: list[Luma] = []
    for at, frame in zip(times, frames, strict=True):
        for view, part, picture in _views(frame, inside, boxes):
            labels.append((at, view, part))
            pictures.append(picture)
    bits, quality = pdq(np.stack(pictures))
    hashes = tuple(
        FrameHash(at, view, part, int(q), hexed(b))
        for (at, view, part), b, q in zip(labels, bits, quality, strict=True)
        if q >= GOOD
    )
    found = [
        one
        for number, (at, frame) in enumerate(sharp)
        for one in _local(at, frame, frames[0].shape, boxes, mirror=at < 5_000 or number % 2 == 0)
    ]
    return hashes, tuple(found)


def _views(frame: Luma, inside: Box, boxes: Sequence[Box]) -> list[tuple[View, int, Luma]]:
    cut = frame[inside.top : inside.bottom, inside.left : inside.right]
    whole = square(cut)
    made = [
        (View.WHOLE, 100, whole),
        (View.MIRRORED, 100, whole[:, ::-1]),
        (View.TURNED_90, 100, np.rot90(whole, -1)),
        (View.TURNED_180, 100, np.rot90(whole, 2)),
        (View.TURNED_270, 100, np.rot90(whole, 1)),
    ]
    height, width = cut.shape
    for share in CROPS:
        dx, dy = round(width * (100 - share) / 200), round(height * (100 - share) / 200)
        made.append((View.CROP, share, square(cut[dy : height - dy, dx : width - dx])))
    for number, box in enumerate(boxes):
        window = square(frame[box.top : box.bottom, box.left : box.right])
        made.append((View.WINDOW, number, window))
        made.append((View.WINDOW_MIRRORED, number, window[:, ::-1]))
    return made


# --- local features -------------------------------------------------------------------------------------------


@cache
def _detector() -> "cv2.ORB":
    return cv2.ORB.create(nfeatures=3 * KEYPOINTS, nlevels=6, fastThreshold=8, edgeThreshold=16)


def _local(
    at: int, frame: Luma, shape: tuple[int, ...], boxes: Sequence[Box], mirror: bool
) -> list[FrameFeatures]:
    """Local features of a frame, of its mirror image if asked, and of its windows by themselves, enlarged."""
    scale = frame.shape[0] / shape[0]
    made = [features(at, frame, View.WHOLE, 100)]
    if mirror:
        made.append(features(at, frame[:, ::-1], View.MIRRORED, 100))
    for number, box in enumerate(boxes):
        edges = [round(n * scale) for n in (box.top, box.bottom, box.left, box.right)]
        window = frame[edges[0] : edges[1], edges[2] : edges[3]]
        larger = max(1.0, SHARP / max(1, min(window.shape)))
        size = (round(window.shape[1] * larger), round(window.shape[0] * larger))
        enlarged = cv2.resize(window, size, interpolation=cv2.INTER_LINEAR).astype(np.uint8, copy=False)
        made.append(features(at, enlarged, View.WINDOW, number))
    return [one for one in made if one]


def features(at: int, picture: Luma, view: View, part: int) -> FrameFeatures | None:
    """Local features of a picture; None where there are too few to tell anything."""
    plain = np.ascontiguousarray(picture)
    points, every = _detector().detectAndCompute(plain, None)
    if every is None or len(points) < 12:
        return None
    height, width = plain.shape
    places = np.array([point.pt for point in points], dtype=np.float32)
    chosen = _spread_out(places, np.array([point.response for point in points]), (width, height))
    descriptors = every[chosen]
    places = places[chosen].round().astype("<u2")
    return FrameFeatures(
        at,
        view,
        part,
        width,
        height,
        b64encode(places.tobytes()).decode(),
        b64encode(np.ascontiguousarray(descriptors).tobytes()).decode(),
    )


def _spread_out(
    places: NDArray[np.float32], strength: NDArray[np.float64], size: tuple[int, int]
) -> NDArray[np.int64]:
    """The strongest points of each cell of a grid, then the strongest of the rest, by their numbers."""
    cells = np.minimum((places * GRID / np.array(size)).astype(np.int64), GRID - 1)
    cell = cells[:, 0] * GRID + cells[:, 1]
    order = np.lexsort((-strength, cell))
    first = np.searchsorted(cell[order], cell[order])
    rank = np.arange(len(order)) - first
    fair = rank < KEYPOINTS // GRID**2
    rest = order[~fair]
    rest = rest[np.argsort(-strength[rest], kind="stable")][: max(0, KEYPOINTS - int(fair.sum()))]
    return np.sort(np.concatenate([order[fair], rest]))
