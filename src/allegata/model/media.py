"""Words for footage: what a file says of itself, fingerprints, matches, appearances, logs, derivatives.

What a media file carries inside itself is a claim of that file and never a fact about the world: cameras
have wrong clocks, platforms write times of their own, anybody can write EXIF. Times in a file are whole
milliseconds from its beginning.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from allegata.errors import Problem

FINGERPRINTER = "allegata.fingerprint/1"
"""What makes fingerprints; changes whenever the same pictures would give others."""


class ClaimSource(StrEnum):
    """Which part of a file says so."""

    CONTAINER = "container"
    STREAM = "stream"
    EXIF = "exif"
    XMP = "xmp"
    IPTC = "iptc"
    C2PA = "c2pa"


FILMS = ("mov,mp4,m4a,3gp,3g2,mj2", "matroska,webm", "avi", "mpegts", "mpeg", "flv", "asf", "ogg")
SOUNDS = ("wav", "mp3", "flac", "aac", "amr", "caf", "aiff")
"""Containers that may be opened, by FFmpeg's names: none of them reads another file."""


def opened_with(containers: tuple[str, ...]) -> dict[str, str]:
    """FFmpeg's options for a file that nobody vouches for: it comes through Python, and leads nowhere else."""
    return {
        "format_whitelist": ",".join(containers),
        "protocol_whitelist": "data",
        "max_streams": "64",
        "enable_drefs": "0",
        "use_absolute_path": "0",
    }


SOURCE_NAMES = {
    ClaimSource.CONTAINER: "container",
    ClaimSource.STREAM: "streams",
    ClaimSource.EXIF: "EXIF",
    ClaimSource.XMP: "XMP",
    ClaimSource.IPTC: "IPTC",
    ClaimSource.C2PA: "C2PA manifest",
}
EXPOSING = (
    "gps",
    "location",
    "serial",
    "owner",
    "artist",
    "by-line",
    "creator",
    "author",
    "uniqueid",
    "com.apple",
)
"""Parts of names of claims that could lead to a person or a place; these are withheld unless asked for."""


@dataclass(frozen=True, slots=True)
class MetadataClaim:
    """One thing that a file says of itself, under the name that its format gives it."""

    source: ClaimSource
    name: str
    value: str

    @property
    def exposing(self) -> bool:
        """Whether it could lead to a person or a place."""
        return any(word in self.name.casefold() for word in EXPOSING)


@dataclass(frozen=True, slots=True)
class EmbeddedTime:
    """A time that a file carries inside itself; it is never taken for the time of an event or a publication.

    `at` is None where the wording names no zone or no full date.
    """

    source: ClaimSource
    name: str
    wording: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MediaStream:
    """One stream as its container describes it; nothing of it was decoded."""

    kind: str  # video, audio, subtitle, data
    codec: str
    width: int | None = None  # pixels, as coded
    height: int | None = None
    rate: str | None = None  # frames a second as a fraction, "30000/1001"
    frames: int | None = None  # as stated
    channels: int | None = None
    sample_rate: int | None = None  # Hz


@dataclass(frozen=True, slots=True)
class MediaFacts:
    """What one media file says of itself. Unknown stays None."""

    item: str
    tool: str
    kind: str  # video, image, audio
    container: str | None = None
    duration: int | None = None  # ms, as stated
    width: int | None = None  # pixels, upright
    height: int | None = None
    rotation: int = 0  # degrees clockwise by which it asks to be turned for display
    streams: tuple[MediaStream, ...] = ()
    claims: tuple[MetadataClaim, ...] = ()
    times: tuple[EmbeddedTime, ...] = ()
    problems: tuple[Problem, ...] = ()


# --- fingerprints -----------------------------------------------------------------------------------------


class View(StrEnum):
    """Which picture of a frame was hashed: all in one size, bars taken off, upright."""

    WHOLE = "whole"
    MIRRORED = "mirrored"
    TURNED_90 = "turned 90"
    TURNED_180 = "turned 180"
    TURNED_270 = "turned 270"
    CROP = "crop"  # a centred part
    WINDOW = "window"  # a rectangle inside the frame that keeps its place
    WINDOW_MIRRORED = "window mirrored"


