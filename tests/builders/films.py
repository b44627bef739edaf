"""Short films made for a test: shapes that move over a textured ground, and the edits that people make of films.

Everything is drawn from a seed; nothing is anybody's footage.
"""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
RATE = 15
SIZE = (360, 240)


def scene(seed: int, seconds: float = 6.0, size: tuple[int, int] = SIZE) -> list[Picture]:
    """A camera that pans over a ground of blots, with three shapes that go their own ways; RGB."""
    chance = np.random.default_rng(seed)
    width, height = size
    ground = np.zeros((height * 2, width * 2, 3), np.uint8)
    for cells in (6, 14, 40):
        blots = chance.integers(0, 256, (cells, cells, 3), dtype=np.uint8)
        ground = cv2.addWeighted(
            ground, 0.55, cv2.resize(blots, (width * 2, height * 2), interpolation=cv2.INTER_CUBIC), 0.45, 0
        )
    for _ in range(40):
        at = chance.integers(0, (width * 2, height * 2))
        to = at + chance.integers(-60, 60, 2)
        cv2.line(
            ground, tuple(map(int, at)), tuple(map(int, to)), tuple(map(int, chance.integers(0, 256, 3))), 3
        )
    shapes = [(chance.random(2), chance.random(2) - 0.5, chance.integers(0, 256, 3)) for _ in range(3)]
    turn = chance.random() * 6.28
    made = []
    number = round(seconds * RATE)
    for n in range(number):
        part = n / number
        x = round((0.5 + 0.48 * np.cos(turn + part * 2.2)) * width)
        y = round((0.5 + 0.48 * np.sin(turn * 2 + part * 2.9)) * height)
        frame = ground[y : y + height, x : x + width].copy()
        for start, way, colour in shapes:
            centre = ((start + way * part * 1.5) % 1.0) * (width, height)
            cv2.circle(frame, tuple(map(int, centre)), height // 9, tuple(map(int, colour)), -1)
        made.append(frame)
    return made


def write(path: Path, frames: Iterable[Picture], rate: Fraction | int = RATE, quality: int = 25) -> Path:
    """An H.264 film of these pictures; sizes are made even."""
    with av.open(str(path), "w") as container:
        stream = None
        for frame in frames:
            even = np.ascontiguousarray(frame[: frame.shape[0] // 2 * 2, : frame.shape[1] // 2 * 2])
            if stream is None:
                stream = container.add_stream(
                    "libx264", rate=rate, options={"crf": str(quality), "preset": "ultrafast"}
                )
                stream.width, stream.height, stream.pix_fmt = even.shape[1], even.shape[0], "yuv420p"
            for packet in stream.encode(av.VideoFrame.from_ndarray(even, format="rgb24")):
                container.mux(packet)
        assert stream is not None
        for packet in stream.encode():
            container.mux(packet)
    return path


def scaled(frames: Sequence[Picture], share: float = 0.6) -> list[Picture]:
    return [cv2.resize(f, None, fx=share, fy=share, interpolation=cv2.INTER_AREA) for f in frames]


def letterboxed(frames: Sequence[Picture], share: float = 0.2) -> list[Picture]:
    bar = round(frames[0].shape[0] * share)
    return [cv2.copyMakeBorder(f, bar, bar, 0, 0, cv2.BORDER_CONSTANT) for f in frames]


def pillarboxed(frames: Sequence[Picture], share: float = 0.2) -> list[Picture]:
    bar = round(frames[0].shape[1] * share)
    return [cv2.copyMakeBorder(f, 0, 0, bar, bar, cv2.BORDER_CONSTANT) for f in frames]


def mirrored(frames: Sequence[Picture]) -> list[Picture]:
    return [np.ascontiguousarray(f[:, ::-1]) for f in frames]


def with_logo(frames: Sequence[Picture]) -> list[Picture]:
    """A mark of our own in the upper right corner, a ninth of the height."""
    made = []
    for frame in frames:
        marked = frame.copy()
        height, width = frame.shape[:2]
        side = height // 5
        left, top = width - side - side // 3, side // 3
        cv2.rectangle(marked, (left, top), (left + side, top + side), (250, 250, 250), -1)
        cv2.circle(marked, (left + side // 2, top + side // 2), side // 3, (200, 30, 30), -1)
        cv2.putText(
            marked, "TEST", (left + 2, top + side - 4), cv2.FONT_HERSHEY_SIMPLEX, side / 110, (0, 0, 0), 1
        )
        made.append(marked)
    return made


def sub_clip(frames: Sequence[Picture], start: float = 0.3, end: float = 0.75) -> list[Picture]:
    return list(frames[round(len(frames) * start) : round(len(frames) * end)])


def cropped(frames: Sequence[Picture], share: float = 0.7) -> list[Picture]:
    """The centre, `share` of width and of height."""
    height, width = frames[0].shape[:2]
    dx, dy = round(width * (1 - share) / 2), round(height * (1 - share) / 2)
    return [np.ascontiguousarray(f[dy : height - dy, dx : width - dx]) for f in frames]


def picture_in_picture(
    frames: Sequence[Picture],
    ground: Sequence[Picture],
    share: float = 0.45,
    at: tuple[float, float] = (0.5, 0.48),
) -> list[Picture]:
    """The film small in another one; `at`: its upper left corner in shares of the other's size."""
    made = []
    for n, frame in enumerate(frames):
        behind = ground[n % len(ground)].copy()
        height, width = behind.shape[:2]
        scale = min(width * share / frame.shape[1], height * share / frame.shape[0])
        small = cv2.resize(frame, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        x, y = round(at[0] * width), round(at[1] * height)
        small = small[: height - y, : width - x]
        behind[y : y + small.shape[0], x : x + small.shape[1]] = small
        made.append(behind)
    return made


Edit = Callable[[Path, Sequence[Picture], Sequence[Picture], int], object]
"""(target, the film's pictures, another film's pictures, frames a second) → writes the edited film."""

EDITS: dict[str, Edit] = {
    "re-encoded": lambda p, f, o, r: write(p, f, r, 38),
    "scaled to 60 %": lambda p, f, o, r: write(p, scaled(f), r),
    "letterboxed": lambda p, f, o, r: write(p, letterboxed(f), r),
    "pillarboxed": lambda p, f, o, r: write(p, pillarboxed(f), r),
    "mirrored": lambda p, f, o, r: write(p, mirrored(f), r),
    "logo added": lambda p, f, o, r: write(p, with_logo(f), r),
    "25 % faster": lambda p, f, o, r: write(p, f, Fraction(r * 5, 4)),
    "25 % slower": lambda p, f, o, r: write(p, f, Fraction(r * 3, 4)),
    "sub-clip (30–75 %)": lambda p, f, o, r: write(p, sub_clip(f), r),
    "centre crop to 70 %": lambda p, f, o, r: write(p, cropped(f), r),
    "picture in picture (45 %)": lambda p, f, o, r: write(p, picture_in_picture(f, o), r),
    "mirrored and cropped": lambda p, f, o, r: write(p, cropped(mirrored(f), 0.8), r),
}
