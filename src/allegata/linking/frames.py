"""Exact search among perceptual hashes: every pair within a Hamming radius, and no approximate index.

`within_brute` is the reference; `within` asks faiss for the same and is only faster.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from allegata.model.media import FrameHash

Packed = NDArray[np.uint8]
Pairs = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]
"""Row of the asked, row of the held, bits apart; ordered by the rows."""

ROWS = 256
"""Asked rows compared at once: bounds the memory."""


def packed(hashes: Sequence[FrameHash]) -> Packed:
    """The bits of many hashes, 32 bytes a row."""
    joined = bytes.fromhex("".join(one.hash for one in hashes))
    return np.frombuffer(joined, dtype=np.uint8).reshape(len(hashes), 32)


def distances(asked: Packed, held: Packed) -> NDArray[np.int64]:
    """Bits apart, for every pair of rows."""
    left = np.ascontiguousarray(asked).view(np.uint64)
    right = np.ascontiguousarray(held).view(np.uint64)
    apart: NDArray[np.int64] = np.bitwise_count(left[:, None] ^ right[None]).sum(axis=2, dtype=np.int64)
    return apart


def within_brute(asked: Packed, held: Packed, radius: int) -> Pairs:
    """Every pair at most `radius` bits apart, by comparing each with each."""
    found: list[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]] = []
    for start in range(0, len(asked), ROWS):
        apart = distances(asked[start : start + ROWS], held)
        rows, columns = np.nonzero(apart <= radius)
        found.append((rows + start, columns, apart[rows, columns]))
    if not found:
        nothing = np.zeros(0, dtype=np.int64)
        return nothing, nothing, nothing
    asked_rows, held_rows, bits = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return asked_rows, held_rows, bits


def within(asked: Packed, held: Packed, radius: int) -> Pairs:
    """The same pairs as `within_brute`, by faiss' exhaustive binary index."""
    import faiss  # noqa: PLC0415 - of the extra "footage"

    if not len(asked) or not len(held):
        return within_brute(asked, held, radius)
    index = faiss.IndexBinaryFlat(held.shape[1] * 8)
    index.add(np.ascontiguousarray(held))
    limits, bits, rows = index.range_search(np.ascontiguousarray(asked), radius + 1)
    asked_rows = np.repeat(np.arange(len(asked), dtype=np.int64), np.diff(limits.astype(np.int64)))
    order = np.lexsort((rows, asked_rows))
    return asked_rows[order], rows[order].astype(np.int64), bits[order].astype(np.int64)
