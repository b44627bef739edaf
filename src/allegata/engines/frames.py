"""Decoding pictures, on a deliberate call only: the luma of frames one after another, within bounds.

Runs in a confined child. `sources.mediafile` says what is opened and what is not; here the same containers
are opened with decoders allowed. Colours are not converted: for most films the luma plane is there as it is.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from allegata.errors import Problem, Severity
from allegata.model.media import FILMS, opened_with

Luma = NDArray[np.uint8]

OPTIONS = opened_with(FILMS)
IMAGES = ("JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP")
PIXELS = 1 << 26
"""Pixels of the largest picture that is decoded: 64 million, more than a camera's 8K film."""
RATE = 16
"""Frames a second that are looked at, at most: of most films every second."""
MOVING = 600
"""Pictures of an animated image that are looked at."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One frame: when, in ms, and its luma, upright. The array is the decoder's own: use it at once."""

    at: int
    luma: Luma


class Refused(Exception):
    """The file is not decoded; the Problem says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.what)
        self.problem = problem


class Film:
    """The frames of a film.

    :param colours: pictures in blue, green and red, shape (height, width, 3), where a person asked for them.
    :param seconds: of work, after which it stops where it stands; `problems` then says so.
    :raises Refused: at the first step, for a file that cannot be opened or announces too much.
    """

    def __init__(self, path: str, name: str, seconds: float, *, colours: bool = False) -> None:
        self.path, self.name, self.seconds, self.colours = path, name, seconds, colours
        self.problems: list[Problem] = []
        self.decoded = 0
        self.end = 0  # ms, of the last frame

    def shots(self) -> Iterator[Shot]:
        """Every frame that is looked at, in order of time."""
        import av  # noqa: PLC0415 - of the extra "footage"

        with Path(self.path).open("rb") as file:
            try:
                container = av.open(file, options=OPTIONS, metadata_errors="replace")
            except (av.FFmpegError, ValueError, OSError) as fault:
                raise Refused(media_refused(self.name, f"it could not be opened ({fault})")) from None
            with container:
                yield from self._decoded(av, container)

    def _decoded(self, av: Any, container: Any) -> Iterator[Shot]:
        if not container.streams.video:
            raise Refused(media_refused(self.name, "it holds no pictures"))
        stream = container.streams.video[0]
        context = stream.codec_context
        if context is None or context.width * context.height > PIXELS:
            raise Refused(media_refused(self.name, "its header announces pictures larger than any camera's"))
        stream.thread_type = "AUTO"
        context.options = {"max_pixels": str(PIXELS)}
        until = time.monotonic() + self.seconds
        rate = float(stream.average_rate or 0)
        step = 1000 * 0.9 / RATE if rate > RATE else 0.0
        start, due = None, -1.0
        try:
            for frame in container.decode(stream):
                self.decoded += 1
                if frame.pts is None or frame.time is None:
                    continue
                start = frame.time if start is None else start
                at = max(0, round((frame.time - start) * 1000))
                if at < due and at >= self.end:
                    continue
                due = at + step
                self.end = max(self.end, at)
                if time.monotonic() > until:
                    self.problems.append(_stopped(self.name, self.end))
                    return
                if frame.width * frame.height <= PIXELS:
                    yield Shot(at, coloured(frame) if self.colours else luma_of(frame))
        except (av.FFmpegError, ValueError, MemoryError) as fault:
            self.problems.append(_broken(self.name, self.decoded, str(fault)))


def luma_of(frame: Any) -> Luma:
    """The luma of a decoded frame, turned upright."""
    if frame.format.name.startswith(("yuv420p", "yuvj4", "yuv422p", "yuv444p", "nv12", "gray")) and (
        frame.format.components[0].bits == 8
    ):
        plane = frame.planes[0]
        whole = np.frombuffer(plane, dtype=np.uint8).reshape(-1, plane.line_size)
        luma = whole[: frame.height, : frame.width]
    else:
        luma = frame.to_ndarray(format="gray")
    return _upright(luma, frame)


def coloured(frame: Any) -> Luma:
    """The picture of a decoded frame in blue, green and red, turned upright."""
    return _upright(frame.to_ndarray(format="bgr24"), frame)


def _upright(picture: Luma, frame: Any) -> Luma:
    turns = round(getattr(frame, "rotation", 0) / 90) % 4  # counter-clockwise
    return np.rot90(picture, turns) if turns else picture


def pictures(path: str, name: str, *, colours: bool = False) -> Iterator[Shot]:
    """The picture of an image file, upright; of an animated one its first pictures.

    :param colours: as for a film.

    :raises Refused: for a file that cannot be decoded or announces too much.
    """
    from PIL import ImageOps  # noqa: PLC0415 - of the extra "footage"

    with Path(path).open("rb") as file, opened_image(file, name) as image:
        at = 0
        for number in range(MOVING):
            try:
                image.seek(number)
                shown = image if number else ImageOps.exif_transpose(image)
                made = np.asarray(shown.convert("RGB" if colours else "L"))
                yield Shot(at, made[:, :, ::-1] if colours else made)
            except EOFError:
                return
            except (OSError, ValueError, SyntaxError, MemoryError) as fault:
                if number:
                    return
                raise Refused(media_refused(name, f"it could not be decoded ({str(fault)[:80]})")) from None
            at += max(20, int(image.info.get("duration", 100) or 100))
            if not getattr(image, "is_animated", False):
                return


def opened_image(file: Any, name: str) -> Any:
    """An image whose header was read and whose size is one that a camera makes.

    :raises Refused: for any other.
    """
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - of the extra "footage"

    Image.MAX_IMAGE_PIXELS = None  # the size is looked at below, before anything is decoded
    try:
        image = Image.open(file, formats=IMAGES)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as fault:
        raise Refused(media_refused(name, f"it could not be opened ({str(fault)[:80]})")) from None
    if image.width * image.height > PIXELS:
        raise Refused(media_refused(name, "its header announces a picture larger than any camera's"))
    return image


def media_refused(name: str, why: str) -> Problem:
    """Why nothing of a file was decoded."""
    words = "".join(letter if letter.isprintable() else " " for letter in why[:200])
    return Problem(
        "media_not_decoded",
        name,
        f"Its pictures were not decoded: {words}",
        "The original is kept. Ask for the file again, or look into it with a tool of its own kind.",
        Severity.UNREADABLE,
    )


def _stopped(name: str, end: int) -> Problem:
    what = f"Decoding took too long and was stopped {end / 1000:.0f} s into the film"
    remedy = "What comes after is not covered. Cut the film into shorter parts and add these as well."
    return Problem("media_partly_decoded", name, what, remedy)


def _broken(name: str, frames: int, why: str) -> Problem:
    words = "".join(letter if letter.isprintable() else " " for letter in why[:120])
    what = f"The film breaks off or is damaged after {frames} frames ({words})"
    remedy = "The original is kept. Ask for an undamaged copy; what comes after is not covered."
    return Problem("media_partly_decoded", name, what, remedy)