@dataclass(frozen=True, slots=True)
class FrameHash:
    """The perceptual hash (PDQ, 256 bits, hex) of one view of one frame.

    `part` is the share of the frame's width for a crop, the number of the rectangle for a window, in
    percent and from 0; else 100.
    """

    at: int  # ms
    view: View
    part: int
    quality: int  # 0 to 100: how much there is to tell it by
    hash: str


@dataclass(frozen=True, slots=True)
class FrameFeatures:
    """Local features of one frame, for checking a match without decoding anything again.

    `points` are x, y as unsigned 16-bit little-endian pairs, `descriptors` 32 bytes each (ORB); both
    base64. Width and height are those of the picture they lie in.
    """

    at: int  # ms
    view: View  # whole, mirrored or window
    part: int  # the number of the window; 100 else
    width: int
    height: int
    points: str
    descriptors: str


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What the machine keeps of a file's pictures to find them again. Nobody saw a frame for it."""

    item: str
    tool: str
    kind: str  # video, image
    duration: int  # ms of what was decoded; 0 for an image
    frames: int  # decoded
    hashes: tuple[FrameHash, ...] = ()
    features: tuple[FrameFeatures, ...] = ()
    pdq: str | None = None  # for an image: PDQ of the upright picture as the reference computes it
    problems: tuple[Problem, ...] = ()


# --- matches ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TimeRange:
    """A stretch of a file in ms, both ends included. An image has 0–0."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class FootageMatch:
    """A proposal: two files show the same pictures. What that means is for people to say.

    `speed` is how fast the left file plays beside the right one; `verified` counts frame pairs whose local
    features agree, out of `tried`.
    """

    left: str  # item id; left < right
    right: str
    left_range: TimeRange
    right_range: TimeRange
    variants: tuple[str, ...]  # in words: "mirrored", "picture in picture" …
    speed: float
    aligned: int  # frames of the left file that agree at these times
    distance: int  # bits, the median over them
    verified: int
    tried: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FirstSeen:
    """The interval in which something was first seen: from the earliest time stated to the latest possible.

    `earliest` is what somebody stated (None: nobody did), with its basis; `latest` is when these bytes came
    into the casebook, which cannot be later than they were seen.
    """

    earliest: datetime | None
    basis: str
    latest: datetime


@dataclass(frozen=True, slots=True)
class AssetAppearance:
    """One place where the same asset was met; times that mean different things are kept apart."""

    item: str
    name: str
    same_by: str  # "these bytes", "accepted by …", "proposed"
    seen: FirstSeen
    url: str | None = None
    channel: str | None = None
    claimed: datetime | None = None
    published: str | None = None  # a day, ISO 8601
    captured: datetime | None = None
    embedded: tuple[EmbeddedTime, ...] = ()


# --- looking, so that others need not --------------------------------------------------------------------


class GraphicLevel(StrEnum):
    """What a viewer met with (DOMAIN 1.2); what nobody assessed is treated as the worst."""

    NONE = "none"
    DESCRIBED = "described"
    INJURY = "injury"
    DEATH = "death"
    KILLING_ACT = "killing_act"
    TORTURE = "torture"
    UNASSESSED = "unassessed"


@dataclass(frozen=True, slots=True)
class LogLine:
    """One neutral line of a content log, by somebody who watched so that others need not."""

    item: str
    start: int  # ms
    end: int
    words: str
    level: GraphicLevel
    sound: bool  # whether it is about what can be heard
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle in shares of width and height, and when it holds; no range: throughout."""

    x: float
    y: float
    width: float
    height: float
    during: TimeRange | None = None


@dataclass(frozen=True, slots=True)
class Derivative:
    """A file made from an original. It may not go out before a person has confirmed it."""

    item: str  # the parent
    object: str  # the digest of what was made
    kind: str  # blurred, text_of_overlays
    media_type: str
    tool: str
    parameters: str  # canonical JSON
    by: str
    at: datetime
    confirmed_by: str | None = None
