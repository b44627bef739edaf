"""The one thing of an MP4 that its prober keeps to itself: by how much a film asks to be turned (ISO 14496-12)."""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

DEPTH = ("moov", "trak")
MOST_BOXES = 10_000
HEADER = 4096


def rotation_of(path: str) -> int:
    """Degrees clockwise by which the first film track asks to be turned: 0, 90, 180 or 270."""
    with Path(path).open("rb") as file:
        size = file.seek(0, 2)
        for body in _track_headers(file, 0, size, [MOST_BOXES], 0):
            turned = _turned(body)
            if turned is not None:
                return turned
    return 0


def _track_headers(file: BinaryIO, start: int, end: int, left: list[int], depth: int) -> Iterator[bytes]:
    place = start
    while place + 8 <= end and left[0] > 0 and depth < 4:
        left[0] -= 1
        file.seek(place)
        head = file.read(16)
        if len(head) < 8:
            return
        size, name = struct.unpack(">I4s", head[:8])
        inside = 8
        if size == 1 and len(head) == 16:
            size, inside = struct.unpack(">Q", head[8:])[0], 16
        elif size == 0:
            size = end - place
        if size < inside:  # a length that leads nowhere
            return
        kind = name.decode("latin-1")
        if kind in DEPTH:
            yield from _track_headers(file, place + inside, min(end, place + size), left, depth + 1)
        elif kind == "tkhd":
            file.seek(place + inside)
            yield file.read(min(size - inside, HEADER))
        place += size


def _turned(body: bytes) -> int | None:
    """What the matrix of a track header says; None for a track without a picture."""
    long = body[:1] == b"\x01"
    matrix, dimensions = (52, 88) if long else (40, 76)
    if len(body) < dimensions + 8:
        return None
    width, height = struct.unpack(">II", body[dimensions : dimensions + 8])
    if not width or not height:
        return None
    a, b, _, c, d = struct.unpack(">5i", body[matrix : matrix + 20])
    one = 1 << 16
    return {(one, 0, 0, one): 0, (0, one, -one, 0): 90, (-one, 0, 0, -one): 180, (0, -one, one, 0): 270}.get(
        (a, b, c, d), 0
    )
