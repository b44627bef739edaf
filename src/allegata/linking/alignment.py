"""Which frames of two films go together: votes for an offset and a speed, then the line through them.

Film B's time is `speed` × film A's time + `offset`. A pair of like frames votes for one offset at each
speed; where the votes of many different frames meet, the films run side by side.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SPEEDS = (1.0, *sorted({*(round(0.74 + 0.02 * n, 2) for n in range(32)), 0.75, 1.25, 1.333}))
"""Speeds tried, as it plays: a quarter slower to a third faster."""
SLOT = 250
"""ms: pairs of the same quarter of a second count once."""
BIN = 400
"""ms: votes for an offset that fall so near each other are one."""
TOLERANCE = 450
"""ms by which a pair may lie off the line."""
CLEARLY = 4
"""Bits by which a pair may be less like than the likest of its frames and still vote."""
GAP = 4_000
"""ms without any pair, after which the films are no longer said to run side by side."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """A line through pairs of frames. `pairs` are rows of what was asked; `slots` the different moments."""

    speed: float
    offset: float  # ms
    pairs: NDArray[np.int64]
    slots: int


def align(a: NDArray[np.int64], b: NDArray[np.int64], bits: NDArray[np.int64]) -> Alignment | None:
    """The line that most different moments of both films agree on; None for no pairs.

    :param a: ms in film A of each pair; `b`: in film B; `bits`: how far apart their hashes are.
    """
    if not len(a):
        return None
    best = (0, -np.inf, 1.0, 0.0)
    votes_of = _likest(a, b, bits)
    va, vb = a[votes_of], b[votes_of]
    for speed in SPEEDS:
        offsets = vb - speed * va
        for shift in (0, BIN // 2):
            bins = np.floor((offsets + shift) / BIN).astype(np.int64)
            number, votes = _most(bins, va // SLOT, vb // SLOT)
            # another speed has to explain clearly more than the speed as filmed
            worth = votes if speed == 1.0 else votes - max(1, round(votes * 0.05))
            if worth < best[0]:
                continue
            here = offsets[bins == number]
            centre = float(np.median(here))
            # among speeds that explain as much, the one whose line lies nearest to the pairs
            scatter = -float(np.abs(here - centre).mean())
            if (worth, scatter) > best[:2]:
                best = (worth, scatter, speed, centre)
    return _settled(a, b, bits, best[2], best[3])


def _likest(a: NDArray[np.int64], b: NDArray[np.int64], bits: NDArray[np.int64]) -> NDArray[np.int64]:
    """Pairs that are about as like as any of either of their frames: slow pictures are like their neighbours."""
    keep = np.zeros(len(a), dtype=bool)
    for frames in (a, b):
        _, place = np.unique(frames, return_inverse=True)
        least = np.full(int(place.max()) + 1, np.iinfo(np.int64).max)
        np.minimum.at(least, place, bits)
        keep |= bits <= least[place] + CLEARLY
    return np.flatnonzero(keep)


def _most(bins: NDArray[np.int64], a: NDArray[np.int64], b: NDArray[np.int64]) -> tuple[int, int]:
    """The bin in which most different moments of both films meet, and how many these are."""
    keys, place = np.unique(bins, return_inverse=True)
    counts = np.full(len(keys), np.iinfo(np.int64).max)
    for slots in (a, b):
        each = np.unique(np.stack([place, slots]), axis=1)[0]
        counts = np.minimum(counts, np.bincount(each, minlength=len(keys)))
    most = int(np.argmax(counts))
    return int(keys[most]), int(counts[most])


def _settled(
    a: NDArray[np.int64], b: NDArray[np.int64], bits: NDArray[np.int64], speed: float, offset: float
) -> Alignment | None:
    """The line fitted to what lies near it, and the longest run of pairs without a gap."""
    near = np.abs(b - speed * a - offset) <= TOLERANCE
    for _ in range(3):
        if near.sum() < 4 or np.ptp(a[near]) < 5_000:
            break
        slope, rest = np.polyfit(a[near], b[near], 1)
        # a static shot lets the slope run away: it may only be refined
        if abs(slope / speed - 1) > 0.03:
            break
        speed, offset = float(slope), float(rest)
        near = np.abs(b - speed * a - offset) <= TOLERANCE
    rows = np.flatnonzero(near)
    if not len(rows):
        return None
    rows = _one_each(rows, a, bits, np.abs(b - speed * a - offset))
    run = _longest(rows, a)
    slots = min(len(np.unique(a[run] // SLOT)), len(np.unique(b[run] // SLOT)))
    return Alignment(speed, offset, run, slots)


def _one_each(
    rows: NDArray[np.int64], a: NDArray[np.int64], bits: NDArray[np.int64], off: NDArray[np.float64]
) -> NDArray[np.int64]:
    """For each moment of film A its likest partner, the nearer to the line where several are as like."""
    order = rows[np.lexsort((off[rows], bits[rows], a[rows]))]
    _, first = np.unique(a[order], return_index=True)
    kept: NDArray[np.int64] = order[first]
    return kept


def _longest(rows: NDArray[np.int64], a: NDArray[np.int64]) -> NDArray[np.int64]:
    breaks = np.flatnonzero(np.diff(a[rows]) > GAP) + 1
    runs = np.split(rows, breaks)
    return max(runs, key=lambda run: (len(run), -int(a[run[0]])))
