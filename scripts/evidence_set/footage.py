"""Short test videos: one drawn scene, seven edits of it, one other scene.

The bytes depend on the encoders inside PyAV's wheel: with the version of `requirements-dev.lock` they are
the same on every run, with another they may differ while the pictures stay the same.
"""

import io
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction

import av
import numpy as np
from PIL import Image, ImageDraw

from evidence_set.pictures import HEIGHT, WIDE, WIDTH, clock, harbour, landscape, lettered

RATE = 15  # pictures a second
SECONDS = 8
Picture = Image.Image
X264 = {
    "preset": "medium",
    "threads": "1",
    "bf": "0",
    "x264-params": "threads=1:lookahead-threads=1:sliced-threads=0",
}


def scene() -> Iterator[Picture]:
    """The view goes along the landscape; a cart moves on the road, two clouds drift, a clock runs."""
    ground = landscape()
    for number in range(RATE * SECONDS):
        seconds = number / RATE
        wide = ground.copy()
        draw = ImageDraw.Draw(wide)
        for start, y in ((60, 26), (330, 40)):
            x = start + seconds * 14
            draw.ellipse([x, y, x + 60, y + 15], fill=(234, 236, 238))
            draw.ellipse([x + 18, y - 8, x + 48, y + 12], fill=(240, 242, 244))
        x = 60 + seconds * 52
        y = 150 - x * 20 / WIDE
        draw.rectangle([x, y, x + 30, y + 12], fill=(62, 84, 132))
        draw.ellipse([x + 3, y + 9, x + 10, y + 16], fill=(30, 30, 30))
        draw.ellipse([x + 20, y + 9, x + 27, y + 16], fill=(30, 30, 30))
        lettered(wide, "TEST FOOTAGE  Site 7", (200, 118))
        left = round(seconds / SECONDS * (WIDE - WIDTH))
        view = wide.crop((left, 0, left + WIDTH, HEIGHT))
        clock(view, seconds, (292, 26))
        yield view


def other_scene() -> Iterator[Picture]:
    """Water and cranes; the view goes the other way, and a barge with it."""
    ground = harbour()
    for number in range(RATE * 6):
        seconds = number / RATE
        wide = ground.copy()
        draw = ImageDraw.Draw(wide)
        x = 470 - seconds * 60
        draw.polygon([(x, 120), (x + 90, 120), (x + 78, 134), (x + 12, 134)], fill=(120, 70, 60))
        lettered(wide, "TEST FOOTAGE  Pier 2", (300, 150))
        left = round((1 - seconds / 6) * (WIDE - WIDTH))
        yield wide.crop((left, 0, left + WIDTH, HEIGHT))


def letterboxed(picture: Picture) -> Picture:
    """Black bars above and below: 320 × 240."""
    out = Image.new("RGB", (WIDTH, 240))
    out.paste(picture, (0, 30))
    return out


def mirrored(picture: Picture) -> Picture:
    """Left and right exchanged."""
    return picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)


def with_logo(picture: Picture) -> Picture:
    """A channel's mark in a corner."""
    out = picture.copy()
    ImageDraw.Draw(out).ellipse([10, 10, 42, 42], fill=(200, 40, 40))
    lettered(out, "HW", (17, 19), 12)
    return out


def cropped(picture: Picture) -> Picture:
    """The middle 70 % in each direction, brought back to the full size."""
    left, top = round(WIDTH * 0.15), round(HEIGHT * 0.15)
    return picture.crop((left, top, WIDTH - left, HEIGHT - top)).resize(
        (WIDTH, HEIGHT), Image.Resampling.BICUBIC
    )


def faster(pictures: Iterable[Picture], factor: float) -> Iterator[Picture]:
    """The same scene in less time: at each moment the picture that was due `factor` times as late."""
    held = list(pictures)
    for number in range(int(len(held) / factor)):
        yield held[round(number * factor)]


def encoded(
    pictures: Iterable[Picture],
    codec: str = "libx264",
    options: dict[str, str] | None = None,
    stated: dict[str, str] | None = None,
) -> bytes:
    """An MP4 file. `stated` is metadata that the container carries about itself: claims, invented here."""
    out = io.BytesIO()
    held = list(pictures)
    with av.open(out, "w", format="mp4", options={"fflags": "+bitexact"}) as container:
        container.metadata.update(stated or {})
        stream = container.add_stream(codec, rate=RATE, options=options or X264 | {"crf": "26"})
        stream.width, stream.height = held[0].size
        stream.pix_fmt = "yuv420p"
        stream.time_base = Fraction(1, RATE)
        stream.codec_context.flags |= av.codec.context.Flags.bitexact
        for number, picture in enumerate(held):
            frame = av.VideoFrame.from_ndarray(np.asarray(picture), format="rgb24")
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return out.getvalue()


STATED = {
    "creation_time": "2024-10-01T04:58:12.000000Z",
    "title": "Site 7",
    "comment": "drawn test footage, made by examples/make_evidence.py",
}


def _of(change: Callable[[Picture], Picture]) -> bytes:
    return encoded(map(change, scene()))


def videos() -> dict[str, bytes]:
    """Every video by its file name."""
    whole = list(scene())
    return {
        "original.mp4": encoded(whole, stated=STATED),
        "re-encoded.mp4": encoded(whole, "mpeg4", {"b": "140000", "threads": "1"}),
        "letterboxed.mp4": _of(letterboxed),
        "mirrored.mp4": _of(mirrored),
        "logo.mp4": _of(with_logo),
        "cropped.mp4": _of(cropped),
        "sub-clip.mp4": encoded(whole[int(2.4 * RATE) : int(6.4 * RATE)]),
        "faster.mp4": encoded(faster(whole, 1.25)),
        "unrelated.mp4": encoded(other_scene()),
    }
