"""Copies of pictures and films in which regions cannot be made out any more. Runs in a confined child.

A region is averaged to a few cells and smeared, so that nothing finer than a cell is left in the copy.
Sound, metadata and everything else of the original stay behind. No face is looked for: a person says where.
"""

import io
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from allegata.engines.frames import OPTIONS, PIXELS, Refused, media_refused
from allegata.errors import Problem
from allegata.model.media import Region

Colours = NDArray[np.uint8]
CELLS = 6
"""Cells along the longer side of a region: a face in it is a few patches of colour."""
LONGEST_SIDE = 1280
EVERYTHING = Region(0.0, 0.0, 1.0, 1.0)


def covered(picture: Colours, regions: Sequence[Region], at: int) -> Colours:
    """A picture with the regions that hold at this moment covered; with no region at all, all of it."""
    import cv2  # noqa: PLC0415 - of the extra "footage"

    made = picture.copy()
    height, width = picture.shape[:2]
    for one in regions or (EVERYTHING,):
        if one.during and not one.during.start <= at <= one.during.end:
            continue
        left, top = int(one.x * width), int(one.y * height)
        right = min(width, int(np.ceil((one.x + one.width) * width)))
        bottom = min(height, int(np.ceil((one.y + one.height) * height)))
        if right <= left or bottom <= top:
            continue
        part = made[top:bottom, left:right]
        longer = max(part.shape[:2])
        cells = (max(1, part.shape[1] * CELLS // longer), max(1, part.shape[0] * CELLS // longer))
        few = cv2.resize(part, cells, interpolation=cv2.INTER_AREA)
        made[top:bottom, left:right] = cv2.resize(
            few, (right - left, bottom - top), interpolation=cv2.INTER_LINEAR
        )
    return made


def picture(path: str, name: str, regions: Sequence[Region]) -> bytes:
    """An image, covered, as PNG.

    :raises Refused: when it cannot be decoded.
    """
    from PIL import Image, ImageOps  # noqa: PLC0415 - of the extra "footage"

    from allegata.engines.frames import opened_image  # noqa: PLC0415 - of the extra "footage"

    with Path(path).open("rb") as file, opened_image(file, name) as image:
        try:
            shown = ImageOps.exif_transpose(image).convert("RGB")
        except (OSError, ValueError, SyntaxError, MemoryError) as fault:
            raise Refused(media_refused(name, f"it could not be decoded ({str(fault)[:80]})")) from None
        made = covered(np.asarray(shown), regions, 0)
        target = io.BytesIO()
        Image.fromarray(made).save(target, "PNG")
        return target.getvalue()


class CoveredFilm:
    """A film written anew with regions covered; `problems` tells where it stopped early."""

    def __init__(self, path: str, name: str, seconds: float) -> None:
        self.path, self.name, self.seconds = path, name, seconds
        self.problems: list[Problem] = []

    def written(self, regions: Sequence[Region]) -> bytes:
        """The film as MP4: pictures only.

        :raises Refused: when it cannot be opened or decoded at all.
        """
        import av  # noqa: PLC0415 - of the extra "footage"

        target = io.BytesIO()
        with Path(self.path).open("rb") as file:
            try:
                source: Any = av.open(file, options=OPTIONS, metadata_errors="replace")
            except (av.FFmpegError, ValueError, OSError) as fault:
                raise Refused(media_refused(self.name, f"it could not be opened ({fault})")) from None
            with source, av.open(target, "w", format="mp4") as made:
                frames = self._copied(av, source, made, regions)
        if not frames:
            why = "no picture of it was written within the time allowed or could be decoded"
            raise Refused(media_refused(self.name, why))
        return target.getvalue()

    def _pictures(self, source: Any) -> Any:
        """The stream to be covered, bound in the size of its pictures."""
        if not source.streams.video:
            raise Refused(media_refused(self.name, "it holds no pictures"))
        stream = source.streams.video[0]
        context = stream.codec_context
        if context is None or context.width * context.height > PIXELS:
            raise Refused(media_refused(self.name, "its header announces pictures larger than any camera's"))
        context.options = {"max_pixels": str(PIXELS)}
        return stream

    def _copied(self, av: Any, source: Any, made: Any, regions: Sequence[Region]) -> int:
        stream = self._pictures(source)
        until = time.monotonic() + self.seconds
        rate = min(60, max(1, round(float(stream.average_rate or 25))))
        encoder = None
        number, at, left_out, start = 0, 0, 0, None
        try:
            for frame in source.decode(stream):
                if time.monotonic() > until:
                    self.problems.append(_stopped(self.name, at))
                    break
                if frame.time is None:
                    left_out += 1
                    continue
                start = frame.time if start is None else start
                shown = np.rot90(
                    frame.to_ndarray(format="rgb24"), round(getattr(frame, "rotation", 0) / 90) % 4
                )
                shown = _even(shown)
                if encoder is None:
                    encoder = made.add_stream(
                        "libx264", rate=rate, options={"crf": "23", "preset": "veryfast"}
                    )
                    encoder.height, encoder.width = shown.shape[:2]
                    encoder.pix_fmt = "yuv420p"
                at = max(0, round((frame.time - start) * 1000))
                out = av.VideoFrame.from_ndarray(covered(shown, regions, at), format="rgb24")
                if (out.height, out.width) == (encoder.height, encoder.width):
                    out.pts = number
                    for packet in encoder.encode(out):
                        made.mux(packet)
                    number += 1
                else:
                    left_out += 1
        except (av.FFmpegError, ValueError) as fault:
            what = f"The film breaks off or is damaged after {number} frames ({str(fault)[:100]})"
            remedy = "The copy ends there; ask for an undamaged file if the rest is needed."
            self.problems.append(Problem("media_partly_decoded", self.name, what, remedy))
        if left_out:
            self.problems.append(_left_out(self.name, left_out))
        if encoder is not None:
            for packet in encoder.encode():
                made.mux(packet)
        return number


def _stopped(name: str, end: int) -> Problem:
    what = f"Covering the film took too long and was stopped {end / 1000:.0f} s into it: the copy ends there"
    remedy = "Do not take the copy for the whole film. Cut the film into shorter parts and cover each."
    return Problem("media_partly_decoded", name, what, remedy)


def _left_out(name: str, frames: int) -> Problem:
    what = f"The copy lacks {frames} frames, which have no time of their own or another size than the first"
    remedy = "Do not take the copy for the whole film; ask for a file of one size if the rest is needed."
    return Problem("media_partly_decoded", name, what, remedy)


def _even(picture: Colours) -> Colours:
    """A picture with even sides, as the coder needs them, no larger than `LONGEST_SIDE`."""
    import cv2  # noqa: PLC0415 - of the extra "footage"

    height, width = picture.shape[:2]
    scale = min(1.0, LONGEST_SIDE / max(height, width))
    size = (max(2, int(width * scale) // 2 * 2), max(2, int(height * scale) // 2 * 2))
    if size == (width, height):
        return np.ascontiguousarray(picture)
    return cv2.resize(np.ascontiguousarray(picture), size, interpolation=cv2.INTER_AREA).astype(
        np.uint8, copy=False
    )
